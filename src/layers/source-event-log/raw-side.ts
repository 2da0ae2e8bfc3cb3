import type { Problem } from "../../base/problem.ts";
import type { List } from "../../config/fields.ts";
import type { RawRelation } from "../../config/project.ts";
import { lastBy, rowJson, rowsJson, text } from "../../sql/functions.ts";
import { join, name, type Sql, sql, traced } from "../../sql/sql.ts";
import type { EventContext } from "../tables/kept-table.ts";
import { asText, type FieldScope, fieldSql } from "./field.ts";

/** The rows of another table as one JSON array a key. */
function gatheredRows(
  list: Extract<List, { kind: "rows" }>,
  { reference, label, columns }: RawRelation,
  beside: RawRelation | undefined,
): Sql {
  const found = (column: string): boolean => columns.some((one) => one.name === column);
  const key = traced(text(name("l", list.key)), [{ table: label, column: list.key }]);
  if (list.long === undefined) {
    const more =
      beside === undefined
        ? sql`select l.* from ${reference} as l`
        : sql`select l.*, ${rowJson(name("b"))} as _beside from ${reference} as l left join ${beside.reference} as b on b.id = l.id`;
    const rows = sql`(${more}) as l`;
    return sql`select ${key} as k, ${rowsJson(name("l"), text(rowJson(name("l"))))} as v from ${rows} where ${key} is not null group by 1`;
  }
  const { entity, types } = list.long;
  const only = found("entity_type") ? sql` where l.entity_type = ${entity}` : sql``;
  const role = found("role") ? sql`max(e.role)` : sql`cast(null as varchar)`;
  const edge = sql`nullif(trim(${text(sql`l.edge_id`)}), '')`;
  // A row without an edge is a mention of its own.
  const lone = sql`case when ${edge} is null then row_number() over (partition by ${key}, ${edge} order by l.identifier_type, l.identifier_value) end`;
  // Values of one type in one edge stand in rows of their own, tied by the edge.
  const numbered = sql`select ${key} as k, l.*, ${edge} as _edge_id, ${lone} as _lone, row_number() over (partition by ${key}, ${edge}, l.identifier_type order by l.identifier_value) as _place from ${reference} as l${only}`;
  const perType = types.map(
    (type) => sql`max(case when e.identifier_type = ${type} then e.identifier_value end) as ${name(type)}`,
  );
  const wide = sql`select e.k, e._edge_id as edge_id, e._place, ${role} as role, ${join(perType)} from (${numbered}) as e group by e.k, e._edge_id, e._lone, e._place`;
  // Rows of one edge are one entity, in one event or in several. Edges of another source are other edges.
  const tie = sql`${`${list.long.source}:`} || w.edge_id`;
  const tied = sql`select w.*, ${tie} as _edge from (${wide}) as w where w.k is not null`;
  if (beside === undefined)
    return sql`select t.k, ${rowsJson(name("t"), sql`t.edge_id`, sql`t._place`, text(rowJson(name("t"))))} as v from (${tied}) as t group by t.k`;
  // Traits are said once of an edge, by its id.
  const withTraits = sql`select d.*, ${rowJson(name("b"))} as _beside from (${tied}) as d left join ${beside.reference} as b on ${text(sql`b.id`)} = d.edge_id and d._place = 1`;
  return sql`select t.k, ${rowsJson(name("t"), sql`t.edge_id`, sql`t._place`, text(rowJson(name("t"))))} as v from (${withTraits}) as t group by t.k`;
}

/** The raw side of an event: what it reads, and the scope in which its fields are compiled. */
export interface RawSide {
  readonly scope: FieldScope;
  /** The raw table beside its look-ups. Where lines that do not fit are set aside, they are collected under a name. */
  readonly from: (purpose: string) => { readonly sql: Sql; readonly rejected: readonly Sql[] };
}

export function rawScope({ event, raw, tables }: EventContext, problems: Problem[]): RawSide {
  const joins: { readonly of: RawRelation; readonly sql: (reference: Sql) => Sql }[] = [
    { of: raw, sql: (reference) => sql`${reference} as ${name("r")}` },
  ];
  const shared = new Map<string, Sql>();
  const rows = name("r");
  const scope: FieldScope = {
    raw,
    column: (of) => traced(sql`${rows}.${name(of.name)}`, [{ table: raw.label, column: of.name }]),
    timezone: event.timezone,
    place: { source: event.source, event: event.key },
    problems,
    rows: (list, by) => {
      const other = tables.get(list.table);
      if (other === undefined) return sql`cast(null as varchar)`;
      const beside = list.beside === undefined ? undefined : tables.get(list.beside);
      const alias = name(`rows_${joins.length}`);
      joins.push({
        of: other,
        sql: (reference) =>
          sql`left join (${gatheredRows(list, { ...other, reference }, beside)}) as ${alias} on ${alias}.k = ${by}`,
      });
      return sql`${alias}.v`;
    },
    lookup: (table, key, by, take) => {
      const other = tables.get(table);
      if (other === undefined) return sql`cast(null as varchar)`;
      const inner: FieldScope = {
        ...scope,
        raw: other,
        column: (of) => traced(name("l", of.name), [{ table: other.label, column: of.name }]),
      };
      const asked = JSON.stringify([table, key, by, take]);
      const known = shared.get(asked);
      if (known !== undefined) return known;
      const alias = name(`lookup_${joins.length}`);
      const keySql = asText(fieldSql(key, inner));
      const taken = asText(fieldSql(take, inner));
      // One row a key, whatever the table holds, so that a look-up never multiplies events; ties go by the value itself.
      joins.push({
        of: other,
        sql: (reference) =>
          sql`left join (select ${keySql} as k, ${lastBy(taken, taken)} as v from ${reference} as l where ${keySql} is not null and ${taken} is not null group by 1) as ${alias} on ${alias}.k = ${by}`,
      });
      const found = sql`${alias}.v`;
      shared.set(asked, found);
      return found;
    },
  };
  const from: RawSide["from"] = (purpose) => {
    const read = joins.map(({ of }, index) =>
      event.badValues === "set-aside" ? of.leniently?.(`${purpose}_${event.source}__${event.key}_${index}`) : undefined,
    );
    return {
      sql: join(
        joins.map(({ of, sql }, index) => sql(read[index]?.reference ?? of.reference)),
        sql`\n`,
      ),
      rejected: read.flatMap((one) => one?.rejected ?? []),
    };
  };
  return { scope, from };
}
