import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import { readPrior, readWhole, type Table } from "../../model/table.ts";
import { as, columnsOf, type Relation, select, unionAll } from "../../sql/relation.ts";
import { runValue, sql, typeName } from "../../sql/sql.ts";
import { heldTable } from "../tables/held-values.ts";
import { type IdentityRefs, isLiving } from "../tables/identity-tables.ts";
import { knownTable, namedTable } from "./ids.ts";

/**
 * What this run changes about who is who, identifier by identifier: enough to replay the mapping at any run.
 * birth: the identifier that an entity was born with · accretion: a new identifier joined · merge: it follows its entity
 * into the one that absorbed it · split: it left its entity for another · end: it was the last of its entity · detach: it
 * is no longer known
 */
export function changesTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.changes,
    sentence: `One row an identifier of a ${entity.name} whose entity this run changes.`,
    columns: logColumns,
    key: ["run", "_value", "_previous"],
    scope: { unit: "whole" },
    reads: [refs.nodes, refs.claims, refs.births, refs.entities]
      .map(readWhole)
      .concat(knownTable(entity, refs).reads, heldTable(entity, refs).reads),
    lifetime: "work",
    stored: "inline",
    published: false,
    define: (inputs) => {
      const n = as(inputs(refs.nodes), "n");
      const m = as(namedTable(entity, refs).define(inputs), "m");
      const e = as(inputs(refs.entities), "e");
      const old = as(inputs(refs.entities), "f");
      const h = as(heldTable(entity, refs).define(inputs), "h");
      const known = as(knownTable(entity, refs).define(inputs), "k");
      const p = as(
        select(columnsOf(known, ["_value", "_entity"]))
          .from(known)
          .distinct(),
        "p",
      );
      const isNew = sql`${p.col("_value")} is null`;
      const kind = sql`case when ${isNew} and ${e.col("birth_value")} = ${n.col("_value")} and ${e.col("born_run")} = ${runValue("run")} then 'birth' when ${isNew} then 'accretion' when ${old.col("_heir")} = ${m.col("_entity")} then 'merge' else 'split' end`;
      const now = select({
        run: runValue("run"),
        kind,
        _value: n.col("_value"),
        _entity: m.col("_entity"),
        _previous: p.col("_entity"),
        first_order: n.col("first_order"),
        rule: h.col("rule"),
      })
        .from(n)
        .join(m, sql`${m.col("_component")} = ${n.col("_component")}`)
        .join(e, sql`${e.col("_entity")} = ${m.col("_entity")}`)
        .leftJoin(p, sql`${p.col("_value")} = ${n.col("_value")}`)
        .leftJoin(old, sql`${old.col("_entity")} = ${p.col("_entity")}`)
        .leftJoin(h, sql`${h.col("_value")} = ${n.col("_value")}`)
        .where(sql`${p.col("_entity")} is distinct from ${m.col("_entity")}`);
      const gone = select({
        run: runValue("run"),
        kind: sql`case when ${isLiving(old)} then 'detach' else 'end' end`,
        _value: p.col("_value"),
        _entity: sql`cast(null as bigint)`,
        _previous: p.col("_entity"),
        first_order: sql`cast(null as ${typeName("order")})`,
        rule: h.col("rule"),
      })
        .from(p)
        .join(old, sql`${old.col("_entity")} = ${p.col("_entity")}`)
        .leftJoin(n, sql`${n.col("_value")} = ${p.col("_value")}`)
        .leftJoin(h, sql`${h.col("_value")} = ${p.col("_value")}`)
        .where(sql`${n.col("_value")} is null`);
      return unionAll([now, gone]);
    },
  };
}

const logColumns = [
  column("run", "integer", "the run that made the change"),
  column("kind", "text", "birth, accretion, merge, split, detach or end"),
  column("_value", "integer", "number of the identifier"),
  column("_entity", "integer", "the entity since then"),
  column("_previous", "integer", "the entity before"),
  column("first_order", "order", "place in time of the identifier's first mention"),
  column("rule", "text", "the rule that kept the identifier from linking then, if one did"),
];

/** All changes of all runs. */
export function logTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.log,
    sentence: `One row a change of a ${entity.name}'s identifier, of all runs.`,
    columns: logColumns,
    key: ["run", "_value", "_previous"],
    scope: { unit: "whole" },
    reads: [...changesTable(entity, refs).reads, readPrior(refs.log)],
    lifetime: "state",
    stored: "table",
    published: false,
    define: (inputs) => {
      const names = logColumns.map((one) => one.name);
      const before = as(inputs(refs.log, "prior"), "l");
      const now = as(changesTable(entity, refs).define(inputs), "c");
      return unionAll([select(columnsOf(before, names)).from(before), select(columnsOf(now, names)).from(now)]);
    },
  };
}
