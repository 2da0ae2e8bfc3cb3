import { slug } from "../../base/names.ts";
import { concat, constant } from "../../config/fields.ts";
import { regexReplace } from "../../sql/functions.ts";
import { type Sql, sql, value } from "../../sql/sql.ts";
import {
  bestFirst,
  type DraftIdentifier,
  type DraftMention,
  type DraftTrait,
  type Evidence,
  identifier,
  of,
  uniqueTypes,
} from "./drafts.ts";
import { isGroupNoun, isSubject, type Meant, mayBeOwn, type TableWords } from "./meanings.ts";
import { askSample, fieldOf, type Profile, textOf } from "./profile.ts";
import { isConstant, withoutStrangers } from "./strangers.ts";

export interface Persons {
  /** Whom the row is about; undefined where it only names others. */
  readonly main: DraftMention | undefined;
  readonly all: readonly DraftMention[];
}

/** Finds the persons of a table's rows. Where two columns cannot be of the same person, one of them goes. */
export async function personsOf(evidence: Evidence, notes: string[]): Promise<Persons> {
  const main = mainPerson(evidence, notes);
  const varying = main.identifiers.filter((one) => one.kind === "email" || !isConstant(one, notes));
  const kept = await withoutStrangers(varying, evidence, notes);
  const person = kept.length === 0 ? undefined : { ...main.person, identifiers: kept };
  const furthers = person === undefined ? [] : furtherMentions(main.furthers, person, notes);
  const twins = await twinAddresses(evidence, main, notes);
  const used = new Set([...main.used, ...twins]);
  const others = otherPersons(evidence.meants, used, person === undefined, notes);
  const all = distinctKeys([...(person === undefined ? [] : [person]), ...furthers, ...others], notes);
  return { main: person, all };
}

/** Columns that say the address of the row's own person once more: `Contact` with `Ana <ana@acme.example>` beside `Email`. */
async function twinAddresses(
  { meants, engine, raw }: Evidence,
  main: Main,
  notes: string[],
): Promise<readonly Meant[]> {
  const email = main.identifiers.find(({ kind }) => kind === "email");
  const candidates = of(meants, "email").filter((meant) => isSubject(meant.of) && !main.used.has(meant));
  if (email === undefined || candidates.length === 0) return [];
  const counts = candidates.flatMap(({ profile }) => {
    const [one, other] = [bareAddress(email.profile), bareAddress(profile)];
    return [sql`count(case when ${one} = ${other} then 1 end)`, sql`count(case when ${one} <> ${other} then 1 end)`];
  });
  const [row = []] = await askSample(engine, raw, counts);
  const twins = candidates.filter((_, index) => Number(row[index * 2]) > 9 * Number(row[index * 2 + 1]));
  notes.push(
    ...twins.map(({ profile }) => `"${profile.label}" holds the same e-mails as "${email.profile.label}": left out`),
  );
  return twins;
}

function bareAddress(profile: Profile): Sql {
  return regexReplace(sql`lower(${textOf(profile)})`, value("^[^<]*<|[<>\\s]"), sql`''`);
}

/** Of two mentions with one key, the first. */
function distinctKeys(mentions: readonly DraftMention[], notes: string[]): readonly DraftMention[] {
  const keys = mentions.map((mention) => slug(mention.key ?? mention.role));
  return mentions.filter((mention, index) => {
    const isFirst = keys.indexOf(keys[index] ?? "") === index;
    if (!isFirst)
      notes.push(
        ...mention.identifiers.map(
          ({ profile }) => `"${profile.label}" is left out: the row has a ${mention.role} already`,
        ),
      );
    return isFirst;
  });
}

interface Main {
  readonly person: DraftMention;
  readonly identifiers: readonly DraftIdentifier[];
  /** Other addresses and numbers of the same person. */
  readonly furthers: readonly Meant[];
  readonly used: ReadonlySet<Meant>;
}

/** The person that the row is about. */
function mainPerson({ meants, words: table, ownId }: Evidence, notes: string[]): Main {
  const used = new Set<Meant>();
  const mine = ownMeants(meants);
  const [email, ...emails] = bestFirst(of(mine, "email"));
  const phones = table.group === undefined ? bestFirst(of(mine, "phone")) : [];
  const phone =
    phones.find((meant) => email === undefined || same(meant.of, email.of) || meant.of.length === 0) ?? phones[0];
  const ids = uniqueTypes(bestFirst(of(mine, "person id")));
  const weak = uniqueTypes(bestFirst(of(mine, "anonymous id")));
  const identifiers: DraftIdentifier[] = [];
  const take = (meant: Meant | undefined, kind: DraftIdentifier["kind"], type: string): void => {
    if (meant === undefined) return;
    used.add(meant);
    identifiers.push(identifier(meant, kind, type));
  };
  take(email, "email", "email");
  for (const id of ids) take(id, "id", id.type);
  const ownType = table.person === undefined ? undefined : `${table.person}_id`;
  if (ownType !== undefined && ownId !== undefined && !identifiers.some(({ type }) => type === ownType)) {
    identifiers.push({
      kind: "id",
      type: ownType,
      field: fieldOf(ownId),
      profile: ownId,
      why: `the key of a ${table.person}: a row of this table is one`,
    });
  }
  take(phone, "phone", "phone");
  for (const id of weak) take(id, "anonymous id", id.type);
  const sameWho = (meant: Meant): boolean => meant.of.length === 0 || (email !== undefined && same(meant.of, email.of));
  const furthers = [
    ...emails.filter((meant) => meant.further && sameWho(meant)),
    ...phones.filter(
      (meant) => meant !== phone && sameWho(meant) && /mobile|cell|whatsapp/.test(meant.profile.words.join(" ")),
    ),
  ];
  for (const meant of furthers) used.add(meant);
  for (const meant of emails.filter((one) => !used.has(one) && same(one.of, email?.of ?? []))) {
    used.add(meant);
    notes.push(`"${meant.profile.label}" holds e-mails, too: "${email?.profile.label}" is taken`);
  }
  for (const meant of phones.filter((one) => !used.has(one) && same(one.of, phone?.of ?? []))) {
    used.add(meant);
    notes.push(`"${meant.profile.label}" holds phone numbers, too: "${phone?.profile.label}" is taken`);
  }
  const role = roleOf(
    [email, phone].filter((meant) => meant !== undefined),
    ids,
    table,
  );
  return {
    person: { entity: "person", role, identifiers, traits: personTraits(mine, table) },
    identifiers,
    furthers,
    used,
  };
}

/**
 * What is said of the row's own person. The only address beside a number or name that does not say whose it is, is theirs,
 * whatever stands before it.
 */
function ownMeants(meants: readonly Meant[]): readonly Meant[] {
  const mine = meants.filter((meant) => isSubject(meant.of));
  const [owner, ...owners] = new Set(of(meants, "email").map((meant) => meant.of.join(" ")));
  const isOnly = owner !== undefined && owners.length === 0 && mayBeOwn(owner.split(" "));
  const isAsked = of(mine, "phone", "name", "first name").length > 0 && of(mine, "person id").length === 0;
  return isOnly && isAsked ? meants.filter((meant) => mine.includes(meant) || meant.of.join(" ") === owner) : mine;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.join(" ") === other.join(" ");
}

/** What the row's own person is called: by what stands before the address, by the key, by the table. */
function roleOf(contacts: readonly Meant[], ids: readonly Meant[], table: TableWords): string {
  const said = contacts.flatMap((meant) => meant.of).find((word) => !/^(account|login|username)$/.test(word));
  const [id] = ids;
  const noun = id?.profile.words.filter((word) => !/^(id|uuid|guid|key|number|no|code|ref)$/.test(word)).at(-1);
  return table.person ?? (said === undefined ? undefined : roleFrom(said)) ?? noun ?? "person";
}

/** The few traits that are worth something at once. */
function personTraits(mine: readonly Meant[], table: TableWords): readonly DraftTrait[] {
  const traits: DraftTrait[] = [];
  const add = (name: string, meant: Meant | undefined): void => {
    if (meant !== undefined)
      traits.push({ name, field: fieldOf(meant.profile), labels: [meant.profile.label], why: meant.why });
  };
  if (table.group === undefined) {
    const name = nameTrait(mine);
    if (name !== undefined) traits.push(name);
    for (const meaning of ["title", "city", "country", "plan"] as const) add(meaning, bestFirst(of(mine, meaning))[0]);
  }
  return traits;
}

function nameTrait(meants: readonly Meant[]): DraftTrait | undefined {
  const [whole] = bestFirst(of(meants, "name"));
  if (whole !== undefined)
    return { name: "name", field: fieldOf(whole.profile), labels: [whole.profile.label], why: whole.why };
  const [first] = bestFirst(of(meants, "first name"));
  const [last] = bestFirst(of(meants, "last name").filter((meant) => first === undefined || same(meant.of, first.of)));
  if (first === undefined) return undefined;
  if (last === undefined)
    return { name: "name", field: fieldOf(first.profile), labels: [first.profile.label], why: first.why };
  return {
    name: "name",
    field: concat(fieldOf(first.profile), constant(" "), fieldOf(last.profile)),
    labels: [first.profile.label, last.profile.label],
    why: "first and last names, by their names",
  };
}

/** A second address or number of the same person, tied to them by what else tells who they are. */
function furtherMentions(furthers: readonly Meant[], person: DraftMention, notes: string[]): readonly DraftMention[] {
  return furthers.flatMap((meant) => {
    const kind = meant.meaning === "email" ? "email" : "phone";
    // Two addresses with one number would say no more than the first does, and look like two persons.
    const ties = person.identifiers.filter(({ kind: tie }) => tie === "id" || (tie === "email" && kind === "phone"));
    if (ties.length === 0) {
      notes.push(
        `"${meant.profile.label}" is another ${kind} of the same person: left out, as nothing else ties it to them`,
      );
      return [];
    }
    return [
      {
        ...person,
        key: slug(meant.profile.words.join("_")),
        identifiers: [identifier(meant, kind, kind), ...ties],
        traits: [],
      },
    ];
  });
}

/** Those who are mentioned beside the row's own person: sender and recipient, requester and assignee. */
function otherPersons(
  meants: readonly Meant[],
  used: ReadonlySet<Meant>,
  alone: boolean,
  notes: string[],
): readonly DraftMention[] {
  const contacts = bestFirst(of(meants, "email", "phone")).filter((meant) => !used.has(meant));
  const owners = [...new Set(contacts.map((meant) => meant.of.join(" ")))];
  return owners.flatMap((owner) => {
    const theirs = contacts.filter((meant) => meant.of.join(" ") === owner);
    const email = theirs.find(({ meaning }) => meaning === "email");
    const phone = theirs.find(({ meaning }) => meaning === "phone");
    // A number alone, beside somebody who is known, may be anybody's: the warehouse's, the courier's.
    if (owner === "" || (email === undefined && !alone)) {
      notes.push(
        ...theirs.map(
          ({ meaning, profile }) => `"${profile.label}" (${meaning}) is left out: it does not say whose it is`,
        ),
      );
      return [];
    }
    const identifiers = [
      ...(email === undefined ? [] : [identifier(email, "email", "email")]),
      ...(phone === undefined ? [] : [identifier(phone, "phone", "phone")]),
    ];
    const name = nameTrait(meants.filter((meant) => meant.of.join(" ") === owner));
    const role = roleFrom(owner);
    return [{ entity: "person", role, identifiers, traits: name === undefined ? [] : [name] }] as const;
  });
}

/** An address of a thing (`billing_email`) is that of somebody who answers for it. */
function roleFrom(owner: string): string {
  if (!/[a-z0-9]/.test(slug(owner))) return "other person";
  const last = owner.split(" ").at(-1) ?? "";
  return isGroupNoun(last) || things.has(last) ? `${owner} contact` : owner;
}

const things = new Set([
  "billing",
  "shipping",
  "delivery",
  "receipt",
  "invoice",
  "payment",
  "notification",
  "support",
  "sales",
]);
