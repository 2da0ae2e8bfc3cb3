import { type Field, json } from "../../config/fields.ts";
import type { RawColumn } from "../../config/project.ts";
import type { Engine, RawDescription } from "../../engines/engine.ts";
import { jsonOf, jsonText, regexMatches, regexReplace, text, timestampOf, tryCast } from "../../sql/functions.ts";
import { render } from "../../sql/render.ts";
import { join, name, type Sql, sql, value } from "../../sql/sql.ts";
import { withoutContainers, wordsOf } from "./words.ts";

/** How many rows of a table are looked at. */
export const sampleRows = 10_000;

/** Where a raw row holds a value: a column, or what lies at a path inside of one. */
export interface Spot {
  readonly column: string;
  readonly path: readonly string[];
  readonly type: RawColumn["type"];
}

/** What is counted of the values at a spot: rows of the sample, unless it says otherwise. */
export interface Measures {
  /** Rows of the sample, filled or not. */
  readonly rows: number;
  readonly filled: number;
  /** Different values. */
  readonly distinct: number;
  readonly emails: number;
  readonly phones: number;
  /** Phones that say their country. */
  readonly international: number;
  readonly hosts: number;
  /** Hosts that are pages on somebody else's site, such as a social network. */
  readonly pages: number;
  readonly times: number;
  /** What looks like a date in any spelling: ISO's, with the day first, with the month in letters. */
  readonly dates: number;
  /** Times that say their zone. */
  readonly zoned: number;
  /** Answers in any spelling that a mark of deletion may have. */
  readonly booleans: number;
  readonly numbers: number;
  readonly fractions: number;
  /** The smallest number, and the greatest. */
  readonly least: number;
  readonly most: number;
  readonly objects: number;
  /** Lists, as JSON writes them. */
  readonly arrays: number;
  /** Without blanks, with a digit. */
  readonly codes: number;
  /** What devices and browsers are called: `iPhone14,2`, `Mac`, `120.0.1`. */
  readonly makes: number;
  /** Two words of letters or more. */
  readonly names: number;
  /** Length of the longest text. */
  readonly longest: number;
}

export interface Profile extends Spot, Measures {
  /** As a person would name it: `email`, `record.customer.email`. */
  readonly label: string;
  /** The words of its name, without containers such as `record`. */
  readonly words: readonly string[];
}

/** The field of a spot, as the config writes it. */
export function fieldOf({ column, path }: Spot): Field {
  return path.length === 0 ? column : json(column, path);
}

/** The text at a spot, the same that a run reads; null where nothing stands. */
export function textOf({ column, path, type }: Spot): Sql {
  const raw = name("r", column);
  if (path.length > 0) return filled(jsonText(type === "json" ? raw : jsonOf(raw), path));
  if (type === "json") return filled(jsonText(raw, []));
  return filled(type === "text" ? raw : text(raw));
}

function filled(of: Sql): Sql {
  return sql`nullif(trim(${of}), '')`;
}

/** Asks over the sample of a table: the fragments read its rows as `r`. */
export async function askSample(
  engine: Engine,
  raw: RawDescription,
  items: readonly Sql[],
  rest: Sql = sql``,
): Promise<readonly (readonly unknown[])[]> {
  const query = sql`select ${join(items)} from ${sample(raw)}${rest}`;
  return (await engine.ask(rendered(engine, query))).rows;
}

function rendered(engine: Engine, query: Sql): string {
  return render(query, engine.dialect, { locate: () => [], runValue: () => "null" });
}

/** The first rows of a table. */
function sample({ reference }: RawDescription): Sql {
  return sql`(select * from ${reference} limit ${sampleRows}) as r`;
}

const patterns = {
  // Also `Ana Rivera <ana@acme.example>`.
  email: '^(?:[^@<>]*<\\s*)?[^@\\s,;<>"()]+@[^@\\s,;<>"()]+\\.[^@\\s,;<>"().]+\\s*>?$',
  phone: "^[+(]?[0-9][0-9 ()./-]{4,22}[0-9]$",
  phoneDigits: "^[0-9]{7,15}$",
  international: "^[(]?(?:[+]|00)[1-9]",
  host: "^(?:https?://)?(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\\.)+[a-zA-Z]{2,}(?:[:/?#]\\S*)?$",
  page: "(?:^|[/.])(?:facebook|instagram|linkedin|twitter|x|youtube|tiktok|linktr|pinterest|yelp|etsy)\\.(?:com|ee)(?:$|[/?#:])",
  date: "^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}",
  anyDate:
    "^(?:[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}|[0-9]{1,2}[ -][A-Za-z]{3,9}[ -][0-9]{4}|[A-Za-z]{3,9} [0-9]{1,2}, [0-9]{4})(?:$|[ T,])",
  zone: "[0-9](?: ?Z| ?z| ?UTC|[+-][0-9]{2}(?::?[0-9]{2})?)$",
  boolean: "^(?:true|false|t|f|yes|no|y|n|1|0|1[.]0|0[.]0|null|none|nil|n/a|na|-|0000-00-00(?: 00:00:00)?)$",
  number: "^[+-]?[0-9]+(?:\\.[0-9]+)?$",
  fraction: "^[+-]?[0-9]+\\.[0-9]+$",
  object: "^\\{",
  array: "^\\[",
  code: "^[^\\s@]*[0-9][^\\s@]*$",
  make: "^(?:[0-9]{1,4}(?:[.][0-9]{1,5}){1,3}|(?:(?:apple|google|microsoft|mozilla|mobile|headless)[ /_-]?)?(?:iphone|ipad|ipod|imac|mac|macintosh|windows|win|android|linux|ubuntu|cros|ios|chrome|chromium|firefox|safari|edge|opera|brave|samsung|galaxy|sm-|pixel|huawei|xiaomi|redmi|oppo|vivo|oneplus|nokia|motorola|kindle|xbox|playstation).{0,14}|(?:desktop|mobile|tablet|phone|smartphone|laptop|tv|bot|web|watch|unknown|other)[ _-]?[0-9]{0,3})$",
  name: "^[\\pL'’.-]+(?:\\s+[\\pL'’.-]+)+$",
} as const;

/**
 * Looks at the values of some spots of a table: the values of all spots one below the other, each different one judged
 * once. (A query with a column for every count of every spot takes the engine a second to plan.)
 */
export async function profiles(
  engine: Engine,
  raw: RawDescription,
  spots: readonly Spot[],
): Promise<readonly Profile[]> {
  if (spots.length === 0) return [];
  const texts = spots.map((spot, index) => sql`${textOf(spot)} as ${name(`v${index}`)}`);
  const below = spots.map((_, index) => sql`select ${index} as k, ${name(`v${index}`)} as v from s`);
  const measures = Object.entries(measuresOf(name("v")));
  const query = sql`with s as (select ${join(texts)} from ${sample(raw)}),
    d as (select k, v, count(*) as n from (${join(below, sql` union all `)}) as u group by k, v)
    select k, ${join(measures.map(([, measure]) => measure))} from d group by k`;
  const { rows } = await engine.ask(rendered(engine, query));
  return spots.map((spot, index) => {
    const counts = rows.find(([k]) => Number(k) === index)?.slice(1) ?? [];
    const measured = Object.fromEntries(measures.map(([measure], at) => [measure, Number(counts[at] ?? 0)]));
    return profileOf(spot, measured as Record<keyof Measures, number>);
  });
}

/** The measures of a spot, from its different values `v` and how often each is there. */
function measuresOf(v: Sql): Readonly<Record<keyof Measures, Sql>> {
  // One condition inside of another: an engine asks the dear ones only of what the cheap ones leave.
  const rowsWith = (...conditions: readonly Sql[]): Sql => {
    const nested = conditions.reduceRight(
      (then, condition) => sql`case when ${condition} then ${then} else 0 end`,
      sql`n`,
    );
    return sql`sum(${nested})`;
  };
  const like = (pattern: keyof typeof patterns): Sql => regexMatches(v, value(patterns[pattern]));
  const holds = (sign: string): Sql => sql`${v} like ${`%${sign}%`}`;
  const isShort = sql`length(${v}) <= 40`;
  const number = sql`case when ${isShort} then case when ${like("number")} then ${tryCast(v, "number")} end end`;
  const digits = regexReplace(v, value("[^0-9]+"), sql`''`);
  const phone = [isShort, like("phone"), regexMatches(digits, value(patterns.phoneDigits))];
  return {
    rows: sql`sum(n)`,
    filled: rowsWith(sql`${v} is not null`),
    distinct: sql`count(${v})`,
    emails: rowsWith(holds("@"), like("email")),
    phones: rowsWith(...phone),
    international: rowsWith(...phone, like("international")),
    hosts: rowsWith(holds("."), like("host")),
    pages: rowsWith(holds("."), like("page")),
    times: rowsWith(isShort, like("date"), sql`${timestampOf(v, "UTC")} is not null`),
    dates: rowsWith(isShort, like("anyDate")),
    zoned: rowsWith(sql`length(${v}) between 11 and 40`, like("zone")),
    booleans: rowsWith(isShort, regexMatches(sql`lower(${v})`, value(patterns.boolean))),
    numbers: rowsWith(isShort, like("number")),
    fractions: rowsWith(isShort, holds("."), like("fraction")),
    least: sql`min(${number})`,
    most: sql`max(${number})`,
    objects: rowsWith(like("object")),
    arrays: rowsWith(like("array")),
    codes: rowsWith(like("code")),
    makes: rowsWith(isShort, regexMatches(sql`lower(${v})`, value(patterns.make))),
    names: rowsWith(holds(" "), like("name")),
    longest: sql`max(length(${v}))`,
  };
}

function profileOf(spot: Spot, measures: Measures): Profile {
  const path = [spot.column, ...spot.path];
  const isZoned = spot.type === "zoned timestamp" || spot.type === "date";
  const typed = isZoned || spot.type === "timestamp" ? { times: measures.filled } : {};
  const zoned = isZoned ? { zoned: measures.filled } : {};
  return {
    ...spot,
    ...measures,
    ...typed,
    ...zoned,
    label: path.join("."),
    words: withoutContainers(path.flatMap(wordsOf)),
  };
}

/** The share of the filled rows that a count makes; 0 of nothing. */
export function share(of: Profile, count: number): number {
  return of.filled === 0 ? 0 : count / of.filled;
}

/** How many values are what they were taken for, as words. */
export function percent(of: Profile, count: number): string {
  if (of.rows === 0) return "by its name; there are no rows yet";
  return `${Math.round(share(of, count) * 100)} % of ${of.filled} values`;
}

const nestedRows = 200;
const nestedSpots = 300;

/** The scalars and lists inside the objects of a JSON column, down to the second level, as its first rows have them. */
export async function spotsInside(engine: Engine, raw: RawDescription, of: Profile): Promise<readonly Spot[]> {
  const rows = await askSample(engine, raw, [textOf(of)], sql` where ${textOf(of)} is not null limit ${nestedRows}`);
  const paths = new Map<string, readonly string[]>();
  for (const [document] of rows) {
    for (const path of leafPaths(parsed(String(document)), 2)) paths.set(JSON.stringify(path), path);
  }
  return [...paths.values()]
    .slice(0, nestedSpots)
    .map((path) => ({ column: of.column, path: [...of.path, ...path], type: of.type }));
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return null;
  }
}

function leafPaths(of: unknown, depth: number): readonly (readonly string[])[] {
  if (typeof of !== "object" || of === null || Array.isArray(of) || depth === 0) return [];
  return Object.entries(of).flatMap(([key, inner]) => {
    // In a path a whole number is a position and a quote ends the name: such keys cannot be reached.
    if (/^\d+$|["\\]/.test(key) || key === "") return [];
    if (Array.isArray(inner)) return [[key]];
    if (typeof inner === "object" && inner !== null) return leafPaths(inner, depth - 1).map((path) => [key, ...path]);
    return inner === null ? [] : [[key]];
  });
}
