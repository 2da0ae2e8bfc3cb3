import type { ColumnType } from "../../model/column.ts";
import type { Dialect, Statements } from "../dialect.ts";
import { type FunctionName, join, name, Sql, type SqlValue, sql, typeName, value } from "../sql.ts";

const types: Readonly<Record<ColumnType, string>> = {
  text: "varchar",
  integer: "bigint",
  number: "double",
  boolean: "boolean",
  timestamp: "timestamp",
  json: "json",
  order: "varchar",
  digest: "varchar",
};

function literal(plain: SqlValue): string {
  if (plain === null) return "null";
  if (typeof plain === "string") return `'${plain.replaceAll("'", "''")}'`;
  if (typeof plain === "number" && !Number.isFinite(plain)) return "null";
  return String(plain);
}

function arg(args: readonly Sql[], index = 0): Sql {
  return args[index] ?? sql`null`;
}

/** Aggregates by the order of a row: `arg_min(x, row(a, b))`; one order expression needs no row. */
function byOrder(fn: string, args: readonly Sql[]): Sql {
  const [x, ...order] = args;
  const by = order.length === 1 ? arg(order) : sql`row(${join(order)})`;
  return sql`${raw(fn)}(${x ?? sql`null`}, ${by})`;
}

/** Trusted text of a dialect file as a fragment. */
export function raw(textOfOurs: string): Sql {
  return new Sql([{ kind: "text", text: textOfOurs }]);
}

/** `$."a"."b"[0]`: a JSON path whose names are quoted and whose whole numbers are positions. */
export function jsonPath(path: readonly string[]): string {
  return `$${path.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `."${part.replaceAll('"', '\\"')}"`)).join("")}`;
}

const nothing = sql`null`;

const functions: Readonly<Record<FunctionName, (args: readonly Sql[], words: readonly string[]) => Sql>> = {
  text: ([x]) => sql`cast(${x ?? sql`null`} as varchar)`,
  lower: (args) => sql`lower(${arg(args)})`,
  trim: (args) => sql`trim(${arg(args)})`,
  md5: (args) => sql`md5(${arg(args)})`,
  digest: (args) =>
    sql`md5(${join(
      args.map((one) => sql`coalesce(cast(${one} as varchar), '-')`),
      sql` || ',' || `,
    )})`,
  isMoment: (args) => sql`${arg(args)} < cast('9999-12-31' as timestamp)`,
  finite: (args) =>
    sql`case when ${arg(args)} between -1.7976931348623157e308 and 1.7976931348623157e308 then ${arg(args)} end`,
  tryCast: (args, [type]) => sql`try_cast(${arg(args)} as ${new Sql([{ kind: "type", type: type as ColumnType }])})`,
  timestampOf: (args) => sql`try_cast(${arg(args)} as timestamp)`,
  zoned: (args, [zone]) => sql`cast(${arg(args)} at time zone ${zone ?? "UTC"} as timestamp)`,
  fromEpoch: (args, [unit]) =>
    sql`to_timestamp(${arg(args)} / ${unit === "seconds" ? 1 : unit === "milliseconds" ? 1000 : 1000000})`,
  addDays: (args, [days]) => sql`${arg(args)} + interval ${days ?? "0"} day`,
  addSeconds: (args, [seconds]) => sql`${arg(args)} + interval ${seconds ?? "0"} second`,
  dayOf: (args) => sql`cast(date_trunc('day', ${arg(args)}) as timestamp)`,
  days: ([from = nothing, first = nothing, last = nothing]) =>
    sql`${from} cross join unnest(sequence(${first}, ${last}, interval '1' day)) as ${name("_days")} (${name("day")})`,
  exact: (args) => sql`try_cast(${arg(args)} as decimal(27, 9))`,
  isJson: (args) => sql`json_valid(${arg(args)})`,
  jsonOf: (args) => sql`try_cast(${arg(args)} as json)`,
  jsonPart: (args, path) => sql`json_extract(${arg(args)}, ${jsonPath(path)})`,
  jsonText: (args, path) => sql`json_extract_string(${arg(args)}, ${jsonPath(path)})`,
  headerValue: (args) => arg(args),
  rowJson: (args) => sql`to_json(${arg(args)})`,
  rowsJson: ([alias = nothing, ...order]) => sql`to_json(list(${alias} order by ${join(order)}))`,
  firstBy: (args) => byOrder("min_by", args),
  lastBy: (args) => byOrder("max_by", args),
  regexMatches: (args) => sql`regexp_like(${arg(args)}, ${arg(args, 1)})`,
  regexReplace: (args) => sql`regexp_replace(${arg(args)}, ${arg(args, 1)}, ${arg(args, 2)})`,
  regexExtract: (args) => sql`regexp_extract(${arg(args)}, ${arg(args, 1)})`,
  splitPart: (args, [separator, index]) => sql`split_part(${arg(args)}, ${separator ?? ""}, ${Number(index)})`,
  bytewise: (args) => arg(args),
  each: ([from = nothing, array = nothing]) =>
    sql`${from} cross join unnest(${array}) with ordinality as ${name("_each")} (${name("item")}, ${name("position")})`,
  // A query whose columns are computed once, however often they are asked for.
  computed: (args) => arg(args),
  // Digits of fixed width compare as numbers do: microseconds since 1900, 11 hex digits of the event's id, position, type.
  orderKey: ([at = nothing, eventId = nothing, position = nothing]) =>
    sql`lpad(cast(epoch_us(${at}) + 2208988800000000 as varchar), 18, '0') || substr(${eventId}, 5, 11) || lpad(cast(${position} as varchar), 7, '0') || '00'`,
  orderWithin: ([order = nothing], [position = "0"]) => sql`substr(${order}, 1, 36) || ${position.padStart(2, "0")}`,
  orderOfMention: ([order = nothing]) => sql`substr(${order}, 1, 36) || '00'`,
  orderText: (args) => arg(args),
  orderTime: (args) =>
    sql`cast('1900-01-01' as timestamp) + cast(substr(${arg(args)}, 1, 18) as bigint) * interval '0.000001' second`,
  // A sign comes before all digits.
  orderToCome: (args) => sql`'-' || ${arg(args)}`,
};

const statements: Statements = {
  createSchema: (schema) => sql`create schema if not exists ${schema}`,
  createTableAs: (table, query) => sql`create table ${table} as\n${query}`,
  createEmptyTable: (table, columns) =>
    sql`create table if not exists ${table} (${join(
      columns.map(({ name: column, type }) => sql`${name(column)} ${new Sql([{ kind: "type", type }])}`),
    )})`,
  addColumn: (table, { name: column, type }) =>
    sql`alter table ${table} add column ${name(column)} ${new Sql([{ kind: "type", type }])}`,
  dropTable: (table) => sql`drop table if exists ${table}`,
  dropView: (view) => sql`drop view if exists ${view}`,
  insertInto: (table, columns, query) =>
    sql`insert into ${table} (${join(columns.map((column) => name(column)))})\n${query}`,
  deleteFrom: (table, condition) => sql`delete from ${table} where ${condition}`,
  replaceTable: (live, next) => [
    sql`drop table if exists ${name(live.schema, live.name)}`,
    sql`alter table ${name(next.schema, next.name)} rename to ${name(live.name)}`,
  ],
  replaceView: (live, query) => [sql`create or replace view ${name(live.schema, live.name)} as\n${query}`],
};

/** The common ground of all engines, as close to the standard as they allow. */
export const ansi: Dialect = {
  name: "ansi",
  identifier: (part) => `"${part.replaceAll('"', '""')}"`,
  literal,
  type: (type) => types[type],
  asColumn: (of, type) => sql`cast(${of} as ${typeName(type)})`,
  session: [],
  functions,
  statements,
};

/** For dialect files: a literal that is not data. */
export { value };
