import type { Project } from "nexus-cdp";
import { grouped } from "./score-explained.ts";

/** What somebody took part in, and by what the source knew them. */
export interface Moment {
  readonly occurredAt: string;
  readonly source: string;
  readonly name: string;
  readonly description: string;
  readonly value: number | undefined;
  readonly unit: string | undefined;
  readonly significance: number;
  readonly knownBy: readonly Sighting[];
}

export interface Sighting {
  readonly type: string;
  /** As the source spells it. */
  readonly value: string;
  /** Nobody had seen this identifier of theirs before. */
  readonly isNew: boolean;
}

export interface Life {
  readonly id: string;
  readonly label: string;
  /** The earliest first. */
  readonly moments: readonly Moment[];
}

/** The timeline of the person or group behind an identifier in any spelling, with the identifiers by which each event is theirs. */
export async function lifeOf(project: Project, identifier: string): Promise<Life> {
  const { id, label, entityType, events } = await project.timeline(identifier, { limit: 100_000 });
  const { significances, sightings } = await project.reading(async (published) => {
    const { prefix } = project;
    const own = `${entityType}_id`;
    const types = (
      await published.ask(
        `select identifier_type from ${prefix}_identity.resolved_${entityType}_identifiers where ${own} = '${id}' group by identifier_type`,
      )
    ).rows.map(([type]) => String(type));
    const theirs = `event_id in (select event_id from ${prefix}.${entityType}_participants where ${own} = '${id}')`;
    const each = types.map(
      (type) =>
        `select event_id, '${type}' as type, "${type}" as compared, "${type}_raw" as spelt from ${prefix}_core.${entityType}_identifiers where "${type}" is not null and ${theirs}`,
    );
    const seen = await published.ask(
      `select s.event_id, s.type, s.compared, min(s.spelt) from (${each.join(" union all ")}) as s join ${prefix}_identity.resolved_${entityType}_identifiers as r on r.identifier_type = s.type and r.identifier_value = s.compared where r.${own} = '${id}' group by all`,
    );
    const weights = await published.ask(
      `select id, significance from ${prefix}.events where id in (select event_id from ${prefix}.${entityType}_participants where ${own} = '${id}')`,
    );
    return {
      significances: new Map(weights.rows.map(([event, weight]) => [String(event), Number(weight ?? 0)])),
      sightings: seen.rows.map(([event, type, compared, spelt]) => ({
        event: String(event),
        type: String(type),
        compared: String(compared),
        spelt: String(spelt),
      })),
    };
  });
  const byEvent = grouped(sightings, ({ event }) => event);
  const known = new Set<string>();
  const moments = events.toReversed().map((event): Moment => {
    const seen = (byEvent.get(String(event["id"])) ?? []).map(({ type, compared, spelt }): Sighting => {
      const key = `${type} ${compared}`;
      const isNew = !known.has(key);
      known.add(key);
      return { type, value: spelt, isNew };
    });
    const { occurred_at, source, name, description, value, value_unit } = event;
    return {
      occurredAt: String(occurred_at),
      source: String(source),
      name: String(name),
      description: description == null ? "" : String(description),
      value: value == null ? undefined : Number(value),
      unit: value_unit == null ? undefined : String(value_unit),
      significance: significances.get(String(event["id"])) ?? 0,
      knownBy: seen.sort((a, b) => types.indexOf(a.type) - types.indexOf(b.type)),
    };
  });
  return { id, label, moments };
}

/** Identifiers that a reader knows somebody by come first. */
const types = ["email", "domain", "phone", "user_id", "stripe_customer_id", "shopify_customer_id", "anonymous_id"];

/**
 * The moments worth a line when there is no room for all: of each source in turn those that bring a new identifier, then
 * the most significant, then the rarest.
 */
export function telling(moments: readonly Moment[], limit: number): Moment[] {
  const frequency = new Map<string, number>();
  for (const { source, name } of moments) {
    const key = `${source} ${name}`;
    frequency.set(key, (frequency.get(key) ?? 0) + 1);
  }
  const rank = ({ knownBy, significance, source, name }: Moment): readonly number[] => [
    knownBy.some(({ isNew }) => isNew) ? 0 : 1,
    -significance,
    frequency.get(`${source} ${name}`) ?? 0,
  ];
  const queues = [...grouped(moments, ({ source }) => source).values()].map((of) =>
    of
      .map((moment) => ({ moment, rank: rank(moment) }))
      .sort((a, b) => a.rank.map((one, at) => one - (b.rank[at] ?? 0)).find((difference) => difference !== 0) ?? 0)
      .map(({ moment }) => moment),
  );
  const chosen = new Set<Moment>();
  while (chosen.size < limit && queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      const next = queue.shift();
      if (next !== undefined && chosen.size < limit) chosen.add(next);
    }
  }
  return moments.filter((moment) => chosen.has(moment));
}
