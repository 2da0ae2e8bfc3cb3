import type { Config } from "./config.ts";
import type {
  EntityDefinition,
  ModelDefinition,
  OwnEntityName,
  RelationshipName,
  TraitDefinition,
  TraitType,
} from "./model.ts";

/** What a trait's value is in an answer: timestamps are ISO texts in UTC, JSON is its text. */
interface TraitValues {
  text: string;
  number: number;
  boolean: boolean;
  timestamp: string;
  json: string;
}

type ValueOf<T> = T extends TraitType ? TraitValues[T] : T extends TraitDefinition ? TraitValues[T["type"]] : never;

/** What an entity type declares of its columns; a registered type has its key. */
type IdentifiersOf<E> = E extends { readonly identifiers: infer I }
  ? Extract<keyof I, string>
  : E extends { readonly key: infer K }
    ? Extract<K, string>
    : never;
type TraitsOf<E> = E extends { readonly traits: infer T } ? T : unknown;

type EntityRow<E> = { readonly id: string } & {
  readonly [I in IdentifiersOf<E>]: string | null;
} & {
  readonly [T in keyof TraitsOf<E>]: ValueOf<TraitsOf<E>[T]> | null;
} & {
  readonly is_identified: boolean;
  readonly first_seen_at: string;
  readonly last_seen_at: string | null;
  readonly event_count: number;
};

interface EventRow {
  readonly id: string;
  readonly occurred_at: string;
  readonly type: string | null;
  readonly name: string | null;
  readonly source: string;
  readonly description: string | null;
  readonly value: number | null;
  readonly value_unit: string | null;
  readonly significance: number | null;
  readonly is_future: boolean;
}

interface StateRow {
  readonly id: string;
  readonly entity_type: string;
  readonly entity_id: string;
  readonly state_name: string;
  readonly state_value: string;
  readonly state_number: number | null;
  readonly state_entered_at: string;
  readonly state_exited_at: string | null;
  readonly is_current: boolean;
  readonly source: string;
  readonly event_id: string;
  readonly state_delta: number | null;
}

interface StateCountRow {
  readonly id: string;
  readonly day: string;
  readonly entity_type: string;
  readonly state_name: string;
  readonly state_value: string | null;
  readonly entities: number;
  readonly state_number_sum: number | null;
}

interface ParticipantRow {
  readonly event_id: string;
  readonly role: string;
  readonly occurred_at: string;
}

interface MembershipRow {
  readonly id: string;
  readonly person_id: string;
  readonly group_id: string;
  readonly role: string;
  readonly since: string;
  readonly until: string | null;
  readonly last_seen_at: string | null;
}

interface RelationshipRow<K> {
  readonly id: string;
  readonly kind: K;
  readonly from_type: string;
  readonly from_id: string;
  readonly to_type: string;
  readonly to_id: string;
  readonly role: string | null;
  readonly since: string;
  readonly until: string | null;
  readonly last_seen_at: string | null;
}

interface AncestorRow<K> {
  readonly kind: K;
  readonly entity_type: string;
  readonly entity_id: string;
  readonly ancestor_id: string;
  readonly depth: number;
  readonly is_top: boolean;
}

interface CommonTables<D extends ModelDefinition> {
  readonly events: EventRow;
  readonly states: StateRow;
  readonly state_counts_per_day: StateCountRow;
  readonly persons: EntityRow<D["entities"]["person"]>;
  readonly person_participants: ParticipantRow & { readonly person_id: string };
}

type GroupTables<D extends ModelDefinition> = D["entities"]["group"] extends EntityDefinition
  ? {
      readonly groups: EntityRow<D["entities"]["group"]>;
      readonly group_participants: ParticipantRow & { readonly group_id: string };
      readonly memberships: MembershipRow;
    }
  : unknown;

/** `subscriptions`, `companies`, `boxes`: as `entities.ts` says it. */
type PluralOf<N extends string> = N extends `${string}${"a" | "e" | "o" | "u"}y`
  ? `${N}s`
  : N extends `${infer Stem}y`
    ? `${Stem}ies`
    : N extends `${string}${"s" | "x" | "ch" | "sh"}`
      ? `${N}es`
      : `${N}s`;

type TableOf<D extends ModelDefinition, N extends string> = D["entities"][N] extends { readonly plural: infer P }
  ? Extract<P, string>
  : PluralOf<N>;

type OwnTables<D extends ModelDefinition> = {
  readonly [N in OwnEntityName<D> as TableOf<D, N>]: EntityRow<D["entities"][N]>;
} & {
  readonly [N in OwnEntityName<D> as `${N}_participants`]: ParticipantRow & { readonly [id in `${N}_id`]: string };
};

/** The relationships of which one side stands above the other. */
type HierarchyName<D extends ModelDefinition> = {
  [K in RelationshipName<D>]: NonNullable<D["relationships"]>[K] extends { readonly above: string } ? K : never;
}[RelationshipName<D>];

type RelationshipTables<D extends ModelDefinition> = [RelationshipName<D>] extends [never]
  ? unknown
  : { readonly relationships: RelationshipRow<RelationshipName<D>> } & ([HierarchyName<D>] extends [never]
      ? unknown
      : { readonly ancestors: AncestorRow<HierarchyName<D>> });

type DefinitionOf<C> = C extends Config<infer D> ? D : never;

/** The row types of the final tables, by name, as they follow from a config. */
export type Tables<C extends Config> = CommonTables<DefinitionOf<C>> &
  GroupTables<DefinitionOf<C>> &
  OwnTables<DefinitionOf<C>> &
  RelationshipTables<DefinitionOf<C>>;

/** A row of one final table: `Row<typeof config, "persons">`. */
export type Row<C extends Config, T extends keyof Tables<C>> = Tables<C>[T];
