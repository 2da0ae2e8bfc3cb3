import { NexusError } from "../base/problem.ts";

const form =
  /^(\d{4}-\d{2}-\d{2})(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])([01]\d|2[0-3]):?([0-5]\d)?)?)?$/;

/**
 * The time that a run takes for now, as ISO text in UTC: `2026-01-01T00:00:00+02:00` → `2025-12-31T22:00:00Z`. A date is its
 * first moment; a time without an offset is UTC, wherever the program runs.
 */
export function horizonOf(text: string): string {
  return momentOf(text, "horizon");
}

/** Any time that somebody asks for, as ISO text in UTC, read as a horizon is. `what` says in a problem what it was to be. */
export function momentOf(text: string, what: string): string {
  const found = form.exec(text);
  if (found === null) throw noTime(text, what);
  const [, day = "", hour = "00", minute = "00", second = "00", fraction = "", sign = "+", hours = "0", minutes = "0"] =
    found;
  const local = new Date(`${day}T${hour}:${minute}:${second}Z`);
  // The 30th of February would be one of March.
  if (Number.isNaN(local.getTime()) || !local.toISOString().startsWith(day)) throw noTime(text, what);
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  const utc = new Date(local.getTime() - ahead * 60_000).toISOString();
  if (!/^\d{4}-/.test(utc)) throw noTime(text, what);
  // The warehouse knows microseconds, a date of JavaScript only milliseconds.
  const rest = fraction.slice(0, 6);
  return `${utc.slice(0, 19)}${rest === "" ? "" : `.${rest}`}Z`;
}

function noTime(text: string, what: string): NexusError {
  return new NexusError({
    code: "usage",
    message: `The ${what} is no time.`,
    found: JSON.stringify(text),
    accepted:
      "ISO 8601: a date (2026-03-01), or a time with its offset (2026-03-01T09:00:00Z, 2026-03-01T09:00:00+01:00)",
  });
}
