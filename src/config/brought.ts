import { broughtMentions, type EntityType, entityTypes, type Relationship, relationshipsOf } from "./entities.ts";
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
  const types = entityTypes(model.definition);
  const present = broughtMentions(brings).flatMap(({ entity, tables }) =>
    types
      .filter((type) => type.name === entity)
      .map(({ name, plural, definition }) => ({ name, definition, tables, list: plural })),
  );
  const claimed = relationshipsOf(model.definition).flatMap((of) => broughtClaim(brings, of) ?? []);
  const lists: Record<string, List> = Object.fromEntries([
    ...present.map(({ name, definition, tables, list }) => [list, mentionList(sourceKey, name, definition, tables)]),
    ...claimed.map(({ list, table }) => [list, { kind: "rows", table, key: "event_id", field: "event_id" }]),
  ]);
  const mentions = (name: string): Mention[] => [
    ...present
      .filter((side) => side.name === name)
      .map(({ definition, tables, list }) => mention(name, definition, tables, list)),
    ...claimed.flatMap((claim) =>
      claim.sides
        .filter((side) => side.type === name)
        .flatMap((side) => types.filter((type) => type.name === name).map((type) => claimedSide(claim, side, type))),
    ),
  ];
  const own = types.filter((type) => type.name !== "person" && type.name !== "group");
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
    groups: mentions("group"),
    mentions: Object.fromEntries(own.map(({ name }) => [name, mentions(name)])),
    memberships: claimed
      .filter(({ relationship }) => relationship.isMembership)
      .map(({ sides: [from, to] }) => ({ person: from.key, group: to.key })),
    relationships: claimed
      .filter(({ relationship }) => !relationship.isMembership)
      .map(({ relationship, sides: [from, to] }) => ({
        kind: relationship.name,
        from: from.key,
        to: to.key,
        roleOf: "from",
      })),
  };
}

interface BroughtSide {
  readonly type: string;
  /** The key of its mention. */
  readonly key: string;
  /** What its columns begin with. */
  readonly columns: string;
}

/** A table of claims of one kind. */
interface BroughtClaim {
  readonly relationship: Relationship;
  readonly list: string;
  readonly table: string;
  readonly sides: readonly [BroughtSide, BroughtSide];
}

function broughtClaim(brings: BroughtTables, relationship: Relationship): BroughtClaim | undefined {
  const { name, from, to, isMembership } = relationship;
  if (isMembership) {
    if (brings.memberships === undefined) return undefined;
    const person = { type: from, key: "member", columns: "person" };
    const group = { type: to, key: "group of member", columns: "group" };
    return { relationship, list: "memberships", table: brings.memberships, sides: [person, group] };
  }
  if (brings.relationships === undefined) return undefined;
  const side = (type: string, columns: string): BroughtSide => ({ type, key: `${columns} of ${name}`, columns });
  return {
    relationship,
    list: `relationships_${name}`,
    table: brings.relationships,
    sides: [side(from, "from"), side(to, "to")],
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

/** One side of a claim: its identifier stands in one column, its type in another. */
function claimedSide(claim: BroughtClaim, side: BroughtSide, { definition }: EntityType): Mention {
  const { name, isMembership } = claim.relationship;
  const typed = (type: string): Field =>
    when(equals(item(`${side.columns}_identifier_type`), type), item(`${side.columns}_identifier`));
  return {
    key: side.key,
    role: firstOf(item("role"), constant(isMembership ? "member" : name)),
    each: claim.list,
    ...(isMembership ? {} : { where: equals(item("kind"), name) }),
    identifiers: Object.fromEntries(Object.keys(definition.identifiers).map((type) => [type, typed(type)])),
  };
}
