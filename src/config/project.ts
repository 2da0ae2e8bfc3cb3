import type { Column } from "../model/column.ts";
import type { Sql } from "../sql/sql.ts";
import type { CheckDefinition, Freshness } from "./checks.ts";
import type { Warehouse } from "./config.ts";
import type { Condition, Field, List } from "./fields.ts";
import type { IdentifierType, TraitDefinition } from "./model.ts";
import type { BadValues, RawTable } from "./source.ts";
import type { StateEntry } from "./state.ts";

/** A config with every default filled in: what the layers are functions of. */
export interface Project {
  readonly warehouse: Warehouse;
  readonly target: string | undefined;
  readonly schemaPrefix: string;
  readonly entities: readonly Entity[];
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
  /** In order of priority: strong ones first, then as declared. */
  readonly identifiers: readonly (IdentifierType & { readonly name: string })[];
  readonly traits: readonly (TraitDefinition & { readonly name: string })[];
}

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
  readonly memberships: readonly {
    readonly person: string;
    readonly group: string;
    readonly role: string | undefined;
    readonly ends: boolean;
  }[];
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

export interface State {
  readonly name: string;
  readonly of: string;
  readonly description: string;
  readonly entries: readonly (StateEntry & { readonly position: number })[];
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
}

export interface RawColumn {
  readonly name: string;
  /** The engine's type, folded to what matters to us; `other` is read through its text. */
  readonly type: Column["type"] | "zoned timestamp" | "date" | "document" | "other";
}

/** The raw tables of a project, by `source.table`. Optional ones may be missing. */
export type Catalogue = ReadonlyMap<string, RawRelation>;
