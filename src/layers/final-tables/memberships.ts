import type { Entity } from "../../config/project.ts";
import { column, idColumn } from "../../model/column.ts";
import { type Read, readWhole, type Table, type TableRef } from "../../model/table.ts";
import { publicId } from "../../sql/functions.ts";
import { type Aliased, as, columnsOf, noRows, type Relation, select, unionAll } from "../../sql/relation.ts";
import { type Sql, sql, value } from "../../sql/sql.ts";
import { membershipsRef } from "../tables/final-refs.ts";
import { type IdentityRefs, identityRefs, isDue } from "../tables/identity-tables.ts";
import type { MembershipClaimSite } from "../tables/membership-claims.ts";
import { type MentionSite, mentionId, roleOf } from "../tables/mention-sites.ts";
import { allMentionReads, mentionReads, mentionsWithEntity } from "../tables/mentioned.ts";

const allOf = (entity: Entity, refs: IdentityRefs): readonly Read[] => [
  ...allMentionReads(entity, refs),
  readWhole(refs.entities),
];

/** Rows with `_person` and `_group`, and the public ids of both beside. */
function withIds(
  rows: Aliased,
  items: Readonly<Record<string, Sql>>,
  person: IdentityRefs,
  group: IdentityRefs,
  inputs: (ref: TableRef) => Relation,
): Relation {
  const p = as(inputs(person.entities), "pi");
  const g = as(inputs(group.entities), "gi");
  return select({ ...items, person_id: p.col("id"), group_id: g.col("id") })
    .from(rows)
    .join(p, sql`${p.col("_entity")} = ${rows.col("_person")}`)
    .join(g, sql`${g.col("_entity")} = ${rows.col("_group")}`);
}

/** A claim's two mentions with their entities, one row an event that makes the claim. */
function claimedPairs(
  claim: MembershipClaimSite,
  person: IdentityRefs,
  group: IdentityRefs,
  inputs: (ref: TableRef) => Relation,
): Relation {
  const p = as(mentionsWithEntity(claim.personEntity, person, inputs), "p");
  const g = as(mentionsWithEntity(claim.groupEntity, group, inputs), "g");
  const { each } = claim.person.mention;
  const sameElement =
    each !== undefined && each === claim.group.mention.each
      ? sql` and ${p.col("_element")} = ${g.col("_element")}`
      : sql``;
  const mention = (site: MentionSite): Sql => value(site.mention.key);
  return select({
    event_id: p.col("event_id"),
    person_mention_id: mentionId(claim.personEntity, p.col("event_id"), mention(claim.person), p.col("_element")),
    group_mention_id: mentionId(claim.groupEntity, g.col("event_id"), mention(claim.group), g.col("_element")),
    _person: p.col("_entity"),
    _group: g.col("_entity"),
    role: claim.role === undefined ? roleOf([claim.person], p.col) : value(claim.role),
    occurred_at: p.col("occurred_at"),
    _ends: value(claim.ends),
  })
    .from(p)
    .join(g, sql`${p.col("event_id")} = ${g.col("event_id")}${sameElement}`)
    .where(sql`${p.col("_site")} = ${claim.person.number}`, sql`${g.col("_site")} = ${claim.group.number}`);
}

/** `resolved_membership_identifiers`: every claim, with the person and the group that it is about. */
export function resolvedMembershipsView(
  claims: readonly MembershipClaimSite[],
  personEntity: Entity,
  groupEntity: Entity,
): Table<Relation> {
  const [person, group] = [identityRefs(personEntity), identityRefs(groupEntity)];
  const columns = [
    idColumn("id", "the resolved claim"),
    column("membership_identifier_id", "text", "the claim"),
    idColumn("person_id", "the person"),
    idColumn("group_id", "the group"),
    column("role", "text", "what the person is in the group"),
    column("occurred_at", "timestamp", "when the event happened, UTC"),
  ];
  return {
    ref: { layer: "identity", name: "resolved_membership_identifiers" },
    sentence: "One row a claim that a person belongs to a group, with both resolved.",
    columns,
    key: ["id"],
    scope: { unit: "whole" },
    reads: [...allOf(personEntity, person), ...allOf(groupEntity, group)],
    lifetime: "derived",
    stored: "view",
    published: true,
    define: (inputs) => {
      if (claims.length === 0) return noRows(columns);
      return unionAll(
        claims.map((claim) => {
          const pairs = as(claimedPairs(claim, person, group, inputs), "p");
          const c = as(withIds(pairs, columnsOf(pairs), person, group, inputs), "c");
          const claimed = publicId("mid", [c.col("person_mention_id"), c.col("group_mention_id")]);
          return select({
            id: publicId("rmi", [claimed]),
            membership_identifier_id: claimed,
            ...columnsOf(c, ["person_id", "group_id", "role", "occurred_at"]),
          }).from(c);
        }),
      );
    },
  };
}

/** `nexus.memberships`: who belongs to which group, as what, since when. */
export function membershipsTable(
  claims: readonly MembershipClaimSite[],
  personEntity: Entity,
  groupEntity: Entity,
): Table<Relation> {
  const [person, group] = [identityRefs(personEntity), identityRefs(groupEntity)];
  const sides = ["_person", "_group", "role"];
  const mayEnd = claims.some((claim) => claim.ends);
  const columns = [
    idColumn("id", "mem_ and 32 hex digits, from person, group and role"),
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
    sentence: "One row a person in a group, per role.",
    columns,
    key: ["id"],
    scope: { unit: "entity", column: "_person" },
    reads: [
      ...mentionReads(personEntity, person),
      { table: person.entities, touch: { by: "carries", column: "_entity" } },
      ...allOf(groupEntity, group),
    ],
    lifetime: "derived",
    stored: "table",
    published: true,
    define: (inputs) => {
      if (claims.length === 0) return noRows(columns);
      const rows = unionAll(
        claims.map((claim) => {
          const c = as(claimedPairs(claim, person, group, inputs), "c");
          return select(columnsOf(c, [...sides, "occurred_at", "_ends"])).from(c);
        }),
      );
      const c = as(rows, "c");
      const at = c.col("occurred_at");
      const grouped = as(
        select({
          ...columnsOf(c, sides),
          since: mayEnd ? sql`min(case when not ${c.col("_ends")} then ${at} end)` : sql`min(${at})`,
          last_seen_at: sql`max(case when ${isDue(at)} then ${at} end)`,
          ...(mayEnd
            ? {
                begun: sql`max(case when not ${c.col("_ends")} and ${isDue(at)} then ${at} end)`,
                ended: sql`max(case when ${c.col("_ends")} and ${isDue(at)} then ${at} end)`,
              }
            : {}),
        })
          .from(c)
          .groupBy(...sides.map((side) => c.col(side))),
        "m",
      );
      // What was claimed again after it had ended lasts.
      const until = mayEnd
        ? sql`case when ${grouped.col("begun")} > ${grouped.col("ended")} then null else ${grouped.col("ended")} end`
        : sql`cast(null as timestamp)`;
      const lasting = {
        ...columnsOf(grouped, ["role", "since"]),
        until,
        ...columnsOf(grouped, ["last_seen_at", "_person", "_group"]),
      };
      // What was only ever ended is no membership.
      const m = as(withIds(grouped, lasting, person, group, inputs), "n");
      return select({
        id: publicId("mem", [m.col("person_id"), m.col("group_id"), m.col("role")]),
        ...columnsOf(m, ["person_id", "group_id", "role", "since", "until", "last_seen_at", "_person", "_group"]),
      })
        .from(m)
        .where(sql`${m.col("since")} is not null`);
    },
  };
}
