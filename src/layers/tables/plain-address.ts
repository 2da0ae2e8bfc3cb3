import { regexMatches, regexReplace } from "../../sql/functions.ts";
import { type Sql, sql, value } from "../../sql/sql.ts";

/**
 * Characters that show nothing, for the brackets of a pattern: controls, blanks of every script, zero-width and
 * direction marks. They are written as themselves, as not every engine knows `\p{…}` or `\u`.
 */
export const blank =
  "\\x00-\\x20\\x7f\u0080-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\uffa0";

/** Those of them that copying leaves inside a word without parting it. */
export const invisible = "\\x00\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff";

/** What people and programs put around an address: a name, `mailto:` and its fields, brackets, quotes, blanks, a full stop. */
const wrapping = `^(?:[^<>]*<)?(?:[${blank}"'\`<([]|[mM][aA][iI][lL][tT][oO]:)*|[?][^@]*$|[${blank}"'\`>)\\].,;]+$|[${invisible}]+`;

/** An address without what stands around it. */
export function unwrapped(spelt: Sql): Sql {
  return regexReplace(spelt, value(wrapping), sql`''`);
}

/** An address as it is spelt, without what stands around it: fit to be written to. */
export function plainAddress(spelt: Sql): Sql {
  const isWrapped = regexMatches(spelt, value(`[<>:"'\`()\\[\\],;${invisible}]`));
  return sql`case when ${isWrapped} then ${unwrapped(spelt)} else ${spelt} end`;
}

/** A domain as it is spelt, without scheme, user, port and path around it. */
export function plainHost(spelt: Sql): Sql {
  return regexReplace(spelt, value("^(?:[a-zA-Z]+://)?(?:[^@/]*@)?|[/?#:].*$"), sql`''`);
}
