import type { Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";
import { typedEmail, typedPhone } from "./spelling.ts";
import { type Row, Table } from "./table.ts";
import { type Instant, inYear, sqlMillis } from "./time.ts";
import { appEmailAt, companyNameAt, type Device, domainAt, fullName, junk, type Person, phoneAt } from "./world.ts";

const context = [
  "context_campaign_medium",
  "context_campaign_name",
  "context_campaign_source",
  "context_ip",
  "context_library_name",
  "context_library_version",
  "context_locale",
  "context_page_path",
  "context_page_referrer",
  "context_page_title",
  "context_page_url",
  "context_user_agent",
] as const;
const clocks = ["original_timestamp", "received_at", "sent_at", "timestamp", "uuid_ts"] as const;
const traits = ["email", "first_name", "last_name", "name", "phone", "title"] as const;

const columns = {
  tracks: ["id", "anonymous_id", "user_id", "context_group_id", ...context, "event", "event_text", ...clocks],
  pages: [
    "id",
    "anonymous_id",
    "user_id",
    "context_group_id",
    ...context,
    "name",
    "path",
    "referrer",
    "title",
    "url",
    ...clocks,
  ],
  identifies: ["id", "anonymous_id", "user_id", ...context, ...traits, "company_name", "created_at", ...clocks],
  groups: [
    ...["id", "anonymous_id", "user_id", "group_id", ...context],
    ...["name", "domain", "shop_domain", "industry", "employees", "plan", "created_at", ...clocks],
  ],
  users: ["id", ...traits, "company_name", "created_at", "context_group_id", "received_at", "uuid_ts"],
} as const satisfies Record<string, readonly string[]>;

export interface Visit {
  readonly at: Instant;
  readonly device: Device;
  /** Who is logged in. */
  readonly person?: Person | undefined;
  readonly campaign?: Campaign | undefined;
}

export interface Campaign {
  readonly source: string;
  readonly medium: string;
  readonly name: string;
}

export interface Page {
  readonly url: string;
  readonly title: string;
}

/** Segment's warehouse tables, filled as its library would: append only, but for `users`. */
export class Tracker {
  readonly tracks = new Table(columns.tracks);
  readonly pages = new Table(columns.pages);
  readonly identifies = new Table(columns.identifies);
  readonly groups = new Table(columns.groups);
  readonly users = new Table(columns.users);
  readonly #newest = new Map<Person, Row<(typeof columns.users)[number]>>();
  readonly #random: Random;
  readonly #ledger: Ledger;

  constructor(random: Random, ledger: Ledger) {
    this.#random = random;
    this.#ledger = ledger;
  }

  page(visit: Visit, { url, title }: Page, referrer = ""): void {
    if (!inYear(visit.at)) return;
    const { pathname } = new URL(url);
    const page = {
      context_page_path: pathname,
      context_page_url: url,
      context_page_title: title,
      context_page_referrer: referrer,
    };
    this.pages.add({
      ...this.#call(visit),
      ...groupOf(visit),
      ...page,
      path: pathname,
      url,
      title,
      referrer: referrer || null,
    });
  }

  /** `event` is a table's name; `event_text` is what the app called it. */
  track(visit: Visit, text: string): void {
    if (!inYear(visit.at)) return;
    const event = text.toLowerCase().replaceAll(" ", "_");
    this.tracks.add({ ...this.#call(visit), ...groupOf(visit), event, event_text: text });
  }

  /** What the app knows of a person at that time goes out as traits, spelled as the person typed it. */
  identify(visit: Visit & { person: Person }, nonsense: { email?: string } = {}): void {
    if (!inYear(visit.at)) return;
    const { person, at } = visit;
    const email = appEmailAt(person, at);
    const phone = phoneAt(person, at);
    const known = {
      email: nonsense.email ?? typedEmail(this.#random, email),
      first_name: person.first,
      last_name: person.last,
      name: fullName(person),
      phone: person.junkPhone ?? (phone && typedPhone(this.#random, phone)),
      title: person.title,
      company_name: companyNameAt(person.company, at),
      created_at: sqlMillis(person.joinedAt ?? at),
    };
    this.identifies.add({ ...this.#call(visit), ...known });
    this.#upsertUser(visit, known);
    this.#ledger.saw(nonsense.email === undefined ? person : junk, "email", nonsense.email ?? email);
    this.#ledger.saw(person.junkPhone === undefined ? person : junk, "phone", person.junkPhone ?? phone);
  }

  group(visit: Visit & { person: Person }, plan: string): void {
    const { company } = visit.person;
    if (!inYear(visit.at) || company.segmentId === undefined) return;
    const domain = company.tellsDomain ? domainAt(company, visit.at) : undefined;
    this.groups.add({
      ...this.#call(visit),
      group_id: company.segmentId,
      name: companyNameAt(company, visit.at),
      domain,
      shop_domain: company.shopDomain,
      industry: "Retail",
      employees: company.people.length * 4,
      plan,
      created_at: sqlMillis(company.signedUpAt ?? visit.at),
    });
    this.#ledger.sawGroup(company, "segment_group_id", company.segmentId);
    this.#ledger.sawGroup(company, "domain", domain);
    this.#ledger.sawGroup(company, "myshopify_domain", company.shopDomain);
  }

  #call({ at, device, person, campaign }: Visit) {
    if (device.owner) this.#ledger.saw(device.owner, "anonymous_id", device.anonymousId);
    if (person) this.#ledger.saw(person, "user_id", person.userId);
    const received = at + this.#random.int(80, 2500);
    return {
      id: `ajs-next-${at}-${this.#random.uuid()}`,
      anonymous_id: device.anonymousId,
      user_id: person?.userId,
      context_ip: device.ip,
      context_library_name: "analytics.js",
      context_library_version: "npm:next-1.81.0",
      context_locale: { US: "en-US", GB: "en-GB", DE: "de-DE", FR: "fr-FR", SE: "sv-SE" }[person?.country ?? "US"],
      context_user_agent: device.userAgent,
      ...(campaign && {
        context_campaign_source: campaign.source,
        context_campaign_medium: campaign.medium,
        context_campaign_name: campaign.name,
      }),
      // The first two by the device's own clock; Segment corrects `timestamp` by the difference.
      original_timestamp: sqlMillis(at + device.skew),
      sent_at: sqlMillis(at + device.skew + 40),
      timestamp: sqlMillis(at),
      received_at: sqlMillis(received),
      uuid_ts: sqlMillis(received + this.#random.int(20, 55) * 60_000),
    };
  }

  #upsertUser({ person, at }: { person: Person; at: Instant }, known: Row<(typeof columns.users)[number]>): void {
    const newest = this.#newest.get(person) ?? this.users.add({ id: person.userId });
    this.#newest.set(person, newest);
    const later = newest.received_at === undefined || String(newest.received_at) < sqlMillis(at);
    const times = { received_at: sqlMillis(at + 900), uuid_ts: sqlMillis(at + 40 * 60_000) };
    if (later) Object.assign(newest, known, times, { context_group_id: person.company.segmentId });
  }
}

const groupOf = ({ person }: Visit) => ({ context_group_id: person?.company.segmentId });
