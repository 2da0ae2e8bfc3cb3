import type { Column, ColumnType } from "../model/column.ts";
import type { FunctionName, Sql, SqlValue } from "./sql.ts";

/** How one engine writes SQL. A dialect says only what differs from `ansi`. */
export interface Dialect {
  readonly name: string;
  /** How many bytes a name may have where there is a bound; working names beyond it are shortened, others are a problem. */
  readonly longestName?: number;
  identifier(part: string): string;
  literal(value: SqlValue): string;
  type(type: ColumnType): string;
  /** A value as a column of ours holds it: in its type, and in the order of our texts. */
  asColumn(value: Sql, type: ColumnType): Sql;
  /** What a connection is told, so that the SQL means the same whatever the database's own settings are. */
  readonly session: readonly string[];
  /** Statements that make the functions of ours which the SQL of this dialect calls; `schema` is quoted already. */
  ownFunctions?(schema: string): readonly string[];
  /** The functions, each from its arguments to SQL. */
  readonly functions: Readonly<Record<FunctionName, (args: readonly Sql[], words: readonly string[]) => Sql>>;
  readonly statements: Statements;
}

/** Where a table or view of ours is. */
export interface Located {
  readonly schema: string;
  readonly name: string;
}

type ColumnToMake = Pick<Column, "name" | "type" | "varied">;

/** Whole statements. Names are already qualified fragments. */
export interface Statements {
  createSchema(schema: Sql): Sql;
  createTableAs(table: Sql, query: Sql): Sql;
  /** Makes a table and fills it in one statement, where an engine does that faster than in two. */
  createFilledTable?(table: Sql, columns: readonly ColumnToMake[], query: Sql): Sql;
  createEmptyTable(table: Sql, columns: readonly ColumnToMake[]): Sql;
  addColumn(table: Sql, column: ColumnToMake): Sql;
  dropTable(table: Sql): Sql;
  dropView(view: Sql): Sql;
  insertInto(table: Sql, columns: readonly string[], query: Sql): Sql;
  deleteFrom(table: Sql, condition: Sql): Sql;
  /**
   * Statements that put a finished table in the place of what lives, to be run in one transaction. With a key no two rows
   * have the same.
   */
  replaceTable(live: Located, next: Located, key: readonly string[]): readonly Sql[];
  /** Statements that make a view, or make it anew; part of the same transaction. */
  replaceView(live: Located, query: Sql): readonly Sql[];
  /** Makes an index that is not there yet; an engine without it reads whole columns fast enough. */
  createIndex?(live: Located, column: string): Sql;
  /** Tells the planner of a table that has just been filled; an engine without it knows by itself. */
  gatherStatistics?(table: Sql): Sql;
}
