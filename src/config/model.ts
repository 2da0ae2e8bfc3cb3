import type { ColumnType } from "../model/column.ts";
import type { Sql } from "../sql/sql.ts";

/** The types that a trait may have. */
export type TraitType = Extract<ColumnType, "text" | "number" | "boolean" | "timestamp" | "json">;

/** How values of an identifier type are compared, and which of them are worth nothing. */
export interface IdentifierType {
  readonly kind: "email" | "phone" | "domain" | "id";
  /** A strong identifier tells who somebody is; a weak one (a cookie) only that it was the same browser. */
  readonly strong: boolean;
  /** The key of a registered type: any value but none at all is one. */
  readonly isKey?: true;
  /** Personal data: marked in the plan and the docs of the columns. */
  readonly pii: boolean;
  /** For phones: the country (ISO 3166) of numbers without one. */
  readonly region?: string;
  /** Values (after normalizing) that are ignored as if they were absent, besides the built-in ones. */
  readonly junk: readonly string[];
  /** Values (after normalizing) that are kept but never link, besides the built-in ones. */
  readonly shared: readonly string[];
  /** Own normalization: from the raw text to the compared one; null makes a value junk. */
  readonly normalize?: (raw: Sql) => Sql;
  /** Own limits on what one value is seen with, by identifier type. */
  readonly seenWith: Readonly<Record<string, SightingLimit>>;
  /** An own limit on how many values one entity holds. */
  readonly perEntity?: EntityLimit;
  readonly contested: Contested;
  /** Which of several values, as they were spelt, stands in the column of the final table. */
  readonly survives?: Survives;
}

/**
 * How many different values of another type may be seen together with one value: over all time, or within so many days.
 * A value that exceeds it is quarantined: kept and flagged, but never used to link. `Infinity` takes a default away.
 */
export type SightingLimit = number | { readonly most: number; readonly within: { readonly days: number } };

/**
 * How many values of the type one entity may hold. With `against`, only those weaker types must not bring more together:
 * what stronger evidence says stands. `Infinity` takes a default away.
 */
export type EntityLimit = number | { readonly most: number; readonly against: readonly string[] };

/**
 * Whose an identifier is that would bring together what a limit keeps apart.
 * - `apart`: nobody's, an entity of its own
 * - `first`: that of the first it was seen with
 * - `preceding`: each mention goes to the one it was last seen with before
 */
export type Contested = "apart" | "first" | "preceding";

export interface TraitDefinition {
  readonly type: TraitType;
  readonly pii?: boolean;
  readonly survives?: Survives;
}

/**
 * Which of several values stands in the final table: the one said last or first, most often, the longest text, or the
 * latest of the first of these sources that says any.
 */
export type SurvivorRule =
  | "most recent"
  | "first"
  | "most frequent"
  | "longest"
  | { readonly sources: readonly string[] };

/** One rule, or several: each decides where those before it leave a tie. The last word is always `most recent`. */
export type Survives = SurvivorRule | readonly SurvivorRule[];

interface IdentifierOptions {
  readonly strong?: boolean;
  readonly pii?: boolean;
  readonly junk?: readonly string[];
  readonly shared?: readonly string[];
  readonly normalize?: (raw: Sql) => Sql;
  readonly seenWith?: Readonly<Record<string, SightingLimit>>;
  readonly perEntity?: EntityLimit;
  readonly contested?: Contested;
  readonly survives?: Survives;
}

function identifier(
  kind: IdentifierType["kind"],
  defaults: { strong: boolean; pii: boolean },
  options: IdentifierOptions,
): IdentifierType {
  return {
    kind,
    strong: options.strong ?? defaults.strong,
    pii: options.pii ?? defaults.pii,
    junk: options.junk ?? [],
    shared: options.shared ?? [],
    seenWith: options.seenWith ?? {},
    contested: options.contested ?? "apart",
    ...(options.normalize === undefined ? {} : { normalize: options.normalize }),
    ...(options.perEntity === undefined ? {} : { perEntity: options.perEntity }),
    ...(options.survives === undefined ? {} : { survives: options.survives }),
  };
}

/** An e-mail address: case, blanks, Gmail's dots and plus tags do not tell addresses apart; role accounts never link. */
export function email(options: IdentifierOptions = {}): IdentifierType {
  return identifier("email", { strong: true, pii: true }, options);
}

/** A phone number, compared as E.164; `region` is the country of numbers that do not say theirs. */
export function phone(options: IdentifierOptions & { readonly region?: string } = {}): IdentifierType {
  return { ...identifier("phone", { strong: true, pii: true }, options), region: options.region ?? "US" };
}

/** An internet domain, compared as its registrable part; free-mail domains are ignored. */
export function domain(options: IdentifierOptions = {}): IdentifierType {
  return identifier("domain", { strong: true, pii: false }, options);
}

/** A key given by a system: compared as it is. */
export function id(options: IdentifierOptions = {}): IdentifierType {
  return identifier("id", { strong: true, pii: false }, options);
}

/** A key of a browser or device: like `id`, but weak. */
export function anonymousId(options: IdentifierOptions = {}): IdentifierType {
  return identifier("id", { strong: false, pii: false }, options);
}

export interface EntityDefinition {
  /** Their order is the order of priority, but phones come behind other strong types, and weak types behind all. */
  readonly identifiers: Readonly<Record<string, IdentifierType>>;
  /** Identifier types from the strongest to the weakest, where the order of `identifiers` does not say it. */
  readonly priority?: readonly string[];
  readonly traits?: Readonly<Record<string, TraitType | TraitDefinition>>;
}

/** How an own entity type is called in tables and ids. */
interface EntityNames {
  /** Several of them: the name of the final table. By default the name with an s, `companies` for `company`. */
  readonly plural?: string;
  /** Two to six letters before their ids. By default the first three of the name: `sub_…` for `subscription`. */
  readonly prefix?: string;
}

/** An entity type that one system keeps under its own key, such as a subscription or a ticket: nothing is to be resolved. */
export interface RegisteredEntityDefinition extends EntityNames {
  /** The identifier type that is its key: compared as it is, and by nothing else. */
  readonly key: string;
  readonly traits?: Readonly<Record<string, TraitType | TraitDefinition>>;
}

/** An entity type of a project's own, resolved from its identifiers like persons, or registered under a key. */
export type OwnEntityDefinition = (EntityDefinition & EntityNames) | RegisteredEntityDefinition;

/** What may tie two entities together, such as `assignee` from a ticket to a person. Events claim it, with or without a role. */
export interface RelationshipDefinition<E extends string = string> {
  readonly from: E;
  readonly to: E;
  readonly description?: string;
  /**
   * Of this side each entity has one at a time: a later claim ends the one before. `single: "to"`: a ticket has one
   * assignee; `single: "from"`: a subscription has one owner.
   */
  readonly single?: "from" | "to";
  /**
   * This side stands above the other, both of one entity type, as a parent above its subsidiaries. Each has one above it
   * at a time; all that stand above are in `nexus.ancestors`.
   */
  readonly above?: "from" | "to";
}

/** `person` is always there; `group` may be left out; others are a project's own. */
export interface ModelDefinition {
  readonly entities: {
    readonly person: EntityDefinition;
    readonly group?: EntityDefinition;
    readonly [own: string]: OwnEntityDefinition | undefined;
  };
  readonly relationships?: Readonly<Record<string, RelationshipDefinition>>;
}

/** The vocabulary of a project: entity types, their identifier types and traits. Types of sources and rows follow from it. */
export interface Model<D extends ModelDefinition = ModelDefinition> {
  readonly definition: D;
}

/** Declares the vocabulary of a project. */
export function defineModel<const D extends ModelDefinition>(
  definition: D & {
    readonly relationships?: { readonly [kind in keyof D["relationships"]]: RelationshipDefinition<EntityName<D>> };
  },
): Model<D> {
  return { definition };
}

export type EntityName<D extends ModelDefinition> = Extract<keyof D["entities"], string>;

/** The entity types that a project adds to persons and groups. */
export type OwnEntityName<D extends ModelDefinition> = Exclude<EntityName<D>, "person" | "group">;

/** The kinds of relationships that a model declares. */
export type RelationshipName<D extends ModelDefinition> =
  D["relationships"] extends Readonly<Record<string, RelationshipDefinition>>
    ? Extract<keyof D["relationships"], string>
    : never;

export type IdentifierName<D extends ModelDefinition, E extends string> = D["entities"][E] extends {
  readonly identifiers: infer I;
}
  ? Extract<keyof I, string>
  : D["entities"][E] extends { readonly key: infer K }
    ? Extract<K, string>
    : never;

export type TraitName<D extends ModelDefinition, E extends string> = D["entities"][E] extends {
  readonly traits: infer T;
}
  ? Extract<keyof T, string>
  : never;
