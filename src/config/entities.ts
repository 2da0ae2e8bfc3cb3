import {
  type EntityDefinition,
  id,
  type ModelDefinition,
  type OwnEntityDefinition,
  type RelationshipDefinition,
} from "./model.ts";
import type { BroughtMentions, BroughtTables, EventDefinition, Mention } from "./source.ts";

/** An entity type of a model with its names, whether it came built in or is a project's own. */
export interface EntityType {
  readonly name: string;
  readonly plural: string;
  readonly prefix: string;
  /** What it is known by; that of a registered type is its key. */
  readonly definition: EntityDefinition;
}

/** A relationship of a model. Memberships, from persons to groups, are the one that comes built in. */
export interface Relationship extends RelationshipDefinition {
  readonly name: string;
  /** Whether it is that of memberships, which have tables of their own. */
  readonly isMembership: boolean;
}

/** The kind of relationship that comes built in, with tables of its own. */
export const membershipKind = "membership";

/** The entity types of a model: persons and groups, then the project's own, as declared. */
export function entityTypes({ entities }: ModelDefinition): readonly EntityType[] {
  const { person, group, ...own } = entities;
  return [
    { name: "person", plural: "persons", prefix: "per", definition: person },
    ...(group === undefined ? [] : [{ name: "group", plural: "groups", prefix: "grp", definition: group }]),
    ...Object.entries(own).flatMap(([name, of]) =>
      of === undefined
        ? []
        : [
            {
              name,
              plural: of.plural ?? pluralOf(name),
              prefix: of.prefix ?? name.replaceAll("_", "").slice(0, 3),
              definition: definitionOf(of),
            },
          ],
    ),
  ];
}

/** A registered type is one that is known by its key alone. */
function definitionOf(own: OwnEntityDefinition): EntityDefinition {
  if (!("key" in own)) return own;
  const { key, traits } = own;
  return { identifiers: { [key]: { ...id(), isKey: true } }, ...(traits === undefined ? {} : { traits }) };
}

/** `subscriptions`, `companies`, `boxes`: the types of rows follow the same rule. */
function pluralOf(name: string): string {
  if (/[^aeou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

/** The relationships of a model: memberships where it has groups, then its own. */
export function relationshipsOf({ entities, relationships = {} }: ModelDefinition): readonly Relationship[] {
  return [
    ...(entities.group === undefined
      ? []
      : [{ name: membershipKind, from: "person", to: "group", isMembership: true }]),
    ...Object.entries(relationships).map(([name, of]) => ({ ...of, name, isMembership: false })),
  ];
}

/** Everything that an event mentions, by entity type, with its place in the definition. */
export function mentionsOf(
  event: Pick<EventDefinition, "persons" | "groups" | "mentions">,
): readonly { readonly entity: string; readonly path: string; readonly mentions: readonly Mention[] }[] {
  return [
    { entity: "person", path: "persons", mentions: event.persons ?? [] },
    { entity: "group", path: "groups", mentions: event.groups ?? [] },
    ...Object.entries(event.mentions ?? {}).map(([entity, mentions]) => ({
      entity,
      path: `mentions.${entity}`,
      mentions: mentions ?? [],
    })),
  ];
}

/** The tables of mentions that a source brings, by entity type, with their place in the definition. */
export function broughtMentions(
  brings: BroughtTables,
): readonly { readonly entity: string; readonly path: string; readonly tables: BroughtMentions }[] {
  const all = [
    { entity: "person", path: "persons", tables: brings.persons },
    { entity: "group", path: "groups", tables: brings.groups },
    ...Object.entries(brings.mentions ?? {}).map(([entity, tables]) => ({
      entity,
      path: `mentions.${entity}`,
      tables,
    })),
  ];
  return all.flatMap((one) => (one.tables === undefined ? [] : [{ ...one, tables: one.tables }]));
}
