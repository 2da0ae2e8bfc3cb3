import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Engine } from "../../src/engines/engine.ts";
import { openEngine } from "../../src/engines/open.ts";
import { duckdb, postgres, type Warehouse } from "../../src/index.ts";
import type { RawRows } from "../golden/warehouse.ts";
import { layRaw } from "../golden/warehouse.ts";
import { asked, server } from "../postgres/server.ts";
import type { Output } from "./program.ts";

/** Two places of one engine with the same raw rows: in one of them runs Nexus, in the other one dbt. */
export interface Places {
  readonly forNexus: Warehouse;
  readonly forDbt: Warehouse;
  /** What makes a connection to a warehouse see what dbt built, by the names that it gave. */
  readonly seen: { readonly warehouse: Warehouse; readonly by: readonly string[] };
  /** How dbt reaches its own, and the other one. */
  readonly outputs: { readonly own: Output; readonly taken: Output };
  /** Lets go of what is not in the folder. */
  dismiss(): Promise<void>;
}

export interface EngineForDbt {
  readonly name: string;
  /** What dbt must refuse is tried on one engine each: limits that rows break, or mail headers. */
  readonly broken: "limited" | "unlimited";
  /** Makes them in a folder; why they cannot be made, where that is so. */
  places(folder: string): Promise<Places | string>;
}

/** Opens a warehouse for the time of a task. */
export async function opened<T>(
  warehouse: Warehouse,
  folder: string,
  task: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine({ warehouse, folder, prefix: "nexus", mode: "write" });
  try {
    return await task(engine);
  } finally {
    await engine.close();
  }
}

/** Lays the same raw rows down in both places. */
export async function layBoth({ forNexus, forDbt }: Places, folder: string, rows: RawRows): Promise<void> {
  for (const warehouse of [forNexus, forDbt]) await opened(warehouse, folder, (engine) => layRaw(engine, rows));
}

/** Where the databases of dbt believe to be: their settings are not those of a run. */
const elsewhere = "America/New_York";

const duckDb: EngineForDbt = {
  name: "duckdb",
  broken: "unlimited",
  places: async (folder) => ({
    forNexus: duckdb("nexus.duckdb", { threads: 2 }),
    forDbt: duckdb("dbt.duckdb", { threads: 2 }),
    // Views of dbt name the database, which is called like its file.
    seen: {
      warehouse: duckdb(":memory:", { threads: 2 }),
      by: [`attach '${join(folder, "dbt.duckdb")}' as dbt (read_only)`, "use dbt"],
    },
    outputs: {
      own: { type: "duckdb", path: join(folder, "dbt.duckdb"), threads: 2, settings: { TimeZone: elsewhere } },
      taken: { type: "duckdb", path: join(folder, "nexus.duckdb"), threads: 2 },
    },
    dismiss: async () => undefined,
  }),
};

const postgreSql: EngineForDbt = {
  name: "postgres",
  broken: "limited",
  places: async () => {
    const running = await server();
    if ("absent" in running) return running.absent;
    const names = ["nexus", "dbt"].map((of) => `${of}_${randomBytes(4).toString("hex")}`);
    const [nexus = "", dbt = ""] = names;
    for (const name of names) await asked(`${running.url}/postgres`, `create database ${name}`);
    await asked(`${running.url}/postgres`, `alter database ${dbt} set timezone = '${elsewhere}'`);
    const { port, password } = running;
    const reached = {
      type: "postgres",
      host: "127.0.0.1",
      port,
      user: "postgres",
      password,
      schema: "public",
      threads: 2,
    };
    return {
      forNexus: postgres({ url: `${running.url}/${nexus}` }),
      forDbt: postgres({ url: `${running.url}/${dbt}` }),
      seen: { warehouse: postgres({ url: `${running.url}/${dbt}` }), by: [] },
      outputs: { own: { ...reached, dbname: dbt }, taken: { ...reached, dbname: nexus } },
      dismiss: async () => {
        for (const name of names)
          await asked(`${running.url}/postgres`, `drop database if exists ${name} with (force)`);
      },
    };
  },
};

export const enginesForDbt: readonly EngineForDbt[] = [duckDb, postgreSql];
