import { canonicalEmail } from "./spelling.ts";
import { type Company, isPerson, type Owner, type Person, type SharedBy } from "./world.ts";

export type IdentifierType =
  | "email"
  | "phone"
  | "user_id"
  | "anonymous_id"
  | "stripe_customer_id"
  | "shopify_customer_id";
export type GroupIdentifierType = "domain" | "myshopify_domain" | "segment_group_id";

interface Entry<T, O> {
  readonly type: T;
  readonly value: string;
  readonly owner: O;
}

export interface HardCase {
  readonly person: Person;
  readonly what: string;
  /** The identifier that makes it hard. */
  readonly detail: string;
}

/**
 * Keeps whose every identifier is, at the moment at which it is written into a raw row: so the truth holds what the data holds, no
 * more and no less. Values are normalized; one that turns up with a second owner is a mistake of the generator.
 */
export class Ledger {
  readonly #persons = new Map<string, Entry<IdentifierType, Owner>>();
  readonly #notes: HardCase[] = [];
  readonly #groups = new Map<string, Entry<GroupIdentifierType, Company>>();

  saw(owner: Owner, type: IdentifierType, value: string | undefined): void {
    if (value === undefined || value === "") return;
    const normal = type === "email" ? canonicalEmail(value) : value;
    const known = this.#persons.get(`${type} ${normal}`)?.owner;
    if (known !== undefined && !sameOwner(known, owner)) throw new Error(`${type} ${normal} has two owners`);
    if (known === undefined) this.#persons.set(`${type} ${normal}`, { type, value: normal, owner });
    if (type === "email" && isPerson(owner)) this.#sawDomain(owner.company, normal);
  }

  sawGroup(company: Company, type: GroupIdentifierType, value: string | undefined): void {
    if (value === undefined) return;
    const known = this.#groups.get(`${type} ${value}`)?.owner;
    if (known !== undefined && known !== company) throw new Error(`${type} ${value} has two owners`);
    this.#groups.set(`${type} ${value}`, { type, value, owner: company });
  }

  /** A company's own address names the company, by its registrable domain. */
  #sawDomain(company: Company, email: string): void {
    for (const domain of [company.domain, company.formerly?.domain]) {
      if (domain !== undefined && /[@.]/.test(email.at(-domain.length - 1) ?? "") && email.endsWith(domain)) {
        this.sawGroup(company, "domain", domain);
      }
    }
  }

  /** Remembers a trap that was set on the way. */
  note(person: Person | undefined, what: string, detail: string): void {
    if (person) this.#notes.push({ person, what, detail });
  }

  notes(): readonly HardCase[] {
    return this.#notes;
  }

  persons(): Entry<IdentifierType, Owner>[] {
    return [...this.#persons.values()].filter(({ owner }) => isPerson(owner));
  }

  shared(): Entry<IdentifierType, SharedBy>[] {
    return [...this.#persons.values()].flatMap(({ type, value, owner }) =>
      isPerson(owner) ? [] : [{ type, value, owner }],
    );
  }

  groups(): Entry<GroupIdentifierType, Company>[] {
    return [...this.#groups.values()];
  }
}

const sameOwner = (a: Owner, b: Owner): boolean => (isPerson(a) || isPerson(b) ? a === b : a.because === b.because);
