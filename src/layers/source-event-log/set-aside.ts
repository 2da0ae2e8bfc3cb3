import { type Column, column } from "../../model/column.ts";
import type { Table } from "../../model/table.ts";
import { rowJson, text } from "../../sql/functions.ts";
import { type Relation, type Select, select, unionAll } from "../../sql/relation.ts";
import { name, type Sql, sql, value } from "../../sql/sql.ts";
import type { EventContext } from "../tables/kept-table.ts";
import { setAsideRef } from "../tables/source-tables.ts";
import { rawAlias } from "./raw-side.ts";

const setAsideColumns: readonly Column[] = [
  column("source", "text", "name of the source"),
  column("event", "text", "key of the event definition"),
  column("reason", "text", "why the row cannot be an event"),
  column("row", "text", "the raw row as JSON", true),
];

/** Raw rows that could not become events, as they are. */
export function setAsideTable(
  { event, raw }: EventContext,
  reason: Sql,
  filtered: (query: Select) => Select,
  from: Sql,
  rejected: readonly Sql[],
): Table<Relation> {
  const plain = { source: value(event.source), event: value(event.key) };
  const lines = rejected.map((query) =>
    select({ ...plain, reason: name("e", "reason"), row: name("e", "row") }).from(sql`(${query}) as e`),
  );
  const items = { ...plain, reason, row: text(rowJson(name(rawAlias(raw)))) };
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
