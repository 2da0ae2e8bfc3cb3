import { Bug } from "../../base/problem.ts";
import { membershipKind } from "../../config/entities.ts";
import type { Entity, MembersState, State } from "../../config/project.ts";
import type { Read, Table, TableRef } from "../../model/table.ts";
import { exact, firstBy } from "../../sql/functions.ts";
import { as, columnsOf, type Relation, select } from "../../sql/relation.ts";
import { join, runValue, type Sql, sql, typeName, value } from "../../sql/sql.ts";
import { membershipsRef, relationshipsRef } from "../tables/final-refs.ts";
import { changeColumns, changes, valueByCases } from "./changes.ts";
import { changesNamed, changesOf } from "./combined.ts";
import { plainNumber } from "./moments.ts";
import { changesRef } from "./state-changes.ts";

/** A time behind all others: what lasts ends there. */
const forever = sql`cast('9999-12-31' as timestamp)`;

const earlier = (one: Sql, other: Sql): Sql => sql`case when ${one} < ${other} then ${one} else ${other} end`;
const later = (one: Sql, other: Sql): Sql => sql`case when ${one} > ${other} then ${one} else ${other} end`;

/** `changes_of__<state>`: the changes of a state that is made from a state of those on the other side of a relationship. */
export function membersTable(
  state: State,
  derived: MembersState,
  states: readonly State[],
  entity: Entity,
): Table<Relation> {
  const asked = states.filter((one) => one.name === derived.state);
  const way = wayOf(derived);
  const { own, other } = way;
  const reads: Read[] = [
    { table: way.ref, touch: { by: "carries", column: own } },
    ...asked.map(
      (one): Read => ({
        table: changesOf(one),
        touch: { by: "through", column: "_entity", lookup: way.ref, on: other, carries: own },
      }),
    ),
  ];
  return {
    ref: changesRef(state),
    sentence: `One row a change of a ${entity.name}'s ${state.name}, which is made from ${derived.state} over ${derived.relationship === membershipKind ? "memberships" : derived.relationship}.`,
    columns: changeColumns,
    key: ["_entity", "occurred_at"],
    scope: { unit: "entity", column: "_entity" },
    reads,
    lifetime: "work",
    stored: "table",
    published: false,
    define: (inputs) => {
      const [one] = asked;
      if (one === undefined) throw new Bug(`There is no state "${derived.state}".`);
      const spans = spansOf(inputs(way.ref), way, derived.role);
      const pieces = piecesOf(spans, changesNamed(one, inputs));
      return changes(decided(state.name, derived, counted(pieces, valuesOf(derived))));
    },
  };
}

/** The table in which the others are found, the columns of both sides, and the kind of its rows. */
interface Way {
  readonly ref: TableRef;
  readonly own: string;
  readonly other: string;
  readonly kind: string | undefined;
}

function wayOf({ relationship, side }: MembersState): Way {
  const isMembership = relationship === membershipKind;
  const [from, to] = isMembership ? ["_person", "_group"] : ["_from", "_to"];
  const [own, other] = side === "from" ? [to, from] : [from, to];
  return isMembership
    ? { ref: membershipsRef, own, other, kind: undefined }
    : { ref: relationshipsRef, own, other, kind: relationship };
}

/** The values that are counted, each in a column of its own. */
function valuesOf({ rule }: MembersState): readonly (readonly string[])[] {
  if (rule.kind === "cases") return rule.cases.map(({ values }) => values);
  return rule.kind === "count" && rule.values !== undefined ? [rule.values] : [];
}

/** When whom belongs to whom: `_entity`, `_other`, `since` and `until`; who does so in several roles at once is there once. */
function spansOf(related: Relation, { own, other, kind }: Way, role: string | undefined): Relation {
  const m = as(related, "m");
  const known = as(
    select({
      _entity: m.col(own),
      _other: m.col(other),
      since: m.col("since"),
      // Nothing that lies after the horizon has happened yet.
      until: sql`case when ${m.col("until")} <= ${runValue("horizon")} then ${m.col("until")} else ${forever} end`,
    })
      .from(m)
      .where(
        sql`${m.col("since")} <= ${runValue("horizon")}`,
        ...(kind === undefined ? [] : [sql`${m.col("kind")} = ${kind}`]),
        ...(role === undefined ? [] : [sql`${m.col("role")} = ${role}`]),
      ),
    "k",
  );
  const rows = select(columnsOf(known))
    .from(known)
    .where(sql`${known.col("since")} < ${known.col("until")}`);
  if (role !== undefined) return rows;
  const r = as(rows, "r");
  const pair = sql`partition by ${r.col("_entity")}, ${r.col("_other")} order by ${r.col("since")}, ${r.col("until")}`;
  const reached = as(
    select({
      ...columnsOf(r),
      _reached: sql`max(${r.col("until")}) over (${pair} rows between unbounded preceding and 1 preceding)`,
    }).from(r),
    "q",
  );
  const inOrder = sql`partition by ${reached.col("_entity")}, ${reached.col("_other")} order by ${reached.col("since")}, ${reached.col("until")} rows unbounded preceding`;
  const parted = as(
    select({
      ...columnsOf(reached, r.relation.columns),
      _part: sql`sum(case when ${reached.col("since")} <= ${reached.col("_reached")} then 0 else 1 end) over (${inOrder})`,
    }).from(reached),
    "t",
  );
  return select({
    ...columnsOf(parted, ["_entity", "_other"]),
    since: sql`min(${parted.col("since")})`,
    until: sql`max(${parted.col("until")})`,
  })
    .from(parted)
    .groupBy(parted.col("_entity"), parted.col("_other"), parted.col("_part"));
}

/** From when to when somebody brings a value in, with the events that stand at both ends. */
function piecesOf(spans: Relation, changed: Relation): Relation {
  const c = as(changed, "c");
  const inTime = sql`partition by ${c.col("_entity")} order by ${c.col("occurred_at")}`;
  const next = (column: string): Sql => sql`lead(${c.col(column)}) over (${inTime})`;
  const i = as(
    select({
      ...columnsOf(c, ["_entity", "occurred_at", "event_id", "source", "state_value", "state_number"]),
      _exited: sql`coalesce(${next("occurred_at")}, ${forever})`,
      _exit_event: next("event_id"),
      _exit_source: next("source"),
    }).from(c),
    "i",
  );
  const s = as(spans, "s");
  const ends = earlier(i.col("_exited"), s.col("until"));
  // Where the membership ends first, there is no event but the one that brought the value.
  const isExit = sql`${i.col("_exited")} <= ${s.col("until")} and ${i.col("_exited")} < ${forever}`;
  return select({
    _entity: s.col("_entity"),
    _begins: later(i.col("occurred_at"), s.col("since")),
    _ends: sql`nullif(${ends}, ${forever})`,
    ...columnsOf(i, ["event_id", "source", "state_value", "state_number"]),
    _exit_event: sql`case when ${isExit} then ${i.col("_exit_event")} else ${i.col("event_id")} end`,
    _exit_source: sql`case when ${isExit} then ${i.col("_exit_source")} else ${i.col("source")} end`,
  })
    .from(s)
    .join(i, sql`${i.col("_entity")} = ${s.col("_other")}`)
    .where(
      sql`${i.col("state_value")} is not null`,
      sql`${i.col("occurred_at")} < ${s.col("until")}`,
      sql`${i.col("_exited")} > ${s.col("since")}`,
    );
}

/** How many pieces there are at each moment: in all, with each list of values, and the sum of their numbers. */
function counted(pieces: Relation, values: readonly (readonly string[])[]): Relation {
  const p = as(pieces, "p");
  const signs = as(
    { columns: ["_sign"], sql: sql`select 1 as _sign union all select -1`, isQuery: true, originsOf: () => [] },
    "g",
  );
  const sign = signs.col("_sign");
  const atEnd = (begins: string, ends: string): Sql =>
    sql`case when ${sign} = 1 then ${p.col(begins)} else ${p.col(ends)} end`;
  const e = as(
    select({
      _entity: p.col("_entity"),
      occurred_at: atEnd("_begins", "_ends"),
      event_id: atEnd("event_id", "_exit_event"),
      source: atEnd("source", "_exit_source"),
      ...columnsOf(p, ["state_value", "state_number"]),
      _sign: sign,
    })
      .from(p)
      .join(signs, sql`(${sign} = 1 or ${p.col("_ends")} is not null)`),
    "e",
  );
  const isOneOf = (of: readonly string[]): Sql =>
    of.length === 0 ? sql`false` : sql`${e.col("state_value")} in (${join(of.map((one) => value(one)))})`;
  const i = as(
    select({
      ...columnsOf(e, ["_entity", "occurred_at"]),
      event_id: sql`min(${e.col("event_id")})`,
      source: firstBy(e.col("source"), e.col("event_id")),
      _all: sql`sum(${e.col("_sign")})`,
      _number: sql`sum(coalesce(${exact(sql`${e.col("state_number")} * ${e.col("_sign")}`)}, 0))`,
      ...Object.fromEntries(
        values.map((of, place) => [
          `_count_${place}`,
          sql`sum(case when ${isOneOf(of)} then ${e.col("_sign")} else 0 end)`,
        ]),
      ),
    })
      .from(e)
      .groupBy(e.col("_entity"), e.col("occurred_at")),
    "i",
  );
  const running = (column: string): Sql =>
    sql`sum(${i.col(column)}) over (partition by ${i.col("_entity")} order by ${i.col("occurred_at")} rows unbounded preceding)`;
  return select({
    ...columnsOf(i, ["_entity", "occurred_at", "event_id", "source"]),
    ...Object.fromEntries(
      ["_all", "_number", ...values.map((_, place) => `_count_${place}`)].map((of) => [of, running(of)]),
    ),
  }).from(i);
}

/** What the rule says at each of these moments. */
function decided(stateName: string, { rule }: MembersState, moments: Relation): Relation {
  const m = as(moments, "m");
  const common = {
    _entity: m.col("_entity"),
    state_name: value(stateName),
    ...columnsOf(m, ["occurred_at", "event_id", "source"]),
  };
  if (rule.kind !== "cases") {
    const counts = rule.kind === "sum" ? "_number" : rule.values === undefined ? "_all" : "_count_0";
    const n = as(
      select({ ...common, state_number: sql`cast(${m.col(counts)} as ${typeName("number")})` }).from(m),
      "n",
    );
    return select({
      ...columnsOf(n, ["_entity", "state_name", "occurred_at", "event_id", "source"]),
      state_value: plainNumber(n.col("state_number")),
      state_number: n.col("state_number"),
    }).from(n);
  }
  const cases = rule.cases.map(({ quantity, value: becomes }, place) => {
    const count = m.col(`_count_${place}`);
    const holds = quantity === "any" ? sql`${count} > 0` : sql`${count} > 0 and ${count} = ${m.col("_all")}`;
    return { holds, becomes };
  });
  return select({ ...common, ...valueByCases(cases, rule.otherwise) }).from(m);
}
