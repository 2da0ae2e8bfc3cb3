import { NexusError } from "../../base/problem.ts";
import { epoch, type Field } from "../../config/fields.ts";
import type { Engine, RawDescription } from "../../engines/engine.ts";
import { timestampOf } from "../../sql/functions.ts";
import { Sql, sql } from "../../sql/sql.ts";
import type { Look } from "./look.ts";
import { askSample, fieldOf, type Profile, percent, share, textOf } from "./profile.ts";
import { withoutOwn } from "./words.ts";

/** A column as a time. */
export interface Time {
  readonly profile: Profile;
  readonly field: Field;
  /** Whether its values say no zone, so that one must be assumed. */
  readonly naive: boolean;
  readonly why: string;
  /** What the user should look at. */
  readonly notes: readonly string[];
}

const occurred: readonly RegExp[] = [
  /^(occurred|happened)(_at|_on)?$|^event_(time|timestamp|datetime|date|at|ts)$|^timestamp$/,
  /^created(_at|_on|_time|_date|_datetime|_ts|_timestamp|_utc|_at_utc)?$|^(create|creation)_(date|time|timestamp)$|^date_created$|^(inserted|added)_(at|on)$/,
  /^(time|ts|datetime|date_time|original_timestamp|internal_date)$/,
  /^(ordered|placed|purchased|sent|submitted|signed_up|registered|subscribed|paid|joined|started|opened|posted|published|visited|booked|processed|completed|called)_(at|on|date|time)$/,
  /^(order|purchase|signup|sign_up|registration|payment|transaction|invoice|start|submission|submit|visit|booking|call|session|sent|begin|message|subscription)_(date|time|at|timestamp|datetime|ts|on)$/,
  /^(date|day|when)$/,
];

const loaded: readonly RegExp[] = [
  /^fivetran_synced$/,
  /^airbyte_extracted_at$/,
  /^airbyte_emitted_at$|^extracted_at$/,
  /^dlt_load(ed)?(_id|_at|_time)?$/,
  /^sdc_(batched|received|extracted)_at$/,
  /^(ingested|synced|loaded|imported)(_at|_on|_time|_date)?$|^(ingestion|ingest|load|sync|import|etl)_(at|time|date|timestamp|ts)$|^etl_(loaded|inserted|updated)_at$/,
  /^received_at$/,
  /^uuid_ts$/,
];

/** Last resorts: what changes whenever the row does. */
const changed =
  /^((last_)?(updated|modified|changed)(_at|_on|_time|_date|_datetime)?|(last_)?(update|modified|modification|change)_(at|time|date|timestamp)|systemmodstamp)$/;

const timely = /(^|_)(at|on|date|time|timestamp|datetime|ts|day)$/;

/** Times that lie in the future, or say nothing about what happened. */
const untimely =
  /(^|_)(birth|birthday|birthdate|born|dob|due|expires?|expiry|expiration|renewal|next|valid|until|deleted|archived|timezone|time_zone)(_|$)/;

/** Times of an end or of the last of many: only when there is nothing better. */
const late = /(^|_)(last|closed|ended|end|cancell?ed|refunded|delivered|resolved|finished|opt|unsubscribed)(_|$)/;

export interface Times {
  readonly occurredAt: Time | undefined;
  readonly ingestedAt: Time | undefined;
  /** Whether it was not made to say when rows were loaded. */
  readonly ingestedIsGuess: boolean;
}

interface Named {
  readonly profile: Profile;
  /** Its name, with what the table is called in front, and without. */
  readonly name: string;
  readonly own: string;
}

interface Ranked {
  readonly profile: Profile;
  readonly rank: number;
}

/** Chooses when the event of a row happened and when the row was loaded. */
export async function timesOf(look: Look): Promise<Times> {
  const named = look.profiles
    .filter((profile) => profile.rows === 0 || profile.filled > 0)
    .map((profile) => ({
      profile,
      name: profile.words.join("_"),
      own: withoutOwn(profile.words, look.words.own).join("_"),
    }));
  const happened = [...ranked(named, occurred), ...named.flatMap(lastResort)];
  const occurredAt = await firstTime(happened, look);
  const loader = await firstTime(
    ranked(named, loaded).filter(({ profile }) => profile !== occurredAt?.profile),
    look,
  );
  const ingestedAt = loader ?? (await firstTime(ranked(named, [changed]), look));
  return { occurredAt: occurredAt && doubted(occurredAt), ingestedAt, ingestedIsGuess: loader === undefined };
}

/** A time of an end is taken for want of a beginning, and says so. */
function doubted(time: Time): Time {
  const { label, words } = time.profile;
  if (!late.test(words.join("_"))) return time;
  return {
    ...time,
    notes: [...time.notes, `"${label}" says when it ended or last happened, for want of a better time`],
  };
}

function ranked(named: readonly Named[], patterns: readonly RegExp[]): readonly Ranked[] {
  return named.flatMap(({ profile, name, own }) => {
    const rank = patterns.findIndex((pattern) => pattern.test(name) || pattern.test(own));
    return rank < 0 ? [] : [{ profile, rank }];
  });
}

/** Anything else that is called like a time. */
function lastResort({ profile, name, own }: Named): readonly Ranked[] {
  const isOther =
    timely.test(own) && !untimely.test(name) && !changed.test(own) && !loaded.some((pattern) => pattern.test(name));
  return isOther ? [{ profile, rank: occurred.length + (late.test(name) ? 1 : 0) }] : [];
}

/** The best that is a time: full columns before sparse ones, columns before what lies inside of one, then by name. */
async function firstTime(candidates: readonly Ranked[], { engine, raw }: Look): Promise<Time | undefined> {
  const order = [...candidates].sort(
    (a, b) =>
      Number(sparse(a.profile)) - Number(sparse(b.profile)) ||
      a.profile.path.length - b.profile.path.length ||
      a.rank - b.rank,
  );
  for (const { profile } of order) {
    const time = await asTime(profile, engine, raw);
    if (time !== undefined) return time;
  }
  return undefined;
}

/** Filled in few rows only: most rows would be set aside. */
function sparse(profile: Profile): boolean {
  return profile.rows > 0 && profile.filled < profile.rows * 0.95;
}

/** A column as a time, in whatever form its values say it; undefined when they do not. */
async function asTime(profile: Profile, engine: Engine, raw: RawDescription): Promise<Time | undefined> {
  if (profile.rows > 0 && profile.filled < profile.rows * 0.5) return undefined;
  const gaps = profile.rows - profile.filled;
  const notes = gaps > 0 ? [`${gaps} of ${profile.rows} rows have no "${profile.label}": they will be set aside`] : [];
  const field = fieldOf(profile);
  if (profile.rows === 0) return { profile, field, naive: true, why: "by its name; there are no rows yet", notes };
  if (share(profile, profile.times) >= 0.95) {
    return {
      profile,
      field,
      naive: profile.zoned < profile.times,
      why: `times: ${percent(profile, profile.times)}`,
      notes,
    };
  }
  const unit = epochUnit(profile);
  if (unit !== undefined) return { profile, field: epoch(field, unit), naive: false, why: `${unit} since 1970`, notes };
  return spelledTime(profile, notes, engine, raw);
}

/** Between 1990 and 2100, a number of seconds, milliseconds or microseconds is told by its size. */
function epochUnit(profile: Profile): "seconds" | "milliseconds" | "microseconds" | undefined {
  if (share(profile, profile.numbers) < 0.99) return undefined;
  const units = { seconds: 1, milliseconds: 1000, microseconds: 1_000_000 } as const;
  const [least, most] = [Date.UTC(1990, 0, 1) / 1000, Date.UTC(2100, 0, 1) / 1000];
  return (["seconds", "milliseconds", "microseconds"] as const).find(
    (unit) => profile.least >= least * units[unit] && profile.most <= most * units[unit],
  );
}

/** Ways to spell a date that are not ISO's, by `strptime`'s signs; the times of the day that may follow. */
const spellings: readonly { readonly dates: readonly string[]; readonly said: string; readonly twin?: string }[] = [
  { dates: ["%m/%d/%Y"], said: "month/day/year", twin: "day/month/year" },
  { dates: ["%d/%m/%Y"], said: "day/month/year" },
  { dates: ["%d.%m.%Y"], said: "day.month.year" },
  { dates: ["%d-%m-%Y"], said: "day-month-year", twin: "month-day-year" },
  { dates: ["%m-%d-%Y"], said: "month-day-year" },
  { dates: ["%m/%d/%y"], said: "month/day/year", twin: "day/month/year" },
  { dates: ["%d/%m/%y"], said: "day/month/year" },
  { dates: ["%d.%m.%y"], said: "day.month.year" },
  { dates: ["%b %d, %Y", "%B %d, %Y"], said: "month in letters" },
  { dates: ["%d %b %Y", "%d %B %Y", "%d-%b-%Y"], said: "month in letters" },
  { dates: ["%Y%m%d"], said: "year, month and day in one number" },
  { dates: ["%Y.%m.%d"], said: "year.month.day" },
];
const hours = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %I:%M %p"];

/** A time that only the engine's own parser reads: a fragment of SQL in the config. */
async function spelledTime(
  profile: Profile,
  notes: readonly string[],
  engine: Engine,
  raw: RawDescription,
): Promise<Time | undefined> {
  if (profile.path.length > 0 || profile.longest > 40) return undefined;
  const parsers = spellings.map(({ dates }) => parser(engine, profile, dates));
  const text = textOf(profile);
  // Whether the engine can do this at all is found out by trying.
  const answers = await askSample(
    engine,
    raw,
    parsers.map(
      (parsed) =>
        sql`count(case when ${text} is not null and extract(year from ${timestampOf(sql`cast(${parsed} as varchar)`, "UTC")}) between 1900 and 2200 then 1 end)`,
    ),
  ).catch((error: unknown) => {
    if (error instanceof NexusError) return [];
    throw error;
  });
  const counts = (answers[0] ?? []).map(Number);
  const best = Math.max(0, ...counts);
  const index = counts.indexOf(best);
  const [spelling, field] = [spellings[index], parsers[index]];
  if (spelling === undefined || field === undefined || best < profile.filled * 0.95) return undefined;
  const ambiguous = spelling.twin !== undefined && counts[index + 1] === best;
  const doubt = ambiguous
    ? [`"${profile.label}" may be ${spelling.said} or ${spelling.twin}: the rows allow both, taken as ${spelling.said}`]
    : [];
  return { profile, field, naive: true, why: `times spelt ${spelling.said}`, notes: [...notes, ...doubt] };
}

function parser({ dialect }: Engine, { column, type }: Profile, dates: readonly string[]): Sql {
  const named = dialect.identifier(column);
  const text =
    type === "json" ? `json_extract_string(${named}, '$')` : type === "text" ? named : `cast(${named} as varchar)`;
  const formats = dates.flatMap((date) => hours.map((hour) => dialect.literal(`${date}${hour}`)));
  return new Sql([{ kind: "text", text: `try_strptime(trim(${text}), [${formats.join(", ")}])` }]);
}
