import { numberOf } from "../../base/number-of.ts";
import type { Problem } from "../../base/problem.ts";
import type { Field, List } from "../../config/fields.ts";
import { type Column, column, idColumn } from "../../model/column.ts";
import { isMoment, lengthPrefixed, md5, text, trim } from "../../sql/functions.ts";
import { type Select, select } from "../../sql/relation.ts";
import { coalesce, join, Sql, sql, value } from "../../sql/sql.ts";
import { type EventContext, isConstant, isMadeFromRows, type KeptTable, severalTell } from "../tables/kept-table.ts";
import { deletionsRef, listColumn, rowsRef } from "../tables/source-tables.ts";
import { brokenJson } from "./broken-json.ts";
import { asText, asType, conditionSql, type FieldScope, fieldSql, type TypedSql } from "./field.ts";
import { unreadableElements } from "./list-scope.ts";
import { deletedPart, mentionParts, ownMentions, type Part, typedPart } from "./parts.ts";
import { rawScope } from "./raw-side.ts";
import { setAsideTable } from "./set-aside.ts";

/** `4:shop12:order_placed`: constants as `lengthPrefixed` writes them, known before any row is read. */
function prefixed(parts: readonly string[]): string {
  return parts.map((part) => `${[...part].length}:${part}`).join("");
}

/** Orders count microseconds from here on, and have room until the year 11000. */
const earliest = "1900-01-01 00:00:00";
const latest = "9999-12-31 23:59:59.999999";

function keyParts({ event }: EventContext, scope: FieldScope): readonly Part[] {
  const id = sql`nullif(${asText(fieldSql(event.id, scope))}, '')`;
  const account = event.account === undefined ? undefined : sql`nullif(${asText(fieldSql(event.account, scope))}, '')`;
  const when = fieldSql(event.occurredAt, scope);
  const occurred = asType(when, "timestamp", event.timezone);
  const said = when.given ?? (when.type === "text" || when.type === "json" ? asText(when) : undefined);
  const given = said === undefined ? when.sql : sql`nullif(${trim(said)}, '')`;
  const changed = event.changesOf.length === 0 ? [] : [text(occurred)];
  const key = [
    value(prefixed([event.sourceKey])),
    lengthPrefixed([account ?? sql`cast(null as varchar)`]),
    value(prefixed([event.key])),
  ];
  const eventId = sql`${"evt_"} || ${md5(join([...key, lengthPrefixed([id, ...changed])], sql` || `))}`;
  const untimely = sql`case when ${occurred} between cast(${earliest} as timestamp) and cast(${latest} as timestamp) then null when ${given} is null then 'occurred_at is null' when ${occurred} < cast(${earliest} as timestamp) then 'occurred_at lies before 1900' when ${occurred} is null or not ${isMoment(occurred)} then 'occurred_at is not a time' else 'occurred_at lies after 9999' end`;
  const gone = event.deletedAt === undefined ? undefined : deletedPart(event.deletedAt, event.timezone, scope).sql;
  return [
    {
      column: idColumn(
        "event_id",
        "evt_ and 32 hex digits, from the source's key, the account, the event's key and the natural id",
      ),
      sql: eventId,
    },
    {
      column: idColumn("natural_id", "the row's own key"),
      sql: id,
      unusable: sql`case when ${id} is null then 'the id is null' end`,
    },
    ...(account === undefined
      ? []
      : [{ column: column("account", "text", "the account of the source"), sql: account }]),
    {
      column: column("occurred_at", "timestamp", "when it happened, UTC"),
      sql: occurred,
      // A deletion may have lost everything but the key.
      unusable: gone === undefined ? untimely : sql`case when not (${gone}) then ${untimely} end`,
    },
  ];
}

function valueParts(context: EventContext, scope: FieldScope): readonly Part[] {
  const { event } = context;
  const parts: Part[] = [];
  const add = (of: Column, field: Field | undefined): void => {
    if (field !== undefined && !isConstant(field)) parts.push(typedPart(of, field, event.timezone, scope));
  };
  add(column("event_type", "text", "kind of the event"), event.type);
  add(column("event_name", "text", "name of the event"), event.name);
  add(column("event_description", "text", "the event in words", true), event.description);
  add(column("value", "number", "what it was worth"), event.value);
  add(column("value_unit", "text", "the value's unit, such as a currency"), event.unit);
  add(column("significance", "number", "how much it matters, from 1 to 5"), event.significance);
  for (const [own, field] of event.columns)
    parts.push(typedPart(column(own, "text", "one of the source's own columns"), field, event.timezone, scope));
  for (const [list, of] of event.lists) {
    const said = listSql(of, scope);
    parts.push({
      column: column(listColumn(list), "text", "the list as the raw row has it"),
      sql: said,
      ...(of.kind === "items"
        ? { unreadable: sql`case when substr(${trim(said)}, 1, 1) <> '[' then ${`${list} is not a list`} end` }
        : {}),
    });
  }
  return parts;
}

/** A list as text: a mail header, or a JSON array. */
function listSql(of: List, scope: FieldScope): Sql {
  const typed = fieldSql(of.field, scope);
  if (of.kind === "rows") return scope.rows(of, asText(typed));
  if (of.kind === "addresses") return asText(typed);
  return asText(of.path.length === 0 ? typed : { sql: jsonAt(typed, of.path), type: "json" });
}

function jsonAt(typed: TypedSql, path: readonly string[]): Sql {
  return new Sql([{ kind: "call", call: { fn: "jsonPart", args: [asType(typed, "json", "UTC")], words: path } }]);
}

function bookkeepingParts(context: EventContext, scope: FieldScope): readonly Part[] {
  const { event } = context;
  const ingested = column("_ingested_at", "timestamp", "when the loader brought the row, UTC");
  const deleted = event.deletedAt === undefined ? [] : [deletedPart(event.deletedAt, event.timezone, scope)];
  return [
    event.ingestedAt === undefined
      ? { column: ingested, sql: sql`cast(null as timestamp)` }
      : typedPart(ingested, event.ingestedAt, "UTC", scope),
    ...deleted,
  ];
}

/**
 * Of the versions of a row: what is watched. Where several rows may tell of one event: which row it is, and whether it is
 * there. A row that does not meet the condition is not left out before its versions are compared, or an older one would
 * speak for it.
 */
function rowParts(
  { event }: EventContext,
  scope: FieldScope,
  [eventId, occurred]: readonly [Sql, Sql],
  condition: Sql | undefined,
): readonly Part[] {
  if (event.changesOf.length > 0) {
    // What another choice of fields had watched is not to be compared with.
    const which = String(numberOf(JSON.stringify(event.changesOf))).padStart(10, "0");
    const watched = sql`${`${which}:`} || ${lengthPrefixed(event.changesOf.map((field) => asText(fieldSql(field, scope))))}`;
    return [{ column: column("_watched", "text", "the watched fields of this version"), sql: watched }];
  }
  if (!severalTell(event)) return [];
  const account = event.account === undefined ? undefined : asText(fieldSql(event.account, scope));
  // Rows of another account are other rows.
  const withAccount = (row: Sql): Sql => (account === undefined ? row : sql`coalesce(${account}, '') || ' ' || ${row}`);
  const row =
    event.row === undefined
      ? sql`${eventId} || ' ' || coalesce(${text(occurred)}, '')`
      : sql`coalesce(${withAccount(sql`nullif(${asText(fieldSql(event.row, scope))}, '')`)}, ${eventId})`;
  return [
    {
      column: column("_row", "text", "the raw row, told apart from others that tell of the event"),
      sql: row,
    },
    {
      column: column("_left_out", "boolean", "whether the row does not meet the definition's condition"),
      sql: condition === undefined ? sql`false` : sql`not coalesce((${condition}), false)`,
    },
  ];
}

/** Layer 2's memory of one event definition: what raw rows say, kept for as long as nobody lets go of it. */
export function keptTable(context: EventContext, problems: Problem[] = []): KeptTable {
  const { event } = context;
  const { scope, from } = rawScope(context, problems);
  const condition = event.where === undefined ? undefined : conditionSql(event.where, scope);
  const keys = keyParts(context, scope);
  const keyed = (name: string): Sql => keys.find((key) => key.column.name === name)?.sql ?? sql`null`;
  const [eventId, occurred] = [keyed("event_id"), keyed("occurred_at")];
  const parts = [
    ...keys,
    ...valueParts(context, scope),
    ...ownMentions(event).flatMap((mention) => mentionParts(mention, context, scope)),
    ...bookkeepingParts(context, scope),
    ...rowParts(context, scope, [eventId, occurred], condition),
  ];
  const marks = parts.filter(({ column: { name: part } }) => part === "_deleted" || part === "_left_out");
  const byRow = severalTell(event);
  // Rows that are not there need not be readable.
  const judged = (fragment: Sql): Sql =>
    byRow
      ? sql`case when not (${join(
          marks.map((mark) => mark.sql),
          sql` or `,
        )}) then ${fragment} end`
      : fragment;
  const unusable = parts.flatMap((part) => part.unusable ?? []);
  const broken = brokenJson(event, scope);
  const unreadable = [
    ...broken,
    ...parts.flatMap((part) => part.unreadable ?? []),
    ...unreadableElements(context, parts),
  ];
  const reason = judged(coalesce(event.badValues === "set-aside" ? [...broken, ...unusable, ...unreadable] : unusable));
  // Where bad values stop the run nothing is set aside: the query then finds the rows that stop it.
  const aside = event.badValues === "fail" ? judged(coalesce([...unusable, ...unreadable])) : reason;
  const noText = sql`cast(null as varchar)`;
  const reasons = { _unusable: reason, _unreadable: unreadable.length === 0 ? noText : judged(coalesce(unreadable)) };
  const items = Object.fromEntries(parts.map((part) => [part.column.name, part.sql]));
  const filtered = (query: Select): Select => (condition === undefined || byRow ? query : query.where(condition));
  const read = from("rejects");
  const plain = filtered(select({ ...items, ...reasons }).from(read.sql));
  return {
    ref: rowsRef(event),
    context,
    sentence: `One row ${byRow ? "that tells of" : event.changesOf.length > 0 ? "a version of a row of" : "an event"} "${event.key}" of ${event.source}: what the raw row says, typed and keyed.`,
    columns: [
      ...parts.map((part) => part.column),
      column("_unusable", "text", "why the row cannot be an event; such rows are set aside"),
      column("_unreadable", "text", "a value that could not be read and was left out"),
    ],
    key: [byRow ? "_row" : "event_id"],
    scope: { unit: "event", column: "event_id" },
    reads: [],
    lifetime: "state",
    stored: "table",
    published: false,
    define: () => plain,
    ...(read.rejected.length === 0 ? {} : { rejected: join(read.rejected, sql` union all `) }),
    // Read once more, so that what the first reading rejected is not there twice.
    setAside: setAsideTable(context, aside, filtered, from("again").sql, read.rejected),
    ...(marks.length === 0
      ? {}
      : {
          deletions: {
            ref: deletionsRef(event),
            columns: deletionColumns(byRow ? "_row" : "event_id"),
            marks: marks.map((mark) => mark.column.name),
          },
        }),
    // Rows of a condition that holds no more: what was kept of them goes.
    ...(condition === undefined || isMadeFromRows(event)
      ? {}
      : {
          withdrawn: select({
            event_id: eventId,
            _ingested_at: items["_ingested_at"] ?? noText,
          })
            .from(from("again").sql)
            .where(sql`not coalesce((${condition}), false)`).sql,
        }),
  };
}

function deletionColumns(key: string): readonly Column[] {
  return [
    column(key, "text", "what is gone"),
    column("_ingested_at", "timestamp", "when the loader brought the newest version that says so, UTC"),
  ];
}
