import type { ColumnType } from "../model/column.ts";
import { type FunctionName, join, Sql, sql } from "./sql.ts";

function call(fn: FunctionName, args: readonly Sql[], words: readonly string[] = []): Sql {
  return new Sql([{ kind: "call", call: { fn, args, words } }]);
}

/** Any scalar as text, the same on every engine. */
export const text = (x: Sql): Sql => call("text", [x]);
/** The md5 of a text, as 32 hex digits. */
export const md5 = (x: Sql): Sql => call("md5", [x]);
/** Several whole numbers, nulls among them, as one value that is equal when they are; it means nothing elsewhere. */
export const digest = (values: readonly Sql[]): Sql => call("digest", values);
/** Whether a timestamp is a moment, not `infinity`. */
export const isMoment = (x: Sql): Sql => call("isMoment", [x]);
/** A number, null where it is none: `NaN`, or without end. */
export const finite = (x: Sql): Sql => call("finite", [x]);
/** A value in another type, null where it cannot be. */
export const tryCast = (x: Sql, type: ColumnType): Sql => call("tryCast", [x], [type]);
/** A text as a UTC timestamp, null where it is none; a text without offset is local time of `zone`. */
export const timestampOf = (x: Sql, zone: string): Sql => call("timestampOf", [x], [zone]);
/** A timestamp that is local time of a zone, as UTC. */
export const zoned = (x: Sql, zone: string): Sql => call("zoned", [x], [zone]);
/** A number of seconds, milliseconds or microseconds since 1970 as a timestamp. */
export const fromEpoch = (x: Sql, unit: "seconds" | "milliseconds" | "microseconds"): Sql =>
  call("fromEpoch", [x], [unit]);
export const addDays = (x: Sql, days: number): Sql => call("addDays", [x], [String(days)]);
export const addMinutes = (x: Sql, minutes: number): Sql => call("addMinutes", [x], [String(minutes)]);
/** Whether a text is a JSON document. */
export const isJson = (x: Sql): Sql => call("isJson", [x]);
/** A text as JSON, null where it is none. */
export const jsonOf = (x: Sql): Sql => call("jsonOf", [x]);
/** The JSON found at a path. */
export const jsonPart = (x: Sql, path: readonly string[]): Sql => (path.length === 0 ? x : call("jsonPart", [x], path));
/** The scalar found at a path, as text. */
export const jsonText = (x: Sql, path: readonly string[]): Sql => call("jsonText", [x], path);
/** The values of a header, joined by commas, from a JSON array of `{name, value}`; names compare without case. */
export const headerValue = (headers: Sql, header: string): Sql => call("headerValue", [headers], [header]);
/** A whole row as a JSON text. */
export const rowJson = (alias: Sql): Sql => call("rowJson", [alias]);
/** Aggregate: whole rows as a JSON array, in the order of the given expressions. */
export const rowsJson = (alias: Sql, ...order: readonly Sql[]): Sql => call("rowsJson", [alias, ...order]);
/** Aggregate: the value of the row that comes first in the order of the given expressions, all ascending. */
export const firstBy = (x: Sql, ...order: readonly Sql[]): Sql => call("firstBy", [x, ...order]);
/** Aggregate: the value of the row that comes last in the order of the given expressions, all ascending. */
export const lastBy = (x: Sql, ...order: readonly Sql[]): Sql => call("lastBy", [x, ...order]);
export const regexMatches = (x: Sql, pattern: Sql): Sql => call("regexMatches", [x, pattern]);
/** Every match replaced. */
export const regexReplace = (x: Sql, pattern: Sql, by: Sql): Sql => call("regexReplace", [x, pattern, by]);
/** The first match, null where there is none. */
export const regexExtract = (x: Sql, pattern: Sql): Sql => call("regexExtract", [x, pattern]);
/** The nth part (from 1) of a text cut at a separator, '' past the end. */
export const splitPart = (x: Sql, separator: string, index: number): Sql =>
  call("splitPart", [x], [separator, String(index)]);
/** A text that orders by its bytes, whatever the engine's collation is. */
export const bytewise = (x: Sql): Sql => call("bytewise", [x]);

/** The place of a mention in time: its time, then its event's id, then its position in the event (below 2^20). */
export const orderKey = (occurredAt: Sql, eventId: Sql, position: Sql): Sql =>
  call("orderKey", [occurredAt, eventId, position]);
/** The place of one identifier of a mention: its position among the identifier types (0 to 15) behind the mention's place. */
export const orderWithin = (order: Sql, position: number): Sql => call("orderWithin", [order], [String(position)]);
/** The place of the mention that an identifier's place lies in. */
export const orderOfMention = (order: Sql): Sql => call("orderOfMention", [order]);
/** An order as a text of digits, the same on every engine. */
export const orderText = (order: Sql): Sql => call("orderText", [order]);
/** The time of an order. */
export const orderTime = (order: Sql): Sql => call("orderTime", [order]);
/** The same order before all others: places that are not due yet are told apart, but come after those that are. */
export const orderToCome = (order: Sql): Sql => call("orderToCome", [order]);

/** Text parts as one text from which they can be told apart again: each with its length before it. */
export function lengthPrefixed(parts: readonly Sql[]): Sql {
  return join(
    parts.map((part) => sql`coalesce(${text(sql`length(${part})`)} || ':' || ${part}, '-')`),
    sql` || `,
  );
}

/** A public id: a prefix and the 32 hex digits of the md5 of what it stands for. */
export function publicId(prefix: string, parts: readonly Sql[]): Sql {
  return sql`${`${prefix}_`} || ${md5(lengthPrefixed(parts))}`;
}
