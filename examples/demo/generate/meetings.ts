import type { Diary, Guest, Response } from "./calendar.ts";
import type { Random } from "./random.ts";
import { employee, isConnected, ownersOf } from "./staff.ts";
import { DAY, HOUR, type Instant, MINUTE, officeTime, onWeekday, utc, yearEnd, yearStart } from "./time.ts";
import {
  type Company,
  champion,
  companyNameAt,
  isUser,
  nobody,
  type Person,
  partyOf,
  staff,
  type World,
} from "./world.ts";

const rooms = [
  nobody("c_188aquarium@resource.calendar.example", "NYC-2-Aquarium (8)", "meeting room"),
  nobody("c_188greenhouse@resource.calendar.example", "NYC-2-Greenhouse (12)", "meeting room"),
] as const;
const teamCalendar = nobody("c_team@group.calendar.example", "Team calendar", "group calendar");

/** A year of meetings with customers and among ourselves. */
export function meetAll(random: Random, world: World, diary: Diary): void {
  for (const company of world.companies) {
    if (company !== world.star.company) meetCustomer(random.fork(company.id), world, diary, company);
  }
  holdStandups(random.fork("standup"), world, diary);
  blockTime(random.fork("blocks"), world, diary);
  visitFairs(world, diary);
  holdWebinar(world, diary);
}

function meetCustomer(random: Random, world: World, diary: Diary, company: Company): void {
  const { sales, success } = ownersOf(world.lumenry, company);
  const { signedUpAt } = company;
  if (signedUpAt === undefined) {
    const at = slot(officeTime(random, yearStart, yearEnd - 20 * DAY));
    hold(random, diary, company, at, sales, "Lumenry demo");
    return;
  }
  const until = Math.min(company.endedAt ?? yearEnd, yearEnd);
  hold(random, diary, company, slot(officeTime(random, signedUpAt + DAY, signedUpAt + 4 * DAY)), sales, "Lumenry demo");
  if (company.domain === undefined) return;
  holdOnboarding(random, diary, company, success, signedUpAt + 3 * DAY);
  for (let at = signedUpAt + 60 * DAY; at < until; at += random.int(55, 75) * DAY) {
    hold(random, diary, company, slot(onWeekday(Math.floor(at / DAY) * DAY) + 15 * HOUR), success, "Quarterly review");
  }
  if (random.chance(0.5))
    hold(random, diary, company, slot(officeTime(random, signedUpAt + 20 * DAY, until)), success, "Q&A");
  if (company.arc === "churned")
    hold(random, diary, company, slot(officeTime(random, until - 6 * DAY, until)), success, "Exit call");
}

/** On the half hour. */
const slot = (at: Instant): Instant => Math.floor(at / (30 * MINUTE)) * 30 * MINUTE;

function hold(random: Random, diary: Diary, company: Company, at: Instant, host: Person, topic: string): void {
  const guests = guestsFrom(random, company, at);
  const [, ...colleagues] = guests;
  diary.meet({
    at,
    minutes: random.pick([30, 45, 60]),
    summary: `${topic}: ${companyNameAt(company, at)}`,
    organizer: host,
    guests: random.chance(0.25) ? [...guests, { party: partyOf(host.company.people[0] as Person, at) }] : guests,
    bookedAt: at - random.int(2, 9) * DAY,
    ...(random.chance(0.25) ? { room: random.pick(rooms) } : { location: "https://meet.example/lumenry" }),
    ...(random.chance(0.06) ? { status: "tentative" as const } : {}),
    ...(colleagues.length > 2 && random.chance(0.2) ? { extra: { additionalGuests: 2 } } : {}),
    // The loader drops what its calendar has cancelled; the row's mark is all that tells.
    ...(random.chance(0.05) ? { deletedAt: at - DAY } : {}),
  });
}

function guestsFrom(random: Random, company: Company, at: Instant): Guest[] {
  const present = company.people.filter(
    (person) => person.part !== "buyer" && !(isUser(person) && (person.joinedAt ?? 0) > at + 30 * DAY),
  );
  const lead = champion(company) ?? company.people[0];
  const others = random.some(
    present.filter((person) => person !== lead),
    random.int(0, 3),
  );
  return [...(lead ? [lead] : []), ...others].map((person, i) => ({
    party: partyOf(person, at),
    response:
      i === 0 ? "accepted" : random.weighted<Response>({ accepted: 70, declined: 12, tentative: 8, needsAction: 10 }),
    optional: i > 1 && random.chance(0.3),
  }));
}

/** Three weekly meetings; one may be moved, one called off. */
function holdOnboarding(random: Random, diary: Diary, company: Company, host: Person, from: Instant): void {
  const series = diary.newSeries();
  const first = slot(onWeekday(Math.floor(from / DAY) * DAY) + random.int(14, 20) * HOUR);
  const guests = guestsFrom(random, company, first);
  const fate = random.weighted({ plain: 60, moved: 25, cancelled: 15 });
  for (let week = 0; week < 3; week++) {
    const plannedAt = first + week * 7 * DAY;
    const summary = `Onboarding ${week + 1}/3: ${companyNameAt(company, plannedAt)}`;
    if (week === 2 && fate === "cancelled") diary.cancelOccurrence(series, plannedAt, host);
    else {
      const moved = week === 1 && fate === "moved" ? { plannedAt } : {};
      const at = "plannedAt" in moved ? plannedAt + DAY + HOUR : plannedAt;
      diary.meet({ at, minutes: 45, summary, organizer: host, guests, series, bookedAt: first - 2 * DAY, ...moved });
    }
  }
}

function holdStandups(random: Random, world: World, diary: Diary): void {
  const series = diary.newSeries();
  const maya = employee(world.lumenry, "Maya");
  const team = staff(world).filter((person) => person !== maya);
  for (let at = utc("2025-09-01T13:30"); at < yearEnd; at += 7 * DAY) {
    const holiday = random.chance(0.06);
    if (holiday) diary.cancelOccurrence(series, at, maya);
    else {
      const guests = team.map(
        (person): Guest => ({ party: partyOf(person, at), response: random.chance(0.05) ? "declined" : "accepted" }),
      );
      diary.meet({
        at,
        minutes: 15,
        summary: "Monday stand-up",
        organizer: maya,
        guests,
        series,
        room: rooms[1],
        bookedAt: yearStart - 9 * DAY,
      });
    }
  }
}

/** Entries that are no meetings, and what is left of deleted ones. */
function blockTime(random: Random, world: World, diary: Diary): void {
  for (const organizer of staff(world).filter(isConnected)) {
    for (let i = 0; i < 8; i++) {
      const at = slot(officeTime(random, yearStart, yearEnd - 5 * DAY));
      const away = i % 4 === 3;
      const extra = { eventType: away ? "outOfOffice" : "focusTime", transparency: "opaque" };
      diary.meet({
        at,
        minutes: away ? 480 : 120,
        summary: away ? "Out of office" : "Focus time",
        organizer,
        guests: [],
        extra,
      });
    }
    diary.tombstone(officeTime(random, yearStart, yearEnd - 5 * DAY), organizer);
  }
}

function visitFairs(world: World, diary: Diary): void {
  const organizer = employee(world.lumenry, "Tomás");
  const jonas = employee(world.lumenry, "Jonas");
  for (const [day, name] of [
    ["2025-10-14", "Retail fair, Chicago"],
    ["2026-01-11", "Shop Expo, New York"],
    ["2026-06-09", "Commerce days, Berlin"],
  ]) {
    const at = utc(`${day}T00:00`);
    const guests: Guest[] = [{ party: partyOf(jonas, at) }, { party: teamCalendar, response: "needsAction" }];
    diary.meet({
      at,
      minutes: 0,
      allDays: 3,
      summary: name ?? "",
      organizer,
      guests,
      extra: { transparency: "transparent" },
    });
  }
}

/** A meeting so big that Google cuts the list of guests; one of them is a telephone without an address. */
function holdWebinar(world: World, diary: Diary): void {
  const organizer = employee(world.lumenry, "Maya");
  const self = { email: organizer.email, organizer: true, self: true, responseStatus: "accepted" };
  const attendees = [self, { displayName: "Conference phone", responseStatus: "accepted" }];
  const extra = { attendeesOmitted: true, attendees };
  diary.meet({
    at: utc("2026-05-21T15:00"),
    minutes: 60,
    summary: "Webinar: a year of baskets 🧺",
    organizer,
    guests: [],
    extra,
  });
}
