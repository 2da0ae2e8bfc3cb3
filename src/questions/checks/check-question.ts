import type { CheckKind, Severity } from "../../config/checks.ts";
import { type Table, type TableRef, tableName } from "../../model/table.ts";
import { type Aliased, as, freeAlias, type Relation, tableRelation } from "../../sql/relation.ts";
import type { Sql } from "../../sql/sql.ts";

/** Something that must hold, as a question: each row of the answer speaks against it. */
export interface CheckQuestion {
  /** Unique in the project; those that are built in have a colon in them: `key:persons`. */
  readonly name: string;
  readonly kind: CheckKind;
  /** What holds, in words. */
  readonly description: string;
  readonly severity: Severity;
  /** So many rows may speak against it. */
  readonly threshold: number;
  /** With a column `level` (`warn` or `error`) where `isGraded`. */
  readonly question: Sql;
  /** Whether each row says how grave it is. */
  readonly isGraded?: true;
}

/** What checks must know of a table. */
export type CheckedTable = Pick<Table<Relation>, "ref" | "columns" | "key">;

/** A built-in check: an error, and no row may speak against it. */
export function holds(kind: CheckKind, name: string, description: string, question: Sql): CheckQuestion {
  return { name: `${kind}:${name}`, kind, description, severity: "error", threshold: 0, question };
}

/** A table as checks and their names spell it: `persons`, and with its layer outside of the final ones: `core.events`. */
export function spelt(ref: TableRef): string {
  return ref.layer === "final" ? ref.name : tableName(ref);
}

/** A published table to be asked, under an alias that none of its columns has. */
export function asked(table: CheckedTable, alias: string): Aliased {
  return as(
    tableRelation(table.ref, table.columns),
    freeAlias(
      alias,
      table.columns.map((column) => column.name),
    ),
  );
}

export function hasColumns(table: CheckedTable, ...names: readonly string[]): boolean {
  return names.every((name) => table.columns.some((column) => column.name === name));
}
