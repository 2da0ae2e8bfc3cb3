import { equals, firstOf, lookup, not, optional, present } from "../../../config/fields.ts";
import { filled, filledColumn, fivetranRow, isNotFalse, titled, where } from "../../fivetran.ts";
import { type CustomerFields, mentions } from "../customer.ts";
import { facts } from "../facts.ts";
import { amountOf, type Context, customerBehind, type Events, named, ownMetadata } from "./shared.ts";

const ofCharge = (column: string) => lookup("charge", "id", "charge_id", column);

/** Refunds and disputes know their charge, and the charge its customer. */
const charged = customerBehind(ofCharge("customer_id"), { email: ofCharge("receipt_email") });

export function paymentEvents({ options, live }: Context): Events {
  const payer = (said: Pick<CustomerFields, "email" | "phone" | "traits">) =>
    mentions(customerBehind("customer_id", { ...said, ...ownMetadata }), options);
  const charge = {
    ...fivetranRow,
    from: "charge",
    id: "id",
    occurredAt: "created",
    ...amountOf("amount"),
    description: firstOf(filledColumn("description"), filledColumn("statement_descriptor"), "id"),
    columns: {
      payment_intent_id: optional("payment_intent_id"),
      invoice_id: optional("invoice_id"),
      failure_code: optional("failure_code"),
      failure_message: optional("failure_message"),
    },
    ...payer({
      email: firstOf(filledColumn("receipt_email"), filledColumn("billing_detail_email")),
      phone: optional("billing_detail_phone"),
      traits: named("billing_detail_name"),
    }),
  };
  const intent = {
    ...fivetranRow,
    from: "payment_intent",
    id: "id",
    ...amountOf("amount"),
    description: firstOf(filledColumn("description"), "id"),
    columns: { status: "status" },
    ...payer({ email: optional("receipt_email") }),
  };
  return {
    // An authorization that was not captured is no payment yet.
    payment_succeeded: {
      ...facts.payment_succeeded,
      ...charge,
      ...where(live, equals("status", "succeeded"), isNotFalse(optional("captured"))),
    },
    payment_failed: { ...facts.payment_failed, ...charge, ...where(live, equals("status", "failed")) },
    payment_started: { ...facts.payment_started, ...intent, occurredAt: "created", ...where(live) },
    payment_cancelled: {
      ...facts.payment_cancelled,
      ...intent,
      occurredAt: "canceled_at",
      ...where(live, present("canceled_at")),
    },
    payment_refunded: {
      ...facts.payment_refunded,
      ...fivetranRow,
      from: "refund",
      id: "id",
      occurredAt: "created",
      ...amountOf("amount"),
      ...where(live, not(equals("status", "failed", "canceled"))),
      description: optional("reason"),
      columns: { charge_id: "charge_id", reason: optional("reason"), status: "status" },
      ...mentions(charged, options),
    },
    payment_disputed: {
      ...facts.payment_disputed,
      ...fivetranRow,
      from: "dispute",
      id: "id",
      occurredAt: "created",
      ...amountOf("amount"),
      ...where(live),
      description: optional("reason"),
      columns: { charge_id: "charge_id", reason: optional("reason"), status: "status" },
      ...mentions(
        {
          ...charged,
          email: firstOf(filled(ofCharge("receipt_email")), filledColumn("evidence_customer_email_address")),
          traits: named("evidence_customer_name"),
        },
        options,
      ),
    },
    payment_method_added: {
      ...facts.payment_method_added,
      ...fivetranRow,
      from: "payment_method",
      id: "id",
      occurredAt: "created",
      ...where(live),
      description: titled("Payment method", optional("type")),
      columns: { method: optional("type") },
      ...payer({
        email: optional("billing_detail_email"),
        phone: optional("billing_detail_phone"),
        traits: named("billing_detail_name"),
      }),
    },
  };
}
