import type { RawRow } from "../conformance/engines.ts";
import {
  type Description,
  type EntityDescription,
  type EntityType,
  type EventDescription,
  eventKey,
  type PartDescription,
  type Place,
  type RawTables,
  type SourceDescription,
  type StateDescription,
} from "./description.ts";
import { type Normalized, normalized } from "./normalize.ts";
import type { EntityPicture, Picture } from "./picture.ts";
import { type Instant, instant, written6 } from "./time.ts";

/** What the oracle is asked. */
export interface Question {
  readonly description: Description;
  /** The raw tables as each run found them, the last one last: what raw forgets, layer 2 remembers. */
  readonly snapshots: readonly RawTables[];
  readonly horizon: string;
  /** The public id of an event: only to break ties of the same instant as the pipeline does. */
  readonly eventId: (key: string) => string;
}

/** An event that counts, from the newest version of its row. */
interface Happened {
  readonly key: string;
  readonly source: SourceDescription;
  readonly event: EventDescription;
  readonly row: RawRow;
  readonly at: Instant;
  readonly isDue: boolean;
  readonly name: string;
}

/** One sighting of identifiers together. */
interface Mention {
  readonly happened: Happened;
  readonly part: PartDescription;
  readonly role: string;
  readonly slot: number;
  readonly element: number;
  readonly identifiers: readonly Seen[];
  readonly traits: ReadonlyMap<string, string>;
}

interface Seen extends Normalized {
  readonly type: string;
  readonly raw: string;
  /** `type value`, the identifier itself. */
  readonly node: string;
}

/** The answer to everything that does not hang on the ids that were given. */
export function oracle(question: Question): Picture {
  const happened = events(question);
  const { description } = question;
  const mentions: Record<EntityType, readonly Mention[]> = {
    person: happened.flatMap((one) => mentionsOf(one, "person", description.person)),
    group:
      description.group === undefined ? [] : happened.flatMap((one) => mentionsOf(one, "group", description.group)),
  };
  const resolved = { person: entityOf(mentions.person), group: entityOf(mentions.group) };
  const ties = new Ties(question.eventId);
  const entities = (type: EntityType): Map<string, EntityPicture> =>
    pictures(description, type, mentions[type], resolved[type], ties);
  return {
    events: new Map(
      happened.map(({ key, at, name, source, isDue, row, event }) => [
        key,
        {
          at: written6(at),
          name,
          source: source.name,
          isFuture: !isDue,
          value: event.value === undefined ? null : numberAt(row, event.value),
        },
      ]),
    ),
    persons: entities("person"),
    groups: entities("group"),
    memberships: memberships(mentions, resolved),
  };
}

// ── events ──────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Version {
  readonly row: RawRow;
  readonly loaded: Instant | null;
  readonly deleted: boolean;
  readonly fits: boolean;
}

function events({ description, snapshots, horizon }: Question): readonly Happened[] {
  const dueUntil = (instant(horizon) ?? 0) + 86_400_000_000;
  return description.sources.flatMap((source) =>
    source.events.flatMap((event) => {
      let kept = new Map<string, Version>();
      for (const tables of snapshots) kept = remembered(kept, newestVersions(source, event, tables[event.table] ?? []));
      return [...kept].flatMap(([key, { row, deleted, fits }]) => {
        const at = instant(textAt(row, event.at) ?? "");
        if (deleted || !fits || at === null) return [];
        const name = typeof event.name === "string" ? event.name : (textAt(row, event.name.column) ?? "");
        return [{ key, source, event, row, at, name, isDue: at <= dueUntil }];
      });
    }),
  );
}

/** Of each event the version that was loaded last; rows without an id or a time are none. */
function newestVersions(
  source: SourceDescription,
  event: EventDescription,
  rows: readonly RawRow[],
): Map<string, Version> {
  const newest = new Map<string, Version>();
  for (const row of rows) {
    const id = textAt(row, event.id);
    if (id === null || id === "" || instant(textAt(row, event.at) ?? "") === null) continue;
    const account = source.account === undefined ? null : textAt(row, source.account);
    const key = eventKey(source.key, account === "" ? null : account, event.key, id);
    const loaded = event.loaded === undefined ? null : instant(textAt(row, event.loaded) ?? "");
    const deletion = event.deleted === undefined ? null : textAt(row, event.deleted);
    const version: Version = {
      row,
      loaded,
      deleted: deletion !== null && !["", "false", "f", "0", "no"].includes(deletion.trim().toLowerCase()),
      fits: event.only === undefined || textAt(row, event.only.column) === event.only.is,
    };
    const before = newest.get(key);
    if (before === undefined || (loaded ?? Number.NEGATIVE_INFINITY) > (before.loaded ?? Number.NEGATIVE_INFINITY)) {
      newest.set(key, version);
    }
  }
  return newest;
}

/** What raw has now replaces what was kept, unless it is an older version; what raw no longer has is kept. */
function remembered(kept: ReadonlyMap<string, Version>, now: ReadonlyMap<string, Version>): Map<string, Version> {
  const all = new Map(kept);
  for (const [key, version] of now) {
    const before = kept.get(key);
    const isOlder = before?.loaded != null && version.loaded !== null && version.loaded < before.loaded;
    if (!isOlder) all.set(key, version);
  }
  return all;
}

function textAt(row: RawRow, column: string): string | null {
  return textOf(row[column]);
}

function textOf(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

function numberAt(row: RawRow, column: string): number | null {
  const text = textAt(row, column)?.trim() ?? "";
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
}

// ── mentions ────────────────────────────────────────────────────────────────────────────────────────────────────────

function mentionsOf(happened: Happened, entity: EntityType, of: EntityDescription | undefined): readonly Mention[] {
  const parts = happened.event.parts.filter((part) => part.entity === entity);
  return parts.flatMap((part, slot) => {
    const list: unknown = part.each === undefined ? [{}] : happened.row[part.each];
    const elements: readonly unknown[] = Array.isArray(list) ? list : [];
    return elements.flatMap((element, index) => {
      const read = (place: Place | undefined): string | null =>
        place === undefined ? null : at(place, happened.row, element);
      const identifiers = ranked(of).flatMap(({ name, kind }) => {
        const raw = read(part.identifiers[name]);
        if (raw === null) return [];
        const form = normalized(kind, raw);
        return [{ ...form, type: name, raw, node: `${name} ${form.value}` }];
      });
      if (identifiers.length === 0) return [];
      const traits = (of?.traits ?? []).flatMap(({ name, type }): [string, string][] => {
        const said = read(part.traits[name]);
        if (said === null || said.trim() === "") return [];
        if (type === "number") return Number.isNaN(Number(said)) ? [] : [[name, String(Number(said))]];
        return [[name, said]];
      });
      const role = typeof part.role === "string" ? part.role : (textAt(happened.row, part.role.column) ?? "");
      const place = part.each === undefined ? 0 : index + 1;
      return [{ happened, part, role, slot, element: place, identifiers, traits: new Map(traits) }];
    });
  });
}

function at(place: Place, row: RawRow, element: unknown): string | null {
  if ("domainOf" in place) {
    const address = at(place.domainOf, row, element);
    return address === null ? null : (/[^@>\s]+$/.exec(address)?.[0] ?? null);
  }
  if ("element" in place) return textOf(member(element, place.element));
  return place.path === undefined ? textAt(row, place.column) : textOf(member(row[place.column], place.path));
}

function member(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null ? Reflect.get(of, name) : undefined;
}

/** Identifier types from the strongest to the weakest. */
function ranked(of: EntityDescription | undefined): EntityDescription["identifiers"] {
  const all = of?.identifiers ?? [];
  return [...all.filter(({ weak }) => weak !== true), ...all.filter(({ weak }) => weak === true)];
}

// ── who is one ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** From each identifier (as `type value`) to the name of its entity: all of the entity's identifiers, in order. */
function entityOf(mentions: readonly Mention[]): ReadonlyMap<string, string> {
  const neighbours = new Map<string, Set<string>>();
  const reach = (node: string): Set<string> => {
    const known = neighbours.get(node) ?? new Set();
    neighbours.set(node, known);
    return known;
  };
  for (const { identifiers } of mentions) {
    const linking = identifiers.filter(({ worth }) => worth === "links");
    for (const { node } of identifiers.filter(({ worth }) => worth !== "junk")) reach(node);
    for (const left of linking) for (const right of linking) if (left !== right) reach(left.node).add(right.node);
  }
  const names = new Map<string, string>();
  for (const start of neighbours.keys()) {
    if (names.has(start)) continue;
    const found = new Set([start]);
    // A set is walked in the order of arrival, so what is added on the way is visited, too.
    for (const node of found) for (const next of neighbours.get(node) ?? []) found.add(next);
    const name = entityName(found);
    for (const node of found) names.set(node, name);
  }
  return names;
}

/** An entity by its identifiers: the one name that hangs on no id. */
export function entityName(nodes: Iterable<string>): string {
  return [...nodes].sort().join(" | ");
}

/** Whom a mention is of: its strongest identifier that links decides, else its strongest shared one. */
function whose({ identifiers }: Mention, entities: ReadonlyMap<string, string>): string | undefined {
  const decides =
    identifiers.find(({ worth }) => worth === "links") ?? identifiers.find(({ worth }) => worth === "shared");
  return decides === undefined ? undefined : entities.get(decides.node);
}

// ── who they are ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The order of sightings: time, then the event's id, then the place in the event. */
class Ties {
  private readonly eventId: (key: string) => string;

  constructor(eventId: (key: string) => string) {
    this.eventId = eventId;
  }

  events(a: Happened, b: Happened): number {
    return a.at - b.at || byText(this.eventId(a.key), this.eventId(b.key));
  }

  mentions(a: Mention, b: Mention): number {
    return this.events(a.happened, b.happened) || a.slot - b.slot || a.element - b.element;
  }
}

/** Texts by their bytes, as no language would sort them. */
function byText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function pictures(
  description: Description,
  type: EntityType,
  mentions: readonly Mention[],
  entities: ReadonlyMap<string, string>,
  ties: Ties,
): Map<string, EntityPicture> {
  const of = type === "person" ? description.person : description.group;
  const states = description.states.filter((state) => state.of === type);
  const theirs = grouped(mentions, (mention) => whose(mention, entities));
  const nodes = grouped([...entities.keys()], (node) => entities.get(node));
  const sightings = grouped(
    mentions.flatMap((mention) => mention.identifiers.map((seen) => ({ ...seen, mention }))),
    ({ node, worth }) => (worth === "junk" ? undefined : node),
  );
  return new Map(
    [...nodes].map(([name, mine]) => {
      const taken = theirs.get(name) ?? [];
      const seen = mine.flatMap((node) => sightings.get(node) ?? []);
      const due = taken.filter(({ happened }) => happened.isDue);
      const values = new Map(
        ranked(of).map((one) => [
          one.name,
          recentValue(
            seen.filter((s) => s.type === one.name),
            ties,
          ),
        ]),
      );
      const history = [...traitHistory(due, ties)];
      return [
        name,
        {
          identifiers: mine
            .map((node) => {
              const all = sightings.get(node) ?? [];
              const times = all.map(({ mention }) => mention.happened);
              const shared = all.some(({ worth }) => worth === "shared") ? " shared" : "";
              return `${node}: ${earliest(times)} – ${latest(times)}, ${all.length} times${shared}`;
            })
            .sort(),
          firstSeen: earliest(seen.map(({ mention }) => mention.happened)),
          lastSeen: latest(seen.map(({ mention }) => mention.happened)),
          eventCount: new Set(taken.map(({ happened }) => happened.key)).size,
          isIdentified: ranked(of).some((one) => one.weak !== true && values.get(one.name) !== null),
          values: Object.fromEntries(values),
          traits: Object.fromEntries(
            (of?.traits ?? []).map((trait) => [trait.name, currentTrait(history, trait.name)]),
          ),
          history: history.map(({ text }) => text).sort(),
          parts: [...new Set(taken.map(({ happened, role }) => `${happened.key} as ${role}`))].sort(),
          states: states.flatMap((state) => intervals(state, due, ties)).sort(),
        },
      ];
    }),
  );
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function earliest(all: readonly Happened[]): string | null {
  return all.length === 0 ? null : written6(Math.min(...all.map(({ at: time }) => time)));
}

/** The last time that is due. */
function latest(all: readonly Happened[]): string | null {
  const due = all.filter(({ isDue }) => isDue);
  return due.length === 0 ? null : written6(Math.max(...due.map(({ at: time }) => time)));
}

/** Of all spellings the one seen last; what only the future has seen comes after everything that was. */
function recentValue(seen: readonly (Seen & { readonly mention: Mention })[], ties: Ties): string | null {
  const spellings = [...grouped(seen, ({ raw }) => raw)].map(([raw, all]) => {
    const mentions = all.map(({ mention }) => mention).sort((a, b) => ties.mentions(a, b));
    const due = mentions.filter(({ happened }) => happened.isDue);
    const when = due.at(-1) ?? (mentions[0] as Mention);
    return { said: raw.replace(/^ +| +$/g, ""), isDue: due.length > 0, when };
  });
  spellings.sort((a, b) => Number(a.isDue) - Number(b.isDue) || ties.mentions(a.when, b.when));
  return spellings.at(-1)?.said ?? null;
}

interface TraitValue {
  readonly trait: string;
  readonly value: string;
  readonly last: Mention;
  readonly isCurrent: boolean;
  readonly text: string;
}

/** Every value that a trait ever had, and which of them was said last. */
function* traitHistory(due: readonly Mention[], ties: Ties): Generator<TraitValue> {
  const said = due.flatMap((mention) => [...mention.traits].map(([trait, value]) => ({ trait, value, mention })));
  for (const [trait, all] of grouped(said, (one) => one.trait)) {
    const values = [...grouped(all, (one) => one.value)].map(([value, times]) => {
      const inOrder = times.map(({ mention }) => mention).sort((a, b) => ties.mentions(a, b));
      return { value, first: inOrder[0] as Mention, last: inOrder.at(-1) as Mention };
    });
    values.sort((a, b) => ties.mentions(a.last, b.last) || byText(a.value, b.value));
    for (const [index, { value, first, last }] of values.entries()) {
      const isCurrent = index === values.length - 1;
      const span = `${written6(first.happened.at)} – ${written6(last.happened.at)}`;
      const from = `${last.happened.source.name} ${last.happened.key}`;
      yield {
        trait,
        value,
        last,
        isCurrent,
        text: `${trait} = ${value}: ${span}, ${from}${isCurrent ? ", current" : ""}`,
      };
    }
  }
}

function currentTrait(history: readonly TraitValue[], trait: string): string | null {
  return history.find((one) => one.trait === trait && one.isCurrent)?.value ?? null;
}

// ── states ──────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Moment {
  readonly happened: Happened;
  readonly position: number;
  readonly value: string | null;
  readonly number: number | null;
}

/** Half-open intervals without overlap, no two neighbours alike. */
function intervals(state: StateDescription, due: readonly Mention[], ties: Ties): readonly string[] {
  const moments = due.flatMap((mention) =>
    state.entries.flatMap(({ event, role, becomes }, position): Moment[] => {
      const { happened } = mention;
      if (happened.name !== event || (role !== undefined && mention.role !== role)) return [];
      if (becomes === null || typeof becomes === "string")
        return [{ happened, position, value: becomes, number: null }];
      const column = happened.event[becomes.take];
      const text = column === undefined ? null : textAt(happened.row, column);
      const number = becomes.take === "value" && text !== null ? Number(text) : null;
      return [{ happened, position, value: number === null ? text : String(number), number }];
    }),
  );
  moments.sort(
    (a, b) => a.happened.at - b.happened.at || a.position - b.position || ties.events(a.happened, b.happened),
  );
  const steps: Moment[] = [];
  let instantBefore: Instant | undefined;
  for (const moment of moments) {
    const isFirstOfInstant = moment.happened.at !== instantBefore;
    instantBefore = moment.happened.at;
    const before = steps.at(-1);
    if (isFirstOfInstant && (before === undefined || before.value !== moment.value)) steps.push(moment);
  }
  return steps.flatMap(({ happened, value, number }, index) => {
    if (value === null) return [];
    const before = steps[index - 1]?.number ?? null;
    const until = steps[index + 1]?.happened.at;
    const span = `${written6(happened.at)} – ${until === undefined ? "now" : written6(until)}`;
    const delta = number === null || before === null ? "" : `, by ${number - before}`;
    return [`${state.name} = ${value}: ${span}${delta}, ${happened.key}`];
  });
}

// ── memberships ─────────────────────────────────────────────────────────────────────────────────────────────────────

function memberships(
  mentions: Readonly<Record<EntityType, readonly Mention[]>>,
  resolved: Readonly<Record<EntityType, ReadonlyMap<string, string>>>,
): Map<string, string> {
  const groupsOf = grouped(mentions.group, ({ happened }) => happened.key);
  const found = new Map<string, Happened[]>();
  for (const person of mentions.person) {
    for (const claim of person.happened.event.claims.filter((one) => one.person === person.part.key)) {
      for (const group of groupsOf.get(person.happened.key) ?? []) {
        if (group.part.key !== claim.group || group.happened.event !== person.happened.event) continue;
        const isSameList = person.part.each !== undefined && person.part.each === group.part.each;
        if (isSameList && person.element !== group.element) continue;
        const [member, of] = [whose(person, resolved.person), whose(group, resolved.group)];
        if (member === undefined || of === undefined) continue;
        const key = membershipKey(member, of, claim.role ?? person.role);
        found.set(key, [...(found.get(key) ?? []), person.happened]);
      }
    }
  }
  return new Map([...found].map(([key, all]) => [key, `${earliest(all)} – ${latest(all)}`]));
}

export function membershipKey(person: string, group: string, role: string): string {
  return `${person} in ${group} as ${role}`;
}
