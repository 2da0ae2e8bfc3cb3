import { createRequire } from "node:module";
import { Bug } from "../base/problem.ts";
import { once } from "./lists-once.ts";

const require = createRequire(import.meta.url);

/**
 * One way in which people of a region write a number before others may dial it. Where the digits begin with `head`,
 * what `drop` finds in that head goes, and `put` comes before the rest: a trunk prefix falls away (`head` and `drop`
 * `0`), an area code that was left out comes back (`head` `[2-9][0-9]{6}$`, `drop` nothing, `put` `246`).
 */
export interface PhoneRewrite {
  readonly head: string;
  readonly drop: string;
  readonly put: string;
}

/** How numbers of a region are written and dialled. All patterns are made of digits, classes and groups alone. */
export interface PhoneRegion {
  /** ISO 3166, or the calling code itself for services that belong to no country (`800`). */
  readonly region: string;
  readonly callingCode: string;
  /** The region that stands for a calling code shared by several (`US` for 1). */
  readonly isMain: boolean;
  /** What is dialled before a calling code, as a pattern: `00`, `011`. */
  readonly international: string | null;
  /** What is dialled before a national number, in plain digits. */
  readonly trunk: string | null;
  /** Whether a national number may begin like the trunk prefix: 8 in Russia, hardly ever 0. */
  readonly mayBeginWithTrunk: boolean;
  /** Tried in this order; the first that fits is applied. */
  readonly rewrites: readonly PhoneRewrite[];
  /** The shape of all national numbers, without trunk prefix. */
  readonly number: string;
  /** Possible lengths of these, ascending. */
  readonly lengths: readonly number[];
}

/** A numbering plan in the compressed metadata of `libphonenumber-js`: a list whose places have fixed meanings. */
type Plan = readonly unknown[];

interface Metadata {
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>;
  readonly countries: Readonly<Record<string, Plan>>;
  readonly nonGeographic: Readonly<Record<string, Plan>>;
}

/** Where the places of a plan are, by the package's own `source/metadata.js`. */
const place = {
  callingCode: 0,
  international: 1,
  number: 2,
  lengths: 3,
  trunk: 5,
  trunkPattern: 7,
  transform: 8,
} as const;

/** The regions of the world's numbering plan as `libphonenumber-js` (Google's libphonenumber) knows them, by name. */
export const phoneCountries = once((): readonly PhoneRegion[] => {
  const metadata: Metadata = require("libphonenumber-js/metadata.max.json");
  const plans = { ...metadata.countries, ...metadata.nonGeographic };
  return Object.entries(plans)
    .map(([region, plan]) => {
      const text = (at: number): string | null => (typeof plan[at] === "string" ? portable(plan[at]) : null);
      const callingCode = text(place.callingCode) ?? "";
      const lengths = plan[place.lengths];
      const trunkPrefix = text(place.trunk);
      const number = text(place.number) ?? "";
      return {
        region,
        callingCode,
        isMain: (metadata.country_calling_codes[callingCode]?.[0] ?? region) === region,
        international: text(place.international),
        trunk: trunkPrefix,
        mayBeginWithTrunk: trunkPrefix !== null && firstDigits(number).has(trunkPrefix.charAt(0)),
        rewrites: rewritesOf(region, text(place.trunkPattern) ?? trunkPrefix, text(place.transform)),
        number,
        lengths: Array.isArray(lengths) ? lengths.map(Number) : [],
      };
    })
    .sort((a, b) => (a.region < b.region ? -1 : 1));
});

/** Digits that are ASCII on every engine. */
const portable = (pattern: string): string => pattern.replaceAll("\\d", "[0-9]");

const uncaptured = (pattern: string): string => pattern.replace(/\((?!\?)/g, "(?:");

const trunk = (pattern: string): PhoneRewrite => ({ head: uncaptured(pattern), drop: uncaptured(pattern), put: "" });

/**
 * The metadata say this by a pattern with capturing groups and a replacement that names one of them. Few shapes of that
 * exist; each is put in terms of a head, so that no engine needs captures. An unknown shape in a later version is ours
 * to translate.
 */
function rewritesOf(region: string, pattern: string | null, transform: string | null): readonly PhoneRewrite[] {
  if (pattern === null) return [];
  if (transform === null) return [trunk(pattern)];
  const put = transform.replace(/\$\d$/, "");

  // `([457]\d{6})$|1` → `268$1`: a local number, to be completed; else the trunk prefix.
  const local = /^\((.*)\)\$(?:\|(.*))?$/.exec(pattern);
  if (local?.[1] !== undefined) {
    const completed = { head: `${uncaptured(local[1])}$`, drop: "", put };
    return local[2] === undefined ? [completed] : [completed, trunk(local[2])];
  }
  // Gabon, `0(11\d{6}|…)` → `$1`: the trunk prefix before certain numbers only.
  const before = /^(0)\((.*)\)$/.exec(pattern);
  if (before?.[1] !== undefined) return [{ head: `0(?:${uncaptured(before[2] ?? "")})`, drop: "^0", put }];
  // Brazil, `(?:0|90)(?:(carrier)(number))?` → `$2`.
  const carrier = /^(\(\?:[0-9|]+\))\(\?:\((.*)\)\((.*)\)\)\?$/.exec(pattern);
  if (carrier?.[1] !== undefined) {
    const dropped = `${carrier[1]}(?:${uncaptured(carrier[2] ?? "")})`;
    return [{ head: `${dropped}${carrier[3]}`, drop: `^${dropped}`, put }, trunk(carrier[1])];
  }
  // Argentina, `0?(?:(area)15)?` → `9$1`: a mobile number has 15 after its area at home, and 9 before it abroad.
  const mobile = /^0\?\(\?:\((.*)\)15\)\?$/.exec(pattern);
  if (mobile?.[1] !== undefined) return [{ head: `0?(?:${uncaptured(mobile[1])})15`, drop: "^0|15$", put }, trunk("0")];

  throw new Bug(`The phone metadata of ${region} have a new shape of rewriting: ${pattern} → ${transform}.`);
}

/** The digits that a text of a pattern may begin with; the pattern is made of digits, classes, groups and quantifiers. */
function firstDigits(pattern: string): ReadonlySet<string> {
  const first = new Set<string>();
  for (const branch of branchesOf(pattern)) {
    let rest = branch;
    while (rest !== "") {
      const atom = rest.startsWith("(") ? groupOf(rest) : (/^(?:\[[^\]]*\]|[0-9])/.exec(rest)?.[0] ?? "");
      if (atom === "") throw new Bug(`The phone metadata have a pattern of a new kind: ${pattern}.`);
      const found = atom.startsWith("(") ? firstDigits(atom.slice("(?:".length, -1)) : digitsIn(atom);
      for (const digit of found) first.add(digit);
      const quantifier = /^(?:\?|\{[0-9,]+\})/.exec(rest.slice(atom.length))?.[0] ?? "";
      if (quantifier !== "?" && !quantifier.startsWith("{0")) break;
      rest = rest.slice(atom.length + quantifier.length);
    }
  }
  return first;
}

const digitsIn = (atom: string): readonly string[] => [..."0123456789"].filter((digit) => new RegExp(atom).test(digit));

/** The alternatives of a pattern, parted at bars outside of groups. */
function branchesOf(pattern: string): readonly string[] {
  const branches = [""];
  let depth = 0;
  for (const sign of pattern) {
    if (sign === "(") depth += 1;
    if (sign === ")") depth -= 1;
    if (sign === "|" && depth === 0) branches.push("");
    else branches[branches.length - 1] += sign;
  }
  return branches;
}

/** The group that a pattern begins with, with its brackets. */
function groupOf(pattern: string): string {
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === "(") depth += 1;
    if (pattern[at] === ")") depth -= 1;
    if (depth === 0) return pattern.slice(0, at + 1);
  }
  return pattern;
}

/** What the first three digits of an international number say about it. */
export interface LeadingDigits {
  readonly digits: string;
  readonly callingCode: string;
  /** The trunk prefix that people leave behind the calling code (`+44 (0)20 …`), though it does not belong there. */
  readonly trunk: string | null;
  /** For each length of a national number from 1 on, `y` when its main region has such numbers and `n` when not. */
  readonly lengths: string;
}

/** All beginnings of international numbers, by their first three digits, ascending. (No calling code begins another.) */
export const leadingDigits = once((): readonly LeadingDigits[] => {
  return phoneCountries()
    .filter(({ isMain }) => isMain)
    .flatMap(({ callingCode, trunk, lengths: possible }) => {
      const lengths = lengthMask(possible);
      const width = 3 - callingCode.length;
      return Array.from({ length: 10 ** width }, (_, end) => ({
        digits: width === 0 ? callingCode : callingCode + String(end).padStart(width, "0"),
        callingCode,
        trunk,
        lengths,
      }));
    })
    .sort((a, b) => (a.digits < b.digits ? -1 : 1));
});

/** For each length from 1 on, `y` when it is among the given ones and `n` when not. */
export function lengthMask(lengths: readonly number[]): string {
  return Array.from({ length: Math.max(...lengths) }, (_, index) => (lengths.includes(index + 1) ? "y" : "n")).join("");
}
