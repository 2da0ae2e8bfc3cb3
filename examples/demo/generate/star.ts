import type { Good } from "./checkout.ts";
import { exchange } from "./correspondence.ts";
import { type Letter, letters, type Topic } from "./letters.ts";
import type { Random } from "./random.ts";
import { buyerAt } from "./shopping.ts";
import { ownersOf } from "./staff.ts";
import type { Stage } from "./stage.ts";
import { subscribe } from "./subscription.ts";
import { DAY, HOUR, type Instant, isoTime, MINUTE, utc, yearEnd } from "./time.ts";
import { appPages, session, sitePages } from "./usage.ts";
import { type Device, fullName, type Person, partyOf } from "./world.ts";

export interface Scene {
  readonly at: string;
  readonly source: "segment" | "stripe" | "gmail" | "google_calendar" | "shopify";
  readonly what: string;
}

/**
 * A year of Ana Rivera, the customer whom the demo shows: every source has a piece of her, under two addresses, two telephone numbers
 * and two browsers. Tells the story, in order.
 */
export function playStar(random: Random, stage: Stage): Scene[] {
  const { star } = stage.world;
  const [phone, laptop] = star.devices as [Device, Device];
  const scenes = [
    ...comeAcross(stage, star, phone, laptop),
    ...subscribeAndGrow(stage, star),
    ...write(random.fork("letters"), stage, star),
    ...meet(stage, star),
    ...shop(random.fork("shop"), stage, star),
    ...workOn(random.fork("work"), stage, star, [laptop, phone]),
  ];
  return scenes.sort((a, b) => (a.at < b.at ? -1 : 1));
}

const scene = (at: Instant, source: Scene["source"], what: string): Scene => ({ at: isoTime(at), source, what });

function comeAcross({ tracker }: Stage, person: Person, phone: Device, laptop: Device): Scene[] {
  const campaign = { source: "linkedin", medium: "social", name: "founders-autumn" };
  const [seen, back, login] = [utc("2025-09-06T18:40"), utc("2025-09-10T14:05"), utc("2025-09-12T13:10")];
  const signedUp = person.joinedAt ?? back;
  tracker.page({ at: seen, device: phone, campaign }, sitePages.home, "https://linkedin.example/");
  tracker.page({ at: seen + MINUTE, device: phone, campaign }, sitePages.counter, sitePages.home.url);
  tracker.page({ at: back, device: laptop }, sitePages.home);
  tracker.page({ at: back + 2 * MINUTE, device: laptop }, sitePages.pricing, sitePages.home.url);
  tracker.track({ at: back + 4 * MINUTE, device: laptop }, "Demo Video Played");
  tracker.page({ at: signedUp - 2 * MINUTE, device: laptop }, sitePages.signup, sitePages.pricing.url);

  const visit = { at: signedUp, device: laptop, person };
  tracker.identify(visit);
  tracker.group({ ...visit, at: signedUp + 2000 }, "trial");
  tracker.track({ ...visit, at: signedUp + 3000 }, "Signed Up");
  tracker.track({ ...visit, at: signedUp + 10 * MINUTE }, "Store Connected");
  tracker.identify({ at: login, device: phone, person });
  tracker.page({ at: login + 1000, device: phone, person }, appPages.dashboard);
  return [
    scene(seen, "segment", "sees the Counter on her phone, from a LinkedIn post; nobody knows who she is"),
    scene(back, "segment", "comes back on her laptop and reads the pricing page"),
    scene(signedUp, "segment", "signs up: the laptop gets a name"),
    scene(login, "segment", "logs in on her phone: so does the first visit"),
  ];
}

function subscribeAndGrow({ stripe, ledger }: Stage, person: Person): Scene[] {
  const at = (person.joinedAt ?? 0) + 2 * MINUTE;
  const metadata = { user_id: person.userId ?? "" };
  const customer = stripe.addCustomer({
    at,
    email: person.email,
    name: fullName(person),
    phone: person.phone,
    description: person.company.name,
    metadata,
    country: "US",
    currency: "usd",
    owner: person,
    emailOwner: person,
  });
  ledger.saw(person, "phone", person.phone);
  const growth = { at: utc("2025-11-05T16:12"), plan: "Growth" } as const;
  const scale = { at: utc("2026-06-05T15:40"), plan: "Scale" } as const;
  subscribe(stripe, {
    customer,
    plan: "Starter",
    trialStart: at + MINUTE,
    end: undefined,
    upgrades: [growth, scale],
    failures: new Map([[5, 3]]),
    metadata,
  });
  const mine = stripe.charges.rows.filter((charge) => charge.customer_id === customer.id);
  const [first] = mine;
  const refunded = utc("2025-09-29T14:30");
  if (first) stripe.refund(first, 2450, refunded, "requested_by_customer");
  return [
    scene(at, "stripe", "becomes a customer with a trial of 14 days"),
    scene(at + MINUTE + 14 * DAY, "stripe", "the trial turns into a Starter subscription"),
    scene(refunded, "stripe", "gets half of the first month back, as promised on the phone"),
    scene(growth.at, "stripe", "upgrades to Growth"),
    scene(utc("2026-02-24T16:24"), "stripe", "the card is declined: past due for three days"),
    scene(scale.at, "stripe", "upgrades to Scale"),
  ];
}

function write(random: Random, { post, world }: Stage, person: Person): Scene[] {
  const plan: readonly (readonly [at: string, topic: Topic, subject: string])[] = [
    ["2025-09-10T15:02", "trial", "Welcome to Lumenry"],
    ["2025-10-08T14:45", "howTo", "Export to CSV"],
    ["2025-11-04T19:30", "growth", "Notes from our review"],
    ["2025-12-08T15:20", "hardware", "Counter blinks red"],
    ["2026-02-24T18:05", "billing", "Payment failed"],
    ["2026-04-29T14:10", "howTo", "Cohorts by first product"],
    ["2026-06-03T15:00", "growth", "Two more stores"],
  ];
  return plan.map(([time, topic, subject]) => {
    exchange(random, post, world.lumenry, person, letterOn(topic, subject), utc(time));
    return scene(utc(time), "gmail", `letters: ${subject}`);
  });
}

function letterOn(topic: Topic, subject: string): Letter {
  const letter = letters[topic].find((one) => one.subject.startsWith(subject));
  if (letter === undefined) throw new RangeError(`no letter about ${subject}`);
  return letter;
}

function meet({ diary, world }: Stage, person: Person): Scene[] {
  const { sales, success } = ownersOf(world.lumenry, person.company);
  const colleagues = person.company.people.filter((one) => one !== person && one.part !== "buyer").slice(0, 2);
  const series = diary.newSeries();
  const guests = (at: Instant) => [person, ...colleagues].map((one) => ({ party: partyOf(one, at) }));
  const weekly = [utc("2025-09-15T15:00"), utc("2025-09-22T15:00"), utc("2025-09-29T15:00")];
  weekly.forEach((plannedAt, week) => {
    const at = week === 1 ? plannedAt + DAY : plannedAt;
    const moved = week === 1 ? { plannedAt } : {};
    const summary = `Onboarding ${week + 1}/3: ${person.company.name}`;
    diary.meet({
      at,
      minutes: 45,
      summary,
      organizer: success,
      guests: guests(at),
      series,
      bookedAt: utc("2025-09-11T14:00"),
      ...moved,
    });
  });
  const single = [
    { at: utc("2025-11-04T18:30"), what: "Quarterly review", with: success },
    { at: utc("2026-01-13T16:00"), what: "Quarterly review", with: success },
    { at: utc("2026-06-02T15:00"), what: "Plans for the new stores", with: sales },
    { at: utc("2026-08-19T15:30"), what: "A year with Lumenry", with: success },
  ];
  for (const { at, what, with: organizer } of single) {
    diary.meet({
      at,
      minutes: 60,
      summary: `${what}: ${person.company.name}`,
      organizer,
      guests: guests(at),
      location: "https://meet.example/lumenry",
    });
  }
  return [
    ...weekly.map((at, week) => scene(week === 1 ? at + DAY : at, "google_calendar", `onboarding ${week + 1} of 3`)),
    ...single.map(({ at, what }) => scene(at, "google_calendar", what)),
  ];
}

/** At the shop she is her private self; only the telephone number gives her away. */
function shop(random: Random, stage: Stage, person: Person): Scene[] {
  const buy = (at: Instant, spelled: { email: string; phone: string }, basket: readonly Good[]) =>
    stage.shop.order(at, { ...buyerAt(random, stage, person, at, false), ...spelled, accountPhone: undefined }, basket);

  const [autumn, spring] = [utc("2025-11-28T19:14"), utc("2026-04-18T17:50")];
  const hardware = buy(autumn, { email: "Ana.Rivera.Oak27@gmail.com", phone: "(415) 555-0132" }, [
    "counter",
    "counter",
    "mount",
    "display",
  ]);
  const gifts = buy(spring, { email: "anariveraoak27+shop@gmail.com", phone: "628.555.0147" }, [
    "shirt",
    "shirt",
    "mug",
  ]);
  if (hardware) {
    stage.shop.fulfill(hardware, autumn + 3 * DAY);
    stage.shop.refund(hardware, 189, utc("2025-12-15T15:05"), "Counter stayed red after the storm");
  }
  if (gifts) stage.shop.fulfill(gifts, spring + 2 * DAY);
  return [
    scene(autumn, "shopify", "orders two counters and a display, under her private address"),
    scene(utc("2025-12-15T15:05"), "shopify", "one counter is refunded"),
    scene(spring, "shopify", "orders T-shirts, with a tag in the address and her new number"),
  ];
}

function workOn(random: Random, { tracker }: Stage, person: Person, devices: readonly Device[]): Scene[] {
  for (let at = utc("2025-09-18T13:20"); at < yearEnd - DAY; at += random.int(5, 19) * DAY) {
    const device = devices[random.chance(0.75) ? 0 : 1];
    if (device) session(random, tracker, person, device, at + random.int(0, 7) * HOUR);
  }
  const { newPhone } = person;
  const [laptop] = devices;
  if (!newPhone || !laptop) return [];
  tracker.identify({ at: newPhone.since, device: laptop, person });
  return [scene(newPhone.since, "segment", "changes her telephone number")];
}
