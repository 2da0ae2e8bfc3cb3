import {
  anyOf,
  concat,
  constant,
  type Field,
  firstOf,
  is,
  items,
  json,
  type List,
  lower,
  matches,
  optional,
  present,
  when,
} from "../config/fields.ts";
import type { RawTable } from "../config/source.ts";

/** Where a loader has put the records of a Google API, and whose company this is: alike for mail and calendar. */
export interface GoogleOptions {
  /** The table with one row per record (and, for loaders that append, per version of it). */
  readonly table: RawTable;
  /** Name of the source; the first part of its tables' names. */
  readonly name?: string;
  /** Part of every event id; by default the name, so it must be set when a source that has run gets another name. */
  readonly key?: string;
  /** The JSON column with the API's record, by default `record`; null when there is a column per field (Airbyte). */
  readonly record?: string | null;
  /** Whose mailbox or calendar a row is of. By default `connection_id`, `_connection_id` or `_account`, if any. */
  readonly account?: Field;
  /** When the row was loaded. By default `synced_at`, `_ingested_at`, `_airbyte_extracted_at` or what Nango says. */
  readonly ingestedAt?: Field;
  /** When the record was deleted, null while it lives. By default `deleted_at` or what Nango's record says. */
  readonly deletedAt?: Field;
  /** Your own domains, subdomains included: their addresses get the trait `internal`. */
  readonly ownDomains?: readonly string[];
}

/** A table of Google records, with all that its loader decides. */
export interface GoogleTable {
  /** A scalar of the record; the path's parts are parted by dots. */
  readonly at: (path: string) => Field;
  /** An array of the record. */
  readonly listAt: (path: string) => List;
  readonly ingestedAt: Field;
  readonly deletedAt: Field;
  /** The record's id in its own mailbox or calendar, told apart from those of others; null when it has none. */
  readonly copy: Field;
  /** A part of the record that is unique in one mailbox only, told apart in the same way. */
  readonly within: (part: Field) => Field;
}

export function googleTable(options: GoogleOptions): GoogleTable {
  const { at, listAt } = reader(options.record === undefined ? "record" : options.record);
  const account =
    options.account ?? firstOf(optional("connection_id"), optional("_connection_id"), optional("_account"));
  const within = (part: Field): Field =>
    when(present(part), concat(when(present(account), concat(account, constant(":"))), part));
  return {
    at,
    within,
    listAt,
    ingestedAt:
      options.ingestedAt ??
      firstOf(
        optional("synced_at"),
        optional("_ingested_at"),
        optional("_airbyte_extracted_at"),
        at("_nango_metadata.last_modified_at"),
      ),
    deletedAt: options.deletedAt ?? firstOf(optional("deleted_at"), at("_nango_metadata.deleted_at")),
    copy: within(at("id")),
  };
}

/** A record is one JSON column, or has a column per field of which any may be missing. */
function reader(record: string | null): Pick<GoogleTable, "at" | "listAt"> {
  if (record !== null) return { at: (path) => json(record, path), listAt: (path) => items(record, path) };
  const at = (path: string): Field => {
    const [column = path, ...rest] = path.split(".");
    return rest.length === 0 ? optional(column) : json(optional(column), rest);
  };
  return { at, listAt: (path) => items(at(path)) };
}

/** Addresses behind which nobody reads: `no-reply@`, `billing-noreply@`, `mailer-daemon@`, bounce addresses. */
const unattended = [
  "^(?:[^@]*[-_.+])?(?:no|do[-_.]?not)[-_.]?reply(?:[-_.+0-9][^@]*)?@",
  "^(?:mailer-daemon|postmaster|bounces?)(?:[-_.+][^@]*)?@",
].join("|");

/** Whether an address is one of our own, or nobody's: the trait `internal`. */
export function internal(address: Field, ownDomains: readonly string[] = []): Field {
  const own = ownDomains.map((domain) => domain.trim().toLowerCase().replaceAll(".", "\\."));
  const isOurs = matches(lower(address), `@(?:[^@]+\\.)?(?:${own.join("|")})$`);
  return is(anyOf(matches(lower(address), unattended), ...(own.length === 0 ? [] : [isOurs])));
}

/** What somebody in a mail or meeting is to the company of their address's domain. */
export const memberRole = "member";
