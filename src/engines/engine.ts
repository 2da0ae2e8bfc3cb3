import type { Problem } from "../base/problem.ts";
import type { RawRelation } from "../config/project.ts";
import type { RawTable } from "../config/source.ts";
import type { Column, ColumnType } from "../model/column.ts";
import type { Dialect } from "../sql/dialect.ts";

/** Whole numbers of one column, null as -1: what kernels read. */
export interface NumberBatch {
  readonly rowCount: number;
  readonly columns: readonly Int32Array[];
}

export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** Whether there were more rows than asked for. */
  readonly more: boolean;
}

/** A raw table as the engine finds it. */
export type RawDescription = RawRelation;

/** What an engine can do that others cannot. */
export interface Capabilities {
  /**
   * Hands whole numbers to our own process as fast as they can be joined there; without it components are found by SQL
   * alone, round by round, and no number leaves the warehouse.
   */
  readonly streamsNumbers: boolean;
}

/** What differs from engine to engine when statements are run; SQL texts come rendered. */
export interface Engine {
  readonly can: Capabilities;
  readonly dialect: Dialect;
  /** Runs one statement; the rows written, where the engine says so. */
  run(statement: string): Promise<{ readonly rows: number }>;
  /** Asks for rows, at most `limit` of them. */
  ask(query: string, limit?: number): Promise<Answer>;
  /** Answers one statement of a stranger that only reads; stops it after so many seconds. */
  askGuarded(query: string, limits: { readonly rows: number; readonly seconds: number }): Promise<Answer>;
  /** Streams whole numbers below 2^31 in typed arrays. */
  numbers(query: string): AsyncIterable<NumberBatch>;
  /** Streams one text column. */
  texts(query: string): AsyncIterable<readonly string[]>;
  /** Appends rows, given by column. */
  load(
    table: readonly string[],
    columns: readonly Column[],
    batches: Iterable<readonly (readonly unknown[])[]> | AsyncIterable<readonly (readonly unknown[])[]>,
  ): Promise<number>;
  /** Appends columns of whole numbers. */
  loadNumbers(table: readonly string[], batches: Iterable<readonly Int32Array[]>): Promise<number>;
  /** All of the statements, or none. */
  atomically(statements: readonly string[]): Promise<void>;
  /** A raw table's columns; undefined when it is not there. Broken lines near its beginning are an error, or allowed. */
  describe(table: RawTable, brokenLines?: "allowed"): Promise<RawDescription | undefined>;
  /** The names of raw tables. */
  tableNames(): Promise<readonly string[]>;
  /** The names of raw tables, and of files that lie where one of that name would: for hints. */
  namesNear(name: string): Promise<readonly string[]>;
  /** Tables and views in a schema, with their columns and the types of ours that these have. */
  tablesIn(schema: string): Promise<ReadonlyMap<string, ReadonlyMap<string, ColumnType | undefined>>>;
  /** What a failed statement means to the user. */
  explainError(error: unknown, statement: string): Problem;
  /** Makes what a run published readable to others. */
  publishCopy(run: number): Promise<string>;
  /** The run that others can read, which lags behind when a run ended before its copy was made. */
  readableRun(): Promise<number | undefined>;
  interrupt(): void;
  close(): Promise<void>;
}
