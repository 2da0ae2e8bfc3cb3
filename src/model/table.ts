import type { Column } from "./column.ts";

/** The schemas of the five layers and of the records about runs; the prefix of a project is put before them. */
export type Layer = "source" | "core" | "identity" | "final" | "meta";

/** A table or view of ours, by name; which schema and working name it has is decided when the SQL is rendered. */
export interface TableRef {
  readonly layer: Layer;
  readonly name: string;
}

/** What one unit of recomputation is. A `whole` table is made anew from everything. */
export type ScopeUnit = "row" | "event" | "evidence" | "identifier" | "component" | "entity" | "whole";

export interface Scope {
  readonly unit: ScopeUnit;
  /** The column that carries the unit's value; none for `whole`. */
  readonly column?: string;
}

/**
 * How a change in a table that is read reaches the units of the reader.
 * - `carries`: a changed row carries the value of the scope in `column`, before and after
 * - `through`: the value is found in `lookup`, where `lookup.on` equals the changed row's `column` (read before and after)
 * - `all`: every unit may change
 */
export type Touch =
  | { readonly by: "carries"; readonly column: string }
  | {
      readonly by: "through";
      readonly column: string;
      readonly lookup: TableRef;
      /** One column, or several of which any may be equal. */
      readonly on: string | readonly string[];
      readonly carries: string;
    }
  | { readonly by: "all" };

/** One table that a definition reads, and how its changes reach the definition's units. */
export interface Read {
  readonly table: TableRef;
  readonly touch: Touch;
  /** Reads what was published before this run, not what the run makes. */
  readonly prior?: boolean;
}

/** A read of which any change may reach every unit of the reader. */
export function readWhole(table: TableRef): Read {
  return { table, touch: { by: "all" } };
}

/** The same, of what was published before this run. */
export function readPrior(table: TableRef): Read {
  return { ...readWhole(table), prior: true };
}

/** `work` lives for one run, `derived` can be made again, `state` survives everything, also a full refresh. */
export type Lifetime = "work" | "derived" | "state";

/** `table` and `view` exist in the warehouse; `inline` is a subquery of its readers. */
export type Stored = "table" | "view" | "inline";

/**
 * A table, defined once. `Query` is the relation type of the `sql` room.
 * `define` says what the table holds as a function of what it reads; full and incremental roads both come from it.
 */
export interface Table<Query> {
  readonly ref: TableRef;
  /** What one row is. */
  readonly sentence: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly scope: Scope;
  readonly reads: readonly Read[];
  readonly lifetime: Lifetime;
  readonly stored: Stored;
  /** Part of the public contract. */
  readonly published: boolean;
  define(inputs: Inputs<Query>): Query;
}

/** Hands a definition the relation of each table that it declared to read. */
export type Inputs<Query> = (table: TableRef, version?: "prior") => Query;

/** The one spelling of a reference as text, for maps and messages. */
export function tableName(ref: TableRef): string {
  return `${ref.layer}.${ref.name}`;
}
