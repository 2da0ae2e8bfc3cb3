import { Bug } from "../../base/problem.ts";
import type { Relationship } from "../../config/entities.ts";
import type { Entity, Project, ProjectClaim } from "../../config/project.ts";
import { type Column, column } from "../../model/column.ts";
import type { Inputs } from "../../model/table.ts";
import { publicId } from "../../sql/functions.ts";
import { type Aliased, as, type Relation, type Select, select } from "../../sql/relation.ts";
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

/** Columns that the tables of claims have in all layers: the kind, where there are several; in which role; whether it ends. */
export function claimColumns({ kind }: ClaimNames): {
  readonly kind: readonly Column[];
  readonly said: readonly Column[];
} {
  const isMembership = kind === "membership";
  return {
    kind: isMembership ? [] : [column("kind", "text", "the kind of relationship")],
    said: [
      column("role", "text", isMembership ? "what the person is in the group" : "in which role"),
      column("ends", "boolean", "whether the event says that it is so no more"),
    ],
  };
}

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

/** The rows of one side of a claim, under an alias. */
export interface SideRows extends ClaimSide {
  readonly rows: Aliased;
}

/** Both mentions of a claim side by side. */
export interface BothSides {
  readonly from: SideRows | undefined;
  readonly to: SideRows | undefined;
  /** The rows of a side that is there. */
  readonly one: Aliased;
  /** A query from them: each mention of an event with each, but elements of the same list one by one. */
  joined(query: Select): Select;
}

/** The sides of a claim, each with its mentions as `mentionsOf` gives them: `event_id` and `_element` among their columns. */
export function bothSides(claim: ClaimSite, mentionsOf: (side: ClaimSide) => Relation): BothSides {
  const rows = (side: ClaimSide | undefined, alias: string): SideRows | undefined =>
    side && { ...side, rows: as(mentionsOf(side), alias) };
  const [from, to] = [rows(claim.from, "f"), rows(claim.to, "t")];
  const one = from?.rows ?? to?.rows;
  if (one === undefined) throw new Bug(`A claim of ${claim.relationship.name} is about nobody.`);
  return {
    from,
    to,
    one,
    joined: (query) => {
      if (from === undefined || to === undefined) return query.from(one);
      const [f, t] = [from.rows, to.rows];
      const { each } = from.site.mention;
      const isOneList = each !== undefined && each === to.site.mention.each;
      const sameElement = isOneList ? sql` and ${f.col("_element")} = ${t.col("_element")}` : sql``;
      return query.from(f).join(t, sql`${f.col("event_id")} = ${t.col("event_id")}${sameElement}`);
    },
  };
}

/** The id of a side's mention, null where the side is left open. */
export function mentionIdOf(side: SideRows | undefined): Sql {
  if (side === undefined) return noText;
  const { site, entity, rows } = side;
  return mentionId(entity, rows.col("event_id"), value(site.mention.key), rows.col("_element"));
}

const noText = sql`cast(null as varchar)`;

/** The role of a claim: its own, or that of a mention as `roleOfMention` tells it. */
export function claimedRole(
  { role, relationship }: ClaimSite,
  sides: BothSides,
  roleOfMention: (side: SideRows) => Sql,
): Sql {
  if (typeof role === "string") return value(role);
  const side = role && sides[role.of];
  if (side === undefined) return noText;
  // What is called like the relationship itself is in no role of its own.
  return relationship.isMembership ? roleOfMention(side) : sql`nullif(${roleOfMention(side)}, ${relationship.name})`;
}

/** A claim's rows: both mentions side by side, under the names of its tables. */
export function claimRows(claim: ClaimSite, names: ClaimNames, inputs: Inputs<Relation>): Relation {
  const sides = bothSides(claim, ({ site, entity }) => siteRows(site, entity, inputs));
  const { one } = sides;
  const [from, to] = names.sides;
  return sides.joined(
    select({
      event_id: one.col("event_id"),
      [`${from}_mention_id`]: mentionIdOf(sides.from),
      [`${to}_mention_id`]: mentionIdOf(sides.to),
      kind: value(claim.relationship.name),
      occurred_at: one.col("occurred_at"),
      ...strongest(from, sides.from),
      ...strongest(to, sides.to),
      role: claimedRole(claim, sides, ({ rows }) => rows.col("role")),
      ends: value(claim.ends),
      source: one.col("source"),
      _ingested_at: one.col("_ingested_at"),
    }),
  );
}

function strongest(name: string, side: SideRows | undefined): Record<string, Sql> {
  if (side === undefined) return { [`${name}_identifier`]: noText, [`${name}_identifier_type`]: noText };
  const { site, entity, rows } = side;
  const filled = entity.identifiers
    .filter((type) => site.mention.identifiers.some(([filledType]) => filledType === type.name))
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
