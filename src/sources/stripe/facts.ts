import type { EventDefinition } from "../../config/source.ts";

type Fact = Required<Pick<EventDefinition, "name" | "type" | "significance">>;

/** What happens to a customer in Stripe, whichever loader tells of it. */
export const facts = {
  customer_created: { name: "customer created", type: "customer", significance: 3 },
  customer_updated: { name: "customer updated", type: "customer", significance: 1 },
  customer_deleted: { name: "customer deleted", type: "customer", significance: 2 },
  subscription_created: { name: "subscription created", type: "subscription", significance: 4 },
  trial_started: { name: "trial started", type: "subscription", significance: 4 },
  trial_ended: { name: "trial ended", type: "subscription", significance: 2 },
  subscription_status_changed: { name: "subscription status changed", type: "subscription", significance: 2 },
  subscription_plan_changed: { name: "subscription plan changed", type: "subscription", significance: 4 },
  subscription_cancelled: { name: "subscription cancelled", type: "subscription", significance: 5 },
  subscription_resumed: { name: "subscription resumed", type: "subscription", significance: 4 },
  subscription_ended: { name: "subscription ended", type: "subscription", significance: 5 },
  invoice_issued: { name: "invoice issued", type: "invoice", significance: 2 },
  invoice_paid: { name: "invoice paid", type: "invoice", significance: 3 },
  invoice_voided: { name: "invoice voided", type: "invoice", significance: 2 },
  invoice_uncollectible: { name: "invoice uncollectible", type: "invoice", significance: 4 },
  payment_started: { name: "payment started", type: "payment", significance: 1 },
  payment_succeeded: { name: "payment succeeded", type: "payment", significance: 3 },
  payment_failed: { name: "payment failed", type: "payment", significance: 4 },
  payment_cancelled: { name: "payment cancelled", type: "payment", significance: 2 },
  payment_refunded: { name: "payment refunded", type: "payment", significance: 4 },
  payment_disputed: { name: "payment disputed", type: "payment", significance: 5 },
  payment_method_added: { name: "payment method added", type: "payment", significance: 1 },
  checkout_completed: { name: "checkout completed", type: "checkout", significance: 3 },
} as const satisfies Record<string, Fact>;
