import type { DerivedState, Entity, State } from "../../config/project.ts";
import type { Table, TableRef } from "../../model/table.ts";
import { finite, firstBy, text, trim, tryCast } from "../../sql/functions.ts";
import { as, columnsOf, freeAlias, type Relation, select, unionAll } from "../../sql/relation.ts";
import { all, join, type Sql, sql, traced, typeName, value } from "../../sql/sql.ts";
import { changeColumns, changes, valueByCases } from "./changes.ts";
import { plainNumber } from "./moments.ts";
import { changesOfEventsRef, changesRef } from "./state-changes.ts";

/** Where the changes of a state are, whatever it is made from. */
export function changesOf(state: State): TableRef {
  return state.derived === undefined ? changesOfEventsRef({ name: state.of }) : changesRef(state);
}

/** The changes of one state. */
export function changesNamed(state: State, inputs: (ref: TableRef) => Relation): Relation {
  const c = as(inputs(changesOf(state)), "c");
  const rows = select(columnsOf(c)).from(c);
  return state.derived === undefined ? rows.where(sql`${c.col("state_name")} = ${state.name}`) : rows;
}

/** `changes_of__<state>`: the changes of a state that is made from other states of the same entity. */
export function combinedTable(
  state: State,
  derived: DerivedState,
  states: readonly State[],
  entity: Entity,
): Table<Relation> {
  const from = derived.from.flatMap((one) => states.find((other) => other.name === one) ?? []);
  const refs = new Map(from.map(changesOf).map((ref) => [ref.name, ref]));
  return {
    ref: changesRef(state),
    sentence: `One row a change of a ${entity.name}'s ${state.name}, which is made from ${derived.from.join(", ")}.`,
    columns: changeColumns,
    key: ["_entity", "occurred_at"],
    scope: { unit: "entity", column: "_entity" },
    reads: [...refs.values()].map((table) => ({ table, touch: { by: "carries", column: "_entity" } })),
    lifetime: "work",
    stored: "table",
    published: false,
    define: (inputs) => changes(decided(state.name, derived, merged(from, inputs))),
  };
}

/** All states at each moment at which one of them changes, from the first at which one has a value. */
function merged(from: readonly State[], inputs: (ref: TableRef) => Relation): Relation {
  const rows = unionAll(
    from.map((state, place) => {
      const c = as(changesNamed(state, inputs), "n");
      return select({ ...columnsOf(c), _place: sql`${place}` }).from(c);
    }),
  );
  const r = as(rows, "r");
  const ofPlace = (place: number, said: Sql): Sql => sql`max(case when ${r.col("_place")} = ${place} then ${said} end)`;
  const instant = as(
    select({
      _entity: r.col("_entity"),
      occurred_at: r.col("occurred_at"),
      // The state that changed; of several the one that is named first.
      event_id: firstBy(r.col("event_id"), r.col("_place")),
      source: firstBy(r.col("source"), r.col("_place")),
      ...Object.fromEntries(
        from.flatMap((state, place) => [
          [`_changed_${place}`, ofPlace(place, sql`1`)],
          [`_value_${place}`, ofPlace(place, r.col("state_value"))],
          ...(state.hasNumber ? [[`_number_${place}`, ofPlace(place, r.col("state_number"))] as const] : []),
        ]),
      ),
    })
      .from(r)
      .groupBy(r.col("_entity"), r.col("occurred_at")),
    "i",
  );
  const inTime = sql`partition by ${instant.col("_entity")} order by ${instant.col("occurred_at")}`;
  const counted = as(
    select({
      ...columnsOf(instant),
      ...Object.fromEntries(
        from.map((_, place) => [
          `_count_${place}`,
          sql`count(${instant.col(`_changed_${place}`)}) over (${inTime} rows unbounded preceding)`,
        ]),
      ),
      _begins: sql`min(case when ${join(
        from.map((_, place) => sql`${instant.col(`_value_${place}`)} is not null`),
        sql` or `,
      )} then ${instant.col("occurred_at")} end) over (partition by ${instant.col("_entity")})`,
    }).from(instant),
    "k",
  );
  // What holds since the last change: each change is the one row of its group that says something.
  const since = (column: string, place: number): Sql =>
    sql`max(${counted.col(column)}) over (partition by ${counted.col("_entity")}, ${counted.col(`_count_${place}`)})`;
  const held = as(
    select({
      ...columnsOf(counted, ["_entity"]),
      // States may have any name but those that begin with an underscore.
      _at: counted.col("occurred_at"),
      _event: counted.col("event_id"),
      _source: counted.col("source"),
      _begins: counted.col("_begins"),
      ...Object.fromEntries(
        from.flatMap((state, place) => [
          ...(state.isMeasured ? [] : [[state.name, since(`_value_${place}`, place)] as const]),
          ...(state.hasNumber
            ? [[state.isMeasured ? state.name : `${state.name}_number`, since(`_number_${place}`, place)] as const]
            : []),
        ]),
      ),
    }).from(counted),
    "h",
  );
  return select(
    columnsOf(
      held,
      held.relation.columns.filter((one) => one !== "_begins"),
    ),
  )
    .from(held)
    .where(sql`${held.col("_at")} >= ${held.col("_begins")}`);
}

/** What the rule says at each of these moments. */
function decided(stateName: string, { rule }: DerivedState, moments: Relation): Relation {
  const m = as(moments, freeAlias("held", moments.columns));
  const common = {
    _entity: m.col("_entity"),
    state_name: value(stateName),
    occurred_at: m.col("_at"),
    event_id: m.col("_event"),
    source: m.col("_source"),
  };
  // The user's own SQL may read any of the states.
  const origins = m.relation.columns.filter((one) => !one.startsWith("_")).flatMap((one) => m.relation.originsOf(one));
  if (rule.kind === "cases") {
    const cases = rule.cases.map(({ when, value: becomes }) => {
      const conditions = when.map(([state, values]) => {
        const has = m.col(state);
        const texts = values.filter((one) => one !== null);
        const isNull = values.includes(null) ? [sql`${has} is null`] : [];
        const isOne = texts.length === 0 ? [] : [sql`${has} in (${join(texts.map((one) => value(one)))})`];
        return sql`(${join([...isOne, ...isNull], sql` or `)})`;
      });
      return { holds: all(conditions), becomes };
    });
    return select({ ...common, ...valueByCases(cases, rule.otherwise) }).from(m);
  }
  const number = rule.number && finite(tryCast(sql`(${traced(rule.number, origins)})`, "number"));
  const said = rule.value === undefined ? undefined : text(sql`(${traced(rule.value, origins)})`);
  const a = as(
    select({
      ...common,
      _said: said ?? sql`cast(null as varchar)`,
      state_number: number ?? sql`cast(null as ${typeName("number")})`,
    }).from(m),
    "a",
  );
  const own = said === undefined ? plainNumber(a.col("state_number")) : a.col("_said");
  const b = as(select({ ...columnsOf(a), state_value: own }).from(a), "b");
  // Blank says nothing, as null does.
  const lasting = (column: string): Sql => sql`case when ${trim(b.col("state_value"))} <> '' then ${b.col(column)} end`;
  return select({
    ...columnsOf(b, ["_entity", "state_name", "occurred_at", "event_id", "source"]),
    state_value: lasting("state_value"),
    state_number: lasting("state_number"),
  }).from(b);
}
