import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import type { ConstrainedStep } from "../../model/step.ts";
import { type Inputs, type Read, readWhole, type Table } from "../../model/table.ts";
import { bytewise } from "../../sql/functions.ts";
import { as, columnsOf, type Relation, select, tableRelation } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { type IdentityRefs, identifierValue, isShown, valueColumn } from "../tables/identity-tables.ts";

/** Whether anything is held to a limit of an entity. */
export function hasEntityLimits(entity: Entity): boolean {
  return entity.entityLimits.length > 0;
}

/**
 * The values of the gross components that hold more than a limit of an entity allows, each with the place of its
 * identifier: by the strength of its type, then by first sighting, then by value. Only these are resolved again.
 */
export function constrainedTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.constrained,
    sentence: `One row a raw value of a ${entity.name} in a component that holds more than a limit allows.`,
    columns: constrainedColumns,
    key: ["_value"],
    // Places are counted through.
    scope: { unit: "whole" },
    reads: [refs.components, refs.numbers, refs.normalized, refs.same, refs.sightings].map(readWhole),
    lifetime: "work",
    stored: "table",
    published: false,
    define: (inputs) => {
      const over = as(componentsOver(entity, refs, inputs), "g");
      const c = as(inputs(refs.components), "c");
      const n = as(inputs(refs.numbers), "n");
      const d = as(inputs(refs.normalized), "d");
      const o = as(inputs(refs.same), "o");
      const s = as(inputs(refs.sightings), "s");
      const node = sql`coalesce(${o.col("_node")}, ${c.col("_value")})`;
      const ranks = entity.identifiers.map(({ name }, rank) => sql` when ${name} then ${rank}`);
      const spelt = as(
        select({
          _value: c.col("_value"),
          _component: c.col("_component"),
          _node: node,
          _rank: sql`case ${n.col("identifier_type")}${join(ranks, sql``)} end`,
          compared: identifierValue(n, d),
          first_order: sql`min(${s.col("first_order")}) over (partition by ${node})`,
        })
          .from(c)
          .join(over, sql`${over.col("_component")} = ${c.col("_component")}`)
          .join(n, sql`${n.col("_value")} = ${c.col("_value")}`)
          .leftJoin(d, sql`${d.col("_value")} = ${c.col("_value")}`)
          .leftJoin(o, sql`${o.col("_value")} = ${c.col("_value")}`)
          .leftJoin(s, sql`${s.col("_value")} = ${c.col("_value")}`),
        "v",
      );
      const place = sql`dense_rank() over (order by ${spelt.col("_rank")}, ${spelt.col("first_order")}, ${bytewise(spelt.col("compared"))}) - 1`;
      return select({ ...columnsOf(spelt, ["_value", "_component", "_rank"]), _place: place }).from(spelt);
    },
  };
}

const constrainedColumns = [
  column("_value", "integer", "number of the raw value"),
  column("_component", "integer", "the gross component"),
  column("_rank", "integer", "place of its type in the order of priority, from 0"),
  column("_place", "integer", "place of its identifier among all that are resolved again, from 0"),
];

/** The gross components in which there are more identifiers of a type than one entity may hold. */
function componentsOver(entity: Entity, refs: IdentityRefs, inputs: Inputs<Relation>): Relation {
  const c = as(inputs(refs.components), "c");
  const n = as(inputs(refs.numbers), "n");
  const o = as(inputs(refs.same), "o");
  const limited = [...new Set(entity.entityLimits.map((limit) => limit.type))];
  const tooMany = entity.entityLimits.map(
    ({ type, most }) => sql`count(case when ${n.col("identifier_type")} = ${type} then 1 end) > ${most}`,
  );
  return select({ _component: c.col("_component") })
    .from(c)
    .join(n, sql`${n.col("_value")} = ${c.col("_value")}`)
    .leftJoin(o, sql`${o.col("_value")} = ${c.col("_value")}`)
    .where(
      sql`${n.col("identifier_type")} in (${join(limited.map((type) => value(type)))})`,
      // Another spelling is no other identifier.
      sql`${o.col("_value")} is null`,
    )
    .groupBy(c.col("_component"))
    .having(join(tooMany, sql` or `));
}

const partColumns = [
  column("_place", "integer", "place of an identifier"),
  column("_part", "integer", "the part that it is of: the first place in it"),
  column("_contested", "integer", "1 when it is nobody's, because a limit would not hold otherwise"),
];

const refusedColumns = [
  column("_place", "integer", "place of the weaker identifier"),
  column("_other", "integer", "place of the stronger identifier that it was seen with"),
  column("_limit", "integer", "the limit, by its place among those of the entity type"),
];

/** What the constrained step makes. */
function constrainedOutputs(refs: IdentityRefs) {
  return [
    { table: refs.parts, columns: partColumns },
    { table: refs.refused, columns: refusedColumns },
  ] as const;
}

/** The step that resolves what holds a constraint: pulled whole, settled by the kernel, written back. */
export function constrainedStep(entity: Entity, refs: IdentityRefs): ConstrainedStep<Sql> {
  const [parts, refused] = constrainedOutputs(refs);
  const values = entity.identifiers.map(({ name }) => valueColumn(name));
  const k = as(tableRelation(refs.constrained, constrainedColumns), "k");
  const nodes = as(
    select(columnsOf(k, ["_place", "_rank"]))
      .from(k)
      .distinct(),
    "n",
  );
  const e = as(
    tableRelation(refs.evidence, [
      ...values.map((name) => column(name, "integer", "")),
      column("first_order", "order", ""),
    ]),
    "e",
  );
  const places = entity.identifiers.map(({ name }) => ({
    name,
    number: e.col(valueColumn(name)),
    at: as(tableRelation(refs.constrained, constrainedColumns), `k_${name}`),
  }));
  const rows = places.reduce(
    (query, { number, at }) => query.leftJoin(at, sql`${at.col("_value")} = ${number}`),
    select(Object.fromEntries(places.map(({ name, at }) => [name, at.col("_place")]))).from(e),
  );
  const order = [e.col("first_order"), ...places.map(({ at }) => at.col("_place"))];
  const some = join(
    places.map(({ at }) => sql`${at.col("_place")} is not null`),
    sql` or `,
  );
  const rank = (type: string): number => entity.identifiers.findIndex(({ name }) => name === type);
  return {
    kind: "constrained",
    id: `constrained ${entity.name}`,
    layer: "identity",
    reason: "only components that hold more than a limit allows are resolved one link at a time",
    reads: [refs.constrained, refs.evidence],
    writes: [parts.table, refused.table],
    entity: entity.name,
    nodes: sql`${select({ _rank: nodes.col("_rank") }).from(nodes).sql}\norder by ${nodes.col("_place")}`,
    evidence: sql`${rows.where(sql`(${some})`).sql}\norder by ${join(order)}`,
    held: heldIdentifiers(entity, refs).sql,
    limits: entity.entityLimits.map(({ type, most, against, yieldsTo }) => ({
      rank: rank(type),
      most,
      against: against.map(rank),
      yieldsTo: yieldsTo.map(rank),
    })),
    contested: entity.identifiers.map((type) => type.contested),
    parts,
    refused,
  };
}

/** What the components that are resolved again hold: the values of each type, and how many there may be. */
function heldIdentifiers(entity: Entity, refs: IdentityRefs): Relation {
  const k = as(tableRelation(refs.constrained, constrainedColumns), "k");
  const n = as(
    tableRelation(refs.numbers, [
      column("_value", "integer", ""),
      column("identifier_type", "text", ""),
      column("raw_value", "text", ""),
    ]),
    "n",
  );
  const mosts = entity.identifiers.flatMap(({ name }) => {
    const limits = entity.entityLimits.filter(({ type }) => type === name).map(({ most }) => most);
    return limits.length === 0 ? [] : [sql` when ${name} then ${Math.min(...limits)}`];
  });
  return select({
    component: k.col("_component"),
    identifier_type: n.col("identifier_type"),
    identifiers: sql`count(distinct ${k.col("_place")})`,
    may_hold: sql`case ${n.col("identifier_type")}${join(mosts, sql``)} end`,
    first_value: sql`min(${n.col("raw_value")})`,
    last_value: sql`max(${n.col("raw_value")})`,
  })
    .from(k)
    .leftJoin(n, sql`${n.col("_value")} = ${k.col("_value")}`)
    .groupBy(k.col("_component"), n.col("identifier_type"));
}

/** The values that were resolved again: the part that each is of now, and the rule where it is contested. */
export function settledTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  const columns = [
    column("_value", "integer", "number of the raw value"),
    column("_component", "integer", "its part: the lowest number in it; null where nobody is in it"),
    column("rule", "text", "the limit that makes it nobody's"),
  ];
  return {
    ref: refs.settled,
    sentence: `One row a raw value of a ${entity.name} whose component was resolved again.`,
    columns,
    key: ["_value"],
    scope: { unit: "whole" },
    reads: [refs.constrained, refs.parts, refs.refused].map(readWhole),
    lifetime: "derived",
    stored: "table",
    published: false,
    define: (inputs) => {
      const k = as(inputs(refs.constrained), "k");
      const p = as(inputs(refs.parts), "p");
      const r = as(inputs(refs.refused), "r");
      const why = as(
        select({ _place: r.col("_place"), rule: sql`min(${ruleOf(entity, r.col("_limit"))})` })
          .from(r)
          .groupBy(r.col("_place")),
        "w",
      );
      const part = sql`min(${k.col("_value")}) over (partition by ${p.col("_part")})`;
      // Of nothing but what ties rows there is nobody.
      const named = entity.identifiers.filter((type) => isShown(type)).length;
      const somebody = sql`min(${k.col("_rank")}) over (partition by ${p.col("_part")}) < ${named}`;
      return select({
        _value: k.col("_value"),
        _component: named === entity.identifiers.length ? part : sql`case when ${somebody} then ${part} end`,
        rule: sql`case when ${p.col("_contested")} = 1 then ${why.col("rule")} end`,
      })
        .from(k)
        .join(p, sql`${p.col("_place")} = ${k.col("_place")}`)
        .leftJoin(why, sql`${why.col("_place")} = ${k.col("_place")}`);
    },
  };
}

function ruleOf(entity: Entity, limit: Sql): Sql {
  const cases = entity.entityLimits.map(({ rule }, index) => sql` when ${index} then ${rule}`);
  return sql`case ${limit}${join(cases, sql``)} end`;
}

/** Every value's part: its gross component, or what became of that where a limit would not hold. Inline. */
export function partsOf(entity: Entity, refs: IdentityRefs, inputs: Inputs<Relation>): Relation {
  const c = as(inputs(refs.components), "c");
  const all = { _value: c.col("_value"), _gross: c.col("_component") };
  if (!hasEntityLimits(entity)) return select({ ...all, _component: c.col("_component") }).from(c);
  const s = as(inputs(refs.settled), "z");
  const query = select({ ...all, _component: sql`coalesce(${s.col("_component")}, ${c.col("_component")})` })
    .from(c)
    .leftJoin(s, sql`${s.col("_value")} = ${c.col("_value")}`);
  return entity.identifiers.every(isShown)
    ? query
    : query.where(sql`(${s.col("_value")} is null or ${s.col("_component")} is not null)`);
}

/** What `partsOf` reads. */
export function partReads(entity: Entity, refs: IdentityRefs): readonly Read[] {
  return [
    { table: refs.components, touch: { by: "carries", column: "_component" } },
    ...(hasEntityLimits(entity) ? [readWhole(refs.settled)] : []),
  ];
}

/** The links that limits refused: what `why-not` and the list of contested identifiers read. */
export function refusalsTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  const columns = [
    column("_value", "integer", "number of the weaker identifier: the lowest of its spellings"),
    column("_other", "integer", "number of the stronger identifier that it was seen with"),
    column("rule", "text", "the limit that would not have held"),
  ];
  return {
    ref: refs.refusals,
    sentence: `One row a link between identifiers of a ${entity.name} that a limit refused.`,
    columns,
    key: ["_value", "_other"],
    scope: { unit: "whole" },
    reads: [refs.constrained, refs.refused].map(readWhole),
    lifetime: "derived",
    stored: "table",
    published: false,
    define: (inputs) => {
      const lowest = (alias: string) => {
        const k = as(inputs(refs.constrained), "k");
        return as(
          select({ _place: k.col("_place"), _value: sql`min(${k.col("_value")})` })
            .from(k)
            .groupBy(k.col("_place")),
          alias,
        );
      };
      const [own, other] = [lowest("v"), lowest("w")];
      const r = as(inputs(refs.refused), "r");
      return select({
        _value: own.col("_value"),
        _other: other.col("_value"),
        rule: ruleOf(entity, r.col("_limit")),
      })
        .from(r)
        .join(own, sql`${own.col("_place")} = ${r.col("_place")}`)
        .join(other, sql`${other.col("_place")} = ${r.col("_other")}`);
    },
  };
}
