import { resolve } from "node:path";
import { NexusError } from "../base/problem.ts";
import type { Warehouse } from "../config/config.ts";
import { amendCopy } from "./duckdb/amend-copy.ts";
import { openDuckDb } from "./duckdb/engine.ts";
import { currentCopy, type PublishedCopy } from "./duckdb/published-copy.ts";
import type { Engine } from "./engine.ts";
import { openPostgres } from "./postgres/open.ts";

/** What opening a warehouse needs. */
export interface Opening {
  readonly warehouse: Warehouse;
  /** The project's folder: relative paths start here. */
  readonly folder: string;
  /** The project's schemas begin with it. */
  readonly prefix: string;
  /** `write`: runs · `inspect`: a look at raw tables that leaves nothing behind · `read`: what is published. */
  readonly mode: "write" | "inspect" | "read";
}

/** What readers are given at a moment: a copy, where the engine makes copies; else what lives. */
export interface Published {
  readonly copy?: PublishedCopy;
}

/** What is published now. Where that is a copy and there is none yet, it is a `not-run-yet` problem. */
export async function publishedIn({ warehouse, folder }: Opening): Promise<Published> {
  if (warehouse.engine === "postgres") return {};
  const file = resolve(folder, warehouse.path);
  const copy = await currentCopy(file);
  if (copy !== undefined) return { copy };
  throw new NexusError({
    code: "not-run-yet",
    message: "Nothing is published yet.",
    where: { file },
    hint: "`nexus run` makes the first version",
  });
}

/** Opens a warehouse. Where nothing is published yet, `read` is a `not-run-yet` problem. */
export async function openEngine(opening: Opening, published?: Published): Promise<Engine> {
  const { warehouse, folder, prefix, mode } = opening;
  if (warehouse.engine === "postgres") return openPostgres({ warehouse, folder, prefix, mode });
  if (mode !== "read") return openDuckDb({ warehouse, folder, mode });
  const { copy } = published ?? (await publishedIn(opening));
  return openDuckDb({ warehouse, folder, mode, ...(copy === undefined ? {} : { copy: copy.path }) });
}

/**
 * Writes records beside what is published, so that readers see them, too. Nothing is written, and the problem says why,
 * when a run has the warehouse, or when something else is published by now.
 */
export async function amendPublished(
  { warehouse, folder, prefix }: Opening,
  { copy }: Published,
  statementsIn: (engine: Engine) => readonly string[],
): Promise<void> {
  if (warehouse.engine === "duckdb" && copy !== undefined) {
    await amendCopy({ warehouse, folder }, resolve(folder, warehouse.path), copy, statementsIn);
    return;
  }
  const engine = await openEngine({ warehouse, folder, prefix, mode: "write" });
  try {
    await engine.atomically(statementsIn(engine));
  } finally {
    await engine.close();
  }
}
