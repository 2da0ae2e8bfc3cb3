import { openDuckDb } from "../../src/engines/duckdb/engine.ts";
import type { Engine } from "../../src/engines/engine.ts";
import { duckdb as warehouse } from "../../src/index.ts";
import { duckdb } from "../../src/sql/dialects/duckdb.ts";
import { type RawTableName, type RawType, rawTables } from "./project.ts";

/** How DuckDB spells the types of raw columns. */
const types: Readonly<Record<RawType, string>> = {
  text: "varchar",
  integer: "bigint",
  number: "double",
  boolean: "boolean",
  timestamp: "timestamp",
  json: "json",
  "zoned timestamp": "timestamptz",
  date: "date",
};

/** A cell of a raw table; objects and arrays are JSON. */
export type Cell = string | number | boolean | null | object;
export type RawRow = Readonly<Record<string, Cell>>;
export type RawRows = Readonly<Record<RawTableName, readonly RawRow[]>>;

/** Makes the raw tables, empty, in the place of what was there. */
async function createRaw(engine: Engine): Promise<void> {
  await engine.run("create schema if not exists raw");
  for (const [table, columns] of Object.entries(rawTables)) {
    const list = Object.entries(columns).map(([column, type]) => `${duckdb.identifier(column)} ${types[type]}`);
    await engine.run(`create or replace table raw.${table} (${list.join(", ")})`);
  }
}

/** Lays raw rows down, in the place of what was there. */
export async function layRaw(engine: Engine, rows: RawRows): Promise<void> {
  await createRaw(engine);
  for (const [table, columns] of Object.entries(rawTables)) {
    const names = Object.keys(columns);
    const lines = rows[table as RawTableName].map(
      (row) => `(${names.map((column) => literal(row[column] ?? null)).join(", ")})`,
    );
    if (lines.length > 0) await engine.run(`insert into raw.${table} values ${lines.join(",\n")}`);
  }
}

function literal(cell: Cell): string {
  return typeof cell === "object" && cell !== null ? duckdb.literal(JSON.stringify(cell)) : duckdb.literal(cell);
}

/** A warehouse in memory with the raw tables and no row in them, for the time of one task. */
export async function emptyWarehouse<T>(task: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openDuckDb({ warehouse: warehouse(":memory:"), folder: ".", mode: "write" });
  try {
    await createRaw(engine);
    return await task(engine);
  } finally {
    await engine.close();
  }
}
