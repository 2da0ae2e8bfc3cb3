import { constants, existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

/**
 * Readers never open the file that runs write: after each publish the run copies it to a numbered file and then moves a
 * pointer, so that `run` and any number of readers live side by side.
 */
export function publishedFolder(warehouse: string): string {
  return `${warehouse}.published`;
}

/** A copy for readers, and the number of its run. */
export interface PublishedCopy {
  readonly path: string;
  readonly run: number;
}

/** The copy that readers open now; undefined before the first publish. */
export async function currentCopy(warehouse: string): Promise<PublishedCopy | undefined> {
  const folder = publishedFolder(warehouse);
  const pointer = join(folder, "current");
  if (!existsSync(pointer)) return undefined;
  const name = (await readFile(pointer, "utf8")).trim();
  const path = join(folder, name);
  return existsSync(path) ? { path, run: Number.parseInt(name, 10) } : undefined;
}

/** Copies the warehouse, which must be checkpointed and idle, and points readers to the copy. */
export async function publishCopy(warehouse: string, run: number): Promise<string> {
  const folder = publishedFolder(warehouse);
  await mkdir(folder, { recursive: true });
  const path = await nextCopy(warehouse, run);
  const unfinished = `${path}.copying`;
  await copyFile(warehouse, unfinished, constants.COPYFILE_FICLONE);
  await showCopy(warehouse, unfinished, path);
  return path;
}

/** Where the next copy of a run lies: the first is called by the run's number, those that more was written into since count on. */
export async function nextCopy(warehouse: string, run: number): Promise<string> {
  const number = String(run).padStart(8, "0");
  const before = await currentCopy(warehouse);
  const amended = before?.run === run ? Number(/-(\d+)\.duckdb$/.exec(before.path)?.[1] ?? 1) : 0;
  return join(publishedFolder(warehouse), `${number}${amended === 0 ? "" : `-${amended + 1}`}.duckdb`);
}

/** Gives a finished copy its name, and points readers to it. */
export async function showCopy(warehouse: string, unfinished: string, path: string): Promise<void> {
  const folder = publishedFolder(warehouse);
  const name = basename(path);
  await rename(unfinished, path);
  const pointer = join(folder, "current");
  const before = existsSync(pointer) ? (await readFile(pointer, "utf8")).trim() : undefined;
  await writeFile(`${pointer}.next`, `${name}\n`);
  await rename(`${pointer}.next`, pointer);
  // The copy before stays for readers that are just opening it; whoever has an older one open keeps it until closing.
  for (const other of await readdir(folder)) {
    if (other !== name && other !== before && other !== basename(pointer))
      await rm(join(folder, other), { force: true });
  }
}
