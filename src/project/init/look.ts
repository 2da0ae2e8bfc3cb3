import { NexusError } from "../../base/problem.ts";
import type { Engine, RawDescription } from "../../engines/engine.ts";
import { type Entry, isHousekeeping } from "./entries.ts";
import { type TableWords, tableWords } from "./meanings.ts";
import { type Profile, profiles, sampleRows, spotsInside } from "./profile.ts";

/** A raw table and what its first rows look like. */
export interface Look {
  readonly engine: Engine;
  readonly entry: Entry;
  readonly words: TableWords;
  readonly raw: RawDescription;
  /** Rows of the sample. */
  readonly rows: number;
  /** Whether these are all rows of the table. */
  readonly isWhole: boolean;
  /** Columns first, then what lies inside of JSON columns. */
  readonly profiles: readonly Profile[];
}

/** A raw table that nothing is made of, and why. */
export interface LeftOut {
  readonly entry: Entry;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly why: string;
}

export function isLeftOut(one: object): one is LeftOut {
  return "why" in one;
}

/** Looks at the first rows of a raw table. */
export async function lookAt(entry: Entry, engine: Engine): Promise<Look | LeftOut> {
  const leftOut = (why: string, columns: readonly string[] = [], rows = 0): LeftOut => ({ entry, columns, rows, why });
  if (isHousekeeping(entry.name) || isHousekeeping(entry.label.split(/[./]/).at(-1) ?? ""))
    return leftOut("it is a loader's or a framework's own table");
  try {
    const raw = await engine.describe(entry.table);
    if (raw === undefined) return leftOut("it is not there any more");
    const columns = raw.columns.map(({ name }) => name);
    if (columns.length === 0) return leftOut("it holds no rows with names");
    const headless = columns.find(looksLikeValue);
    if (headless !== undefined)
      return leftOut(`its first line holds values such as "${headless}", not the names of columns`, columns);
    const spots = raw.columns.map(({ name, type }) => ({ column: name, path: [], type }));
    const flat = await profiles(engine, raw, spots);
    const rows = flat[0]?.rows ?? 0;
    if (rows === 0 && columns.every((column) => /^column\d+$/.test(column))) return leftOut("it is empty");
    const nested: Profile[] = [];
    for (const profile of flat.filter(holdsObjects)) {
      nested.push(...(await profiles(engine, raw, await spotsInside(engine, raw, profile))));
    }
    return {
      engine,
      entry,
      words: tableWords(entry.name),
      raw,
      rows,
      isWhole: rows < sampleRows,
      profiles: [...flat, ...nested],
    };
  } catch (error) {
    if (!(error instanceof NexusError)) throw error;
    const [problem] = error.problems;
    return leftOut(
      `it cannot be read: ${[problem?.message, problem?.found].filter((text) => text !== undefined).join(" ")}`,
    );
  }
}

function holdsObjects({ objects, filled }: Profile): boolean {
  return objects > 0 && objects >= filled * 0.9;
}

/** An e-mail or a date is no name of a column: the file has no header. */
function looksLikeValue(column: string): boolean {
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$|^\d{4}-\d{2}-\d{2}(?:[ T]|$)/.test(column);
}
