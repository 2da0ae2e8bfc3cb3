import type { State, Timeout } from "../../config/project.ts";
import { addSeconds } from "../../sql/functions.ts";
import { type Aliased, as, columnsOf, type Relation, select } from "../../sql/relation.ts";
import { all, join, runValue, type Sql, sql, value } from "../../sql/sql.ts";
import { type Entry, entriesOf, firstOfInstant } from "./moments.ts";

/** Positions from here on start a clock and say nothing else; what an entry says comes before them. */
const clockPosition = 1_000_000;

/** A state with timeouts, and the clocks that they run on. */
interface Timed {
  readonly state: State;
  /** Each a list of events that start it anew, as the entries do. */
  readonly clocks: readonly Timeout["without"][];
}

function timed(state: State): Timed {
  const clocks = new Map(
    state.timeouts.filter(({ without }) => without.length > 0).map(({ without }) => [JSON.stringify(without), without]),
  );
  return { state, clocks: [...clocks.values()] };
}

/** Which clock a timeout runs on: 0 is the one that the entries alone start. */
function clockOf({ clocks }: Timed, timeout: Timeout): number {
  return clocks.findIndex((clock) => JSON.stringify(clock) === JSON.stringify(timeout.without)) + 1;
}

/** Groups of states whose moments are looked at together: where there is one clock, most moments need not be. */
export function timedTogether(states: readonly State[]): readonly (readonly State[])[] {
  const several = (state: State): number => Math.min(timed(state).clocks.length, 2);
  return [0, 1, 2].map((clocks) => states.filter((state) => several(state) === clocks)).filter((of) => of.length > 0);
}

/** What events say of states with timeouts: their entries, and what starts a clock. */
export function timedEntries(states: readonly State[]): readonly Entry[] {
  return [
    ...entriesOf(states),
    ...states.flatMap((state) =>
      timed(state).clocks.flatMap((clock, index) =>
        clock.map(
          ({ event, role }): Entry => ({
            event,
            ...(role === undefined ? {} : { role }),
            value: null,
            state: state.name,
            position: clockPosition + index,
          }),
        ),
      ),
    ),
  ];
}

/**
 * The moments of states with timeouts: those at which something happened, and between them those at which a clock ran
 * out. A clock that has run out changes what the entries said until it is started anew. Of several the longest counts.
 */
export function timedMoments(moment: Relation, states: readonly State[]): Relation {
  const of = states.map(timed);
  const clocks = Math.max(...of.map((one) => one.clocks.length));
  const told = as(clocks === 0 ? withNext(sparse(firstOfInstant(moment), of, 0)) : carried(moment, of, clocks), "t");
  const points = as(pointsOf(told, of), "p");
  return applied(points, of);
}

/**
 * Of moments that all start one clock only those that matter: that say something else than the one before, or have a gap
 * beside them in which a timeout may run out. `_until` is the next start, whether it is left out or not.
 */
function sparse(single: Relation, of: readonly Timed[], clock: 0 | 1): Relation {
  const s = as(single, "s");
  const before = (column: string): Sql => sql`lag(${s.col(column)}) over (${inTime(s)})`;
  const w = as(
    select({
      ...columnsOf(s),
      _until: sql`lead(${s.col("occurred_at")}) over (${inTime(s)})`,
      _since: before("occurred_at"),
      ...(clock === 0 ? { _value_before: before("state_value"), _number_before: before("state_number") } : {}),
    }).from(s),
    "w",
  );
  const [at, since, until] = [w.col("occurred_at"), w.col("_since"), w.col("_until")];
  const hasGap = byState(
    of,
    w.col("state_name"),
    (one) => {
      const shortest = one.state.timeouts.find((timeout) => clockOf(one, timeout) === clock)?.seconds;
      return shortest === undefined
        ? undefined
        : sql`${addSeconds(since, shortest)} <= ${at} or ${addSeconds(at, shortest)} <= ${until}`;
    },
    sql`true`,
  );
  const says =
    clock === 0
      ? sql`${w.col("_value_before")} is distinct from ${w.col("state_value")} or ${w.col("_number_before")} is distinct from ${w.col("state_number")}`
      : sql`${w.col("_position")} < ${clockPosition}`;
  return select(columnsOf(w, [...single.columns, "_until"]))
    .from(w)
    .where(sql`(${says} or ${since} is null or ${until} is null or ${hasGap})`);
}

const inTime = (m: Aliased): Sql =>
  sql`partition by ${m.col("_entity")}, ${m.col("state_name")} order by ${m.col("occurred_at")}`;

/** Every row is an entry, and so the last start of the one clock that there is. */
function withNext(single: Relation): Relation {
  const s = as(single, "s");
  return select({
    ...columnsOf(s, ["_entity", "state_name", "occurred_at", "event_id", "source", "state_value", "state_number"]),
    _until: s.col("_until"),
    _next: sql`lead(${s.col("occurred_at")}) over (${inTime(s)})`,
    ...started(0, s.col("occurred_at"), s.col("event_id"), s.col("source")),
  }).from(s);
}

const started = (clock: number, at: Sql, event: Sql, source: Sql): Readonly<Record<string, Sql>> => ({
  [`_started_${clock}`]: at,
  [`_event_${clock}`]: event,
  [`_source_${clock}`]: source,
});

const mapped = ([at, event, source]: readonly [string, string, string], of: (column: string) => Sql) =>
  [of(at), of(event), of(source)] as const;

/** Beside each row what the last entry said, and when each clock was started last. */
function carried(moment: Relation, of: readonly Timed[], clocks: number): Relation {
  const isEntry = (position: Sql): Sql => sql`${position} < ${clockPosition}`;
  const numbers = Array.from({ length: clocks }, (_, index) => index + 1);
  // Where there is one clock, every row starts it.
  const several = clocks > 1 ? numbers : [];
  const instants = firstOfInstant(moment, (col, instant) =>
    Object.assign(
      {},
      ...several.map((clock) => {
        const own = sql`${col("_position")} = ${clockPosition + clock - 1}`;
        const rank = sql`case when ${isEntry(col("_position"))} then 0 when ${own} then 1 else 2 end`;
        const first = (column: string): Sql =>
          sql`first_value(${col(column)}) over (${instant} order by ${rank}, ${col("_position")}, ${col("event_id")})`;
        return {
          [`_starts_${clock}`]: sql`max(case when ${rank} < 2 then 1 else 0 end) over (${instant})`,
          [`_event_${clock}`]: first("event_id"),
          [`_source_${clock}`]: first("source"),
        };
      }),
    ),
  );
  const single = as(clocks === 1 ? sparse(instants, of, 1) : instants, "s");
  const counted = (flag: Sql): Sql => sql`sum(${flag}) over (${inTime(single)} rows unbounded preceding)`;
  const g = as(
    select({
      ...columnsOf(single),
      _starts: counted(sql`case when ${isEntry(single.col("_position"))} then 1 else 0 end`),
      ...Object.fromEntries(several.map((clock) => [`_count_${clock}`, counted(single.col(`_starts_${clock}`))])),
    }).from(single),
    "g",
  );
  const first = (column: string, group: string): Sql =>
    sql`first_value(${g.col(column)}) over (partition by ${g.col("_entity")}, ${g.col("state_name")}, ${g.col(group)} order by ${g.col("occurred_at")})`;
  const last = (clock: number): Readonly<Record<string, Sql>> => {
    const own = ["occurred_at", "event_id", "source"] as const;
    if (clock === 0) return started(0, ...mapped(own, (column) => first(column, "_starts")));
    if (clocks === 1) return started(1, ...mapped(own, g.col));
    const kept = ["occurred_at", `_event_${clock}`, `_source_${clock}`] as const;
    return started(clock, ...mapped(kept, (column) => first(column, `_count_${clock}`)));
  };
  return select({
    ...columnsOf(g, [
      "_entity",
      "state_name",
      "occurred_at",
      "event_id",
      "source",
      ...(clocks === 1 ? ["_until"] : []),
    ]),
    state_value: first("state_value", "_starts"),
    state_number: first("state_number", "_starts"),
    _next: sql`lead(${g.col("occurred_at")}) over (${inTime(g)})`,
    ...Object.assign({}, ...[0, ...numbers].map(last)),
  })
    .from(g)
    .where(sql`${g.col("_starts")} > 0`);
}

/** A value that differs from state to state. */
function byState(of: readonly Timed[], name: Sql, said: (one: Timed) => Sql | undefined, otherwise: Sql): Sql {
  const cases = of.flatMap((one) => {
    const then = said(one);
    return then === undefined ? [] : [sql` when ${name} = ${one.state.name} then ${then}`];
  });
  return cases.length === 0 ? otherwise : sql`case${join(cases, sql``)} else ${otherwise} end`;
}

const timeoutAt = ({ state }: Timed, place: number): Timeout | undefined => state.timeouts[place - 1];

const longestList = (of: readonly Timed[]): number => Math.max(...of.map(({ state }) => state.timeouts.length));

/** When a timeout of a row's clock runs out. */
function runsOut(row: Aliased, one: Timed, timeout: Timeout): Sql {
  return addSeconds(row.col(`_started_${clockOf(one, timeout)}`), timeout.seconds);
}

/** Each row as point 0, and as one point for each timeout that runs out before the next row. */
function pointsOf(t: Aliased, of: readonly Timed[]): Relation {
  const places = Array.from({ length: longestList(of) + 1 }, (_, place) => place);
  const numbers = {
    columns: ["_point"],
    sql: join(
      places.map((place) => sql`select ${place} as _point`),
      sql` union all `,
    ),
    isQuery: true,
    originsOf: () => [],
  };
  const n = as(numbers, "n");
  const at = places.slice(1).map((place) => {
    const ends = byState(
      of,
      t.col("state_name"),
      (one) => {
        const timeout = timeoutAt(one, place);
        return timeout && runsOut(t, one, timeout);
      },
      sql`cast(null as timestamp)`,
    );
    return sql` when ${n.col("_point")} = ${place} then ${ends}`;
  });
  const p = as(
    select({
      ...columnsOf(t),
      _point: n.col("_point"),
      _at: sql`case when ${n.col("_point")} = 0 then ${t.col("occurred_at")}${join(at, sql``)} end`,
    })
      .from(t)
      .join(n, sql`true`),
    "a",
  );
  // What happens at the very moment at which a clock would run out, comes before that.
  return select(columnsOf(p))
    .from(p)
    .where(
      sql`(${p.col("_point")} = 0 or (${p.col("_at")} > ${p.col("occurred_at")} and ${p.col("_at")} <= ${runValue("horizon")} and (${p.col("_next")} is null or ${p.col("_at")} < ${p.col("_next")})))`,
    );
}

/** What the state is at each point: `_applied` is the place of the timeout that decides, 0 where none does. */
function applied(points: Aliased, of: readonly Timed[]): Relation {
  let p = points;
  let decided = sql`0`;
  for (let place = 1; place <= longestList(of); place++) {
    const before = decided;
    const row = p;
    const next = byState(
      of,
      row.col("state_name"),
      (one) => {
        const timeout = timeoutAt(one, place);
        if (timeout === undefined) return undefined;
        const out = runsOut(row, one, timeout);
        // Where moments were left out, the last one that is there may not be the last start.
        const dense = points.relation.columns.includes("_started_1") ? 1 : 0;
        const isLast =
          points.relation.columns.includes("_until") && clockOf(one, timeout) === dense
            ? [sql`(${row.col("_until")} is null or ${out} < ${row.col("_until")})`]
            : [];
        const isOut = [sql`${out} <= ${row.col("_at")}`, ...isLast];
        return sql`case when ${all([...isOut, applies(one, timeout, place, before, row)])} then ${place} else ${before} end`;
      },
      before,
    );
    p = as(select({ ...columnsOf(row, points.relation.columns), _applied: next }).from(row), "p");
    decided = p.col("_applied");
  }
  const chosen = (own: string, said: (one: Timed, timeout: Timeout) => Sql): Sql => {
    const cases = of.flatMap((one) =>
      one.state.timeouts.map(
        (timeout, index) =>
          sql` when ${p.col("_applied")} = ${index + 1} and ${p.col("state_name")} = ${one.state.name} then ${said(one, timeout)}`,
      ),
    );
    return sql`case when ${p.col("_applied")} = 0 then ${p.col(own)}${join(cases, sql``)} end`;
  };
  return select({
    ...columnsOf(p, ["_entity", "state_name"]),
    occurred_at: p.col("_at"),
    event_id: chosen("event_id", (one, timeout) => p.col(`_event_${clockOf(one, timeout)}`)),
    source: chosen("source", (one, timeout) => p.col(`_source_${clockOf(one, timeout)}`)),
    state_value: chosen("state_value", (_, timeout) => value(timeout.value)),
    state_number: chosen("state_number", (_, timeout) => value(timeout.number ?? null)),
  }).from(p);
}

/** Whether the state has a value that a timeout changes: what the last entry said, or what a shorter one has made of it. */
function applies(one: Timed, timeout: Timeout, place: number, before: Sql, p: Aliased): Sql {
  const { from } = timeout;
  const said = p.col("state_value");
  const fits =
    from === undefined
      ? sql`${said} is not null`
      : from.length === 0
        ? sql`false`
        : sql`${said} in (${join(from.map((of) => value(of)))})`;
  const shorter = one.state.timeouts.flatMap((other, index) =>
    index < place - 1 && other.value !== null && (from === undefined || from.includes(other.value))
      ? [sql`${index + 1}`]
      : [],
  );
  const untouched = sql`${before} = 0 and ${fits}`;
  return shorter.length === 0 ? untouched : sql`(${untouched} or ${before} in (${join(shorter)}))`;
}
