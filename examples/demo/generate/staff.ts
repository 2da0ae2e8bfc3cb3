import { plain } from "./names.ts";
import { makePerson, type Registry } from "./people.ts";
import type { Random } from "./random.ts";
import { type Company, nobody, type Party, type Person } from "./world.ts";

const employees = [
  { first: "Maya", last: "Chen", title: "CEO", connected: true },
  { first: "Tomás", last: "Ferreira", title: "Sales", connected: true },
  { first: "Jonas", last: "Lind", title: "Sales", connected: true },
  { first: "Ingrid", last: "Holm", title: "Customer Success", connected: true },
  { first: "Amara", last: "Okafor", title: "Customer Success", connected: true },
  { first: "Devon", last: "Brooks", title: "Support", connected: true },
  { first: "Claire", last: "Dubois", title: "Finance", connected: true },
  { first: "Priya", last: "Nair", title: "Product", connected: false },
  { first: "Lukas", last: "Weber", title: "Engineering", connected: false },
  { first: "Wei", last: "Zhang", title: "Engineering", connected: false },
  { first: "Sofia", last: "Rossi", title: "Marketing", connected: false },
  { first: "Sam", last: "Patel", title: "Operations", connected: false },
] as const;

/** Lumenry's people, with the address `maya@lumenry.example`. */
export function hireStaff(random: Random, registry: Registry, lumenry: Company): void {
  for (const { first, last, title } of employees) {
    const email = `${plain(first)}@${lumenry.domain}`;
    const wanted = {
      first,
      last,
      title,
      part: "staff",
      country: "US",
      email,
      phone: undefined,
      scripted: true,
    } as const;
    lumenry.people.push({ ...makePerson(random, registry, lumenry, wanted), mailStyle: "plain" });
  }
}

/** Whose mailbox and calendar the loader reads. */
export const isConnected = (person: Person): boolean =>
  person.part === "staff" && employees.some(({ first, connected }) => connected && first === person.first);

export function employee(lumenry: Company, first: (typeof employees)[number]["first"]): Person {
  const found = lumenry.people.find((person) => person.first === first);
  if (found === undefined) throw new RangeError(`nobody here is called ${first}`);
  return found;
}

/** The employee who looks after a customer: always the same two for one company. */
export function ownersOf(lumenry: Company, company: Company): { sales: Person; success: Person } {
  const odd = Number(company.id.slice(1)) % 2 === 1;
  return {
    sales: employee(lumenry, odd ? "Tomás" : "Jonas"),
    success: employee(lumenry, odd ? "Ingrid" : "Amara"),
  };
}

/** Lumenry's own shared addresses, and who gets what is sent there. */
export const ownInboxes: Readonly<
  Record<"support" | "billing" | "hello", { party: Party; readers: readonly string[] }>
> = {
  support: {
    party: nobody("support@lumenry.example", "Lumenry Support", "own shared inbox"),
    readers: ["Devon", "Amara"],
  },
  billing: { party: nobody("billing@lumenry.example", "Lumenry Billing", "own shared inbox"), readers: ["Claire"] },
  hello: { party: nobody("hello@lumenry.example", "Lumenry", "own shared inbox"), readers: ["Maya"] },
};
