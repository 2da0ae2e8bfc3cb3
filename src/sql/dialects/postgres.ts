import { numberOf } from "../../base/number-of.ts";
import type { ColumnType } from "../../model/column.ts";
import type { Dialect } from "../dialect.ts";
import { join, name, type Sql, sql, table, value } from "../sql.ts";
import { ansi, raw } from "./ansi.ts";
import { functionStatements } from "./postgres/helpers.ts";
import { inTurn, rewrittenPattern } from "./postgres/pattern.ts";

const nothing = sql`null`;

/** What a name may be long, in bytes: PostgreSQL cuts off the rest without a word. */
const longestName = 63;

const ends = 16;

/** What it knows, all later ones know. */
const oldestServer = 15;

/** A name that PostgreSQL keeps: of one that is too long a part of its middle is told by a hash. */
function fitting(part: string): string {
  const bytes = new TextEncoder().encode(part);
  if (bytes.length <= longestName) return part;
  const hash = numberOf(part).toString(16).padStart(8, "0");
  const text = (from: number, to: number): string =>
    new TextDecoder().decode(bytes.slice(from, to)).replaceAll("\ufffd", "");
  const head = text(0, longestName - ends - hash.length - 2);
  return `${head}_${hash}_${text(bytes.length - ends, bytes.length)}`;
}

/** Numbers of JSON paths are positions, its names members. */
function pathOf(words: readonly string[]): Sql {
  return words.length === 0 ? sql`'{}'::text[]` : sql`array[${join(words)}]`;
}

/** One of our own functions, in the schema of the records about runs. */
function ours(fn: string, ...args: readonly Sql[]): Sql {
  return sql`${table({ layer: "meta", name: fn }, "prior")}(${join(args)})`;
}

/** A pattern as a plain text; undefined where it is an expression. */
function plainPattern({ nodes: [only, ...others] }: Sql): string | undefined {
  return only?.kind === "value" && typeof only.value === "string" && others.length === 0
    ? rewrittenPattern(only.value)
    : undefined;
}

/** A pattern in PostgreSQL's spelling. */
function patternOf(given: Sql): Sql {
  const plain = plainPattern(given);
  return plain === undefined ? given : value(plain);
}

/** The value of the first row in an order, of those that have one. */
function firstOf([x = nothing, ...order]: readonly Sql[], direction: Sql): Sql {
  const by = join(order.map((one) => sql`${one}${direction}`));
  const has = join(
    [x, ...(order.length === 1 ? order : [])].map((one) => sql`${one} is not null`),
    sql` and `,
  );
  return sql`(array_agg(${x} order by ${by}) filter (where ${has}))[1]`;
}

const types: Partial<Record<ColumnType, string>> = {
  text: "text",
  number: "double precision",
  // As it stands, and equal where it is spelt alike, which PostgreSQL's own JSON is not.
  json: "varchar",
  order: "text",
  digest: "uuid",
};

const typeOf = (type: ColumnType): string => types[type] ?? ansi.type(type);

/** Texts of ours are compared and ordered by their bytes, whatever the database does. */
const collation = (type: ColumnType): Sql =>
  raw(typeOf(type) === "text" || typeOf(type) === "varchar" ? ' collate "C"' : "");

const columnType = (type: ColumnType): Sql => sql`${raw(typeOf(type))}${collation(type)}`;

/** Blanks that stand at the end of texts: those of the Unicode category Zs, as DuckDB trims them. */
const blanks = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000";

const decimals = { seconds: 6, milliseconds: 3, microseconds: 0 } as const;

/** Times in UTC, and one spelling of values. */
const settings: Readonly<Record<string, string>> = {
  timezone: "UTC",
  datestyle: "ISO, YMD",
  intervalstyle: "postgres",
  client_min_messages: "warning",
  standard_conforming_strings: "on",
  extra_float_digits: "1",
  // To compile a query costs more than most of ours take.
  jit: "off",
};

/** PostgreSQL 15 and later. */
export const postgres: Dialect = {
  ...ansi,
  name: "postgres",
  longestName,
  session: Object.entries(settings).map(([setting, to]) => `set ${setting} = ${ansi.literal(to)}`),
  identifier: (part) => ansi.identifier(fitting(part)),
  // No text can hold the sign NUL here.
  literal: (plain) => ansi.literal(typeof plain === "string" ? plain.replaceAll("\0", "") : plain),
  type: typeOf,
  asColumn: (of, type) => sql`cast(${of} as ${raw(typeOf(type))})${collation(type)}`,
  ownFunctions: (schema) => [
    // Functions may name one another before all are there.
    "set check_function_bodies = off",
    `create schema if not exists ${schema}`,
    ...functionStatements(schema, oldestServer),
    "set check_function_bodies = on",
  ],
  statements: {
    ...ansi.statements,
    // Only a query that makes its table may be worked at by several processes.
    createFilledTable: (of, columns, query) =>
      sql`create table ${of} as\nselect ${join(columns.map((one) => sql`cast(${name("q", one.name)} as ${raw(typeOf(one.type))})${collation(one.type)} as ${name(one.name)}`))} from (${query}) as q`,
    createEmptyTable: (of, columns) =>
      sql`create table if not exists ${of} (${join(columns.map((one) => sql`${name(one.name)} ${columnType(one.type)}`))})`,
    addColumn: (of, { name: column, type }) =>
      sql`alter table ${of} add column if not exists ${name(column)} ${columnType(type)}`,
    // Plans are made from what is known of tables, and nobody knows what has just been written.
    gatherStatistics: (of) => sql`analyze ${of}`,
    replaceTable: (live, next, key) => [
      sql`select ${ours("publish_table", ...[live.schema, live.name, next.name].map((part) => value(fitting(part))), sql`array[${join(key.map((one) => value(fitting(one))))}]::text[]`)}`,
    ],
    createIndex: (live, column) =>
      sql`create index if not exists ${name(`${live.name}_by_${column}`)} on ${name(live.schema, live.name)} (${name(column)})`,
    replaceView: (live, query) => [
      sql`create view ${name(live.schema, `${live.name}__next`)} as\n${query}`,
      sql`select ${ours("publish_view", ...[live.schema, live.name, `${live.name}__next`].map((part) => value(fitting(part))))}`,
    ],
  },
  functions: {
    ...ansi.functions,
    text: ([x = nothing]) => ours("text_of", x),
    lower: ([x = nothing]) => ours("lower_of", x),
    trim: ([x = nothing]) => sql`btrim(${x}, ${blanks})`,
    digest: (args) => sql`${ansi.functions.digest(args, [])}::uuid`,
    isMoment: ([x = nothing]) => sql`isfinite(${x})`,
    finite: ([x = nothing]) => ours("finite", x),
    tryCast: ([x = nothing], [type = "text"]) => {
      const fn = { number: "try_number", integer: "try_integer", boolean: "try_boolean", timestamp: "try_timestamp" };
      if (type === "json") return ours("json_of", x);
      return Object.hasOwn(fn, type) ? ours(fn[type as keyof typeof fn], x) : ours("text_of", x);
    },
    timestampOf: ([x = nothing], [zone = "UTC"]) => ours("timestamp_of", x, value(zone)),
    zoned: ([x = nothing], [zone = "UTC"]) => ours("at_zone", x, value(zone)),
    fromEpoch: ([x = nothing], [unit = "seconds"]) =>
      ours("epoch_moment", x, sql`${decimals[unit as keyof typeof decimals]}`),
    addDays: ([x = nothing], [days = "0"]) => sql`${x} + ${Number(days)} * interval '1 day'`,
    addSeconds: ([x = nothing], [seconds = "0"]) => sql`${x} + ${Number(seconds)} * interval '1 second'`,
    dayOf: ([x = nothing]) => sql`date_trunc('day', ${x})`,
    days: ([from = nothing, first = nothing, last = nothing]) =>
      sql`${from} cross join lateral generate_series(${first}, ${last}, interval '1 day') as ${name("_days")} (${name("day")})`,
    exact: ([x = nothing]) => sql`case when abs(${x}) < 1e18 then cast(${x} as numeric(27, 9)) end`,
    isJson: ([x = nothing]) => ours("is_json", x),
    jsonOf: ([x = nothing]) => ours("json_of", x),
    jsonPart: ([x = nothing], path) => ours("json_part", x, pathOf(path)),
    jsonText: ([x = nothing], path) => ours("json_text", x, pathOf(path)),
    headerValue: ([headers = nothing], [header = ""]) => ours("header_value", headers, value(header.toLowerCase())),
    rowJson: ([alias = nothing]) => sql`row_to_json(${alias})`,
    rowsJson: ([alias = nothing, ...order]) =>
      ours("minified", sql`cast(json_agg(${alias} order by ${join(order)}) as text)`),
    firstBy: (args) => firstOf(args, sql``),
    lastBy: (args) => firstOf(args, sql` desc`),
    regexMatches: ([x = nothing, pattern = nothing]) => sql`${x} ~ ${patternOf(pattern)}`,
    regexReplace: ([x = nothing, pattern = nothing, by = nothing]) => {
      const plain = plainPattern(pattern);
      const turns = plain === undefined ? [pattern] : inTurn(plain).map((one) => value(one));
      return turns.reduce((rest, turn) => sql`regexp_replace(${rest}, ${turn}, ${by}, 'g')`, x);
    },
    regexExtract: ([x = nothing, pattern = nothing]) => sql`nullif(regexp_substr(${x}, ${patternOf(pattern)}), '')`,
    bytewise: ([x = nothing]) => sql`${x} collate "C"`,
    each: ([from = nothing, array = nothing]) =>
      sql`${from} cross join lateral ${ours("elements", array)} as ${name("_each")} (${name("item")}, ${name("position")})`,
    // Without a bound PostgreSQL puts the query's expressions wherever its columns stand: step by step they double.
    computed: ([query = nothing]) => sql`${query}\noffset 0`,
    orderKey: ([at = nothing, eventId = nothing, position = nothing]) =>
      sql`(lpad((${ours("micros", at)} + 2208988800000000)::text, 18, '0') || substr(${eventId}, 5, 11) || lpad((${position})::text, 7, '0') || '00') collate "C"`,
    orderTime: ([order = nothing]) => ours("moment", sql`substr(${order}, 1, 18)::bigint - 2208988800000000`),
  },
};
