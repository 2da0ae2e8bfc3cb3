import { Bug } from "../../base/problem.ts";
import type { Relationship } from "../../config/entities.ts";
import type { Entity, Project, ProjectClaim } from "../../config/project.ts";
import type { Inputs } from "../../model/table.ts";
import { publicId } from "../../sql/functions.ts";
import { type Aliased, as, type Relation, select } from "../../sql/relation.ts";
import { coalesce, join, type Sql, sql, value } from "../../sql/sql.ts";
import type { KeptTable } from "./kept-table.ts";
import { type MentionSite, mentionId, mentionSites, siteRows } from "./mention-sites.ts";

/** One of the two that a claim is about. */
export interface ClaimSide {
  readonly site: MentionSite;
  readonly entity: Entity;
}

/** What an event definition says of a relationship, with the sites of both sides; an end may leave one of them open. */
export interface ClaimSite {
  readonly kept: KeptTable;
  readonly relationship: Relationship;
  readonly from: ClaimSide | undefined;
  readonly to: ClaimSide | undefined;
  readonly role: ProjectClaim["role"];
  readonly ends: boolean;
  /** How many claims of the same mentions stand before it in the definition. */
  readonly repeats: number;
}

/** What the tables of memberships, or of all other relationships, and their columns are called. */
export interface ClaimNames {
  readonly kind: "membership" | "relationship";
  readonly sides: readonly [string, string];
  /** Of the ids of claims, of resolved ones, and of what they make. */
  readonly prefixes: { readonly claim: string; readonly resolved: string; readonly made: string };
}

export const membershipNames: ClaimNames = {
  kind: "membership",
  sides: ["person", "group"],
  prefixes: { claim: "mid", resolved: "rmi", made: "mem" },
};

export const relationshipNames: ClaimNames = {
  kind: "relationship",
  sides: ["from", "to"],
  prefixes: { claim: "rid", resolved: "rri", made: "rel" },
};

/** The kinds of claims that a project can make, each with tables of its own: memberships, and its other relationships. */
export function claimKinds({ relationships }: Pick<Project, "relationships">): readonly ClaimNames[] {
  return [membershipNames, relationshipNames].filter((names) => relationships.some((one) => isOf(names, one)));
}

/** Whether a relationship, or a claim of it, stands in these tables. */
export function isOf(names: ClaimNames, { isMembership }: Pick<Relationship, "isMembership">): boolean {
  return isMembership === (names === membershipNames);
}

/** Every claim of these event definitions. */
export function claimSites(
  keptTables: readonly KeptTable[],
  { entities, relationships }: Pick<Project, "entities" | "relationships">,
): readonly ClaimSite[] {
  const of = (name: string): Entity | undefined => entities.find((entity) => entity.name === name);
  return keptTables.flatMap((kept) => {
    const side = (type: string, key: string | undefined): ClaimSide | undefined => {
      const entity = of(type);
      const site = mentionSites([kept], type).find(({ mention }) => mention.key === key);
      return entity === undefined || site === undefined ? undefined : { site, entity };
    };
    const { claims } = kept.context.event;
    return claims.flatMap((claim, index): readonly ClaimSite[] => {
      const relationship = relationships.find(({ name }) => name === claim.kind);
      if (relationship === undefined) return [];
      const [from, to] = [side(relationship.from, claim.from), side(relationship.to, claim.to)];
      // A mention that the model has no use for was left out, and what it claims with it.
      if ((claim.from !== undefined && from === undefined) || (claim.to !== undefined && to === undefined)) return [];
      const same = claims
        .slice(0, index)
        .filter((one) => one.kind === claim.kind && one.from === claim.from && one.to === claim.to);
      return [{ kept, relationship, from, to, role: claim.role, ends: claim.ends, repeats: same.length }];
    });
  });
}

/** Whether elements of one list are paired one by one. */
export function sharesElements({ from, to }: Pick<ClaimSite, "from" | "to">): boolean {
  const each = from?.site.mention.each;
  return each !== undefined && each === to?.site.mention.each;
}

const noText = sql`cast(null as varchar)`;

/** The role of a claim, where the mentions' roles are at hand. */
export function claimedRole({ role, relationship }: ClaimSite, of: (side: "from" | "to") => Sql): Sql {
  if (role === undefined) return noText;
  if (typeof role === "string") return value(role);
  // What is called like the relationship itself is in no role of its own.
  return relationship.isMembership ? of(role.of) : sql`nullif(${of(role.of)}, ${relationship.name})`;
}

/** A claim's rows: both mentions side by side, under the names of its tables. */
export function claimRows(claim: ClaimSite, names: ClaimNames, inputs: Inputs<Relation>): Relation {
  const rows = (side: ClaimSide | undefined, alias: string): Aliased | undefined =>
    side === undefined ? undefined : as(siteRows(side.site, side.entity, inputs), alias);
  const [f, t] = [rows(claim.from, "f"), rows(claim.to, "t")];
  const one = f ?? t;
  if (one === undefined) throw new Bug(`A claim of ${claim.relationship.name} is about nobody.`);
  const [from, to] = names.sides;
  const idOf = (side: ClaimSide | undefined, of: Aliased | undefined): Sql =>
    side === undefined || of === undefined
      ? noText
      : mentionId(side.entity, of.col("event_id"), of.col("_mention"), of.col("_element"));
  const query = select({
    event_id: one.col("event_id"),
    [`${from}_mention_id`]: idOf(claim.from, f),
    [`${to}_mention_id`]: idOf(claim.to, t),
    kind: value(claim.relationship.name),
    occurred_at: one.col("occurred_at"),
    ...strongest(from, claim.from, f),
    ...strongest(to, claim.to, t),
    role: claimedRole(claim, (side) => (side === "from" ? (f ?? one) : (t ?? one)).col("role")),
    ends: value(claim.ends),
    source: one.col("source"),
    _ingested_at: one.col("_ingested_at"),
  }).from(one);
  if (f === undefined || t === undefined) return query;
  const sameElement = sharesElements(claim) ? sql` and ${f.col("_element")} = ${t.col("_element")}` : sql``;
  return query.join(t, sql`${f.col("event_id")} = ${t.col("event_id")}${sameElement}`);
}

function strongest(name: string, side: ClaimSide | undefined, rows: Aliased | undefined): Record<string, Sql> {
  if (side === undefined || rows === undefined)
    return { [`${name}_identifier`]: noText, [`${name}_identifier_type`]: noText };
  const filled = side.entity.identifiers
    .filter((type) => side.site.mention.identifiers.some(([filledType]) => filledType === type.name))
    .map((type) => type.name);
  const cases = filled.map((type) => sql` when ${rows.col(type)} is not null then ${value(type)}`);
  return {
    [`${name}_identifier`]: coalesce(filled.map(rows.col)),
    [`${name}_identifier_type`]: sql`case${join(cases, sql``)} end`,
  };
}

/** The id of a claim: its two mentions, and of relationships their kind. */
export function claimId(claim: ClaimSite, names: ClaimNames, col: (name: string) => Sql): Sql {
  const mentions = names.sides.map((side) => col(`${side}_mention_id`));
  const kind = claim.relationship.isMembership ? [] : [value(claim.relationship.name)];
  const repeated = claim.repeats === 0 ? [] : [value(String(claim.repeats))];
  return publicId(names.prefixes.claim, [...kind, ...mentions, ...repeated]);
}
