import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { duckdb, type RawTable, type Warehouse } from "../../src/index.ts";
import { postgreSql } from "../postgres/under-test.ts";

/** One row as a loader leaves it; objects and arrays are JSON. */
export type RawRow = Readonly<Record<string, unknown>>;

/** Raw rows on their way into an engine. */
export interface RawRows {
  readonly table: string;
  /** All columns, for tables without rows. */
  readonly columns: readonly string[];
  readonly rows: readonly RawRow[];
  /** How they lie there, for engines that read files. */
  readonly format: "csv" | "json";
}

/** An engine that must give the same answers as all the others. */
export interface EngineUnderTest {
  readonly name: string;
  /** Makes ready for a world in a folder; why the engine cannot be tried here, where that is so: tests are skipped then. */
  prepare?(folder: string): Promise<string | undefined>;
  /** Lets go of all that `prepare` made. */
  dismiss?(folder: string): Promise<void>;
  /** A warehouse of its own for the world that lives in a folder. */
  warehouse(folder: string): Warehouse;
  /** What a source says to read a raw table. */
  reference(raw: Pick<RawRows, "table" | "format">): RawTable;
  /** Puts raw rows where that reference finds them, in the place of what was there. */
  put(folder: string, raw: RawRows): Promise<void>;
  /** Lets go of the world's warehouse, raw tables apart. */
  forget(folder: string): Promise<void>;
}

const duckDb: EngineUnderTest = {
  name: "duckdb",
  warehouse: () => duckdb("warehouse.duckdb"),
  reference: ({ table, format }) => fileOf(table, format),
  put: async (folder, { table, columns, rows, format }) => {
    const path = join(folder, fileOf(table, format));
    await mkdir(dirname(path), { recursive: true });
    const lines =
      format === "json"
        ? rows.map((row) => JSON.stringify(row))
        : [columns, ...rows.map((row) => columns.map((column) => row[column]))].map((cells) =>
            cells.map(csvCell).join(","),
          );
    await writeFile(path, lines.map((line) => `${line}\n`).join(""));
  },
  forget: async (folder) => {
    for (const left of await readdir(folder)) {
      if (left.startsWith("warehouse.duckdb")) await rm(join(folder, left), { recursive: true });
    }
  },
};

function fileOf(table: string, format: RawRows["format"]): string {
  return `raw/${table}.${format === "json" ? "ndjson" : "csv"}`;
}

/** A cell in quotes unless it is plain; null is nothing at all. */
function csvCell(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  const text = typeof cell === "object" ? JSON.stringify(cell) : String(cell);
  return /^[\w@.+:-]+( [\w@.+:-]+)*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

/** Every engine that the suite holds to its promises. */
export const engines: readonly EngineUnderTest[] = [duckDb, postgreSql];
