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

/** The copy that readers open now, and the number of its run; undefined before the first publish. */
export async function currentCopy(
  warehouse: string,
): Promise<{ readonly path: string; readonly run: number } | undefined> {
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
  const name = `${String(run).padStart(8, "0")}.duckdb`;
  const path = join(folder, name);
  const unfinished = `${path}.copying`;
  await copyFile(warehouse, unfinished, constants.COPYFILE_FICLONE);
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
  return path;
}
