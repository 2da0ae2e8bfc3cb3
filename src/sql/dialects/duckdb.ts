import type { ColumnType } from "../../model/column.ts";
import type { Dialect } from "../dialect.ts";
import { join, name, type Sql, sql, typeName } from "../sql.ts";
import { ansi, raw } from "./ansi.ts";

const nothing = sql`null`;

/** Aggregates in the order of several expressions: DuckDB compares structs field by field. */
function byOrder(fn: string, [x = nothing, ...order]: readonly Sql[]): Sql {
  const [only = nothing] = order;
  const by = order.length === 1 ? only : sql`row(${join(order)})`;
  return sql`${raw(fn)}(${x}, ${by})`;
}

/** Numbers of 128 bits, nearly all of which differ: looking for a way to write them shorter takes time, and finds none. */
function isWide(type: ColumnType): boolean {
  return type === "order" || type === "digest";
}

/** DuckDB 1.5: the default engine. */
export const duckdb: Dialect = {
  ...ansi,
  name: "duckdb",
  session: ["set TimeZone = 'UTC'"],
  // The parser ends a text at NUL, so that character is written by its number.
  literal: (plain) =>
    typeof plain === "string" && plain.includes("\0")
      ? `(${plain
          .split("\0")
          .map((part) => ansi.literal(part))
          .join(" || chr(0) || ")})`
      : ansi.literal(plain),
  type: (type) => (isWide(type) ? "hugeint" : ansi.type(type)),
  statements: {
    ...ansi.statements,
    createEmptyTable: (table, columns) =>
      sql`create table if not exists ${table} (${join(
        columns.map(
          ({ name: column, type, varied }) =>
            sql`${name(column)} ${typeName(type)}${varied === true || isWide(type) ? raw(" using compression uncompressed") : sql``}`,
        ),
      )})`,
  },
  functions: {
    ...ansi.functions,
    timestampOf: ([x = nothing], [zone = "UTC"]) => {
      // A plain cast is five times as fast as one that knows zones, but it drops an offset without a word.
      const trimmed = sql`trim(${x})`;
      const plain = sql`try_cast(${trimmed} as timestamp)`;
      // A time of the day without seconds is read with an offset only where they are there.
      const inFull = sql`regexp_replace(regexp_replace(${trimmed}, ' +([+-][0-9:]+)$', '\\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\\1:00\\2')`;
      const withOffset = sql`timezone('UTC', try_cast(${inFull} as timestamptz))`;
      const hasOffset = sql`length(${trimmed}) > 10 and regexp_matches(${trimmed}, '[+-][0-9]{2}(:?[0-9]{2})?$')`;
      if (zone === "UTC") return sql`case when ${hasOffset} then ${withOffset} else ${plain} end`;
      const isUtc = sql`regexp_matches(${trimmed}, '(Z|z|UTC)$')`;
      return sql`case when ${hasOffset} then ${withOffset} when ${isUtc} then ${plain} else timezone('UTC', timezone(${zone}, ${plain})) end`;
    },
    zoned: ([x = nothing], [zone = "UTC"]) => sql`timezone('UTC', timezone(${zone}, ${x}))`,
    fromEpoch: ([x = nothing], [unit]) => {
      // 64 bits to the microsecond, which is beyond any year 9999: more is no time, and must not overflow.
      const [type, factor] =
        unit === "seconds" ? ["18, 6", 1_000_000] : unit === "milliseconds" ? ["18, 3", 1000] : ["18, 0", 1];
      return sql`make_timestamp(cast(cast(try_cast(${x} as decimal(${raw(String(type))})) as decimal(28, 6)) * ${factor} as bigint))`;
    },
    // Two hashes of 63 bits: a single one would meet itself within years of runs over tens of millions of combinations.
    digest: (args) =>
      sql`((hash(${join(args)}) >> 1)::hugeint << 63) | (hash(${join([sql`1::bigint`, ...args])}) >> 1)::hugeint`,
    days: ([from = nothing, first = nothing, last = nothing]) =>
      sql`${from} cross join unnest(generate_series(${first}, ${last}, interval 1 day)) as ${name("_days")} (${name("day")})`,
    finite: ([x = nothing]) => sql`case when isfinite(${x}) then ${x} end`,
    isMoment: ([x = nothing]) => sql`isfinite(${x})`,
    headerValue: ([headers = nothing], [header = ""]) =>
      sql`nullif(array_to_string(list_transform(list_filter(try_cast(${headers} as json[]), lambda h: lower(h->>'name') = ${header.toLowerCase()}), lambda h: h->>'value'), ', '), '')`,
    firstBy: (args) => byOrder("arg_min", args),
    lastBy: (args) => byOrder("arg_max", args),
    // One 128-bit integer: 58 bits of microseconds since 1900, 44 of the event's id, 20 of the position, 4 of the type.
    orderKey: ([at = nothing, eventId = nothing, position = nothing]) =>
      sql`((epoch_us(${at}) + 2208988800000000)::hugeint * 295147905179352825856 + ('0x' || substr(${eventId}, 5, 11))::bigint::hugeint * 16777216 + (${position})::hugeint * 16)`,
    orderWithin: ([order = nothing], [position = "0"]) => sql`${order} + ${Number(position)}`,
    orderOfMention: ([order = nothing]) => sql`${order} - (${order} & 15)`,
    // Shifts and masks: dividing 128-bit integers is slow.
    orderText: ([order = nothing]) =>
      sql`lpad((${order} >> 68)::bigint::varchar, 18, '0') || lpad(lower(to_hex(((${order} >> 24) & 17592186044415)::bigint)), 11, '0') || lpad(((${order} >> 4) & 1048575)::bigint::varchar, 7, '0') || lpad((${order} & 15)::bigint::varchar, 2, '0')`,
    orderTime: ([order = nothing]) => sql`make_timestamp((${order} >> 68)::bigint - 2208988800000000)`,
    orderToCome: ([order = nothing]) => sql`${order} - 85070591730234615865843651857942052864`,
    each: ([from = nothing, array = nothing]) => ansi.functions.each([from, sql`try_cast(${array} as json[])`], []),
    regexMatches: ([x = nothing, pattern = nothing]) => sql`regexp_matches(${x}, ${pattern})`,
    regexReplace: ([x = nothing, pattern = nothing, by = nothing]) => sql`regexp_replace(${x}, ${pattern}, ${by}, 'g')`,
    regexExtract: ([x = nothing, pattern = nothing]) => sql`nullif(regexp_extract(${x}, ${pattern}), '')`,
  },
};
