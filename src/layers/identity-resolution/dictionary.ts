import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import { readPrior, readWhole, type Table, type TableRef } from "../../model/table.ts";
import { as, columnsOf, noRows, type Relation, select, source, unionAll } from "../../sql/relation.ts";
import { sql, value } from "../../sql/sql.ts";
import { type IdentityRefs, identifierValue, isSpelt } from "../tables/identity-tables.ts";
import { type MentionSite, siteRows } from "../tables/mention-sites.ts";
import { listTables, normalized } from "./normalize.ts";

const numberColumns = [
  column("_value", "integer", "number of the raw value: a name, never an order, and never given twice"),
  column("identifier_type", "text", "type of the identifier"),
  column("raw_value", "text", "the value as raw rows have it", true),
];

/** Gives every distinct raw value a number, which it keeps for ever. */
export function numbersTable(entity: Entity, refs: IdentityRefs, sites: readonly MentionSite[]): Table<Relation> {
  const tables = [...new Map(sites.map((site) => [site.table.name, site.table])).values()];
  return {
    ref: refs.numbers,
    sentence: `One row a raw value that ever identified a ${entity.name}, with its number.`,
    columns: numberColumns,
    key: ["_value"],
    scope: { unit: "whole" },
    reads: [...tables.map(readWhole), readPrior(refs.numbers)],
    lifetime: "state",
    stored: "table",
    published: false,
    define: (inputs) => {
      const known = as(inputs(refs.numbers, "prior"), "k");
      const seen = entity.identifiers.flatMap(({ name }) => {
        const having = sites.filter((site) => site.mention.identifiers.some(([type]) => type === name));
        if (having.length === 0) return [];
        const each = having.map((site) => {
          const m = as(siteRows(site, entity, inputs), "m");
          return select({ raw_value: m.col(name) })
            .from(m)
            .where(sql`${m.col(name)} is not null`);
        });
        const all = as(unionAll(each), "a");
        return [
          select({ identifier_type: value(name), raw_value: all.col("raw_value") })
            .from(all)
            .distinct(),
        ];
      });
      if (seen.length === 0) return select(columnsOf(known)).from(known);
      const s = as(unionAll(seen), "s");
      const top = as(inputs(refs.numbers, "prior"), "t");
      const last = select({ last: sql`coalesce(max(${top.col("_value")}), -1)` }).from(top);
      const fresh = select({ identifier_type: s.col("identifier_type"), raw_value: s.col("raw_value") })
        .from(s)
        .where(
          sql`not exists (select 1 from ${source(known)} where k.identifier_type = ${s.col("identifier_type")} and k.raw_value = ${s.col("raw_value")})`,
        );
      const f = as(fresh, "f");
      const next = select({
        _value: sql`(${last.sql}) + row_number() over ()`,
        identifier_type: f.col("identifier_type"),
        raw_value: f.col("raw_value"),
      }).from(f);
      return unionAll([select(columnsOf(known)).from(known), next]);
    },
  };
}

/**
 * What raw values are compared as, where that is not the raw value itself, and whether a rule keeps them from
 * identifying (`junk`) or from linking (`shared`). Most values have no row: nothing is stored twice.
 */
export function normalizedTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  const columns = [
    column("_value", "integer", "number of the raw value"),
    column("identifier_value", "text", "the value as it is compared; null for junk", true),
    column("blocked", "text", "junk: as if absent; shared: an entity of its own that never links others"),
    column("rule", "text", "the rule that blocks it"),
  ];
  const lists = listsFor(entity).map((list) => list.ref);
  return {
    ref: refs.normalized,
    sentence: `One row a raw value of a ${entity.name} that is compared as something else, or blocked.`,
    columns,
    key: ["_value"],
    scope: { unit: "identifier", column: "_value" },
    reads: [{ table: refs.numbers, touch: { by: "carries", column: "_value" } }, ...lists.map(readWhole)],
    lifetime: "derived",
    stored: "table",
    published: false,
    define: (inputs) => {
      if (entity.identifiers.length === 0) return noRows(columns);
      const list = (ref: TableRef): Relation => inputs(ref);
      return unionAll(
        entity.identifiers.map((type) => {
          const n = as(inputs(refs.numbers), "n");
          const mine = select(columnsOf(n))
            .from(n)
            .where(sql`${n.col("identifier_type")} = ${type.name}`);
          const v = as(normalized(mine, type, list), "v");
          const names = columns.map((one) => one.name);
          return select(columnsOf(v, names))
            .from(v)
            .where(
              sql`${v.col("blocked")} is not null or ${v.col("identifier_value")} is distinct from ${v.col("raw_value")}`,
            );
        }),
      );
    },
  };
}

/** Raw values that are spellings of one identifier: all but the first of them, each with the first. */
export function sameTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  return {
    ref: refs.same,
    sentence: `One row a raw value of a ${entity.name} that is another spelling of one with a lower number.`,
    columns: [
      column("_value", "integer", "number of the raw value"),
      column("_node", "integer", "the lowest number of all spellings of the identifier"),
    ],
    key: ["_value"],
    scope: { unit: "whole" },
    reads: [readWhole(refs.numbers), readWhole(refs.normalized)],
    lifetime: "work",
    stored: "table",
    published: false,
    define: (inputs) => {
      const spelt = entity.identifiers.filter(isSpelt).map((type) => type.name);
      const n = as(inputs(refs.numbers), "n");
      const d = as(inputs(refs.normalized), "d");
      const compared = as(
        select({ ...columnsOf(n, ["_value", "identifier_type"]), identifier_value: identifierValue(n, d) })
          .from(n)
          .leftJoin(d, sql`${d.col("_value")} = ${n.col("_value")}`)
          .where(spelt.length === 0 ? sql`false` : sql`${n.col("identifier_type")} in (${joined(spelt)})`),
        "c",
      );
      const node = sql`min(${compared.col("_value")}) over (partition by ${compared.col("identifier_type")}, ${compared.col("identifier_value")})`;
      const several = select({ _value: compared.col("_value"), _node: node })
        .from(compared)
        .where(sql`${compared.col("identifier_value")} is not null`);
      const s = as(several, "s");
      return select(columnsOf(s))
        .from(s)
        .where(sql`${s.col("_value")} <> ${s.col("_node")}`);
    },
  };
}

function joined(names: readonly string[]) {
  return names.map((one) => value(one)).reduce((list, one) => sql`${list}, ${one}`);
}

/** The packaged lists that an entity type's normalizers read. */
function listsFor(entity: Entity): typeof listTables {
  const kinds = new Set(entity.identifiers.filter((type) => type.normalize === undefined).map((type) => type.kind));
  return listTables.filter((list) => kinds.has(list.ref.name.startsWith("phone") ? "phone" : "domain"));
}
