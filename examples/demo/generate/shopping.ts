import type { Buyer, Good, Order } from "./checkout.ts";
import type { Ledger } from "./ledger.ts";
import type { NameGiver } from "./names.ts";
import type { Random } from "./random.ts";
import type { Shop } from "./shopify.ts";
import { typedEmail, typedPhone } from "./spelling.ts";
import { anyTime, DAY, type Instant, yearEnd, yearStart } from "./time.ts";
import {
  type Company,
  champion,
  companyNameAt,
  customers,
  inboxParty,
  isUser,
  junk,
  type Person,
  phoneAt,
  shopEmailAt,
  type World,
} from "./world.ts";

/** How many companies order under their billing address, but with a colleague's number. */
const bridgedInboxes = 6;

/** A year in Lumenry's shop for counters, mounts and mugs. */
export function shopAll(random: Random, world: World, shop: Shop, names: NameGiver, ledger: Ledger): void {
  const clerk: Clerk = { shop, names, ledger };
  for (const person of customers(world).filter((one) => one.shops && !one.scripted)) {
    buyNowAndThen(random.fork(person.id), clerk, person);
  }
  buyUnderBilling(random.fork("billing"), clerk, world);
  buyUnderInboxes(random.fork("inboxes"), clerk, world);
  leaveCarts(random.fork("carts"), clerk, world);
  buyAtTheFair(random.fork("fair"), clerk);
}

export interface Clerk {
  readonly shop: Shop;
  readonly names: NameGiver;
  readonly ledger: Ledger;
}

function buyNowAndThen(random: Random, clerk: Clerk, person: Person): void {
  const [from, until] = shoppingTime(person);
  const guest = random.chance(0.12);
  const times = Array.from({ length: Number(random.weighted({ 1: 50, 2: 30, 3: 15, 4: 5 })) }, () =>
    anyTime(random, from, until),
  ).sort((a, b) => a - b);
  for (const at of times) buy(random, clerk, buyerAt(random, clerk, person, at, guest), at);
}

/** Those whose number changed shop before it does, so that the shop knows the old one. */
function shoppingTime(person: Person): readonly [Instant, Instant] {
  const from = Math.max(person.company.signedUpAt ?? yearStart, yearStart) + DAY;
  const until = person.second?.joins === "by phone" ? (person.newPhone?.since ?? yearEnd) : yearEnd;
  return [Math.min(from, until - 3 * DAY), Math.max(until - 2 * DAY, yearStart + 2 * DAY)];
}

export function buyerAt(random: Random, { names, ledger }: Clerk, person: Person, at: Instant, guest: boolean): Buyer {
  const own = person.shopPhone === "own" ? phoneAt(person, at) : undefined;
  const phone = person.shopPhone === "switchboard" ? person.company.switchboard : own;
  ledger.saw(person.shopPhone === "switchboard" ? { because: "company switchboard" } : person, "phone", phone);
  return {
    key: person.id,
    email: typedEmail(random, shopEmailAt(person, at)),
    emailOwner: person,
    first: person.first,
    last: person.last,
    company: person.second ? "" : companyNameAt(person.company, at),
    address: names.address(person.country),
    country: person.country,
    phone: phone && typedPhone(random, phone),
    accountPhone: own !== undefined && random.chance(0.5) ? own : undefined,
    owner: person,
    guest,
  };
}

const baskets: readonly (readonly Good[])[] = [
  ["counter"],
  ["counter", "mount"],
  ["counter", "counter", "mount", "mount"],
  ["display"],
  ["display", "counter"],
  ["shirt", "mug"],
  ["stickers"],
  ["notebook", "stickers"],
  ["mug", "mug"],
  ["shirt"],
];

/** Paid, mostly sent, now and then refunded or canceled. */
function buy(random: Random, { shop }: Clerk, buyer: Buyer, at: Instant): Order | undefined {
  const order = shop.order(at, buyer, random.pick(baskets), random.chance(0.1) ? 'Please ring, "side door"' : "");
  if (order === undefined) return undefined;
  if (random.chance(0.03)) {
    shop.cancel(order, at + DAY / 4);
    return order;
  }
  if (random.chance(0.92)) shop.fulfill(order, at + random.int(20, 80) * 3_600_000);
  if (random.chance(0.09)) {
    const amount = random.chance(0.5) ? order.total : Math.round(order.total / 2);
    shop.refund(order, amount, at + random.int(6, 20) * DAY, random.pick(["Damaged in transit", "Changed mind", ""]));
  }
  return order;
}

/**
 * The address billing@ stands in Stripe with the champion's user id, and here with another colleague's number: whoever trusts it
 * merges the two.
 */
function buyUnderBilling(random: Random, clerk: Clerk, world: World): void {
  const fits = (person: Person) =>
    isUser(person) && person.part !== "champion" && person.phone && !person.junkPhone && !person.newPhone;
  const able = world.companies.filter(({ billing, people }) => billing === "inbox with user id" && people.some(fits));
  for (const company of able.slice(0, bridgedInboxes)) {
    const person = company.people.find(fits);
    if (person) buyUnder(random, clerk, company, person, person.phone);
  }
}

/** Other shared addresses order too, and leave no number. */
function buyUnderInboxes(random: Random, clerk: Clerk, world: World): void {
  const able = world.companies.filter(({ inboxes, billing }) => billing !== "inbox with user id" && inboxes.length > 1);
  for (const company of able.slice(0, 8)) {
    const person = company.people.at(-1);
    if (person) buyUnder(random, clerk, company, person, undefined);
  }
}

function buyUnder(random: Random, clerk: Clerk, company: Company, person: Person, phone: string | undefined): void {
  const at = anyTime(
    random,
    Math.max(company.signedUpAt ?? yearStart, person.joinedAt ?? yearStart) + 3 * DAY,
    yearEnd - 9 * DAY,
  );
  const inbox = phone === undefined ? company.inboxes.at(-1) : company.inboxes[0];
  if (inbox === undefined) return;
  const party = inboxParty(inbox, at);
  if (phone !== undefined) {
    clerk.ledger.saw(person, "phone", phone);
    clerk.ledger.note(person, "role address bridges two persons", party.email);
    clerk.ledger.note(champion(company), "role address bridges two persons", party.email);
  }
  const buyer: Buyer = {
    key: party.email,
    email: party.email,
    emailOwner: party.owner,
    first: person.first,
    last: person.last,
    company: companyNameAt(company, at),
    address: clerk.names.address(company.country),
    country: company.country,
    phone: phone && typedPhone(random, phone),
    accountPhone: undefined,
    owner: { because: "shop account of a role address" },
    guest: false,
  };
  buy(random, clerk, buyer, at);
}

const junkEmails = ["test@test.com", "test@test.com", "null", "n/a", "", "asdf@asdf", "test@example.com"] as const;

function leaveCarts(random: Random, clerk: Clerk, world: World): void {
  const shoppers = customers(world).filter((person) => person.shops && !person.scripted);
  for (const person of random.some(shoppers, 44)) {
    const at = anyTime(random, shoppingTime(person)[0], yearEnd - 2 * DAY);
    clerk.shop.abandon(at, buyerAt(random, clerk, person, at, false), random.pick(baskets));
  }
  for (let i = 0; i < 16; i++) {
    const nobody = {
      key: "",
      first: "",
      last: "",
      company: "",
      phone: random.pick(["0000000000", "n/a", ""]),
      guest: true,
    } as const;
    const place = { address: clerk.names.address("US"), country: "US", accountPhone: undefined } as const;
    const at = anyTime(random, yearStart, yearEnd - 2 * DAY);
    clerk.shop.abandon(
      at,
      { ...nobody, ...place, email: random.pick(junkEmails), owner: junk, emailOwner: junk },
      random.pick(baskets),
    );
  }
}

/** Sold over the counter at a fair: no customer, or what the seller typed to get on. */
function buyAtTheFair(random: Random, clerk: Clerk): void {
  for (let i = 0; i < 12; i++) {
    const buyer: Buyer = {
      key: "",
      email: random.pick(["", "", "null", "n/a", "test@test.com"]),
      emailOwner: junk,
      first: random.pick(["", "Walk-in", "n/a"]),
      last: "",
      company: "",
      address: { street: "", city: "", zip: "", province: "" },
      country: "US",
      phone: random.pick(["0000000000", "n/a", ""]),
      accountPhone: undefined,
      owner: junk,
      guest: true,
    };
    clerk.shop.order(anyTime(random, yearStart + 40 * DAY, yearEnd - 9 * DAY), buyer, [
      random.pick(["shirt", "mug", "stickers"] as const),
    ]);
  }
}
