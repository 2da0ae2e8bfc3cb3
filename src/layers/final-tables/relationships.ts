import type { Relationship } from "../../config/entities.ts";
import type { Entity, Project } from "../../config/project.ts";
import { type Column, column, idColumn, sought } from "../../model/column.ts";
import { type Inputs, type Read, readWhole, type Table } from "../../model/table.ts";
import { publicId } from "../../sql/functions.ts";
import { as, columnsOf, noRows, type Relation, select, unionAll } from "../../sql/relation.ts";
import { type Sql, sql, value } from "../../sql/sql.ts";
import {
  type ClaimNames,
  type ClaimSite,
  claimColumns,
  claimId,
  membershipNames,
  relationshipNames,
} from "../tables/claims.ts";
import { membershipsRef, relationshipsRef } from "../tables/final-refs.ts";
import { identityRefs } from "../tables/identity-tables.ts";
import { allMentionReads, mentionReads } from "../tables/mentioned.ts";
import { claimedPairs, claimIntervals, intervalId, singlenessOf } from "./claim-intervals.ts";

/** A relationship with the entity types of its sides. */
interface Sides {
  readonly relationship: Relationship;
  readonly from: Entity;
  readonly to: Entity;
}

function sidesOf(relationship: Relationship, { entities }: Pick<Project, "entities">): readonly Sides[] {
  const of = (name: string): Entity | undefined => entities.find((entity) => entity.name === name);
  const [from, to] = [of(relationship.from), of(relationship.to)];
  return from === undefined || to === undefined ? [] : [{ relationship, from, to }];
}

function allReads(all: readonly Sides[]): readonly Read[] {
  const types = new Map(all.flatMap(({ from, to }) => [from, to]).map((entity) => [entity.name, entity]));
  return [...types.values()].flatMap((entity) => {
    const refs = identityRefs(entity);
    return [...allMentionReads(entity, refs), readWhole(refs.entities)];
  });
}

/** Rows with `_from` and `_to`, and the public ids of both beside, under the names of their columns. */
function withIds(
  query: Relation,
  { from, to }: Sides,
  names: ClaimNames,
  inputs: Inputs<Relation>,
  isAbout: "two" | "some",
): Relation {
  const rows = as(query, "r");
  const [f, t] = [as(inputs(identityRefs(from).entities), "f"), as(inputs(identityRefs(to).entities), "t")];
  const [fromName, toName] = names.sides;
  const joined = select({ ...columnsOf(rows), [`${fromName}_id`]: f.col("id"), [`${toName}_id`]: t.col("id") }).from(
    rows,
  );
  const onFrom = sql`${f.col("_entity")} = ${rows.col("_from")}`;
  const onTo = sql`${t.col("_entity")} = ${rows.col("_to")}`;
  // An end may leave one side open.
  return isAbout === "two" ? joined.join(f, onFrom).join(t, onTo) : joined.leftJoin(f, onFrom).leftJoin(t, onTo);
}

/** `resolved_membership_identifiers`: every claim, with whom it is about; and the same of other relationships. */
export function resolvedClaimsView(
  names: ClaimNames,
  claims: readonly ClaimSite[],
  project: Pick<Project, "entities" | "relationships">,
): Table<Relation> {
  const isMembership = names.kind === "membership";
  const [from, to] = names.sides;
  const shared = claimColumns(names);
  const columns = [
    idColumn("id", "the resolved claim"),
    column(`${names.kind}_identifier_id`, "text", "the claim"),
    ...shared.kind,
    ...(isMembership
      ? []
      : [
          column("from_type", "text", "entity type on this side"),
          column("to_type", "text", "entity type on the other side"),
        ]),
    idColumn(`${from}_id`, isMembership ? "the person" : "the entity on this side"),
    idColumn(`${to}_id`, isMembership ? "the group" : "the entity on the other side"),
    ...shared.said,
    column("occurred_at", "timestamp", "when the event happened, UTC"),
  ];
  const sides = [...new Set(claims.map((claim) => claim.relationship))].flatMap((one) => sidesOf(one, project));
  return {
    ref: { layer: "identity", name: `resolved_${names.kind}_identifiers` },
    sentence: isMembership
      ? "One row a claim that a person belongs to a group, with both resolved."
      : "One row a claim that two entities stand in a relationship, with both resolved.",
    columns,
    key: ["id"],
    scope: { unit: "whole" },
    reads: allReads(sides),
    lifetime: "derived",
    stored: "view",
    published: true,
    define: (inputs) => {
      const each = claims.flatMap((claim) =>
        sidesOf(claim.relationship, project).map((of) => {
          const pairs = claimedPairs(claim, inputs);
          const isAbout = claim.from === undefined || claim.to === undefined ? "some" : "two";
          const c = as(withIds(pairs, of, names, inputs, isAbout), "c");
          const mention = (name: string): Sql =>
            c.col(name === `${from}_mention_id` ? "from_mention_id" : "to_mention_id");
          const claimed = claimId(claim, names, mention);
          const items: Record<string, Sql> = {
            id: publicId(names.prefixes.resolved, [claimed]),
            [`${names.kind}_identifier_id`]: claimed,
            kind: value(of.relationship.name),
            from_type: value(of.from.name),
            to_type: value(of.to.name),
            ends: c.col("_ends"),
          };
          return select(Object.fromEntries(columns.map(({ name }) => [name, items[name] ?? c.col(name)]))).from(c);
        }),
      );
      return each.length === 0 ? noRows(columns) : unionAll(each);
    },
  };
}

/** `nexus.memberships`: who belongs to which group, as what, since when. */
export function membershipsTable(claims: readonly ClaimSite[], person: Entity, group: Entity): Table<Relation> {
  const [personRefs, groupRefs] = [identityRefs(person), identityRefs(group)];
  const columns = [
    idColumn(
      "id",
      "mem_ and 32 hex digits, from person, group and role, and the place of the interval from the second on",
    ),
    idColumn("person_id", "the person"),
    idColumn("group_id", "the group"),
    column("role", "text", "what the person is in the group"),
    column("since", "timestamp", "time of the first event that says so, UTC"),
    column("until", "timestamp", "time of the event that ended it, UTC; null: it lasts"),
    column("last_seen_at", "timestamp", "time of the last event that says so, UTC"),
    column("_person", "integer", "number of the person"),
    column("_group", "integer", "number of the group"),
  ];
  return {
    ref: membershipsRef,
    sentence: "One row a person in a group, per role, and per time where it ended and began again.",
    columns,
    key: ["id"],
    scope: { unit: "entity", column: "_person" },
    reads: [
      ...mentionReads(person, personRefs),
      { table: personRefs.entities, touch: { by: "carries", column: "_entity" } },
      ...allMentionReads(group, groupRefs),
      readWhole(groupRefs.entities),
    ],
    lifetime: "derived",
    stored: "table",
    published: true,
    define: (inputs) => {
      const [first] = claims;
      if (first === undefined || claims.every((claim) => claim.ends)) return noRows(columns);
      const sides = { relationship: first.relationship, from: person, to: group };
      const m = as(withIds(claimIntervals(claims, undefined, inputs), sides, membershipNames, inputs, "two"), "m");
      const parts = ["person_id", "group_id", "role"].map(m.col);
      return select({
        id: intervalId(membershipNames.prefixes.made, parts, m.col("_place")),
        ...columnsOf(m, ["person_id", "group_id", "role", "since", "until", "last_seen_at"]),
        _person: m.col("_from"),
        _group: m.col("_to"),
      }).from(m);
    },
  };
}

const columns: readonly Column[] = [
  idColumn("id", "rel_ and 32 hex digits, from kind, sides and role, and the place of the interval from the second on"),
  column("kind", "text", "the kind of relationship, as the model declares it"),
  column("from_type", "text", "entity type on this side"),
  sought(idColumn("from_id", "the entity on this side")),
  column("to_type", "text", "entity type on the other side"),
  sought(idColumn("to_id", "the entity on the other side")),
  column("role", "text", "in which role; null where the claims name none"),
  column("since", "timestamp", "time of the first event that says so, UTC"),
  column("until", "timestamp", "time of the event that ended it, UTC; null: it lasts"),
  column("last_seen_at", "timestamp", "time of the last event that says so, UTC"),
  column("_from", "integer", "number of the entity on this side"),
  column("_to", "integer", "number of the entity on the other side"),
];

/** `nexus.relationships`: who stands in which relationship with whom, since when and until when. */
export function relationshipsTable(
  claims: readonly ClaimSite[],
  project: Pick<Project, "entities" | "relationships">,
): Table<Relation> {
  const all = project.relationships.flatMap((relationship) => {
    const own = claims.filter((claim) => claim.relationship === relationship);
    return own.every((claim) => claim.ends) ? [] : sidesOf(relationship, project).map((of) => ({ ...of, claims: own }));
  });
  return {
    ref: relationshipsRef,
    sentence: "One row two entities in a relationship, per role, and per time where it ended and began again.",
    columns,
    key: ["id"],
    scope: { unit: "whole" },
    reads: allReads(all),
    lifetime: "derived",
    stored: "table",
    published: true,
    define: (inputs) => {
      const each = all.map((of) => {
        const { relationship, from, to } = of;
        const found = claimIntervals(of.claims, singlenessOf(relationship), inputs);
        const r = as(withIds(found, of, relationshipNames, inputs, "two"), "r");
        const kind = value(relationship.name);
        const parts = [kind, r.col("from_id"), r.col("to_id"), r.col("role")];
        const items: Record<string, Sql> = {
          id: intervalId(relationshipNames.prefixes.made, parts, r.col("_place")),
          kind,
          from_type: value(from.name),
          to_type: value(to.name),
        };
        const query = select(Object.fromEntries(columns.map(({ name }) => [name, items[name] ?? r.col(name)]))).from(r);
        // Nobody stands in a relationship with itself: both mentions turned out to be one.
        return from === to ? query.where(sql`${r.col("_from")} <> ${r.col("_to")}`) : query;
      });
      return each.length === 0 ? noRows(columns) : unionAll(each);
    },
  };
}
