import type { State } from "../../config/project.ts";
import { column, idColumn } from "../../model/column.ts";
import { readWhole, type Table } from "../../model/table.ts";
import { addDays, dayOf, exact, publicId, text } from "../../sql/functions.ts";
import { as, columnsOf, type Relation, select } from "../../sql/relation.ts";
import { join, name, runValue, type Sql, sql, typeName, value } from "../../sql/sql.ts";
import { stateCountsRef, statesRef } from "../tables/final-refs.ts";

const columns = [
  idColumn("id", "stc_ and 32 hex digits, from day, state and value"),
  column("day", "timestamp", "the day's first moment, UTC"),
  column("entity_type", "text", "type of the entities"),
  column("state_name", "text", "which of their states"),
  column("state_value", "text", "the value; null for measured states, whose values are counted together"),
  column("entities", "integer", "how many had it at the end of the day; on the last day, at the run's horizon"),
  column("state_number_sum", "number", "the sum of their numbers; null where the state has none"),
];

/** Days before this one are not counted: they come of times that are wrong, and would be many. */
const firstDay = sql`cast('1970-01-01' as timestamp)`;

/** `nexus.state_counts_per_day`: how many were in each state at the end of each day, from the starts and ends of intervals. */
export function stateCountsTable(states: readonly State[]): Table<Relation> {
  return {
    ref: stateCountsRef,
    sentence: "One row a day and a value of a state: how many entities had it.",
    columns,
    key: ["id"],
    scope: { unit: "whole" },
    reads: [readWhole(statesRef)],
    lifetime: "derived",
    stored: "table",
    published: true,
    define: (inputs) => perDay(steps(inputs(statesRef), states)),
  };
}

/** The days on which a count changes, with the count from then on. */
function steps(intervals: Relation, states: readonly State[]): Relation {
  const s = as(intervals, "s");
  const measured = states.filter((state) => state.isMeasured).map((state) => value(state.name));
  const counted =
    measured.length === 0
      ? s.col("state_value")
      : sql`case when ${s.col("state_name")} not in (${join(measured)}) then ${s.col("state_value")} end`;
  const day = (at: Sql): Sql => sql`case when ${at} < ${firstDay} then ${firstDay} else ${dayOf(at)} end`;
  const spans = as(
    select({
      ...columnsOf(s, ["entity_type", "state_name"]),
      state_value: counted,
      state_number: s.col("state_number"),
      _from: day(s.col("state_entered_at")),
      // On the day on which it ends it is not counted any more.
      _to: sql`case when ${s.col("state_exited_at")} is not null then ${day(s.col("state_exited_at"))} end`,
    }).from(s),
    "i",
  );
  const signs = as(
    { columns: ["_sign"], sql: sql`select 1 as _sign union all select -1`, isQuery: true, originsOf: () => [] },
    "g",
  );
  const sign = signs.col("_sign");
  const ends = as(
    select({
      ...columnsOf(spans, ["entity_type", "state_name", "state_value", "state_number"]),
      day: sql`case when ${sign} = 1 then ${spans.col("_from")} else ${spans.col("_to")} end`,
      _sign: sign,
    })
      .from(spans)
      .join(signs, sql`(${sign} = 1 or ${spans.col("_to")} is not null)`)
      .where(sql`(${spans.col("_to")} is null or ${spans.col("_from")} < ${spans.col("_to")})`),
    "e",
  );
  const series = ["entity_type", "state_name", "state_value"];
  const d = as(
    select({
      ...columnsOf(ends, [...series, "day"]),
      _change: sql`sum(${ends.col("_sign")})`,
      _number: sql`sum(coalesce(${exact(sql`${ends.col("state_number")} * ${ends.col("_sign")}`)}, 0))`,
      _numbers: sql`count(${ends.col("state_number")})`,
    })
      .from(ends)
      .groupBy(...[...series, "day"].map((one) => ends.col(one))),
    "d",
  );
  const of = sql`partition by ${join(series.map((one) => d.col(one)))}`;
  const running = (column: string): Sql =>
    sql`sum(${d.col(column)}) over (${of} order by ${d.col("day")} rows unbounded preceding)`;
  return select({
    ...columnsOf(d, [...series, "day"]),
    entities: sql`cast(${running("_change")} as bigint)`,
    state_number_sum: sql`case when sum(${d.col("_numbers")}) over (${of}) > 0 then cast(${running("_number")} as ${typeName("number")}) end`,
    _next: sql`lead(${d.col("day")}) over (${of} order by ${d.col("day")})`,
  }).from(d);
}

/** A row for each day until the count changes, or the horizon's day has come. */
function perDay(changed: Relation): Relation {
  const c = as(changed, "c");
  const last = sql`case when ${c.col("_next")} is null then ${dayOf(runValue("horizon"))} else ${addDays(c.col("_next"), -1)} end`;
  const days = as(
    select({
      day: sql`cast(${name("_days", "day")} as timestamp)`,
      ...columnsOf(
        c,
        c.relation.columns.filter((one) => one !== "day"),
      ),
    })
      .from(c)
      .days(c.col("day"), last),
    "n",
  );
  return select({
    id: publicId("stc", [
      text(days.col("day")),
      ...["entity_type", "state_name", "state_value"].map((one) => days.col(one)),
    ]),
    ...columnsOf(days, ["day", "entity_type", "state_name", "state_value", "entities", "state_number_sum"]),
  }).from(days);
}
