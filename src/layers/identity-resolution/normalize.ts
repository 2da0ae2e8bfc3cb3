import type { IdentifierType } from "../../config/model.ts";
import { freeMailDomains, leadingDigits, publicSuffixes } from "../../kernels/lists.ts";
import { type Column, column } from "../../model/column.ts";
import type { TableRef } from "../../model/table.ts";
import { lower, regexMatches } from "../../sql/functions.ts";
import { as, type Relation, type Select } from "../../sql/relation.ts";
import { coalesce, join, type Sql, sql, typeName, value } from "../../sql/sql.ts";
import { domains } from "./normalize-domain.ts";
import { emailRule, emails, roleAccount } from "./normalize-email.ts";
import { phones } from "./normalize-phone.ts";
import { isAmong, junkRule, step } from "./normalize-text.ts";

/** A packaged list as a table: what the run loads before it normalizes. */
export interface ListTable {
  readonly ref: TableRef;
  /** What one row is. */
  readonly sentence: string;
  readonly columns: readonly Column[];
  rows(): readonly (readonly (string | number | boolean | null)[])[];
}

const freeMail: ListTable = {
  ref: { layer: "identity", name: "free_mail_domains" },
  sentence: "One row is a domain at which anybody may have a mailbox.",
  columns: [column("domain", "text", "The registrable domain, in lower case.")],
  rows: () => freeMailDomains().map((domain) => [domain]),
};

const suffixes: ListTable = {
  ref: { layer: "identity", name: "public_suffixes" },
  sentence: "One row is a rule of the public suffix list.",
  columns: [
    column("suffix", "text", "The name that the rule is about, without the star of a wildcard."),
    column("kind", "text", "`rule`, `wildcard` (every name under it is a suffix, too) or `exception` (it is none)."),
    column("is_private", "boolean", "Whether it comes from the list's private section."),
  ],
  rows: () => publicSuffixes().map(({ suffix, kind, isPrivate }) => [suffix, kind, isPrivate]),
};

const callingCodes: ListTable = {
  ref: { layer: "identity", name: "phone_calling_codes" },
  sentence: "One row is a beginning of international phone numbers.",
  columns: [
    column("leading_digits", "text", "The first three digits."),
    column("calling_code", "text", "The calling code that they begin with."),
    column("trunk", "text", "The trunk prefix that does not belong behind the calling code, if there is one."),
    column("lengths", "text", "For each length of a national number from 1 on: `y` when it is possible, else `n`."),
  ],
  rows: () => leadingDigits().map(({ digits, callingCode, trunk, lengths }) => [digits, callingCode, trunk, lengths]),
};

/** The packaged lists that `normalized` reads. Their rows are part of the rules: the same versions give the same rows. */
export const listTables: readonly ListTable[] = [freeMail, suffixes, callingCodes];

/**
 * Takes raw values of an identifier type to the form in which they are compared. In: `_value`, `identifier_type`,
 * `raw_value` (never null), all of this type. Out, row for row: these three and
 *
 * - `identifier_value`: the normalized text, null when the value is junk
 * - `blocked`: `junk` (ignored, as if absent), `shared` (kept, never links) or null
 * - `rule`: what blocked it (`junk: n/a`, `not an address`, `role account`), null when nothing did
 *
 * | kind | `identifier_value` | junk | shared |
 * | --- | --- | --- | --- |
 * | `email` | the mailbox in lower case: no Gmail dots, no plus tags at providers known for them | no address, placeholders | role accounts |
 * | `phone` | E.164 | no possible number | |
 * | `domain` | the registrable domain | no domain, free-mail domains | |
 * | `id` | the raw text as it is | | |
 *
 * Words such as `null` and `n/a` are junk in every kind (but not as the key of a registered type); `type.junk` and `type.shared` are compared with the normalized
 * value. A `type.normalize` stands for the kind's own way from raw to normalized; what it blocks stays.
 * Case is folded by `lower` of the engine: letters beyond ASCII need one that follows Unicode.
 */
export function normalized(
  values: Relation,
  type: IdentifierType & { readonly name: string },
  list: (ref: TableRef) => Relation,
): Relation {
  return step(ruled(values, type, list), (row) => {
    const [normal, junk, shared] = [row.col("normal"), row.col("junk"), row.col("shared")];
    return {
      identifier_value: sql`case when ${junk} is null then ${normal} end`,
      blocked: sql`case when ${junk} is not null then 'junk' when ${shared} is not null then 'shared' end`,
      rule: sql`coalesce(${junk}, ${shared})`,
    };
  });
}

/** The carried columns with `normal`, and with why it is junk or shared, each null when it is not. */
function ruled(values: Relation, type: IdentifierType, list: (ref: TableRef) => Relation): Relation {
  const { normalize } = type;
  const compared =
    normalize === undefined
      ? normalizedAs[type.kind](values, type, list)
      : step(values, (row) => ({ normal: sql`nullif(${normalize(row.col("raw_value"))}, '')` }));
  const suspected = withKindRule(compared, type, list);

  return step(suspected, (row) => {
    const [normal, kindRule] = [row.col("normal"), row.col("kind_rule")];
    const isShared = sql`${kindRule} = ${roleAccount}`;
    const junk = [
      sql`when ${normal} is null then coalesce(${kindRule}, 'normalized to nothing')`,
      ...(type.junk.length === 0 ? [] : [sql`when ${isAmong(normal, type.junk)} then 'junk list'`]),
      sql`when not ${isShared} then ${kindRule}`,
    ];
    const shared = [
      sql`when ${isShared} then ${kindRule}`,
      ...(type.shared.length === 0 ? [] : [sql`when ${isAmong(normal, type.shared)} then 'shared list'`]),
    ];
    return { normal, junk: sql`case ${join(junk, sql` `)} end`, shared: sql`case ${join(shared, sql` `)} end` };
  });
}

/** With `kind_rule`: what the rules of the kind say of a value, null when they have nothing against it. */
function withKindRule(compared: Relation, type: IdentifierType, list: (ref: TableRef) => Relation): Relation {
  const row = as(compared, "v");
  const normal = row.col("normal");
  const junkWord = junkRule(lower(row.col("raw_value")));
  const ruledAs = (missing: Sql, present: Sql): Sql => {
    // A normalization of the user's own may make something of a junk word; the built-in ones never do.
    const always = type.normalize === undefined ? present : coalesce([junkWord, present]);
    return sql`case when ${normal} is null then coalesce(${junkWord}, ${missing}) else ${always} end`;
  };
  const rule = (kindRule: Sql): Select => step(compared, () => ({ normal, kind_rule: kindRule }));
  const isOwn = type.normalize !== undefined;
  if (type.kind === "id") return rule(type.isKey === true ? nothing : junkWord);
  if (type.kind === "phone") return rule(ruledAs(isOwn ? nothing : sql`'not a phone number'`, nothing));
  if (type.kind === "email") return rule(ruledAs(isOwn ? nothing : sql`'not an address'`, emailRule(normal)));
  const free = as(list(freeMail.ref), "f");
  const missing = isOwn ? nothing : sql`case when ${row.col("is_host")} then 'public suffix' else 'not a domain' end`;
  const page = regexMatches(lower(row.col("raw_value")), value(pageOfPlatform));
  const present = sql`case when ${free.col("domain")} is not null then 'free-mail domain' when ${page} then 'page of a platform' end`;
  return rule(ruledAs(missing, present)).leftJoin(free, sql`${free.col("domain")} = ${normal}`);
}

/** Somebody's page on a platform, given where their own domain is asked for: it would make one company of all who have one. */
const pageOfPlatform =
  "^(?:[a-z]+://)?(?:[^/]*[.])?(?:linkedin|facebook|fb|instagram|twitter|x|youtube|tiktok|xing|pinterest|threads)[.](?:com|net)/[^/?#]";

const nothing = sql`cast(null as ${typeName("text")})`;

const normalizedAs: Record<
  IdentifierType["kind"],
  (values: Relation, type: IdentifierType, list: (ref: TableRef) => Relation) => Relation
> = {
  email: emails,
  phone: (values, type, list) => phones(values, type.region ?? "US", list(callingCodes.ref)),
  domain: (values, _type, list) => domains(values, list(suffixes.ref)),
  id: (values) => step(values, (row) => ({ normal: row.col("raw_value") })),
};
