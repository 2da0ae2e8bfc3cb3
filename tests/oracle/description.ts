import type { RawRow } from "../conformance/engines.ts";

/**
 * What the raw rows of a world mean, said in the oracle's own words. The pipeline is told the same by `config.ts`; the
 * oracle reads nothing but this and the rows.
 */
export interface Description {
  readonly person: EntityDescription;
  readonly group?: EntityDescription;
  readonly sources: readonly SourceDescription[];
  readonly states: readonly StateDescription[];
}

export type EntityType = "person" | "group";

export type IdentifierKind = "email" | "phone" | "domain" | "id";

export interface EntityDescription {
  /** In the order of their declaration; weak ones stand behind the strong ones, and phones behind other strong ones. */
  readonly identifiers: readonly { readonly name: string; readonly kind: IdentifierKind; readonly weak?: true }[];
  readonly traits: readonly { readonly name: string; readonly type: "text" | "number" }[];
  /** Without them the usual rules hold. */
  readonly rules?: EntityRules;
}

/** Limits by identifier types; where there are rules, nothing else limits anything. */
export interface EntityRules {
  /** How many of `of` may be seen with one of `type`, over all time or within so many days. */
  readonly sightings: readonly {
    readonly type: string;
    readonly of: string;
    readonly most: number;
    readonly days?: number;
  }[];
  /** How many of `type` an entity may hold, as far as links of the types in `against` go; without it those of all. */
  readonly holdings: readonly { readonly type: string; readonly most: number; readonly against?: readonly string[] }[];
  /** The types whose contested identifiers go to the first that they were seen with. */
  readonly first: readonly string[];
  /** Those whose mentions go, each on its own, to whom they were seen with last before. */
  readonly preceding: readonly string[];
}

export interface SourceDescription {
  readonly name: string;
  /** Part of the identity of its events. */
  readonly key: string;
  /** Column that tells accounts apart. */
  readonly account?: string;
  readonly events: readonly EventDescription[];
}

export interface EventDescription {
  readonly key: string;
  /** Its name as people see it, or the column that has it. */
  readonly name: string | { readonly column: string };
  readonly table: string;
  readonly id: string;
  readonly at: string;
  readonly loaded?: string;
  readonly deleted?: string;
  /** Only rows that say so: which text stands in which column. */
  readonly only?: { readonly column: string; readonly is: string };
  /** Column of the event's value, and one that is kept as it is. */
  readonly value?: string;
  readonly own?: string;
  readonly parts: readonly PartDescription[];
  readonly claims: readonly { readonly person: string; readonly group: string; readonly role?: string }[];
}

/** A place in a row: a column, something inside of a JSON column, or inside of the element of the part's list. */
export type Place =
  | { readonly column: string; readonly path?: string }
  | { readonly element: string }
  | { readonly domainOf: Place };

/** Somebody who is mentioned. */
export interface PartDescription {
  readonly entity: EntityType;
  /** Unique in the event. */
  readonly key: string;
  readonly role: string | { readonly column: string };
  /** JSON column whose elements are a mention each. */
  readonly each?: string;
  readonly identifiers: Readonly<Record<string, Place>>;
  readonly traits: Readonly<Record<string, Place>>;
}

export interface StateDescription {
  readonly name: string;
  readonly of: EntityType;
  /** By the event's name; `own` and `value` take what the row has there, null ends the state. */
  readonly entries: readonly {
    readonly event: string;
    readonly role?: string;
    readonly becomes: string | null | { readonly take: "own" | "value" };
  }[];
}

/** Raw rows by table. */
export type RawTables = Readonly<Record<string, readonly RawRow[]>>;

/** The natural identity of an event: source key, account, event key, the row's own id. */
export function eventKey(source: string, account: string | null, event: string, id: string): string {
  return JSON.stringify([source, account, event, id]);
}
