import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/**
 * Reads the raw files with no help from the generator, so that its truth can be held against what it wrote. Plain and complete
 * rather than fast; the project's own sources are the real readers.
 */
export interface Evidence {
  readonly mentions: readonly Mention[];
  /** Keys whose raw value is no identifier at all. */
  readonly junk: ReadonlySet<string>;
  /** All raw files, for a look at the letters. */
  readonly text: string;
}

/** Identifiers seen together on one person, as `type value`. */
export interface Mention {
  readonly source: string;
  readonly at: string;
  readonly identifiers: readonly string[];
}

type CsvRow = Record<string, string>;

export async function readTable(path: string): Promise<CsvRow[]> {
  const [header = [], ...rows] = parseCsv(await readFile(path, "utf8"));
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ""])));
}

function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** `type value` in one spelling; undefined when there is nothing. */
export function normalized(type: string, value: string | undefined): string | undefined {
  const text = value?.trim() ?? "";
  if (text === "") return undefined;
  if (type === "email") return `email ${normalEmail(text)}`;
  if (type === "phone") return `phone ${normalPhone(text)}`;
  return `${type} ${text}`;
}

function normalEmail(text: string): string {
  const [local = "", domain = ""] = text.toLowerCase().split("@");
  if (domain !== "gmail.com") return text.toLowerCase();
  return `${local.split("+")[0]?.replaceAll(".", "")}@gmail.com`;
}

function normalPhone(text: string): string {
  const parsed = parsePhoneNumberFromString(text.replace(/^00(?=[1-9])/, "+"), "US");
  return parsed?.isValid() ? parsed.number : text;
}

const junkValue = /^(email ([^@]*|[^@]*@[^.]*|test@.*)|phone [^+].*|phone|user_id null)$/;

interface Shape {
  readonly at: string;
  /** Identifier type → the columns that hold it. */
  readonly identifiers: Readonly<Record<string, readonly string[]>>;
}

const segment = { anonymous_id: ["anonymous_id"], user_id: ["user_id"] };
const shapes: Readonly<Record<string, Shape>> = {
  "segment/tracks": { at: "timestamp", identifiers: segment },
  "segment/pages": { at: "timestamp", identifiers: segment },
  "segment/groups": { at: "timestamp", identifiers: segment },
  "segment/identifies": { at: "timestamp", identifiers: { ...segment, email: ["email"], phone: ["phone"] } },
  "segment/users": { at: "received_at", identifiers: { user_id: ["id"], email: ["email"], phone: ["phone"] } },
  "stripe/customer": {
    at: "created",
    identifiers: { stripe_customer_id: ["id"], email: ["email"], phone: ["phone"], user_id: ["metadata"] },
  },
  "stripe/charge": { at: "created", identifiers: { stripe_customer_id: ["customer_id"], email: ["receipt_email"] } },
  "stripe/invoice": { at: "created", identifiers: { stripe_customer_id: ["customer_id"] } },
  "stripe/subscription_history": { at: "_fivetran_start", identifiers: { stripe_customer_id: ["customer_id"] } },
  "shopify/customer": {
    at: "created_at",
    identifiers: { shopify_customer_id: ["id"], email: ["email"], phone: ["phone"] },
  },
  "shopify/order": {
    at: "created_at",
    identifiers: {
      shopify_customer_id: ["customer_id"],
      email: ["email"],
      phone: ["shipping_address_phone", "billing_address_phone"],
    },
  },
  "shopify/abandoned_checkout": {
    at: "created_at",
    identifiers: { shopify_customer_id: ["customer_id"], email: ["email"], phone: ["phone"] },
  },
  "shopify/shop": { at: "updated_at", identifiers: { email: ["email"] } },
};

export async function readEvidence(folder: string): Promise<Evidence> {
  const mentions: Mention[] = [];
  const texts: string[] = [];
  for (const [name, shape] of Object.entries(shapes)) {
    const path = join(folder, `${name}.csv`);
    texts.push(await readFile(path, "utf8"));
    for (const row of await readTable(path)) mentions.push(mentionOf(name.split("/")[0] ?? "", row, shape));
  }
  for (const [file, read] of [
    ["gmail/messages", mailParties],
    ["google_calendar/events", guests],
  ] as const) {
    const text = await readFile(join(folder, `${file}.ndjson`), "utf8");
    texts.push(text);
    for (const line of text.trim().split("\n")) mentions.push(...read(JSON.parse(line)));
  }
  const keys = mentions.flatMap((mention) => mention.identifiers);
  return { mentions, junk: new Set(keys.filter((key) => junkValue.test(key))), text: texts.join("\n") };
}

function mentionOf(source: string, row: CsvRow, { at, identifiers }: Shape): Mention {
  const keys = Object.entries(identifiers).flatMap(([type, columns]) =>
    columns.map((column) =>
      normalized(type, column === "metadata" ? JSON.parse(row[column] ?? "{}").user_id : row[column]),
    ),
  );
  return { source, at: row[at] ?? "", identifiers: [...new Set(keys.filter((key) => key !== undefined))] };
}

interface Synced<R> {
  readonly record: R;
  readonly deleted_at: string | null;
}

interface GmailMessage {
  readonly labelIds: readonly string[];
  readonly internalDate: string;
  readonly payload: { readonly headers: readonly { readonly name: string; readonly value: string }[] };
}

const addressHeaders = ["from", "to", "cc", "bcc"];

function mailParties({ record, deleted_at }: Synced<GmailMessage>): Mention[] {
  if (deleted_at !== null || record.labelIds.includes("DRAFT")) return [];
  const at = new Date(Number(record.internalDate)).toISOString();
  return record.payload.headers
    .filter(({ name }) => addressHeaders.includes(name.toLowerCase()))
    .flatMap(({ value }) => value.match(/[^\s<>",;:()']+@[^\s<>",;:()']+/g) ?? [])
    .map((email) => ({ source: "gmail", at, identifiers: [normalized("email", email) ?? ""] }));
}

interface CalendarEvent {
  readonly start?: { readonly dateTime?: string; readonly date?: string };
  readonly organizer?: { readonly email: string };
  readonly attendees?: readonly { readonly email?: string }[];
}

function guests({ record, deleted_at }: Synced<CalendarEvent>): Mention[] {
  if (deleted_at !== null || record.start === undefined) return [];
  const start = record.start.dateTime ?? `${record.start.date}T00:00:00Z`;
  const at = new Date(start).toISOString();
  return [record.organizer, ...(record.attendees ?? [])].flatMap((party) => {
    const key = normalized("email", party?.email);
    return key === undefined ? [] : [{ source: "google_calendar", at, identifiers: [key] }];
  });
}
