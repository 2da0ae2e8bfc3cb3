import { NexusError } from "../../base/problem.ts";

export type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

export type Driver = typeof import("@duckdb/node-api");

let loading: Promise<Driver> | undefined;

/** The DuckDB client, loaded when it is first needed. */
export function driver(): Promise<Driver> {
  loading ??= import("@duckdb/node-api").catch((cause: unknown) => {
    throw new NexusError(
      {
        code: "warehouse-unreadable",
        message: "The DuckDB client is not installed.",
        hint: "npm install @duckdb/node-api@1.5.6-r.1",
      },
      { cause },
    );
  });
  return loading;
}
