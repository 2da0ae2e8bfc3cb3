import { constant, equals, type Field, firstOf, item, type List, optional, when } from "./fields.ts";
import type { EntityDefinition, Model } from "./model.ts";
import type { BroughtMentions, BroughtTables, EventDefinition, Mention } from "./source.ts";

/**
 * The name of the identifier type that ties rows of one edge which share no value. It is nobody's name: names of users
 * do not begin with _.
 */
export const edgeType = "_edge";

/** The key of the event definition that brought tables become. */
export const broughtKey = "brought";

/** Tables that have the shape of layer 2 already, as one event definition: their rows become what they are. */
export function broughtEvent(sourceKey: string, brings: BroughtTables, model: Model): EventDefinition {
  const { person, group } = model.definition.entities;
  const sides = [
    { name: "person", entity: person, tables: brings.persons },
    { name: "group", entity: group, tables: brings.groups },
  ] as const;
  const present = sides.flatMap(({ name, entity, tables }) =>
    entity === undefined || tables === undefined ? [] : [{ name, entity, tables, list: `${name}s` }],
  );
  const claims = brings.memberships === undefined || group === undefined ? undefined : brings.memberships;
  const lists: Record<string, List> = Object.fromEntries(
    present.map(({ name, entity, tables, list }) => [list, mentionList(sourceKey, name, entity, tables)]),
  );
  if (claims !== undefined) lists["memberships"] = { kind: "rows", table: claims, key: "event_id", field: "event_id" };
  const mentions = (name: "person" | "group"): Mention[] => [
    ...present
      .filter((side) => side.name === name)
      .map(({ entity, tables, list }) => mention(name, entity, tables, list)),
    ...(claims === undefined || group === undefined ? [] : [claimed(name, name === "person" ? person : group)]),
  ];
  return {
    from: brings.events,
    id: "event_id",
    occurredAt: "occurred_at",
    ingestedAt: optional("_ingested_at"),
    name: firstOf(optional("event_name"), optional("event_type")),
    type: optional("event_type"),
    description: optional("event_description"),
    value: optional("value"),
    unit: optional("value_unit"),
    significance: optional("significance"),
    lists,
    persons: mentions("person"),
    groups: group === undefined ? [] : mentions("group"),
    ...(claims === undefined ? {} : { memberships: [{ person: "member", group: "group of member" }] }),
  };
}

function mentionList(source: string, name: string, entity: EntityDefinition, tables: BroughtMentions): List {
  return {
    kind: "rows",
    table: tables.identifiers,
    key: "event_id",
    field: "event_id",
    ...(tables.traits === undefined ? {} : { beside: tables.traits }),
    ...(tables.shape === "long" ? { long: { source, entity: name, types: Object.keys(entity.identifiers) } } : {}),
  };
}

function mention(name: string, entity: EntityDefinition, tables: BroughtMentions, list: string): Mention {
  const traits = tables.traits === undefined ? [] : Object.keys(entity.traits ?? {});
  const edge = tables.shape === "long" ? { [edgeType]: item(edgeType) } : {};
  return {
    key: `brought ${name}`,
    role: firstOf(item("role"), constant(name)),
    each: list,
    identifiers: { ...Object.fromEntries(Object.keys(entity.identifiers).map((type) => [type, item(type)])), ...edge },
    traits: Object.fromEntries(traits.map((trait) => [trait, item(["_beside", trait])])),
  };
}

/** One side of a membership claim: its identifier stands in one column, its type in another. */
function claimed(name: "person" | "group", entity: EntityDefinition): Mention {
  const typed = (type: string): Field =>
    when(equals(item(`${name}_identifier_type`), type), item(`${name}_identifier`));
  return {
    key: name === "person" ? "member" : "group of member",
    role: firstOf(item("role"), constant("member")),
    each: "memberships",
    identifiers: Object.fromEntries(Object.keys(entity.identifiers).map((type) => [type, typed(type)])),
  };
}
