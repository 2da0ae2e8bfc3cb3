import type { PlanName } from "./catalogue.ts";
import type { Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";
import { typedPhone } from "./spelling.ts";
import type { Payer, Stripe, StripeCustomer } from "./stripe.ts";
import { lastPeriod, subscribe, trialDays } from "./subscription.ts";
import { DAY, type Instant, MINUTE, utc, yearEnd } from "./time.ts";
import {
  type Company,
  champion,
  emailAt,
  fullName,
  inboxParty,
  junk,
  type Person,
  phoneAt,
  type World,
} from "./world.ts";

/** Every company that signed up becomes a Stripe customer with a trial; what comes of it is the company's arc. */
export function payAll(random: Random, world: World, stripe: Stripe, ledger: Ledger): void {
  const companies = world.companies.filter(
    (company) => company.signedUpAt !== undefined && company !== world.star.company,
  );
  companies.forEach((company, i) => {
    const own = random.fork(company.id);
    const payer = payerOf(own, company, i);
    const customer = openAccount(own, stripe, ledger, company, payer);
    liveOn(own, stripe, company, customer);
  });
  returnAfterLeaving(random.fork("return"), world, stripe);
  refundSome(random.fork("refunds"), stripe);
}

const currencyOf = ({ country }: Company) => (country === "US" || country === "GB" ? "usd" : "eur");

function payerOf(random: Random, company: Company, position: number): Payer {
  const person = champion(company);
  if (person === undefined) throw new RangeError(`${company.id} has no champion`);
  const at = (company.signedUpAt ?? yearEnd) + 2 * MINUTE;
  const inbox = company.billing === "champion" ? undefined : company.inboxes[0] && inboxParty(company.inboxes[0], at);
  const alone = company.billing === "inbox alone" && inbox !== undefined;
  const privately = person.second && person.second.joins !== "by phone" && person.second.joins !== "never";
  return {
    at,
    email: inbox?.email ?? (privately ? person.second?.email : undefined) ?? emailAt(person, at),
    name: inbox ? company.name : fullName(person),
    phone: alone || random.chance(0.4) ? undefined : phoneAt(person, at),
    description: company.name,
    metadata: metadataOf(random, person, alone, position),
    country: company.country,
    currency: currencyOf(company),
    owner: alone ? { because: "company account at Stripe" } : person,
    emailOwner: inbox?.owner ?? person,
  };
}

/** Mostly the app's user id; sometimes none, as before the app wrote it, and sometimes the word that a bug left there. */
function metadataOf(random: Random, person: Person, alone: boolean, position: number): Record<string, string> {
  const needed = person.second !== undefined || person.company.billing === "inbox with user id";
  if (alone || (!needed && random.chance(0.15))) return {};
  if (!needed && position % 9 === 3) return { user_id: "null" };
  return { user_id: person.userId ?? "" };
}

function openAccount(random: Random, stripe: Stripe, ledger: Ledger, company: Company, payer: Payer): StripeCustomer {
  const nonsense = random.chance(0.12) ? random.pick(["n/a", "0000000000", "none"]) : undefined;
  if (payer.phone !== undefined) ledger.saw(nonsense ? junk : payer.owner, "phone", nonsense ?? payer.phone);
  const shown = payer.phone && (nonsense ?? typedPhone(random, payer.phone));
  if (payer.metadata["user_id"] === "null") ledger.saw(junk, "user_id", "null");
  const customer = stripe.addCustomer(payer, shown);
  if (company.arc === "churned" && random.chance(0.3))
    stripe.deleteCustomer(customer, (company.endedAt ?? yearEnd) + 10 * DAY);
  return customer;
}

function liveOn(random: Random, stripe: Stripe, company: Company, customer: StripeCustomer): void {
  const trialStart = customer.payer.at + MINUTE;
  const plan = random.weighted<PlanName>({ Starter: 60, Growth: 34, Scale: 6 });
  subscribe(stripe, {
    customer,
    plan,
    trialStart,
    end: company.arc === "lost trial" ? trialStart + trialDays * DAY : company.endedAt,
    upgrades: random.chance(0.4) ? [{ at: trialStart + random.int(40, 150) * DAY, plan: nextPlan(plan) }] : [],
    failures: failuresOf(random, company, trialStart),
    metadata: customer.payer.metadata,
  });
}

const nextPlan = (plan: PlanName): PlanName => (plan === "Starter" ? "Growth" : "Scale");

/**
 * One customer in three has a card declined once. Half of those who leave do so by not paying, and some are past due when the year
 * ends.
 */
function failuresOf(random: Random, { arc, endedAt }: Company, trialStart: Instant): Map<number, number> {
  const failures = new Map<number, number>();
  const neverPays = { lead: 0, "lost trial": 0, customer: 0.1, churned: 0.5 }[arc];
  if (random.chance(0.33)) failures.set(random.int(1, 6), random.int(2, 6));
  if (random.chance(neverPays)) failures.set(lastPeriod(trialStart, endedAt ?? yearEnd), 60);
  return failures;
}

/** Some come back after leaving, as a second Stripe customer with the same address. */
function returnAfterLeaving(random: Random, world: World, stripe: Stripe): void {
  const backAt = ({ endedAt = yearEnd }: Company): Instant => endedAt + 45 * DAY;
  const left = world.companies.filter((company) => company.arc === "churned" && company.billing === "champion");
  for (const company of left.filter((one) => backAt(one) < yearEnd - 20 * DAY).slice(0, 4)) {
    const at = backAt(company);
    const customer = stripe.addCustomer({ ...payerOf(random, company, 0), at, phone: undefined });
    const life = { customer, plan: "Starter", trialStart: at, end: at + trialDays * DAY } as const;
    subscribe(stripe, { ...life, upgrades: [], failures: new Map(), metadata: customer.payer.metadata });
  }
}

function refundSome(random: Random, stripe: Stripe): void {
  const paid = stripe.charges.rows.filter((charge) => charge.paid === true && Number(charge.amount) > 0);
  for (const charge of random.some(paid, 22)) {
    const cents = random.chance(0.6) ? Number(charge.amount) : Math.round(Number(charge.amount) / 2);
    const at = utc(String(charge.created).replace(" ", "T")) + random.int(1, 9) * DAY;
    stripe.refund(charge, cents, at, random.pick(["requested_by_customer", "duplicate"]));
  }
}
