import { type Field, nodeOf } from "../../config/fields.ts";
import type { Entity, ProjectEvent, RawRelation } from "../../config/project.ts";
import type { Column } from "../../model/column.ts";
import type { Table, TableRef } from "../../model/table.ts";
import type { Relation } from "../../sql/relation.ts";
import { Sql } from "../../sql/sql.ts";

/** Everything that the tables of one event definition are made from. */
export interface EventContext {
  readonly event: ProjectEvent;
  readonly raw: RawRelation;
  readonly entities: readonly Entity[];
  /** The raw relations of the source's other tables, for look-ups. */
  readonly tables: ReadonlyMap<string, RawRelation>;
}

/** A table of kept rows, with the query over the raw table that fills it. */
export interface KeptTable extends Table<Relation> {
  readonly context: EventContext;
  /** Lines of the raw files that do not fit, as `reason` and `row`: they are there once the table has been filled. */
  readonly rejected?: Sql;
  /** The raw rows that could not become events. */
  readonly setAside: Table<Relation>;
  /** What remembers deletions, where the source tells of any; `marks` are the columns that say that a row is gone. */
  readonly deletions?: {
    readonly ref: TableRef;
    readonly columns: readonly Column[];
    readonly marks: readonly string[];
  };
  /** `event_id` and `_ingested_at` of raw rows that are there, but do not meet the definition's condition. */
  readonly withdrawn?: Sql;
}

/** Whether an event is told by several rows, or versions of one: these are kept, and the event is made from them. */
export function isMadeFromRows(event: ProjectEvent): boolean {
  return severalTell(event) || event.changesOf.length > 0 || decodedColumns(event).length > 0;
}

/** The kept columns whose texts have words to be decoded. */
export function decodedColumns(event: ProjectEvent): readonly string[] {
  const fields: readonly (readonly [string, Field | undefined])[] = [
    ["event_name", event.name],
    ["event_description", event.description],
    ...event.columns,
  ];
  return fields.flatMap(([column, field]) => {
    const node = field === undefined ? undefined : nodeOf(field);
    return node !== undefined && !(node instanceof Sql) && node.kind === "decoded" ? [column] : [];
  });
}

/** Whether several raw rows may tell of one event: the first of a key is one of all its rows. */
export function severalTell(event: ProjectEvent): boolean {
  return event.changesOf.length === 0 && (event.row !== undefined || event.keep === "earliest");
}

/** A constant needs no column: it stands in the views, so that a new label rewrites nothing. */
export function isConstant(field: Field | undefined): boolean {
  if (field === undefined) return true;
  const node = nodeOf(field);
  return !(node instanceof Sql) && node.kind === "constant";
}
