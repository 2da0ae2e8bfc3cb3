import { plusTagDomains, roleAccounts } from "../../kernels/lists.ts";
import { regexMatches, regexReplace, splitPart } from "../../sql/functions.ts";
import type { Relation } from "../../sql/relation.ts";
import { type Sql, sql, value } from "../../sql/sql.ts";
import { blank, invisible, step } from "./normalize-text.ts";

/** What most addresses look like: nothing is to be done with them. */
const cleanAddress = "^[a-z0-9_][a-z0-9._+-]*@(?:[a-z0-9-]+[.])+[a-z0-9-]+$";

/** Any address of one mailbox: a single `@`, a domain with a dot and no empty label, and no blank or bracket anywhere. */
const local = `[^@"(),:;<>[\\\\\\]${blank}]+`;
const label = `[^@"(),:;<>[\\\\\\].!#$%&'*+/=?^\`{|}~${blank}]+`;
const anyAddress = `^${local}@(?:${label}[.])+${label}$`;

/** What people and programs put around an address: `mailto:` and its fields, brackets, quotes, blanks, a full stop. */
const wrapping = `^(?:[${blank}"'\`<([]|mailto:)+|[?][^@]*$|[${blank}"'\`>)\\].,;]+$|[${invisible}]+`;

/** Local parts that no mailbox has, with whatever number or tag behind; then whole addresses from examples and forms. */
const placeholder = [
  "^(?:tests?|testing|tester|test[-_.]?(?:user|account|e?mail)|null|none|nil|undefined|nan|dummy|fake|asdf|asdfasdf|qwerty",
  "|no[-_.]?e?mail|not[-_.]?(?:provided|available|applicable|given|set)|na?[-_.]?na)[0-9]*(?:[+][^@]*)?@",
  "|^(?:example|your?|yourname|your[-_.]?name|your[-_.]?e?mail|name|username|user|someone|somebody|e?mail|me|x+|a+)",
  "@(?:example|e?mail|domain|yourdomain|mydomain|company|yourcompany|test)[.](?:com|org|net)$",
  "|@(?:noemail|no-email|nomail|no-mail|none|null|undefined)[.][a-z]+$|[.]invalid$",
].join("");

/** Roles (RFC 2142 and others), mailboxes that nobody reads, and the senders of bounces. */
const role = [
  `^(?:${roleAccounts().join("|")})(?:[+][^@]*)?@`,
  "|^(?:[^@]*[-_.+])?(?:no|do[-_.]?not)[-_.]?repl(?:y|ies)(?:[-_.+0-9][^@]*)?@",
  "|^bounces?(?:[-_.+=0-9][^@]*)?@",
].join("");

/** Addresses at the providers where a tag does not count. */
const tagged = `@(?:${plusTagDomains().join("|").replaceAll(".", "[.]")})$`;

/** The address of the mailbox: dots and tags count for nothing at Gmail, tags at the other providers known for it. */
function mailbox(address: Sql): Sql {
  const user = splitPart(splitPart(address, "@", 1), "+", 1);
  const domain = splitPart(address, "@", 2);
  const isGmail = sql`${address} like '%@gmail.com' or ${address} like '%@googlemail.com'`;
  return sql`case
    when ${isGmail} then nullif(replace(${user}, '.', ''), '') || '@gmail.com'
    when ${address} like '%+%' and ${regexMatches(address, value(tagged))} then nullif(${user}, '') || '@' || ${domain}
    else ${address} end`;
}

/** From raw e-mail addresses to `normal`, the address of the mailbox in lower case, null where there is none. */
export function emails(values: Relation): Relation {
  const lowered = step(values, (row) => {
    const lower = sql`lower(${row.col("raw_value")})`;
    return { lowered: lower, is_clean: regexMatches(lower, value(cleanAddress)) };
  });
  const unwrapped = step(lowered, (row) => {
    const address = regexReplace(row.col("lowered"), value(wrapping), sql`''`);
    return {
      address: sql`case when ${row.col("is_clean")} then ${row.col("lowered")} else ${address} end`,
      is_clean: row.col("is_clean"),
    };
  });
  return step(unwrapped, (row) => {
    const address = row.col("address");
    const isAddress = sql`${row.col("is_clean")} or ${regexMatches(address, value(anyAddress))}`;
    return { normal: sql`case when length(${address}) <= 320 and (${isAddress}) then ${mailbox(address)} end` };
  });
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
