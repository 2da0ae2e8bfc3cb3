import { type Currency, openCatalogue, type PlanName, type Price, stripeSynced } from "./catalogue.ts";
import type { Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";
import { type StripeColumn, stripeColumns } from "./stripe-columns.ts";
import { type Row, Table } from "./table.ts";
import { HOUR, type Instant, inYear, MINUTE, sqlTime } from "./time.ts";
import type { Owner } from "./world.ts";

export interface Payer {
  readonly at: Instant;
  readonly email: string;
  readonly name: string;
  readonly phone: string | undefined;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly country: string;
  readonly currency: Currency;
  /** To whom the Stripe customer belongs. */
  readonly owner: Owner;
  readonly emailOwner: Owner;
}

export interface StripeCustomer {
  readonly id: string;
  readonly payer: Payer;
  readonly row: Row<StripeColumn<"customer">>;
}

export interface Invoiced {
  readonly at: Instant;
  readonly customer: StripeCustomer;
  readonly subscriptionId: string;
  readonly price: Price;
  readonly cents: number;
  readonly reason: "subscription_create" | "subscription_cycle" | "subscription_update";
  readonly period: readonly [Instant, Instant];
}

/** Stripe's tables as Fivetran leaves them: rows overwritten in place, except for the history of subscriptions. */
export class Stripe {
  readonly customers = new Table(stripeColumns.customer);
  readonly history = new Table(stripeColumns.subscription_history);
  readonly items = new Table(stripeColumns.subscription_item);
  readonly invoices = new Table(stripeColumns.invoice);
  readonly charges = new Table(stripeColumns.charge);
  readonly refunds = new Table(stripeColumns.refund);
  readonly prices = new Table(stripeColumns.price);
  readonly products = new Table(stripeColumns.product);
  readonly #catalogue: readonly Price[];
  readonly #invoiceCounts = new Map<StripeCustomer, number>();
  readonly #random: Random;
  readonly #ledger: Ledger;

  constructor(random: Random, ledger: Ledger) {
    this.#random = random;
    this.#ledger = ledger;
    this.#catalogue = openCatalogue(this.products, this.prices, (prefix, length) => this.id(prefix, length));
  }

  id(prefix: string, length = 24): string {
    return `${prefix}_${this.#random.token(length)}`;
  }

  price(plan: PlanName, currency: Currency): Price {
    const found = this.#catalogue.find((price) => price.plan === plan && price.currency === currency);
    if (found === undefined) throw new RangeError(`no price for ${plan} in ${currency}`);
    return found;
  }

  addCustomer(payer: Payer, phoneOnRecord = payer.phone): StripeCustomer {
    const id = this.id("cus", 14);
    const { at, email, name, owner, emailOwner } = payer;
    const row = this.customers.add({
      id,
      _fivetran_synced: stripeSynced(at),
      account_balance: 0,
      address_country: payer.country,
      balance: 0,
      created: sqlTime(at),
      currency: payer.currency,
      delinquent: false,
      description: payer.description,
      email,
      invoice_prefix: this.#random.text(8, "0123456789ABCDEF"),
      is_deleted: false,
      livemode: true,
      name,
      phone: phoneOnRecord,
      tax_exempt: "none",
      metadata: JSON.stringify(payer.metadata),
    });
    this.#ledger.saw(owner, "stripe_customer_id", id);
    this.#ledger.saw(emailOwner, "email", email);
    return { id, payer, row };
  }

  deleteCustomer({ row }: StripeCustomer, at: Instant): void {
    if (inYear(at)) Object.assign(row, { is_deleted: true, _fivetran_synced: stripeSynced(at) });
  }

  /** Bills and collects; gives the charge back, unless there was nothing to pay. */
  invoice(bill: Invoiced, outcome: "paid" | "failed" = "paid"): Row<StripeColumn<"charge">> | undefined {
    const { at, customer, cents } = bill;
    const paid = outcome === "paid";
    const invoiceId = this.id("in");
    const charge = cents > 0 ? this.charge(bill, invoiceId, at + HOUR, outcome) : undefined;
    this.invoices.add({
      id: invoiceId,
      _fivetran_synced: stripeSynced(at + HOUR),
      amount_due: cents,
      amount_paid: paid ? cents : 0,
      amount_remaining: paid ? 0 : cents,
      attempt_count: cents > 0 ? 1 : 0,
      attempted: true,
      auto_advance: !paid,
      billing_reason: bill.reason,
      charge_id: charge?.id,
      created: sqlTime(at),
      currency: bill.price.currency,
      customer_id: customer.id,
      is_deleted: false,
      livemode: true,
      metadata: "{}",
      number: this.#nextNumber(customer),
      paid,
      payment_intent_id: charge?.payment_intent_id,
      subscription_id: bill.subscriptionId,
      period_start: sqlTime(bill.period[0]),
      period_end: sqlTime(bill.period[1]),
      status: paid ? "paid" : "open",
      status_transitions_finalized_at: sqlTime(at + HOUR),
      status_transitions_paid_at: paid ? sqlTime(at + HOUR + MINUTE) : null,
      subtotal: cents,
      tax: 0,
      total: cents,
    });
    return charge;
  }

  /** An attempt to collect; also for later attempts at an open invoice. */
  charge(bill: Invoiced, invoiceId: string, at: Instant, outcome: "paid" | "failed"): Row<StripeColumn<"charge">> {
    const paid = outcome === "paid";
    return this.charges.add({
      id: this.id("ch"),
      _fivetran_synced: stripeSynced(at),
      amount: bill.cents,
      amount_refunded: 0,
      balance_transaction_id: paid ? this.id("txn") : null,
      captured: paid,
      card_id: this.id("pm"),
      created: sqlTime(at),
      currency: bill.price.currency,
      customer_id: bill.customer.id,
      description: bill.reason === "subscription_create" ? "Subscription creation" : "Subscription update",
      failure_code: paid ? null : "card_declined",
      failure_message: paid ? null : "Your card was declined.",
      invoice_id: invoiceId,
      livemode: true,
      metadata: "{}",
      outcome_network_status: paid ? "approved_by_network" : "declined_by_network",
      outcome_reason: paid ? null : "insufficient_funds",
      outcome_risk_level: "normal",
      outcome_risk_score: this.#random.int(2, 60),
      outcome_seller_message: paid ? "Payment complete." : "The bank returned the decline code `insufficient_funds`.",
      outcome_type: paid ? "authorized" : "issuer_declined",
      paid,
      payment_intent_id: this.id("pi"),
      receipt_email: bill.customer.payer.email,
      refunded: false,
      statement_descriptor: "LUMENRY",
      status: paid ? "succeeded" : "failed",
      calculated_statement_descriptor: "LUMENRY",
    });
  }

  /** A later attempt at an invoice that failed has worked. */
  settle(bill: Invoiced, failed: Row<StripeColumn<"charge">>, at: Instant): void {
    const invoice = this.invoices.rows.find((row) => row.id === failed.invoice_id);
    if (!inYear(at) || invoice === undefined) return;
    const charge = this.charge(bill, String(failed.invoice_id), at, "paid");
    const collected = { amount_paid: bill.cents, amount_remaining: 0, attempt_count: 2, auto_advance: false };
    const times = { status_transitions_paid_at: sqlTime(at), _fivetran_synced: stripeSynced(at) };
    Object.assign(invoice, { ...collected, ...times, charge_id: charge.id, paid: true, status: "paid" });
  }

  refund(charge: Row<StripeColumn<"charge">>, cents: number, at: Instant, reason: string): void {
    if (!inYear(at)) return;
    this.refunds.add({
      id: this.id("re"),
      _fivetran_synced: stripeSynced(at),
      amount: cents,
      balance_transaction_id: this.id("txn"),
      charge_id: charge.id,
      created: sqlTime(at),
      currency: charge.currency,
      metadata: "{}",
      reason,
      status: "succeeded",
    });
    const full = cents === charge.amount;
    Object.assign(charge, { amount_refunded: cents, refunded: full, _fivetran_synced: stripeSynced(at) });
  }

  #nextNumber(customer: StripeCustomer): string {
    const count = (this.#invoiceCounts.get(customer) ?? 0) + 1;
    this.#invoiceCounts.set(customer, count);
    return `${customer.row.invoice_prefix}-${String(count).padStart(4, "0")}`;
  }
}
