import { Sql } from "../sql/sql.ts";

/**
 * Where a value is found in a raw row. A plain string is a column's name; everything else is made by the functions of
 * this file. Fields are data: each engine gets its own SQL from them.
 */
export type Field = string | FieldNode | Sql;

export type FieldNode =
  | { readonly kind: "column"; readonly column: string; readonly optional: boolean }
  | { readonly kind: "constant"; readonly value: string | number | boolean }
  | { readonly kind: "json"; readonly field: Field; readonly path: readonly string[] }
  | { readonly kind: "first"; readonly fields: readonly Field[] }
  | { readonly kind: "concat"; readonly fields: readonly Field[] }
  | { readonly kind: "epoch"; readonly field: Field; readonly unit: "seconds" | "milliseconds" | "microseconds" }
  | { readonly kind: "minor"; readonly field: Field; readonly currency: Field | undefined }
  | { readonly kind: "header"; readonly headers: Field; readonly header: string }
  | { readonly kind: "extract"; readonly field: Field; readonly pattern: string }
  | { readonly kind: "domain"; readonly field: Field }
  | { readonly kind: "lower"; readonly field: Field }
  | { readonly kind: "decoded"; readonly field: Field }
  | { readonly kind: "item"; readonly path: readonly string[] }
  | { readonly kind: "lookup"; readonly table: string; readonly key: Field; readonly by: Field; readonly take: Field }
  | {
      readonly kind: "when";
      readonly condition: Condition;
      readonly then: Field;
      readonly otherwise: Field | undefined;
    }
  | { readonly kind: "is"; readonly condition: Condition };

/** Which rows, or whether. */
export type Condition = ConditionNode | Sql;

export type ConditionNode =
  | { readonly kind: "equals"; readonly field: Field; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: "matches"; readonly field: Field; readonly pattern: string }
  | { readonly kind: "present"; readonly field: Field }
  | { readonly kind: "not"; readonly condition: Condition }
  | { readonly kind: "all"; readonly conditions: readonly Condition[] }
  | { readonly kind: "any"; readonly conditions: readonly Condition[] };

/** A list inside a raw row, of which each element becomes a mention. */
export type List =
  | { readonly kind: "items"; readonly field: Field; readonly path: readonly string[] }
  | { readonly kind: "addresses"; readonly field: Field }
  | {
      readonly kind: "rows";
      readonly table: string;
      readonly key: string;
      readonly field: Field;
      /** A table with more of each row, by the `id` of both: `item("_beside.name")`. */
      readonly beside?: string;
      /** The table has a row per identifier: rows of one `edge_id` are one element, with a name per identifier type. */
      readonly long?: { readonly source: string; readonly entity: string; readonly types: readonly string[] };
    };

/** `"a.b[0].c"` → `["a", "b", "0", "c"]`; a name with dots in it is given as an array. */
function pathOf(path: string | readonly string[]): readonly string[] {
  if (typeof path !== "string") return path;
  return path
    .replace(/^\$\.?/, "")
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .filter((part) => part !== "");
}

/** A column by name, where a plain string would mean something else (such as an event's name or a role). */
export function column(name: string): Field {
  return { kind: "column", column: name, optional: false };
}

/** A column that a table may lack: it is null then. For loaders whose tables differ from account to account. */
export function optional(name: string): Field {
  return { kind: "column", column: name, optional: true };
}

/** The same value for every row. */
export function constant(value: string | number | boolean): Field {
  return { kind: "constant", value };
}

/** A scalar inside a JSON column: `json("record", "organizer.email")`. */
export function json(field: Field, path: string | readonly string[]): Field {
  return { kind: "json", field, path: pathOf(path) };
}

/** The first of several fields that is not null. */
export function firstOf(...fields: readonly Field[]): Field {
  return { kind: "first", fields };
}

/** Fields one after the other, with what is null left out; null when all are. */
export function concat(...fields: readonly Field[]): Field {
  return { kind: "concat", fields };
}

/** A number of seconds (or milliseconds, microseconds) since 1970 as a time. */
export function epoch(field: Field, unit: "seconds" | "milliseconds" | "microseconds"): Field {
  return { kind: "epoch", field, unit };
}

/** An amount in the smallest unit of its currency, in whole units: 1999 usd → 19.99, 500 jpy → 500. */
export function minorUnits(field: Field, currency?: Field): Field {
  return { kind: "minor", field, currency };
}

/** A header's value out of a JSON array of `{ "name", "value" }`, whatever its spelling. */
export function header(headers: Field, name: string): Field {
  return { kind: "header", headers, header: name };
}

/** The first place in a text that matches a regular expression (RE2 syntax), null where nothing does. */
export function extract(field: Field, pattern: string): Field {
  return { kind: "extract", field, pattern };
}

/** The part of an address behind the `@`. */
export function domainOf(field: Field): Field {
  return { kind: "domain", field };
}

/** In lower case. */
export function lower(field: Field): Field {
  return { kind: "lower", field };
}

/**
 * A text of a mail header whose encoded words (RFC 2047) are to be read: `=?utf-8?Q?Caf=C3=A9?=` → `Café`. It stands for a whole
 * `name`, `description` or own column of an event, as a library decodes it once per distinct text.
 */
export function decoded(field: Field): Field {
  return { kind: "decoded", field };
}

/** In a mention with `each`: a part of the element. Addresses have `address` and `name`; without a path, the element itself. */
export function item(path: string | readonly string[] = []): Field {
  return { kind: "item", path: pathOf(path) };
}

/** A column of another table of the source, where its `key` equals a field of this row. */
export function lookup(table: string, key: Field, by: Field, take: Field): Field {
  return { kind: "lookup", table, key, by, take };
}

/** A field only where a condition holds. */
export function when(condition: Condition, then: Field, otherwise?: Field): Field {
  return { kind: "when", condition, then, otherwise };
}

/** A condition as a boolean value. */
export function is(condition: Condition): Field {
  return { kind: "is", condition };
}

/** The field is one of the values. */
export function equals(field: Field, ...values: readonly (string | number | boolean)[]): Condition {
  return { kind: "equals", field, values };
}

/** The field matches a regular expression (RE2 syntax, anywhere in the text). */
export function matches(field: Field, pattern: string): Condition {
  return { kind: "matches", field, pattern };
}

/** The field is not null. */
export function present(field: Field): Condition {
  return { kind: "present", field };
}

export function not(condition: Condition): Condition {
  return { kind: "not", condition };
}

export function allOf(...conditions: readonly Condition[]): Condition {
  return { kind: "all", conditions };
}

export function anyOf(...conditions: readonly Condition[]): Condition {
  return { kind: "any", conditions };
}

/** The elements of a JSON array: `items("record", "attendees")`. */
export function items(field: Field, path: string | readonly string[] = []): List {
  return { kind: "items", field, path: pathOf(path) };
}

/** The rows of another table of the source whose `key` equals a field of this row: order lines, attendees, identifiers. */
export function rowsOf(table: string, key: string, by: Field): List {
  return { kind: "rows", table, key, field: by };
}

/** The mailboxes of a mail header such as `"Rivera, Ana" <ana@acme.example>, bo@beta.example`. */
export function addresses(field: Field): List {
  return { kind: "addresses", field };
}

/** The field's node, a string being a column. */
export function nodeOf(field: Field): FieldNode | Sql {
  return typeof field === "string" ? { kind: "column", column: field, optional: false } : field;
}

function isSql(field: unknown): field is Sql {
  return field instanceof Sql;
}

/** The fields inside a field or condition, one level down. */
export function parts(of: Field | Condition): readonly (Field | Condition)[] {
  if (typeof of === "string" || isSql(of)) return [];
  switch (of.kind) {
    case "column":
    case "constant":
    case "item":
      return [];
    case "json":
    case "epoch":
    case "extract":
    case "domain":
    case "lower":
    case "decoded":
    case "present":
    case "equals":
    case "matches":
      return [of.field];
    case "minor":
      return of.currency === undefined ? [of.field] : [of.field, of.currency];
    case "header":
      return [of.headers];
    case "lookup":
      return [of.by];
    case "first":
    case "concat":
      return of.fields;
    case "when":
      return of.otherwise === undefined ? [of.condition, of.then] : [of.condition, of.then, of.otherwise];
    case "is":
    case "not":
      return [of.condition];
    case "all":
    case "any":
      return of.conditions;
  }
}

/** The tables that look-ups inside of fields and conditions read. */
export function lookupTables(fields: readonly (Field | Condition)[]): readonly string[] {
  const nodes = fields.flatMap(nodesIn);
  return [...new Set(nodes.flatMap((node) => (!(node instanceof Sql) && node.kind === "lookup" ? [node.table] : [])))];
}

/** Every node of a field or condition, itself first. */
export function nodesIn(of: Field | Condition): readonly (FieldNode | ConditionNode | Sql)[] {
  const node = typeof of === "string" ? nodeOf(of) : of;
  return [node, ...parts(of).flatMap(nodesIn)];
}
