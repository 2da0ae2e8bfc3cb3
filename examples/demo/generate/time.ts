import type { Random } from "./random.ts";

/** Milliseconds since 1970, UTC. */
export type Instant = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const yearStart: Instant = Date.UTC(2025, 8, 1);
/** The first instant after the year. */
export const yearEnd: Instant = Date.UTC(2026, 8, 1);

export const inYear = (at: Instant): boolean => at >= yearStart && at < yearEnd;

/** `utc("2025-09-10T14:03")` */
export const utc = (text: string): Instant => Date.parse(`${text}${text.length === 16 ? ":00" : ""}Z`);

/** `2025-09-10T14:03:22.000Z` */
export const isoTime = (at: Instant): string => new Date(at).toISOString();
/** `2025-09-10` */
export const isoDate = (at: Instant): string => isoTime(at).slice(0, 10);
/** `2025-09-10 14:03:22` */
export const sqlTime = (at: Instant): string => isoTime(at).slice(0, 19).replace("T", " ");
/** `2025-09-10 14:03:22.512` */
export const sqlMillis = (at: Instant): string => isoTime(at).slice(0, 23).replace("T", " ");

/** Minutes east of Greenwich in New York, where Lumenry sits; written out so that no time zone database decides our bytes. */
export function easternOffset(at: Instant): number {
  const winter = at >= Date.UTC(2025, 10, 2, 6) && at < Date.UTC(2026, 2, 8, 7);
  return winter ? -300 : -240;
}

const offsetText = (minutes: number, colon: string): string => {
  const size = Math.abs(minutes);
  const pad = (n: number) => String(Math.floor(n)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${pad(size / 60)}${colon}${pad(size % 60)}`;
};

/** RFC 3339 with New York's offset, as Google Calendar writes it: `2025-09-17T11:00:00-04:00`. */
export function easternTime(at: Instant): string {
  const offset = easternOffset(at);
  return `${isoTime(at + offset * MINUTE).slice(0, 19)}${offsetText(offset, ":")}`;
}

/** RFC 5322: `Wed, 10 Sep 2025 10:03:22 -0400`. */
export function mailDate(at: Instant, offset: number): string {
  const [day, date, month, year, time] = new Date(at + offset * MINUTE).toUTCString().replace(",", "").split(" ");
  return `${day}, ${Number(date)} ${month} ${year} ${time} ${offsetText(offset, "")}`;
}

/** When a loader that runs every `hours` brings what happened at `at`. */
export function syncedAfter(at: Instant, hours: number): Instant {
  const run = Math.ceil((at + 1) / (hours * HOUR)) * hours * HOUR;
  return run + 3 * MINUTE + (at % 97_000);
}

/** Some second of some working day in [from, to): 9 to 18 o'clock in New York. */
export function officeTime(random: Random, from: Instant, to: Instant): Instant {
  const day = Math.floor((from + random.next() * Math.max(to - from, 1)) / DAY) * DAY;
  return onWeekday(day) + 13 * HOUR + random.int(0, 9 * 3600 - 1) * 1000 + random.int(0, 999);
}

/** Some second of the day or evening, weekends too: when people shop and try things. */
export function anyTime(random: Random, from: Instant, to: Instant): Instant {
  const day = Math.floor((from + random.next() * Math.max(to - from, 1)) / DAY) * DAY;
  return day + 12 * HOUR + random.int(0, 14 * 3600 - 1) * 1000 + random.int(0, 999);
}

/** The day itself, or the Monday after it. */
export function onWeekday(day: Instant): Instant {
  const weekday = new Date(day).getUTCDay();
  return weekday === 6 ? day + 2 * DAY : weekday === 0 ? day + DAY : day;
}

/** The same day and time some months later, or that month's last day. */
export function monthsLater(at: Instant, months: number): Instant {
  const date = new Date(at);
  const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0));
  const day = Math.min(date.getUTCDate(), target.getUTCDate());
  return Date.UTC(target.getUTCFullYear(), target.getUTCMonth(), day) + (at % DAY);
}
