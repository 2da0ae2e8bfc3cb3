import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import type { Table } from "../../model/table.ts";
import { as, columnsOf, type Relation, select, unionAll } from "../../sql/relation.ts";
import { runValue, sql, typeName } from "../../sql/sql.ts";
import { type IdentityRefs, isLiving } from "../tables/identity-tables.ts";

/**
 * What this run changes about who is who, identifier by identifier: enough to replay the mapping at any run.
 * birth: the identifier that an entity was born with · accretion: a new identifier joined · merge: its entity was absorbed ·
 * split: it left an entity that lives on · end: it was the last of its entity · detach: it is no longer known
 */
export function changesTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.changes,
    sentence: `One row an identifier of a ${entity.name} whose entity this run changes.`,
    columns: logColumns,
    key: ["run", "_value"],
    scope: { unit: "identifier", column: "_value" },
    reads: [
      { table: refs.assignment, touch: { by: "carries", column: "_value" } },
      { table: refs.same, touch: { by: "carries", column: "_value" } },
      { table: refs.nodes, touch: { by: "carries", column: "_value" } },
      { table: refs.entities, touch: { by: "all" } },
      { table: refs.assignment, touch: { by: "carries", column: "_value" }, prior: true },
    ],
    lifetime: "work",
    stored: "inline",
    published: false,
    define: (inputs) => {
      const n = as(inputs(refs.assignment), "n");
      const p = as(inputs(refs.assignment, "prior"), "p");
      const s = as(inputs(refs.nodes), "s");
      const e = as(inputs(refs.entities), "e");
      const old = as(inputs(refs.entities), "f");
      const other = as(inputs(refs.same), "o");
      const isNew = sql`${p.col("_value")} is null`;
      const kind = sql`case when ${isNew} and ${e.col("birth_value")} = ${n.col("_value")} and ${e.col("born_run")} = ${runValue("run")} then 'birth' when ${isNew} then 'accretion' when ${isLiving(old)} then 'split' else 'merge' end`;
      const now = select({
        run: runValue("run"),
        kind,
        _value: n.col("_value"),
        _entity: n.col("_entity"),
        _previous: p.col("_entity"),
        first_order: s.col("first_order"),
      })
        .from(n)
        .join(e, sql`${e.col("_entity")} = ${n.col("_entity")}`)
        .join(s, sql`${s.col("_value")} = ${n.col("_value")}`)
        .leftJoin(p, sql`${p.col("_value")} = ${n.col("_value")}`)
        .leftJoin(old, sql`${old.col("_entity")} = ${p.col("_entity")}`)
        .where(sql`${p.col("_entity")} is distinct from ${n.col("_entity")}`);
      const q = as(inputs(refs.assignment, "prior"), "p");
      const gone = select({
        run: runValue("run"),
        kind: sql`case when ${isLiving(old)} then 'detach' else 'end' end`,
        _value: q.col("_value"),
        _entity: sql`cast(null as bigint)`,
        _previous: q.col("_entity"),
        first_order: sql`cast(null as ${typeName("order")})`,
      })
        .from(q)
        .join(old, sql`${old.col("_entity")} = ${q.col("_entity")}`)
        .leftJoin(n, sql`${n.col("_value")} = ${q.col("_value")}`)
        .leftJoin(other, sql`${other.col("_value")} = ${q.col("_value")}`)
        .where(sql`${n.col("_value")} is null`, sql`${other.col("_value")} is null`);
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
];

/** All changes of all runs. */
export function logTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.log,
    sentence: `One row a change of a ${entity.name}'s identifier, of all runs.`,
    columns: logColumns,
    key: ["run", "_value"],
    scope: { unit: "identifier", column: "_value" },
    reads: [
      ...changesTable(entity, refs).reads,
      { table: refs.log, touch: { by: "carries", column: "_value" }, prior: true },
    ],
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
