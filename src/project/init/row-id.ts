import { concat, constant, type Field } from "../../config/fields.ts";
import { join, type Sql, sql } from "../../sql/sql.ts";
import type { Look } from "./look.ts";
import type { TableWords } from "./meanings.ts";
import { askSample, fieldOf, type Profile, textOf } from "./profile.ts";
import { withoutOwn } from "./words.ts";

/** What tells the rows of a table apart. */
export interface RowId {
  readonly field: Field;
  /** The column, where it is one. */
  readonly profile: Profile | undefined;
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

  const columns = profiles.filter((profile) => profile.path.length === 0);
  const content = columns.filter((profile) => !isLoaders(profile) && profile !== loadedAt);
  const all = content.length > 0 ? content : columns;
  const others = keysOfOthers(all, words);
  const few = [parts, others, [...new Set([...parts, ...others])]].filter((some) => some.length > 1);
  const versioned = keys.filter((key) => rows > 0 && key.filled === rows && key.distinct * 20 >= rows);
  const loads = loadedAt === undefined ? [] : [loadedAt];
  const [different = 0, ...counts] = await distinctCounts(look, [
    all,
    ...versioned.map((key) => [key, ...loads]),
    ...few,
  ]);

  const version = versioned.find((_, index) => (counts[index] ?? 0) >= different);
  if (version !== undefined) {
    const repeated = rows - version.distinct;
    return one(version, "the row's key", [
      `${repeated} of ${rows} rows repeat a ${version.label}: the newest of each counts`,
    ]);
  }
  const lone = others.find((key) => rows >= byChance && key.filled === rows && key.distinct === rows);
  if (lone !== undefined) return one(lone, `unique and filled in ${rows} rows`);
  const chosen = few.find((_, index) => (counts[versioned.length + index] ?? 0) >= different);
  return chosen === undefined
    ? many(all, "nothing less than all columns tells the rows apart: rows that are equal in all count once")
    : many(chosen, "no column is the row's own key: these tell the rows apart");
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
    profile: undefined,
    labels: profiles.map(({ label }) => label),
    why,
    notes: [why],
  };
}

function one(profile: Profile, why: string, notes: readonly string[] = []): RowId {
  return { field: fieldOf(profile), profile, labels: [profile.label], why, notes };
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
