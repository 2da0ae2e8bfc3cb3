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
  /** What is wrong with the first of its lines that cannot be read. */
  readonly broken?: string;
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
  const failed = (error: unknown): LeftOut => {
    if (!(error instanceof NexusError)) throw error;
    return leftOut(`it cannot be read: ${said(error)}`);
  };
  const look = async (raw: RawDescription | undefined, broken?: string): Promise<Look | LeftOut> => {
    if (raw === undefined) return leftOut("it is not there any more");
    const columns = raw.columns.map(({ name }) => name);
    if (columns.length === 0) return leftOut("it holds no rows with names");
    const headless = columns.find(looksLikeValue);
    if (headless !== undefined)
      return leftOut(`its first line holds values such as "${headless}", not the names of columns`, columns);
    const profiles = await profilesOf(raw, engine);
    const rows = profiles[0]?.rows ?? 0;
    const isWhole = rows < sampleRows;
    return {
      engine,
      entry,
      words: tableWords(entry.name),
      raw,
      rows,
      isWhole,
      profiles,
      ...(broken === undefined ? {} : { broken }),
    };
  };
  try {
    return await look(await engine.describe(entry.table));
  } catch (error) {
    // A CSV file with broken lines can be read without them.
    const raw = await engine.describe(entry.table, "allowed").catch(() => undefined);
    if (raw?.leniently === undefined || !(error instanceof NexusError)) return failed(error);
    const { reference } = raw.leniently(`init_${entry.name}`);
    return look({ ...raw, reference }, said(error)).catch(() => failed(error));
  }
}

function said({ problems: [problem] }: NexusError): string {
  const line = problem?.where?.line;
  return [problem?.message, line === undefined ? undefined : `Line ${line}:`, problem?.found]
    .filter((text) => text !== undefined)
    .join(" ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[.:]$/, "");
}

/** Columns first, then what lies inside of JSON columns. */
async function profilesOf(raw: RawDescription, engine: Engine): Promise<readonly Profile[]> {
  const spots = raw.columns.map(({ name, type }) => ({ column: name, path: [], type }));
  const flat = await profiles(engine, raw, spots);
  const nested: Profile[] = [];
  for (const profile of flat.filter(holdsObjects)) {
    nested.push(...(await profiles(engine, raw, await spotsInside(engine, raw, profile))));
  }
  return [...flat, ...nested];
}

function holdsObjects({ objects, filled }: Profile): boolean {
  return objects > 0 && objects >= filled * 0.9;
}

/** An e-mail or a date is no name of a column: the file has no header. */
function looksLikeValue(column: string): boolean {
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$|^\d{4}-\d{2}-\d{2}(?:[ T]|$)/.test(column);
}
