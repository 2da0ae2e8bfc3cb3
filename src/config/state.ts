import type { Sql } from "../sql/sql.ts";

/** One way into a state: an event by its name, and what the state is from then on. */
export interface StateEntry {
  readonly event: string;
  /** Only for participants with this role. */
  readonly role?: string;
  /** The state's value; `null` ends the state. */
  readonly value?: string | null | { readonly column: string } | Sql;
  /** A measured state, such as monthly revenue. */
  readonly number?: number | { readonly column: string } | Sql;
}

/** What the state of an entity's X is, from the events that it takes part in. */
export interface StateDefinition {
  readonly of: "person" | "group";
  readonly description?: string;
  /** Event name → value. */
  readonly events?: Readonly<Record<string, string | null>>;
  /** For values out of the event: a column of the event table, one of the source's own, or SQL over them. */
  readonly entries?: readonly StateEntry[];
}
