import type { SightingLimitRule } from "../../config/identity-rules.ts";
import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import { type Inputs, readWhole, type Table } from "../../model/table.ts";
import { addDays, dayOf } from "../../sql/functions.ts";
import {
  type Aliased,
  as,
  columnsOf,
  type Relation,
  type Select,
  select,
  source,
  unionAll,
} from "../../sql/relation.ts";
import { type Sql, sql, value } from "../../sql/sql.ts";
import { type IdentityRefs, isSpelt, valueColumn } from "../tables/identity-tables.ts";

/**
 * The identifiers that are seen with more different values of another type than a limit allows, counted on the evidence
 * before anything is linked.
 */
export function overLimitTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  const windowed = entity.sightingLimits.some((limit) => limit.days !== undefined);
  const reads = [refs.evidence, refs.normalized, refs.same, ...(windowed ? [refs.mentions] : [])];
  return {
    ref: refs.overLimit,
    sentence: `One row an identifier of a ${entity.name} that is seen with too many others.`,
    columns: [
      column("_node", "integer", "number of the identifier: the lowest of its spellings"),
      column("rule", "text", "the limit that it exceeds"),
    ],
    key: ["_node"],
    scope: { unit: "whole" },
    reads: reads.map(readWhole),
    lifetime: "work",
    stored: "table",
    published: false,
    define: (inputs) => {
      const over = as(unionAll(entity.sightingLimits.map((limit) => overLimit(entity, refs, limit, inputs))), "o");
      return select({ _node: over.col("_node"), rule: sql`min(${over.col("rule")})` })
        .from(over)
        .groupBy(over.col("_node"));
    },
  };
}

/** What exceeds a limit of what it may be seen with, in all its spellings: it links nothing while that is so. */
export function quarantinedTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.quarantined,
    sentence: `One row a raw value of a ${entity.name} that is seen with too many others.`,
    columns: [
      column("_value", "integer", "number of the raw value"),
      column("rule", "text", "the limit that it exceeds"),
    ],
    key: ["_value"],
    scope: { unit: "whole" },
    reads: [refs.overLimit, refs.same].map(readWhole),
    lifetime: "derived",
    stored: "table",
    published: false,
    define: (inputs) => {
      const q = as(inputs(refs.overLimit), "q");
      const s = as(inputs(refs.same), "s");
      return unionAll([
        select({ _value: q.col("_node"), rule: q.col("rule") }).from(q),
        select({ _value: s.col("_value"), rule: q.col("rule") })
          .from(s)
          .join(q, sql`${q.col("_node")} = ${s.col("_node")}`),
      ]);
    },
  };
}

/** The identifiers that exceed one limit: `_node`, `rule`. */
function overLimit(entity: Entity, refs: IdentityRefs, limit: SightingLimitRule, inputs: Inputs<Relation>): Relation {
  const pairs = as(seenTogether(entity, refs, limit, inputs(refs.evidence), {}, inputs), "p");
  const everSeen = select({ _node: pairs.col("_node"), rule: value(limit.rule) })
    .from(pairs)
    .groupBy(pairs.col("_node"))
    .having(sql`count(distinct ${pairs.col("_other")}) > ${limit.most}`);
  if (limit.days === undefined) return everSeen;
  // Only what exceeds the limit over all time can exceed it in a window: of that alone the days are looked up.
  const suspects = as(everSeen, "e");
  const m = as(inputs(refs.mentions), "m");
  const daily = as(
    seenTogether(
      entity,
      refs,
      limit,
      select({
        ...columnsOf(m, [valueColumn(limit.type), valueColumn(limit.of)]),
        day: dayOf(m.col("occurred_at")),
      }).from(m),
      { day: (rows) => rows.col("day") },
      inputs,
    ),
    "d",
  );
  const sightings = select(columnsOf(daily))
    .from(daily)
    .where(sql`${daily.col("_node")} in (select e._node from ${source(suspects)})`)
    .distinct();
  const s = as(sightings, "s");
  const starts = as(
    select(columnsOf(s, ["_node", "day"]))
      .from(s)
      .distinct(),
    "f",
  );
  const t = as(sightings, "t");
  const inWindow = sql`${t.col("_node")} = ${starts.col("_node")} and ${t.col("day")} >= ${starts.col("day")} and ${t.col("day")} < ${addDays(starts.col("day"), limit.days)}`;
  return select({ _node: starts.col("_node"), rule: value(limit.rule) })
    .from(starts)
    .join(t, inWindow)
    .groupBy(starts.col("_node"), starts.col("day"))
    .having(sql`count(distinct ${t.col("_other")}) > ${limit.most}`);
}

/** Pairs of identifiers that stand in one row, whatever their spellings, junk and shared ones apart: `_node`, `_other`. */
function seenTogether(
  entity: Entity,
  refs: IdentityRefs,
  { type, of }: SightingLimitRule,
  rows: Relation,
  more: Readonly<Record<string, (rows: Aliased) => Sql>>,
  inputs: Inputs<Relation>,
): Relation {
  const e = as(rows, "e");
  const [left, right] = [e.col(valueColumn(type)), e.col(valueColumn(of))];
  const blocked = (number: Sql): Sql =>
    sql`not exists (select 1 from ${source(as(inputs(refs.normalized), "b"))} where b._value = ${number} and b.blocked is not null)`;
  const spelt = (name: string): boolean => entity.identifiers.some((one) => one.name === name && isSpelt(one));
  const [a, b] = [as(inputs(refs.same), "x"), as(inputs(refs.same), "y")];
  const node = (name: string, number: Sql, same: Aliased): Sql =>
    spelt(name) ? sql`coalesce(${same.col("_node")}, ${number})` : number;
  const query: Select = select({
    _node: node(type, left, a),
    _other: node(of, right, b),
    ...Object.fromEntries(Object.entries(more).map(([name, item]) => [name, item(e)])),
  }).from(e);
  const joined = [
    { name: type, number: left, same: a },
    { name: of, number: right, same: b },
  ].reduce(
    (so, { name, number, same }) => (spelt(name) ? so.leftJoin(same, sql`${same.col("_value")} = ${number}`) : so),
    query,
  );
  return joined.where(sql`${left} is not null`, sql`${right} is not null`, blocked(left), blocked(right));
}
