import type { Entity } from "../../config/project.ts";
import { column, idColumn, sought } from "../../model/column.ts";
import { type Inputs, readWhole, type Table, type TableRef } from "../../model/table.ts";
import { digest, orderKey } from "../../sql/functions.ts";
import { as, columnsOf, noRows, type Relation, select, unionAll } from "../../sql/relation.ts";
import { sql } from "../../sql/sql.ts";
import { type IdentityRefs, valueColumn } from "../tables/identity-tables.ts";
import { hasConstantRole, type MentionSite, siteRows } from "../tables/mention-sites.ts";

/**
 * All mentions of an entity type, once: raw identifiers as numbers of the dictionary, so that nothing after this step
 * compares texts; typed traits; the mention's place in time.
 */
export function mentionsTable(entity: Entity, refs: IdentityRefs, sites: readonly MentionSite[]): Table<Relation> {
  const columns = [
    idColumn("event_id", "the event that the mention stands in"),
    column("_site", "integer", "number of the mention in the event definition that it is of"),
    column("_element", "integer", "place in the list, 0 outside of one"),
    sought(column("_order", "order", "place in time: ties go by the event's id, then the position in the event")),
    column("_combination", "digest", "what the mention holds, for equality: its evidence has the same"),
    column("role", "text", `what the ${entity.name} was in the event, where that differs from row to row`),
    column("occurred_at", "timestamp", "when the event happened, UTC"),
    column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
    ...entity.identifiers.map(({ name }) =>
      column(valueColumn(name), "integer", `number of the ${name} in the dictionary`),
    ),
    ...entity.traits.map((trait) => column(trait.name, trait.type, `trait ${trait.name}`, trait.pii)),
  ];
  const tables = [...new Map(sites.map((site) => [site.table.name, site.table])).values()];
  return {
    ref: refs.mentions,
    sentence: `One row a mention of a ${entity.name} in an event, its identifiers as numbers.`,
    columns,
    key: ["event_id", "_site", "_element"],
    scope: { unit: "event", column: "event_id" },
    reads: [
      ...tables.map((table) => ({ table, touch: { by: "carries", column: "event_id" } }) as const),
      readWhole(refs.numbers),
    ],
    lifetime: "derived",
    stored: "table",
    published: false,
    define: (inputs) => {
      if (sites.length === 0) return noRows(columns);
      return numbered(sites, entity, refs.numbers, inputs);
    },
  };
}

/** The rows of all sites as one relation first, so that each type's numbers are brought into memory once, not once a site. */
function numbered(
  sites: readonly MentionSite[],
  entity: Entity,
  numbers: TableRef,
  inputs: Inputs<Relation>,
): Relation {
  const rows = unionAll(
    sites.map((site) => {
      const r = as(siteRows(site, entity, inputs), "r");
      const role = hasConstantRole(site) ? sql`cast(null as varchar)` : r.col("role");
      return select({ ...columnsOf(r), role, _site: sql`${site.number}` }).from(r);
    }),
  );
  const m = as(rows, "m");
  const held = new Set(sites.flatMap(({ mention }) => mention.identifiers.map(([name]) => name)));
  const found = entity.identifiers.flatMap(({ name }) =>
    held.has(name) ? [{ name, n: as(inputs(numbers), `n_${name}`) }] : [],
  );
  const value = (name: string) => found.find((one) => one.name === name)?.n.col("_value") ?? sql`cast(null as bigint)`;
  const query = select({
    event_id: m.col("event_id"),
    _site: m.col("_site"),
    _element: sql`cast(${m.col("_element")} as bigint)`,
    _order: orderKey(m.col("occurred_at"), m.col("event_id"), m.col("_position")),
    _combination: digest(entity.identifiers.map(({ name }) => value(name))),
    role: m.col("role"),
    occurred_at: m.col("occurred_at"),
    _ingested_at: m.col("_ingested_at"),
    ...Object.fromEntries(entity.identifiers.map(({ name }) => [valueColumn(name), value(name)])),
    ...Object.fromEntries(entity.traits.map(({ name }) => [name, m.col(name)])),
  }).from(m);
  return found.reduce(
    (joined, { name, n }) =>
      joined.leftJoin(n, sql`${n.col("identifier_type")} = ${name} and ${n.col("raw_value")} = ${m.col(name)}`),
    query,
  );
}
