import {
  anonymousId,
  concat,
  constant,
  defineConfig,
  defineModel,
  defineSource,
  domain,
  duckdb,
  email,
  id,
  json,
  lookup,
  minorUnits,
  phone,
} from "nexus-cdp";
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
    subscription: { key: "stripe_subscription_id", traits: { plan: "text" } },
  },
  relationships: { subscriber: { from: "person", to: "subscription", single: "from" } },
});

const plan = json("metadata", "plan");

/** A source of one's own beside the ready-made ones: Lumenry's app notes on the subscription which plan it is for. */
const plans = defineSource(model, "plans", {
  timezone: "UTC",
  tables: { subscriptions: "raw/stripe/subscription_history.csv", prices: "raw/stripe/price.csv" },
  events: {
    plan_chosen: {
      from: "subscriptions",
      type: "subscription",
      id: "id",
      occurredAt: "_fivetran_start",
      ingestedAt: "_fivetran_synced",
      changesOf: [plan],
      description: concat(constant("Plan "), plan),
      value: minorUnits(lookup("prices", "lookup_key", concat(plan, constant("_usd")), "unit_amount")),
      unit: constant("usd"),
      significance: 4,
      columns: { plan },
      persons: [{ role: "customer", identifiers: { stripe_customer_id: "customer_id" } }],
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
    stripe(model, {
      files: "raw/stripe/{table}.csv",
      metadata: { user_id: "user_id" },
      subscriptionEntity: { type: "subscription", owner: "subscriber" },
    }),
    plans,
  ],
  states: {
    subscription_status: {
      of: "subscription",
      description: "where a subscription stands, in Stripe's words",
      entries: [
        { event: "subscription status changed", value: { column: "status" } },
        { event: "subscription ended", value: "canceled" },
      ],
    },
    billing_lifecycle: {
      of: "person",
      description: "where a customer stands with billing: the best of the subscriptions",
      over: { state: "subscription_status", through: "subscriber" },
      best: ["active", "trialing", "past_due", "canceled"],
    },
    billing_plan: {
      of: "person",
      description: "the plan that a customer is on",
      entries: [
        { event: "plan chosen", value: { column: "plan" } },
        { event: "subscription ended", value: null },
      ],
    },
    billing_mrr: {
      of: "person",
      description: "what that plan costs a month, in dollars, from the trial on",
      entries: [
        { event: "plan chosen", number: { column: "value" } },
        { event: "subscription ended", number: 0 },
      ],
    },
    product_activity: {
      of: "person",
      description: "whether somebody uses the product",
      events: {
        "Dashboard Viewed": "active",
        "Report Created": "active",
        "Report Exported": "active",
        "Cohort Opened": "active",
        "Forecast Run": "active",
      },
      timeouts: [
        { after: { days: 30 }, value: "quiet" },
        { after: { days: 90 }, value: "gone" },
      ],
    },
    customer_health: {
      of: "person",
      description: "whether a paying customer will stay",
      from: ["billing_lifecycle", "product_activity"],
      cases: [
        { when: { billing_lifecycle: ["active", "trialing"], product_activity: "active" }, value: "healthy" },
        { when: { billing_lifecycle: ["active", "trialing", "past_due"] }, value: "at risk" },
      ],
    },
    company_lifecycle: {
      of: "group",
      description: "where a company stands with billing: the best of its people",
      over: { members: "billing_lifecycle" },
      best: ["active", "trialing", "past_due", "canceled"],
    },
    company_mrr: {
      of: "group",
      description: "what a company pays a month, in dollars",
      over: { members: "billing_mrr" },
      sum: true,
    },
  },
});
