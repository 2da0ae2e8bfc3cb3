import { whose } from "./components.ts";
import type { Description, EntityType } from "./description.ts";
import { events, type Happened, numberAt } from "./happened.ts";
import { intervals } from "./intervals.ts";
import { byStrength, type Mention, mentionsOf } from "./mentions.ts";
import type { EntityPicture, Picture } from "./picture.ts";
import type { Question } from "./question.ts";
import { ruled } from "./rules.ts";
import { written6 } from "./time.ts";
import { currentTrait, earliest, grouped, latest, recentValue, Ties, traitHistory } from "./values.ts";

/** The answer to everything that does not hang on the ids that were given. */
export function oracle(question: Question): Picture {
  const happened = events(question);
  const { description } = question;
  const raw: Record<EntityType, readonly Mention[]> = {
    person: happened.flatMap((one) => mentionsOf(one, "person", description.person)),
    group:
      description.group === undefined ? [] : happened.flatMap((one) => mentionsOf(one, "group", description.group)),
  };
  const ties = new Ties(question.eventId);
  const person = ruled(raw.person, description.person, ties);
  const group = ruled(raw.group, description.group, ties);
  const mentions = { person: person.mentions, group: group.mentions };
  const resolved = { person: person.entities, group: group.entities };
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
    ({ node, worth }) => (worth === "junk" || worth === "quarantined" ? undefined : node),
  );
  return new Map(
    [...nodes].map(([name, mine]) => {
      const taken = theirs.get(name) ?? [];
      const seen = mine.flatMap((node) => sightings.get(node) ?? []);
      const due = taken.filter(({ happened }) => happened.isDue);
      const values = new Map(
        byStrength(of?.identifiers ?? []).map((one) => [
          one.name,
          recentValue(
            seen.filter((s) => s.type === one.name),
            ties,
            one.kind === "email",
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
          // A role account with nobody known behind it identifies nobody.
          isIdentified:
            byStrength(of?.identifiers ?? []).some((one) => one.weak !== true && values.get(one.name) !== null) &&
            !seen.some(({ worth }) => worth === "shared"),
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
