import { nearestHint } from "../../base/nearest.ts";
import type { Problem } from "../../base/problem.ts";
import { type Condition, type Field, type List, nodeOf, nodesIn } from "../../config/fields.ts";
import type { RawColumn, RawRelation } from "../../config/project.ts";
import type { ColumnType } from "../../model/column.ts";
import {
  finite,
  fromEpoch,
  headerValue,
  jsonOf,
  jsonText,
  lower,
  regexExtract,
  regexMatches,
  regexReplace,
  text,
  timestampOf,
  trim,
  tryCast,
  zoned,
} from "../../sql/functions.ts";
import { all, coalesce, join, Sql, sql, traced, value } from "../../sql/sql.ts";

/** The column of a raw row, as SQL with where it comes from. */
type ColumnSql = (column: RawColumn) => Sql;

/** What a field's SQL may refer to. */
export interface FieldScope {
  readonly raw: RawRelation;
  readonly column: ColumnSql;
  readonly timezone: string;
  /** The element of the list, in a mention with `each`. */
  readonly item?: (path: readonly string[]) => Sql;
  /** The column of a looked-up table; the first call makes the join. */
  readonly lookup: (table: string, key: Field, by: Sql, take: Field) => Sql;
  /** The rows of another table as a JSON array; the first call makes the join. */
  readonly rows: (list: Extract<List, { kind: "rows" }>, by: Sql) => Sql;
  /** Said of a column that is not there. */
  readonly place: { readonly source: string; readonly event: string };
  /** Columns that are not there, so that all come at once; null stands for them until somebody throws. */
  readonly problems: Problem[];
}

/** A field as SQL, and the type that this SQL has. */
export interface TypedSql {
  readonly sql: Sql;
  readonly type: RawColumn["type"];
  /** Where it was made from a text that may not have been of its kind: that text. */
  readonly given?: Sql;
}

/** Currencies without a smaller unit, and those with three decimals (ISO 4217). */
const wholeCurrencies = [
  "BIF",
  "CLP",
  "DJF",
  "GNF",
  "JPY",
  "KMF",
  "KRW",
  "MGA",
  "PYG",
  "RWF",
  "UGX",
  "VND",
  "VUV",
  "XAF",
  "XOF",
  "XPF",
];
const thousandthCurrencies = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/** The SQL of a field. A missing column is noted as a problem that names the nearest one. */
export function fieldSql(field: Field, scope: FieldScope): TypedSql {
  const node = nodeOf(field);
  if (node instanceof Sql) return { sql: freeSql(node, scope), type: "other" };
  switch (node.kind) {
    case "column":
      return columnSql(node.column, node.optional, scope);
    case "constant":
      return { sql: value(node.value), type: constantType(node.value) };
    case "item":
      return { sql: scope.item?.(node.path) ?? sql`null`, type: "text" };
    case "json":
      return { sql: jsonText(documentSql(node.field, scope), node.path), type: "text" };
    case "first":
      return firstSql(
        node.fields.map((part) => fieldSql(part, scope)),
        node.fields.map(mayBeEmpty),
      );
    case "concat":
      return concatSql(node.fields.map((part) => asText(fieldSql(part, scope))));
    case "epoch": {
      const given = asText(fieldSql(node.field, scope));
      return { sql: fromEpoch(given, node.unit), type: "zoned timestamp", given };
    }
    case "minor":
      return minorSql(
        fieldSql(node.field, scope),
        node.currency === undefined ? undefined : fieldSql(node.currency, scope),
      );
    case "header":
      return { sql: headerValue(documentSql(node.headers, scope), node.header), type: "text" };
    case "extract":
      return { sql: regexExtract(asText(fieldSql(node.field, scope)), value(node.pattern)), type: "text" };
    case "domain":
      return { sql: domainSql(asText(fieldSql(node.field, scope))), type: "text" };
    case "decoded":
      // Its words are decoded behind the scan, where distinct texts are parsed by a library.
      return { sql: asText(fieldSql(node.field, scope)), type: "text" };
    case "lower":
      return { sql: lower(asText(fieldSql(node.field, scope))), type: "text" };
    case "lookup":
      return { sql: scope.lookup(node.table, node.key, asText(fieldSql(node.by, scope)), node.take), type: "text" };
    case "when": {
      const then = fieldSql(node.then, scope);
      const otherwise = node.otherwise === undefined ? undefined : fieldSql(node.otherwise, scope);
      const type = otherwise === undefined || otherwise.type === then.type ? then.type : "text";
      const [yes, no] =
        type === then.type ? [then.sql, otherwise?.sql] : [asText(then), otherwise && asText(otherwise)];
      const rest = no === undefined ? sql`` : sql` else ${no}`;
      const condition = conditionSql(node.condition, scope);
      const chosen = (one: Sql, other: Sql | undefined): Sql =>
        sql`case when ${condition} then ${one}${other === undefined ? sql`` : sql` else ${other}`} end`;
      const given =
        then.given === undefined && otherwise?.given === undefined
          ? {}
          : { given: chosen(then.given ?? asText(then), otherwise && (otherwise.given ?? asText(otherwise))) };
      return { sql: sql`case when ${condition} then ${yes}${rest} end`, type, ...given };
    }
    case "is":
      return { sql: sql`coalesce(${conditionSql(node.condition, scope)}, false)`, type: "boolean" };
  }
}

/** A condition as SQL; unknown counts as no. */
export function conditionSql(condition: Condition, scope: FieldScope): Sql {
  if (condition instanceof Sql) return sql`(${freeSql(condition, scope)})`;
  switch (condition.kind) {
    case "equals":
      return sql`coalesce(${asText(fieldSql(condition.field, scope))} in (${join(condition.values.map((one) => value(String(one))))}), false)`;
    case "matches":
      return sql`coalesce(${regexMatches(asText(fieldSql(condition.field, scope)), value(condition.pattern))}, false)`;
    case "present":
      return sql`nullif(${trim(asText(fieldSql(condition.field, scope)))}, '') is not null`;
    case "not": {
      const inner = conditionSql(condition.condition, scope);
      // Only a user's own SQL can be unknown.
      const known = nodesIn(condition.condition).every((node) => !(node instanceof Sql));
      return known ? sql`not (${inner})` : sql`not coalesce((${inner}), false)`;
    }
    case "all":
      return sql`(${all(condition.conditions.map((part) => conditionSql(part, scope)))})`;
    case "any":
      return condition.conditions.length === 0
        ? sql`false`
        : sql`(${join(
            condition.conditions.map((part) => conditionSql(part, scope)),
            sql` or `,
          )})`;
  }
}

/** A user's own SQL: its lineage is every raw column whose name stands in it, or all of them (`*`) where none does. */
function freeSql(fragment: Sql, { raw }: FieldScope): Sql {
  if (raw.columns.length === 0) return sql`null`;
  const words = new Set(
    fragment.nodes.flatMap((node) => (node.kind === "text" ? (node.text.toLowerCase().match(/[a-z_]\w*/g) ?? []) : [])),
  );
  const read = raw.columns.filter((column) => words.has(column.name.toLowerCase())).map((column) => column.name);
  return traced(
    fragment,
    (read.length === 0 ? ["*"] : read).map((column) => ({ table: raw.label, column })),
  );
}

function constantType(constant: string | number | boolean): TypedSql["type"] {
  if (typeof constant === "string") return "text";
  return typeof constant === "number" ? "number" : "boolean";
}

function columnSql(name: string, optional: boolean, scope: FieldScope): TypedSql {
  const { columns } = scope.raw;
  const found =
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return { sql: scope.column(found), type: found.type };
  const nothing: TypedSql = { sql: sql`cast(null as ${typeSql("text")})`, type: "text" };
  // A table without columns has no rows either, so that nobody can know what it would hold.
  if (optional || columns.length === 0) return nothing;
  const hint = nearestHint(
    name,
    columns.map((column) => column.name),
  );
  scope.problems.push({
    code: "column-missing",
    message: `The raw table ${scope.raw.label} has no column "${name}".`,
    where: { ...scope.place, field: name },
    found: columns.map((column) => column.name).join(", "),
    ...(hint === undefined ? {} : { hint }),
  });
  return nothing;
}

function typeSql(type: ColumnType): Sql {
  return new Sql([{ kind: "type", type }]);
}

/** Whether a field's text may be empty: those that are made by a function are null then. */
function mayBeEmpty(field: Field): boolean {
  const node = nodeOf(field);
  return !(node instanceof Sql) && ["column", "json", "item", "lookup"].includes(node.kind);
}

/** A field as a JSON document: of several the first that is there. */
export function documentSql(field: Field, scope: FieldScope): Sql {
  const node = nodeOf(field);
  if (node instanceof Sql || node.kind !== "first") return asJson(fieldSql(field, scope));
  return jsonOf(coalesce(node.fields.map((part) => asText(fieldSql(part, scope)))));
}

/** Fields of one type keep it; others meet as text. */
function firstSql(typed: readonly TypedSql[], empties: readonly boolean[]): TypedSql {
  const [first] = typed;
  const alike = first !== undefined && first.type !== "json" && typed.every((one) => one.type === first.type);
  const given = typed.some((one) => one.given !== undefined)
    ? { given: coalesce(typed.map((one) => sql`nullif(${one.given ?? asText(one)}, '')`)) }
    : {};
  // An empty text is nothing, as null is. Where there can be none it is not asked for: engines compute what they ask twice.
  if (!alike || first.type === "text") {
    const said = typed.map((one, at) => (empties[at] === true ? sql`nullif(${asText(one)}, '')` : asText(one)));
    return { sql: coalesce(said), type: "text" };
  }
  return { sql: coalesce(typed.map((one) => one.sql)), type: first.type, ...given };
}

function concatSql(parts: readonly Sql[]): TypedSql {
  const anything = sql`coalesce(${join(parts)}) is not null`;
  const joined = join(
    parts.map((part) => sql`coalesce(${part}, '')`),
    sql` || `,
  );
  return { sql: sql`case when ${anything} then ${joined} end`, type: "text" };
}

/** What stands behind the last `@`, without the bracket or blanks that may follow. */
function domainSql(address: Sql): Sql {
  const behind = regexExtract(address, value("@[^@>\\s]+[>\\s]*$"));
  return regexReplace(behind, value("[@>\\s]"), sql`''`);
}

function minorSql(amount: TypedSql, currency: TypedSql | undefined): TypedSql {
  const number = asNumber(amount);
  const typed = { type: "number", ...(amount.type === "text" ? { given: amount.sql } : {}) } as const;
  if (currency === undefined) return { sql: sql`${number} / 100`, ...typed };
  const code = sql`upper(${asText(currency)})`;
  const factor = sql`case when ${code} in (${join(wholeCurrencies.map(value))}) then 1 when ${code} in (${join(thousandthCurrencies.map(value))}) then 1000 else 100 end`;
  return { sql: sql`${number} / ${factor}`, ...typed };
}

/** As text; what is text already stays as it is. */
export function asText(typed: TypedSql): Sql {
  if (typed.type === "text") return typed.sql;
  if (typed.type === "number") return wholeText(typed.sql);
  return typed.type === "json" ? jsonText(typed.sql, []) : text(typed.sql);
}

/** A whole number as text without decimals: tools store ids as decimal numbers where some are missing. */
function wholeText(number: Sql): Sql {
  return sql`case when abs(${number}) < 1e15 and ${number} = floor(${number}) then ${text(sql`cast(${number} as bigint)`)} else ${text(number)} end`;
}

/** As JSON, null where it is none. */
export function asJson(typed: TypedSql): Sql {
  return typed.type === "json" ? typed.sql : jsonOf(typed.sql);
}

/** As a number. `NaN`, which some tools write for nothing, is none, and would spoil every sum. */
export function asNumber(typed: TypedSql): Sql {
  if (typed.type === "number") return finite(typed.sql);
  if (typed.type === "integer") return tryCast(typed.sql, "number");
  return finite(tryCast(typed.type === "text" ? sql`nullif(${trim(typed.sql)}, '')` : typed.sql, "number"));
}

export function asBoolean(typed: TypedSql): Sql {
  return typed.type === "boolean" ? typed.sql : tryCast(asText(typed), "boolean");
}

/** As a UTC timestamp. */
export function asTimestamp(typed: TypedSql, timezone: string): Sql {
  if (typed.type === "timestamp") return timezone === "UTC" ? typed.sql : zoned(typed.sql, timezone);
  if (typed.type === "zoned timestamp") return tryCast(typed.sql, "timestamp");
  if (typed.type === "date") {
    const midnight = tryCast(typed.sql, "timestamp");
    return timezone === "UTC" ? midnight : zoned(midnight, timezone);
  }
  return timestampOf(asText(typed), timezone);
}

/** A value in the type of one of our columns. */
export function asType(typed: TypedSql, type: ColumnType, timezone: string): Sql {
  switch (type) {
    case "text":
    case "order":
    case "digest":
      return asText(typed);
    case "number":
      return asNumber(typed);
    case "integer":
      return tryCast(asText(typed), "integer");
    case "boolean":
      return asBoolean(typed);
    case "timestamp":
      return asTimestamp(typed, timezone);
    case "json":
      return asJson(typed);
  }
}
