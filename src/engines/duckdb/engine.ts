import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { NexusError } from "../../base/problem.ts";
import type { DuckDbWarehouse } from "../../config/config.ts";
import type { RawTable } from "../../config/source.ts";
import type { Column, ColumnType } from "../../model/column.ts";
import { duckdb } from "../../sql/dialects/duckdb.ts";
import { render } from "../../sql/render.ts";
import { name, type Sql } from "../../sql/sql.ts";
import type { Answer, Engine, NumberBatch, RawDescription } from "../engine.ts";
import { describeRaw } from "./describe.ts";
import { type Driver, type DuckDBConnection, driver } from "./driver.ts";
import { explainCopy, explainError, explainOpening } from "./errors.ts";
import { type Access, sharedInstance } from "./instances.ts";
import { currentCopy, publishCopy } from "./published-copy.ts";
import { rawReading } from "./raw-table.ts";

/** What opening a DuckDB file needs. */
export interface DuckDbOptions {
  readonly warehouse: DuckDbWarehouse;
  /** The project's folder: relative paths start here. */
  readonly folder: string;
  /**
   * `write`: the file that runs write · `inspect`: the same without writing, to look at raw tables ·
   * `read`: a published copy, sealed against files and settings, for questions from anyone.
   */
  readonly mode: Access;
  /** For `read`: the copy. */
  readonly copy?: string;
}

/** A fifth of the machine's memory, at least one gigabyte: the engine spills to disk beyond it. */
function defaultMemory(): string {
  return `${Math.max(1024, Math.floor((totalmem() / 1024 ** 2) * 0.2))}MB`;
}

/** Opens a DuckDB file as an engine. A file that another process writes is a `warehouse-locked` problem. */
export async function openDuckDb(options: DuckDbOptions): Promise<Engine> {
  const { warehouse, folder, mode } = options;
  const file = warehouse.path === ":memory:" ? ":memory:" : resolve(folder, warehouse.path);
  // A look at raw tables must not leave a file behind.
  const path = mode === "read" ? (options.copy ?? file) : mode === "inspect" && !existsSync(file) ? ":memory:" : file;
  const api = await driver();
  const settings: Record<string, string> = {
    memory_limit: warehouse.memoryLimit ?? defaultMemory(),
    preserve_insertion_order: "false",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(warehouse.threads === undefined ? {} : { threads: String(warehouse.threads) }),
    ...(path === ":memory:" ? {} : { temp_directory: mode === "write" ? spillOf(file) : readersSpill }),
  };
  try {
    if (path !== ":memory:" && mode === "write") await makeFolder(dirname(path));
    const { instance, release } = await sharedInstance(api, path, mode, settings, async (fresh) => {
      const connection = await fresh.connect();
      for (const statement of openingStatements(options, path)) await connection.run(statement);
      // The file is ours now: what a killed run has spilled is nobody's.
      if (path !== ":memory:" && mode === "write") await rm(spillOf(file), { recursive: true, force: true });
      connection.closeSync();
    });
    const connection = await instance.connect();
    if (path !== ":memory:") await connection.run(`use ${warehouseName}`);
    const engine = new DuckDbEngine(api, release, connection, options, path);
    return engine;
  } catch (cause) {
    if (cause instanceof NexusError) throw cause;
    throw new NexusError(explainOpening(cause, { path, folder, mode, warehouse }), { cause });
  }
}

/** Where a run spills what does not fit into memory. */
function spillOf(file: string): string {
  return `${file}.tmp`;
}

/** Readers never share a folder with a run, nor with each other. */
const readersSpill = join(tmpdir(), `nexus-cdp-${process.pid}.tmp`);

/** Node's own `recursive` never ends where a folder cannot be made for reasons that it does not expect. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    if (!existsSync(folder)) throw error;
  });
}

/** What the warehouse is called inside of the engine: a file called like one of our schemas would make names ambiguous. */
const warehouseName = "warehouse";

/** What every instance is told before anyone uses it. */
function openingStatements({ warehouse, folder, mode }: DuckDbOptions, path: string): readonly string[] {
  const readOnly = mode === "write" ? "" : " (read_only)";
  const own = path === ":memory:" ? [] : [`attach ${duckdb.literal(path)} as ${warehouseName}${readOnly}`];
  const others = Object.entries(warehouse.attach).map(
    ([schema, file]) => `attach ${duckdb.literal(resolve(folder, file))} as ${duckdb.identifier(schema)} (read_only)`,
  );
  const sealed = ["set enable_external_access = false", "set lock_configuration = true"];
  return ["set global TimeZone = 'UTC'", ...own, ...(mode === "read" ? sealed : others)];
}

const batchRows = 2048;

/** The types of ours that columns of these types were made as. */
const ourTypes: Readonly<Record<string, ColumnType>> = {
  VARCHAR: "text",
  BIGINT: "integer",
  DOUBLE: "number",
  BOOLEAN: "boolean",
  TIMESTAMP: "timestamp",
  JSON: "json",
};

class DuckDbEngine implements Engine {
  readonly can = { streamsNumbers: true };
  readonly dialect = duckdb;
  private readonly api: Driver;
  private readonly release: () => void;
  private readonly connection: DuckDBConnection;
  private readonly options: DuckDbOptions;
  private readonly path: string;

  constructor(api: Driver, release: () => void, connection: DuckDBConnection, options: DuckDbOptions, path: string) {
    this.api = api;
    this.release = release;
    this.connection = connection;
    this.options = options;
    this.path = path;
  }

  async run(statement: string): Promise<{ readonly rows: number }> {
    const result = await this.tried(statement, () => this.connection.run(statement));
    if (result.rowsChanged > 0) return { rows: result.rowsChanged };
    if (result.columnCount !== 1 || result.columnName(0) !== "Count") return { rows: 0 };
    const [count] = await result.getRows();
    return { rows: Number(count?.[0] ?? 0) };
  }

  async ask(query: string, limit = Number.POSITIVE_INFINITY): Promise<Answer> {
    return this.tried(query, async () => {
      const result = await this.connection.stream(query);
      const columns = result
        .columnNames()
        .map((column, index) => ({ name: column, type: String(result.columnType(index)) }));
      const rows: unknown[][] = [];
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return { columns, rows, more: false };
        for (const row of chunk.getRows()) {
          if (rows.length >= limit) return { columns, rows, more: true };
          rows.push(row.map((cell) => this.plainValue(cell)));
        }
      }
    });
  }

  async askGuarded(query: string, limits: { readonly rows: number; readonly seconds: number }): Promise<Answer> {
    const { StatementType } = this.api;
    await this.tried(query, async () => {
      const statements = await this.connection.extractStatements(query);
      if (statements.count !== 1) throw refused(`${statements.count} statements`, "one statement");
      const prepared = await statements.prepare(0);
      const kind = prepared.statementType;
      prepared.destroySync();
      if (kind !== StatementType.SELECT && kind !== StatementType.EXPLAIN) {
        throw refused(StatementType[kind] ?? "another kind of statement", "a SELECT");
      }
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.interrupt();
    }, limits.seconds * 1000);
    try {
      return await this.ask(query, limits.rows);
    } catch (error) {
      if (!late) throw error;
      throw new NexusError({
        code: "query-refused",
        message: `The query was stopped after ${limits.seconds} seconds.`,
        hint: "narrow it, or raise the limit with --seconds",
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async *numbers(query: string): AsyncGenerator<NumberBatch> {
    const result = await this.tried(query, () => this.connection.stream(query));
    const width = result.columnCount;
    for (;;) {
      const chunk = await this.tried(query, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      const columns: Int32Array[] = [];
      for (let column = 0; column < width; column++)
        columns.push(smallNumbers(chunk.getColumnVector(column), chunk.rowCount));
      yield { rowCount: chunk.rowCount, columns };
    }
  }

  async *texts(query: string): AsyncGenerator<readonly string[]> {
    const result = await this.tried(query, () => this.connection.stream(query));
    for (;;) {
      const chunk = await this.tried(query, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getColumnValues(0).map(String);
    }
  }

  async load(
    table: readonly string[],
    columns: readonly Column[],
    batches: Iterable<readonly (readonly unknown[])[]> | AsyncIterable<readonly (readonly unknown[])[]>,
  ): Promise<number> {
    const types = columns.map((column) => this.valueType(column.type));
    return this.append(table, async (appender) => {
      let rows = 0;
      for await (const batch of batches) {
        for (let start = 0; start < batch.length; start += batchRows) {
          const part = batch.slice(start, start + batchRows);
          const chunk = this.api.DuckDBDataChunk.create(types, part.length);
          chunk.setRows(part.map((row) => row.map((cell, index) => loaded(cell, columns[index]?.type)) as never));
          appender.appendDataChunk(chunk);
          rows += part.length;
        }
      }
      return rows;
    });
  }

  async loadNumbers(table: readonly string[], batches: Iterable<readonly Int32Array[]>): Promise<number> {
    const { BIGINT } = this.api;
    return this.append(table, async (appender) => {
      let rows = 0;
      for (const columns of batches) {
        const wide = columns.map(() => new BigInt64Array(batchRows));
        const types = columns.map(() => BIGINT);
        const count = columns[0]?.length ?? 0;
        for (let start = 0; start < count; start += batchRows) {
          const length = Math.min(batchRows, count - start);
          const chunk = this.api.DuckDBDataChunk.create(types, length);
          columns.forEach((numbers, column) => {
            const target = wide[column] as BigInt64Array;
            for (let index = 0; index < length; index++) target[index] = BigInt(numbers[start + index] as number);
            const vector = chunk.getColumnVector(column) as unknown as { items: BigInt64Array; flush(): void };
            vector.items.set(length === batchRows ? target : target.subarray(0, length));
            vector.flush();
          });
          appender.appendDataChunk(chunk);
          rows += length;
        }
      }
      return rows;
    });
  }

  async atomically(statements: readonly string[]): Promise<void> {
    await this.run("begin transaction");
    try {
      for (const statement of statements) await this.run(statement);
      await this.run("commit");
    } catch (error) {
      await this.connection.run("rollback").catch(() => undefined);
      throw error;
    }
  }

  async describe(table: RawTable, brokenLines?: "allowed"): Promise<RawDescription | undefined> {
    const ask = (query: Sql, limit?: number): Promise<Answer> => this.ask(this.text(query), limit);
    return describeRaw(rawReading(table, this.options.folder), ask, brokenLines);
  }

  async tableNames(): Promise<readonly string[]> {
    const { rows } = await this.ask(
      "select case when table_catalog = current_database() then '' else table_catalog || '.' end || table_schema || '.' || table_name from information_schema.tables where table_schema not in ('information_schema', 'pg_catalog')",
    );
    return rows.map(([full]) => String(full));
  }

  async namesNear(spelt: string): Promise<readonly string[]> {
    const tables = await this.tableNames();
    if (/^[a-z0-9]+:\/\//i.test(spelt)) return tables;
    const within = dirname(spelt);
    const files = await readdir(resolve(this.options.folder, within)).catch(() => []);
    return [...tables, ...files.map((file) => (within === "." ? file : join(within, file)))];
  }

  async tablesIn(schema: string): Promise<ReadonlyMap<string, ReadonlyMap<string, ColumnType | undefined>>> {
    const { rows } = await this.ask(
      `select table_name, column_name, data_type from information_schema.columns where table_catalog = current_database() and table_schema = ${duckdb.literal(schema)} order by table_name, ordinal_position`,
    );
    const tables = new Map<string, Map<string, ColumnType | undefined>>();
    for (const [of, column, type] of rows) {
      const columns = tables.get(String(of)) ?? new Map<string, ColumnType | undefined>();
      tables.set(String(of), columns.set(String(column), ourTypes[String(type)]));
    }
    return tables;
  }

  explainError(error: unknown, statement: string) {
    return explainError(error, statement, this.path);
  }

  async publishCopy(run: number): Promise<string> {
    await this.run("checkpoint");
    if (this.path === ":memory:") return this.path;
    const before = await this.readableRun();
    return publishCopy(this.path, run).catch((cause: unknown) => {
      throw new NexusError(explainCopy(cause, this.path, run, before), { cause });
    });
  }

  async readableRun(): Promise<number | undefined> {
    return this.path === ":memory:" ? undefined : (await currentCopy(this.path))?.run;
  }

  interrupt(): void {
    this.connection.interrupt();
  }

  async close(): Promise<void> {
    this.connection.closeSync();
    this.release();
  }

  private text(fragment: Sql): string {
    return render(fragment, duckdb, { locate: () => [], runValue: () => "null" });
  }

  private async append(
    table: readonly string[],
    fill: (appender: Awaited<ReturnType<DuckDBConnection["createAppender"]>>) => Promise<number>,
  ): Promise<number> {
    const [schema = "", table_ = ""] = table;
    return this.tried(`append to ${this.text(name(...table))}`, async () => {
      const appender = await this.connection.createAppender(table_, schema);
      const rows = await fill(appender);
      appender.flushSync();
      appender.closeSync();
      return rows;
    });
  }

  private valueType(type: ColumnType) {
    const { BIGINT, BOOLEAN, DOUBLE, TIMESTAMP, VARCHAR } = this.api;
    return type === "integer"
      ? BIGINT
      : type === "number"
        ? DOUBLE
        : type === "boolean"
          ? BOOLEAN
          : type === "timestamp"
            ? TIMESTAMP
            : VARCHAR;
  }

  /** DuckDB's own value classes as plain values: times as ISO text in UTC, whole numbers as numbers where they fit. */
  private plainValue(cell: unknown): unknown {
    if (cell === null || typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean") return cell;
    if (typeof cell === "bigint")
      return cell >= Number.MIN_SAFE_INTEGER && cell <= Number.MAX_SAFE_INTEGER ? Number(cell) : cell;
    const { DuckDBTimestampTZValue, DuckDBTimestampValue } = this.api;
    const isTime = cell instanceof DuckDBTimestampValue || cell instanceof DuckDBTimestampTZValue;
    return isTime && /^\d/.test(String(cell))
      ? `${String(cell).replace(" ", "T").replace(/\+00$/, "")}Z`
      : String(cell);
  }

  private async tried<T>(statement: string, attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (cause) {
      if (cause instanceof NexusError) throw cause;
      throw new NexusError(this.explainError(cause, statement), { cause });
    }
  }
}

function refused(found: string, accepted: string): NexusError {
  return new NexusError({ code: "query-refused", message: "Only questions are answered here.", found, accepted });
}

/** A vector of 64-bit numbers that fit into 31 bits, null as -1. */
function smallNumbers(vector: unknown, rows: number): Int32Array {
  const { items, validity } = vector as { items: BigInt64Array; validity: { itemValid(index: number): boolean } };
  const small = new Int32Array(rows);
  for (let row = 0; row < rows; row++) small[row] = validity.itemValid(row) ? Number(items[row]) : -1;
  return small;
}

function loaded(cell: unknown, type: ColumnType | undefined): unknown {
  return type === "integer" && typeof cell === "number" ? BigInt(cell) : cell;
}
