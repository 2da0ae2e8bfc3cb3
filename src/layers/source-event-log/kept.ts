import type { Problem } from "../../base/problem.ts";
import type { Field, List } from "../../config/fields.ts";
import type { Entity, ProjectEvent, ProjectMention } from "../../config/project.ts";
import { type Column, type ColumnType, column } from "../../model/column.ts";
import type { Inputs, Table, TableRef } from "../../model/table.ts";
import { isMoment, lastBy, lengthPrefixed, md5, rowJson, text } from "../../sql/functions.ts";
import { type Aliased, as, type Relation, type Select, select, source, unionAll } from "../../sql/relation.ts";
import { coalesce, join, name, Sql, sql, value } from "../../sql/sql.ts";
import { type EventContext, isConstant, type KeptTable } from "../tables/kept-table.ts";
import {
  deletionsRef,
  keptRef,
  listColumn,
  mentionColumn,
  roleColumn,
  rowsRef,
  setAsideRef,
} from "../tables/source-tables.ts";
import { brokenJson } from "./broken-json.ts";
import { asText, asType, conditionSql, type FieldScope, fieldSql, type TypedSql } from "./field.ts";
import { rawScope } from "./raw-side.ts";

/** A column of a kept table: what it holds, and what is wrong with a row where it cannot be read. */
export interface Part {
  readonly column: Column;
  readonly sql: Sql;
  /** What makes the row unusable, or the value unreadable; a text or null. */
  readonly unusable?: Sql;
  readonly unreadable?: Sql;
}

/** The mentions that are in the row itself, not in a list of it. */
export function ownMentions(event: ProjectEvent): readonly ProjectMention[] {
  return event.mentions.filter((mention) => mention.each === undefined);
}

export function traitType(entities: readonly Entity[], mention: ProjectMention, trait: string): ColumnType {
  const entity = entities.find((one) => one.name === mention.entity);
  return entity?.traits.find((one) => one.name === trait)?.type ?? "text";
}

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
  const given = said === undefined ? when.sql : sql`nullif(trim(${said}), '')`;
  const changed = event.changesOf.length === 0 ? [] : [text(occurred)];
  const key = [
    value(prefixed([event.sourceKey])),
    lengthPrefixed([account ?? sql`cast(null as varchar)`]),
    value(prefixed([event.key])),
  ];
  const eventId = sql`${"evt_"} || ${md5(join([...key, lengthPrefixed([id, ...changed])], sql` || `))}`;
  const untimely = sql`case when ${occurred} between cast(${earliest} as timestamp) and cast(${latest} as timestamp) then null when ${given} is null then 'occurred_at is null' when ${occurred} < cast(${earliest} as timestamp) then 'occurred_at lies before 1900' when ${occurred} is null or not ${isMoment(occurred)} then 'occurred_at is not a time' else 'occurred_at lies after 9999' end`;
  const gone = event.deletedAt === undefined ? undefined : deletedPart(fieldSql(event.deletedAt, scope)).sql;
  return [
    {
      column: column(
        "event_id",
        "text",
        "evt_ and 32 hex digits, from the source's key, the account, the event's key and the natural id",
      ),
      sql: eventId,
    },
    {
      column: column("natural_id", "text", "the row's own key"),
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

/** A field in the type of its column; where text is there but no value of the type, the row says so. */
function typedPart(of: Column, field: Field, timezone: string, scope: FieldScope): Part {
  const typed: TypedSql = fieldSql(field, scope);
  const sqlOf = asType(typed, of.type, timezone);
  const isTyped = typed.type === of.type || sqlOf === typed.sql;
  if (of.type === "text" || (isTyped && typed.given === undefined)) return { column: of, sql: sqlOf };
  const article =
    of.type === "number"
      ? "a number"
      : of.type === "boolean"
        ? "true or false"
        : of.type === "timestamp"
          ? "a time"
          : "JSON";
  const label = of.name.replaceAll("__", ".");
  return {
    column: of,
    sql: sqlOf,
    unreadable: sql`case when nullif(trim(${typed.given ?? asText(typed)}), '') is not null and ${sqlOf} is null then ${`${label} is not ${article}`} end`,
  };
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
    parts.push({ column: column(listColumn(list), "text", "the list as the raw row has it"), sql: listSql(of, scope) });
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

/** The columns of one mention: its identifiers as they are, its traits in their types, its role where that varies. */
export function mentionParts(mention: ProjectMention, context: EventContext, scope: FieldScope): readonly Part[] {
  const { entities } = context;
  const only = (part: Part): Part =>
    mention.where === undefined
      ? part
      : { ...part, sql: sql`case when ${conditionSql(mention.where, scope)} then ${part.sql} end` };
  const entity = entities.find((one) => one.name === mention.entity);
  const pii = (type: string): boolean => entity?.identifiers.find((one) => one.name === type)?.pii ?? false;
  return [
    ...mention.identifiers.map(([type, field]) =>
      only({
        column: column(
          mentionColumn(mention.key, type),
          "text",
          `${type} of the ${mention.key}, as the raw row has it`,
          pii(type),
        ),
        // An empty text identifies nobody.
        sql: sql`nullif(${asText(fieldSql(field, scope))}, '')`,
      }),
    ),
    ...mention.traits.map(([trait, field]) =>
      only(
        typedPart(
          column(
            mentionColumn(mention.key, trait),
            traitType(entities, mention, trait),
            `${trait} of the ${mention.key}`,
          ),
          field,
          context.event.timezone,
          scope,
        ),
      ),
    ),
    ...(isConstant(mention.role)
      ? []
      : [
          {
            column: column(roleColumn(mention.key), "text", `role of the ${mention.key}`),
            sql: asText(fieldSql(mention.role, scope)),
          },
        ]),
  ];
}

function bookkeepingParts(context: EventContext, scope: FieldScope): readonly Part[] {
  const { event } = context;
  const ingested = column("_ingested_at", "timestamp", "when the loader brought the row, UTC");
  const deleted = event.deletedAt === undefined ? [] : [deletedPart(fieldSql(event.deletedAt, scope))];
  return [
    event.ingestedAt === undefined
      ? { column: ingested, sql: sql`cast(null as timestamp)` }
      : typedPart(ingested, event.ingestedAt, "UTC", scope),
    ...deleted,
  ];
}

/** A time or a boolean: deleted when there is a time, or when it is true. */
function deletedPart(typed: TypedSql): Part {
  const said = sql`nullif(lower(trim(${asText(typed)})), '')`;
  return {
    column: column("_deleted", "boolean", "whether the source deleted the row"),
    sql: sql`coalesce(${said} not in ('false', 'f', '0', 'no'), false)`,
  };
}

/**
 * Where several rows may tell of one event: which row it is, and whether it is there. A row that does not meet the
 * condition is not left out before its versions are compared, or an older one would speak for it.
 */
function rowParts(
  { event }: EventContext,
  scope: FieldScope,
  eventId: Sql,
  condition: Sql | undefined,
): readonly Part[] {
  if (event.row === undefined) return [];
  return [
    {
      column: column("_row", "text", "the raw row, told apart from others that tell of the event"),
      sql: sql`coalesce(nullif(${asText(fieldSql(event.row, scope))}, ''), ${eventId})`,
    },
    {
      column: column("_left_out", "boolean", "whether the row does not meet the definition's condition"),
      sql: condition === undefined ? sql`false` : sql`not coalesce((${condition}), false)`,
    },
  ];
}

/** Layer 2's memory of one event definition: one row an event, kept for as long as nobody lets go of it. */
export function keptTable(context: EventContext, problems: Problem[] = []): KeptTable {
  const { event } = context;
  const { scope, from } = rawScope(context, problems);
  const condition = event.where === undefined ? undefined : conditionSql(event.where, scope);
  const keys = keyParts(context, scope);
  const [eventId = { sql: sql`null` }] = keys;
  const parts = [
    ...keys,
    ...valueParts(context, scope),
    ...ownMentions(event).flatMap((mention) => mentionParts(mention, context, scope)),
    ...bookkeepingParts(context, scope),
    ...rowParts(context, scope, eventId.sql, condition),
  ];
  const marks = parts.filter(({ column: { name: part } }) => part === "_deleted" || part === "_left_out");
  const byRow = event.row !== undefined;
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
  const unreadable = [...broken, ...parts.flatMap((part) => part.unreadable ?? [])];
  const reason = judged(coalesce(event.badValues === "set-aside" ? [...broken, ...unusable, ...unreadable] : unusable));
  // Where bad values stop the run nothing is set aside: the query then finds the rows that stop it.
  const aside = event.badValues === "fail" ? judged(coalesce([...unusable, ...unreadable])) : reason;
  const noText = sql`cast(null as varchar)`;
  const reasons = { _unusable: reason, _unreadable: unreadable.length === 0 ? noText : judged(coalesce(unreadable)) };
  const items = Object.fromEntries(parts.map((part) => [part.column.name, part.sql]));
  const filtered = (query: Select): Select => (condition === undefined || byRow ? query : query.where(condition));
  const columns = [
    ...parts.map((part) => part.column),
    column("_unusable", "text", "why the row cannot be an event; such rows are set aside"),
    column("_unreadable", "text", "a value that could not be read and was left out"),
    ...(event.changesOf.length === 0 ? [] : [column("_watched", "text", "the watched fields of this version")]),
  ];
  const ref = byRow ? rowsRef(event) : keptRef(event);
  const read = from("rejects");
  const plain = filtered(select({ ...items, ...reasons }).from(read.sql));
  return {
    ref,
    context,
    sentence: `One row ${byRow ? "that tells of" : "an event"} "${event.key}" of ${event.source}: what the raw row says, typed and keyed.`,
    columns,
    key: [byRow ? "_row" : "event_id"],
    // A change is seen beside the other versions of its row, so one event cannot be made alone.
    scope: event.changesOf.length === 0 ? { unit: "event", column: "event_id" } : { unit: "whole" },
    reads: event.changesOf.length === 0 ? [] : [{ table: ref, touch: { by: "all" }, prior: true }],
    lifetime: "state",
    stored: "table",
    published: false,
    define: (inputs) => (event.changesOf.length === 0 ? plain : changes(event, plain, scope, inputs, ref)),
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
    ...(condition === undefined || byRow || event.changesOf.length > 0
      ? {}
      : {
          withdrawn: select({ event_id: items["event_id"] ?? noText, _ingested_at: items["_ingested_at"] ?? noText })
            .from(from("again").sql)
            .where(sql`not (${condition})`).sql,
        }),
  };
}

/** Of all versions of a row, those in which a watched field differs from the version before, kept ones included. */
function changes(
  event: ProjectEvent,
  versions: Select,
  scope: FieldScope,
  inputs: Inputs<Relation>,
  ref: TableRef,
): Relation {
  const watched = lengthPrefixed(event.changesOf.map((field) => asText(fieldSql(field, scope))));
  const v = as(versions.with({ _watched: watched }), "v");
  const p = as(inputs(ref, "prior"), "p");
  const order = sql`partition by ${v.col("natural_id")} order by ${v.col("occurred_at")}, ${v.col("_ingested_at")}`;
  const ranked = as(select({ ...all(v), _before: sql`lag(${v.col("_watched")}) over (${order})` }).from(v), "c");
  const known = as(
    select({ natural_id: p.col("natural_id"), occurred_at: p.col("occurred_at"), _watched: p.col("_watched") }).from(p),
    "k",
  );
  const last = sql`(select ${lastBy(known.col("_watched"), known.col("occurred_at"))} from ${source(known)} where ${known.col("natural_id")} = ${ranked.col("natural_id")} and ${known.col("occurred_at")} < ${ranked.col("occurred_at")})`;
  return select(all(ranked, "_before"))
    .from(ranked)
    .where(sql`${ranked.col("_watched")} is distinct from coalesce(${ranked.col("_before")}, ${last})`);
}

function all(of: Aliased, ...except: readonly string[]): Record<string, Sql> {
  return Object.fromEntries(
    of.relation.columns.filter((one) => !except.includes(one)).map((one) => [one, of.col(one)]),
  );
}

function deletionColumns(key: string): readonly Column[] {
  return [
    column(key, "text", "what is gone"),
    column("_ingested_at", "timestamp", "when the loader brought the newest version that says so, UTC"),
  ];
}

const setAsideColumns: readonly Column[] = [
  column("source", "text", "name of the source"),
  column("event", "text", "key of the event definition"),
  column("reason", "text", "why the row cannot be an event"),
  column("row", "text", "the raw row as JSON", true),
];

function setAsideTable(
  { event }: EventContext,
  reason: Sql,
  filtered: (query: Select) => Select,
  from: Sql,
  rejected: readonly Sql[],
): Table<Relation> {
  const plain = { source: value(event.source), event: value(event.key) };
  const lines = rejected.map((query) =>
    select({ ...plain, reason: name("e", "reason"), row: name("e", "row") }).from(sql`(${query}) as e`),
  );
  const items = { ...plain, reason, row: text(rowJson(name("r"))) };
  return {
    ref: setAsideRef(event),
    sentence: `Raw rows that could not become "${event.key}" events of ${event.source}.`,
    columns: setAsideColumns,
    key: [],
    scope: { unit: "whole" },
    reads: [],
    lifetime: "derived",
    stored: "table",
    published: false,
    define: () => {
      const rows = filtered(select(items).from(from)).where(sql`${reason} is not null`);
      return lines.length === 0 ? rows : unionAll([rows, ...lines]);
    },
  };
}
