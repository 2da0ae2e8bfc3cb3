import { slug, words } from "../base/names.ts";
import { broughtEvent, broughtKey, edgeType } from "./brought.ts";
import type { Config } from "./config.ts";
import {
  broughtMentions,
  type EntityType,
  entityTypes,
  membershipKind,
  mentionsOf,
  relationshipsOf,
} from "./entities.ts";
import { constant, type Field } from "./fields.ts";
import { byPriority, entityLimitsOf, sightingLimitsOf, survivorRules } from "./identity-rules.ts";
import { anonymousId, type Survives, type SurvivorRule, type TraitDefinition, type TraitType } from "./model.ts";
import type {
  Entity,
  EntityTrait,
  Project,
  ProjectClaim,
  ProjectEvent,
  ProjectMention,
  ProjectSource,
} from "./project.ts";
import { resolvedStates } from "./resolve-states.ts";
import type { EventDefinition, Mention, RelationshipClaim, Source, SourceDefinition } from "./source.ts";

/** Fills every default in. The config must have been validated. */
export function resolveConfig(config: Config, targetName?: string): Project {
  const { definition } = config;
  const chosen = targetName ?? definition.target;
  const target = chosen === undefined ? undefined : definition.targets?.[chosen];
  const model = definition.model.definition;
  const edges = (entity: string): boolean =>
    definition.sources.some(({ definition: { brings } }) =>
      broughtMentions(brings ?? { events: "" }).some((one) => one.entity === entity && one.tables.shape === "long"),
    );
  return {
    warehouse: target?.warehouse ?? definition.warehouse,
    target: chosen,
    schemaPrefix: target?.schemaPrefix ?? definition.schemaPrefix ?? "nexus",
    entities: entityTypes(model).map((type) => entity(type, edges(type.name))),
    relationships: relationshipsOf(model),
    sources: definition.sources.map(source),
    states: resolvedStates(definition.states ?? {}, relationshipsOf(model)),
    checks: Object.entries(definition.checks ?? {}).map(([name, check]) => ({ ...check, name })),
  };
}

function entity({ name, plural, prefix, definition }: EntityType, hasEdges: boolean): Entity {
  const declared = Object.entries(definition.identifiers).map(([type, of]) => ({ ...of, name: type }));
  const inOrder = [...declared.filter((type) => type.strong), ...declared.filter((type) => !type.strong)];
  const identifiers = [
    ...byPriority(definition).map((type) => ({
      ...type,
      position: inOrder.findIndex((one) => one.name === type.name),
      survivors: survivorsOf(type.survives),
    })),
    ...(hasEdges ? [{ ...anonymousId(), name: edgeType, position: inOrder.length, survivors: [] }] : []),
  ];
  const traits = Object.entries(definition.traits ?? {}).map(([trait, of]) => resolvedTrait(trait, of));
  return {
    name,
    plural,
    prefix,
    identifiers,
    sightingLimits: sightingLimitsOf(identifiers),
    entityLimits: entityLimitsOf(name, identifiers),
    traits,
  };
}

function resolvedTrait(name: string, of: TraitDefinition | TraitType): EntityTrait {
  const { type, pii = false, survives } = typeof of === "string" ? { type: of } : of;
  return { name, type, pii, survivors: survivorsOf(survives) };
}

/** What comes behind `most recent` decides nothing: no two values are said at once. */
function survivorsOf(survives: Survives | undefined): readonly SurvivorRule[] {
  const rules = survivorRules(survives);
  const last = rules.indexOf("most recent");
  return last < 0 ? rules : rules.slice(0, last);
}

function source({ name, definition, model }: Source): ProjectSource {
  return {
    name,
    key: definition.key ?? name,
    timezone: definition.timezone ?? "UTC",
    timezoneGiven: definition.timezone !== undefined,
    badValues: definition.badValues ?? "null",
    freshness: definition.freshness,
    tables: new Map(Object.entries(definition.tables)),
    events: [
      ...Object.entries(definition.events ?? {}).map(([key, event]) => resolvedEvent(name, definition, key, event)),
      ...(definition.brings === undefined
        ? []
        : [
            resolvedEvent(name, definition, broughtKey, broughtEvent(definition.key ?? name, definition.brings, model)),
          ]),
    ],
  };
}

/** A string that is the text itself, where for other fields a string is a column. */
function literally(text: string | Exclude<Field, string>): Field {
  return typeof text === "string" ? constant(text) : text;
}

function resolvedEvent(name: string, definition: SourceDefinition, key: string, event: EventDefinition): ProjectEvent {
  const { significance } = event;
  return {
    source: name,
    sourceKey: definition.key ?? name,
    key,
    from: event.from,
    optional: event.optional ?? false,
    name: literally(event.name ?? words(key)),
    type: literally(event.type ?? words(key)),
    id: event.id,
    row: event.row,
    account: definition.account,
    occurredAt: event.occurredAt,
    timezone: event.timezone ?? definition.timezone ?? "UTC",
    ingestedAt: event.ingestedAt ?? definition.ingestedAt,
    deletedAt: event.deletedAt,
    where: event.where,
    description: event.description,
    value: event.value,
    unit: event.unit,
    significance: typeof significance === "number" ? constant(significance) : significance,
    columns: Object.entries(event.columns ?? {}),
    lists: Object.entries(event.lists ?? {}),
    mentions: mentionsOf(event).flatMap(({ entity: type, mentions }) => mentions.map(mention(type))),
    claims: claimsOf(event),
    keep: event.keep ?? "newest",
    changesOf: event.changesOf ?? [],
    badValues: definition.badValues ?? "null",
    freshness: event.freshness,
  };
}

/** What an event says of memberships and relationships. */
export function claimsOf({
  memberships = [],
  relationships = [],
}: Pick<EventDefinition, "memberships" | "relationships">): readonly ProjectClaim[] {
  const all: readonly RelationshipClaim[] = [
    ...memberships.map(({ person, group, ...rest }) => ({
      roleOf: "from" as const,
      ...rest,
      kind: membershipKind,
      from: person,
      to: group,
    })),
    ...relationships,
  ];
  return all.map(({ kind, from, to, role, roleOf, ends = false }) => ({
    kind,
    from: from === undefined ? undefined : slug(from),
    to: to === undefined ? undefined : slug(to),
    role: role ?? (roleOf === undefined ? undefined : { of: roleOf }),
    ends,
  }));
}

/** The stem of a mention's columns: its key, or the role where that is a plain word. */
export function mentionKey(of: Mention, entityName: string): string {
  return slug(of.key ?? (typeof of.role === "string" ? of.role : entityName));
}

function mention(entityName: string): (of: Mention) => ProjectMention {
  return (of) => ({
    entity: entityName,
    key: mentionKey(of, entityName),
    role: literally(of.role),
    each: of.each,
    where: of.where,
    identifiers: Object.entries(of.identifiers).filter((entry): entry is [string, Field] => entry[1] !== undefined),
    traits: Object.entries(of.traits ?? {}).filter((entry): entry is [string, Field] => entry[1] !== undefined),
  });
}
