import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import type { Table } from "../../model/table.ts";
import { lastBy, orderTime, orderToCome, trim } from "../../sql/functions.ts";
import { as, columnsOf, type Relation, select } from "../../sql/relation.ts";
import { coalesce, type Sql, sql } from "../../sql/sql.ts";
import { type IdentityRefs, shownIdentifiers } from "../tables/identity-tables.ts";

/** What survives for the final table: of each identifier type and trait the most recent value. */
export function survivorsTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.survivors,
    sentence: `One row a ${entity.name}: the surviving value of each identifier type and trait.`,
    columns: [
      column("_entity", "integer", "the entity"),
      column("first_seen_at", "timestamp", "time of the first mention"),
      column("last_seen_at", "timestamp", "time of the last mention that is due"),
      ...shownIdentifiers(entity).map((type) =>
        column(type.name, "text", `the most recent ${type.name}, trimmed`, type.pii),
      ),
      ...entity.traits.map((trait) => column(trait.name, "text", `the most recent ${trait.name}, as text`, trait.pii)),
    ],
    key: ["_entity"],
    scope: { unit: "entity", column: "_entity" },
    reads: [
      { table: refs.assignment, touch: { by: "carries", column: "_entity" } },
      {
        table: refs.numbers,
        touch: { by: "through", column: "_value", lookup: refs.assignment, on: "_value", carries: "_entity" },
      },
      {
        table: refs.sightings,
        touch: { by: "through", column: "_value", lookup: refs.assignment, on: "_value", carries: "_entity" },
      },
      { table: refs.traitValues, touch: { by: "carries", column: "_entity" } },
    ],
    lifetime: "derived",
    stored: "inline",
    published: false,
    define: (inputs) => {
      const a = as(inputs(refs.assignment), "a");
      const d = as(inputs(refs.numbers), "d");
      const s = as(inputs(refs.sightings), "s");
      const spelt = as(
        select({
          _entity: a.col("_entity"),
          what: d.col("identifier_type"),
          said: d.col("raw_value"),
          // Without any value that is due, one to come is better than none.
          at: coalesce([s.col("last_order"), orderToCome(s.col("first_order"))]),
          first_order: s.col("first_order"),
          last_order: s.col("last_order"),
        })
          .from(a)
          .join(d, sql`${d.col("_value")} = ${a.col("_value")}`)
          .join(s, sql`${s.col("_value")} = ${a.col("_value")}`),
        "i",
      );
      const identifiers = select({
        _entity: spelt.col("_entity"),
        first_seen_at: orderTime(sql`min(${spelt.col("first_order")})`),
        last_seen_at: orderTime(sql`max(${spelt.col("last_order")})`),
        ...Object.fromEntries(shownIdentifiers(entity).map(({ name }) => [name, trim(latest(spelt.col, name))])),
      })
        .from(spelt)
        .groupBy(spelt.col("_entity"));
      if (entity.traits.length === 0) return identifiers;
      const t = as(inputs(refs.traitValues), "t");
      const renamed = as(
        select({
          _entity: t.col("_entity"),
          what: t.col("trait_name"),
          said: t.col("trait_value"),
          at: t.col("last_order"),
        }).from(t),
        "v",
      );
      const traits = as(
        select({
          _entity: renamed.col("_entity"),
          ...Object.fromEntries(entity.traits.map(({ name }) => [name, latest(renamed.col, name)])),
        })
          .from(renamed)
          .groupBy(renamed.col("_entity")),
        "t",
      );
      const i = as(identifiers, "s");
      return select({
        ...columnsOf(i),
        ...Object.fromEntries(entity.traits.map(({ name }) => [name, traits.col(name)])),
      })
        .from(i)
        .leftJoin(traits, sql`${traits.col("_entity")} = ${i.col("_entity")}`);
    },
  };
}

/** The most recent value of one name: no two mentions have the same place in time. */
function latest(col: (name: string) => Sql, what: string): Sql {
  const only = (of: Sql): Sql => sql`case when ${col("what")} = ${what} then ${of} end`;
  return lastBy(only(col("said")), only(col("at")));
}
