import type { Problem } from "../../base/problem.ts";
import type { List } from "../../config/fields.ts";
import type { RawRelation } from "../../config/project.ts";
import { lastBy, lower, rowJson, rowsJson, text, trim } from "../../sql/functions.ts";
import { freeAlias } from "../../sql/relation.ts";
import { join, name, type Sql, sql, traced, value } from "../../sql/sql.ts";
import type { EventContext } from "../tables/kept-table.ts";
import { asText, type FieldScope, fieldSql } from "./field.ts";

/** What stands in an edge's place where there is none. */
const noEdge = ["", "null", "none", "nil", "n/a", "na", "undefined", "0", "-"];

/** The rows of another table as one JSON array a key. */
function gatheredRows(
  list: Extract<List, { kind: "rows" }>,
  { reference, label, columns }: RawRelation,
  beside: RawRelation | undefined,
  scopeOf: (raw: RawRelation, alias: string) => FieldScope,
): Sql {
  const named = columns.map((column) => column.name);
  const row = freeAlias("l", [...named, "_beside"]);
  const scope = scopeOf({ reference, label, columns }, row);
  const said = (column: string): Sql => asText(fieldSql(column, scope));
  const l = name(row);
  const key = said(list.key);
  if (list.long === undefined) {
    const more =
      beside === undefined
        ? sql`select ${l}.* from ${reference} as ${l}`
        : sql`select ${l}.*, ${name("m")}._beside from ${reference} as ${l} left join (${oneById(beside, scopeOf)}) as ${name("m")} on ${name("m")}._id = ${said("id")}`;
    return sql`select ${key} as nexus_key, ${rowsJson(l, text(rowJson(l)))} as nexus_value from (${more}) as ${l} where ${key} is not null group by 1`;
  }
  const { entity, types } = list.long;
  const has = (column: string): boolean => named.some((one) => one.toLowerCase() === column);
  const only = has("entity_type") ? sql` where ${said("entity_type")} = ${entity}` : sql``;
  const plain = sql`select ${key} as k, case when ${lower(trim(said("edge_id")))} not in (${join(noEdge.map(value))}) then ${said("edge_id")} end as edge_id, ${said("identifier_type")} as identifier_type, ${said("identifier_value")} as identifier_value, ${has("role") ? said("role") : sql`cast(null as varchar)`} as role from ${reference} as ${l}${only}`;
  // A row without an edge is a mention of its own.
  const lone = sql`case when p.edge_id is null then row_number() over (partition by p.k, p.edge_id order by p.identifier_type, p.identifier_value) end`;
  // Values of one type in one edge stand in rows of their own, tied by the edge.
  const numbered = sql`select p.*, ${lone} as _lone, row_number() over (partition by p.k, p.edge_id, p.identifier_type order by p.identifier_value) as _place from (${plain}) as p where p.k is not null`;
  // What comes later in an edge stands beside the first of the other types: limits look at what is seen together.
  const perType = types.map((type) => {
    const own = sql`max(case when e.identifier_type = ${type} then e.identifier_value end)`;
    return sql`coalesce(${own}, first_value(${own}) over (partition by e.k, e.edge_id, e._lone order by e._place)) as ${name(type)}`;
  });
  // Rows of one edge are one entity, in one event or in several. Edges of another source are other edges.
  const tie = sql`${`${list.long.source}:`} || e.edge_id as _edge`;
  const tied = sql`select e.k, e.edge_id, e._place, max(e.role) as role, ${join(perType)}, ${tie} from (${numbered}) as e group by e.k, e.edge_id, e._lone, e._place`;
  const t = name(freeAlias("t", [...types, "k", "edge_id", "role", "_place", "_edge", "_beside"]));
  // Traits are said once of an edge, by its id.
  const rows =
    beside === undefined
      ? tied
      : sql`select d.*, m._beside from (${tied}) as d left join (${oneById(beside, scopeOf)}) as m on m._id = d.edge_id and d._place = 1`;
  return sql`select ${t}.k as nexus_key, ${rowsJson(t, sql`${t}.edge_id`, sql`${t}._place`, text(rowJson(t)))} as nexus_value from (${rows}) as ${t} group by 1`;
}

/** The rows of a table of traits as JSON, one an id: of several the last by what they say. */
function oneById(beside: RawRelation, scopeOf: (raw: RawRelation, alias: string) => FieldScope): Sql {
  const alias = freeAlias(
    "b",
    beside.columns.map((column) => column.name),
  );
  const id = asText(fieldSql("id", scopeOf(beside, alias)));
  const whole = rowJson(name(alias));
  return sql`select ${id} as _id, ${lastBy(whole, text(whole))} as _beside from ${beside.reference} as ${name(alias)} where ${id} is not null group by 1`;
}

/** The raw side of an event: what it reads, and the scope in which its fields are compiled. */
export interface RawSide {
  readonly scope: FieldScope;
  /** The raw table beside its look-ups. Where lines that do not fit are set aside, they are collected under a name. */
  readonly from: (purpose: string) => { readonly sql: Sql; readonly rejected: readonly Sql[] };
}

/** What a raw row is called in SQL. */
export function rawAlias(raw: RawRelation): string {
  return freeAlias(
    "r",
    raw.columns.map((column) => column.name),
  );
}

export function rawScope({ event, raw, tables }: EventContext, problems: Problem[]): RawSide {
  // As a user may name it, unless a column is called so.
  const rows = name(rawAlias(raw));
  const joins: { readonly of: RawRelation; readonly sql: (reference: Sql) => Sql }[] = [
    { of: raw, sql: (reference) => sql`${reference} as ${rows}` },
  ];
  const shared = new Map<string, Sql>();
  const inside = (other: RawRelation, alias: string): FieldScope => ({
    ...scope,
    raw: other,
    column: (of) => traced(name(alias, of.name), [{ table: other.label, column: of.name }]),
  });
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
          sql`left join (${gatheredRows(list, { ...other, reference }, beside, inside)}) as ${alias} on ${alias}.nexus_key = ${by}`,
      });
      return sql`${alias}.nexus_value`;
    },
    lookup: (table, key, by, take) => {
      const other = tables.get(table);
      if (other === undefined) return sql`cast(null as varchar)`;
      const inner = inside(other, "l");
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
          sql`left join (select ${keySql} as nexus_key, ${lastBy(taken, taken)} as nexus_value from ${reference} as l where ${keySql} is not null and ${taken} is not null group by 1) as ${alias} on ${alias}.nexus_key = ${by}`,
      });
      const found = sql`${alias}.nexus_value`;
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
