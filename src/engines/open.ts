import { resolve } from "node:path";
import { NexusError } from "../base/problem.ts";
import type { Warehouse } from "../config/config.ts";
import { openDuckDb } from "./duckdb/engine.ts";
import { currentCopy } from "./duckdb/published-copy.ts";
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

/** Opens a warehouse. Where nothing is published yet, `read` is a `not-run-yet` problem. */
export async function openEngine({ warehouse, folder, prefix, mode }: Opening): Promise<Engine> {
  if (warehouse.engine === "postgres") return openPostgres({ warehouse, folder, prefix, mode });
  if (mode !== "read") return openDuckDb({ warehouse, folder, mode });
  const file = resolve(folder, warehouse.path);
  const copy = await currentCopy(file);
  if (copy === undefined) {
    throw new NexusError({
      code: "not-run-yet",
      message: "Nothing is published yet.",
      where: { file },
      hint: "`nexus run` makes the first version",
    });
  }
  return openDuckDb({ warehouse, folder, mode, copy: copy.path });
}
