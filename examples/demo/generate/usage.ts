import { makeDevice } from "./people.ts";
import type { Random } from "./random.ts";
import type { Campaign, Page, Tracker } from "./segment.ts";
import { anyTime, DAY, HOUR, type Instant, MINUTE, yearEnd, yearStart } from "./time.ts";
import { type Company, customers, type Device, isUser, type Person, type SharedDevice, type World } from "./world.ts";

const site = "https://www.lumenry.example";
const app = "https://app.lumenry.example";

export const sitePages = {
  home: { url: `${site}/`, title: "Lumenry: your shops in one picture" },
  pricing: { url: `${site}/pricing`, title: "Pricing" },
  features: { url: `${site}/features`, title: "Features" },
  counter: { url: `${site}/hardware/counter`, title: "Lumenry Counter" },
  blog: { url: `${site}/blog/reading-baskets`, title: "How to read a basket" },
  signup: { url: `${site}/signup`, title: "Start your free trial" },
} as const satisfies Record<string, Page>;

export const appPages = {
  dashboard: { url: `${app}/dashboard`, title: "Dashboard" },
  reports: { url: `${app}/reports`, title: "Reports" },
  cohorts: { url: `${app}/cohorts`, title: "Cohorts" },
  forecast: { url: `${app}/forecast`, title: "Forecast" },
  settings: { url: `${app}/settings`, title: "Settings" },
  invite: { url: `${app}/invite`, title: "Join your team" },
} as const satisfies Record<string, Page>;

const features = {
  "Dashboard Viewed": 40,
  "Report Created": 14,
  "Report Exported": 12,
  "Cohort Opened": 9,
  "Forecast Run": 7,
  "Alert Configured": 5,
  "Store Connected": 3,
  "Teammate Invited": 3,
} as const;

const campaigns: readonly Campaign[] = [
  { source: "google", medium: "cpc", name: "retail-analytics" },
  { source: "linkedin", medium: "social", name: "founders-autumn" },
  { source: "retailweekly", medium: "email", name: "spring-issue" },
];

/** A year of visits to the site and use of the app. */
export function useTheProduct(random: Random, world: World, tracker: Tracker): void {
  const users = customers(world).filter((person) => isUser(person) && !person.scripted);
  users.forEach((person, i) => {
    const own = random.fork(person.id);
    person.part === "champion" ? signUp(own, tracker, person) : acceptInvite(own, tracker, person);
    live(own, tracker, person);
    identifyAtChanges(tracker, person);
    // Forms take anything: an import once overwrote a few addresses.
    if (i % 40 === 7) identifyWithNonsense(own, tracker, person);
  });
  for (const company of world.companies) tellOfRename(tracker, company);
  for (const shared of world.sharedDevices)
    logInOneAfterAnother(random.fork(shared.device.anonymousId), tracker, shared);
  strangersPassBy(random.fork("strangers"), tracker);
}

/** Anonymous at first, on one browser or two, then known on the one that signs up. */
function signUp(random: Random, tracker: Tracker, person: Person): void {
  const at = person.joinedAt ?? yearEnd;
  const [device, other] = person.devices;
  if (!device) return;
  const campaign = random.chance(0.5) ? random.pick(campaigns) : undefined;
  if (other) lookAround(random, tracker, other, Math.max(at - random.int(2, 9) * DAY, yearStart + HOUR), campaign);
  if (person.unlinkedDevice)
    lookAround(random, tracker, person.unlinkedDevice, Math.max(at - 2 * DAY, yearStart + HOUR), campaign);
  lookAround(random, tracker, device, at - 12 * MINUTE, campaign);

  const visit = { at, device, person };
  tracker.page({ at: at - MINUTE, device }, sitePages.signup, sitePages.pricing.url);
  tracker.identify(visit);
  tracker.group({ ...visit, at: at + 2000 }, "trial");
  tracker.track({ ...visit, at: at + 3000 }, "Signed Up");
  tracker.track({ ...visit, at: at + 9 * MINUTE }, "Store Connected");
}

function lookAround(
  random: Random,
  tracker: Tracker,
  device: Device,
  from: Instant,
  campaign: Campaign | undefined,
): void {
  const pages = [
    sitePages.home,
    ...random.some([sitePages.pricing, sitePages.features, sitePages.counter, sitePages.blog], random.int(1, 3)),
  ];
  const referrer = campaign ? `https://${campaign.source}.example/` : "";
  for (const [i, page] of pages.entries()) {
    tracker.page({ at: from + i * 55_000, device, campaign }, page, i === 0 ? referrer : sitePages.home.url);
  }
  if (random.chance(0.3)) tracker.track({ at: from + 4 * MINUTE, device, campaign }, "Demo Video Played");
}

function acceptInvite(random: Random, tracker: Tracker, person: Person): void {
  const [device] = person.devices;
  if (!device || person.joinedAt === undefined) return;
  const visit = { at: person.joinedAt, device, person };
  tracker.page({ at: visit.at - random.int(20, 90) * 1000, device }, appPages.invite);
  tracker.identify(visit);
  tracker.track({ ...visit, at: visit.at + 1500 }, "Invite Accepted");
}

/** Sessions until the company leaves or the year ends; each browser is identified at its first login. */
function live(random: Random, tracker: Tracker, person: Person): void {
  const from = (person.joinedAt ?? yearEnd) + HOUR;
  const until = Math.min(person.company.endedAt ?? yearEnd, yearEnd) - 2 * HOUR;
  if (until <= from) return;
  const sessions = Math.max(2, Math.round(((until - from) / (300 * DAY)) * random.int(4, 10)));
  const times = Array.from({ length: sessions }, () => anyTime(random, from, until)).filter(
    (at) => at > from && at < until,
  );
  const loggedIn = new Set(person.devices.slice(0, 1));
  times
    .sort((a, b) => a - b)
    .forEach((at, i) => {
      // Every browser gets its turn, so that each of them is seen.
      const device = person.devices[i] ?? random.pick(person.devices);
      if (!loggedIn.has(device) || random.chance(0.12)) tracker.identify({ at, device, person });
      loggedIn.add(device);
      session(random, tracker, person, device, at + 1000);
    });
}

export function session(random: Random, tracker: Tracker, person: Person, device: Device, from: Instant): void {
  const { dashboard, invite: _, ...others } = appPages;
  let at = from;
  for (const page of [dashboard, ...random.some(Object.values(others), random.int(0, 2))]) {
    tracker.page({ at, device, person }, page);
    at += random.int(15, 400) * 1000;
    if (random.chance(0.85)) tracker.track({ at, device, person }, random.weighted(features));
    at += random.int(15, 400) * 1000;
  }
}

/** A new number, a new address or a new company name goes out at once, on the person's first browser. */
function identifyAtChanges(tracker: Tracker, person: Person): void {
  const [device] = person.devices;
  const { formerly } = person.company;
  const changes = [
    person.newPhone?.since,
    person.second?.until,
    person.formerEmail && formerly ? formerly.until + 10 * HOUR : undefined,
  ];
  for (const at of changes) {
    if (device && at !== undefined && at > (person.joinedAt ?? yearEnd))
      tracker.identify({ at: at + MINUTE, device, person });
  }
}

function identifyWithNonsense(random: Random, tracker: Tracker, person: Person): void {
  const [device] = person.devices;
  const at = (person.joinedAt ?? yearEnd) + DAY;
  if (device)
    tracker.identify({ at, device, person }, { email: random.pick(["null", "n/a", "test@test.com", "undefined"]) });
}

/** The same account, under its new name and domain. */
function tellOfRename(tracker: Tracker, { formerly, people }: Company): void {
  const person = people.find((one) => one.part === "champion");
  const [device] = person?.devices ?? [];
  if (formerly && person && device) tracker.group({ at: formerly.until + 11 * HOUR, device, person }, "growth");
}

function logInOneAfterAnother(random: Random, tracker: Tracker, { device, users }: SharedDevice): void {
  const start = Math.max(...users.map((person) => person.joinedAt ?? 0)) + 5 * DAY;
  for (let round = 0; round < 3; round++) {
    users.forEach((person, i) => {
      const at = start + round * 14 * DAY + i * random.int(2, 5) * HOUR;
      tracker.identify({ at, device, person });
      session(random, tracker, person, device, at + 2000);
    });
  }
}

/** Visitors who never say who they are: anonymous ids of which nobody knows the truth. */
function strangersPassBy(random: Random, tracker: Tracker): void {
  for (let i = 0; i < 120; i++) {
    const campaign = random.chance(0.6) ? random.pick(campaigns) : undefined;
    lookAround(random, tracker, makeDevice(random, undefined), anyTime(random, yearStart, yearEnd - DAY), campaign);
  }
}
