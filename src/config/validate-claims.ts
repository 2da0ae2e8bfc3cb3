import { slug } from "../base/names.ts";
import type { EntityType, Relationship } from "./entities.ts";
import type { Findings } from "./findings.ts";
import type { EventDefinition, RelationshipClaim } from "./source.ts";

/** What a model speaks of. */
export interface Vocabulary {
  readonly types: readonly EntityType[];
  readonly relationships: readonly Relationship[];
}

/** The keys of an event's mentions, with their entity types. */
export type MentionKeys = Map<string, string>;

/** Whether the claims of an event speak of mentions and relationships that are there. */
export function checkClaims(
  findings: Findings,
  path: string,
  event: EventDefinition,
  keys: MentionKeys,
  { relationships, types }: Vocabulary,
): void {
  const mustBeMention = (where: string, entity: string, named: string): void => {
    const known = [...keys].filter(([, type]) => type === entity).map(([key]) => key);
    const found = keys.get(slug(named));
    if (found === entity) return;
    if (found === undefined) findings.unknown(where, `${entity} mention`, named, known);
    else {
      findings.add(where, `"${named}" is a ${found}, where a ${entity} is needed.`, {
        found: `"${named}"`,
        accepted: known.length === 0 ? `a mention of a ${entity}` : known.map((key) => `"${key}"`).join(", "),
      });
    }
  };
  (event.memberships ?? []).forEach(({ person, group }, index) => {
    mustBeMention(`${path}.memberships[${index}].person`, "person", person);
    mustBeMention(`${path}.memberships[${index}].group`, "group", group);
  });
  const own = relationships.filter((one) => !one.isMembership);
  (event.relationships ?? []).forEach((claim, index) => {
    const where = `${path}.relationships[${index}]`;
    const relationship = own.find(({ name }) => name === claim.kind);
    if (relationship === undefined) {
      findings.unknown(
        `${where}.kind`,
        "relationship of the model",
        claim.kind,
        own.map(({ name }) => name),
        own.length === 0 ? 'declare it in the model: relationships: { owner: { from: "person", to: "…" } }' : undefined,
      );
      return;
    }
    checkSides(findings, where, claim);
    // What the model says wrongly is told there.
    if ([relationship.from, relationship.to].some((type) => !types.some(({ name }) => name === type))) return;
    if (claim.from !== undefined) mustBeMention(`${where}.from`, relationship.from, claim.from);
    if (claim.to !== undefined) mustBeMention(`${where}.to`, relationship.to, claim.to);
    if (claim.from !== undefined && claim.to !== undefined && slug(claim.from) === slug(claim.to))
      findings.add(where, "A mention cannot stand in a relationship with itself.", { found: `"${claim.from}"` });
  });
}

function checkSides(findings: Findings, where: string, { from, to, role, roleOf, ends }: RelationshipClaim): void {
  if (from === undefined && to === undefined) {
    findings.add(where, "A claim speaks of nobody.", { accepted: "`from` and `to`; one of them where it `ends`" });
  } else if ((from === undefined || to === undefined) && ends !== true) {
    findings.add(`${where}.${from === undefined ? "from" : "to"}`, "A side of the claim is missing.", {
      accepted: "the role or key of a mention; only what `ends` may leave a side open",
    });
  }
  if (role !== undefined && roleOf !== undefined)
    findings.add(`${where}.roleOf`, "The role is given already.", { found: `role "${role}"` });
  if ((roleOf === "from" && from === undefined) || (roleOf === "to" && to === undefined))
    findings.add(`${where}.roleOf`, "There is no mention on this side.", { found: `"${roleOf}"` });
}
