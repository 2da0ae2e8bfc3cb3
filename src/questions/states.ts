import type { State } from "../config/project.ts";
import { stateCountsRef, statesRef } from "../layers/tables/final-refs.ts";
import { exact } from "../sql/functions.ts";
import { all, join, type Sql, sql, table, typeName, value } from "../sql/sql.ts";

/**
 * How many entities are in each state at a time, by default now. Columns: `entity_type`, `state_name`, `state_value` (null
 * for the states named as `measured`, whose values are counted together), `entities`, `state_number_sum`.
 */
export function stateCounts(options: {
  readonly state: string | undefined;
  readonly asOf: string | undefined;
  readonly measured: readonly string[];
}): Sql {
  const { state, asOf, measured } = options;
  const counted =
    measured.length === 0
      ? sql`s.state_value`
      : sql`case when s.state_name not in (${join(measured.map((one) => value(one)))}) then s.state_value end`;
  const only = state === undefined ? sql`` : sql` and s.state_name = ${state}`;
  return sql`select c.entity_type, c.state_name, c.state_value, count(*) as entities, cast(sum(${exact(sql`c.state_number`)}) as ${typeName("number")}) as state_number_sum
from (select s.entity_type, s.state_name, ${counted} as state_value, s.state_number from ${table(statesRef)} as s where ${holdsAt(asOf)}${only}) as c
group by c.entity_type, c.state_name, c.state_value order by c.entity_type, c.state_name, entities desc, c.state_value`;
}

/** Whether an interval of `s` holds at a time. */
export function holdsAt(asOf: string | undefined): Sql {
  if (asOf === undefined) return sql`s.is_current`;
  const at = sql`cast(${asOf} as timestamp)`;
  return sql`s.state_entered_at <= ${at} and (s.state_exited_at > ${at} or s.state_exited_at is null)`;
}

/** How many entities were in each state at the end of each day, both ends included. */
export function stateCountsPerDay(options: {
  readonly state: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}): Sql {
  const { state, from, to } = options;
  const conditions = [
    ...(state === undefined ? [] : [sql`c.state_name = ${state}`]),
    ...(from === undefined ? [] : [sql`c.day >= cast(${from} as timestamp)`]),
    ...(to === undefined ? [] : [sql`c.day <= cast(${to} as timestamp)`]),
  ];
  return sql`select c.day, c.entity_type, c.state_name, c.state_value, c.entities, c.state_number_sum from ${table(stateCountsRef)} as c where ${all(conditions)} order by c.day, c.entity_type, c.state_name, c.state_value`;
}

/** The states that have intervals. */
export function statesKnown(): Sql {
  return sql`select distinct s.state_name from ${table(statesRef)} as s order by s.state_name`;
}

/** Whether a state says which of its values may follow which, or come first. */
export function hasTransitions(state: State): boolean {
  return state.first !== undefined || state.transitions.size > 0;
}

/**
 * The steps of a state that are not among those that it allows. Columns: `entity_type`, `entity_id`, `state_name`,
 * `from_value` (null: it had no value before), `to_value`, `event_id`, `entered_at`. No rows where all is well, and of a
 * state that allows everything.
 */
export function transitionViolations(state: State): Sql {
  const among = (values: readonly string[]): Sql =>
    values.length === 0 ? sql`false` : sql`t.to_value in (${join(values.map((one) => value(one)))})`;
  const forbidden = [
    ...(state.first === undefined ? [] : [sql`(t.from_value is null and not (${among(state.first)}))`]),
    ...[...state.transitions].map(([from, to]) => sql`(t.from_value = ${from} and not (${among(to)}))`),
  ];
  const where = forbidden.length === 0 ? sql`false` : join(forbidden, sql` or `);
  // What ended before this one began, was no step; of two neighbours with one value only the number differs.
  return sql`select t.entity_type, t.entity_id, t.state_name, t.from_value, t.to_value, t.event_id, t.entered_at
from (select n.entity_type, n.entity_id, n.state_name, case when n.exited_before = n.entered_at then n.value_before end as from_value, n.to_value, n.event_id, n.entered_at
from (select s.entity_type, s.entity_id, s.state_name, s.state_value as to_value, s.event_id, s.state_entered_at as entered_at, lag(s.state_value) over (partition by s.entity_id order by s.state_entered_at) as value_before, lag(s.state_exited_at) over (partition by s.entity_id order by s.state_entered_at) as exited_before
from ${table(statesRef)} as s where s.state_name = ${state.name}) as n) as t
where (t.from_value is null or t.from_value <> t.to_value) and (${where})`;
}
