import { publicSuffixes } from "../../kernels/lists.ts";
import { regexExtract, regexMatches, regexReplace, splitPart } from "../../sql/functions.ts";
import { as, columnsOf, type Relation, select } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { blank, invisible, step } from "./normalize-text.ts";

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

/** How many labels the longest suffix has: no longer name needs to be looked up. */
const deepest = Math.max(...publicSuffixes().map(({ suffix }) => suffix.split(".").length));

/** A registrable name has one label more than its suffix, which a wildcard makes one longer than what is listed. */
const longest = deepest + 2;

const places = Array.from({ length: longest }, (_, place) => place);

/** With `tail_0` (the name), `tail_1` (without its first label) and so on; null when nothing is left. */
function withTails(hosts: Relation): Relation {
  return places.slice(1).reduce<Relation>((tailed, place) => {
    const rows = as(tailed, "v");
    const before = rows.col(`tail_${place - 1}`);
    // Step by step, as engines that do not share what is common would cut the same text again for each tail.
    const after = sql`case when ${before} like '%.%' then substr(${before}, length(${splitPart(before, ".", 1)}) + 2) end`;
    return select({ ...columnsOf(rows), [`tail_${place}`]: after }).from(rows);
  }, hosts);
}

/**
 * From raw domains, addresses of pages or of mailboxes to `normal`, the registrable domain by the public suffix list
 * with its private section (so `foo.github.io` stays apart from `bar.github.io`); null where there is none.
 *
 * The name and each of its tails are looked up; the longest that is a suffix decides, and the tail one label longer is
 * the registrable domain. An exception is registrable itself; without any rule the last label is the suffix.
 */
export function domains(values: Relation, suffixes: Relation): Relation {
  const lowered = step(values, (row) => {
    const lower = sql`lower(${row.col("raw_value")})`;
    return { lowered: lower, is_clean: regexMatches(lower, value(cleanHost)) };
  });
  const stripped = step(lowered, (row) => {
    const host = regexReplace(row.col("lowered"), value(around), sql`''`);
    return {
      host: sql`case when ${row.col("is_clean")} then ${row.col("lowered")} else ${host} end`,
      is_clean: row.col("is_clean"),
    };
  });
  const hosts = step(stripped, (row) => {
    const host = row.col("host");
    const isHost = sql`${row.col("is_clean")} or ${regexMatches(host, value(anyHost))}`;
    const isTooLong = sql`length(${host}) > 253 or (length(${host}) > 63 and ${regexMatches(host, sql`'[^.]{64}'`)})`;
    return { host: sql`case when ${isTooLong} then null when ${isHost} then ${host} end` };
  });
  const tailed = withTails(
    step(hosts, (row) => {
      const host = row.col("host");
      const last = regexExtract(host, value(`(?:[^.]+[.]){${longest - 1}}[^.]+$`));
      return { tail_0: sql`case when ${host} like ${`%${".%".repeat(longest)}`} then ${last} else ${host} end` };
    }),
  );

  const row = as(tailed, "v");
  const listed = places.map((place) => as(suffixes, `s${place}`));
  const kind = (place: number): Sql => listed[place]?.col("kind") ?? sql`null`;
  const cases = places.flatMap((place) => [
    sql`when ${kind(place)} = 'exception' then ${row.col(`tail_${place}`)}`,
    sql`when ${kind(place)} is not null or ${kind(place + 1)} = 'wildcard' then ${place === 0 ? sql`null` : row.col(`tail_${place - 1}`)}`,
  ]);
  const lastTwo = regexExtract(row.col("tail_0"), sql`'[^.]+[.][^.]+$'`);
  const registrable = sql`case\n${join(cases, sql`\n`)}\nelse ${lastTwo} end`;
  const query = step(tailed, (v) => ({ normal: registrable, is_host: sql`${v.col("tail_0")} is not null` }));
  return listed.reduce(
    (joined, rule, place) => joined.leftJoin(rule, sql`${rule.col("suffix")} = ${row.col(`tail_${place}`)}`),
    query,
  );
}
