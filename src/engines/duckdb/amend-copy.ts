import { randomUUID } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { copyFile, rm } from "node:fs/promises";
import { NexusError } from "../../base/problem.ts";
import type { Engine } from "../engine.ts";
import { type DuckDbOptions, openDuckDb } from "./engine.ts";
import { explainCopy } from "./errors.ts";
import { currentCopy, nextCopy, type PublishedCopy, showCopy } from "./published-copy.ts";

/**
 * Writes the same into the warehouse and into a new copy for readers, made from the one that was read. What takes long, the
 * copying, needs no lock: a copy is never changed, so the new one is made from it. The warehouse is open for the statements
 * alone, and the pointer is moved meanwhile, so that it can never go back behind that of a run.
 *
 * Throws `warehouse-locked` while a run has the warehouse, and when there is a newer copy by now; nothing is written then.
 */
export async function amendCopy(
  options: Pick<DuckDbOptions, "warehouse" | "folder">,
  file: string,
  before: PublishedCopy,
  statementsIn: (engine: Engine) => readonly string[],
): Promise<void> {
  if (!existsSync(file)) throw gone(file);
  const next = await nextCopy(file, before.run);
  // Two tests at once must not write into one file; the first to be done is the one that counts.
  const unfinished = `${next}.${randomUUID()}.amending`;
  try {
    await copyFile(before.path, unfinished, constants.COPYFILE_FICLONE);
    const within = async (path: string, task: (engine: Engine) => Promise<void>): Promise<void> => {
      const { attach: _, ...rest } = options.warehouse;
      const warehouse = { ...rest, attach: {}, path };
      const engine = await openDuckDb({ warehouse, folder: options.folder, mode: "write" });
      try {
        await task(engine);
      } finally {
        await engine.close();
      }
    };
    await within(unfinished, async (engine) => {
      await engine.atomically(statementsIn(engine));
      await engine.run("checkpoint");
    });
    await within(file, async (engine) => {
      if ((await currentCopy(file))?.path !== before.path) throw publishedSince(file);
      await engine.atomically(statementsIn(engine));
      await showCopy(file, unfinished, next);
    });
  } catch (cause) {
    if (cause instanceof NexusError) throw cause;
    throw new NexusError(explainCopy(cause, file, before.run, before.run), { cause });
  } finally {
    await rm(unfinished, { force: true });
    await rm(`${unfinished}.wal`, { force: true });
  }
}

/** Nothing may be made where the warehouse is not: the copies alone are there. */
function gone(file: string): NexusError {
  return new NexusError({
    code: "warehouse-unreadable",
    message: "The warehouse is not there, only its published copies.",
    where: { file },
  });
}

/** A run has published, or another test was faster. */
function publishedSince(file: string): NexusError {
  return new NexusError({
    code: "warehouse-locked",
    message: "There is a newer copy by now, of a run or of another test.",
    where: { file },
    hint: "test again",
  });
}
