import { plusTagDomains, roleAccounts } from "../../kernels/lists.ts";
import { once } from "../../kernels/lists-once.ts";
import { lower, regexMatches, splitPart } from "../../sql/functions.ts";
import type { Relation } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { blank, unwrapped } from "../tables/plain-address.ts";
import { step } from "./normalize-text.ts";

/** What most addresses look like: nothing is to be done with them. */
const cleanAddress = "^[a-z0-9_][a-z0-9._+-]*@(?:[a-z0-9-]+[.])+[a-z0-9-]+$";

/**
 * Any address of one mailbox: a single `@`, something other than dots and tags before it, a domain of two labels or
 * more behind it, and no blank or bracket anywhere. (Mailboxes of Japanese carriers may have dots everywhere.)
 */
const sign = `@"(),:;<>[\\\\\\]${blank}`;
const local = `[.]*[^.+${sign}][^${sign}]*`;
const label = `[^@"(),:;<>[\\\\\\].!#$%&'*+/=?^\`{|}~${blank}]+`;
const anyAddress = `^${local}@(?:${label}[.])+${label}$`;

/** Local parts that no mailbox has, with whatever number or tag behind; then whole addresses from examples and forms. */
const placeholder = [
  "^(?:tests?|testing|tester|test[-_.]?(?:user|account|e?mail)|null|none|undefined|dummy|fake|asdf|asdfasdf|qwerty",
  "|no[-_.]?e?mail|not[-_.]?(?:provided|available|applicable|given|set))[0-9]*(?:[+][^@]*)?@",
  "|^(?:example|your?|yourname|your[-_.]?name|your[-_.]?e?mail|name|username|user|someone|somebody|e?mail|me|x+|a+)",
  "@(?:example|e?mail|domain|yourdomain|mydomain|company|yourcompany|test)[.](?:com|org|net)$",
  "|^(?:unknown|unbekannt|no|na|none|null|keine?|guest|deleted|removed|anonymous|customer|client|x+|a+)",
  "@(?:unknown|unbekannt|no|na|none|null|keine?|guest|deleted|removed|anonymous|customer|client|e?mail|angabe|x+|a+)[.][a-z]+$",
  "|@(?:noemail|no-email|nomail|no-mail|none|null|undefined)[.][a-z]+$|[.]invalid$",
].join("");

/** Roles (RFC 2142 and others), mailboxes that nobody reads, and the senders of bounces. */
const role = [
  `^(?:${roleAccounts().join("|")})(?:[+][^@]*)?@`,
  "|^(?:[^@]*[-_.+])?(?:no|do[-_.]?not)[-_.]?repl(?:y|ies)(?:[-_.+0-9][^@]*)?@",
  "|^bounces?(?:[-_.+=0-9][^@]*)?@",
].join("");

/** Addresses at the providers where a tag does not count. */
const tagged = once(() => {
  const domains = ["gmail.com", "googlemail.com", ...plusTagDomains()];
  return `@(?:${domains.join("|").replaceAll(".", "[.]")})$`;
});

/** From raw e-mail addresses to `normal`, the address of the mailbox in lower case, null where there is none. */
export function emails(values: Relation): Relation {
  const lowered = step(values, (row) => {
    const lowered = lower(row.col("raw_value"));
    return { lowered, is_clean: regexMatches(lowered, value(cleanAddress)) };
  });
  const addresses = step(lowered, (row) => {
    const address = unwrapped(row.col("lowered"));
    return {
      address: sql`case when ${row.col("is_clean")} then ${row.col("lowered")} else ${address} end`,
      is_clean: row.col("is_clean"),
    };
  });
  const untagged = step(addresses, (row) => {
    const address = row.col("address");
    const isNone = sql`not ${row.col("is_clean")} and not ${regexMatches(address, value(anyAddress))}`;
    const isTagged = sql`${address} like '%+%' and ${regexMatches(address, value(tagged()))}`;
    return {
      address: sql`case
        when ${isNone} then null
        when length(${address}) > 320 then null
        when ${isTagged} then ${splitPart(address, "+", 1)} || '@' || ${splitPart(address, "@", 2)}
        else ${address} end`,
    };
  });
  return step(untagged, (row) => ({ normal: withoutDots(row.col("address"), ["@gmail.com", "@googlemail.com"]) }));
}

/** The address without dots before one of the ends, all of which become the first. */
function withoutDots(address: Sql, ends: readonly [string, ...string[]]): Sql {
  const cases = ends.map((end) => {
    const user = sql`substr(${address}, 1, length(${address}) - ${end.length})`;
    return sql`when ${address} like ${`%${end}`} then replace(${user}, '.', '') || ${ends[0]}`;
  });
  return sql`case ${join(cases, sql` `)} else ${address} end`;
}

/** What a normalized address is besides somebody's: `placeholder address`, `role account`, or null. */
export function emailRule(normal: Sql): Sql {
  // One pass over the many that are neither, a second one over the few that are one of them.
  const isEither = regexMatches(normal, value(`${placeholder}|${role}`));
  const isPlaceholder = regexMatches(normal, value(placeholder));
  return sql`case when ${isEither} then case when ${isPlaceholder} then 'placeholder address' else ${roleAccount} end end`;
}

/** The rule of addresses that are shared. */
export const roleAccount = "role account";
