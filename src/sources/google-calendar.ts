import {
  allOf,
  anyOf,
  type Condition,
  concat,
  constant,
  domainOf,
  equals,
  extract,
  type Field,
  firstOf,
  is,
  item,
  lower,
  matches,
  not,
  present,
  when,
} from "../config/fields.ts";
import type { Model, ModelDefinition } from "../config/model.ts";
import type { EventDefinition, Mention, Source } from "../config/source.ts";
import { fittedSource, type Speaks } from "../config/vocabulary.ts";
import { type GoogleOptions, type GoogleTable, googleTable, internal, memberRole } from "./google.ts";

export interface GoogleCalendarOptions extends GoogleOptions {
  /** Time zone of start times that say none; Google's own always do. UTC by default. */
  readonly timezone?: string;
}

/**
 * Meetings of Google Calendar: an event for each meeting and occurrence of a series, at the time it starts, with
 * organizer and guests, and one for each that was called off. Reads events as the Calendar API gives them.
 */
export function googleCalendar<D extends ModelDefinition>(
  model: Model<D> & Speaks<D, { person: "email"; group: "domain" }>,
  options: GoogleCalendarOptions,
): Source {
  const table = googleTable(options);
  const { at, deletedAt } = table;
  const start = timeAt(table, "start");
  const cancelled = equals(at("status"), "cancelled");
  const calledOff = anyOf(cancelled, present(deletedAt));
  const common = {
    from: "events",
    // Every guest's calendar has a copy of its own.
    row: table.copy,
    id: firstOf(meetingKey(table), table.copy),
    type: "meeting",
    description: at("summary"),
    ...participants(table, options.ownDomains),
  };
  const columns = {
    calendar_event_id: at("id"),
    series_id: at("recurringEventId"),
    status: at("status"),
    starts_at: start,
    ends_at: timeAt(table, "end"),
    all_day: is(present(at("start.date"))),
    location: at("location"),
    guests_omitted: is(equals(at("attendeesOmitted"), true)),
  };
  const meeting: EventDefinition = {
    ...common,
    name: "meeting",
    occurredAt: start,
    timezone: options.timezone ?? "UTC",
    deletedAt: is(calledOff),
    where: isMeeting(table),
    significance: 3,
    columns,
  };
  const meetingCancelled: EventDefinition = {
    ...common,
    name: "meeting cancelled",
    occurredAt: firstOf(when(cancelled, at("updated")), deletedAt, table.ingestedAt),
    // A guest who removes a meeting from the own calendar cancels nothing: only the organizer's own copy tells.
    where: allOf(isMeeting(table), calledOff, equals(at("organizer.self"), true)),
    significance: 2,
    columns,
  };
  return fittedSource(model, options.name ?? "google_calendar", {
    ...(options.key === undefined ? {} : { key: options.key }),
    timezone: "UTC",
    tables: { events: options.table },
    ingestedAt: table.ingestedAt,
    events: { meeting, meeting_cancelled: meetingCancelled },
  });
}

/** The time at `start` or `end`. A whole day has no zone: it stands for its midnight in UTC. */
function timeAt({ at }: GoogleTable, path: "start" | "end"): Field {
  const day = at(`${path}.date`);
  return firstOf(at(`${path}.dateTime`), when(present(day), concat(day, constant("T00:00:00Z"))));
}

/** Entries at which people meet: neither focus time, birthdays and the like, nor the plan of a whole series. */
function isMeeting({ at }: GoogleTable): Condition {
  return allOf(
    anyOf(present(at("start.dateTime")), present(at("start.date"))),
    anyOf(not(present(at("eventType"))), equals(at("eventType"), "default", "fromGmail")),
    not(present(at("recurrence.0"))),
  );
}

/**
 * What is the same on all calendars: the iCalUID, and for an occurrence of a series the start that the series had
 * planned. Each calendar writes that start in its own zone, but an occurrence's id ends in it in UTC.
 */
function meetingKey({ at }: GoogleTable): Field {
  const planned = firstOf(at("originalStartTime.dateTime"), at("originalStartTime.date"));
  const occurrence = firstOf(extract(at("id"), "[0-9]{8}(?:T[0-9]{6}Z)?$"), planned);
  return when(present(at("iCalUID")), concat(at("iCalUID"), when(present(planned), concat(constant("/"), occurrence))));
}

/** Calendars that have an address of their own, such as a team's or a room's: nobody. */
const calendarAddress = "@(?:(?:group|resource|import)\\.(?:v\\.)?calendar\\.|calendar\\.google\\.com$)";

function participants({ at, listAt }: GoogleTable, ownDomains: readonly string[] | undefined) {
  const organizer = at("organizer.email");
  const isPerson = (email: Field): Condition => allOf(present(email), not(matches(lower(email), calendarAddress)));
  const guest = {
    role: when(
      equals(item("responseStatus"), "declined"),
      constant("declined attendee"),
      when(equals(item("optional"), true), constant("optional attendee"), constant("attendee")),
    ),
    each: "attendees",
    where: allOf(
      isPerson(item("email")),
      not(equals(item("resource"), true)),
      not(equals(item("organizer"), true)), // named by the event itself, even where the list lacks them
    ),
  } as const;
  const persons: readonly Mention[] = [
    {
      role: "organizer",
      where: isPerson(organizer),
      identifiers: { email: organizer },
      traits: { name: nameOf(at("organizer.displayName")), internal: internal(organizer, ownDomains) },
    },
    {
      ...guest,
      key: "attendee",
      identifiers: { email: item("email") },
      traits: { name: nameOf(item("displayName")), internal: internal(item("email"), ownDomains) },
    },
  ];
  const groups: readonly Mention[] = [
    {
      role: "organizer",
      key: "organizer company",
      where: isPerson(organizer),
      identifiers: { domain: domainOf(organizer) },
    },
    { ...guest, key: "attendee company", identifiers: { domain: domainOf(item("email")) } },
  ];
  const memberships = [
    { person: "organizer", group: "organizer company", role: memberRole },
    { person: "attendee", group: "attendee company", role: memberRole },
  ];
  return { lists: { attendees: listAt("attendees") }, persons, groups, memberships };
}

/** A name, unless it is an address again. */
function nameOf(field: Field): Field {
  return when(not(matches(field, "@")), field);
}
