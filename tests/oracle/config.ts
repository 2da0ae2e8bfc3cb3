import {
  anonymousId,
  column,
  defineModel,
  defineSource,
  domain,
  domainOf,
  email,
  equals,
  type Field,
  type IdentifierType,
  id,
  item,
  items,
  json,
  type Mention,
  type Model,
  phone,
  type RawTable,
  type Source,
  type StateDefinition,
} from "../../src/index.ts";
import type { Story } from "../worlds/world.ts";
import type {
  Description,
  EntityDescription,
  EventDescription,
  PartDescription,
  Place,
  SourceDescription,
  StateDescription,
} from "./description.ts";

/** Says to the pipeline what a description says to the oracle. `natural_key` and `account_key` let events be recognised. */
export function storyOf(
  description: Description,
  tables: Readonly<Record<string, RawTable>>,
): Story<Model["definition"]> {
  const model: Model = defineModel({
    entities: {
      person: entityOf(description.person),
      ...(description.group === undefined ? {} : { group: entityOf(description.group) }),
    },
  });
  return {
    model,
    sources: description.sources.map((source) => sourceOf(model, source, tables)),
    states: Object.fromEntries(description.states.map((state) => [state.name, stateOf(state)])),
  };
}

function entityOf(of: EntityDescription) {
  return {
    identifiers: Object.fromEntries(
      of.identifiers.map(({ name, kind, weak }) => [name, { ...typeOf(kind, weak === true), ...rulesOf(name, of) }]),
    ),
    traits: Object.fromEntries(of.traits.map(({ name, type }) => [name, type] as const)),
  };
}

/** Where a description has rules, what they do not limit has no limit. */
function rulesOf(name: string, { identifiers, rules }: EntityDescription): Partial<IdentifierType> {
  if (rules === undefined) return {};
  const none = Number.POSITIVE_INFINITY;
  const seenWith = identifiers.map(({ name: of }) => {
    const rule = rules.sightings.find((one) => one.type === name && one.of === of);
    const most = rule?.most ?? none;
    return [of, rule?.days === undefined ? most : { most, within: { days: rule.days } }] as const;
  });
  const holding = rules.holdings.find((one) => one.type === name);
  const most = holding?.most ?? none;
  return {
    seenWith: Object.fromEntries(seenWith.filter(([of]) => of !== name)),
    perEntity: holding?.against === undefined ? most : { most, against: holding.against },
    contested: rules.first.includes(name) ? "first" : rules.preceding.includes(name) ? "preceding" : "apart",
  };
}

function typeOf(kind: EntityDescription["identifiers"][number]["kind"], weak: boolean): IdentifierType {
  if (kind === "email") return email({ strong: !weak });
  if (kind === "phone") return phone({ region: "US", strong: !weak });
  if (kind === "domain") return domain({ strong: !weak });
  return weak ? anonymousId() : id();
}

function sourceOf(model: Model, source: SourceDescription, tables: Readonly<Record<string, RawTable>>): Source {
  const used = new Set(source.events.map(({ table }) => table));
  return defineSource(model, source.name, {
    key: source.key,
    timezone: "UTC",
    ...(source.account === undefined ? {} : { account: source.account }),
    tables: Object.fromEntries([...used].map((table) => [table, tables[table] ?? table])),
    events: Object.fromEntries(source.events.map((event) => [event.key, eventOf(event, source.account)])),
  });
}

function eventOf(event: EventDescription, account: string | undefined) {
  return {
    from: event.table,
    name: typeof event.name === "string" ? event.name : column(event.name.column),
    type: event.key,
    id: event.id,
    occurredAt: event.at,
    ...(event.loaded === undefined ? {} : { ingestedAt: event.loaded }),
    ...(event.deleted === undefined ? {} : { deletedAt: event.deleted }),
    ...(event.only === undefined ? {} : { where: equals(event.only.column, event.only.is) }),
    ...(event.value === undefined ? {} : { value: event.value }),
    columns: {
      natural_key: event.id,
      ...(account === undefined ? {} : { account_key: account }),
      ...(event.own === undefined ? {} : { own: event.own }),
    },
    lists: Object.fromEntries(event.parts.flatMap(({ each }) => (each === undefined ? [] : [[each, items(each)]]))),
    persons: event.parts.filter(({ entity }) => entity === "person").map(mentionOf),
    groups: event.parts.filter(({ entity }) => entity === "group").map(mentionOf),
    memberships: event.claims,
  };
}

function mentionOf(part: PartDescription): Mention {
  const fields = (of: Readonly<Record<string, Place>>) =>
    Object.fromEntries(Object.entries(of).map(([name, place]) => [name, fieldOf(place)]));
  return {
    key: part.key,
    role: typeof part.role === "string" ? part.role : column(part.role.column),
    ...(part.each === undefined ? {} : { each: part.each }),
    identifiers: fields(part.identifiers),
    traits: fields(part.traits),
  };
}

function fieldOf(place: Place): Field {
  if ("domainOf" in place) return domainOf(fieldOf(place.domainOf));
  if ("element" in place) return item(place.element);
  return place.path === undefined ? place.column : json(place.column, place.path);
}

function stateOf(state: StateDescription): StateDefinition {
  return {
    of: state.of,
    entries: state.entries.map(({ event, role, becomes }) => ({
      event,
      ...(role === undefined ? {} : { role }),
      ...(becomes === null || typeof becomes === "string"
        ? { value: becomes }
        : becomes.take === "own"
          ? { value: { column: "own" } }
          : { number: { column: "value" } }),
    })),
  };
}
