import {
  anonymousId,
  column,
  defineConfig,
  defineModel,
  defineSource,
  domain,
  duckdb,
  email,
  id,
  minorUnits,
  phone,
  postgres,
} from "nexus-cdp";

/** The world of a company, as a project: what the floor makes by hand, the product makes from this. */
const world = process.env["NEXUS_BENCH_WORLD"] ?? ".work/world-1000000-1";

/** Where it runs on PostgreSQL, the raw tables are there (see `postgres.ts`). */
const database = process.env["NEXUS_BENCH_DATABASE"];
const raw = (table: string): string => (database === undefined ? `${world}/${table}.parquet` : `raw.${table}`);

/** The floor has no limits: to be held against it, the product may be told to have none. */
const none = Number.POSITIVE_INFINITY;
const free = process.env["NEXUS_BENCH_LIMITS"] === "none";
const unlimited = free ? { perEntity: none } : {};
const seenWith = (...types: readonly string[]) =>
  free ? { seenWith: Object.fromEntries(types.map((type) => [type, none])) } : {};

const model = defineModel({
  entities: {
    person: {
      identifiers: {
        email: email(unlimited),
        phone: phone(seenWith("email", "user_id", "customer_id")),
        user_id: id(unlimited),
        customer_id: id(unlimited),
        anonymous_id: anonymousId(),
      },
      traits: { name: "text", plan: "text", city: "text" },
    },
    group: {
      identifiers: { domain: domain(seenWith("myshopify_domain")), myshopify_domain: id() },
      traits: { name: "text" },
    },
  },
});

const product = defineSource(model, "product", {
  timezone: "UTC",
  tables: { events: raw("product") },
  ingestedAt: "loaded_at",
  events: {
    tracked: {
      from: "events",
      name: column("event"),
      type: "product",
      id: "message_id",
      occurredAt: "occurred_at",
      value: minorUnits("revenue_cents"),
      unit: "currency",
      columns: { plan: "plan" },
      persons: [
        {
          role: "user",
          identifiers: { email: "email", phone: "phone", user_id: "user_id", anonymous_id: "anonymous_id" },
          traits: { name: "full_name", plan: "plan" },
        },
      ],
      groups: [{ role: "company", identifiers: { domain: "company_domain" }, traits: { name: "company_name" } }],
      memberships: [{ person: "user", group: "company", role: "member" }],
    },
  },
});

const orders = defineSource(model, "orders", {
  timezone: "UTC",
  tables: { orders: raw("orders") },
  ingestedAt: "synced_at",
  events: {
    order_placed: {
      from: "orders",
      type: "order",
      id: "order_id",
      occurredAt: "created_at",
      value: minorUnits("total_cents"),
      unit: "currency",
      persons: [
        {
          role: "buyer",
          identifiers: { email: "customer_email", phone: "customer_phone", customer_id: "customer_id" },
          traits: { name: "customer_name", city: "city" },
        },
      ],
      groups: [{ role: "shop", identifiers: { myshopify_domain: "shop_domain" }, traits: { name: "shop_name" } }],
      memberships: [{ person: "buyer", group: "shop", role: "customer" }],
    },
  },
});

export default defineConfig({
  model,
  warehouse:
    database === undefined
      ? duckdb(process.env["NEXUS_BENCH_FILE"] ?? ".work/product.duckdb", { threads: 2, memoryLimit: "4GB" })
      : postgres({ url: database, workMemory: "256MB" }),
  sources: [product, orders],
  states: {
    billing_lifecycle: {
      of: "person",
      events: { "subscription started": "active", "subscription cancelled": "cancelled" },
    },
    plan: { of: "person", entries: [{ event: "plan changed", value: { column: "plan" } }] },
  },
});
