import type { Entity } from "../../config/project.ts";
import { type Column, column, idColumn } from "../../model/column.ts";
import { readWhole, type Table, type TableRef } from "../../model/table.ts";
import { as, columnsOf, noRows, type Relation, select, unionAll } from "../../sql/relation.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { type ClaimNames, type ClaimSite, claimColumns, claimId, claimRows } from "../tables/claims.ts";
import { eventColumns, eventRows } from "../tables/event-rows.ts";
import { type IdentityRefs, identifierValue, shownIdentifiers, valueColumn } from "../tables/identity-tables.ts";
import type { KeptTable } from "../tables/kept-table.ts";
import { bySite, type MentionSite, mentionId, roleOf } from "../tables/mention-sites.ts";

const view = { lifetime: "derived", stored: "view", published: true } as const;

/** `nexus_core.events`: the events of all sources. */
export function coreEventsView(keptTables: readonly KeptTable[]): Table<Relation> {
  return {
    ...view,
    ref: { layer: "core", name: "events" },
    sentence: "One row an event, of all sources.",
    columns: eventColumns,
    key: ["event_id"],
    scope: { unit: "event", column: "event_id" },
    reads: keptTables.map((kept) => ({ table: kept.ref, touch: { by: "carries", column: "event_id" } })),
    define: (inputs) =>
      keptTables.length === 0 ? noRows(eventColumns) : unionAll(keptTables.map((kept) => eventRows(kept, inputs))),
  };
}

/** `nexus_core.person_identifiers`: every mention, each identifier normalized, its raw value beside. */
export function coreIdentifiersView(
  entity: Entity,
  refs: IdentityRefs,
  sites: readonly MentionSite[],
): Table<Relation> {
  const columns: readonly Column[] = [
    idColumn("id", "the mention"),
    idColumn("event_id", "the event that it stands in"),
    ...shownIdentifiers(entity).flatMap((type) => [
      column(type.name, "text", `${type.name}, as it is compared; null for junk`, type.pii),
      column(`${type.name}_raw`, "text", `${type.name}, as the raw row has it`, type.pii),
    ]),
    column("role", "text", `what the ${entity.name} was in the event`),
    column("occurred_at", "timestamp", "when the event happened, UTC"),
    column("source", "text", "name of the source"),
    column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
  ];
  return {
    ...view,
    ref: { layer: "core", name: `${entity.name}_identifiers` },
    sentence: `One row a mention of a ${entity.name} in an event, of all sources.`,
    columns,
    key: ["id"],
    scope: { unit: "event", column: "event_id" },
    reads: [
      { table: refs.mentions, touch: { by: "carries", column: "event_id" } },
      readWhole(refs.numbers),
      readWhole(refs.normalized),
    ],
    define: (inputs) => {
      const m = as(inputs(refs.mentions), "m");
      const sides = shownIdentifiers(entity).map(({ name }) => ({
        name,
        n: as(inputs(refs.numbers), `n_${name}`),
        d: as(inputs(refs.normalized), `d_${name}`),
      }));
      const query = select({
        id: mentionId(
          entity,
          m.col("event_id"),
          bySite(sites, m.col("_site"), (site) => site.mention.key),
          m.col("_element"),
        ),
        event_id: m.col("event_id"),
        ...Object.fromEntries(
          sides.flatMap(({ name, n, d }) => [
            [name, identifierValue(n, d)],
            [`${name}_raw`, n.col("raw_value")],
          ]),
        ),
        role: roleOf(sites, m.col),
        occurred_at: m.col("occurred_at"),
        source: bySite(sites, m.col("_site"), (site) => site.kept.context.event.source),
        _ingested_at: m.col("_ingested_at"),
      }).from(m);
      return sides.reduce(
        (joined, { name, n, d }) =>
          joined
            .leftJoin(n, sql`${n.col("_value")} = ${m.col(valueColumn(name))}`)
            .leftJoin(d, sql`${d.col("_value")} = ${m.col(valueColumn(name))}`),
        query,
      );
    },
  };
}

/** `nexus_core.person_traits`: the traits in each mention. */
export function coreTraitsView(entity: Entity, refs: IdentityRefs, sites: readonly MentionSite[]): Table<Relation> {
  const traits = entity.traits.map((trait) => column(trait.name, trait.type, `trait ${trait.name}`, trait.pii));
  const columns: readonly Column[] = [
    idColumn("id", "the mention"),
    idColumn("event_id", "the event that it stands in"),
    ...traits,
    column("occurred_at", "timestamp", "when the event happened, UTC"),
    column("source", "text", "name of the source"),
    column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
  ];
  return {
    ...view,
    ref: { layer: "core", name: `${entity.name}_traits` },
    sentence: `The traits in each mention of a ${entity.name}, of all sources.`,
    columns,
    key: ["id"],
    scope: { unit: "event", column: "event_id" },
    reads: [{ table: refs.mentions, touch: { by: "carries", column: "event_id" } }],
    define: (inputs) => {
      const m = as(inputs(refs.mentions), "m");
      const query = select({
        id: mentionId(
          entity,
          m.col("event_id"),
          bySite(sites, m.col("_site"), (site) => site.mention.key),
          m.col("_element"),
        ),
        event_id: m.col("event_id"),
        ...columnsOf(
          m,
          traits.map((trait) => trait.name),
        ),
        occurred_at: m.col("occurred_at"),
        source: bySite(sites, m.col("_site"), (site) => site.kept.context.event.source),
        _ingested_at: m.col("_ingested_at"),
      }).from(m);
      if (traits.length === 0) return query.where(sql`false`);
      return query.where(
        traits.map(({ name }) => sql`${m.col(name)} is not null`).reduce((any, one) => sql`${any} or ${one}`),
      );
    },
  };
}

/** `nexus_core.membership_identifiers`: every claim that a person belongs to a group. Relationships: of their kind. */
export function coreClaimsView(names: ClaimNames, claims: readonly ClaimSite[]): Table<Relation> {
  const [from, to] = names.sides;
  const isMembership = names.kind === "membership";
  const shared = claimColumns(names);
  const columns: readonly Column[] = [
    idColumn("id", "the claim"),
    idColumn("event_id", "the event that makes it"),
    ...shared.kind,
    column(`${from}_identifier_id`, "text", isMembership ? "the mention of the person" : "the mention on this side"),
    column(`${to}_identifier_id`, "text", isMembership ? "the mention of the group" : "the mention on the other side"),
    ...shared.said,
    column("occurred_at", "timestamp", "when the event happened, UTC"),
    column("source", "text", "name of the source"),
  ];
  const tables = new Map<string, TableRef>(
    claims
      .flatMap((claim) => [claim.from, claim.to].flatMap((side) => side?.site.table ?? []))
      .map((table) => [table.name, table]),
  );
  return {
    ...view,
    ref: { layer: "core", name: `${names.kind}_identifiers` },
    sentence: isMembership
      ? "One row a claim of an event that a person belongs to a group, of all sources."
      : "One row a claim of an event that two entities stand in a relationship, of all sources.",
    columns,
    key: ["id"],
    scope: { unit: "event", column: "event_id" },
    reads: [...tables.values()].map((table) => ({ table, touch: { by: "carries", column: "event_id" } })),
    define: (inputs) => {
      if (claims.length === 0) return noRows(columns);
      return unionAll(
        claims.map((claim) => {
          const c = as(claimRows(claim, names, inputs), "c");
          const items: Record<string, Sql> = {
            id: claimId(claim, names, c.col),
            [`${from}_identifier_id`]: c.col(`${from}_mention_id`),
            [`${to}_identifier_id`]: c.col(`${to}_mention_id`),
          };
          return select(Object.fromEntries(columns.map(({ name }) => [name, items[name] ?? c.col(name)]))).from(c);
        }),
      );
    },
  };
}
