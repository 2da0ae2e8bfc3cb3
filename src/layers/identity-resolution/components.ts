import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import type { ComponentsStep } from "../../model/step.ts";
import { as, columnsOf, select, tableRelation, unionAll } from "../../sql/relation.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { type IdentityRefs, shownIdentifiers, valueColumns } from "../tables/identity-tables.ts";

export const componentColumns = [
  column("_value", "integer", "number of the raw value"),
  column("_component", "integer", "the component: the lowest number in it"),
];

/** The step between evidence and ids: its inputs are where limits and refusals act. */
export function componentsStep(entity: Entity, refs: IdentityRefs): ComponentsStep<Sql> {
  const values = valueColumns(entity);
  const relation = (table: typeof refs.normalized, columns: readonly string[]) =>
    tableRelation(
      table,
      columns.map((name) => column(name, "integer", "")),
    );
  const d = as(relation(refs.normalized, ["_value", "blocked"]), "d");
  const n = as(relation(refs.numbers, ["_value"]), "n");
  const s = as(relation(refs.same, ["_value", "_node"]), "s");
  const e = as(relation(refs.evidence, values), "e");
  const q = as(relation(refs.quarantined, ["_value"]), "q");
  const limited = entity.sightingLimits.length > 0;
  return {
    kind: "components",
    id: `components ${entity.name}`,
    layer: "identity",
    reason: "who is one is decided by connection alone: exact at any depth and any size",
    reads: [refs.numbers, refs.normalized, refs.same, refs.evidence, ...(limited ? [refs.quarantined] : [])],
    writes: [refs.components],
    entity: entity.name,
    table: refs.components,
    columns: componentColumns,
    size: select({ top: sql`coalesce(max(${n.col("_value")}), -1)` }).from(n).sql,
    blocked: unionAll([
      select({
        _value: d.col("_value"),
        is_shared: sql`case when ${d.col("blocked")} = 'shared' then 1 else 0 end`,
      })
        .from(d)
        .where(sql`${d.col("blocked")} is not null`),
      ...(limited ? [select({ _value: q.col("_value"), is_shared: sql`0` }).from(q)] : []),
    ]).sql,
    same: select(columnsOf(s)).from(s).sql,
    evidence: select(columnsOf(e)).from(e).sql,
    values,
    ties: entity.identifiers.length - shownIdentifiers(entity).length,
  };
}
