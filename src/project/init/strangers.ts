import { regexExtract, regexReplace } from "../../sql/functions.ts";
import { type Sql, sql, value } from "../../sql/sql.ts";
import type { DraftIdentifier, Evidence } from "./drafts.ts";
import { askSample, textOf } from "./profile.ts";

/** A column that says the same in all rows names the owner of the data, not whom a row is about. */
export function isConstant({ profile }: DraftIdentifier, notes: string[]): boolean {
  const constantly = profile.filled >= 10 && profile.distinct === 1;
  if (constantly) notes.push(`"${profile.label}" says the same in all rows: left out`);
  return constantly;
}

/** How many values of one identifier may on average be seen with one of another, before they belong to different people. */
const mostAtOnce = 3;

/** Below this many values nothing can be said. */
const leastValues = 10;

const strength: readonly DraftIdentifier["kind"][] = ["email", "domain", "id", "phone", "anonymous id"];

/**
 * Leaves out what cannot be of the same person: a `user_id` that is seen with dozens of customers is the member of staff
 * who served them, a phone with dozens of e-mails is the switchboard.
 */
export async function withoutStrangers(
  identifiers: readonly DraftIdentifier[],
  { engine, raw }: Evidence,
  notes: string[],
): Promise<readonly DraftIdentifier[]> {
  const strong = identifiers.filter(({ kind }) => kind !== "anonymous id");
  const pairs = strong.flatMap((one, index) => strong.slice(index + 1).map((other) => [one, other] as const));
  if (pairs.length === 0) return identifiers;
  const counts = pairs.flatMap(([one, other]) => {
    const [a, b] = [compared(one), compared(other)];
    const both = sql`case when ${a} is not null and ${b} is not null then`;
    return [
      sql`count(distinct ${both} ${a} end)`,
      sql`count(distinct ${both} ${b} end)`,
      sql`count(distinct ${both} ${a} || ' ' || ${b} end)`,
    ];
  });
  const [row = []] = await askSample(engine, raw, counts);
  const strangers = new Set<DraftIdentifier>();
  pairs.forEach(([one, other], index) => {
    const [ones = 0, others = 0, together = 0] = row.slice(index * 3, index * 3 + 3).map(Number);
    const manyOthers = others >= leastValues && together / ones > mostAtOnce;
    const manyOnes = ones >= leastValues && together / others > mostAtOnce;
    if (!manyOthers && !manyOnes) return;
    const weaker = strength.indexOf(one.kind) > strength.indexOf(other.kind) ? one : other;
    const stranger = manyOthers && manyOnes ? weaker : manyOthers ? one : other;
    if (strangers.has(one) || strangers.has(other)) return;
    strangers.add(stranger);
    const [company, average] = stranger === one ? [other, together / ones] : [one, together / others];
    const seen = `one value of "${stranger.profile.label}" is seen with ${average.toFixed(1)} of "${company.profile.label}" on average`;
    notes.push(`${seen}, so it is shared or somebody else's: left out`);
  });
  return identifiers.filter((one) => !strangers.has(one));
}

/** A value without its many spellings. */
function compared({ kind, profile }: DraftIdentifier): Sql {
  const text = textOf(profile);
  if (kind === "phone") return regexExtract(regexReplace(text, value("[^0-9]+"), sql`''`), value("[0-9]{1,7}$"));
  return kind === "email" ? sql`lower(${text})` : text;
}
