import { concat, constant, type Field } from "../../config/fields.ts";
import type { Engine, RawDescription } from "../../engines/engine.ts";
import { join, type Sql, sql } from "../../sql/sql.ts";
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
const keyed = /(^|_)(id|uuid|guid|key|hash|token|number|no|nr|code|ref|reference|sku)$/;

/** How good a key the name promises: 0 is best, undefined is none. */
function rank(profile: Profile, table: TableWords): number | undefined {
  const words = profile.words.join("_");
  const own = table.own.join("_");
  const [noun = ""] = table.own.slice(-1);
  if (profile.words.some((word) => word === "airbyte" || word === "dlt")) return undefined;
  if (words === "id") return 0;
  if (words === `${own}_id` || words === `${noun}_id`) return 1;
  if (generic.test(words)) return 2;
  return keyed.test(withoutOwn(profile.words, table.own).join("_")) && words.startsWith(noun) ? 3 : undefined;
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
 * load, as loaders that append keep every version of a row; else columns together.
 *
 * @param parts the columns that an event is made of: its time, and who is mentioned
 * @param loadedAt when the row was loaded
 */
export async function rowIdOf(
  profiles: readonly Profile[],
  table: TableWords,
  parts: readonly Profile[],
  loadedAt: Profile | undefined,
  engine: Engine,
  raw: RawDescription,
): Promise<RowId> {
  const keys = promising(profiles, table);
  const rows = profiles[0]?.rows ?? 0;
  const single = keys.find((key) => key.filled === rows && key.distinct === rows);
  if (single !== undefined)
    return one(single, rows === 0 ? "by its name; there are no rows yet" : `unique and filled in ${rows} rows`);
  const content = profiles.filter(
    (profile) => profile.path.length === 0 && !isLoaders(profile) && profile !== loadedAt,
  );
  const others = keysOfOthers(content, table, rows);
  const together = [parts, others, distinctOf([...parts, ...others]), content].filter((some) => some.length > 0);
  const complete = keys.filter((key) => key.filled === rows && rows > 0);
  const loads = loadedAt === undefined ? [] : [loadedAt];
  const questions = [content, ...complete.map((key) => [key, ...loads]), ...together, ...others.map((key) => [key])];
  const [answer = []] =
    rows === 0
      ? []
      : await askSample(
          engine,
          raw,
          questions.map((some) => sql`count(distinct ${glued(some)})`),
        );
  const [different = 0, ...counts] = answer.map(Number);
  const versions = complete.find((_, index) => (counts[index] ?? 0) >= different && different > 0);
  if (versions !== undefined) {
    const repeated = rows - versions.distinct;
    return one(versions, "the row's key", [
      `${repeated} of ${rows} rows repeat a ${versions.label}: the newest of them counts`,
    ]);
  }
  const lone = others.find(
    (key, index) =>
      rows >= byChance &&
      key.filled === rows &&
      key.distinct === rows &&
      (counts[complete.length + together.length + index] ?? 0) === rows,
  );
  if (lone !== undefined) return one(lone, `unique and filled in ${rows} rows`);
  const found = rows === 0 ? 0 : together.findIndex((_, index) => (counts[complete.length + index] ?? 0) >= different);
  const chosen = together[Math.max(0, found)] ?? content;
  const isAll = chosen === content;
  const note = isAll
    ? "no column and no few columns tell the rows apart: all of them do, and rows that are equal in all count once"
    : "no column is the row's own key: these tell the rows apart";
  return {
    field: combined(chosen),
    profile: undefined,
    labels: chosen.map(({ label }) => label),
    why: note,
    notes: [note],
  };
}

function one(profile: Profile, why: string, notes: readonly string[] = []): RowId {
  return { field: fieldOf(profile), profile, labels: [profile.label], why, notes };
}

function isLoaders({ words }: Profile): boolean {
  return words.some((word) => /^(fivetran|airbyte|dlt|sdc|ingested|synced|loaded|extracted)$/.test(word));
}

function keysOfOthers(profiles: readonly Profile[], table: TableWords, rows: number): readonly Profile[] {
  return profiles.filter(
    (profile) =>
      keyed.test(profile.words.join("_")) &&
      profile.objects === 0 &&
      profile.filled > rows / 2 &&
      rank(profile, table) === undefined,
  );
}

function distinctOf(profiles: readonly Profile[]): readonly Profile[] {
  return [...new Set(profiles)];
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
