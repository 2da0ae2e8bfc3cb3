import type { RawRow } from "../conformance/engines.ts";
import { type EventDescription, eventKey, type SourceDescription } from "./description.ts";
import type { Question } from "./question.ts";
import { type Instant, instant } from "./time.ts";

/** An event that counts, from the newest version of its row. */
export interface Happened {
  readonly key: string;
  readonly source: SourceDescription;
  readonly event: EventDescription;
  readonly row: RawRow;
  readonly at: Instant;
  readonly isDue: boolean;
  /** Not later than the horizon: only then it enters a state. */
  readonly isPast: boolean;
  readonly name: string;
}

interface Version {
  readonly row: RawRow;
  readonly loaded: Instant | null;
  readonly deleted: boolean;
  readonly fits: boolean;
}

/** All events that count after the last of the runs. */
export function events({ description, snapshots, horizon }: Question): readonly Happened[] {
  const now = instant(horizon) ?? 0;
  const dueUntil = now + 86_400_000_000;
  return description.sources.flatMap((source) =>
    source.events.flatMap((event) => {
      let kept = new Map<string, Version>();
      for (const tables of snapshots) kept = remembered(kept, newestVersions(source, event, tables[event.table] ?? []));
      return [...kept].flatMap(([key, { row, deleted, fits }]) => {
        const at = instant(textAt(row, event.at) ?? "");
        if (deleted || !fits || at === null) return [];
        const name = typeof event.name === "string" ? event.name : (textAt(row, event.name.column) ?? "");
        return [{ key, source, event, row, at, name, isDue: at <= dueUntil, isPast: at <= now }];
      });
    }),
  );
}

/** Of each event the version that was loaded last; rows without an id or a time are none. */
function newestVersions(
  source: SourceDescription,
  event: EventDescription,
  rows: readonly RawRow[],
): Map<string, Version> {
  const newest = new Map<string, Version>();
  for (const row of rows) {
    const id = textAt(row, event.id);
    if (id === null || id === "" || instant(textAt(row, event.at) ?? "") === null) continue;
    const account = source.account === undefined ? null : textAt(row, source.account);
    const key = eventKey(source.key, account === "" ? null : account, event.key, id);
    const loaded = event.loaded === undefined ? null : instant(textAt(row, event.loaded) ?? "");
    const deletion = event.deleted === undefined ? null : textAt(row, event.deleted);
    const version: Version = {
      row,
      loaded,
      deleted: deletion !== null && !["", "false", "f", "0", "no"].includes(deletion.trim().toLowerCase()),
      fits: event.only === undefined || textAt(row, event.only.column) === event.only.is,
    };
    const before = newest.get(key);
    if (before === undefined || (loaded ?? Number.NEGATIVE_INFINITY) > (before.loaded ?? Number.NEGATIVE_INFINITY)) {
      newest.set(key, version);
    }
  }
  return newest;
}

/** What raw has now replaces what was kept, unless it is an older version; what raw no longer has is kept. */
function remembered(kept: ReadonlyMap<string, Version>, now: ReadonlyMap<string, Version>): Map<string, Version> {
  const all = new Map(kept);
  for (const [key, version] of now) {
    const before = kept.get(key);
    const isOlder = before?.loaded != null && version.loaded !== null && version.loaded < before.loaded;
    if (!isOlder) all.set(key, version);
  }
  return all;
}

export function textAt(row: RawRow, column: string): string | null {
  return textOf(row[column]);
}

export function textOf(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

export function numberAt(row: RawRow, column: string): number | null {
  const text = textAt(row, column)?.trim() ?? "";
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
}
