import type { NangoRow } from "./gmail.ts";
import type { Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";
import { isConnected } from "./staff.ts";
import { DAY, easternTime, type Instant, inYear, isoDate, isoTime, MINUTE, syncedAfter } from "./time.ts";
import { isPerson, type Party, type Person, partyOf } from "./world.ts";

export type Response = "accepted" | "declined" | "tentative" | "needsAction";

export interface Guest {
  readonly party: Party;
  readonly response?: Response;
  readonly optional?: boolean;
}

export interface Meeting {
  readonly at: Instant;
  readonly minutes: number;
  readonly summary: string;
  readonly organizer: Person;
  readonly guests: readonly Guest[];
  readonly location?: string;
  readonly room?: Party;
  readonly series?: Series;
  /** For a moved occurrence: where the series had put it. */
  readonly plannedAt?: Instant;
  readonly bookedAt?: Instant;
  readonly status?: "confirmed" | "tentative";
  /** Fields of the Calendar API beside those above: eventType, transparency, nameless guests. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly allDays?: number;
  readonly deletedAt?: Instant;
}

export interface Series {
  readonly id: string;
}

const zone = "America/New_York";

/** The calendars that the loader reads: a meeting stands on each connected guest's, under one iCalUID. */
export class Diary {
  readonly rows: NangoRow[] = [];
  /** iCalUID and original start: what is one meeting, on however many calendars. */
  readonly meetings = new Set<string>();
  readonly #random: Random;
  readonly #ledger: Ledger;

  constructor(random: Random, ledger: Ledger) {
    this.#random = random;
    this.#ledger = ledger;
  }

  newSeries(): Series {
    return { id: this.#id() };
  }

  meet(meeting: Meeting): void {
    if (!inYear(meeting.at)) return;
    const guests = [
      { party: partyOf(meeting.organizer, meeting.at), response: "accepted" as const },
      ...meeting.guests,
    ];
    const people = guests.flatMap(({ party: { owner } }) => (isPerson(owner) && isConnected(owner) ? [owner] : []));
    const base = meeting.series?.id ?? this.#id();
    const planned = meeting.plannedAt ?? meeting.at;
    const id = meeting.series ? `${base}_${isoTime(planned).slice(0, 19).replace(/[-:]/g, "")}Z` : base;
    for (const person of new Set(people)) this.#keep(person, meeting, this.#event(meeting, id, base, person));
    // What is deleted names nobody any more.
    if (people.length === 0 || meeting.deletedAt !== undefined) return;
    this.meetings.add(`${base} ${planned}`);
    for (const { party } of meeting.guests) this.#ledger.saw(party.owner, "email", party.email);
    this.#ledger.saw(meeting.organizer, "email", meeting.organizer.email);
    if (meeting.room) this.#ledger.saw(meeting.room.owner, "email", meeting.room.email);
  }

  /** One occurrence of a living series is called off: Google keeps these fields, and nothing else. */
  cancelOccurrence(series: Series, plannedAt: Instant, calendarOf: Person): void {
    const record = {
      kind: "calendar#event",
      etag: this.#etag(),
      id: `${series.id}_${isoTime(plannedAt).slice(0, 19).replace(/[-:]/g, "")}Z`,
      status: "cancelled",
      recurringEventId: series.id,
      originalStartTime: { dateTime: easternTime(plannedAt), timeZone: zone },
    };
    this.#push(calendarOf, record, plannedAt - DAY, undefined);
  }

  /** A deleted event: just its id is left. */
  tombstone(at: Instant, calendarOf: Person): void {
    this.#push(calendarOf, { kind: "calendar#event", etag: this.#etag(), id: this.#id(), status: "cancelled" }, at, at);
  }

  #event(meeting: Meeting, id: string, base: string, owner: Person): Record<string, unknown> {
    const { at, minutes, series, plannedAt, bookedAt = at - 6 * DAY } = meeting;
    const organizer = { email: meeting.organizer.email, ...(owner === meeting.organizer ? { self: true } : {}) };
    const times = meeting.allDays
      ? { start: { date: isoDate(at) }, end: { date: isoDate(at + meeting.allDays * DAY) } }
      : { start: clock(at), end: clock(at + minutes * MINUTE) };
    const attendees = this.#attendees(meeting, owner);
    return {
      kind: "calendar#event",
      etag: this.#etag(),
      id,
      status: meeting.status ?? "confirmed",
      htmlLink: `https://calendar.example/event?eid=${base}`,
      created: isoTime(bookedAt),
      updated: isoTime(plannedAt === undefined ? bookedAt : at - DAY),
      summary: meeting.summary,
      ...(meeting.location === undefined ? {} : { location: meeting.location }),
      creator: organizer,
      organizer: { ...organizer, displayName: `${meeting.organizer.first} ${meeting.organizer.last}` },
      ...times,
      ...(series ? { recurringEventId: series.id, originalStartTime: clock(plannedAt ?? at) } : {}),
      iCalUID: `${base}@calendar.example`,
      sequence: plannedAt === undefined ? 0 : 1,
      ...(attendees.length > 1 ? { attendees } : {}),
      reminders: { useDefault: true },
      eventType: "default",
      ...meeting.extra,
    };
  }

  #attendees({ organizer, guests, room, at }: Meeting, owner: Person): Record<string, unknown>[] {
    const self = (party: Party) => (party.owner === owner ? { self: true } : {});
    const host = partyOf(organizer, at);
    const list: Record<string, unknown>[] = [
      { email: host.email, displayName: host.name, organizer: true, ...self(host), responseStatus: "accepted" },
      ...guests.map(({ party, response = "accepted", optional }) => ({
        email: party.email,
        ...(party.style === "bare" ? {} : { displayName: party.name }),
        ...(optional ? { optional } : {}),
        ...self(party),
        responseStatus: response,
      })),
    ];
    if (room) list.push({ email: room.email, displayName: room.name, resource: true, responseStatus: "accepted" });
    return list;
  }

  #keep(person: Person, meeting: Meeting, record: Record<string, unknown>): void {
    const { at, bookedAt = at - 6 * DAY, plannedAt } = meeting;
    this.#push(person, record, plannedAt === undefined ? bookedAt : at - DAY, meeting.deletedAt);
  }

  #push(person: Person, record: unknown, changedAt: Instant, deletedAt: Instant | undefined): void {
    this.rows.push({
      connection_id: `gcal-${person.email.split("@")[0]}`,
      record,
      synced_at: isoTime(syncedAfter(changedAt, 1)),
      deleted_at: deletedAt === undefined ? null : isoTime(deletedAt),
    });
  }

  #id(): string {
    return this.#random.text(26, "0123456789abcdefghijklmnopqrstuv");
  }

  #etag(): string {
    return `"35${this.#random.digits(14)}"`;
  }
}

const clock = (at: Instant) => ({ dateTime: easternTime(at), timeZone: zone });
