/**
 * The types that a column of ours may have; every dialect says how it spells them.
 * - `order` the place of a mention in time as one value that compares: its time, the start of its event's id, its position
 * - `digest` 126 bits or more made from several values, for equality within one warehouse alone
 * - `text` any string · `integer` 64 bits · `number` double · `boolean` · `timestamp` UTC, microseconds · `json` a document
 */
export type ColumnType = "text" | "integer" | "number" | "boolean" | "timestamp" | "json" | "order" | "digest";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** A sentence for the data dictionary. */
  readonly description: string;
  readonly pii?: boolean;
  /** Texts in which hardly anything repeats, such as ids: an engine need not spend its time on making them smaller. */
  readonly varied?: boolean;
  /** Single rows are looked up by it: an engine that has indexes makes one. */
  readonly sought?: boolean;
}

/** A column by which single rows are looked up. */
export function sought(of: Column): Column {
  return { ...of, sought: true };
}

/** A column of ids, ours or others'. */
export function idColumn(name: string, description: string): Column {
  return { name, type: "text", description, varied: true };
}

/** Shorthand for the many definitions of columns. */
export function column(name: string, type: ColumnType, description: string, pii = false): Column {
  return pii ? { name, type, description, pii } : { name, type, description };
}
