import { namePattern, words } from "../base/names.ts";
import { nearest } from "../base/nearest.ts";
import type { Problem } from "../base/problem.ts";
import { Sql } from "../sql/sql.ts";
import type { Config } from "./config.ts";
import { type Condition, type Field, nodesIn } from "./fields.ts";
import type { EntityDefinition } from "./model.ts";
import { mentionKey } from "./resolve.ts";
import { configShape, shapeProblems } from "./shape.ts";
import type { EventDefinition, Mention, Source } from "./source.ts";
import type { StateDefinition } from "./state.ts";

/** Collects every problem of a config, each with its path. */
class Findings {
  readonly problems: Problem[];

  constructor(found: readonly Problem[]) {
    this.problems = [...found];
  }

  add(path: string, message: string, more: Partial<Omit<Problem, "where" | "message">> = {}): void {
    this.problems.push({ code: "config-invalid", message, ...more, where: { path } });
  }

  /** A name that is not among the known ones, with the nearest of them. */
  unknown(path: string, what: string, found: string, known: readonly string[]): void {
    const near = nearest(found, known);
    this.add(path, `Unknown ${what} "${found}".`, {
      code: "name-unknown",
      found: `"${found}"`,
      accepted: known.length === 0 ? "none is declared" : known.map((name) => `"${name}"`).join(", "),
      ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
    });
  }

  name(path: string, name: string): void {
    // A leading _ and a double one are for columns and tables of ours.
    if (!namePattern.test(name) || name.startsWith("_") || name.includes("__")) {
      this.add(path, `"${name}" cannot be a name.`, {
        code: "name-invalid",
        found: `"${name}"`,
        accepted: "small letters, digits and single _ between them, beginning with a letter",
      });
    }
  }
}

/** Names that columns of final tables have already. */
const taken = [
  "id",
  "is_identified",
  "first_seen_at",
  "last_seen_at",
  "event_count",
  "role",
  "occurred_at",
  "source",
  "event_id",
];

/** Every problem of a config, each with its path in it; an empty list when all is well. */
export function validateConfig(config: Config): readonly Problem[] {
  const shape = shapeProblems(configShape, config.definition);
  // What has not the right shape cannot be looked into; a setting too many stands in nobody's way.
  if (shape.some((problem) => problem.code !== "name-unknown")) return shape;
  const findings = new Findings(shape);
  const { definition } = config;
  const { person, group } = definition.model.definition.entities;
  checkEntity(findings, "model.entities.person", person);
  if (group !== undefined) checkEntity(findings, "model.entities.group", group);
  const names = new Set<string>();
  const keys = new Set<string>();
  definition.sources.forEach((source, index) => {
    const path = `sources[${index}]`;
    findings.name(`${path}.name`, source.name);
    if (names.has(source.name))
      findings.add(`${path}.name`, `Two sources have the name "${source.name}".`, { code: "name-taken" });
    names.add(source.name);
    const key = source.definition.key ?? source.name;
    if (keys.has(key)) {
      findings.add(`${path}.key`, `Two sources have the key "${key}": their events would have the same ids.`, {
        code: "name-taken",
        found: `"${key}"`,
      });
    }
    keys.add(key);
    checkSource(findings, `${path} (${source.name})`, source, { person, ...(group === undefined ? {} : { group }) });
  });
  const events = definition.sources.flatMap(namedEvents);
  const anyName = definition.sources.some(namesFromRows);
  for (const [name, state] of Object.entries(definition.states ?? {}))
    checkState(findings, `states.${name}`, name, state, { events, anyName, hasGroups: group !== undefined });
  for (const name of Object.keys(definition.checks ?? {})) findings.name(`checks.${name}`, name);
  if (definition.schemaPrefix !== undefined) findings.name("schemaPrefix", definition.schemaPrefix);
  if (definition.target !== undefined && !(definition.target in (definition.targets ?? {}))) {
    findings.unknown("target", "target", definition.target, Object.keys(definition.targets ?? {}));
  }
  return findings.problems;
}

function checkEntity(findings: Findings, path: string, entity: EntityDefinition): void {
  const identifiers = Object.keys(entity.identifiers);
  const traits = Object.keys(entity.traits ?? {});
  if (identifiers.length === 0)
    findings.add(`${path}.identifiers`, "An entity type needs at least one identifier type.");
  for (const name of [...identifiers, ...traits]) {
    const where = identifiers.includes(name) ? `${path}.identifiers.${name}` : `${path}.traits.${name}`;
    findings.name(where, name);
    if (taken.includes(name))
      findings.add(where, `"${name}" is a column of the final table already.`, { code: "name-taken" });
  }
  for (const name of identifiers) {
    if (identifiers.some((other) => name === `${other}_raw`)) {
      findings.add(`${path}.identifiers.${name}`, `"${name}" is a column of core tables already.`, {
        code: "name-taken",
      });
    }
  }
  for (const name of traits) {
    if (identifiers.includes(name)) {
      findings.add(`${path}.traits.${name}`, `"${name}" is an identifier type already: both would be one column.`, {
        code: "name-taken",
      });
    }
  }
}

interface Vocabulary {
  readonly person: EntityDefinition;
  readonly group?: EntityDefinition;
}

function checkSource(findings: Findings, path: string, source: Source, vocabulary: Vocabulary): void {
  const { definition } = source;
  const tables = Object.keys(definition.tables);
  const keys = Object.entries(definition.events ?? {});
  if (definition.timezone !== undefined && !isTimezone(definition.timezone)) {
    findings.add(`${path}.timezone`, `"${definition.timezone}" is no time zone.`, {
      accepted: 'a name such as "UTC" or "Europe/Madrid"',
    });
  }
  if (keys.length === 0 && definition.brings === undefined)
    findings.add(`${path}.events`, "A source without events gives nothing.");
  for (const [key, event] of keys) checkEvent(findings, `${path}.events.${key}`, key, event, tables, vocabulary);
}

function checkEvent(
  findings: Findings,
  path: string,
  key: string,
  event: EventDefinition,
  tables: readonly string[],
  vocabulary: Vocabulary,
): void {
  findings.name(path, key);
  notReserved(findings, path, key);
  if (!tables.includes(event.from)) findings.unknown(`${path}.from`, "table", event.from, tables);
  if (event.timezone !== undefined && !isTimezone(event.timezone))
    findings.add(`${path}.timezone`, `"${event.timezone}" is no time zone.`);
  const lists = Object.keys(event.lists ?? {});
  for (const list of lists) {
    findings.name(`${path}.lists.${list}`, list);
    notReserved(findings, `${path}.lists.${list}`, list);
  }
  for (const name of Object.keys(event.columns ?? {})) {
    findings.name(`${path}.columns.${name}`, name);
    if (eventColumnsTaken.includes(name))
      findings.add(`${path}.columns.${name}`, `"${name}" is a column of every event already.`, { code: "name-taken" });
  }
  const persons = checkMentions(findings, `${path}.persons`, event.persons ?? [], "person", vocabulary.person, lists);
  const groups = checkMentions(
    findings,
    `${path}.groups`,
    event.groups ?? [],
    "group",
    vocabulary.group,
    lists,
    persons,
  );
  (event.memberships ?? []).forEach((claim, index) => {
    const slugs = (keys: readonly string[], wanted: string): boolean =>
      keys.includes(mentionKey({ role: wanted, identifiers: {} }, ""));
    if (!slugs(persons, claim.person))
      findings.unknown(`${path}.memberships[${index}].person`, "person mention", claim.person, persons);
    if (!slugs(groups, claim.group))
      findings.unknown(`${path}.memberships[${index}].group`, "group mention", claim.group, groups);
  });
  if (event.row !== undefined && event.changesOf !== undefined)
    findings.add(`${path}.row`, "An event of `changesOf` has a row for each version: `row` says nothing there.");
  for (const table of lookupsIn(event)) {
    if (!tables.includes(table)) findings.unknown(path, "table of a lookup", table, tables);
  }
  const outside = [
    event.id,
    event.row,
    event.occurredAt,
    event.ingestedAt,
    event.deletedAt,
    event.description,
    event.value,
    event.unit,
    event.where,
    ...Object.values(event.columns ?? {}),
  ];
  for (const field of outside) {
    if (field !== undefined && usesItem(field))
      findings.add(path, "item(…) stands outside of a mention with `each`.", {
        hint: "give the mention `each`, or take the value from a column",
      });
  }
}

/** Ends of names of tables that a run makes beside others. */
const reserved = ["next", "winners", "twice", "keys_twice", "set_aside", "deletions", "rows"];

function notReserved(findings: Findings, path: string, name: string): void {
  if (reserved.includes(name)) {
    findings.add(path, `"${name}" is the name of a working table.`, { code: "name-taken", found: `"${name}"` });
  }
}

const eventColumnsTaken = [
  "event_id",
  "natural_id",
  "account",
  "occurred_at",
  "event_type",
  "event_name",
  "event_description",
  "source",
  "value",
  "value_unit",
  "significance",
];

/** The tables that an event's look-ups read. */
function lookupsIn(event: EventDefinition): readonly string[] {
  const mentions = [...(event.persons ?? []), ...(event.groups ?? [])];
  const fields: readonly (Field | Condition | undefined)[] = [
    event.id,
    event.row,
    event.occurredAt,
    event.ingestedAt,
    event.deletedAt,
    event.description,
    event.value,
    event.unit,
    event.where,
    ...Object.values(event.columns ?? {}),
    ...mentions.flatMap((of) => [of.where, ...Object.values(of.identifiers), ...Object.values(of.traits ?? {})]),
  ];
  const nodes = fields.flatMap((field) => (field === undefined ? [] : nodesIn(field)));
  return [...new Set(nodes.flatMap((node) => (!(node instanceof Sql) && node.kind === "lookup" ? [node.table] : [])))];
}

function usesLookup(field: Field | Condition): boolean {
  return nodesIn(field).some((node) => !(node instanceof Sql) && node.kind === "lookup");
}

function usesItem(field: Field | Condition): boolean {
  return nodesIn(field).some((node) => !(node instanceof Sql) && node.kind === "item");
}

function checkMentions(
  findings: Findings,
  path: string,
  mentions: readonly Mention[],
  entity: string,
  definition: EntityDefinition | undefined,
  lists: readonly string[],
  others: readonly string[] = [],
): string[] {
  if (mentions.length > 0 && definition === undefined) {
    findings.add(path, `The model has no entity type "${entity}".`, {
      hint: `declare it: entities: { ${entity}: { identifiers: { … } } }`,
    });
    return [];
  }
  const keys: string[] = [];
  mentions.forEach((mention, index) => {
    const where = `${path}[${index}]`;
    const key = mentionKey(mention, entity);
    if (keys.includes(key) || others.includes(key)) {
      findings.add(where, `Two mentions of the event have the key "${key}".`, {
        code: "name-taken",
        hint: "give one of them a `key` of its own",
      });
    }
    keys.push(key);
    if (mention.each !== undefined && !lists.includes(mention.each))
      findings.unknown(`${where}.each`, "list", mention.each, lists);
    for (const type of Object.keys(mention.identifiers)) {
      const known = Object.keys(definition?.identifiers ?? {});
      if (!known.includes(type))
        findings.unknown(`${where}.identifiers.${type}`, `identifier type of ${entity}`, type, known);
    }
    for (const trait of Object.keys(mention.traits ?? {})) {
      const known = Object.keys(definition?.traits ?? {});
      if (!known.includes(trait)) findings.unknown(`${where}.traits.${trait}`, `trait of ${entity}`, trait, known);
    }
    const fields = [...Object.values(mention.identifiers), ...Object.values(mention.traits ?? {})].filter(
      (field) => field !== undefined,
    );
    const asked = [...fields, ...(mention.where === undefined ? [] : [mention.where])];
    if (mention.each !== undefined && asked.some(usesLookup)) {
      findings.add(where, "lookup(…) stands in a mention with `each`.", {
        hint: "look it up in `columns` of the event, and name that column here",
      });
    }
    if (mention.each === undefined && fields.some(usesItem)) {
      findings.add(where, "item(…) stands in a mention without `each`.", {
        accepted:
          lists.length === 0
            ? "declare a list of the event first"
            : `each: ${lists.map((list) => `"${list}"`).join(" or ")}`,
      });
    }
  });
  return keys;
}

/** An event with the source's own columns that states may read; its name is undefined where each row has its own. */
interface NamedEvent {
  readonly name: string | undefined;
  readonly columns: readonly string[];
}

/** The events of a source. */
function namedEvents(source: Source): readonly NamedEvent[] {
  return Object.entries(source.definition.events ?? {}).flatMap(([key, event]) => {
    const columns = Object.keys(event.columns ?? {});
    if (event.name === undefined) return [{ name: words(key), columns }];
    return [{ name: typeof event.name === "string" ? event.name : undefined, columns }];
  });
}

/** Whether a source takes names of events from its rows. */
function namesFromRows(source: Source): boolean {
  return Object.values(source.definition.events ?? {}).some(
    (event) => event.name !== undefined && typeof event.name !== "string",
  );
}

function checkState(
  findings: Findings,
  path: string,
  name: string,
  state: StateDefinition,
  known: { readonly events: readonly NamedEvent[]; readonly anyName: boolean; readonly hasGroups: boolean },
): void {
  findings.name(path, name);
  if (state.of === "group" && !known.hasGroups) findings.add(`${path}.of`, 'The model has no entity type "group".');
  const names = [...new Set(known.events.flatMap((event) => event.name ?? []))];
  const named = [
    ...Object.keys(state.events ?? {}).map((event) => [`${path}.events`, event] as const),
    ...(state.entries ?? []).map((entry, index) => [`${path}.entries[${index}].event`, entry.event] as const),
  ];
  if (named.length === 0) {
    findings.add(path, "A state needs an event that leads into it.", {
      accepted: '`events: { "event name": "value" }` or `entries`',
    });
  }
  for (const [where, event] of named) {
    if (!known.anyName && !names.includes(event)) findings.unknown(where, "event", event, names);
  }
  (state.entries ?? []).forEach((entry, index) => {
    const where = `${path}.entries[${index}]`;
    if (entry.value === undefined && entry.number === undefined)
      findings.add(where, "An entry needs a value or a number.");
    const own = known.events.filter((event) => event.name === entry.event || event.name === undefined);
    const columns = [...eventColumnsTaken, ...own.flatMap((event) => event.columns)];
    for (const said of [entry.value, entry.number]) {
      if (said === null || typeof said !== "object" || said instanceof Sql) continue;
      if (own.length > 0 && !columns.includes(said.column))
        findings.unknown(where, "column of the event", said.column, columns);
    }
  });
}

function isTimezone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
