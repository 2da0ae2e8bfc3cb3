import { randomBytes } from "node:crypto";
import { openDuckDb } from "../../src/engines/duckdb/engine.ts";
import type { Engine } from "../../src/engines/engine.ts";
import { openPostgres } from "../../src/engines/postgres/open.ts";
import { postgres, duckdb as warehouse } from "../../src/index.ts";
import { duckdb } from "../../src/sql/dialects/duckdb.ts";
import { asked, server } from "../postgres/server.ts";
import { type RawTableName, type RawType, rawTables } from "./project.ts";
import { prefix } from "./texts.ts";

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

/** Types that another engine spells in another way than DuckDB. */
function spelt(type: RawType, { dialect }: Engine): string {
  return type === "number" ? dialect.type("number") : types[type];
}

/** A cell of a raw table; objects and arrays are JSON. */
export type Cell = string | number | boolean | null | object;
export type RawRow = Readonly<Record<string, Cell>>;
export type RawRows = Readonly<Record<RawTableName, readonly RawRow[]>>;

/** Makes the raw tables, empty, in the place of what was there. */
export async function createRaw(engine: Engine): Promise<void> {
  await engine.run("create schema if not exists raw");
  for (const [table, columns] of Object.entries(rawTables)) {
    const list = Object.entries(columns).map(
      ([column, type]) => `${engine.dialect.identifier(column)} ${spelt(type, engine)}`,
    );
    await engine.run(`drop table if exists raw.${table}`);
    await engine.run(`create table raw.${table} (${list.join(", ")})`);
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

/** The same in a database of PostgreSQL; why it cannot be tried here, where that is so. */
export async function emptyPostgres(task: (engine: Engine) => Promise<void>): Promise<string | undefined> {
  const running = await server();
  if ("absent" in running) return running.absent;
  const database = `golden_${randomBytes(4).toString("hex")}`;
  await asked(`${running.url}/postgres`, `create database ${database}`);
  const warehouse = postgres({ url: `${running.url}/${database}` });
  const engine = await openPostgres({ warehouse, folder: ".", prefix, mode: "write" });
  try {
    await createRaw(engine);
    await task(engine);
    return undefined;
  } finally {
    await engine.close();
    await asked(`${running.url}/postgres`, `drop database ${database} with (force)`);
  }
}

/** A warehouse in memory with the raw tables and no row in them, for the time of one task. */
export async function emptyWarehouse(task: (engine: Engine) => Promise<void>): Promise<undefined> {
  const engine = await openDuckDb({ warehouse: warehouse(":memory:"), folder: ".", mode: "write" });
  try {
    await createRaw(engine);
    await task(engine);
  } finally {
    await engine.close();
  }
}
