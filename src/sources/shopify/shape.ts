import { type Field, json, lookup, optional } from "../../config/fields.ts";
import { loadedAt } from "../fivetran.ts";

/** How a loader has laid the shop's records out: paths are those of Shopify's REST records. */
export interface Shape {
  /** A field of the row's own record; null where there is none. */
  readonly at: (path: string) => Field;
  /** A field of another record, found by its id. */
  readonly of: (table: "order" | "fulfillment", id: Field, path: string) => Field;
  /** What a refund paid back, of the shop's money. */
  readonly refunded: Field;
  readonly ingestedAt: Field;
  readonly deletedAt: Field;
}

const column = (path: string) => optional(path.replaceAll(".", "_"));

/** Fivetran's tables, of its REST and of its GraphQL connector: nested fields are columns with `_` between the parts. */
export const fivetranShape: Shape = {
  at: column,
  of: (table, id, path) => lookup(table, "id", id, column(path)),
  // The REST connector has it only as the transaction that paid it back.
  refunded: lookup("transaction", optional("refund_id"), "id", optional("amount")),
  ingestedAt: "_fivetran_synced",
  deletedAt: optional("_fivetran_deleted"),
};

/** Where a table of records keeps them. */
export interface RecordOptions {
  /** The JSON column with the record; `record` by default. */
  readonly record?: string;
  /** The column with the record's id; `id` by default. */
  readonly id?: string;
  /** When the row was loaded. By default `synced_at`, `_ingested_at` or `_airbyte_extracted_at`, whichever there is. */
  readonly ingestedAt?: Field;
  /** The time at which the record was deleted, or that it was; `deleted_at` by default, if there is one. */
  readonly deletedAt?: Field;
}

/** Tables of the records as Shopify's REST Admin API and its webhooks give them, one JSON column each. */
export function recordShape({ record = "record", id = "id", ingestedAt, deletedAt }: RecordOptions): Shape {
  return {
    at: (path) => json(record, path),
    of: (table, by, path) => json(lookup(table, id, by, record), path),
    refunded: json(record, "transactions.0.amount"),
    ingestedAt: ingestedAt ?? loadedAt,
    deletedAt: deletedAt ?? optional("deleted_at"),
  };
}
