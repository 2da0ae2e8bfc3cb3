import { NexusError, type Problem } from "../../base/problem.ts";
import type { PostgresWarehouse } from "../../config/config.ts";
import type { RawTable } from "../../config/source.ts";
import type { Column, ColumnType } from "../../model/column.ts";
import { postgres } from "../../sql/dialects/postgres.ts";
import { schemaOf } from "../../sql/locate.ts";
import { render } from "../../sql/render.ts";
import { name, type Sql } from "../../sql/sql.ts";
import type { Answer, Engine, NumberBatch, RawDescription } from "../engine.ts";
import type { Connecting } from "./connection.ts";
import { copyRows } from "./copy.ts";
import { describeRaw } from "./describe.ts";
import type { Client, Driver } from "./driver.ts";
import { explainError, isTimeout, refused } from "./errors.ts";
import { filesNear } from "./files.ts";
import { lossOf } from "./lost.ts";
import { pieces } from "./pieces.ts";
import { setUp } from "./settings.ts";
import { ourTypes, plainValue, textOfAll, typeName } from "./values.ts";

/** What opening a PostgreSQL database needs. */
export interface PostgresEngineOptions {
  readonly warehouse: PostgresWarehouse;
  /** The project's folder: relative paths of files start here. */
  readonly folder: string;
  /** The project's schemas begin with it. */
  readonly prefix: string;
  /**
   * `write`: runs, one at a time · `inspect`: a look at raw tables in a transaction that is always taken back ·
   * `read`: questions about what is published, all of one moment.
   */
  readonly mode: "write" | "inspect" | "read";
}

const batchRows = 4096;

/** A second connection. */
interface Beside {
  readonly client: Client;
  readonly loss: Promise<never>;
  readonly process: number;
}

/** A PostgreSQL database behind one connection. */
export class PostgresEngine implements Engine {
  readonly can = { streamsNumbers: true };
  readonly dialect = postgres;
  private readonly api: Driver;
  private readonly client: Client;
  private readonly connecting: Connecting;
  private readonly options: PostgresEngineOptions;
  /** The server's number of our connection, to be told to stop. */
  private readonly process: number;
  /** A second connection, for rows that are read while others are written. */
  private side: Promise<Beside> | undefined;
  private readonly loss: Promise<never>;

  constructor(
    api: Driver,
    client: Client,
    connecting: Connecting,
    options: PostgresEngineOptions,
    serverProcess: number,
  ) {
    this.api = api;
    this.client = client;
    this.connecting = connecting;
    this.options = options;
    this.process = serverProcess;
    this.loss = lossOf(client);
  }

  async run(statement: string): Promise<{ readonly rows: number }> {
    return this.tried(statement, async () => {
      const { rowCount, command, fields } = await this.client.query(statement);
      // A table that is made of a query counts as a query, too, but gives nothing back.
      return { rows: command === "SELECT" && fields.length > 0 ? 0 : (rowCount ?? 0) };
    });
  }

  async ask(query: string, limit = Number.POSITIVE_INFINITY): Promise<Answer> {
    return this.tried(query, async () => {
      if (limit !== Number.POSITIVE_INFINITY) return this.someRows(query, limit);
      const { fields, rows } = await this.client.query<unknown[]>({ text: query, rowMode: "array" });
      return {
        columns: fields.map((field) => ({ name: field.name, type: typeName(field.dataTypeID) })),
        rows: rows.map((row) => row.map((cell, at) => plainValue(cell, fields[at]?.dataTypeID ?? 0))),
        more: false,
      };
    });
  }

  /** The first rows alone: the rest never leaves the server. */
  private async someRows(query: string, limit: number): Promise<Answer> {
    const cursor = this.client.query(new this.api.Cursor<unknown[]>(query, [], { rowMode: "array", types: textOfAll }));
    try {
      const { rows, fields } = await pieces(cursor, limit + 1);
      const kept = rows.slice(0, limit);
      return {
        columns: fields.map((field) => ({ name: field.name, type: typeName(field.dataTypeID) })),
        rows: kept.map((row) => row.map((cell, at) => plainValue(cell, fields[at]?.dataTypeID ?? 0))),
        more: rows.length > limit,
      };
    } finally {
      await Promise.race([cursor.close(), this.loss]);
    }
  }

  async askGuarded(query: string, limits: { readonly rows: number; readonly seconds: number }): Promise<Answer> {
    const kind = /^(?:\s|;|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*\(*\s*([a-z]+)/i.exec(query)?.[1]?.toLowerCase() ?? "";
    if (!["select", "with", "values", "table", "explain"].includes(kind)) throw refused(kind.toUpperCase(), "a SELECT");
    await this.run(`set local statement_timeout = ${Math.ceil(limits.seconds * 1000)}`);
    return this.ask(query, limits.rows).catch((error: unknown) => {
      if (!(error instanceof NexusError) || !isTimeout(error.cause)) throw error;
      throw new NexusError({
        code: "query-refused",
        message: `The query was stopped after ${limits.seconds} seconds.`,
        hint: "narrow it, or raise the limit with --seconds",
      });
    });
  }

  async *numbers(query: string): AsyncGenerator<NumberBatch> {
    for await (const rows of this.stream(query)) {
      const width = rows[0]?.length ?? 0;
      const columns = Array.from({ length: width }, () => new Int32Array(rows.length));
      rows.forEach((row, at) => {
        for (let column = 0; column < width; column++)
          (columns[column] as Int32Array)[at] = row[column] === null ? -1 : Number(row[column]);
      });
      yield { rowCount: rows.length, columns };
    }
  }

  async *texts(query: string): AsyncGenerator<readonly string[]> {
    for await (const rows of this.stream(query)) yield rows.map(([text]) => String(text));
  }

  async load(
    table: readonly string[],
    columns: readonly Column[],
    batches: Iterable<readonly (readonly unknown[])[]> | AsyncIterable<readonly (readonly unknown[])[]>,
  ): Promise<number> {
    const target = this.text(name(...table));
    const names = columns.map((column) => postgres.identifier(column.name)).join(", ");
    return this.tried(`copy ${target}`, () => copyRows(this.api, this.client, `${target} (${names})`, batches));
  }

  async loadNumbers(table: readonly string[], batches: Iterable<readonly Int32Array[]>): Promise<number> {
    function* rows(): Generator<readonly (readonly number[])[]> {
      for (const columns of batches)
        yield Array.from(columns[0] ?? [], (_, at) => columns.map((column) => column[at] as number));
    }
    const target = this.text(name(...table));
    return this.tried(`copy ${target}`, () => copyRows(this.api, this.client, target, rows()));
  }

  async atomically(statements: readonly string[]): Promise<void> {
    await this.run("begin");
    try {
      for (const statement of statements) await this.run(statement);
      await this.run("commit");
    } catch (error) {
      await Promise.race([this.client.query("rollback"), this.loss]).catch(() => undefined);
      throw error;
    }
  }

  async describe(table: RawTable, brokenLines?: "allowed"): Promise<RawDescription | undefined> {
    return describeRaw(table, brokenLines, {
      folder: this.options.folder,
      ask: (query, limit) => this.ask(this.text(query), limit),
      run: async (statement) => void (await this.run(this.text(statement))),
      load: (target, columns, batches) => this.load(target, columns, batches),
    });
  }

  async tableNames(): Promise<readonly string[]> {
    const { rows } = await this.ask(
      "select n.nspname || '.' || c.relname from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relkind in ('r', 'v', 'm', 'f', 'p') and n.nspname not in ('information_schema', 'pg_catalog', 'pg_toast') order by 1",
    );
    return rows.map(([full]) => String(full));
  }

  async namesNear(spelt: string): Promise<readonly string[]> {
    return [...(await this.tableNames()), ...(await filesNear(spelt, this.options.folder))];
  }

  async tablesIn(schema: string): Promise<ReadonlyMap<string, ReadonlyMap<string, ColumnType | undefined>>> {
    const { rows } = await this.ask(
      `select c.relname, a.attname, format_type(a.atttypid, null) from pg_class as c join pg_namespace as n on n.oid = c.relnamespace join pg_attribute as a on a.attrelid = c.oid where n.nspname = ${postgres.literal(schema)} and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`,
    );
    const tables = new Map<string, Map<string, ColumnType | undefined>>();
    for (const [of, column, type] of rows) {
      const columns = tables.get(String(of)) ?? new Map<string, ColumnType | undefined>();
      tables.set(String(of), columns.set(String(column), ourTypes[String(type)]));
    }
    return tables;
  }

  explainError(error: unknown, statement: string): Problem {
    return explainError(error, statement, this.connecting, this.options.mode);
  }

  /** Readers read the tables themselves: there is nothing to copy. */
  publishCopy(): Promise<string> {
    return Promise.resolve(this.connecting.label);
  }

  async readableRun(): Promise<number | undefined> {
    const runs = this.text(name(schemaOf(this.options.prefix, "meta"), "runs"));
    const [[there] = []] = (await this.ask(`select to_regclass(${postgres.literal(runs)}) is not null`)).rows;
    if (there !== true) return undefined;
    const [[run] = []] = (await this.ask(`select max(run) from ${runs} where status = 'published'`)).rows;
    return typeof run === "number" ? run : undefined;
  }

  interrupt(): void {
    void this.stopStatement().catch(() => undefined);
  }

  /** A statement is stopped from another connection; this one waits for its answer. */
  private async stopStatement(): Promise<void> {
    const { process: beside } = (await this.side) ?? {};
    const other = new this.api.Client(this.connecting.config);
    other.on("error", () => undefined);
    await other.connect();
    try {
      for (const one of [this.process, beside])
        if (one !== undefined) await other.query("select pg_cancel_backend($1)", [one]);
    } finally {
      await other.end();
    }
  }

  async close(): Promise<void> {
    const beside = await this.side?.catch(() => undefined);
    // Ending is the one loss that is meant.
    const ends = [
      [this.client, this.loss] as const,
      ...(beside === undefined ? [] : [[beside.client, beside.loss] as const]),
    ];
    await Promise.all(ends.map(([client, loss]) => Promise.race([client.end(), loss]).catch(() => undefined)));
  }

  /** The second connection, opened when it is first needed; within the transaction of a reader the first one serves. */
  private async streaming(): Promise<Pick<Beside, "client" | "loss">> {
    if (this.options.mode !== "write") return { client: this.client, loss: this.loss };
    this.side ??= this.beside();
    return this.side;
  }

  private async beside(): Promise<Beside> {
    const client = new this.api.Client(this.connecting.config);
    client.on("error", () => undefined);
    await client.connect();
    const loss = lossOf(client);
    await setUp(client, this.options.warehouse);
    const { rows } = await client.query<unknown[]>({ text: "select pg_backend_pid()", rowMode: "array" });
    return { client, loss, process: Number(rows[0]?.[0]) };
  }

  private text(fragment: Sql): string {
    return render(fragment, postgres, {
      locate: ({ layer, name: plain }) => [schemaOf(this.options.prefix, layer), plain],
      runValue: () => "null",
    });
  }

  private async *stream(query: string): AsyncGenerator<readonly (readonly unknown[])[]> {
    const { client, loss } = await this.streaming();
    const cursor = client.query(new this.api.Cursor<unknown[]>(query, [], { rowMode: "array", types: textOfAll }));
    try {
      for (;;) {
        const { rows } = await Promise.race([pieces(cursor, batchRows), loss]);
        if (rows.length === 0) return;
        yield rows;
      }
    } catch (cause) {
      if (cause instanceof NexusError) throw cause;
      throw new NexusError(this.explainError(cause, query), { cause });
    } finally {
      await Promise.race([cursor.close(), loss]).catch(() => undefined);
    }
  }

  /** In the one transaction of a reader a question that fails must not spoil those behind it. */
  private async tried<T>(statement: string, attempt: () => Promise<T>): Promise<T> {
    const guarded = this.options.mode !== "write";
    try {
      if (guarded) await this.client.query("savepoint question");
      return await Promise.race([attempt(), this.loss]);
    } catch (cause) {
      if (guarded)
        await Promise.race([this.client.query("rollback to savepoint question"), this.loss]).catch(() => undefined);
      if (cause instanceof NexusError) throw cause;
      throw new NexusError(this.explainError(cause, statement), { cause });
    }
  }
}
