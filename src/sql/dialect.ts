import type { ColumnType } from "../model/column.ts";
import type { Sql, SqlValue } from "./sql.ts";

/**
 * The functions that engines spell differently; `functions.ts` has a typed helper, with its meaning, for each.
 * `args` are SQL, `words` are plain settings of ours (a type, a time zone, a path), never data.
 */
export type FunctionName =
  | "text"
  | "md5"
  | "digest"
  | "isMoment"
  | "tryCast"
  | "timestampOf"
  | "zoned"
  | "fromEpoch"
  | "addDays"
  | "isJson"
  | "jsonOf"
  | "jsonPart"
  | "jsonText"
  | "headerValue"
  | "rowJson"
  | "rowsJson"
  | "firstBy"
  | "lastBy"
  | "anyValue"
  | "regexMatches"
  | "regexReplace"
  | "regexExtract"
  | "splitPart"
  | "bytewise"
  | "each"
  | "orderKey"
  | "orderWithin"
  | "orderOfMention"
  | "orderText";

export interface DialectCall {
  readonly fn: FunctionName;
  readonly args: readonly Sql[];
  readonly words: readonly string[];
}

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

/** Whole statements. Names are already qualified fragments. */
export interface Statements {
  createSchema(schema: Sql): Sql;
  createTableAs(table: Sql, query: Sql): Sql;
  createEmptyTable(table: Sql, columns: readonly { readonly name: string; readonly type: ColumnType }[]): Sql;
  addColumn(table: Sql, column: { readonly name: string; readonly type: ColumnType }): Sql;
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
