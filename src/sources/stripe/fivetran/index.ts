import { customerEvents } from "./customers.ts";
import { invoiceEvents } from "./invoices.ts";
import { paymentEvents } from "./payments.ts";
import type { Context, Events } from "./shared.ts";
import { subscriptionEvents } from "./subscriptions.ts";

/** The tables of Fivetran's Stripe connector that are read. */
export const fivetranTables = [
  "customer",
  "subscription",
  "subscription_item",
  "price",
  "plan",
  "product",
  "invoice",
  "charge",
  "refund",
  "dispute",
  "payment_intent",
  "payment_method",
] as const;

export type FivetranTable = (typeof fivetranTables)[number];

/** All events from the tables that Fivetran's Stripe connector writes. */
export function fivetranEvents(context: Context): Events {
  return {
    ...customerEvents(context),
    ...subscriptionEvents(context),
    ...invoiceEvents(context),
    ...paymentEvents(context),
  };
}
