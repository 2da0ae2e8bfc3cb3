import type { Column, ColumnType } from "../model/column.ts";
import type { FunctionName, Sql, SqlValue } from "./sql.ts";

/** How one engine writes SQL. A dialect says only what differs from `ansi`. */
export interface Dialect {
  readonly name: string;
  identifier(part: string): string;
  literal(value: SqlValue): string;
  type(type: ColumnType): string;
  /** The functions, each from its arguments to SQL. */
  readonly functions: Readonly<Record<FunctionName, (args: readonly Sql[], words: readonly string[]) => Sql>>;
  readonly statements: Statements;
}

type ColumnToMake = Pick<Column, "name" | "type" | "varied">;

/** Whole statements. Names are already qualified fragments. */
export interface Statements {
  createSchema(schema: Sql): Sql;
  createTableAs(table: Sql, query: Sql): Sql;
  createEmptyTable(table: Sql, columns: readonly ColumnToMake[]): Sql;
  addColumn(table: Sql, column: ColumnToMake): Sql;
  createView(view: Sql, query: Sql): Sql;
  dropTable(table: Sql): Sql;
  dropView(view: Sql): Sql;
  insertInto(table: Sql, columns: readonly string[], query: Sql): Sql;
  deleteFrom(table: Sql, condition: Sql): Sql;
  /** Statements that put a finished table in the place of what lives, to be run in one transaction. */
  replaceTable(
    live: { readonly schema: string; readonly name: string },
    next: { readonly schema: string; readonly name: string },
  ): readonly Sql[];
}
