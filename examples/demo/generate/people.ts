import { type Country, type NameGiver, oddWords, plain } from "./names.ts";
import type { PhoneBook } from "./phones.ts";
import type { Random } from "./random.ts";
import { canonicalEmail, type NameStyle } from "./spelling.ts";
import { DAY, HOUR, type Instant, MINUTE, yearEnd } from "./time.ts";
import type { Company, Device, Part, Person } from "./world.ts";

export interface Registry {
  readonly names: NameGiver;
  readonly phones: PhoneBook;
  /** Canonical addresses already given. */
  readonly emails: Set<string>;
  /** Numbers the persons in the order of their making. */
  count: number;
}

interface Wanted {
  readonly first: string;
  readonly last: string;
  readonly title: string;
  readonly part: Part;
  readonly country: Country;
  readonly email: string;
  readonly phone: string | undefined;
  readonly scripted: boolean;
}

const titles: Readonly<Record<Part, readonly string[]>> = {
  staff: [""],
  champion: ["Head of E-Commerce", "Founder", "Operations Director", "Managing Director", "Head of Digital"],
  member: ["Analyst", "Store Manager", "Marketing Manager", "Merchandiser", "Growth Lead", "E-Commerce Manager"],
  contact: ["Finance Manager", "IT Manager", "CFO", "Procurement", "Chief of Staff"],
  buyer: ["Warehouse Lead", "Store Assistant", "Facilities", "Shop Floor Lead"],
};

const userAgents = [
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
] as const;

/** Fills the companies until there are `total` persons; leads and shops of one person stay small. */
export function buildCustomers(random: Random, registry: Registry, companies: readonly Company[], total: number): void {
  const sizes = new Map(companies.map((company) => [company, company.arc === "lead" ? random.int(1, 3) : 1]));
  const growing = companies.filter((company) => company.domain !== undefined && company.arc !== "lead");
  for (const company of growing) sizes.set(company, company.formerly ? 7 : 2);
  const rest = total - [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (let i = 0; i < rest; i++) {
    const company = random.pick(growing.filter((one) => (sizes.get(one) ?? 0) < 10));
    sizes.set(company, (sizes.get(company) ?? 0) + 1);
  }
  for (const company of companies) fillCompany(random.fork(company.id), registry, company, sizes.get(company) ?? 1);
}

function fillCompany(random: Random, registry: Registry, company: Company, size: number): void {
  while (company.people.length < size) {
    const part = partOf(random, company, company.people.length);
    const { first, last } = registry.names.person(company.country);
    const title = random.pick(titles[part]);
    const email = ownEmail(random, registry, company, part, first, last);
    const phone = random.chance(0.75) ? registry.phones.next(company.country) : undefined;
    const wanted = { first, last, title, part, country: company.country, email, phone, scripted: false };
    company.people.push(makePerson(random, registry, company, wanted));
  }
}

function partOf(random: Random, company: Company, position: number): Part {
  if (company.signedUpAt === undefined) return "contact";
  return position === 0
    ? "champion"
    : random.weighted<Part>({ champion: 0, staff: 0, member: 56, contact: 24, buyer: 20 });
}

/** Company mail, except for shops of one person and for every second of those who only shop. */
function ownEmail(
  random: Random,
  registry: Registry,
  company: Company,
  part: Part,
  first: string,
  last: string,
): string {
  const isPrivate = company.domain === undefined || (part === "buyer" && random.chance(0.5));
  return isPrivate
    ? privateEmail(random, registry, company.country, first, last)
    : workEmail(random, registry, company, first, last);
}

function workEmail(random: Random, registry: Registry, company: Company, first: string, last: string): string {
  // Some companies give their people addresses below a region: the registrable domain is what names the company.
  const host = company.country === "GB" && company.id.endsWith("7") ? `uk.${company.domain}` : company.domain;
  const [f, l] = [plain(first), plain(last)];
  const local = random.weighted({ [`${f}.${l}`]: 6, [`${f[0]}${l}`]: 2, [f]: 2 });
  const email = registry.emails.has(`${local}@${host}`) ? `${f}.${l}${random.int(2, 99)}@${host}` : `${local}@${host}`;
  return claim(registry, email);
}

export function privateEmail(
  random: Random,
  registry: Registry,
  country: Country,
  first: string,
  last: string,
): string {
  const german = country === "DE" ? 30 : 0;
  const domain = random.weighted({ "gmail.com": 64, "outlook.com": 22, "icloud.com": 8, "gmx.de": german });
  const local = `${plain(first)}.${plain(last)}.${random.pick(oddWords)}${random.digits(2)}`;
  return claim(registry, `${local}@${domain}`);
}

function claim(registry: Registry, email: string): string {
  const canonical = canonicalEmail(email);
  if (registry.emails.has(canonical)) throw new RangeError(`${canonical} is taken`);
  registry.emails.add(canonical);
  return email;
}

export function makePerson(random: Random, registry: Registry, company: Company, wanted: Wanted): Person {
  registry.count += 1;
  const isUser = wanted.part === "champion" || wanted.part === "member";
  const [local, domain] = wanted.email.split("@");
  const moved = company.formerly !== undefined && domain?.endsWith(company.domain ?? "");
  const person: Person = {
    ...wanted,
    id: `p${String(registry.count).padStart(4, "0")}`,
    company,
    mailStyle: random.weighted<NameStyle>({ plain: 62, "last first": 12, comment: 4, bare: 16, "address as name": 6 }),
    formerEmail: moved ? `${local}@${company.formerly?.domain}` : undefined,
    userId: isUser ? `usr_${random.hex(12)}` : undefined,
    joinedAt: isUser ? joinTime(random, company, wanted.part) : undefined,
    shops: wanted.part === "buyer" || random.chance(isUser ? 0.3 : 0.15),
    shopPhone: wanted.phone !== undefined && random.chance(0.6) ? "own" : "none",
    unlinkedDevice: undefined,
    devices: [],
    second: undefined,
    newPhone: undefined,
    junkPhone: undefined,
  };
  if (isUser) for (let i = random.int(1, 3); i > 0; i--) person.devices.push(makeDevice(random, person));
  return person;
}

function joinTime(random: Random, company: Company, part: Part): Instant | undefined {
  const { signedUpAt, endedAt } = company;
  if (signedUpAt === undefined || part === "champion") return signedUpAt;
  const latest = Math.min(endedAt ?? yearEnd, signedUpAt + 60 * DAY, yearEnd - 20 * DAY) - DAY;
  return signedUpAt + 2 * HOUR + Math.floor(random.next() * Math.max(latest - signedUpAt, 0));
}

export function makeDevice(random: Random, owner: Device["owner"]): Device {
  return {
    anonymousId: random.uuid(),
    userAgent: random.pick(userAgents),
    // From the blocks that RFC 5737 keeps for documentation.
    ip: `${random.pick(["192.0.2", "198.51.100", "203.0.113"])}.${random.int(1, 254)}`,
    skew: random.chance(0.05) ? random.int(-90, 90) * MINUTE : random.int(-900, 900),
    owner,
  };
}
