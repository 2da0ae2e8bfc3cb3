import type { Sql } from "../sql/sql.ts";
import type { Freshness } from "./checks.ts";
import type { Condition, Field, List } from "./fields.ts";
import type { IdentifierName, Model, ModelDefinition, OwnEntityName, RelationshipName, TraitName } from "./model.ts";

/** What is done with a row in which a value cannot be read: `null` keeps the row without the value and counts it. */
export type BadValues = "fail" | "null" | "set-aside";

/** A raw table: its name in the warehouse, a file or glob (DuckDB), or an SQL query. */
export type RawTable =
  | string
  | Sql
  | { readonly table: string; readonly optional?: boolean }
  | {
      readonly file: string;
      readonly format?: "csv" | "json" | "parquet";
      readonly delimiter?: string;
      readonly optional?: boolean;
    };

/** Fields under known names; where no name is known none may stand. */
type FieldsByName<N extends string> = [N] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [name in N]?: Field };

/** Somebody or something that an event mentions. */
export interface Mention<I extends string = string, T extends string = string> {
  /** What they are in the event; a string is the role itself, `column("…")` takes it from the row. */
  readonly role: string | Exclude<Field, string>;
  /** Stable name of the mention; by default its role. */
  readonly key?: string;
  /** One mention for each element of this list of the event. */
  readonly each?: string;
  /** Only where this holds. */
  readonly where?: Condition;
  readonly identifiers: FieldsByName<I>;
  readonly traits?: FieldsByName<T>;
}

/** The person of one mention belongs to the group of another, both named by role (or key). */
export interface MembershipClaim {
  readonly person: string;
  readonly group: string;
  readonly role?: string;
  /** The event says that the person is not of the group any more, in this role. */
  readonly ends?: boolean;
}

/**
 * Two mentions stand in a relationship of the model, both named by role (or key). What `ends` it may leave one side out:
 * whoever it was.
 */
export interface RelationshipClaim<K extends string = string> {
  readonly kind: K;
  readonly from?: string;
  readonly to?: string;
  readonly role?: string;
  /** The role is that of the mention on this side, where it differs from row to row. */
  readonly roleOf?: "from" | "to";
  /** The event says that it is so no more: in this role, or where it names none in any. */
  readonly ends?: boolean;
}

/** Mentions of a project's own entity types, by type. */
export type OwnMentions = Readonly<Record<string, readonly Mention[] | undefined>>;

export interface EventDefinition<
  PI extends string = string,
  PT extends string = string,
  GI extends string = string,
  GT extends string = string,
  M extends OwnMentions = OwnMentions,
  K extends string = string,
> {
  /** One of the source's `tables`. */
  readonly from: string;
  /** The name people see; by default the event's key in words. A string is the name itself. */
  readonly name?: string | Exclude<Field, string>;
  readonly type?: string | Exclude<Field, string>;
  /** The row's own key. */
  readonly id: Field;
  /**
   * What tells raw rows apart where several tell of one event, such as the copies of a mail in several mailboxes: of each
   * row the newest version counts, and the event is there while any of its rows is. By default a row is its event.
   */
  readonly row?: Field;
  readonly occurredAt: Field;
  /** Time zone of `occurredAt` where it says none; by default the source's. */
  readonly timezone?: string;
  /** When the loader brought the row: the newest version of a row counts. */
  readonly ingestedAt?: Field;
  /** A time or a boolean that says that the row was deleted at the source. */
  readonly deletedAt?: Field;
  readonly where?: Condition;
  readonly description?: Field;
  readonly value?: Field;
  readonly unit?: Field;
  readonly significance?: number | Field;
  /** The source's own columns, kept beside the event. */
  readonly columns?: Readonly<Record<string, Field>>;
  readonly lists?: Readonly<Record<string, List>>;
  readonly persons?: readonly Mention<PI, PT>[];
  readonly groups?: readonly Mention<GI, GT>[];
  readonly memberships?: readonly MembershipClaim[];
  /** Mentions of the project's own entity types: `{ subscription: [{ role: "subscription", … }] }`. */
  readonly mentions?: M;
  /** What the event says of the model's `relationships`. */
  readonly relationships?: readonly RelationshipClaim<K>[];
  /** When several rows have the same id: the newest loaded one counts, or the one that occurred first. */
  readonly keep?: "newest" | "earliest";
  /** An event whenever one of these fields differs from the row's version before: for tables that are overwritten. */
  readonly changesOf?: readonly Field[];
  /** Left out without a word when its table is not there: for ready-made sources. */
  readonly optional?: boolean;
  /** How old the newest of these events may be: a check of every run. */
  readonly freshness?: Freshness;
}

/** Tables of layer 2 that the user brings: `wide` has a column per identifier type, `long` a row per identifier. */
export interface BroughtTables {
  readonly events: string;
  readonly persons?: BroughtMentions;
  readonly groups?: BroughtMentions;
  readonly memberships?: string;
  /** The project's own entity types, by name. */
  readonly mentions?: Readonly<Record<string, BroughtMentions>>;
  /** Claims of relationships: `event_id`, `kind`, `from_identifier`, `from_identifier_type`, `to_identifier`… */
  readonly relationships?: string;
}

export interface BroughtMentions {
  readonly identifiers: string;
  readonly shape?: "wide" | "long";
  readonly traits?: string;
}

export interface SourceDefinition<
  PI extends string = string,
  PT extends string = string,
  GI extends string = string,
  GT extends string = string,
  M extends OwnMentions = OwnMentions,
  K extends string = string,
> {
  /** Part of every event id: never changes, while the source's name may. */
  readonly key?: string;
  /** Time zone of times that say none. */
  readonly timezone?: string;
  /** Tells several accounts of the same source apart. */
  readonly account?: Field;
  readonly ingestedAt?: Field;
  readonly badValues?: BadValues;
  /** How old the newest row of the source, whatever its event, may be: a check of every run. */
  readonly freshness?: Freshness;
  readonly tables: Readonly<Record<string, RawTable>>;
  readonly events?: Readonly<Record<string, EventDefinition<PI, PT, GI, GT, M, K>>>;
  /** Bring your own models: tables that have the shape of layer 2 already. */
  readonly brings?: BroughtTables;
}

export interface Source {
  readonly name: string;
  readonly definition: SourceDefinition;
  /** The vocabulary that it was written for. */
  readonly model: Model;
}

/** A source, such as a ready-made one, of which it is checked in every run how old its newest row is. */
export function withFreshness(source: Source, freshness: Freshness): Source {
  return { ...source, definition: { ...source.definition, freshness } };
}

/** The mentions that a model's own entity types may have. */
type MentionsOf<D extends ModelDefinition> = [OwnEntityName<D>] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [E in OwnEntityName<D>]?: readonly Mention<IdentifierName<D, E>, TraitName<D, E>>[] };

/** Declares where the fields of a source are. The model gives the names of identifiers and traits their types. */
export function defineSource<D extends ModelDefinition>(
  model: Model<D>,
  name: string,
  definition: SourceDefinition<
    IdentifierName<D, "person">,
    TraitName<D, "person">,
    IdentifierName<D, "group">,
    TraitName<D, "group">,
    MentionsOf<D>,
    RelationshipName<D>
  >,
): Source {
  return { name, definition, model };
}
