import type { Entity, Project, ProjectSource } from "../../config/project.ts";
import { type Column, column, idColumn } from "../../model/column.ts";
import { type Read, readWhole, type Table, type TableRef } from "../../model/table.ts";
import { text } from "../../sql/functions.ts";
import { as, columnsOf, noRows, type Relation, select, unionAll } from "../../sql/relation.ts";
import { coalesce, sql } from "../../sql/sql.ts";
import {
  type ClaimNames,
  type ClaimSite,
  claimColumns,
  claimId,
  claimKinds,
  claimRows,
  claimSites,
  isOf,
} from "../tables/claims.ts";
import { eventColumns, eventRows } from "../tables/event-rows.ts";
import { shownIdentifiers } from "../tables/identity-tables.ts";
import type { KeptTable } from "../tables/kept-table.ts";
import { type MentionSite, mentionId, mentionSites, siteRows } from "../tables/mention-sites.ts";

/** The columns of the mentions of an entity type: who, in which role, when. */
export function identifierColumns(entity: Entity): readonly Column[] {
  return [
    idColumn("id", "the mention"),
    idColumn("event_id", "the event that it stands in"),
    ...shownIdentifiers(entity).map((type) =>
      column(type.name, "text", `${type.name}, as the raw row has it`, type.pii),
    ),
    column("role", "text", `what the ${entity.name} was in the event`),
    column("occurred_at", "timestamp", "when the event happened, UTC"),
    column("source", "text", "name of the source"),
    column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
  ];
}

export function traitColumns(entity: Entity): readonly Column[] {
  return [
    idColumn("id", "the mention"),
    idColumn("event_id", "the event that it stands in"),
    ...entity.traits.map((trait) => column(trait.name, trait.type, `trait ${trait.name}`, trait.pii)),
    column("occurred_at", "timestamp", "when the event happened, UTC"),
    column("source", "text", "name of the source"),
    column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
  ];
}

/** The columns of claims, as a source makes them. */
function columnsOfClaims(names: ClaimNames): readonly Column[] {
  const isMembership = names.kind === "membership";
  const shared = claimColumns(names);
  const side = (name: string, whose: string): readonly Column[] => [
    column(`${name}_identifier`, "text", `${whose} strongest identifier, as the raw row has it`, name !== "group"),
    column(`${name}_identifier_type`, "text", "its type"),
  ];
  const [from, to] = names.sides;
  return [
    idColumn("id", "the claim"),
    idColumn("event_id", "the event that makes it"),
    column("occurred_at", "timestamp", "when the event happened, UTC"),
    ...shared.kind,
    ...side(from, isMembership ? "the person's" : "on this side the"),
    ...side(to, isMembership ? "the group's" : "on the other side the"),
    ...shared.said,
    column("source", "text", "name of the source"),
    column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
  ];
}

function view(
  ref: TableRef,
  sentence: string,
  columns: readonly Column[],
  key: readonly string[],
  reads: readonly TableRef[],
  define: Table<Relation>["define"],
): Table<Relation> {
  const distinct = [...new Map(reads.map((table) => [`${table.layer}.${table.name}`, table])).values()];
  const touches: readonly Read[] = distinct.map((table) => ({ table, touch: { by: "carries", column: "event_id" } }));
  return {
    ref,
    sentence,
    columns,
    key,
    scope: { unit: "event", column: "event_id" },
    reads: touches,
    lifetime: "derived",
    stored: "view",
    published: true,
    define,
  };
}

/** The mentions of one entity type, or their traits, from all sites of some kept tables. */
function mentionsView(
  ref: TableRef,
  entity: Entity,
  sites: readonly MentionSite[],
  columns: readonly Column[],
  sentence: string,
  withTrait: boolean,
): Table<Relation> {
  return view(
    ref,
    sentence,
    columns,
    ["id"],
    sites.map((site) => site.table),
    (inputs) => {
      if (sites.length === 0) return noRows(columns);
      return unionAll(
        sites.map((site) => {
          const m = as(siteRows(site, entity, inputs), "m");
          const items = columns.map(
            ({ name }) =>
              [
                name,
                name === "id"
                  ? mentionId(entity, m.col("event_id"), m.col("_mention"), m.col("_element"))
                  : m.col(name),
              ] as const,
          );
          const query = select(Object.fromEntries(items)).from(m);
          return withTrait && entity.traits.length > 0
            ? query.where(sql`${coalesce(entity.traits.map((trait) => text(m.col(trait.name))))} is not null`)
            : query;
        }),
      );
    },
  );
}

/** The public tables of layer 2 of one source. */
export function sourceViews(
  source: ProjectSource,
  keptTables: readonly KeptTable[],
  project: Pick<Project, "entities" | "relationships">,
): readonly Table<Relation>[] {
  const mine = keptTables.filter((kept) => kept.context.event.source === source.name);
  if (mine.length === 0) return [];
  const own = [...new Set(mine.flatMap((kept) => kept.context.event.columns.map(([name]) => name)))];
  const ownColumns = own.map((name) => column(name, "text", "one of the source's own columns"));
  const ref = (name: string): TableRef => ({ layer: "source", name: `${source.name}_${name}` });
  const events = view(
    ref("events"),
    `One row an event of ${source.name}.`,
    [...eventColumns, ...ownColumns],
    ["event_id"],
    mine.map((kept) => kept.ref),
    (inputs) => unionAll(mine.map((kept) => eventRows(kept, inputs, own))),
  );
  const mentions = project.entities.flatMap((entity) => {
    const sites = mentionSites(mine, entity.name);
    return [
      mentionsView(
        ref(`${entity.name}_identifiers`),
        entity,
        sites,
        identifierColumns(entity),
        `One row a mention of a ${entity.name} in an event of ${source.name}.`,
        false,
      ),
      mentionsView(
        ref(`${entity.name}_traits`),
        entity,
        sites,
        traitColumns(entity),
        `The traits in each mention of a ${entity.name} in an event of ${source.name}.`,
        true,
      ),
    ];
  });
  const claims = claimSites(mine, project);
  const claimed = claimKinds(project).map((names) =>
    claimsView(
      ref(`${names.kind}_identifiers`),
      names,
      claims.filter((claim) => isOf(names, claim.relationship)),
      names.kind === "membership"
        ? `One row a claim of ${source.name} that a person belongs to a group.`
        : `One row a claim of ${source.name} that two entities stand in a relationship.`,
    ),
  );
  return [events, ...mentions, ...claimed];
}

function claimsView(ref: TableRef, names: ClaimNames, claims: readonly ClaimSite[], sentence: string): Table<Relation> {
  const columns = columnsOfClaims(names);
  return view(
    ref,
    sentence,
    columns,
    ["id"],
    claims.flatMap((claim) => [claim.from, claim.to].flatMap((side) => side?.site.table ?? [])),
    (inputs) => {
      if (claims.length === 0) return noRows(columns);
      return unionAll(
        claims.map((claim) => {
          const c = as(claimRows(claim, names, inputs), "c");
          const rest = columns.slice(1).map(({ name }) => name);
          return select({ id: claimId(claim, names, c.col), ...columnsOf(c, rest) }).from(c);
        }),
      );
    },
  );
}

/** Raw rows of one source that could not become events, and why. */
export function setAsideView(source: ProjectSource, keptTables: readonly KeptTable[]): readonly Table<Relation>[] {
  const mine = keptTables.filter((kept) => kept.context.event.source === source.name).map((kept) => kept.setAside);
  const [first] = mine;
  if (first === undefined) return [];
  return [
    {
      ...first,
      ref: { layer: "source", name: `${source.name}_set_aside` },
      sentence: `Raw rows that could not become events of ${source.name}, and why.`,
      reads: mine.map((one) => readWhole(one.ref)),
      stored: "view",
      published: true,
      define: (inputs) =>
        unionAll(
          mine.map((one) => {
            const rows = as(inputs(one.ref), "s");
            return select(columnsOf(rows)).from(rows);
          }),
        ),
    },
  ];
}
