import { epoch, type Field } from "../../config/fields.ts";
import { timestampOf } from "../../sql/functions.ts";
import { Sql, sql } from "../../sql/sql.ts";
import type { Look } from "./look.ts";
import { askSample, fieldOf, type Profile, percent, share, textOf } from "./profile.ts";
import { spellingOf } from "./spelled-times.ts";
import {
  cannotHappen,
  saysChanged,
  saysHappened,
  saysLate,
  saysLoaded,
  type TimeName,
  timeName,
} from "./time-names.ts";

/** A column as a time. */
export interface Time {
  readonly profile: Profile;
  readonly field: Field;
  readonly why: string;
  /** What the user should look at. */
  readonly notes: readonly string[];
}

export interface Times {
  readonly occurredAt: Time | undefined;
  readonly ingestedAt: Time | undefined;
  /** Whether it was not made to say when rows were loaded. */
  readonly ingestedIsGuess: boolean;
  /** Columns that would be better, but may be read in two ways. */
  readonly doubts: readonly string[];
}

interface Named {
  readonly profile: Profile;
  readonly named: TimeName;
}

interface Ranked {
  readonly profile: Profile;
  readonly rank: number;
}

/** Chooses when the event of a row happened and when the row was loaded. */
export async function timesOf(look: Look): Promise<Times> {
  const columns = look.profiles
    .filter((profile) => profile.rows === 0 || profile.filled > 0)
    .map((profile) => ({ profile, named: timeName(profile.words, look.words.own) }));
  const doubts: string[] = [];
  const happened = await firstTime(ranked(columns, saysHappened), look, doubts);
  const occurredAt = happened === undefined ? await unsaidTime(columns, look, doubts) : doubted(happened, columns);
  const loader = await firstTime(
    ranked(columns, saysLoaded).filter(({ profile }) => profile !== occurredAt?.profile),
    look,
    [],
  );
  const ingestedAt =
    loader ??
    (await firstTime(
      ranked(columns, (named) => (saysChanged(named) ? 0 : undefined)),
      look,
      [],
    ));
  return { occurredAt, ingestedAt, ingestedIsGuess: loader === undefined, doubts };
}

/** A time of an end is taken for want of a beginning, and says so. */
function doubted(time: Time, columns: readonly Named[]): Time {
  const column = columns.find(({ profile }) => profile === time.profile);
  if (column === undefined || !saysLate(column.named)) return time;
  const { label } = time.profile;
  return {
    ...time,
    notes: [...time.notes, `"${label}" says when it ended or last happened, for want of a better time`],
  };
}

function ranked(columns: readonly Named[], rankOf: (named: TimeName) => number | undefined): readonly Ranked[] {
  return columns.flatMap(({ profile, named }) => {
    const rank = rankOf(named);
    return rank === undefined ? [] : [{ profile, rank }];
  });
}

/** Before this, times of a column whose name does not speak of times are more likely days of birth. */
const earliest = 1980;

/** A column that is a time by its values alone, whatever its name says. Plain numbers may count anything. */
async function unsaidTime(columns: readonly Named[], look: Look, doubts: string[]): Promise<Time | undefined> {
  // Those that are called like times have been tried already.
  const candidates = columns
    .filter(({ named }) => saysHappened(named) === undefined && !cannotHappen(named))
    .map(({ profile }) => profile)
    .filter((profile) => profile.filled > 0 && share(profile, Math.max(profile.times, profile.dates)) >= 0.95);
  for (const { profile } of inOrder(candidates.map((one) => ({ profile: one, rank: 0 })))) {
    const time = await asTime(profile, look, doubts);
    if (time === undefined || (await isBefore(time, look))) continue;
    const others = candidates.filter((other) => other !== profile).map((other) => `"${other.label}"`);
    const more = others.length === 0 ? "" : `; so do those of ${others.slice(0, 5).join(", ")}`;
    return { ...time, notes: [...time.notes, `only the values of "${profile.label}" say that it is a time${more}`] };
  }
  return undefined;
}

async function isBefore({ profile, field }: Time, { engine, raw }: Look): Promise<boolean> {
  const said = field instanceof Sql ? sql`cast(${field} as varchar)` : textOf(profile);
  const [[least] = []] = await askSample(engine, raw, [sql`min(extract(year from ${timestampOf(said, "UTC")}))`]);
  return least !== null && least !== undefined && Number(least) < earliest;
}

/** Full columns before sparse ones, columns before what lies inside of one, then by name. */
function inOrder(candidates: readonly Ranked[]): readonly Ranked[] {
  return [...candidates].sort(
    (a, b) =>
      Number(sparse(a.profile)) - Number(sparse(b.profile)) ||
      a.profile.path.length - b.profile.path.length ||
      a.rank - b.rank,
  );
}

/** The best that is a time. */
async function firstTime(candidates: readonly Ranked[], look: Look, doubts: string[]): Promise<Time | undefined> {
  for (const { profile } of inOrder(candidates)) {
    const time = await asTime(profile, look, doubts);
    if (time !== undefined) return time;
  }
  return undefined;
}

/** Filled in few rows only: most rows would be set aside. */
function sparse(profile: Profile): boolean {
  return profile.rows > 0 && profile.filled < profile.rows * 0.95;
}

/** A column as a time, in whatever form its values say it; undefined when they do not, or when they may say two. */
async function asTime(profile: Profile, { engine, raw }: Look, doubts: string[]): Promise<Time | undefined> {
  if (profile.rows > 0 && profile.filled < profile.rows * 0.5) return undefined;
  const gaps = profile.rows - profile.filled;
  const notes = gaps > 0 ? [`${gaps} of ${profile.rows} rows have no "${profile.label}": they will be set aside`] : [];
  const field = fieldOf(profile);
  if (profile.rows === 0) return { profile, field, why: "by its name; there are no rows yet", notes };
  if (share(profile, profile.times) >= 0.95) {
    return {
      profile,
      field,
      why: `times: ${percent(profile, profile.times)}`,
      notes,
    };
  }
  const unit = epochUnit(profile);
  if (unit !== undefined) return { profile, field: epoch(field, unit), why: `${unit} since 1970`, notes };
  const spelling = await spellingOf(profile, engine, raw);
  if (spelling === undefined) return undefined;
  if (spelling.twin !== undefined) {
    doubts.push(
      `"${profile.label}" may be ${spelling.said} or ${spelling.twin}: no value has a day above 12 that would tell`,
    );
    return undefined;
  }
  return { profile, field: spelling.field, why: `times spelt ${spelling.said}`, notes };
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
