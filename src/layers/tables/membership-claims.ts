import type { Entity } from "../../config/project.ts";
import type { Inputs } from "../../model/table.ts";
import { publicId } from "../../sql/functions.ts";
import { as, type Relation, select } from "../../sql/relation.ts";
import { coalesce, type Sql, sql, value } from "../../sql/sql.ts";
import type { KeptTable } from "./kept-table.ts";
import { type MentionSite, mentionId, mentionSites, siteRows } from "./mention-sites.ts";

/** One membership that an event definition claims, with the sites of both sides. */
export interface MembershipClaimSite {
  readonly kept: KeptTable;
  readonly person: MentionSite;
  readonly group: MentionSite;
  readonly personEntity: Entity;
  readonly groupEntity: Entity;
  readonly role: string | undefined;
  readonly ends: boolean;
}

export function membershipClaims(
  keptTables: readonly KeptTable[],
  entities: readonly Entity[],
): readonly MembershipClaimSite[] {
  const [personEntity, groupEntity] = entities;
  if (personEntity === undefined || groupEntity === undefined) return [];
  return keptTables.flatMap((kept) => {
    const persons = mentionSites([kept], "person");
    const groups = mentionSites([kept], "group");
    return kept.context.event.memberships.flatMap((claim) => {
      const person = persons.find((site) => site.mention.key === claim.person);
      const group = groups.find((site) => site.mention.key === claim.group);
      return person === undefined || group === undefined
        ? []
        : [{ kept, person, group, personEntity, groupEntity, role: claim.role, ends: claim.ends }];
    });
  });
}

/** A claim's rows: both mentions side by side; elements of the same list are paired one by one. */
export function claimRows(claim: MembershipClaimSite, inputs: Inputs<Relation>): Relation {
  const p = as(siteRows(claim.person, claim.personEntity, inputs), "p");
  const g = as(siteRows(claim.group, claim.groupEntity, inputs), "g");
  const sameList = claim.person.mention.each !== undefined && claim.person.mention.each === claim.group.mention.each;
  const on = sql`${p.col("event_id")} = ${g.col("event_id")}${sameList ? sql` and ${p.col("_element")} = ${g.col("_element")}` : sql``}`;
  return select({
    event_id: p.col("event_id"),
    person_mention_id: mentionId(claim.personEntity, p.col("event_id"), p.col("_mention"), p.col("_element")),
    group_mention_id: mentionId(claim.groupEntity, g.col("event_id"), g.col("_mention"), g.col("_element")),
    _person_position: p.col("_position"),
    _group_position: g.col("_position"),
    occurred_at: p.col("occurred_at"),
    ...strongest("person", claim.person, claim.personEntity, p.col),
    ...strongest("group", claim.group, claim.groupEntity, g.col),
    role: claim.role === undefined ? p.col("role") : value(claim.role),
    source: p.col("source"),
    _ingested_at: p.col("_ingested_at"),
  })
    .from(p)
    .join(g, on);
}

function strongest(side: string, site: MentionSite, entity: Entity, col: (name: string) => Sql): Record<string, Sql> {
  const filled = entity.identifiers
    .filter(({ name }) => site.mention.identifiers.some(([type]) => type === name))
    .map(({ name }) => name);
  const cases = filled.map((name) => sql` when ${col(name)} is not null then ${value(name)}`);
  return {
    [`${side}_identifier`]: coalesce(filled.map(col)),
    [`${side}_identifier_type`]: sql`case${cases.reduce((text, one) => sql`${text}${one}`, sql``)} end`,
  };
}

/** The id of a claim: its two mentions. */
export function claimId(col: (name: string) => Sql): Sql {
  return publicId("mid", [col("person_mention_id"), col("group_mention_id")]);
}
