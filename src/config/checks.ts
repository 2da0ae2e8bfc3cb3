import type { Sql } from "../sql/sql.ts";

/** Whether a check that fails makes the command fail: `warn` is told, and changes no exit code. */
export type Severity = "error" | "warn";

/** What always holds is asked by the kinds of the first line; those of the second are a project's own. */
export const checkKinds = [
  ...(["key", "reference", "alias", "mentions", "events", "intervals", "hierarchy", "transitions"] as const),
  ...(["freshness", "unique", "notNull", "acceptedValues", "relationship", "sql"] as const),
] as const;
export type CheckKind = (typeof checkKinds)[number];

/** What every check may say beside its question. */
export interface CheckSettings {
  /** What it asks, in words; by default made from the question. */
  readonly description?: string;
  /** By default `error`. */
  readonly severity?: Severity;
  /** So many rows may speak against it before it fails; by default none. */
  readonly threshold?: number;
}

/** What checks of one table may say: `where` is SQL over the table's columns, and only rows that meet it are looked at. */
export interface TableCheckSettings extends CheckSettings {
  readonly where?: Sql;
}

/** A question of the user's own, with no rows for an answer when all is well. */
export interface SqlCheck extends CheckSettings {
  readonly kind?: "sql";
  readonly sql: Sql;
}

export interface UniqueCheck extends TableCheckSettings {
  readonly kind: "unique";
  readonly table: string;
  readonly columns: readonly string[];
}

export interface NotNullCheck extends TableCheckSettings {
  readonly kind: "notNull";
  readonly table: string;
  readonly columns: readonly string[];
}

export interface AcceptedValuesCheck extends TableCheckSettings {
  readonly kind: "acceptedValues";
  readonly table: string;
  readonly column: string;
  readonly values: readonly (string | number | boolean)[];
}

export interface RelationshipCheck extends TableCheckSettings {
  readonly kind: "relationship";
  /** `table.column` */
  readonly from: string;
  /** `table.column` */
  readonly to: string;
}

/** A check of the project's own. */
export type CheckDefinition = SqlCheck | UniqueCheck | NotNullCheck | AcceptedValuesCheck | RelationshipCheck;

/** How old the newest load (else the newest event) may be when a run looks. At least one of both is said. */
export interface Freshness {
  readonly warnAfter?: { readonly hours: number };
  readonly errorAfter?: { readonly hours: number };
}

/**
 * No two rows have the same values in these columns; rows in which one of them is null are left out.
 *
 * A table is a final one by its name (`"persons"`), or one of another layer with the layer before it
 * (`"core.events"`, `"identity.identity_log"`, `"source.shop_events"`).
 */
export function unique(
  table: string,
  columns: string | readonly string[],
  settings: TableCheckSettings = {},
): UniqueCheck {
  return { ...settings, kind: "unique", table, columns: listed(columns) };
}

/** These columns are never null. */
export function notNull(
  table: string,
  columns: string | readonly string[],
  settings: TableCheckSettings = {},
): NotNullCheck {
  return { ...settings, kind: "notNull", table, columns: listed(columns) };
}

/** A column holds nothing but these values, or null. */
export function acceptedValues(
  table: string,
  column: string,
  values: readonly (string | number | boolean)[],
  settings: TableCheckSettings = {},
): AcceptedValuesCheck {
  return { ...settings, kind: "acceptedValues", table, column, values };
}

/** Every value of a column is there in another: `relationship("memberships.person_id", "persons.id")`. Null is left out. */
export function relationship(from: string, to: string, settings: TableCheckSettings = {}): RelationshipCheck {
  return { ...settings, kind: "relationship", from, to };
}

/** A question of your own over what is published; each row of its answer speaks against the check. */
export function sqlCheck(question: Sql, settings: CheckSettings = {}): SqlCheck {
  return { ...settings, kind: "sql", sql: question };
}

function listed(columns: string | readonly string[]): readonly string[] {
  return typeof columns === "string" ? [columns] : columns;
}
