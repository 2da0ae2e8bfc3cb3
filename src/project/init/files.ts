import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { nameFrom, wordsOf } from "./words.ts";

/** Files of one table, as one path or glob. */
export interface FileGroup {
  /** Relative to the folder that was listed, with slashes. */
  readonly pattern: string;
  readonly files: readonly string[];
  /** What the files are called, without numbers and dates: `orders`. */
  readonly stem: string;
  /** The folder that parts this system's tables from others'; undefined right under the listed folder. */
  readonly family: string | undefined;
}

const dataFile = /\.(csv|tsv|json|ndjson|jsonl|parquet|pq)(\.(gz|zst))?$/i;

/** Settings of programs, which happen to be JSON. */
const settings =
  /^(?:(?:package|package-lock|npm-shrinkwrap|jsconfig|biome|deno|composer|renovate|turbo|nx|lerna|vercel|firebase|manifest|tsconfig.*)|.*\.(?:config|schema|snap))\.json$/i;

const deepest = 8;

export function isDataFile(name: string): boolean {
  return dataFile.test(name) && !settings.test(name) && !name.startsWith(".");
}

/** The data files of a folder, as paths with slashes relative to it, sorted. Hidden folders are left out. */
export async function dataFiles(
  folder: string,
  options: { readonly recursive: boolean } = { recursive: true },
): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (at: string, depth: number): Promise<void> => {
    const entries = await readdir(join(folder, at), { withFileTypes: true });
    for (const entry of entries) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        const wanted = !entry.name.startsWith(".") && entry.name !== "node_modules";
        if (options.recursive && wanted && depth < deepest) await visit(path, depth + 1);
      } else if (isDataFile(entry.name) && (await isFile(entry, join(folder, path)))) {
        found.push(path);
      }
    }
  };
  await visit("", 0);
  return found.sort();
}

async function isFile(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return stat(path).then(
    (target) => target.isFile(),
    () => false,
  );
}

/** What differs between files of one table: numbers, dates, and the uuids of writers. */
const varying = /(?<=^|[-_. (])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+(?:[-_.:T]\d+)*Z?)(?=$|[-_. )])/gi;

/** Words that say that a file is a piece, not of what. */
const pieces = new Set(
  "part chunk data file export exports batch shard records rows output dump page c000 snappy".split(" "),
);

/** A folder that is a piece, too: `2024`, `2024-01-05`, `date=2024-01-05`. */
const pieceFolder = /^(?:[^=]+=.*|\d[\d\-_.T]*)$/;

interface Parsed {
  readonly path: string;
  readonly folders: readonly string[];
  readonly stem: string;
  readonly extension: string;
}

function parsed(path: string): Parsed {
  const folders = path.split("/");
  const file = folders.pop() ?? "";
  const extension = dataFile.exec(file)?.[0] ?? "";
  return { path, folders, stem: file.slice(0, file.length - extension.length), extension };
}

/** Signs that a glob reads as more than themselves. */
export function literally(text: string): string {
  return text.replace(/[[*?]/g, (sign) => `[${sign}]`);
}

/** What stands for a varying part: anything, anything that begins with a digit, or as many digits. */
const wilds: readonly ((varying: string) => string)[] = [
  () => "*",
  () => "[0-9]*",
  (part) => literally(part).replace(/\d/g, "[0-9]"),
];

function patternOf({ folders, stem, extension }: Parsed, wild: (varying: string) => string): string {
  const places = folders.map((folder) => (pieceFolder.test(folder) ? "*" : literally(folder)));
  const parts = [...stem.matchAll(varying)].map(([part]) => wild(part));
  const name = stem.split(varying).map((fixed, index) => `${literally(fixed)}${parts[index] ?? ""}`);
  return [...places, `${name.join("")}${literally(extension)}`].join("/");
}

/** Whether a glob of ours takes a path. */
export function globMatches(glob: string, path: string): boolean {
  const source = glob.replace(/\[0-9\]|\[(.)\]|[*]|[\\^$.|?+(){}]|\[/g, (sign, literal: string | undefined) => {
    if (sign === "*") return "[^/]*";
    if (sign === "[0-9]") return sign;
    return `\\${literal ?? sign}`;
  });
  return new RegExp(`^${source}$`).test(path);
}

/**
 * Puts files that belong to one table together: `orders_2024.csv` and `orders_2025.csv` are `orders_*.csv`, the files of
 * `orders/date=2024-01-05/` and its neighbours are one table. A glob that would take a foreign file is made narrower, and
 * where none fits, each file stands alone.
 */
export function groupFiles(files: readonly string[]): readonly FileGroup[] {
  const groups = new Map<string, Parsed[]>();
  for (const file of files.map(parsed)) {
    const key = patternOf(file, () => "*");
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  const made = [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const mine = new Set(members.map(({ path }) => path));
    const globs = members.length === 1 ? [] : wilds.map((wild) => patternOf(first, wild));
    const exact = globs.find((glob) => files.every((file) => globMatches(glob, file) === mine.has(file)));
    if (exact !== undefined) return [fileGroup(exact, members, first)];
    return members.map((member) =>
      fileGroup(member.folders.concat(`${member.stem}${member.extension}`).map(literally).join("/"), [member], member),
    );
  });
  return made.sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
}

function fileGroup(pattern: string, members: readonly Parsed[], { folders, stem }: Parsed): FileGroup {
  const named = folders.filter((folder) => !pieceFolder.test(folder));
  const own = wordsOf(stem.split(varying).join(" ")).filter((word) => !pieces.has(word));
  const files = members.map(({ path }) => path);
  if (own.length > 0) return { pattern, files, stem: nameFrom(own.join(" "), "table"), family: named[0] };
  // The files are called `part-0001`: the folder has the name.
  const table = named.at(-1);
  if (table === undefined) return { pattern, files, stem: nameFrom(stem, "table"), family: undefined };
  return { pattern, files, stem: nameFrom(table, "table"), family: named.length > 1 ? named[0] : undefined };
}
