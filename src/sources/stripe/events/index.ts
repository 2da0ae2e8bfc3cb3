import { equals, firstOf, lower, minorUnits, not, present } from "../../../config/fields.ts";
import { filled, isTrue, titled } from "../../fivetran.ts";
import { facts } from "../facts.ts";
import { type Events, type EventsContext, eventMaker, type Make } from "./shared.ts";

/** All events from a table of Stripe's event objects, as webhooks and `GET /v1/events` give them. */
export function rawEvents(context: EventsContext): Events {
  const make = eventMaker(context);
  return { ...customerEvents(make), ...subscriptionEvents(make), ...invoiceEvents(make), ...paymentEvents(make) };
}

function customerEvents({ object, of, customer }: Make): Events {
  const row = {
    description: firstOf(object("description"), object("name"), object("id")),
    columns: { currency: object("currency"), delinquent: object("delinquent") },
    ...customer(
      {
        email: object("email"),
        phone: object("phone"),
        traits: { name: filled(object("name")), city: object("address.city"), country: object("address.country") },
      },
      object("id"),
    ),
  };
  return {
    customer_created: { ...facts.customer_created, ...of(["customer.created"]), ...row },
    customer_updated: { ...facts.customer_updated, ...of(["customer.updated"]), ...row },
    customer_deleted: { ...facts.customer_deleted, ...of(["customer.deleted"]), ...row },
  };
}

function subscriptionEvents({ object, before, of, customer }: Make): Events {
  const item = (path: string) => object(`items.data.0.${path}`);
  const planId = firstOf(item("price.id"), object("plan.id"));
  const plan = firstOf(item("price.nickname"), object("plan.nickname"), planId);
  const currency = firstOf(item("price.currency"), object("currency"), object("plan.currency"));
  const row = {
    description: titled("Subscription", plan),
    columns: {
      subscription_id: object("id"),
      status: object("status"),
      plan_id: planId,
      plan,
      unit_amount: minorUnits(firstOf(item("price.unit_amount"), object("plan.amount")), currency),
      currency: lower(currency),
      billing_interval: firstOf(item("price.recurring.interval"), object("plan.interval")),
      quantity: firstOf(item("quantity"), object("quantity")),
      cancel_at_period_end: object("cancel_at_period_end"),
    },
    ...customer({ subscription: { id: object("id"), traits: { plan } } }),
  };
  const created = ["customer.subscription.created"];
  const updated = ["customer.subscription.updated"];
  const deleted = ["customer.subscription.deleted"];
  const ends = isTrue(object("cancel_at_period_end"));
  return {
    subscription_created: { ...facts.subscription_created, ...of(created), ...row },
    trial_started: { ...facts.trial_started, ...of(created, equals(object("status"), "trialing")), ...row },
    trial_ended: { ...facts.trial_ended, ...of(updated, equals(before("status"), "trialing")), ...row },
    subscription_status_changed: {
      ...facts.subscription_status_changed,
      ...of(updated, present(before("status"))),
      ...row,
      description: titled("Status", object("status")),
    },
    subscription_plan_changed: {
      ...facts.subscription_plan_changed,
      ...of(updated, present(firstOf(before("items.data.0.price.id"), before("plan.id")))),
      ...row,
    },
    subscription_cancelled: {
      ...facts.subscription_cancelled,
      ...of(updated, equals(before("cancel_at_period_end"), false), ends),
      ...row,
    },
    // Cancelled at once: there was no notice before the end.
    subscription_cancelled_at_once: { ...facts.subscription_cancelled, ...of(deleted, not(ends)), ...row },
    subscription_resumed: {
      ...facts.subscription_resumed,
      ...of(updated, equals(before("cancel_at_period_end"), true), not(ends)),
      ...row,
    },
    subscription_ended: { ...facts.subscription_ended, ...of(deleted), ...row },
  };
}

function invoiceEvents({ object, of, amount, customer }: Make): Events {
  const subscription = firstOf(object("subscription"), object("parent.subscription_details.subscription"));
  const row = {
    description: titled("Invoice", object("number")),
    columns: {
      number: object("number"),
      status: object("status"),
      subscription_id: subscription,
      billing_reason: object("billing_reason"),
    },
    ...customer({
      email: object("customer_email"),
      phone: object("customer_phone"),
      traits: { name: filled(object("customer_name")) },
      subscription: { id: subscription },
    }),
  };
  const due = amount("amount_due");
  return {
    invoice_issued: { ...facts.invoice_issued, ...of(["invoice.finalized"]), ...due, ...row },
    invoice_paid: { ...facts.invoice_paid, ...of(["invoice.paid"]), ...amount("amount_paid"), ...row },
    invoice_voided: { ...facts.invoice_voided, ...of(["invoice.voided"]), ...due, ...row },
    invoice_uncollectible: {
      ...facts.invoice_uncollectible,
      ...of(["invoice.marked_uncollectible"]),
      ...due,
      ...row,
    },
  };
}

function paymentEvents({ object, of, amount, customer, reference }: Make): Events {
  const billing = {
    email: firstOf(object("receipt_email"), object("billing_details.email")),
    phone: object("billing_details.phone"),
    traits: { name: filled(object("billing_details.name")) },
  };
  const charge = {
    ...amount("amount"),
    description: firstOf(object("description"), object("id")),
    columns: {
      payment_intent_id: object("payment_intent"),
      invoice_id: object("invoice"),
      failure_code: object("failure_code"),
      failure_message: object("failure_message"),
    },
    ...customer(billing),
  };
  const intent = {
    ...amount("amount"),
    description: firstOf(object("description"), object("id")),
    columns: { status: object("status") },
    ...customer({ email: object("receipt_email") }),
  };
  const contact = (part: string) => ({
    email: object(`${part}.email`),
    phone: object(`${part}.phone`),
    traits: { name: filled(object(`${part}.name`)) },
  });
  return {
    // An authorization is paid when it is captured, which is an event of its own.
    payment_succeeded: {
      ...facts.payment_succeeded,
      ...of(["charge.succeeded", "charge.captured"], isTrue(object("captured"))),
      ...charge,
    },
    payment_failed: { ...facts.payment_failed, ...of(["charge.failed"]), ...charge },
    payment_started: { ...facts.payment_started, ...of(["payment_intent.created"]), ...intent },
    payment_cancelled: { ...facts.payment_cancelled, ...of(["payment_intent.canceled"]), ...intent },
    // The newest refund comes first; later API versions leave the list out and say only how much it is in all.
    payment_refunded: {
      ...facts.payment_refunded,
      ...of(["charge.refunded"]),
      ...charge,
      value: minorUnits(firstOf(object("refunds.data.0.amount"), object("amount_refunded")), object("currency")),
    },
    payment_disputed: {
      ...facts.payment_disputed,
      ...of(["charge.dispute.created"]),
      ...amount("amount"),
      description: object("reason"),
      columns: { charge_id: object("charge"), reason: object("reason"), status: object("status") },
      ...customer({ email: object("evidence.customer_email_address") }),
    },
    payment_method_added: {
      ...facts.payment_method_added,
      ...of(["payment_method.attached"]),
      description: titled("Payment method", object("type")),
      columns: { method: object("type") },
      ...customer(contact("billing_details")),
    },
    checkout_completed: {
      ...facts.checkout_completed,
      ...of(["checkout.session.completed"]),
      ...amount("amount_total"),
      description: titled("Checkout of a", object("mode")),
      columns: { payment_status: object("payment_status"), reference: object("client_reference_id") },
      ...customer({ ...contact("customer_details"), further: reference }),
    },
  };
}
