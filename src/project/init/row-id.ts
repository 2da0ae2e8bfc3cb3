import { concat, constant, type Field } from "../../config/fields.ts";
import { join, type Sql, sql } from "../../sql/sql.ts";
import { isBookkeeping } from "./bookkeeping.ts";
import { isForeign, type KeyColumn, keyColumns, keysOfOthers } from "./keys.ts";
import type { Look } from "./look.ts";
import { askSample, fieldOf, type Profile, textOf } from "./profile.ts";

/** What tells the rows of a table apart. */
export interface RowId {
  readonly field: Field;
  readonly labels: readonly string[];
  readonly why: string;
  readonly notes: readonly string[];
}

/** Rows of a sample below which a key that is called after something else may be unique by chance. */
const byChance = 50;

/**
 * Chooses what tells rows apart: a column with the name of a key that is unique; else one that is unique but for versions
 * of a row, which loaders that append keep; else columns together, few of them if that is enough.
 *
 * @param parts the columns that an event is made of: its time, and who is mentioned
 * @param happenedAt when the event of a row happened
 */
export async function rowIdOf(look: Look, parts: readonly Profile[], happenedAt: Profile | undefined): Promise<RowId> {
  const { profiles, words, rows } = look;
  const keys = keyColumns(profiles, words).filter(({ profile }) => profile.filled === rows);
  const single = keys.find((key) => key.profile.distinct === rows && (rows >= byChance || !key.returns));
  if (single !== undefined) return one(single.profile, uniqueIn(rows), foreignNotes(single, rows));

  const columns = profiles.filter(({ path }) => path.length === 0);
  const content = columns.filter((profile) => !isBookkeeping(profile) || profile === happenedAt);
  const all = content.length > 0 ? content : columns;
  const others = keysOfOthers(all, words);
  const repeated = keys
    .filter(({ profile, returns }) => rows > 0 && !returns && profile.distinct * 20 >= rows)
    .slice(0, 3);
  const versions = columns.filter(isBookkeeping);
  const few = together(
    parts,
    others,
    repeated.map(({ profile }) => profile),
    columns.filter(isStamp).slice(0, 5),
  );
  const born = happenedAt === undefined || isBookkeeping(happenedAt) ? [] : [happenedAt];
  const [different = 0, ...counts] = await distinctCounts(look, [
    all,
    ...repeated.flatMap(({ profile }) => [
      [profile, ...versions],
      [profile, ...born],
    ]),
    ...few,
  ]);
  const count = (index: number): number => counts[index] ?? 0;

  // Versions of one row agree on when it happened; rows that only share what they are about do not.
  const key = repeated.find(
    (one, index) => count(index * 2) >= different && (!isForeign(one) || count(index * 2 + 1) === one.profile.distinct),
  );
  if (key !== undefined) {
    const { profile } = key;
    const note = `${rows - profile.distinct} of ${rows} rows repeat a value of "${profile.label}": the newest of each counts`;
    return one(profile, "the row's key", [note]);
  }
  const lone = others.find((other) => rows >= byChance && other.filled === rows && other.distinct === rows);
  if (lone !== undefined) return one(lone, uniqueIn(rows));
  const chosen = few.find((_, index) => count(repeated.length * 2 + index) >= different);
  const left = columns.filter((profile) => !all.includes(profile));
  return chosen === undefined
    ? many(all, "nothing less than all columns tells the rows apart: rows that are equal in all count once", left)
    : many(chosen, "no column is the row's own key: these tell the rows apart", left);
}

function uniqueIn(rows: number): string {
  return rows === 0 ? "by its name; there are no rows yet" : `unique and filled in ${rows} rows`;
}

/** A key that is called after something else, in few rows, is not proven. */
function foreignNotes(key: KeyColumn, rows: number): readonly string[] {
  if (!isForeign(key) || rows === 0 || rows >= byChance) return [];
  return [
    `"${key.profile.label}" is different in all of ${rows} rows: if another row may repeat it, only the newest of them counts`,
  ];
}

/** Choices of columns that may tell rows apart, the most telling first. */
function together(
  parts: readonly Profile[],
  others: readonly Profile[],
  keys: readonly Profile[],
  stamps: readonly Profile[],
): readonly (readonly Profile[])[] {
  const choices = [
    ...keys.flatMap((key) => stamps.map((stamp) => [key, stamp])),
    ...keys.map((key) => [key, ...others]),
    [...parts],
    [...others],
    ...stamps.map((stamp) => [...others, stamp]),
    [...parts, ...others],
  ];
  return choices.map((choice) => [...new Set(choice)]).filter((choice) => choice.length > 1);
}

/** What counts the versions of a row, or the lines of an order. */
function isStamp({ words }: Profile): boolean {
  return /(^|_)(start|valid_from|effective_from|version|revision|line|position|index|seq|sequence)$/.test(
    words.join("_"),
  );
}

/** How many different rows there are, by each of several choices of columns. */
async function distinctCounts(
  { engine, raw, rows }: Look,
  choices: readonly (readonly Profile[])[],
): Promise<readonly number[]> {
  if (rows === 0) return choices.map(() => 0);
  const [answer = []] = await askSample(
    engine,
    raw,
    choices.map((some) => sql`count(distinct ${glued(some)})`),
  );
  return answer.map(Number);
}

/** Columns together, what that means, and what was left out of them. */
function many(profiles: readonly Profile[], why: string, left: readonly Profile[]): RowId {
  const names = (some: readonly Profile[]): string => some.map(({ label }) => `"${label}"`).join(", ");
  return {
    field: combined(profiles),
    labels: profiles.map(({ label }) => label),
    why,
    notes: [
      why,
      "where one of them changes, the row becomes another event, and its deletion does not find the first: a key that stays the same is better",
      ...(left.length === 0 ? [] : [`${names(left)} may differ between versions of one row, and are no part of it`]),
    ],
  };
}

function one(profile: Profile, why: string, notes: readonly string[] = []): RowId {
  return { field: fieldOf(profile), labels: [profile.label], why, notes };
}

const separator = "|";

function glued(profiles: readonly Profile[]): Sql {
  return join(
    profiles.map((profile) => sql`coalesce(${textOf(profile)}, '')`),
    sql` || ${separator} || `,
  );
}

/** `concat(a, "|", b)`: the sign between keeps 1 and 23 apart from 12 and 3. */
function combined(profiles: readonly Profile[]): Field {
  const [first] = profiles;
  if (first !== undefined && profiles.length === 1) return fieldOf(first);
  return concat(
    ...profiles.flatMap((profile, index) =>
      index === 0 ? [fieldOf(profile)] : [constant(separator), fieldOf(profile)],
    ),
  );
}
