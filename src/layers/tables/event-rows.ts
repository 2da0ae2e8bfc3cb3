import { words } from "../../base/names.ts";
import type { Field } from "../../config/fields.ts";
import { type Column, column, idColumn } from "../../model/column.ts";
import type { Inputs } from "../../model/table.ts";
import { tryCast } from "../../sql/functions.ts";
import { as, type Relation, select } from "../../sql/relation.ts";
import { Sql, sql, value } from "../../sql/sql.ts";
import { isConstant, type KeptTable } from "./kept-table.ts";

/** The columns of every event, in all layers. */
export const eventColumns: readonly Column[] = [
  idColumn("event_id", "evt_ and 32 hex digits"),
  column("occurred_at", "timestamp", "when it happened, UTC"),
  column("event_type", "text", "kind of the event"),
  column("event_name", "text", "name of the event"),
  column("event_description", "text", "the event in words", true),
  column("source", "text", "name of the source"),
  column("value", "number", "what it was worth"),
  column("value_unit", "text", "the value's unit, such as a currency"),
  column("significance", "number", "how much it matters, from 1 to 5"),
  column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
];

/** The events of one definition: kept columns, and constants where the definition has them. */
export function eventRows(kept: KeptTable, inputs: Inputs<Relation>, own: readonly string[] = []): Relation {
  const { event } = kept.context;
  const k = as(inputs(kept.ref), "k");
  const has = new Set(kept.columns.map((one) => one.name));
  const col = (of: Column, field: Field | undefined): Sql => {
    // Rows that were kept while the name was a constant have none of their own.
    if (has.has(of.name))
      return of.name === "event_name" || of.name === "event_type"
        ? sql`coalesce(${k.col(of.name)}, ${words(event.key)})`
        : k.col(of.name);
    if (
      field === undefined ||
      !isConstant(field) ||
      typeof field === "string" ||
      field instanceof Sql ||
      field.kind !== "constant"
    ) {
      return sql`cast(null as ${new Sql([{ kind: "type", type: of.type }])})`;
    }
    return of.type === "number" ? tryCast(value(field.value), "number") : value(String(field.value));
  };
  const fields: Readonly<Record<string, Field | undefined>> = {
    event_type: event.type,
    event_name: event.name,
    event_description: event.description,
    value: event.value,
    value_unit: event.unit,
    significance: event.significance,
  };
  const items = eventColumns.map((of) => {
    if (of.name === "source") return [of.name, value(event.source)] as const;
    if (of.name in fields) return [of.name, col(of, fields[of.name])] as const;
    return [of.name, k.col(of.name)] as const;
  });
  const more = own.map((name) => [name, has.has(name) ? k.col(name) : sql`cast(null as varchar)`] as const);
  return select(Object.fromEntries([...items, ...more])).from(k);
}
