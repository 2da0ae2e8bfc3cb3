import { equals, firstOf, optional, present } from "../../../config/fields.ts";
import { deletedBy, fivetranRow, titled, where } from "../../fivetran.ts";
import { mentions } from "../customer.ts";
import { facts } from "../facts.ts";
import { amountOf, type Context, customerBehind, type Events, ownMetadata } from "./shared.ts";

/** Connectors of different age name it differently; the end of the period is when a renewal is drawn up. */
const issuedAt = firstOf(
  optional("status_transitions_finalized_at"),
  optional("finalized_at"),
  optional("created"),
  optional("date"),
  optional("period_end"),
);

/** Drafts are nothing yet: an invoice exists for the customer once it is issued. */
const isIssued = equals("status", "open", "paid", "uncollectible", "void");

export function invoiceEvents({ options, live }: Context): Events {
  const row = {
    ...fivetranRow,
    from: "invoice",
    id: "id",
    deletedAt: deletedBy(optional("_fivetran_deleted"), optional("is_deleted")),
    description: titled("Invoice", optional("number")),
    columns: {
      number: optional("number"),
      status: "status",
      subscription_id: optional("subscription_id"),
      billing_reason: optional("billing_reason"),
    },
    ...mentions(
      customerBehind("customer_id", { ...ownMetadata, subscription: { id: optional("subscription_id") } }),
      options,
    ),
  };
  const at = (column: string) => ({ ...row, occurredAt: optional(column), ...where(live, present(optional(column))) });
  return {
    invoice_issued: {
      ...facts.invoice_issued,
      ...row,
      ...amountOf("amount_due"),
      occurredAt: issuedAt,
      ...where(live, isIssued),
    },
    invoice_paid: {
      ...facts.invoice_paid,
      ...row,
      ...amountOf("amount_paid"),
      occurredAt: firstOf(optional("status_transitions_paid_at"), issuedAt),
      ...where(live, equals("status", "paid")),
    },
    invoice_voided: {
      ...facts.invoice_voided,
      ...amountOf("amount_due"),
      ...at("status_transitions_voided_at"),
    },
    invoice_uncollectible: {
      ...facts.invoice_uncollectible,
      ...amountOf("amount_due"),
      ...at("status_transitions_marked_uncollectible_at"),
    },
  };
}
