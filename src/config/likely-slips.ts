import type { Problem } from "../base/problem.ts";
import type { Project } from "./project.ts";

/** What a config may say, and is seldom meant. In order of the config. */
export function likelySlips({ entities, relationships, sources }: Project): readonly Problem[] {
  const events = sources.flatMap((source) => source.events);
  const mentioned = new Set(events.flatMap(({ mentions }) => mentions.map(({ entity }) => entity)));
  const claimed = new Set(events.flatMap(({ claims }) => claims.map(({ kind }) => kind)));
  return [
    ...entities
      .filter(({ name }) => !mentioned.has(name))
      .map(({ name, plural }) =>
        slip(`No event mentions a ${name}: nexus.${plural} stays empty.`, { path: `model.entities.${name}` }),
      ),
    ...relationships
      .filter(({ name, isMembership }) => !isMembership && !claimed.has(name))
      .map(({ name }) => slip(`No event claims the relationship "${name}".`, { path: `model.relationships.${name}` })),
    ...sources
      .filter(({ timezoneGiven }) => !timezoneGiven)
      .map(({ name }) =>
        slip(
          `The source "${name}" names no time zone: times without one are taken as UTC.`,
          { source: name },
          'timezone: "UTC", or the zone that its times are in',
        ),
      ),
  ];
}

function slip(message: string, where: NonNullable<Problem["where"]>, hint?: string): Problem {
  return { code: "config-invalid", severity: "warning", message, where, ...(hint === undefined ? {} : { hint }) };
}
