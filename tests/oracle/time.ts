/** Microseconds since 1970. */
export type Instant = number;

const written = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** A time as it is written in raw rows and in answers; one without a zone is UTC. Null for what is none. */
export function instant(text: string): Instant | null {
  const parts = written.exec(text.trim());
  if (parts === null) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = parts;
  const seconds = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset =
    zone === "Z" ? 0 : (zone.startsWith("-") ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return seconds * 1000 + Number(fraction.padEnd(6, "0")) - offset * 60_000_000;
}

/** `2025-03-01T09:00:00.000000Z` */
export function written6(at: Instant): string {
  const micros = ((at % 1000) + 1000) % 1000;
  return new Date((at - micros) / 1000).toISOString().replace("Z", `${String(micros).padStart(3, "0")}Z`);
}
