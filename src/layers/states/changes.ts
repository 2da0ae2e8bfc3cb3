import { column, idColumn } from "../../model/column.ts";
import { as, columnsOf, type Relation, select } from "../../sql/relation.ts";
import { join, type Sql, sql, typeName, value } from "../../sql/sql.ts";

/** What a change of a state has: when which entity's state became what, and what caused it. A null value ends the state. */
export const changeColumns = [
  column("_entity", "integer", "number of the entity"),
  column("state_name", "text", "which of its states"),
  column("occurred_at", "timestamp", "when it changed, UTC"),
  idColumn("event_id", "the event that caused it"),
  column("source", "text", "the source of that event"),
  column("state_value", "text", "the value from then on; null: it has none"),
  column("state_number", "number", "the number from then on"),
];

const names = changeColumns.map((one) => one.name);

/** Of moments, one an instant, those at which a state becomes another than it was. */
export function changes(moments: Relation): Relation {
  const m = as(moments, "s");
  const inTime = sql`partition by ${m.col("_entity")}, ${m.col("state_name")} order by ${m.col("occurred_at")}`;
  const c = as(
    select({
      ...columnsOf(m, names),
      _value_before: sql`lag(${m.col("state_value")}) over (${inTime})`,
      _number_before: sql`lag(${m.col("state_number")}) over (${inTime})`,
    }).from(m),
    "c",
  );
  return select(columnsOf(c, names))
    .from(c)
    .where(
      sql`(${c.col("_value_before")} is distinct from ${c.col("state_value")} or ${c.col("_number_before")} is distinct from ${c.col("state_number")})`,
    );
}

/** The value of the first case that holds; these are values alone, without a number. */
export function valueByCases(
  cases: readonly { readonly holds: Sql; readonly becomes: string | null }[],
  otherwise: string | null,
): { readonly state_value: Sql; readonly state_number: Sql } {
  const textOf = (plain: string | null): Sql => (plain === null ? sql`cast(null as varchar)` : value(plain));
  const whens = cases.map(({ holds, becomes }) => sql` when ${holds} then ${textOf(becomes)}`);
  return {
    state_value: whens.length === 0 ? textOf(otherwise) : sql`case${join(whens, sql``)} else ${textOf(otherwise)} end`,
    state_number: sql`cast(null as ${typeName("number")})`,
  };
}
