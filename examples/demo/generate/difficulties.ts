import { makeDevice, privateEmail, type Registry } from "./people.ts";
import type { Random } from "./random.ts";
import { DAY, officeTime, yearEnd } from "./time.ts";
import { type Company, isUser, type Joins, type Person, type SharedDevice } from "./world.ts";

/** How often each known way of making identity hard occurs; the star's second address is one more `by phone`. */
export const quotas = {
  seconds: { "by stripe": 22, "by user id": 18, "by phone": 58, never: 25 } as const satisfies Record<Joins, number>,
  /** Of those joined by phone: the shop knows the old number, which only an older identify call has. */
  phoneChangedSince: 8,
  phoneChanges: 12,
  sharedDevices: 5,
  switchboards: 2,
  switchboardUsers: 3,
  unlinkedDevices: 20,
  junkPhones: 14,
} as const;

/** Makes a tidy world hard: who has two addresses, who shares a browser, who enters nonsense. */
export function addDifficulties(random: Random, registry: Registry, people: readonly Person[]): SharedDevice[] {
  const free = random.shuffled(people.filter((person) => !person.scripted));
  giveSecondEmails(random, registry, free);
  changePhones(random, registry, free);
  shareSwitchboards(random, registry, free);
  enterJunk(random, free);
  addUnlinkedDevices(random, free);
  return shareDevices(random, free);
}

const inPlainCompany = (person: Person): boolean =>
  person.company.domain !== undefined && person.formerEmail === undefined;

const canHave: Readonly<Record<Joins, (person: Person) => boolean>> = {
  "by stripe": (person) => person.part === "champion" && person.company.billing === "champion",
  "by user id": isUser,
  "by phone": isUser,
  never: (person) => isUser(person) || person.part === "contact",
};

function giveSecondEmails(random: Random, registry: Registry, people: readonly Person[]): void {
  for (const [joins, count] of Object.entries(quotas.seconds) as [Joins, number][]) {
    const able = people.filter((person) => !person.second && inPlainCompany(person) && canHave[joins](person));
    for (const person of able.slice(0, count)) giveSecondEmail(random, registry, person, joins);
  }
}

function giveSecondEmail(random: Random, registry: Registry, person: Person, joins: Joins): void {
  const email = privateEmail(random, registry, person.country, person.first, person.last);
  const joined = person.joinedAt ?? 0;
  const until = joins === "by user id" ? officeTime(random, joined + 3 * DAY, joined + 12 * DAY) : undefined;
  person.second = { email, joins, until };
  if (joins === "by phone") {
    person.phone ??= registry.phones.next(person.country);
    person.shops = true;
    person.shopPhone = "own";
  }
  if (joins === "never") {
    person.shops = true;
    person.shopPhone = "none";
  }
}

/** The number changes at least three weeks after the first login, so that the old one is on record. */
function changePhones(random: Random, registry: Registry, people: readonly Person[]): void {
  const users = people.filter((person) => staysUser(person) && person.phone !== undefined);
  const joinedByPhone = users
    .filter((person) => person.second?.joins === "by phone")
    .slice(0, quotas.phoneChangedSince);
  const others = users.filter((person) => person.second === undefined).slice(0, quotas.phoneChanges);
  for (const person of [...joinedByPhone, ...others]) {
    const since = officeTime(random, (person.joinedAt ?? 0) + 21 * DAY, (person.joinedAt ?? 0) + 70 * DAY);
    person.newPhone = { number: registry.phones.next(person.country), since };
  }
}

const staysUser = (person: Person): boolean =>
  isUser(person) && (person.company.endedAt ?? yearEnd) > (person.joinedAt ?? yearEnd) + 75 * DAY;

/** Three colleagues, each with an account of their own, leave the company's number at the shop. */
function shareSwitchboards(random: Random, registry: Registry, people: readonly Person[]): void {
  const fits = (person: Person) => person.second === undefined && person.newPhone === undefined && isUser(person);
  const companies = random.shuffled([...new Set(people.map((person) => person.company))]);
  const fitting = companies.filter(
    (company) => company.formerly === undefined && company.people.filter(fits).length >= quotas.switchboardUsers,
  );
  for (const company of fitting.slice(0, quotas.switchboards)) {
    company.switchboard = registry.phones.next(company.country);
    for (const person of company.people.filter(fits).slice(0, quotas.switchboardUsers)) {
      person.shops = true;
      person.shopPhone = "switchboard";
    }
  }
}

const junkPhones = ["0000000000", "n/a", "null", "", "-", "123456"] as const;

function enterJunk(random: Random, people: readonly Person[]): void {
  const careless = people.filter((person) => isUser(person) && !person.second && !person.newPhone);
  for (const person of careless.slice(0, quotas.junkPhones)) person.junkPhone = random.pick(junkPhones);
}

function addUnlinkedDevices(random: Random, people: readonly Person[]): void {
  const champions = people.filter((person) => person.part === "champion");
  for (const person of champions.slice(0, quotas.unlinkedDevices)) person.unlinkedDevice = makeDevice(random, person);
}

/** A browser in the stock room on which two colleagues log in one after the other. */
function shareDevices(random: Random, people: readonly Person[]): SharedDevice[] {
  const usersOf = (company: Company) => company.people.filter((person) => staysUser(person) && !person.scripted);
  const companies = random.shuffled([...new Set(people.map((person) => person.company))]);
  const fitting = companies.filter((company) => company.switchboard === undefined && usersOf(company).length >= 2);
  return fitting.slice(0, quotas.sharedDevices).map((company) => ({
    device: makeDevice(random, { because: "shared device: two colleagues log in" }),
    users: random.some(usersOf(company), 2),
  }));
}
