import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import { readWhole, type Table } from "../../model/table.ts";
import { orderWithin } from "../../sql/functions.ts";
import { as, columnsOf, noRows, type Relation, select, unionAll } from "../../sql/relation.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { type IdentityRefs, isDue, valueColumn, valueColumns } from "../tables/identity-tables.ts";

/** The distinct combinations of raw values that were seen together: enough to resolve without reading an event. */
export function evidenceTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  const values = valueColumns(entity);
  return {
    ref: refs.evidence,
    sentence: `One row a combination of raw values seen together on a ${entity.name}.`,
    columns: [
      column("_combination", "digest", "the combination, for equality"),
      ...values.map((name) => column(name, "integer", "number of the raw value, null where the mention had none")),
      column("first_order", "order", "place in time of the first mention: its time, event and position"),
      column("last_order", "order", "place in time of the last mention that is due at the run's horizon"),
      column("mentions", "integer", "how many mentions had this combination"),
    ],
    key: ["_combination"],
    scope: { unit: "evidence", column: "_combination" },
    reads: [{ table: refs.mentions, touch: { by: "carries", column: "_combination" } }],
    lifetime: "derived",
    stored: "table",
    published: false,
    define: (inputs) => {
      const m = as(inputs(refs.mentions), "m");
      return (
        select({
          _combination: m.col("_combination"),
          ...columnsOf(m, values),
          first_order: sql`min(${m.col("_order")})`,
          last_order: sql`max(case when ${isDue(m.col("occurred_at"))} then ${m.col("_order")} end)`,
          mentions: sql`count(*)`,
        })
          .from(m)
          // The digest alone would tell combinations apart; values to group by are cheaper than values to carry.
          .groupBy(m.col("_combination"), ...values.map((name) => m.col(name)))
      );
    },
  };
}

/** When each raw value was seen, first and last, and how often. */
export function sightingsTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  const columns = [
    column("_value", "integer", "number of the raw value"),
    column("first_order", "order", "place in time of its first mention, and of its type in it"),
    column("last_order", "order", "place in time of its last mention that is due"),
    column("mentions", "integer", "how many mentions had it"),
  ];
  return {
    ref: refs.sightings,
    sentence: `One row a raw value of a ${entity.name}: when it was seen.`,
    columns,
    key: ["_value"],
    scope: { unit: "identifier", column: "_value" },
    reads: [readWhole(refs.evidence)],
    lifetime: "derived",
    stored: "table",
    published: false,
    define: (inputs) => {
      if (entity.identifiers.length === 0) return noRows(columns);
      const e = as(inputs(refs.evidence), "e");
      // A number is of one type alone, so that each type can be counted by itself.
      return unionAll(
        entity.identifiers.map(({ name, position }) => {
          const number = e.col(valueColumn(name));
          const within = (order: Sql): Sql => orderWithin(order, Math.min(position, 15));
          return select({
            _value: number,
            first_order: within(sql`min(${e.col("first_order")})`),
            last_order: within(sql`max(${e.col("last_order")})`),
            mentions: sql`cast(sum(${e.col("mentions")}) as bigint)`,
          })
            .from(e)
            .where(sql`${number} is not null`)
            .groupBy(number);
        }),
      );
    },
  };
}
