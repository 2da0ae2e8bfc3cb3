import { anonymousId, defineConfig, defineModel, domain, duckdb, email, id, phone } from "nexus-cdp";
import { gmail, googleCalendar, segment, shopify, stripe } from "nexus-cdp/sources";

/** The vocabulary of Lumenry, an invented company: who there is, and how they are told apart. */
const model = defineModel({
  entities: {
    person: {
      identifiers: {
        email: email(),
        phone: phone({ region: "US" }),
        user_id: id(),
        stripe_customer_id: id(),
        shopify_customer_id: id(),
        anonymous_id: anonymousId(),
      },
      traits: { name: "text", title: "text", internal: "boolean" },
    },
    group: {
      identifiers: { domain: domain(), myshopify_domain: id(), segment_group_id: id() },
      traits: { name: "text", industry: "text" },
    },
  },
});

export default defineConfig({
  model,
  warehouse: duckdb("demo.duckdb"),
  sources: [
    gmail(model, { table: "raw/gmail/messages.ndjson", ownDomains: ["lumenry.example"] }),
    googleCalendar(model, { table: "raw/google_calendar/events.ndjson", ownDomains: ["lumenry.example"] }),
    segment(model, {
      files: "raw/segment/{table}.csv",
      identifiers: { phone: "phone" },
      traits: { title: "title" },
      groupIdentifiers: { domain: "domain", myshopify_domain: "shop_domain" },
      groupTraits: { industry: "industry" },
    }),
    shopify(model, { files: "raw/shopify/{table}.csv" }),
    stripe(model, { files: "raw/stripe/{table}.csv", metadata: { user_id: "user_id" } }),
  ],
  states: {
    billing_lifecycle: {
      of: "person",
      description: "where a customer stands with billing",
      events: { "trial started": "trialing", "subscription started": "active", "subscription cancelled": "cancelled" },
    },
  },
});
