import type { Country } from "./names.ts";
import { canonicalEmail, type NameStyle } from "./spelling.ts";
import type { Instant } from "./time.ts";

/** What a person is to Lumenry: `contact` only mails and meets, `buyer` only shops. */
export type Part = "staff" | "champion" | "member" | "contact" | "buyer";

/** How far a company came with Lumenry's app. */
export type Arc = "lead" | "lost trial" | "customer" | "churned";

/** What evidence, if any, ties a person's second e-mail address to the first. */
export type Joins = "by phone" | "by stripe" | "by user id" | "never";

export interface Person {
  /** The true person, `p0001`: what the truth files call the entity. */
  readonly id: string;
  readonly first: string;
  readonly last: string;
  readonly title: string;
  readonly part: Part;
  readonly company: Company;
  readonly country: Country;
  readonly mailStyle: NameStyle;
  /** The address for mail and, unless something else is said, for everything. */
  readonly email: string;
  /** The address before the company was renamed. */
  readonly formerEmail: string | undefined;
  second: SecondEmail | undefined;
  phone: string | undefined;
  newPhone: { readonly number: string; readonly since: Instant } | undefined;
  /** What the person enters where a phone number is asked for. */
  junkPhone: string | undefined;
  readonly userId: string | undefined;
  /** First login to the app. */
  joinedAt: Instant | undefined;
  readonly devices: Device[];
  shops: boolean;
  /** Which number the shop is given. */
  shopPhone: "own" | "switchboard" | "none";
  /** A browser on which the person looked around but never logged in: theirs in truth, and no evidence says so. */
  unlinkedDevice: Device | undefined;
  /** Lives by a script of its own instead of the simulation. */
  readonly scripted: boolean;
}

export interface SecondEmail {
  readonly email: string;
  readonly joins: Joins;
  /** For `by user id`: when the app's address changed from this one to the main one. */
  readonly until: Instant | undefined;
}

export interface Company {
  /** The true group, `g001`. */
  readonly id: string;
  readonly name: string;
  /** Absent for shops of one person who uses a free-mail address. */
  readonly domain: string | undefined;
  readonly formerly: { readonly name: string; readonly domain: string; readonly until: Instant } | undefined;
  readonly arc: Arc;
  readonly country: Country;
  readonly people: Person[];
  /** Role accounts that several people read. */
  readonly inboxes: Inbox[];
  readonly segmentId: string | undefined;
  readonly shopDomain: string | undefined;
  readonly signedUpAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
  /** A number that colleagues share. */
  switchboard: string | undefined;
  /** Whether the app was told the company's domain; without it nothing ties the account to the mail. */
  readonly tellsDomain: boolean;
  readonly billing: Billing;
}

/** Who stands in Stripe as the customer. */
export type Billing = "champion" | "inbox with user id" | "inbox alone";

export interface Inbox {
  readonly local: string;
  readonly label: string;
  readonly company: Company;
}

/** A browser: Segment's anonymous id lives in its cookie. */
export interface Device {
  readonly anonymousId: string;
  readonly userAgent: string;
  readonly ip: string;
  /** Its clock is wrong by so many milliseconds. */
  readonly skew: number;
  readonly owner: Owner | undefined;
}

/** Whom an identifier belongs to: one person, or nobody in particular, for a reason. */
export type Owner = Person | SharedBy;
export interface SharedBy {
  readonly because: string;
}
/** What forms and bugs leave where an identifier should be. */
export const junk: SharedBy = { because: "junk value" };
export const isPerson = (owner: Owner): owner is Person => "first" in owner;

/** One address in a mail or a meeting. */
export interface Party {
  readonly email: string;
  readonly name: string;
  readonly style: NameStyle;
  readonly owner: Owner;
}

export interface World {
  readonly lumenry: Company;
  readonly companies: readonly Company[];
  readonly star: Person;
  readonly sharedDevices: readonly SharedDevice[];
}

export interface SharedDevice {
  readonly device: Device;
  readonly users: readonly Person[];
}

export const fullName = (person: Person): string => `${person.first} ${person.last}`;
export const customers = (world: World): Person[] => world.companies.flatMap((company) => company.people);
export const staff = (world: World): Person[] => world.lumenry.people;
export const isUser = (person: Person): boolean => person.userId !== undefined && person.part !== "staff";
export const champion = (company: Company): Person | undefined =>
  company.people.find((person) => person.part === "champion");

export function emailAt(person: Person, at: Instant): string {
  const until = person.company.formerly?.until ?? 0;
  return person.formerEmail !== undefined && at < until ? person.formerEmail : person.email;
}

/** The address that the app knows. */
export function appEmailAt(person: Person, at: Instant): string {
  const { second } = person;
  return second?.until !== undefined && at < second.until ? second.email : emailAt(person, at);
}

/** The address given at the shop: the private one of those who have two. */
export const shopEmailAt = (person: Person, at: Instant): string => person.second?.email ?? emailAt(person, at);

export const phoneAt = (person: Person, at: Instant): string | undefined =>
  person.newPhone !== undefined && at >= person.newPhone.since ? person.newPhone.number : person.phone;

export const companyNameAt = (company: Company, at: Instant): string =>
  company.formerly !== undefined && at < company.formerly.until ? company.formerly.name : company.name;

export const domainAt = (company: Company, at: Instant): string | undefined =>
  company.formerly !== undefined && at < company.formerly.until ? company.formerly.domain : company.domain;

export function partyOf(person: Person, at: Instant): Party {
  return { email: emailAt(person, at), name: fullName(person), style: person.mailStyle, owner: person };
}

export function inboxParty(inbox: Inbox, at: Instant): Party {
  return {
    email: `${inbox.local}@${domainAt(inbox.company, at)}`,
    name: `${companyNameAt(inbox.company, at)} ${inbox.label}`,
    style: "plain",
    owner: { because: "role account" },
  };
}

/** An address that is nobody's: a list, a machine, a stranger. */
export const nobody = (email: string, name: string, because: string): Party => ({
  email: canonicalEmail(email),
  name,
  style: "plain",
  owner: { because },
});
