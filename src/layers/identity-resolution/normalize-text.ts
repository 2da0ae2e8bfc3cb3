import { lower, regexMatches, regexReplace } from "../../sql/functions.ts";
import { type Aliased, as, columnsOf, type Relation, type Select, select } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { blank } from "../tables/plain-address.ts";

/** A text without a run of blanks and quotes at its ends. */
export function bare(text: Sql): Sql {
  return regexReplace(text, value(`^[${blank}"'\`]+|[${blank}"'\`]+$`), sql`''`);
}

/** md5, SHA-1 and SHA-256 of the empty text, of `null` and of `undefined`: what programs hash when there is nothing to hash. */
const hashesOfNothing = [
  "d41d8cd98f00b204e9800998ecf8427e",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "37a6259cc0c1dae299a7866489dff0bd",
  "2be88ca4242c76e8253ac62474851065032d6833",
  "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b",
  "5e543256c480ac577d30f76f9120eb74",
  "d5d4cd07616a542891b7ec2d0257b3a24b69856e",
  "eb045d78d273107348b0300c01d29b7552d622abbc6faf81b3ec55359aa9950c",
];

/**
 * What stands where a value is missing: the words that programs, forms and spreadsheets leave there (AWS HealthLake's
 * placeholder values are among them), headers taken for values, and the one id that many early Android devices shared.
 */
const junkWords = [
  ...["null", "nil", "none", "undefined", "nan", "na", "n/a", "n\\.a\\.", "#n/a", "#ref!", "#value!", "not applicable"],
  ...["not available", "not provided", "not set", "not_set", "no value", "missing", "empty", "blank", "void", "tbd"],
  ...["unknown", "unassigned", "anonymous", "anon", "guest", "nobody", "not_authenticated", "test", "testing", "dummy"],
  ...["deleted", "redacted", "removed", "\\[(?:redacted|deleted|removed|hidden|filtered)\\]", "\\$[{]?[a-z_.]+[}]?"],
  ...[
    "[{][{][^{}]*[}][}]",
    "true",
    "false",
    "-1",
    "id",
    "user_id",
    "userid",
    "distinct_id",
    "distinctid",
    "email",
    "e-mail",
    "phone",
  ],
  ...["\\[object object\\]", "\\{\\}", "\\[\\]", "nobody@example\\.com", "9774d56d682e549c"],
  ...["ffffffff-ffff-ffff-ffff-ffffffffffff", "x{2,}", "[0-]+(?:[.]0+)?", "[-?._*#/~ ]+", ...hashesOfNothing],
];

const junk = `^[${blank}"'\`]*[<(]?(?:${junkWords.join("|")})?[)>]?[${blank}"'\`]*$`;

/** Why a lower-case text is worth nothing whatever its type is (`junk: n/a`, `junk: empty`); null when it may be worth something. */
export function junkRule(lowered: Sql): Sql {
  const word = bare(lowered);
  return sql`case when ${regexMatches(lowered, value(junk))} then 'junk: ' || coalesce(nullif(${word}, ''), 'empty') end`;
}

/** What programs write where a text is missing; fewer than for identifiers, as `none` or `0` may well be said of somebody. */
const noValue = "^[ \"'(<]*(?:null|nil|undefined|nan|n/a|n[.]a[.]|#n/a|#ref!|#value!|\\[object object\\])[ \"')>]*$";

/** Whether a text says that nothing is said. */
export function isNoValue(text: Sql): Sql {
  return regexMatches(lower(text), value(noValue));
}

/** Whether a text is one of a list that is not empty. */
export function isAmong(text: Sql, list: readonly string[]): Sql {
  return sql`${text} in (${join(list)})`;
}

/** What every step of normalizing carries along. */
export const carried = ["_value", "identifier_type", "raw_value"];

/** The next step over a relation: the carried columns, and new ones from the row. */
export function step(relation: Relation, items: (row: Aliased) => Record<string, Sql>): Select {
  const row = as(relation, "v");
  return select({ ...columnsOf(row, carried), ...items(row) }).from(row);
}
