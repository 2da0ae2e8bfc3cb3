import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import { readWhole, type Table } from "../../model/table.ts";
import { as, columnsOf, type Relation, select, unionAll } from "../../sql/relation.ts";
import { sql, value } from "../../sql/sql.ts";
import type { IdentityRefs } from "./identity-tables.ts";

/**
 * The raw values that a rule keeps from linking: `junk` is as if absent, `shared` an entity of its own, `quarantined` is
 * over a limit of what it may be seen with, and nobody's.
 */
export function heldTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  const columns = [
    column("_value", "integer", "number of the raw value"),
    column("held", "text", "junk, shared or quarantined"),
    column("rule", "text", "the rule that says so"),
  ];
  return {
    ref: refs.held,
    sentence: `One row a raw value of a ${entity.name} that a rule keeps from linking.`,
    columns,
    key: ["_value"],
    scope: { unit: "whole" },
    reads: [
      readWhole(refs.normalized),
      ...(entity.sightingLimits.length === 0 ? [] : [readWhole(refs.quarantined)]),
      ...(entity.entityLimits.length === 0 ? [] : [readWhole(refs.settled)]),
    ],
    lifetime: "derived",
    stored: "view",
    published: false,
    define: (inputs) => {
      const d = as(inputs(refs.normalized), "d");
      const blocked = select({ _value: d.col("_value"), held: d.col("blocked"), rule: d.col("rule") })
        .from(d)
        .where(sql`${d.col("blocked")} is not null`);
      const all: Relation[] = [blocked];
      if (entity.sightingLimits.length > 0) {
        const q = as(inputs(refs.quarantined), "q");
        all.push(select({ _value: q.col("_value"), held: value("quarantined"), rule: q.col("rule") }).from(q));
      }
      if (entity.entityLimits.length > 0) {
        const s = as(inputs(refs.settled), "s");
        all.push(
          select({ _value: s.col("_value"), held: value("shared"), rule: s.col("rule") })
            .from(s)
            .where(sql`${s.col("rule")} is not null`),
        );
      }
      const h = as(unionAll(all), "h");
      return all.length === 1 ? blocked : select(columnsOf(h)).from(h);
    },
  };
}
