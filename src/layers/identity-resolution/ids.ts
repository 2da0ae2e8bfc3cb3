import type { Entity } from "../../config/project.ts";
import { column, idColumn } from "../../model/column.ts";
import type { CheckStep } from "../../model/step.ts";
import { readPrior, readWhole, type Table, type TableRef } from "../../model/table.ts";
import { bytewise, firstBy, orderText, publicId, text } from "../../sql/functions.ts";
import { as, columnsOf, type Relation, select, source, tableRelation, unionAll } from "../../sql/relation.ts";
import { runValue, type Sql, sql, table } from "../../sql/sql.ts";
import type { IdentityRefs } from "../tables/identity-tables.ts";
import { partReads, partsOf } from "./constrained.ts";

/** The identifiers of the new partition: one row each, whatever its spellings, with its component and first sighting. */
export function nodesTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.nodes,
    sentence: `One row an identifier of a ${entity.name}, whatever its spellings.`,
    columns: [
      column("_value", "integer", "number of the identifier: the lowest of its spellings"),
      column("_component", "integer", "its component, or the part of it that limits left"),
      column("_gross", "integer", "the gross component: what is connected, limits apart"),
      column("first_order", "order", "place in time of its first mention, in any spelling"),
    ],
    key: ["_value"],
    scope: { unit: "component", column: "_gross" },
    reads: [...partReads(entity, refs), readWhole(refs.sightings), readWhole(refs.same)],
    lifetime: "work",
    stored: "table",
    published: false,
    define: (inputs) => {
      const c = as(partsOf(entity, refs, inputs), "c");
      const s = as(inputs(refs.sightings), "s");
      const other = as(inputs(refs.same), "o");
      const node = sql`coalesce(${other.col("_node")}, ${c.col("_value")})`;
      return select({
        _value: node,
        _component: c.col("_component"),
        _gross: c.col("_gross"),
        first_order: sql`min(${s.col("first_order")})`,
      })
        .from(c)
        .join(s, sql`${s.col("_value")} = ${c.col("_value")}`)
        .leftJoin(other, sql`${other.col("_value")} = ${c.col("_value")}`)
        .groupBy(node, c.col("_component"), c.col("_gross"));
    },
  };
}

/**
 * What the last mapping said of the identifiers of this run: those who changed spelling since are who they were, and an
 * identifier that was several before, compared in another way, has the origins of all of them.
 */
export function knownTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.known,
    sentence: `One row an identifier of a ${entity.name} and an origin that it had before this run.`,
    columns: [
      column("_value", "integer", "number of the identifier: the lowest of its spellings"),
      column("_origin", "integer", "the entity whose id the identifier was first given"),
      column("_entity", "integer", "the entity that it was of before"),
    ],
    key: ["_value", "_origin"],
    scope: { unit: "whole" },
    reads: [readPrior(refs.assignment), readWhole(refs.same)],
    lifetime: "work",
    stored: "inline",
    published: false,
    define: (inputs) => {
      const a = as(inputs(refs.assignment, "prior"), "a");
      const other = as(inputs(refs.same), "o");
      return select({
        _value: sql`coalesce(${other.col("_node")}, ${a.col("_value")})`,
        ...columnsOf(a, ["_origin", "_entity"]),
      })
        .from(a)
        .leftJoin(other, sql`${other.col("_value")} = ${a.col("_value")}`)
        .distinct();
    },
  };
}

/**
 * Rule 1 of ids: every id ever given is claimed by the part that holds most of the identifiers of that origin. Ties go to
 * the part with the identifier of its birth, then to the earliest sighting.
 */
export function claimsTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.claims,
    sentence: `One row a ${entity.name} id given before this run that still has identifiers: the component that claims it.`,
    columns: [
      column("_origin", "integer", "the entity that the id was given to"),
      column("_component", "integer", "the component that claims it"),
      column("born_order", "order", "when the id was born"),
    ],
    key: ["_origin"],
    scope: { unit: "whole" },
    reads: [readWhole(refs.nodes), ...knownTable(entity, refs).reads, readPrior(refs.entities)],
    lifetime: "work",
    stored: "table",
    published: false,
    define: (inputs) => {
      const n = as(inputs(refs.nodes), "n");
      const k = as(knownTable(entity, refs).define(inputs), "k");
      const e = as(inputs(refs.entities, "prior"), "e");
      const other = as(inputs(refs.same), "o");
      const b = as(inputs(refs.nodes), "b");
      const counted = as(
        select({
          _origin: k.col("_origin"),
          _component: n.col("_component"),
          born_order: e.col("born_order"),
          held: sql`count(*)`,
          // The identifier of its birth counts also where it had gone and is back.
          birth: sql`max(case when ${b.col("_component")} = ${n.col("_component")} then 1 else 0 end)`,
          earliest: sql`min(${n.col("first_order")})`,
        })
          .from(n)
          .join(k, sql`${k.col("_value")} = ${n.col("_value")}`)
          .join(e, sql`${e.col("_entity")} = ${k.col("_origin")}`)
          .leftJoin(other, sql`${other.col("_value")} = ${e.col("birth_value")}`)
          .leftJoin(b, sql`${b.col("_value")} = coalesce(${other.col("_node")}, ${e.col("birth_value")})`)
          .groupBy(k.col("_origin"), n.col("_component"), e.col("born_order")),
        "c",
      );
      const rank = sql`row_number() over (partition by ${counted.col("_origin")} order by ${counted.col("held")} desc, ${counted.col("birth")} desc, ${counted.col("earliest")}, ${counted.col("_component")})`;
      const ranked = as(
        select({ ...columnsOf(counted, ["_origin", "_component", "born_order"]), rank }).from(counted),
        "r",
      );
      return select(columnsOf(ranked, ["_origin", "_component", "born_order"]))
        .from(ranked)
        .where(sql`${ranked.col("rank")} = 1`);
    },
  };
}

/** The parts that no id claims, with their first mention. */
export function unclaimedTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.unclaimed,
    sentence: `One row a component that no ${entity.name} id claims.`,
    columns: [
      column("_component", "integer", "the component"),
      column("born_order", "order", "place in time of its first mention"),
      column("birth_value", "integer", "number of its first identifier"),
    ],
    key: ["_component"],
    scope: { unit: "component", column: "_component" },
    reads: [
      { table: refs.nodes, touch: { by: "carries", column: "_component" } },
      { table: refs.claims, touch: { by: "carries", column: "_component" } },
    ],
    lifetime: "work",
    stored: "table",
    published: false,
    define: (inputs) => {
      const n = as(inputs(refs.nodes), "n");
      const claimed = sql`select 1 from ${source(as(inputs(refs.claims), "c"))} where c._component = ${n.col("_component")}`;
      return select({
        _component: n.col("_component"),
        born_order: sql`min(${n.col("first_order")})`,
        birth_value: firstBy(n.col("_value"), n.col("first_order"), n.col("_value")),
      })
        .from(n)
        .where(sql`not exists (${claimed})`)
        .groupBy(n.col("_component"));
    },
  };
}

/** Rule 3 of ids: a part that no id claims is minted one, from its first mention and never from an identifier's value. */
export function birthsTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.births,
    sentence: `One row a component that no ${entity.name} id claims: the id that it is given.`,
    columns: [
      column("_component", "integer", "the component"),
      column("_entity", "integer", "the entity's number, never given twice"),
      idColumn("id", `${entity.prefix}_ and 32 hex digits`),
      column("born_order", "order", "place in time of its first mention"),
      column("birth_value", "integer", "number of its first identifier"),
      column("minted", "integer", "how often an id was minted from the same mention before"),
    ],
    key: ["_component"],
    scope: { unit: "whole" },
    reads: [readWhole(refs.unclaimed), readWhole(refs.numbers), readPrior(refs.entities)],
    lifetime: "work",
    stored: "table",
    published: false,
    define: (inputs) => {
      const unclaimed = as(inputs(refs.unclaimed), "u");
      const p = as(inputs(refs.entities, "prior"), "p");
      const before = as(
        select({ born_order: p.col("born_order"), minted: sql`count(*)` })
          .from(p)
          .groupBy(p.col("born_order")),
        "b",
      );
      // Components that share their first mention (a shared value beside another, people of one list) are told apart
      // by their first identifier: by the data, never by chance.
      const tied = as(
        select({ born_order: unclaimed.col("born_order") })
          .from(unclaimed)
          .groupBy(unclaimed.col("born_order"))
          .having(sql`count(*) > 1`),
        "g",
      );
      const d = as(inputs(refs.numbers), "d");
      const place = sql`row_number() over (partition by ${unclaimed.col("born_order")} order by ${bytewise(d.col("identifier_type"))}, ${bytewise(d.col("raw_value"))})`;
      const ties = as(
        select({ _component: unclaimed.col("_component"), place })
          .from(unclaimed)
          .join(tied, sql`${tied.col("born_order")} = ${unclaimed.col("born_order")}`)
          .join(d, sql`${d.col("_value")} = ${unclaimed.col("birth_value")}`),
        "t",
      );
      const minted = sql`coalesce(${before.col("minted")}, 0) + coalesce(${ties.col("place")} - 1, 0)`;
      const last = select({ last: sql`coalesce(max(${p.col("_entity")}), -1)` }).from(p);
      return select({
        _component: unclaimed.col("_component"),
        _entity: sql`(${last.sql}) + row_number() over ()`,
        id: publicId(entity.prefix, [sql`${entity.name}`, orderText(unclaimed.col("born_order")), text(minted)]),
        born_order: unclaimed.col("born_order"),
        birth_value: unclaimed.col("birth_value"),
        minted,
      })
        .from(unclaimed)
        .leftJoin(before, sql`${before.col("born_order")} = ${unclaimed.col("born_order")}`)
        .leftJoin(ties, sql`${ties.col("_component")} = ${unclaimed.col("_component")}`);
    },
  };
}

/** Rule 2 of ids: a part takes, of the ids that claim it, the one born first; a part without claims its new one. */
export function namedTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.named,
    sentence: `One row a component: the ${entity.name} that it is.`,
    columns: [column("_component", "integer", "the component"), column("_entity", "integer", "the entity")],
    key: ["_component"],
    scope: { unit: "component", column: "_component" },
    reads: [
      { table: refs.claims, touch: { by: "carries", column: "_component" } },
      { table: refs.births, touch: { by: "carries", column: "_component" } },
    ],
    lifetime: "derived",
    stored: "inline",
    published: false,
    define: (inputs) => {
      const c = as(inputs(refs.claims), "c");
      const b = as(inputs(refs.births), "b");
      const claimed = select({
        _component: c.col("_component"),
        _entity: firstBy(c.col("_origin"), c.col("born_order"), c.col("_origin")),
      })
        .from(c)
        .groupBy(c.col("_component"));
      return unionAll([claimed, select(columnsOf(b, ["_component", "_entity"])).from(b)]);
    },
  };
}

/** Every raw value's entity, and the id that its identifier was first given. */
export function assignmentTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.assignment,
    sentence: `One row a raw value that identifies a ${entity.name}: its entity and its origin.`,
    columns: [
      column("_value", "integer", "number of the raw value"),
      column("_component", "integer", "the gross component"),
      column("_entity", "integer", "the entity"),
      column("_origin", "integer", "the entity whose id the identifier was first given"),
    ],
    key: ["_value"],
    scope: { unit: "component", column: "_component" },
    reads: [
      ...partReads(entity, refs),
      readWhole(refs.claims),
      readWhole(refs.births),
      ...knownTable(entity, refs).reads,
    ],
    lifetime: "state",
    stored: "table",
    published: false,
    define: (inputs) => {
      const c = as(partsOf(entity, refs, inputs), "c");
      const n = as(namedTable(entity, refs).define(inputs), "n");
      const p = as(inputs(refs.assignment, "prior"), "p");
      const claim = as(inputs(refs.claims), "l");
      const other = as(inputs(refs.same), "o");
      const node = sql`coalesce(${other.col("_node")}, ${c.col("_value")})`;
      const known = as(knownTable(entity, refs).define(inputs), "k");
      const ofNode = as(
        select({ _value: known.col("_value"), _origin: sql`min(${known.col("_origin")})` })
          .from(known)
          .groupBy(known.col("_value")),
        "w",
      );
      // A new spelling of a known identifier brings no origin of its own.
      const before = sql`coalesce(${p.col("_origin")}, ${ofNode.col("_origin")})`;
      const kept = sql`${claim.col("_component")} = ${c.col("_component")}`;
      return select({
        _value: c.col("_value"),
        _component: c.col("_gross"),
        _entity: n.col("_entity"),
        _origin: sql`case when ${kept} then ${before} else ${n.col("_entity")} end`,
      })
        .from(c)
        .join(n, sql`${n.col("_component")} = ${c.col("_component")}`)
        .leftJoin(other, sql`${other.col("_value")} = ${c.col("_value")}`)
        .leftJoin(p, sql`${p.col("_value")} = ${c.col("_value")}`)
        .leftJoin(ofNode, sql`${ofNode.col("_value")} = ${node}`)
        .leftJoin(claim, sql`${claim.col("_origin")} = ${before}`);
    },
  };
}

const entityColumns = (entity: Entity) => [
  column("_entity", "integer", "the entity's number, never given twice"),
  idColumn("id", `${entity.prefix}_ and 32 hex digits`),
  column("born_order", "order", "place in time of its first mention"),
  column("birth_value", "integer", "number of its first identifier"),
  column("born_run", "integer", "the run that gave the id"),
  column(
    "_heir",
    "integer",
    "the entity that answers for the id now: itself, the one it was merged into, or null when it ended",
  ),
];

/** Every id ever given, and who answers for it now. */
export function entitiesTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.entities,
    sentence: `One row a ${entity.name} id ever given, living or retired.`,
    columns: entityColumns(entity),
    key: ["_entity"],
    scope: { unit: "whole" },
    reads: [readWhole(refs.births), readWhole(refs.claims), readPrior(refs.entities)],
    lifetime: "state",
    stored: "table",
    published: false,
    define: (inputs) => {
      const p = as(inputs(refs.entities, "prior"), "p");
      const b = as(inputs(refs.births), "b");
      const claim = as(inputs(refs.claims), "l");
      const n = as(namedTable(entity, refs).define(inputs), "n");
      const known = select({
        ...columnsOf(p, ["_entity", "id", "born_order", "birth_value", "born_run"]),
        _heir: n.col("_entity"),
      })
        .from(p)
        .leftJoin(claim, sql`${claim.col("_origin")} = ${p.col("_entity")}`)
        .leftJoin(n, sql`${n.col("_component")} = ${claim.col("_component")}`);
      const born = select({
        ...columnsOf(b, ["_entity", "id", "born_order", "birth_value"]),
        born_run: runValue("run"),
        _heir: b.col("_entity"),
      }).from(b);
      return unionAll([known, born]);
    },
  };
}

/** No id is given twice: asked of the ids that this run gives. */
export function uniqueIdsCheck(entity: Entity, refs: IdentityRefs): CheckStep<Sql> {
  const relation = (table: TableRef, columns: readonly string[], version?: "prior"): Relation =>
    tableRelation(
      table,
      columns.map((one) => column(one, "text", "")),
      version,
    );
  const b = as(relation(refs.births, ["id"]), "b");
  const known = as(relation(refs.entities, ["id"], "prior"), "e");
  const given = unionAll([
    select({ id: b.col("id") }).from(b),
    select({ id: known.col("id") })
      .from(known)
      .where(sql`${known.col("id")} in (select b.id from ${table(refs.births)} as b)`),
  ]);
  const g = as(given, "g");
  return {
    kind: "check",
    id: `check ids of ${entity.name}`,
    layer: "identity",
    reason: "no id is ever given twice",
    reads: [refs.births],
    writes: [],
    query: select({ id: g.col("id") })
      .from(g)
      .groupBy(g.col("id"))
      .having(sql`count(*) > 1`).sql,
    message: `An id of a ${entity.name} would be given twice; nothing was published. This is a mistake of Nexus.`,
  };
}
