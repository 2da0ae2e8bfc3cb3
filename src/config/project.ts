import type { Column } from "../model/column.ts";
import type { Sql } from "../sql/sql.ts";
import type { CheckDefinition, Freshness } from "./checks.ts";
import type { Warehouse } from "./config.ts";
import type { Relationship } from "./entities.ts";
import type { Condition, Field, List } from "./fields.ts";
import type { EntityLimitRule, SightingLimitRule } from "./identity-rules.ts";
import type { IdentifierType, SurvivorRule, TraitType } from "./model.ts";
import type { BadValues, RawTable } from "./source.ts";
import type { StateEntry } from "./state.ts";

/** A config with every default filled in: what the layers are functions of. */
export interface Project {
  readonly warehouse: Warehouse;
  readonly target: string | undefined;
  readonly schemaPrefix: string;
  readonly entities: readonly Entity[];
  /** Memberships first, where there are groups; then those of the model. */
  readonly relationships: readonly Relationship[];
  readonly sources: readonly ProjectSource[];
  readonly states: readonly State[];
  readonly checks: readonly (CheckDefinition & { readonly name: string })[];
}

/** An entity type, in all spellings that tables need. */
export interface Entity {
  readonly name: string;
  readonly plural: string;
  /** `per`: ids are `per_` and 32 hex digits. */
  readonly prefix: string;
  /** In order of priority: see `identity-rules.ts`. */
  readonly identifiers: readonly EntityIdentifier[];
  readonly sightingLimits: readonly SightingLimitRule[];
  readonly entityLimits: readonly EntityLimitRule[];
  readonly traits: readonly EntityTrait[];
}

export interface EntityTrait {
  readonly name: string;
  readonly type: TraitType;
  readonly pii: boolean;
  /** In order; none: the most recent value survives. */
  readonly survivors: readonly SurvivorRule[];
}

export type EntityIdentifier = IdentifierType & {
  readonly name: string;
  /** In order; none: the most recent spelling survives. */
  readonly survivors: readonly SurvivorRule[];
  /** Its place as declared, strong types first: that of its column, and part of ids. No rule changes it. */
  readonly position: number;
};

export interface ProjectSource {
  readonly name: string;
  readonly key: string;
  readonly timezone: string;
  /** False when nobody said so: times without a zone are taken as UTC, with a warning. */
  readonly timezoneGiven: boolean;
  readonly badValues: BadValues;
  readonly freshness: Freshness | undefined;
  readonly tables: ReadonlyMap<string, RawTable>;
  readonly events: readonly ProjectEvent[];
}

/** One event definition: what a raw row means. */
export interface ProjectEvent {
  readonly source: string;
  readonly sourceKey: string;
  readonly key: string;
  readonly from: string;
  readonly optional: boolean;
  readonly name: Field;
  readonly type: Field;
  readonly id: Field;
  readonly row: Field | undefined;
  readonly account: Field | undefined;
  readonly occurredAt: Field;
  readonly timezone: string;
  readonly ingestedAt: Field | undefined;
  readonly deletedAt: Field | undefined;
  readonly where: Condition | undefined;
  readonly description: Field | undefined;
  readonly value: Field | undefined;
  readonly unit: Field | undefined;
  readonly significance: Field | undefined;
  readonly columns: readonly (readonly [string, Field])[];
  readonly lists: readonly (readonly [string, List])[];
  readonly mentions: readonly ProjectMention[];
  readonly claims: readonly ProjectClaim[];
  readonly keep: "newest" | "earliest";
  readonly changesOf: readonly Field[];
  readonly badValues: BadValues;
  readonly freshness: Freshness | undefined;
}

export interface ProjectMention {
  readonly entity: string;
  /** Unique in the event: the stem of its columns. */
  readonly key: string;
  readonly role: Field;
  readonly each: string | undefined;
  readonly where: Condition | undefined;
  readonly identifiers: readonly (readonly [string, Field])[];
  readonly traits: readonly (readonly [string, Field])[];
}

/** What an event says of a relationship: its sides are mentions by key, one of which may be left open where it ends. */
export interface ProjectClaim {
  readonly kind: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** A role, or that of a mention. */
  readonly role: string | { readonly of: "from" | "to" } | undefined;
  readonly ends: boolean;
}

export interface State {
  readonly name: string;
  /** The entity type. */
  readonly of: string;
  readonly description: string;
  /** What leads into it; none where it is made from other states. */
  readonly entries: readonly (StateEntry & { readonly position: number })[];
  /** The shortest first. */
  readonly timeouts: readonly Timeout[];
  readonly derived: DerivedState | MembersState | undefined;
  readonly transitions: ReadonlyMap<string, readonly string[]>;
  readonly first: readonly string[] | undefined;
  /** Whether it may have a number. */
  readonly hasNumber: boolean;
  /** Whether its value is its number, and nothing else. */
  readonly isMeasured: boolean;
}

/** When nothing happens for so long. */
export interface Timeout {
  readonly seconds: number;
  /** The events that start its clock anew, beside those of the entries. */
  readonly without: readonly { readonly event: string; readonly role: string | undefined }[];
  readonly from: readonly string[] | undefined;
  readonly value: string | null;
  readonly number: number | undefined;
}

/** Made from other states of the same entity. */
export interface DerivedState {
  readonly kind: "combined";
  readonly from: readonly string[];
  readonly rule:
    | {
        readonly kind: "cases";
        readonly cases: readonly {
          readonly when: readonly (readonly [state: string, values: readonly (string | null)[]])[];
          readonly value: string | null;
        }[];
        readonly otherwise: string | null;
      }
    | { readonly kind: "sql"; readonly value: Sql | undefined; readonly number: Sql | undefined };
}

/** Made from a state of those on the other side of memberships, or of another relationship. */
export interface MembersState {
  readonly kind: "members";
  readonly state: string;
  readonly relationship: string;
  /** The side of the relationship that the others stand on. */
  readonly side: "from" | "to";
  readonly role: string | undefined;
  readonly rule:
    | {
        readonly kind: "cases";
        readonly cases: readonly {
          readonly quantity: "any" | "all";
          readonly values: readonly string[];
          readonly value: string | null;
        }[];
        readonly otherwise: string | null;
      }
    /** Without values: all that have any. */
    | { readonly kind: "count"; readonly values: readonly string[] | undefined }
    | { readonly kind: "sum" };
}

/** A raw table as it is: what the compiler must know of the warehouse. */
export interface RawRelation {
  /** How SQL reads it. */
  readonly reference: Sql;
  /** As a person would name it. */
  readonly label: string;
  /** None when the table has no rows from which they could be known: whatever is asked of it is null. */
  readonly columns: readonly RawColumn[];
  /** Where broken lines can be put aside: reads the rest, and then gives them as `reason` and `row`. */
  readonly leniently?: (rejects: string) => { readonly reference: Sql; readonly rejected: Sql };
  /** Whether it is a file that was brought to the warehouse for the time of a connection. */
  readonly isLoaded?: true;
}

export interface RawColumn {
  readonly name: string;
  /** The engine's type, folded to what matters to us; `other` is read through its text. */
  readonly type: Column["type"] | "zoned timestamp" | "date" | "document" | "other";
}

/** The raw tables of a project, by `source.table`. Optional ones may be missing. */
export type Catalogue = ReadonlyMap<string, RawRelation>;
