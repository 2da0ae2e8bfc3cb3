import { slug } from "../base/names.ts";
import { nearestHint } from "../base/nearest.ts";
import type { Problem } from "../base/problem.ts";
import { Sql } from "../sql/sql.ts";
import { broughtKey } from "./brought.ts";
import { checkKinds, type Freshness } from "./checks.ts";
import type { Config } from "./config.ts";
import { broughtMentions, type EntityType, entityTypes, mentionsOf, relationshipsOf } from "./entities.ts";
import { type Condition, type Field, lookupTables, nodesIn } from "./fields.ts";
import { eventColumnsTaken, Findings } from "./findings.ts";
import { mentionKey } from "./resolve.ts";
import { configShape, shapeProblems } from "./shape.ts";
import type { EventDefinition, Mention, Source } from "./source.ts";
import { checkClaims, type MentionKeys, type Vocabulary } from "./validate-claims.ts";
import { checkModel } from "./validate-model.ts";
import { checkStates, namedEvents } from "./validate-states.ts";

/** Every problem of a config, each with its path in it; an empty list when all is well. */
export function validateConfig(config: Config): readonly Problem[] {
  const shape = shapeProblems(configShape, config.definition);
  // What has not the right shape cannot be looked into; a setting too many stands in nobody's way.
  if (shape.some((problem) => problem.code !== "name-unknown")) return shape;
  const findings = new Findings(shape);
  const { definition } = config;
  const model = definition.model.definition;
  const sourceNames = definition.sources.map((source) => source.name);
  if (!checkModel(findings, model, sourceNames)) return findings.problems;
  const vocabulary: Vocabulary = { types: entityTypes(model), relationships: relationshipsOf(model) };
  const names = new Set<string>();
  const keys = new Map<string, string>();
  definition.sources.forEach((source, index) => {
    const path = `sources[${index}]`;
    findings.name(`${path}.name`, source.name);
    if (names.has(source.name))
      findings.add(`${path}.name`, `Two sources have the name "${source.name}".`, { code: "name-taken" });
    names.add(source.name);
    const key = source.definition.key ?? source.name;
    // Tables are called after the key, so that keys must differ in what names of tables can hold.
    const other = keys.get(slug(key));
    if (other !== undefined) {
      const message =
        other === key
          ? `Two sources have the key "${key}": their events would have the same ids.`
          : `The keys "${other}" and "${key}" of two sources are too much alike: both would keep their rows in "${slug(key)}".`;
      findings.add(`${path}.key`, message, { code: "name-taken", found: `"${key}"` });
    }
    keys.set(slug(key), key);
    checkSource(findings, `${path} (${source.name})`, source, vocabulary);
  });
  const events = definition.sources.flatMap(namedEvents);
  checkStates(findings, definition.states ?? {}, { events, ...vocabulary });
  for (const name of Object.keys(definition.checks ?? {})) {
    findings.name(`checks.${name}`, name);
    // `nexus test` takes names and kinds.
    if (checkKinds.some((kind) => kind === name))
      findings.add(`checks.${name}`, `"${name}" is a kind of checks.`, { code: "name-taken", found: `"${name}"` });
  }
  if (definition.schemaPrefix !== undefined) findings.name("schemaPrefix", definition.schemaPrefix);
  if (definition.target !== undefined && !(definition.target in (definition.targets ?? {}))) {
    findings.unknown("target", "target", definition.target, Object.keys(definition.targets ?? {}));
  }
  return findings.problems;
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
  checkFreshness(findings, path, definition.freshness);
  if (keys.length === 0 && definition.brings === undefined)
    findings.add(`${path}.events`, "A source without events gives nothing.");
  const outside = [definition.account, definition.ingestedAt].filter((field) => field !== undefined);
  for (const [key, event] of keys) {
    if (definition.brings !== undefined && key === broughtKey) {
      findings.add(`${path}.events.${key}`, `"${key}" is the event of what the source brings.`, { code: "name-taken" });
    }
    checkEvent(findings, `${path}.events.${key}`, key, event, outside, tables, vocabulary);
  }
  const { brings } = definition;
  if (brings === undefined) return;
  const named = broughtMentions(brings);
  const brought: readonly (readonly [string, string | undefined])[] = [
    ["events", brings.events],
    ...named.flatMap(({ path: of, tables: { identifiers, traits } }) => [
      [`${of}.identifiers`, identifiers] as const,
      [`${of}.traits`, traits] as const,
    ]),
    ["memberships", brings.memberships],
    ["relationships", brings.relationships],
  ];
  for (const [what, table] of brought) {
    if (table !== undefined && !tables.includes(table))
      findings.unknown(`${path}.brings.${what}`, "table", table, tables);
  }
  for (const { entity, path: of } of named) mustBeType(findings, `${path}.brings.${of}`, entity, vocabulary);
  if (brings.memberships !== undefined) mustBeType(findings, `${path}.brings.memberships`, "group", vocabulary);
  if (brings.relationships !== undefined && vocabulary.relationships.every((one) => one.isMembership)) {
    findings.add(`${path}.brings.relationships`, "The model has no relationships.", {
      hint: 'declare them: relationships: { owner: { from: "group", to: "subscription" } }',
    });
  }
}

/** The entity type by its name; one that the model lacks is a problem. */
function mustBeType(findings: Findings, path: string, name: string, { types }: Vocabulary): EntityType | undefined {
  const found = types.find((type) => type.name === name);
  if (found === undefined) {
    const near = nearestHint(
      name,
      types.map((type) => type.name),
    );
    findings.add(path, `The model has no entity type "${name}".`, {
      hint: near ?? `declare it: entities: { ${name}: { identifiers: { … } } }`,
    });
  }
  return found;
}

/** A limit at least, and the warning before the error. */
function checkFreshness(findings: Findings, path: string, freshness: Freshness | undefined): void {
  if (freshness === undefined) return;
  const { warnAfter, errorAfter } = freshness;
  if (warnAfter === undefined && errorAfter === undefined) {
    findings.add(`${path}.freshness`, "A freshness without a limit says nothing.", {
      accepted: "warnAfter: { hours: 24 }, errorAfter: { hours: 48 }, or one of both",
    });
  }
  if (warnAfter !== undefined && errorAfter !== undefined && warnAfter.hours >= errorAfter.hours) {
    findings.add(`${path}.freshness`, "The warning comes no earlier than the error, so that it is never given.", {
      found: `warnAfter ${warnAfter.hours} hours, errorAfter ${errorAfter.hours} hours`,
      accepted: "fewer hours in warnAfter than in errorAfter",
    });
  }
}

function checkEvent(
  findings: Findings,
  path: string,
  key: string,
  event: EventDefinition,
  ofSource: readonly Field[],
  tables: readonly string[],
  vocabulary: Vocabulary,
): void {
  findings.name(path, key);
  notReserved(findings, path, key);
  checkFreshness(findings, path, event.freshness);
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
  const keys: MentionKeys = new Map();
  for (const { entity, path: of, mentions } of mentionsOf(event))
    checkMentions(findings, `${path}.${of}`, mentions, { entity, vocabulary, lists, keys });
  checkClaims(findings, path, event, keys, vocabulary);
  if (event.row !== undefined && event.changesOf !== undefined)
    findings.add(`${path}.row`, "An event of `changesOf` has a row for each version: `row` says nothing there.");
  const outside = [...ofSource, ...fieldsOf(event)];
  for (const table of lookupTables([...outside, ...mentionFields(event)])) {
    if (!tables.includes(table)) findings.unknown(path, "table of a lookup", table, tables);
  }
  const whole = [event.name, event.description, ...Object.values(event.columns ?? {})];
  const misplaced = [...outside, ...mentionFields(event)].some((field) =>
    nodesIn(field).some((node, depth) => isDecoded(node) && (depth > 0 || !whole.some((one) => one === field))),
  );
  if (misplaced) {
    findings.add(path, "decoded(…) stands inside of another field, or where nothing is decoded.", {
      accepted: "decoded(…) as a whole `name`, `description` or own column",
    });
  }
  for (const [list, of] of Object.entries(event.lists ?? {})) {
    if (of.kind === "rows" && !tables.includes(of.table))
      findings.unknown(`${path}.lists.${list}`, "table", of.table, tables);
  }
  for (const field of outside) {
    if (usesItem(field))
      findings.add(path, "item(…) stands outside of a mention with `each`.", {
        hint: "give the mention `each`, or take the value from a column",
      });
  }
}

/** Ends of names of tables that a run makes beside others. */
const reserved = [
  "next",
  "winners",
  "twice",
  "keys_twice",
  "remembered",
  "withdrawn",
  "set_aside",
  "deletions",
  "events",
];

function notReserved(findings: Findings, path: string, name: string): void {
  if (reserved.includes(name)) {
    findings.add(path, `"${name}" is the name of a working table.`, { code: "name-taken", found: `"${name}"` });
  }
}

/** The fields of an event itself, which see the raw row and no element of a list. */
function fieldsOf(event: EventDefinition): readonly (Field | Condition)[] {
  const named = [event.name, event.type].filter((field) => typeof field !== "string");
  const roles = allMentions(event)
    .filter((mention) => mention.each === undefined)
    .map((mention) => mention.role)
    .filter((role) => typeof role !== "string");
  const fields: readonly (Field | Condition | number | undefined)[] = [
    event.id,
    event.row,
    event.occurredAt,
    event.ingestedAt,
    event.deletedAt,
    ...named,
    event.description,
    event.value,
    event.unit,
    event.significance,
    event.where,
    ...(event.changesOf ?? []),
    ...roles,
    ...Object.values(event.columns ?? {}),
    ...Object.values(event.lists ?? {}).map((list) => list.field),
  ];
  return fields.filter((field) => field !== undefined).filter((field) => typeof field !== "number");
}

function allMentions(event: EventDefinition): readonly Mention[] {
  return mentionsOf(event).flatMap(({ mentions }) => mentions);
}

/** The fields of an event's mentions. */
function mentionFields(event: EventDefinition): readonly (Field | Condition)[] {
  return allMentions(event)
    .flatMap((of) => [of.where, ...Object.values(of.identifiers), ...Object.values(of.traits ?? {})])
    .filter((field) => field !== undefined);
}

function isDecoded(node: ReturnType<typeof nodesIn>[number]): boolean {
  return !(node instanceof Sql) && node.kind === "decoded";
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
  known: {
    readonly entity: string;
    readonly vocabulary: Vocabulary;
    readonly lists: readonly string[];
    /** Filled with the keys of these mentions. */
    readonly keys: MentionKeys;
  },
): void {
  const { entity, lists, keys } = known;
  if (path.endsWith(`.mentions.${entity}`) && (entity === "person" || entity === "group")) {
    findings.add(path, `Mentions of a ${entity} stand in \`${entity}s\` of the event.`);
    return;
  }
  const definition =
    mentions.length === 0 ? undefined : mustBeType(findings, path, entity, known.vocabulary)?.definition;
  if (definition === undefined) return;
  mentions.forEach((mention, index) => {
    const where = `${path}[${index}]`;
    const key = mentionKey(mention, entity);
    if (keys.has(key)) {
      findings.add(where, `Two mentions of the event have the key "${key}".`, {
        code: "name-taken",
        hint: "give one of them a `key` of its own",
      });
    } else keys.set(key, entity);
    if (mention.each !== undefined && !lists.includes(mention.each))
      findings.unknown(`${where}.each`, "list", mention.each, lists);
    for (const type of Object.keys(mention.identifiers)) {
      const types = Object.keys(definition.identifiers);
      if (!types.includes(type))
        findings.unknown(`${where}.identifiers.${type}`, `identifier type of ${entity}`, type, types);
    }
    for (const trait of Object.keys(mention.traits ?? {})) {
      const traits = Object.keys(definition.traits ?? {});
      if (!traits.includes(trait)) findings.unknown(`${where}.traits.${trait}`, `trait of ${entity}`, trait, traits);
    }
    const fields = [...Object.values(mention.identifiers), ...Object.values(mention.traits ?? {})].filter(
      (field) => field !== undefined,
    );
    const role = typeof mention.role === "string" ? [] : [mention.role];
    const asked = [...fields, ...role, ...(mention.where === undefined ? [] : [mention.where])];
    if (mention.each !== undefined && asked.some(usesLookup)) {
      findings.add(where, "lookup(…) stands in a mention with `each`.", {
        hint: "look it up in `columns` of the event, and name that column here",
      });
    }
    if (
      mention.each === undefined &&
      [...fields, ...(mention.where === undefined ? [] : [mention.where])].some(usesItem)
    ) {
      findings.add(where, "item(…) stands in a mention without `each`.", {
        accepted:
          lists.length === 0
            ? "declare a list of the event first"
            : `each: ${lists.map((list) => `"${list}"`).join(" or ")}`,
      });
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
