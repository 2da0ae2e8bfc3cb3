import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { anonymousId, defineModel, domain, email, id, phone } from "nexus-cdp";
import { segment, shopify, stripe } from "nexus-cdp/sources";
import { beforeAll, describe, expect, test } from "vitest";
import { type Cells, firstOf, readCsv, utc } from "./csv.ts";
import { inOrder, slowly, type Telling, type Told, tell } from "./told.ts";

/** Rows of real loaders, which the project must not carry; they lie beside it where it is made. */
const data = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const isThere = existsSync(data);

const model = defineModel({
  entities: {
    person: {
      identifiers: {
        user_id: id(),
        email: email(),
        phone: phone(),
        stripe_customer_id: id(),
        shopify_customer_id: id(),
        anonymous_id: anonymousId(),
      },
      traits: { name: "text", city: "text", country: "text" },
    },
    group: {
      identifiers: { segment_group_id: id(), domain: domain(), myshopify_domain: id() },
      traits: { name: "text" },
    },
  },
});

const files = {
  stripe: "stripe-fivetran/{table}_data.csv",
  stripe_before_history: "stripe-fivetran/{table}_data.csv",
  shopify_rest: "shopify-fivetran/shopify_{table}_data.csv",
  shopify_graphql: "shopify-fivetran/shopify_gql_{table}_data.csv",
  segment: "segment-warehouse/segment_{table}.csv",
  segment_pages: "segment-warehouse-pages/example_segment_{table}.csv",
} as const;
type SourceName = keyof typeof files;

/** Role → identifier type → the columns that may hold it, the first that does. */
type Who = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** How the events of one key come out of a table, told once more in as few words as possible. */
interface Recipe {
  readonly table: string;
  readonly keep?: (row: Cells) => boolean;
  readonly at: readonly string[];
  readonly who: Who;
  /** Another row that knows who it was. */
  readonly behind?: { readonly table: string; readonly by: (row: Cells) => string | undefined };
}

const said =
  (column: string, ...values: readonly string[]) =>
  (row: Cells) =>
    values.includes(row[column]?.toLowerCase() ?? "");
const isLive = (row: Cells): boolean => !said("livemode", "false")(row);
const isReal = (row: Cells): boolean => !said("test", "true")(row) && !said("_fivetran_deleted", "true")(row);
const stays = (row: Cells): boolean => !said("_fivetran_deleted", "true")(row);

const customerOnly: Who = { customer: { stripe_customer_id: ["customer_id"] } };
const paidBy = (...emails: readonly string[]): Who => ({
  customer: { stripe_customer_id: ["customer_id"], email: emails, phone: ["billing_detail_phone"] },
});

function stripeRecipes(subscriptions: string): Readonly<Record<string, Recipe>> {
  const subscription = (at: string): Recipe => ({
    table: subscriptions,
    keep: (row) => isLive(row) && !said("_fivetran_active", "false")(row) && row[at] !== undefined,
    at: [at],
    who: customerOnly,
  });
  const issued = ["created", "date", "period_end"];
  return {
    customer_created: {
      table: "customer",
      keep: isLive,
      at: ["created"],
      who: {
        customer: { stripe_customer_id: ["id"], email: ["email"], phone: ["phone"] },
        recipient: { phone: ["shipping_phone"] },
      },
    },
    customer_deleted: {
      table: "customer",
      keep: (row) => isLive(row) && said("is_deleted", "true")(row),
      at: ["_fivetran_synced"],
      who: { customer: { stripe_customer_id: ["id"] } },
    },
    subscription_created: subscription("created"),
    trial_started: subscription("trial_start"),
    trial_ended: subscription("trial_end"),
    subscription_cancelled: subscription("canceled_at"),
    subscription_ended: subscription("ended_at"),
    subscription_status_changed: {
      table: subscriptions,
      keep: isLive,
      at: ["_fivetran_start", "_fivetran_synced"],
      who: customerOnly,
    },
    invoice_issued: { table: "invoice", keep: isLive, at: issued, who: customerOnly },
    invoice_paid: {
      table: "invoice",
      keep: (row) => isLive(row) && said("status", "paid")(row),
      at: issued,
      who: customerOnly,
    },
    payment_succeeded: {
      table: "charge",
      keep: (row) => isLive(row) && said("status", "succeeded")(row) && !said("captured", "false")(row),
      at: ["created"],
      who: paidBy("receipt_email", "billing_detail_email"),
    },
    payment_failed: {
      table: "charge",
      keep: (row) => isLive(row) && said("status", "failed")(row),
      at: ["created"],
      who: paidBy("receipt_email", "billing_detail_email"),
    },
    payment_started: { table: "payment_intent", keep: isLive, at: ["created"], who: paidBy("receipt_email") },
    payment_cancelled: {
      table: "payment_intent",
      keep: (row) => isLive(row) && row["canceled_at"] !== undefined,
      at: ["canceled_at"],
      who: paidBy("receipt_email"),
    },
    payment_refunded: {
      table: "refund",
      keep: (row) => !said("status", "failed", "canceled")(row),
      at: ["created"],
      who: { customer: { stripe_customer_id: ["customer_id"], email: ["receipt_email"] } },
      behind: { table: "charge", by: (row) => row["charge_id"] },
    },
    payment_disputed: {
      table: "dispute",
      keep: isLive,
      at: ["created"],
      // None of the charges is there, so that the evidence is all there is.
      who: { customer: { email: ["evidence_customer_email_address"] } },
    },
    payment_method_added: {
      table: "payment_method",
      keep: isLive,
      at: ["created"],
      who: paidBy("billing_detail_email"),
    },
  };
}

function shopRecipes(): Readonly<Record<string, Recipe>> {
  const purchase: Who = {
    buyer: {
      shopify_customer_id: ["customer_id"],
      email: ["email", "contact_email"],
      phone: ["phone", "billing_address_phone"],
    },
    recipient: { phone: ["shipping_address_phone"] },
  };
  const ofOrder = {
    who: { buyer: { shopify_customer_id: ["customer_id"], email: ["email"] } },
    behind: { table: "order", by: (row: Cells) => row["order_id"] },
  };
  return {
    customer_created: {
      table: "customer",
      keep: stays,
      at: ["created_at"],
      who: { customer: { shopify_customer_id: ["id"], email: ["email"], phone: ["phone"] } },
    },
    order_placed: { table: "order", keep: isReal, at: ["processed_at", "created_at"], who: purchase },
    order_cancelled: {
      table: "order",
      keep: (row) => isReal(row) && row["cancelled_at"] !== undefined,
      at: ["cancelled_at"],
      who: purchase,
    },
    checkout_abandoned: {
      table: "abandoned_checkout",
      keep: (row) => stays(row) && row["completed_at"] === undefined,
      at: ["created_at"],
      who: purchase,
    },
    order_fulfilled: { table: "fulfillment", keep: said("status", "success"), at: ["created_at"], ...ofOrder },
    order_delivered: {
      table: "fulfillment_event",
      keep: (row) => stays(row) && said("status", "delivered")(row),
      at: ["happened_at", "created_at"],
      ...ofOrder,
    },
    order_refunded: { table: "refund", at: ["processed_at", "created_at"], ...ofOrder },
    shop_opened: {
      table: "shop",
      keep: stays,
      at: ["created_at"],
      who: { owner: { email: ["email"], phone: ["phone", "billing_address_phone"] } },
    },
  };
}

function segmentRecipes(): Readonly<Record<string, Recipe>> {
  const at = ["timestamp", "original_timestamp", "sent_at", "received_at"];
  const who: Who = {
    user: { user_id: ["user_id"], anonymous_id: ["anonymous_id"], email: ["email", "context_traits_email"] },
  };
  return {
    track: { table: "tracks", at, who },
    page_viewed: { table: "pages", at, who },
    user_identified: { table: "identifies", at, who },
    user_updated: { table: "users", at, who: { user: { user_id: ["id"], anonymous_id: [], email: ["email"] } } },
    group_identified: { table: "groups", at, who },
  };
}

const recipes: Readonly<Record<SourceName, Readonly<Record<string, Recipe>>>> = {
  stripe: stripeRecipes("subscription_history"),
  stripe_before_history: stripeRecipes("subscription"),
  shopify_rest: shopRecipes(),
  shopify_graphql: shopRecipes(),
  segment: segmentRecipes(),
  segment_pages: segmentRecipes(),
};

/** `role identifier=value` of everybody whom a row names. */
function whoIn(row: Cells | undefined, who: Who): string[] {
  return Object.entries(who).flatMap(([role, types]) => {
    const found = Object.entries(types).flatMap(([type, columns]) => {
      const cell = firstOf(row, columns);
      return cell === undefined ? [] : [`${type}=${cell}`];
    });
    return found.length === 0 ? [] : [`${role} ${found.sort().join(" ")}`];
  });
}

function recounted(source: SourceName, event: string): string[] {
  const { table, keep, at, who, behind } = recipes[source][event] as Recipe;
  const rowsOf = (name: string): Cells[] => {
    const path = join(data, files[source].replace("{table}", name));
    return existsSync(path) ? readCsv(path) : [];
  };
  const others = behind === undefined ? [] : rowsOf(behind.table);
  return rowsOf(table)
    .filter((row) => keep?.(row) ?? true)
    .map((row) => {
      const other = behind === undefined ? row : others.find((one) => one["id"] === behind.by(row));
      return [`${row["id"]} at ${utc(firstOf(row, at))}`, ...whoIn(other, who)].join(", ");
    })
    .sort();
}

function shown({ id, occurredAt, persons }: Told): string {
  const people = persons.map(({ role, identifiers }) => {
    const types = Object.entries(identifiers).map(([type, value]) => `${type}=${value}`);
    return `${role} ${types.sort().join(" ")}`;
  });
  return [`${id} at ${occurredAt}`, ...inOrder(people)].join(", ");
}

/** How many events of each key there are, and in how many of them somebody of a role has an identifier. */
function shares(told: readonly Told[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { event, persons, groups } of told) {
    const mentioned = [...persons, ...groups].flatMap(({ role, identifiers }) =>
      Object.keys(identifiers).map((type) => `${role} ${type}`),
    );
    const of = counts[event] ?? {};
    for (const what of ["events", ...mentioned]) of[what] = (of[what] ?? 0) + 1;
    counts[event] = of;
  }
  return counts;
}

/** As the files' columns lead to expect; counted by hand when the sources were written. */
const expectedShares: Readonly<Record<SourceName, Record<string, Record<string, number>>>> = {
  stripe: {
    customer_created: { events: 12, "customer stripe_customer_id": 12 },
    customer_deleted: { events: 1, "customer stripe_customer_id": 1 },
    subscription_created: { events: 1, "customer stripe_customer_id": 1 },
    trial_started: { events: 1, "customer stripe_customer_id": 1 },
    trial_ended: { events: 1, "customer stripe_customer_id": 1 },
    subscription_cancelled: { events: 1, "customer stripe_customer_id": 1 },
    subscription_ended: { events: 1, "customer stripe_customer_id": 1 },
    subscription_status_changed: { events: 2, "customer stripe_customer_id": 2 },
    invoice_issued: { events: 1, "customer stripe_customer_id": 1 },
    invoice_paid: { events: 1, "customer stripe_customer_id": 1 },
    payment_failed: { events: 16, "customer stripe_customer_id": 16, "customer email": 16 },
    payment_started: { events: 11, "customer stripe_customer_id": 7, "customer email": 4 },
    payment_cancelled: { events: 11, "customer stripe_customer_id": 7, "customer email": 4 },
    payment_refunded: { events: 4 },
    payment_disputed: { events: 12, "customer email": 1 },
    payment_method_added: { events: 13, "customer stripe_customer_id": 10, "customer email": 3 },
  },
  stripe_before_history: {},
  shopify_rest: {
    customer_created: { events: 4, "customer shopify_customer_id": 4, "customer email": 4 },
    order_placed: { events: 8, "buyer shopify_customer_id": 8, "buyer email": 8 },
    checkout_abandoned: {
      events: 3,
      "buyer shopify_customer_id": 3,
      "buyer email": 3,
      "buyer phone": 1,
      "recipient phone": 3,
    },
    order_fulfilled: { events: 3 },
    order_delivered: { events: 1 },
    order_refunded: { events: 5 },
    shop_opened: {
      events: 1,
      "owner email": 1,
      "owner phone": 1,
      "merchant domain": 1,
      "merchant myshopify_domain": 1,
    },
  },
  shopify_graphql: {
    customer_created: {
      events: 10,
      "customer shopify_customer_id": 10,
      "customer email": 10,
      "customer phone": 10,
    },
    order_placed: {
      events: 4,
      "buyer shopify_customer_id": 4,
      "buyer email": 4,
      "buyer phone": 1,
      "recipient phone": 2,
    },
    order_cancelled: { events: 3, "buyer shopify_customer_id": 3, "buyer email": 3, "recipient phone": 1 },
    checkout_abandoned: { events: 2, "buyer shopify_customer_id": 2 },
    order_fulfilled: { events: 3 },
    order_delivered: { events: 2 },
    order_refunded: { events: 10 },
    shop_opened: {
      events: 5,
      "owner email": 5,
      "owner phone": 5,
      "merchant domain": 5,
      "merchant myshopify_domain": 5,
    },
  },
  segment: {
    track: { events: 20, "user user_id": 18, "user anonymous_id": 20, "account segment_group_id": 18 },
    page_viewed: { events: 8, "user user_id": 6, "user anonymous_id": 8, "account segment_group_id": 6 },
    user_identified: { events: 5, "user user_id": 5, "user anonymous_id": 5 },
    user_updated: { events: 4, "user user_id": 4, "user email": 4, "account segment_group_id": 4 },
    group_identified: { events: 2, "account segment_group_id": 2 },
  },
  segment_pages: { page_viewed: { events: 1, "user user_id": 1, "user anonymous_id": 1 } },
};

const reason = isThere ? "" : " (skipped: ../shared/data is not beside the project)";

describe.skipIf(!isThere)(`rows of real loaders${reason}`, () => {
  let telling: Telling;

  beforeAll(async () => {
    const at = (name: SourceName) => ({ name, files: join(data, files[name]) });
    telling = await tell(model, [
      stripe(model, at("stripe")),
      stripe(model, { ...at("stripe_before_history"), subscriptions: "subscription" }),
      shopify(model, at("shopify_rest")),
      shopify(model, at("shopify_graphql")),
      segment(model, at("segment")),
      segment(model, at("segment_pages")),
    ]);
  }, slowly);

  const told = (source: SourceName): readonly Told[] => telling.told.get(source) ?? [];

  test.for([
    ["stripe", 89],
    ["stripe_before_history", 94],
    ["shopify_rest", 25],
    ["shopify_graphql", 39],
    ["segment", 39],
    ["segment_pages", 1],
  ] as const)("%s: gives %i events", ([source, count]) => {
    expect(told(source).length).toBe(count);
  });

  test("no row is put aside, and no value is left out as unreadable", () => {
    expect(telling.setAside).toEqual([]);
    expect(telling.result.sources.filter(({ unreadable }) => unreadable > 0)).toEqual([]);
  });

  test.for(Object.keys(files).filter((name) => name !== "stripe_before_history") as SourceName[])(
    "%s: has the identifiers that its columns hold",
    (source) => {
      expect(shares(told(source))).toEqual(expectedShares[source]);
    },
  );

  describe.each(Object.entries(recipes) as [SourceName, Record<string, Recipe>][])("%s", (source, of) => {
    test.for(Object.keys(of))("%s: has the ids, times and persons of its rows", (event) => {
      const got = told(source).filter((one) => one.event === event);
      expect(got.map(shown).sort()).toEqual(recounted(source, event));
    });

    test("tells of nothing else", () => {
      expect(told(source).filter(({ event }) => of[event] === undefined)).toEqual([]);
    });
  });
});
