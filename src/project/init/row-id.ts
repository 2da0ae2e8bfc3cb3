import { concat, constant, type Field } from "../../config/fields.ts";
import { join, type Sql, sql } from "../../sql/sql.ts";
import type { Look } from "./look.ts";
import type { TableWords } from "./meanings.ts";
import { askSample, fieldOf, type Profile, textOf } from "./profile.ts";
import { withoutOwn } from "./words.ts";

/** What tells the rows of a table apart. */
export interface RowId {
  readonly field: Field;
  readonly labels: readonly string[];
  readonly why: string;
  readonly notes: readonly string[];
}

const generic = /^(id|uuid|guid|key|pk|row_id|record_id|uid|sys_id|fivetran_id)$/;
const keyLike = /^(uuid|guid|key|hash|token|number|no|nr|code|ref|reference|sku)$/;
const keyed = /(^|_)(id|uuid|guid|key|hash|token|number|no|nr|code|ref|reference|sku)$/;

/** How good a key the name promises: 0 is best, undefined is none. */
function rank(profile: Profile, { own }: TableWords): number | undefined {
  const name = profile.words.join("_");
  const rest = withoutOwn(profile.words, own);
  if (profile.words.some((word) => word === "airbyte" || word === "dlt")) return undefined;
  if (name === "id") return 0;
  if (name === `${own.join("_")}_id` || name === `${own.at(-1)}_id`) return 1;
  if (generic.test(name)) return 2;
  return rest !== profile.words && keyLike.test(rest.join("_")) ? 3 : undefined;
}

/** Rows of a sample below which a key that is called after something else may be unique by chance. */
const byChance = 50;

/** The column that promises to be the row's own key, whatever its values. */
export function ownKey(profiles: readonly Profile[], table: TableWords): Profile | undefined {
  return promising(profiles, table)[0];
}

function promising(profiles: readonly Profile[], table: TableWords): readonly Profile[] {
  const ranked = profiles.flatMap((profile) => {
    const of = rank(profile, table);
    return of === undefined || profile.objects > 0 ? [] : [{ profile, of: of + profile.path.length * 10 }];
  });
  return ranked.sort((a, b) => a.of - b.of).map(({ profile }) => profile);
}

/**
 * Chooses what tells rows apart: a column with the name of a key that is unique; else one that is unique within each
 * load, as loaders that append keep every version of a row; else columns together, few of them if that is enough.
 *
 * @param parts the columns that an event is made of: its time, and who is mentioned
 * @param loadedAt when the row was loaded
 */
export async function rowIdOf(look: Look, parts: readonly Profile[], loadedAt: Profile | undefined): Promise<RowId> {
  const { profiles, words, rows } = look;
  const keys = promising(profiles, words);
  const single = keys.find((key) => key.filled === rows && key.distinct === rows);
  if (single !== undefined)
    return one(single, rows === 0 ? "by its name; there are no rows yet" : `unique and filled in ${rows} rows`);

  const columns = profiles.filter(({ path }) => path.length === 0);
  const content = columns.filter((profile) => !isLoaders(profile) && profile !== loadedAt);
  const all = content.length > 0 ? content : columns;
  const others = keysOfOthers(all, words);
  const repeated = keys.filter((key) => rows > 0 && key.filled === rows && key.distinct * 20 >= rows).slice(0, 3);
  const few = together(parts, others, repeated, columns.filter(isStamp).slice(0, 5));
  const loads = loadedAt === undefined ? [] : [loadedAt];
  const choices = [all, ...repeated.map((key) => [key, ...loads]), ...few];
  const [different = 0, ...counts] = await distinctCounts(look, choices);
  const suffices = (index: number): boolean => (counts[index] ?? 0) >= different;

  const key = repeated.find((_, index) => suffices(index));
  if (key !== undefined) {
    const note = `${rows - key.distinct} of ${rows} rows repeat a value of "${key.label}": the newest of each counts`;
    return one(key, "the row's key", [note]);
  }
  const lone = others.find((other) => rows >= byChance && other.filled === rows && other.distinct === rows);
  if (lone !== undefined) return one(lone, `unique and filled in ${rows} rows`);
  const chosen = few.find((_, index) => suffices(repeated.length + index));
  return chosen === undefined
    ? many(all, "nothing less than all columns tells the rows apart: rows that are equal in all count once")
    : many(chosen, "no column is the row's own key: these tell the rows apart");
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
  return /(^|_)(start|valid_from|effective_from|version|revision|updated_at|modified_at|line|position|index|seq|sequence)$/.test(
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

function many(profiles: readonly Profile[], why: string): RowId {
  return {
    field: combined(profiles),
    labels: profiles.map(({ label }) => label),
    why,
    notes: [why],
  };
}

function one(profile: Profile, why: string, notes: readonly string[] = []): RowId {
  return { field: fieldOf(profile), labels: [profile.label], why, notes };
}

function isLoaders({ words }: Profile): boolean {
  return words.some((word) => /^(fivetran|airbyte|dlt|sdc|ingested|synced|loaded|extracted)$/.test(word));
}

/** Keys of other things, such as `order_id` and `product_id` of an order's item. */
function keysOfOthers(profiles: readonly Profile[], table: TableWords): readonly Profile[] {
  return profiles.filter(
    (profile) =>
      keyed.test(profile.words.join("_")) &&
      profile.objects === 0 &&
      profile.filled > profile.rows / 2 &&
      rank(profile, table) === undefined,
  );
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
