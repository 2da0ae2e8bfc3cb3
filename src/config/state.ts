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

/** A span of time. A day has 24 hours, an hour 60 minutes. */
export interface Span {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
}

/** What a state becomes when nothing happens: `{ after: { days: 30 }, value: "dormant" }`. */
export interface StateTimeout {
  /** How long nothing must have happened. */
  readonly after: Span;
  /**
   * What must not have happened: events by name, or by name and the role in them. By default the events of the state's
   * entries, which start the clock anew in any case.
   */
  readonly without?: readonly (string | { readonly event: string; readonly role?: string })[];
  /** Only while the state has one of these values. Without it, whatever its value is. */
  readonly from?: readonly string[];
  /** What the state is from then on; `null` ends it. */
  readonly value?: string | null;
  readonly number?: number;
}

interface StateOfEntity {
  /** The entity type. */
  readonly of: string;
  readonly description?: string;
  /** Value → the values that may follow it. Values that are not named here may be followed by any. */
  readonly transitions?: Readonly<Record<string, readonly string[]>>;
  /** The values that may come first, and again after the state had ended. */
  readonly first?: readonly string[];
}

/** A state from the events that an entity takes part in. */
export interface EventStateDefinition extends StateOfEntity {
  readonly from?: undefined;
  readonly over?: undefined;
  /** Event name → value. */
  readonly events?: Readonly<Record<string, string | null>>;
  /** For values out of the event: a column of the event table, one of the source's own, or SQL over them. */
  readonly entries?: readonly StateEntry[];
  readonly timeouts?: readonly StateTimeout[];
}

/** One row of a decision: the first whose states all have these values counts. `null`: the state has no value. */
export interface StateCase {
  readonly when: Readonly<Record<string, string | null | readonly (string | null)[]>>;
  readonly value: string | null;
}

/** A state from other states of the same entity. */
export interface DerivedStateDefinition extends StateOfEntity {
  readonly over?: undefined;
  /** The states that it is made from, by name. */
  readonly from: readonly string[];
  readonly cases?: readonly StateCase[];
  /** The value where no case applies; by default none. */
  readonly otherwise?: string | null;
  /** SQL over columns that are called like the states. */
  readonly value?: Sql;
  readonly number?: Sql;
}

/** A state of those on the other side of a relationship. */
export interface RelatedState {
  readonly state: string;
  /** The kind of relationship. */
  readonly through: string;
  /** The side that the others stand on, where both are of one type: `to` are the parents of `parent`, `from` the subsidiaries. */
  readonly side?: "from" | "to";
  readonly role?: string;
}

/** One row of a decision over members: whether any, or all of those that have the state, have one of these values. */
export type MembersCase =
  | { readonly any: string | readonly string[]; readonly value: string | null }
  | { readonly all: string | readonly string[]; readonly value: string | null };

/**
 * A state of a group from a state of its members, of a person from a state of the groups that it belongs to, or of
 * any entity from a state of those with which it stands in a relationship.
 */
export interface MembersStateDefinition extends StateOfEntity {
  readonly from?: undefined;
  /** The state of the others, by name; only those with this role. */
  readonly over:
    | { readonly members: string; readonly role?: string }
    | { readonly groups: string; readonly role?: string }
    | RelatedState;
  /** The first of these values that any of them has. */
  readonly best?: readonly string[];
  readonly cases?: readonly MembersCase[];
  /** The value where nothing of `best` or `cases` applies; by default none. */
  readonly otherwise?: string | null;
  /** How many of them have one of these values; `true`: any value at all. */
  readonly count?: true | string | readonly string[];
  /** The sum of their numbers. */
  readonly sum?: true;
}

/** What the state of an entity's X is: from events, from other states, or from states of those that it belongs together with. */
export type StateDefinition = EventStateDefinition | DerivedStateDefinition | MembersStateDefinition;
