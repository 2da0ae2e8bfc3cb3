import type { Field } from "../../config/fields.ts";
import type { Entity, ProjectEvent, ProjectMention } from "../../config/project.ts";
import { type Column, type ColumnType, column, idColumn } from "../../model/column.ts";
import { isMoment, lower, trim } from "../../sql/functions.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { type EventContext, isConstant } from "../tables/kept-table.ts";
import { mentionColumn, roleColumn } from "../tables/source-tables.ts";
import { asText, asType, conditionSql, type FieldScope, fieldSql, type TypedSql } from "./field.ts";

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

/** A field in the type of its column; where text is there but no value of the type, the row says so. */
export function typedPart(of: Column, field: Field, timezone: string, scope: FieldScope): Part {
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
    unreadable: sql`case when nullif(${trim(typed.given ?? asText(typed))}, '') is not null and ${sqlOf} is null then ${`${label} is not ${article}`} end`,
  };
}

/** The columns of one mention: its identifiers as they are, its traits in their types, its role where that varies. */
export function mentionParts(mention: ProjectMention, context: EventContext, scope: FieldScope): readonly Part[] {
  const { entities } = context;
  const only = (part: Part): Part => {
    if (mention.where === undefined) return part;
    const condition = conditionSql(mention.where, scope);
    const where = (fragment: Sql): Sql => sql`case when ${condition} then ${fragment} end`;
    return {
      ...part,
      sql: where(part.sql),
      ...(part.unreadable === undefined ? {} : { unreadable: where(part.unreadable) }),
    };
  };
  const entity = entities.find((one) => one.name === mention.entity);
  const pii = (type: string): boolean => entity?.identifiers.find((one) => one.name === type)?.pii ?? false;
  return [
    ...mention.identifiers.map(([type, field]) =>
      only({
        column: {
          ...idColumn(mentionColumn(mention.key, type), `${type} of the ${mention.key}, as the raw row has it`),
          ...(pii(type) ? { pii: true } : {}),
        },
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

/** What stands where nothing was deleted, besides the words of {@link no}. */
const nothing = ["null", "none", "nil", "n/a", "na", "-", "0000-00-00", "0000-00-00 00:00:00"];
const yes = ["true", "t", "yes", "y", "1", "1.0"];
const no = ["false", "f", "no", "n", "0", "0.0"];

/**
 * Whether the source deleted a row: a boolean in any of its spellings, or a time, which says so whenever it is (the zero
 * times that some systems write for none lie before 1970). Anything else deletes nothing, and is told as unreadable.
 */
export function deletedPart(field: Field, timezone: string, scope: FieldScope): Part {
  const typed = fieldSql(field, scope);
  const of = column("_deleted", "boolean", "whether the source deleted the row");
  const happened = (time: Sql): Sql =>
    sql`coalesce(${time} > cast('1970-01-01' as timestamp) and ${isMoment(time)}, false)`;
  if (typed.type === "boolean") return { column: of, sql: sql`coalesce(${typed.sql}, false)` };
  if (typed.type === "timestamp" || typed.type === "zoned timestamp" || typed.type === "date")
    return { column: of, sql: happened(asType(typed, "timestamp", timezone)) };
  const words = (list: readonly string[]): Sql => join(list.map(value));
  const said = lower(trim(asText(typed)));
  const time = asType(typed, "timestamp", timezone);
  return {
    column: of,
    sql: sql`case when ${said} in (${words(yes)}) then true when ${said} in (${words([...no, ...nothing])}) then false else ${happened(time)} end`,
    unreadable: sql`case when nullif(${said}, '') not in (${words([...yes, ...no, ...nothing])}) and ${time} is null then 'what says whether it is deleted is neither a time nor true or false' end`,
  };
}
