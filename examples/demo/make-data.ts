import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { sendTheRest } from "./generate/bulk-mail.ts";
import { buildWorld } from "./generate/cast.ts";
import { correspond } from "./generate/correspondence.ts";
import type { NangoRow } from "./generate/gmail.ts";
import { meetAll } from "./generate/meetings.ts";
import { payAll } from "./generate/paying.ts";
import { Random } from "./generate/random.ts";
import { shopAll } from "./generate/shopping.ts";
import { type Stage, setStage } from "./generate/stage.ts";
import { playStar, type Scene } from "./generate/star.ts";
import { compare } from "./generate/table.ts";
import {
  type Difficulties,
  difficulties,
  groupTruth,
  hardCaseTruth,
  personTruth,
  sharedTruth,
  starTruth,
} from "./generate/truth.ts";
import { useTheProduct } from "./generate/usage.ts";
import { customers, staff } from "./generate/world.ts";

export interface Options {
  readonly outDir: string;
  /** The same seed gives the same bytes. */
  readonly seed?: number;
}

export interface Summary {
  readonly persons: number;
  readonly employees: number;
  readonly companies: number;
  /** What happened, each thing once: a mail in two mailboxes is one event. */
  readonly events: Readonly<Record<"gmail" | "google_calendar" | "segment" | "shopify" | "stripe" | "total", number>>;
  readonly difficulties: Difficulties;
  readonly files: Readonly<Record<string, { readonly rows: number; readonly bytes: number }>>;
}

/**
 * A year (2025-09-01 to 2026-08-31) of Lumenry, an invented company that sells analytics to shops, in the raw shapes of Gmail and Google
 * Calendar by Nango, Shopify and Stripe by Fivetran, and Segment's warehouse; under `truth/`, who is who.
 */
export async function makeDemoData({ outDir, seed = 20250901 }: Options): Promise<Summary> {
  const random = new Random(seed);
  const stage = setStage(random.fork("stage"), buildWorld(random.fork("world")));
  const story = live(random.fork("year"), stage);
  const files = filesOf(stage, story);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(outDir, name)), { recursive: true });
    await writeFile(join(outDir, name), text);
  }
  return {
    persons: customers(stage.world).length,
    employees: staff(stage.world).length,
    companies: stage.world.companies.length,
    events: countEvents(stage),
    difficulties: difficulties(stage),
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sizeOf(name, text)])),
  };
}

function live(random: Random, stage: Stage): Scene[] {
  const { world, ledger, post, diary, shop, stripe, tracker, names } = stage;
  correspond(random.fork("letters"), world, post);
  sendTheRest(random.fork("bulk mail"), world, post);
  meetAll(random.fork("meetings"), world, diary);
  useTheProduct(random.fork("usage"), world, tracker);
  payAll(random.fork("payments"), world, stripe, ledger);
  shopAll(random.fork("shopping"), world, shop, names, ledger);
  const story = playStar(random.fork("star"), stage);
  shop.close();
  return story;
}

function filesOf(stage: Stage, story: readonly Scene[]): Record<string, string> {
  const { post, diary, shop, stripe, tracker } = stage;
  return {
    "gmail/messages.ndjson": ndjson(post.rows),
    "google_calendar/events.ndjson": ndjson(diary.rows),
    "shopify/customer.csv": shop.customers.toCsv("created_at"),
    "shopify/order.csv": shop.orders.toCsv("created_at"),
    "shopify/refund.csv": shop.refunds.toCsv("created_at"),
    "shopify/transaction.csv": shop.transactions.toCsv("created_at"),
    "shopify/fulfillment.csv": shop.fulfillments.toCsv("created_at"),
    "shopify/abandoned_checkout.csv": shop.abandoned.toCsv("created_at"),
    "shopify/shop.csv": shop.shops.toCsv("id"),
    "stripe/customer.csv": stripe.customers.toCsv("created"),
    "stripe/subscription_history.csv": stripe.history.toCsv("_fivetran_start"),
    "stripe/subscription_item.csv": stripe.items.toCsv("created"),
    "stripe/invoice.csv": stripe.invoices.toCsv("created"),
    "stripe/charge.csv": stripe.charges.toCsv("created"),
    "stripe/refund.csv": stripe.refunds.toCsv("created"),
    "stripe/price.csv": stripe.prices.toCsv("id"),
    "stripe/product.csv": stripe.products.toCsv("id"),
    "segment/tracks.csv": tracker.tracks.toCsv("received_at"),
    "segment/pages.csv": tracker.pages.toCsv("received_at"),
    "segment/identifies.csv": tracker.identifies.toCsv("received_at"),
    "segment/groups.csv": tracker.groups.toCsv("received_at"),
    "segment/users.csv": tracker.users.toCsv("received_at"),
    "truth/persons.csv": personTruth(stage),
    "truth/groups.csv": groupTruth(stage),
    "truth/shared.csv": sharedTruth(stage),
    "truth/hard_cases.csv": hardCaseTruth(stage),
    "truth/star.json": starTruth(stage, story),
  };
}

const ndjson = (rows: readonly NangoRow[]): string =>
  rows
    .toSorted((a, b) => compare(a.synced_at, b.synced_at))
    .map((row) => `${JSON.stringify(row)}\n`)
    .join("");

function countEvents({ post, diary, shop, stripe, tracker }: Stage): Summary["events"] {
  const rows = (tables: readonly { readonly rows: readonly unknown[] }[]) =>
    tables.reduce((sum, table) => sum + table.rows.length, 0);
  const events = {
    gmail: post.messageIds.size,
    google_calendar: diary.meetings.size,
    segment: rows([tracker.tracks, tracker.pages, tracker.identifies, tracker.groups]),
    shopify: rows([shop.orders, shop.refunds, shop.fulfillments, shop.abandoned]),
    stripe: rows([stripe.history, stripe.invoices, stripe.charges, stripe.refunds]),
  };
  return { ...events, total: Object.values(events).reduce((sum, count) => sum + count, 0) };
}

function sizeOf(name: string, text: string): { rows: number; bytes: number } {
  const lines = text.split("\n").length - 1;
  return { rows: name.endsWith(".csv") ? lines - 1 : lines, bytes: Buffer.byteLength(text) };
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const outDir = fileURLToPath(new URL("raw", import.meta.url));
  const { files, ...counts } = await makeDemoData({ outDir });
  console.table(files);
  console.log(JSON.stringify(counts, null, 2));
}
