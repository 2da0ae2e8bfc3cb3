import { nearestHint } from "../../base/nearest.ts";
import { NexusError } from "../../base/problem.ts";
import { lengthMask, type PhoneRegion, type PhoneRewrite, phoneCountries } from "../../kernels/lists.ts";
import { once } from "../../kernels/lists-once.ts";
import { lower, regexExtract, regexMatches, regexReplace } from "../../sql/functions.ts";
import { as, columnsOf, type Relation, select } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { blank } from "../tables/plain-address.ts";
import { step } from "./normalize-text.ts";

/** How most numbers are spelt: E.164 already, or with blanks, brackets and dashes. */
const bareNumber = "^[+][0-9]+$";
const commonNumber = "^[(]?[+]?[0-9 ()./-]+$";

/** Any spelling: digits with blanks, brackets, dots, slashes, tildes and the dashes of all scripts, after at most one plus. */
const separator = `()\\[\\]./~\u2010-\u2015\u2212\u30fc\uff08\uff09\uff0d\uff0e\uff0f${blank}-`;
const anyNumber = `^[${separator}]*[+]?[${separator}]*[0-9][0-9${separator}]*$`;

/** What stands around a number: a word for it before, an extension, parameters (RFC 3966) or pauses behind. */
const around = [
  `^[${blank}"'\`<]*(?:(?:tel(?:ephone)?|phone|mobile|mob|cell|fax|callto|sms|whatsapp)[${blank}.:=]*)?`,
  `|[${blank}(\\[-]*(?:[;,#x\uff03\uff58]|e?xt|int|anexo|poste|\u0434\u043e\u0431).*$`,
  `|[${blank}"'\`>]+$`,
].join("");

/** The digits of other scripts that phones and keyboards write, each set from 0 to 9, and the full-width plus. */
const digitSets = ["\uff10", "\u0660", "\u06f0"].map((zero) => zero.charCodeAt(0));
const foreign = `[${digitSets.map((zero) => `${String.fromCharCode(zero)}-${String.fromCharCode(zero + 9)}`).join("")}\uff0b]`;

function folded(text: Sql): Sql {
  const signs = digitSets.flatMap((zero) =>
    Array.from({ length: 10 }, (_, digit) => [String.fromCharCode(zero + digit), String(digit)] as const),
  );
  const replaced = [...signs, ["\uff0b", "+"] as const].reduce(
    (rest, [sign, by]) => sql`replace(${rest}, ${sign}, ${by})`,
    text,
  );
  return sql`case when ${regexMatches(text, value(foreign))} then ${replaced} else ${text} end`;
}

/** The regions by name, without the services that belong to no country. */
const regions = once(
  () => new Map(phoneCountries().flatMap((one) => (one.international === null ? [] : [[one.region, one] as const]))),
);

function regionNamed(name: string): PhoneRegion {
  const region = regions().get(name.toUpperCase());
  if (region !== undefined) return region;
  const hint = nearestHint(name, regions().keys());
  throw new NexusError({
    code: "config-invalid",
    message: `"${name}" is no region for phone numbers.`,
    found: name,
    accepted: "the two letters of a country (ISO 3166), such as US, DE or JP",
    ...(hint === undefined ? {} : { hint }),
  });
}

const isPlain = (pattern: string): boolean => /^[0-9]+$/.test(pattern);

const from = (text: Sql, length: number): Sql => sql`substr(${text}, ${length + 1})`;

/** Whether digits begin as a pattern says; a plain prefix needs no regular expression. */
function begins(digits: Sql, head: string): Sql {
  return isPlain(head) ? sql`${digits} like ${`${head}%`}` : regexMatches(digits, value(`^(?:${head})`));
}

function rewritten(digits: Sql, { head, drop, put }: PhoneRewrite): Sql {
  if (isPlain(head) && head === drop) return from(digits, head.length);
  if (head === drop) return regexReplace(digits, value(`^(?:${head})`), sql`''`);
  if (drop === "") return sql`${put} || ${digits}`;
  const found = regexExtract(digits, value(`^(?:${head})`));
  return sql`${put} || ${regexReplace(found, value(drop), sql`''`)} || substr(${digits}, length(${found}) + 1)`;
}

/** The digits after the first rewrite that fits, or as they are. */
function rewrittenFirst(digits: Sql, rewrites: readonly PhoneRewrite[]): Sql {
  if (rewrites.length === 0) return digits;
  const cases = rewrites.map((rewrite) => sql`when ${begins(digits, rewrite.head)} then ${rewritten(digits, rewrite)}`);
  return sql`case ${join(cases, sql` `)} else ${digits} end`;
}

const matches = (digits: Sql, region: PhoneRegion): Sql => regexMatches(digits, value(`^(?:${region.number})$`));

/** The digits behind what is dialled before a calling code; no calling code begins with 0. */
function afterInternationalPrefix(digits: Sql, prefix: string): { readonly applies: Sql; readonly rest: Sql } {
  if (isPlain(prefix)) {
    return {
      applies: sql`${digits} like ${`${prefix}%`} and ${digits} not like ${`${prefix}0%`}`,
      rest: from(digits, prefix.length),
    };
  }
  const pattern = value(`^(?:${prefix})`);
  return { applies: regexMatches(digits, value(`^(?:${prefix})[1-9]`)), rest: regexReplace(digits, pattern, sql`''`) };
}

/** The international digits of numbers in those few regions where a number may begin like the trunk prefix. */
const trunkLike = once(() => {
  const numbers = [...regions().values()]
    .filter(({ isMain, mayBeginWithTrunk }) => isMain && mayBeginWithTrunk)
    .map(({ callingCode, number }) => `${callingCode}(?:${number})`);
  return `^(?:${numbers.join("|")})$`;
});

/**
 * From raw phone numbers to `normal`, the number as E.164 (`+14155550123`), null where it is none or impossible: its
 * calling code does not exist or does not go with its length.
 *
 * A number with a plus, or with the international prefix of the region, says its own country; any other is one of the
 * region, and loses the region's trunk prefix. The steps are those of libphonenumber (`maybeStripInternationalPrefix`,
 * `maybeExtractCountryCode`, `maybeStripNationalPrefixAndCarrierCode`), with its metadata.
 */
export function phones(values: Relation, regionName: string, callingCodes: Relation): Relation {
  const region = regionNamed(regionName);
  const { callingCode, rewrites, lengths } = region;

  const sorted = step(values, (row) => {
    const raw = row.col("raw_value");
    const isBare = sql`${raw} like '+%' and ${regexMatches(raw, value(bareNumber))}`;
    const isCommon = regexMatches(raw, value(commonNumber));
    return { form: sql`case when ${isBare} then 'bare' when ${isCommon} then 'common' else 'other' end` };
  });
  const unwrapped = step(sorted, (row) => {
    const [raw, form] = [row.col("raw_value"), row.col("form")];
    const stripped = regexReplace(folded(lower(raw)), value(around), sql`''`);
    return { form, spelt: sql`case when ${form} = 'other' then ${stripped} else ${raw} end` };
  });
  const read = step(unwrapped, (row) => {
    const [spelt, form] = [row.col("spelt"), row.col("form")];
    const isNumber = sql`${form} = 'common' or ${regexMatches(spelt, value(anyNumber))}`;
    // For the few signs that are most often there, this is twice as fast as a regular expression.
    const quick = [" ", "-", "(", ")", "+"].reduce((rest, sign) => sql`replace(${rest}, ${sign}, '')`, spelt);
    return {
      digits: sql`case
        when ${form} = 'bare' then substr(${spelt}, 2)
        when ${form} = 'common' and ${spelt} not like '%.%' and ${spelt} not like '%/%' then ${quick}
        when ${isNumber} then ${regexReplace(spelt, sql`'[^0-9]+'`, sql`''`)} end`,
      is_international: sql`${spelt} like '%+%'`,
    };
  });
  const cut = step(read, (row) => {
    const digits = row.col("digits");
    const shorter = sql`case when ${row.col("is_international")} then null else ${rewrittenFirst(digits, rewrites)} end`;
    return { digits, is_international: row.col("is_international"), shorter };
  });
  const national = step(cut, (row) => {
    const [digits, shorter] = [row.col("digits"), row.col("shorter")];
    const isPossible = sql`substr(${lengthMask(lengths)}, length(${shorter}), 1) = 'y'`;
    const wasBetter = sql`${matches(digits, region)} and not ${matches(shorter, region)}`;
    return {
      digits,
      is_international: row.col("is_international"),
      national: sql`case
        when ${shorter} is null or ${shorter} = ${digits} then ${digits}
        when not ${isPossible} or ${wasBetter} then ${digits}
        else ${shorter} end`,
    };
  });
  const dialled = step(national, (row) => {
    const digits = row.col("digits");
    const abroad = afterInternationalPrefix(digits, region.international ?? "");
    const rest = from(digits, callingCode.length);
    const isBetter = sql`not ${matches(row.col("national"), region)}
      and (${matches(rest, region)} or ${matches(rewrittenFirst(rest, rewrites), region)})`;
    const hasCallingCode = sql`${digits} like ${`${callingCode}%`}
      and (length(${row.col("national")}) > ${Math.max(...lengths)} or ${isBetter})`;
    // What most of the world dials is written in regions with another prefix, too, where no number begins so.
    const isWorldly = sql`${digits} like '00%' and not ${matches(row.col("national"), region)}`;
    return {
      dialled: sql`case
        when ${row.col("is_international")} then ${digits}
        when ${abroad.applies} then ${abroad.rest}
        when ${hasCallingCode} then ${digits}
        when ${isWorldly} then ${from(digits, 2)}
        else ${callingCode} || ${row.col("national")} end`,
    };
  });
  return numbered(dialled, callingCodes);
}

/** Splits the dialled digits at their calling code, drops a trunk prefix behind it, and checks the length. */
function numbered(dialled: Relation, callingCodes: Relation): Relation {
  const [row, code] = [as(dialled, "v"), as(callingCodes, "c")];
  const split = select({
    ...columnsOf(row),
    calling_code: code.col("calling_code"),
    trunk: code.col("trunk"),
    lengths: code.col("lengths"),
    number: sql`substr(${row.col("dialled")}, length(${code.col("calling_code")}) + 1)`,
  })
    .from(row)
    .leftJoin(code, sql`${code.col("leading_digits")} = substr(${row.col("dialled")}, 1, 3)`);

  const trimmed = step(split, (v) => {
    const [number, trunk] = [v.col("number"), v.col("trunk")];
    const hasTrunk = sql`substr(${number}, 1, length(${trunk})) = ${trunk}`;
    const shorter = sql`substr(${number}, length(${trunk}) + 1)`;
    const isPossible = sql`substr(${v.col("lengths")}, length(${number}) - length(${trunk}), 1) = 'y'`;
    return {
      calling_code: v.col("calling_code"),
      lengths: v.col("lengths"),
      number: sql`case
        when ${hasTrunk} and ${isPossible} and not ${regexMatches(v.col("dialled"), value(trunkLike()))} then ${shorter}
        else ${number} end`,
    };
  });
  return step(trimmed, (v) => {
    const number = v.col("number");
    const isPossible = sql`substr(${v.col("lengths")}, length(${number}), 1) = 'y'`;
    const isReal = sql`not ${regexMatches(number, value(fakeNumber))}`;
    return { normal: sql`case when ${isPossible} and ${isReal} then '+' || ${v.col("calling_code")} || ${number} end` };
  });
}

/** Numbers of one digit only, and those that are only counting up or down. */
const fakeNumber = `^(?:${[..."0123456789"].map((digit) => `${digit}+`).join("|")}|0?123456(?:7(?:8(?:90?)?)?)?|0?9?8?7654321)$`;
