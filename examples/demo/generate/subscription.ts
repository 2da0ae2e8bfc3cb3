import { type PlanName, type Price, stripeSynced } from "./catalogue.ts";
import type { Invoiced, Stripe, StripeCustomer } from "./stripe.ts";
import type { StripeColumn } from "./stripe-columns.ts";
import type { Row } from "./table.ts";
import { DAY, HOUR, type Instant, inYear, monthsLater, sqlTime, yearEnd } from "./time.ts";

export interface Lifecycle {
  readonly customer: StripeCustomer;
  readonly plan: PlanName;
  readonly trialStart: Instant;
  /** When it was canceled, or the trial lapsed. */
  readonly end: Instant | undefined;
  readonly upgrades: readonly { readonly at: Instant; readonly plan: PlanName }[];
  /** The billing periods, from 0, whose first charge fails, and after how many days a later one works. */
  readonly failures: ReadonlyMap<number, number>;
  readonly metadata: Readonly<Record<string, string>>;
}

type Version = Row<StripeColumn<"subscription_history">>;
type Change = Pick<
  Version,
  "status" | "current_period_start" | "current_period_end" | "canceled_at" | "ended_at" | "metadata"
>;

export const trialDays = 14;

/** The number of the last billing period that begins before `end`; -1 when the trial is all there is. */
export function lastPeriod(trialStart: Instant, end: Instant): number {
  let period = -1;
  while (monthsLater(trialStart + trialDays * DAY, period + 1) < lastBilling(end)) period++;
  return period;
}

/** A bill needs an hour or two to be collected before the year is over. */
const lastBilling = (end: Instant): Instant => Math.min(end, yearEnd - 3 * HOUR);

/** Lives a subscription through: trialing → active → past due → active … → canceled, with its invoices and charges. */
export function subscribe(stripe: Stripe, life: Lifecycle): void {
  new Subscription(stripe, life).run();
}

class Subscription {
  readonly #stripe: Stripe;
  readonly #life: Lifecycle;
  readonly #id: string;
  readonly #trialEnd: Instant;
  #newest: Version = {};
  #item: Row<StripeColumn<"subscription_item">> = {};
  #price: Price;

  constructor(stripe: Stripe, life: Lifecycle) {
    this.#stripe = stripe;
    this.#life = life;
    this.#id = stripe.id("sub");
    this.#trialEnd = life.trialStart + trialDays * DAY;
    this.#price = stripe.price(life.plan, life.customer.payer.currency);
  }

  run(): void {
    const { end = yearEnd, trialStart } = this.#life;
    this.#begin(trialStart);
    for (let month = 0; month <= lastPeriod(trialStart, end); month++) {
      this.#bill(month, monthsLater(this.#trialEnd, month), monthsLater(this.#trialEnd, month + 1), lastBilling(end));
    }
    if (this.#life.end !== undefined) {
      this.#change(end, { status: "canceled", canceled_at: sqlTime(end), ended_at: sqlTime(end) });
    }
  }

  #begin(at: Instant): void {
    const { customer } = this.#life;
    const period: [Instant, Instant] = [at, this.#trialEnd];
    this.#newest = this.#stripe.history.add({
      id: this.#id,
      _fivetran_synced: stripeSynced(at),
      _fivetran_active: true,
      _fivetran_start: sqlTime(at),
      _fivetran_end: "9999-12-31 23:59:59",
      billing: "charge_automatically",
      billing_cycle_anchor: sqlTime(this.#trialEnd),
      cancel_at_period_end: false,
      created: sqlTime(at),
      current_period_start: sqlTime(at),
      current_period_end: sqlTime(this.#trialEnd),
      customer_id: customer.id,
      livemode: true,
      metadata: this.#metadata(),
      quantity: 1,
      start_date: sqlTime(at),
      status: "trialing",
      trial_start: sqlTime(at),
      trial_end: sqlTime(this.#trialEnd),
    });
    this.#item = this.#stripe.items.add({
      _fivetran_synced: stripeSynced(at),
      created: sqlTime(at),
      current_period_start: sqlTime(at),
      current_period_end: sqlTime(this.#trialEnd),
      id: this.#stripe.id("si", 14),
      metadata: "{}",
      plan_id: this.#price.id,
      quantity: 1,
      subscription_id: this.#id,
    });
    this.#stripe.invoice(this.#invoice(at, 0, "subscription_create", period));
  }

  #bill(month: number, from: Instant, to: Instant, end: Instant): void {
    const times = { current_period_start: sqlTime(from), current_period_end: sqlTime(to) };
    const bill = this.#invoice(from, this.#price.cents, "subscription_cycle", [from, to]);
    const recovery = this.#life.failures.get(month);
    const charge = this.#stripe.invoice(bill, recovery === undefined ? "paid" : "failed");
    this.#change(from, { status: "active", ...times });
    if (recovery !== undefined) {
      this.#change(from + 2 * HOUR, { status: "past_due" });
      const settled = from + recovery * DAY;
      if (charge && settled < end) {
        this.#stripe.settle(bill, charge, settled);
        this.#change(settled, { status: "active" });
      }
    }
    for (const { at, plan } of this.#life.upgrades)
      if (at >= from && at < Math.min(to, end)) this.#upgrade(at, plan, to);
  }

  /** The new price from now on; the difference for the rest of the month is billed at once. */
  #upgrade(at: Instant, plan: PlanName, to: Instant): void {
    const before = this.#price;
    this.#price = this.#stripe.price(plan, before.currency);
    const share = (to - at) / (30 * DAY);
    const cents = Math.max(0, Math.round((this.#price.cents - before.cents) * share));
    this.#stripe.invoice(this.#invoice(at, cents, "subscription_update", [at, to]));
    this.#change(at, { metadata: this.#metadata() });
    Object.assign(this.#item, { plan_id: this.#price.id, _fivetran_synced: stripeSynced(at) });
  }

  /** History mode: the version that was newest ends where the next one starts. */
  #change(at: Instant, change: Change): void {
    if (!inYear(at)) return;
    const past = { _fivetran_active: false, _fivetran_end: sqlTime(at - 1000), _fivetran_synced: stripeSynced(at) };
    const next = { ...this.#newest, ...change, _fivetran_start: sqlTime(at), _fivetran_synced: stripeSynced(at) };
    Object.assign(this.#newest, past);
    this.#newest = this.#stripe.history.add(next);
  }

  #invoice(at: Instant, cents: number, reason: Invoiced["reason"], period: Invoiced["period"]): Invoiced {
    return { at, customer: this.#life.customer, subscriptionId: this.#id, price: this.#price, cents, reason, period };
  }

  /** The app notes the plan on the subscription, which is how the history knows of upgrades. */
  #metadata(): string {
    return JSON.stringify({ ...this.#life.metadata, plan: this.#price.plan.toLowerCase() });
  }
}
