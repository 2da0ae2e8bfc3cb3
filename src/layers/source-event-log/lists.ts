import type { Problem } from "../../base/problem.ts";
import type { List } from "../../config/fields.ts";
import { type Column, column, idColumn } from "../../model/column.ts";
import type { Inputs, Table } from "../../model/table.ts";
import { type Aliased, as, type Relation, select } from "../../sql/relation.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import type { KeptTable } from "../tables/kept-table.ts";
import { listColumn, listRef, parsedAddresses } from "../tables/source-tables.ts";
import { type Element, jsonElement, listScope } from "./list-scope.ts";
import { mentionParts, type Part } from "./parts.ts";

/** What the parser of mail headers gives: one row a mailbox of each distinct header. */
export const parsedAddressColumns: readonly Column[] = [
  column("header", "text", "the header as it stands in the mail", true),
  column("position", "integer", "place of the mailbox in the header, from 1"),
  column("name", "text", "the name beside the address", true),
  column("address", "text", "the address, as it is spelt", true),
];

/** The elements of one list of an event, one row each, with the mentions that are made from them. */
export function listTable(kept: KeptTable, list: string, of: List, problems: Problem[] = []): Table<Relation> {
  const { event } = kept.context;
  const parts = (elements: Elements): readonly Part[] => {
    const scope = listScope(kept.context, kept.columns, elements, problems);
    return event.mentions
      .filter((mention) => mention.each === list)
      .flatMap((mention) => mentionParts(mention, kept.context, scope));
  };
  const define = (inputs: Inputs<Relation>): Relation => {
    const k = as(inputs(kept.ref), "k");
    const elements = of.kind === "addresses" ? addressElements(k, list, inputs) : itemElements(k, list);
    const items = Object.fromEntries(parts(elements).map((part) => [part.column.name, part.sql]));
    const common = {
      event_id: k.col("event_id"),
      _position: elements.position,
      occurred_at: k.col("occurred_at"),
      _ingested_at: k.col("_ingested_at"),
    };
    return elements.joined(select({ ...common, ...items }));
  };
  const columns = parts({
    position: sql`1`,
    item: () => sql`null`,
    joined: (query) => query,
    own: () => sql`null`,
  }).map((part) => part.column);
  return {
    ref: listRef(event, list),
    sentence: `One row an element of the list "${list}" of an event "${event.key}" of ${event.source}.`,
    columns: [
      idColumn("event_id", "the event"),
      column("_position", "integer", "place of the element in the list, from 1"),
      column("occurred_at", "timestamp", "when the event happened, UTC"),
      column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
      ...columns,
    ],
    key: ["event_id", "_position"],
    scope: { unit: "event", column: "event_id" },
    reads: [
      { table: kept.ref, touch: { by: "carries", column: "event_id" } },
      ...(of.kind === "addresses"
        ? [
            {
              table: parsedAddresses,
              touch: { by: "through", column: "header", lookup: kept.ref, on: listColumn(list), carries: "event_id" },
            } as const,
          ]
        : []),
    ],
    lifetime: "derived",
    stored: "table",
    published: false,
    define,
  };
}

/** The elements of a list beside the rows that hold them. */
interface Elements extends Element {
  readonly position: Sql;
  readonly joined: (query: ReturnType<typeof select>) => Relation;
}

function addressElements(k: Aliased, list: string, inputs: Inputs<Relation>): Elements {
  const a = as(inputs(parsedAddresses), "a");
  return {
    position: a.col("position"),
    item: (path) => a.col(path[0] === "name" ? "name" : "address"),
    joined: (query) => query.from(k).join(a, sql`${a.col("header")} = ${k.col(listColumn(list))}`),
    own: (name) => k.col(name),
  };
}

function itemElements(k: Aliased, list: string): Elements {
  return {
    ...jsonElement,
    joined: (query) => query.from(k).each(k.col(listColumn(list))),
    own: (name) => k.col(name),
  };
}
