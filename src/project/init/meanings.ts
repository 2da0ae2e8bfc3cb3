import { type Profile, percent, share } from "./profile.ts";
import { nameFrom, singular, withoutContainers, withoutOwn, wordsOf } from "./words.ts";

export type Meaning =
  | "email"
  | "phone"
  | "person id"
  | "anonymous id"
  | "domain"
  | "group id"
  | "name"
  | "first name"
  | "last name"
  | "title"
  | "city"
  | "country"
  | "plan"
  | "company";

/** What a column says about a person or group. */
export interface Meant {
  readonly meaning: Meaning;
  readonly profile: Profile;
  /** Whose it is: the words before it. `billing_email` → billing; nothing where it is of the row's own person. */
  readonly of: readonly string[];
  /** Another address or number of the same person: `work_email`, `mobile` beside `phone`. */
  readonly further: boolean;
  /** For ids: the identifier type, before tables are looked at together. */
  readonly type: string;
  readonly why: string;
}

/** What is known of a table from its name. */
export interface TableWords {
  /** The words of its name, the last in the singular: `order_items` → order, item. */
  readonly own: readonly string[];
  /** `user` where a row is a user. */
  readonly person: string | undefined;
  /** `company` where a row is a company. */
  readonly group: string | undefined;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Nouns whose id is a person's. */
const persons = set(
  "user customer contact member subscriber client person buyer shopper guest patient student lead player learner donor profile",
);

/** What persons are in an event: `requester.id` beside `requester.email`. */
const parts = set("attendee participant registrant applicant respondent requester submitter payer purchaser");

/** Nouns of tables in which a row is a person, too, though nobody is known by them elsewhere. */
const staff = set("employee seller driver vendor agent host teacher author");

/** Nouns whose id is a group's. */
const groups = set("company organization organisation org workspace tenant team group business");

/** Words before an e-mail that still speak of the row's own person. */
const subjects = set(
  `user customer contact member subscriber client person buyer shopper guest patient student lead player learner donor
  profile visitor attendee participant registrant applicant respondent requester submitter payer purchaser account login
  username primary main default your form signup current verified raw normalized
  kunde kunden kontakt benutzer nutzer mitglied teilnehmer kaufer kaeufer besteller cliente clientes contacto usuario klant`,
);

/** Words for one of several addresses or numbers of the same person. */
const furthers = set(
  `secondary second alternate alternative alt other backup recovery personal work business private home office old previous former
  additional privat geschaftlich geschaeftlich dienstlich beruflich arbeit zweite weitere alternativ`,
);

/** Words before an id that make it somebody else's. */
const others = set(
  `assigned assignee created creator by owner parent referrer referred referring inviter invited last modified updated deleted
  agent manager approved approver merged previous related reporter reviewer sales support actor admin author editor staff
  sender recipient from to old new target partner bearbeiter betreuer verkaufer verkaeufer absender empfanger empfaenger ersteller supervisor responsible closed opened locked via next first`,
);

/** Words before an address or number that say nothing about whose it is. */
const silent = set(
  "address primary main default your my form signup current verified raw normalized login username de di du da del der des von of",
);

/** Words behind an address that add nothing: `correo electrónico`. */
const trailing = set("address electronico eletronico elettronica electronique");
const numberWords = set("number no nr num nummer numero");

const idWords = set("id uuid guid key number no code ref");
const phoneWords = set("phone mobile cell tel telephone telefon telefono handy msisdn whatsapp gsm");
const anonymousIds =
  /(^|_)((anonymous|anon|visitor|cookie|device|distinct|browser|user_pseudo|ga_client|advertising)_(id|uuid|guid)|fingerprint|idfa|gaid|aaid)$/;

/** What may hold the id of a browser or device, and as often only what it is called. */
const anonymousThings =
  /^((anonymous|user|client|customer|web|site|tracking)_)?(device|browser|cookie|cookies|visitor|anonymous|anon)$/;

/** The noun of a table in which a row is a person or a group. */
export function tableWords(name: string): TableWords {
  const words = wordsOf(name);
  const own = withoutContainers([...words.slice(0, -1), singular(words.at(-1) ?? "")]);
  const [noun = ""] = own.slice(-1);
  // `customer_orders` are orders; `crm_contacts` and `app_users` are persons.
  return {
    own,
    person: persons.has(noun) || staff.has(noun) ? noun : undefined,
    group: groups.has(noun) || noun === "account" ? noun : undefined,
  };
}

/** What a spot means, by its name and its values; undefined for all that is no business of identity. */
export function meaningOf(profile: Profile, table: TableWords): Meant | undefined {
  if (profile.rows > 0 && profile.filled === 0) return undefined;
  if (profile.objects > 0 || share(profile, profile.arrays) >= 0.5) return undefined;
  const words = withoutOwn(profile.words, table.own);
  return (
    emailMeant(profile, words) ??
    phoneMeant(profile, words) ??
    idMeant(profile, profile.words) ??
    domainMeant(profile, words) ??
    traitMeant(profile, words, table)
  );
}

/** Whether a column's words speak of the row's own person. */
export function isSubject(of: readonly string[]): boolean {
  return of.every((word) => subjects.has(word));
}

/** Whether a word is a person, or a group of them. */
export function isPersonNoun(word: string): boolean {
  return persons.has(word) || staff.has(word) || groups.has(word);
}

/** Whether a word before an id makes it somebody else's than the row's. */
export function isOfOthers(word: string): boolean {
  return others.has(word);
}

/** Whether an address with these words before it may be that of the row's own person, for want of another. */
export function mayBeOwn(of: readonly string[]): boolean {
  return !of.some((word) => others.has(word) || staff.has(word));
}

export function isGroupNoun(word: string): boolean {
  return groups.has(word) || word === "account";
}

/** By its values, or by its name alone where there are none yet. */
function looksRight(profile: Profile, count: number, least: number): boolean {
  return profile.rows === 0 || share(profile, count) >= least;
}

function made(
  meaning: Meaning,
  profile: Profile,
  of: readonly string[],
  why: string,
  more: { further?: boolean; type?: string } = {},
): Meant {
  return { meaning, profile, of, further: more.further ?? false, type: more.type ?? meaning, why };
}

interface Owned {
  readonly of: readonly string[];
  readonly further: boolean;
}

function split(words: readonly string[]): Owned {
  return {
    of: words.filter((word) => !furthers.has(word) && !silent.has(word)),
    further: words.some((word) => furthers.has(word)),
  };
}

/** Whose address or number a name says that it is; undefined when it does not end with such a noun, as `Phone (work)` does. */
function named(words: readonly string[], nouns: ReadonlySet<string>, rest: ReadonlySet<string>): Owned | undefined {
  const last = words.findLastIndex((word) => !rest.has(word) && !furthers.has(word) && !/^\d+$/.test(word));
  if (!nouns.has(words[last] ?? "")) return undefined;
  const behind = words.slice(last + 1);
  const { of, further } = split(words.slice(0, last));
  return { of, further: further || behind.some((word) => furthers.has(word) || Number(word) > 1) };
}

const mailWords = set("email mail");

function emailMeant(profile: Profile, words: readonly string[]): Meant | undefined {
  const said = named(words, mailWords, trailing);
  if (said !== undefined && looksRight(profile, profile.emails, 0.6))
    return made("email", profile, said.of, `e-mail addresses: ${percent(profile, profile.emails)}`, said);
  const isKey = idWords.has(words.at(-1) ?? "") || words.at(-1) === "uid";
  if (isKey || profile.filled < 2 || share(profile, profile.emails) < 0.9) return undefined;
  const { of, further } = split(words.filter((word) => word !== "email" && !/^\d+$/.test(word)));
  return made("email", profile, of, `e-mail addresses: ${percent(profile, profile.emails)}`, {
    further: further || (of.length === 0 && words.includes("email")),
  });
}

function phoneMeant(profile: Profile, words: readonly string[]): Meant | undefined {
  const said = words.includes("fax") ? undefined : named(words, phoneWords, numberWords);
  if (said !== undefined && looksRight(profile, profile.phones, 0.6)) {
    const of = said.of.filter((word) => !phoneWords.has(word));
    return made("phone", profile, of, `phone numbers: ${percent(profile, profile.phones)}`, { further: said.further });
  }
  const plain =
    profile.filled >= 2 &&
    profile.distinct >= 2 &&
    profile.numbers < profile.filled &&
    share(profile, profile.international) >= 0.9;
  return plain &&
    !words.includes("fax") &&
    words.some((word) => word === "number" || word === "contact" || phoneWords.has(word))
    ? made(
        "phone",
        profile,
        words.filter((word) => word !== "number"),
        `phone numbers with a country: ${percent(profile, profile.international)}`,
      )
    : undefined;
}

function idMeant(profile: Profile, words: readonly string[]): Meant | undefined {
  const joined = words.join("_");
  const looksLikeGoogles = joined.endsWith("client_id") && share(profile, profile.fractions) >= 0.9;
  if (looksLikeGoogles || anonymousIds.test(joined) || anonymousThings.test(joined)) {
    const isThing = anonymousThings.test(joined);
    if (profile.emails > 0 || (!looksLikeGoogles && !isOpaque(profile, isThing))) return undefined;
    const type = isThing ? `${singular(typeOf(words))}_id` : typeOf(words);
    return made("anonymous id", profile, [], "names a browser or device, not a person", { type });
  }
  const [noun = "", last = ""] = words.slice(-2);
  const before = words.slice(0, -2);
  const says =
    idWords.has(last) &&
    (last === "id" || last === "uuid" || last === "guid" || profile.rows === 0 || share(profile, profile.codes) >= 0.9);
  if (
    says &&
    !before.some((word) => others.has(word)) &&
    share(profile, profile.emails) < 0.1 &&
    profile.longest <= 100
  ) {
    if (persons.has(noun) || parts.has(noun))
      return made("person id", profile, [], `the key of a ${noun}`, { type: typeOf(words) });
    if (groups.has(noun) || noun === "account")
      return made("group id", profile, [noun], `the key of a ${noun}`, { type: typeOf(words) });
  }
  // Stripe's `customer` holds a key without saying so.
  const [only = ""] = words;
  const codes =
    profile.filled > 0 && share(profile, profile.codes) >= 0.95 && profile.distinct > 1 && profile.longest <= 64;
  if (
    words.length === 1 &&
    codes &&
    profile.emails === 0 &&
    profile.times === 0 &&
    (only === "user" || only === "customer")
  ) {
    return made("person id", profile, [], `keys of a ${only}: ${percent(profile, profile.codes)}`, {
      type: `${only}_id`,
    });
  }
  return undefined;
}

/** Whether values are made up to tell apart, not words such as `iPhone` or `Mac`, nor answers such as 0 and 1. */
function isOpaque(profile: Profile, isDoubtful: boolean): boolean {
  if (profile.rows === 0) return !isDoubtful;
  if (share(profile, profile.makes) > 0.1) return false;
  if (!isDoubtful) return share(profile, profile.codes) >= 0.5;
  const isCounted = share(profile, profile.numbers) >= 0.5 && profile.least < 100_000;
  return share(profile, profile.codes) >= 0.9 && profile.distinct > 1 && profile.times === 0 && !isCounted;
}

/** `Customer ID` → `customer_id`. */
function typeOf(words: readonly string[]): string {
  return nameFrom(words.join(" "), "key");
}

const domainNames =
  /^(?:(?:company|organization|organisation|org|business|employer|account|customer)_)?(?:domain|website|web_site|homepage|site|domain_name|website_url|company_url)$/;

function domainMeant(profile: Profile, words: readonly string[]): Meant | undefined {
  if (!domainNames.test(words.join("_")) || !looksRight(profile, profile.hosts, 0.6)) return undefined;
  return made("domain", profile, [], `internet domains: ${percent(profile, profile.hosts)}`);
}

const personNames = set("full display real");

function traitMeant(profile: Profile, words: readonly string[], table: TableWords): Meant | undefined {
  const [before = "", last = ""] = words.length === 1 ? ["", ...words] : words.slice(-2);
  const rest = words.slice(0, -2);
  const joined = words.join("_");
  const textual =
    profile.rows === 0 || (profile.longest <= 200 && share(profile, profile.numbers) < 0.2 && profile.emails === 0);
  if (!textual) return undefined;
  if (last === "name") {
    if (/^(first|given|fore)$/.test(before)) return made("first name", profile, rest, "first names, by its name");
    if (/^(last|family|sur)$/.test(before)) return made("last name", profile, rest, "last names, by its name");
    if (/^(company|organization|organisation|org|business|employer|account)$/.test(before))
      return made("company", profile, [], "names of companies, by its name");
    const of = words.slice(0, -1).filter((word) => !personNames.has(word));
    const plainly = personNames.has(before) || table.person !== undefined || table.group !== undefined;
    if (plainly || looksRight(profile, profile.names, 0.3))
      return made("name", profile, of, `names, ${plainly ? "by its name" : percent(profile, profile.names)}`);
    return undefined;
  }
  if (/^(fname|forename)$/.test(joined)) return made("first name", profile, [], "first names, by its name");
  if (/^(lname|surname)$/.test(joined)) return made("last name", profile, [], "last names, by its name");
  if (joined === "fullname") return made("name", profile, [], "names, by its name");
  if (/^(company|organization|organisation|employer)$/.test(joined))
    return made("company", profile, [], "names of companies, by its name");
  if (joined === "job_title" || (joined === "title" && table.person !== undefined))
    return made("title", profile, [], "titles, by its name");
  const [place = ""] = words.slice(-1);
  const of = words.slice(0, -1).filter((word) => word !== "address");
  if (place === "city" && share(profile, profile.codes) < 0.2) return made("city", profile, of, "cities, by its name");
  if (place === "country" || (place === "code" && before === "country"))
    return made("country", profile, place === "code" ? rest : of, "countries, by its name");
  if (/^(plan|plan_name|subscription_plan)$/.test(joined)) return made("plan", profile, [], "plans, by its name");
  return undefined;
}
