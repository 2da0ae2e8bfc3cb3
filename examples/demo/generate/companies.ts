import { type Country, plain, shopNames } from "./names.ts";
import type { Random } from "./random.ts";
import { anyTime, DAY, type Instant, officeTime, utc, yearEnd, yearStart } from "./time.ts";
import type { Arc, Billing, Company, Inbox } from "./world.ts";

/** How many shops of each kind; the star's company comes on top of the customers. */
const counts = {
  companies: { lead: 12, "lost trial": 12, customer: 35, churned: 12 },
  solos: { lead: 0, "lost trial": 4, customer: 10, churned: 4 },
} as const;

const legalForms: Readonly<Record<Country, readonly string[]>> = {
  US: ["", "", " Inc.", " Co."],
  GB: ["", " Ltd"],
  DE: [" GmbH", ""],
  FR: [" SARL", ""],
  SE: [" AB", ""],
};

const renames = [
  { name: "Northlight Optics", until: utc("2026-01-19T05:00") },
  { name: "Studio Fable & Sons, Inc.", until: utc("2026-04-13T04:00") },
] as const;

interface Plan {
  readonly arc: Arc;
  readonly solo: boolean;
  readonly rename: (typeof renames)[number] | undefined;
  /** Comes so late that the year ends within the trial. */
  readonly late: boolean;
}

export const starCompanyName = "Harbor & Vine";

/** Ninety shops: the star's first, then those with a domain, then those of one person. */
export function buildCompanies(random: Random): Company[] {
  const plans = [...plansOf(counts.companies, false), ...plansOf(counts.solos, true)];
  const names = shopNames(random.fork("names"), plans.length);
  return [
    starCompany(random.fork("star")),
    ...plans.map((plan, i) => buildCompany(random, plan, names[i] ?? "", i + 2)),
  ];
}

/** Lumenry itself: a group like any other in the warehouse. */
export function buildLumenry(): Company {
  return company({
    id: "g000",
    name: "Lumenry",
    domain: "lumenry.example",
    shopDomain: "lumenry-store.myshopify.com",
    arc: "lead",
    country: "US",
  });
}

type Told = Partial<Company> & Pick<Company, "id" | "name" | "domain" | "arc" | "country">;

/** A company, with nothing happening to it but what is told. */
function company(told: Told): Company {
  return {
    formerly: undefined,
    people: [],
    inboxes: [],
    segmentId: undefined,
    shopDomain: undefined,
    signedUpAt: undefined,
    endedAt: undefined,
    switchboard: undefined,
    tellsDomain: true,
    billing: "champion",
    ...told,
  };
}

function plansOf(arcs: Readonly<Record<Arc, number>>, solo: boolean): Plan[] {
  const list = Object.entries(arcs) as [Arc, number][];
  return list.flatMap(([arc, count]) =>
    // The first customers are the renamed ones.
    Array.from({ length: count }, (_, i) => ({
      arc,
      solo,
      rename: arc === "customer" && !solo ? renames[i] : undefined,
      late: arc === "customer" && solo && i < 3,
    })),
  );
}

function buildCompany(parent: Random, plan: Plan, shopName: string, number: number): Company {
  const id = `g${String(number).padStart(3, "0")}`;
  const random = parent.fork(id);
  const country = random.weighted<Country>({ US: 56, GB: 16, DE: 12, FR: 9, SE: 7 });
  const name = `${shopName}${plan.solo ? "" : random.pick(legalForms[country])}`;
  const signedUpAt = plan.arc === "lead" ? undefined : signUp(random, plan);
  const made = company({
    id,
    name: plan.rename?.name ?? name,
    domain: plan.solo ? undefined : domainOf(plan.rename?.name ?? shopName),
    formerly: plan.rename && { name, domain: domainOf(shopName), until: plan.rename.until },
    arc: plan.arc,
    country,
    segmentId: signedUpAt === undefined ? undefined : `acct_${random.hex(8)}`,
    shopDomain: signedUpAt && random.chance(0.85) ? `${domainOf(shopName).split(".")[0]}.myshopify.com` : undefined,
    signedUpAt,
    endedAt: signedUpAt && endOf(random, plan.arc, signedUpAt),
    tellsDomain: !plan.solo && (plan.rename !== undefined || random.chance(0.93)),
    billing: plan.solo
      ? "champion"
      : random.weighted<Billing>({ champion: 70, "inbox with user id": 18, "inbox alone": 12 }),
  });
  if (!plan.solo) made.inboxes.push(...buildInboxes(random, made));
  return made;
}

/** Old enough to be renamed under our eyes, else spread over the year with a strong autumn. */
function signUp(random: Random, plan: Plan): Instant {
  if (plan.rename) return officeTime(random, yearStart + 7 * DAY, yearStart + 35 * DAY);
  if (plan.late) return anyTime(random, yearEnd - 11 * DAY, yearEnd - 4 * DAY);
  const latest = { lead: 0, "lost trial": 330, customer: 240, churned: 130 }[plan.arc];
  return anyTime(random, yearStart + 3 * DAY, yearStart + (3 + random.next() * latest) * DAY);
}

function endOf(random: Random, arc: Arc, signedUpAt: Instant): Instant | undefined {
  if (arc === "lost trial") return signedUpAt + 14 * DAY;
  return arc === "churned" ? signedUpAt + random.int(80, 200) * DAY : undefined;
}

const domainOf = (name: string): string => `${plain(name.replace(/, Inc\.$/, ""))}.example`;

const inboxKinds = [
  { local: "info", label: "Info" },
  { local: "orders", label: "Orders" },
  { local: "hello", label: "Team" },
  { local: "office", label: "Office" },
] as const;

/** Every company that pays has a billing inbox, two in five have another. */
function buildInboxes(random: Random, company: Company): Inbox[] {
  const other = random.chance(0.4) ? [{ ...random.pick(inboxKinds), company }] : [];
  return company.arc === "lead" ? other : [{ local: "billing", label: "Billing", company }, ...other];
}

function starCompany(random: Random): Company {
  const made = company({
    id: "g001",
    name: starCompanyName,
    domain: "harborandvine.example",
    arc: "customer",
    country: "US",
    segmentId: `acct_${random.hex(8)}`,
    shopDomain: "harbor-and-vine.myshopify.com",
    signedUpAt: utc("2025-09-10T14:21"),
  });
  made.inboxes.push({ local: "billing", label: "Billing", company: made });
  return made;
}
