import { publicSuffixes } from "../../kernels/lists.ts";
import { regexExtract, regexMatches, regexReplace, splitPart } from "../../sql/functions.ts";
import { as, type Relation } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { blank, invisible, step } from "./normalize-text.ts";

/** What most hosts look like: nothing is to be stripped from them. */
const cleanHost = "^(?:[a-z0-9]+(?:-+[a-z0-9]+)*[.])+[a-z]+$";

/** Any name of a host: labels of any script, with a dash only inside, and a last one that is no number. */
const letter = `[^-.!-,/:-@[-^\`{-~${blank}]`;
const label = `${letter}(?:(?:${letter}|-)*${letter})?`;
const lastLabel = `(?:${letter}|-)*[^-.!-,/:-@[-^\`{-~0-9${blank}](?:(?:${letter}|-)*${letter})?`;
const anyHost = `^(?:${label}[.])+${lastLabel}$`;

const beforeAuthority = `^[${blank}"'\`<([]*(?:https?:[/\\\\]*|(?:[a-z][a-z0-9+.-]*:)?[/\\\\]{2,}|mailto:)?|[${blank}"'\`>)\\],;]+$|[${invisible}]+`;

/** The host in a lower-case address of any kind: `https://ana@www.acme.example:8080/a?b` → `www.acme.example`. */
function hostOf(lowered: Sql): Sql {
  const withoutScheme = regexReplace(lowered, value(beforeAuthority), sql`''`);
  const authority = ["/", "\\", "?", "#"].reduce((rest, mark) => splitPart(rest, mark, 1), withoutScheme);
  return regexReplace(authority, sql`'^.*@|[.]*(?::[0-9]*)?$'`, sql`''`);
}

/** How many labels the longest suffix has: no longer name needs to be looked up. */
const deepest = Math.max(...publicSuffixes().map(({ suffix }) => suffix.split(".").length));

/** A registrable name has one label more than its suffix, which a wildcard makes one longer than what is listed. */
const longest = deepest + 2;

const places = Array.from({ length: longest }, (_, place) => place);

/**
 * The name without its first labels; null when nothing would be left. `splitPart` gives '' past the last label, so a
 * name has more than n labels when its part n + 1 is not empty.
 */
function tail(host: Sql, labels: number): Sql {
  if (labels === 0) return host;
  const cut = Array.from({ length: labels }, (_, index) => sql`length(${splitPart(host, ".", index + 1)})`);
  return sql`case when ${splitPart(host, ".", labels + 1)} <> '' then substr(${host}, ${join(cut, sql` + `)} + ${labels + 1}) end`;
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
  const hosts = step(lowered, (row) => {
    const written = regexExtract(hostOf(row.col("lowered")), value(anyHost));
    return { host: sql`case when ${row.col("is_clean")} then ${row.col("lowered")} else ${written} end` };
  });
  const fitting = step(hosts, (row) => {
    const host = row.col("host");
    const fits = sql`length(${host}) <= 253 and (length(${host}) < 64 or not ${regexMatches(host, sql`'[^.]{64}'`)})`;
    const last = regexExtract(host, value(`(?:[^.]+[.]){${longest - 1}}[^.]+$`));
    return {
      host: sql`case when ${fits} then case when ${splitPart(host, ".", longest + 1)} = '' then ${host} else ${last} end end`,
    };
  });
  const tailed = step(fitting, (row) =>
    Object.fromEntries(places.map((place) => [`tail_${place}`, tail(row.col("host"), place)])),
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
