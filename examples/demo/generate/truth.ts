import { quotas } from "./difficulties.ts";
import type { HardCase } from "./ledger.ts";
import { canonicalEmail } from "./spelling.ts";
import type { Stage } from "./stage.ts";
import type { Scene } from "./star.ts";
import { compare, Table } from "./table.ts";
import { customers, fullName, isPerson, isUser, type Joins, type Person } from "./world.ts";

/** `entity, identifier_type, identifier_value`: every identifier in the data that is one true person's. */
export function personTruth({ ledger }: Stage): string {
  const table = new Table(["entity", "identifier_type", "identifier_value"]);
  const entries = ledger
    .persons()
    .flatMap(({ type, value, owner }) => (isPerson(owner) ? [{ id: owner.id, type, value }] : []));
  for (const { id, type, value } of sorted(entries))
    table.add({ entity: id, identifier_type: type, identifier_value: value });
  return table.toCsv("entity");
}

/** The same for companies. */
export function groupTruth({ ledger }: Stage): string {
  const table = new Table(["entity", "identifier_type", "identifier_value"]);
  const entries = ledger.groups().map(({ type, value, owner }) => ({ id: owner.id, type, value }));
  for (const { id, type, value } of sorted(entries))
    table.add({ entity: id, identifier_type: type, identifier_value: value });
  return table.toCsv("entity");
}

/** Identifiers that are no single person's, and why. */
export function sharedTruth({ ledger }: Stage): string {
  const table = new Table(["identifier_type", "identifier_value", "reason"]);
  const entries = ledger.shared().map(({ type, value, owner }) => ({ id: owner.because, type, value }));
  for (const { id, type, value } of sorted(entries))
    table.add({ identifier_type: type, identifier_value: value, reason: id });
  return table.toCsv("identifier_type");
}

const sorted = <T extends { id: string; type: string; value: string }>(entries: readonly T[]): T[] =>
  entries.toSorted((a, b) => compare(a.id, b.id) || compare(a.type, b.type) || compare(a.value, b.value));

/** Who the star is, and what happens to her. */
export function starTruth({ world, ledger }: Stage, story: readonly Scene[]): string {
  const { star } = world;
  const identifiers: Record<string, string[]> = {};
  for (const { type, value, owner } of ledger.persons()) {
    if (owner !== star) continue;
    identifiers[type] = [...(identifiers[type] ?? []), value].sort(compare);
  }
  const { company } = star;
  const group = { entity: company.id, name: company.name, domain: company.domain };
  return `${JSON.stringify({ entity: star.id, name: fullName(star), group, identifiers, story }, null, 2)}\n`;
}

/** `entity, hard_case, detail`: whom to look at, to see how a known difficulty was dealt with. */
export function hardCaseTruth(stage: Stage): string {
  const table = new Table(["entity", "hard_case", "detail"]);
  const entries = hardCases(stage).map(({ person, what, detail }) => ({ id: person.id, type: what, value: detail }));
  for (const { id, type, value } of sorted(entries)) table.add({ entity: id, hard_case: type, detail: value });
  return table.toCsv("hard_case");
}

function hardCases({ world, ledger }: Stage): HardCase[] {
  const { star } = world;
  const people = customers(world);
  const ofOne = people.flatMap((person) => [
    { person, what: `second e-mail: ${person.second?.joins}`, detail: person.second?.email },
    { person, what: "renamed company", detail: person.formerEmail },
    { person, what: "changed phone", detail: person.newPhone?.number },
    {
      person,
      what: "switchboard phone",
      detail: person.shopPhone === "switchboard" ? person.company.switchboard : undefined,
    },
    { person, what: "browser without a login", detail: person.unlinkedDevice?.anonymousId },
    { person, what: "namesake", detail: person !== star && fullName(person) === fullName(star) ? star.id : undefined },
  ]);
  const devices = world.sharedDevices.flatMap(({ device, users }) =>
    users.map((person) => ({ person, what: "shared device", detail: device.anonymousId })),
  );
  return [...ofOne, ...devices, ...ledger.notes()].filter((one): one is HardCase => one.detail !== undefined);
}

export interface Difficulties {
  /** Persons with two addresses in the data, by what ties them. */
  readonly secondEmails: Readonly<Record<Joins, number>>;
  /** Persons seen at both domains of a renamed company, by whether the app knew them under both. */
  readonly renamed: { readonly companies: number; readonly users: number; readonly others: number };
  readonly changedPhones: number;
  readonly sharedDevices: number;
  readonly switchboardPhones: number;
  readonly unlinkedDevices: number;
  readonly roleAddresses: number;
  readonly junkValues: number;
}

/** How hard the data turned out to be, counted on what was written. */
export function difficulties({ world, ledger }: Stage): Difficulties {
  const emails = new Map<Person, Set<string>>();
  for (const { type, value, owner } of ledger.persons()) {
    if (type === "email" && isPerson(owner)) emails.set(owner, (emails.get(owner) ?? new Set()).add(value));
  }
  const people = customers(world);
  const both = people.filter(
    (person) =>
      person.second &&
      emails.get(person)?.has(canonicalEmail(person.second.email)) &&
      (emails.get(person)?.size ?? 0) > 1,
  );
  const moved = people.filter((person) => person.formerEmail && (emails.get(person)?.size ?? 0) > 1);
  const shared = ledger.shared();
  const because = (reason: string) => shared.filter(({ owner }) => owner.because === reason).length;
  const joined = (joins: Joins) => both.filter((person) => person.second?.joins === joins).length;
  return {
    secondEmails: Object.fromEntries(
      (Object.keys(quotas.seconds) as Joins[]).map((joins) => [joins, joined(joins)]),
    ) as Record<Joins, number>,
    renamed: {
      companies: world.companies.filter(({ formerly }) => formerly !== undefined).length,
      users: moved.filter(isUser).length,
      others: moved.filter((person) => !isUser(person)).length,
    },
    changedPhones: people.filter((person) => person.newPhone !== undefined).length,
    sharedDevices: world.sharedDevices.length,
    switchboardPhones: because("company switchboard"),
    unlinkedDevices: people.filter((person) => person.unlinkedDevice !== undefined).length,
    roleAddresses: because("role account"),
    junkValues: because("junk value"),
  };
}
