import { publicSuffixes } from "../../kernels/lists.ts";
import { once } from "../../kernels/lists-once.ts";
import { lower, regexExtract, regexMatches, regexReplace, splitPart } from "../../sql/functions.ts";
import { as, columnsOf, type Relation, select } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { blank, invisible } from "../tables/plain-address.ts";
import { step } from "./normalize-text.ts";

/** What most hosts look like: nothing is to be stripped from them. */
const cleanHost = "^(?:[a-z0-9]+(?:-+[a-z0-9]+)*[.])+[a-z]+$";

/** Any name of a host: labels of any script, with a dash only inside, and a last one that is no number. */
const letter = `[^-.!-,/:-@[-^\`{-~${blank}]`;
const label = `${letter}(?:(?:${letter}|-)*${letter})?`;
const lastLabel = `(?:${letter}|-)*[^-.!-,/:-@[-^\`{-~0-9${blank}](?:(?:${letter}|-)*${letter})?`;
const anyHost = `^(?:${label}[.])+${lastLabel}$`;

/** What stands around a host: a scheme and a user before it, a full stop, a port, a path or a blank behind. */
const around = [
  `^[${blank}"'\`<([]*(?:https?:[/\\\\]*|(?:[a-z][a-z0-9+.-]*:)?[/\\\\]{2,}|mailto:)?(?:[^/?#\\\\]*@)?`,
  `|[.]*(?::[0-9]*)?(?:[/?#\\\\][^\\x01]*)?[${blank}"'\`>)\\],;]*$`,
  `|[${invisible}]+`,
].join("");

/** From raw texts to `host`, the name of a host in lower case, null where there is none. */
function hosts(values: Relation): Relation {
  const lowered = step(values, (row) => {
    const lowered = lower(row.col("raw_value"));
    return { lowered, is_clean: regexMatches(lowered, value(cleanHost)) };
  });
  const stripped = step(lowered, (row) => {
    const host = regexReplace(row.col("lowered"), value(around), sql`''`);
    return {
      host: sql`case when ${row.col("is_clean")} then ${row.col("lowered")} else ${host} end`,
      is_clean: row.col("is_clean"),
    };
  });
  return step(stripped, (row) => {
    const host = row.col("host");
    const isHost = sql`${row.col("is_clean")} or ${regexMatches(host, value(anyHost))}`;
    const isTooLong = sql`length(${host}) > 253 or (length(${host}) > 63 and ${regexMatches(host, sql`'[^.]{64}'`)})`;
    return { host: sql`case when ${isTooLong} then null when ${isHost} then ${host} end` };
  });
}

/**
 * How many labels of a name may matter: as many as the longest listed suffix has, one more where that is a wildcard,
 * and the one that makes a name registrable.
 */
const longest = once(() => Math.max(...publicSuffixes().map(({ suffix }) => suffix.split(".").length)) + 2);

/** With `tail_0` (the last labels that matter), `tail_1` (without the first of these) and so on; null when none is left. */
function withTails(named: Relation, count: number): Relation {
  let tailed: Relation = step(named, (row) => {
    const host = row.col("host");
    const last = regexExtract(host, value(`(?:[^.]+[.]){${count - 1}}[^.]+$`));
    return { tail_0: sql`case when ${host} like ${`%${".%".repeat(count)}`} then ${last} else ${host} end` };
  });
  for (let place = 1; place < count; place += 1) {
    // Step by step, as an engine that does not share what is common would cut the same text again for each tail.
    const row = as(tailed, "v");
    const before = row.col(`tail_${place - 1}`);
    const after = sql`case when ${before} like '%.%' then substr(${before}, length(${splitPart(before, ".", 1)}) + 2) end`;
    tailed = select({ ...columnsOf(row), [`tail_${place}`]: after }).from(row);
  }
  return tailed;
}

/**
 * From raw domains, addresses of pages or of mailboxes to `normal`, the registrable domain by the public suffix list
 * with its private section (so `foo.github.io` stays apart from `bar.github.io`); null where there is none. `is_host`
 * tells a name that is a suffix itself from what is no name.
 *
 * The name and each of its tails are looked up; the longest that is a suffix decides, and the tail one label longer is
 * the registrable domain. An exception is registrable itself; without any rule the last label is the suffix.
 * A name beyond ASCII stays as it is spelt: `müller.de` and `xn--mller-kva.de` are two domains here.
 */
export function domains(values: Relation, suffixes: Relation): Relation {
  const places = Array.from({ length: longest() }, (_, place) => place);
  const tailed = withTails(hosts(values), places.length);
  const row = as(tailed, "v");
  const listed = places.map((place) => as(suffixes, `s${place}`));
  const tail = (place: number): Sql => (place < 0 ? sql`null` : row.col(`tail_${place}`));
  const kind = (place: number): Sql => listed[place]?.col("kind") ?? sql`null`;

  const cases = places.flatMap((place) => [
    sql`when ${kind(place)} = 'exception' then ${tail(place)}`,
    sql`when ${kind(place)} is not null or ${kind(place + 1)} = 'wildcard' then ${tail(place - 1)}`,
  ]);
  const registrable = sql`case ${join(cases, sql`\n    `)}
    else ${regexExtract(tail(0), sql`'[^.]+[.][^.]+$'`)} end`;
  const looked = step(tailed, () => ({ normal: registrable, is_host: sql`${tail(0)} is not null` }));
  return listed.reduce(
    (query, rule, place) => query.leftJoin(rule, sql`${rule.col("suffix")} = ${tail(place)}`),
    looked,
  );
}
