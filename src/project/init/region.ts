import { nearest } from "../../base/nearest.ts";
import { NexusError } from "../../base/problem.ts";
import { phoneCountries } from "../../kernels/lists.ts";

/** The countries (ISO 3166) that have phone numbers. */
function countries(): readonly string[] {
  return phoneCountries()
    .filter(({ international }) => international !== null)
    .map(({ region }) => region);
}

/** The code of a country, from itself or from the country's English name. */
export function countryCode(value: string): string | undefined {
  const codes = countries();
  const upper = value.trim().toUpperCase();
  if (codes.includes(upper)) return upper;
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  return codes.find((code) => names.of(code)?.toUpperCase() === upper);
}

/** The country of phone numbers that the user names, in capitals. Throws `usage` when there is none. */
export function regionNamed(given: string): string {
  const codes = countries();
  const upper = given.trim().toUpperCase();
  if (codes.includes(upper)) return upper;
  // `UK` is no code, but everybody knows what is meant.
  const known = /^[A-Z]{2}$/.test(upper) ? new Intl.DisplayNames(["en"], { type: "region" }).of(upper) : upper;
  const meant = upper === "" ? undefined : (countryCode(known ?? upper) ?? nearest(upper, codes));
  throw new NexusError({
    code: "usage",
    message: `"${given}" is no country of phone numbers.`,
    where: { field: "region" },
    found: `"${given}"`,
    accepted: `one of ${codes.length} codes of two letters (ISO 3166), such as "DE", "ES", "GB" or "US"`,
    ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }),
  });
}
