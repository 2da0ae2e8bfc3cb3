import { NexusError } from "../../base/problem.ts";
import type { Engine, RawDescription } from "../../engines/engine.ts";
import { regexMatches, timestampOf } from "../../sql/functions.ts";
import { Sql, sql, value } from "../../sql/sql.ts";
import { askSample, type Profile, textOf } from "./profile.ts";

/** How the times of a column are spelt. */
export interface Spelling {
  /** Reads them, as SQL in the config. */
  readonly field: Sql;
  /** In words: `day/month/year`. */
  readonly said: string;
  /** The other way in which the same values may be read, where none of them proves the first. */
  readonly twin?: string;
}

interface Form {
  readonly dates: readonly string[];
  readonly said: string;
  /** What all values begin with: cheap to see, where parsing is dear. */
  readonly shape: string;
}

/** Ways to spell a date that are not ISO's, by `strptime`'s signs. */
const forms: readonly Form[] = [
  { dates: ["%d/%m/%Y"], said: "day/month/year", shape: "^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}" },
  { dates: ["%m/%d/%Y"], said: "month/day/year", shape: "^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}" },
  { dates: ["%d.%m.%Y"], said: "day.month.year", shape: "^[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}" },
  { dates: ["%d-%m-%Y"], said: "day-month-year", shape: "^[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}" },
  { dates: ["%m-%d-%Y"], said: "month-day-year", shape: "^[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}" },
  { dates: ["%d/%m/%y"], said: "day/month/year", shape: "^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}(?:[ ,]|$)" },
  { dates: ["%m/%d/%y"], said: "month/day/year", shape: "^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}(?:[ ,]|$)" },
  { dates: ["%d.%m.%y"], said: "day.month.year", shape: "^[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{2}(?:[ ,]|$)" },
  { dates: ["%b %d, %Y", "%B %d, %Y"], said: "month in letters", shape: "^[A-Za-z]{3,9} [0-9]{1,2}, [0-9]{4}" },
  {
    dates: ["%d %b %Y", "%d %B %Y", "%d-%b-%Y"],
    said: "month in letters",
    shape: "^[0-9]{1,2}[ -][A-Za-z]{3,9}[ -][0-9]{4}",
  },
  { dates: ["%Y%m%d"], said: "year, month and day in one number", shape: "^[0-9]{8}(?:[ ,]|$)" },
  { dates: ["%Y.%m.%d"], said: "year.month.day", shape: "^[0-9]{4}[.][0-9]{1,2}[.][0-9]{1,2}" },
];

/** The times of the day that may follow a date. */
const hours = ["", " %H:%M", " %H:%M:%S", ", %H:%M", ", %H:%M:%S"];
const halfDays = [" %I:%M %p", " %I:%M:%S %p", ", %I:%M %p", ", %I:%M:%S %p"];

/** How the times of a column are spelt, as far as the engine's own parser can read them; undefined when it cannot. */
export async function spellingOf(profile: Profile, engine: Engine, raw: RawDescription): Promise<Spelling | undefined> {
  if (profile.path.length > 0 || profile.longest > 40) return undefined;
  const enough = profile.filled * 0.95;
  const text = textOf(profile);
  const [shapes = []] = await askSample(
    engine,
    raw,
    forms.map(({ shape }) => sql`count(case when ${regexMatches(text, value(shape))} then 1 end)`),
  );
  const likely = forms.filter((_, index) => Number(shapes[index]) >= enough);
  if (likely.length === 0) return undefined;
  const all = [...hours, ...halfDays];
  const read = async (dates: readonly Form[], endings: readonly string[]): Promise<readonly number[]> => {
    const parsers = dates.map((form) => parser(engine, profile, form.dates, endings));
    return readBy(parsers, profile, engine, raw);
  };
  // Whether the engine can do this at all is found out by trying.
  const counts = await read(likely, all).catch((error: unknown) => {
    if (error instanceof NexusError) return [];
    throw error;
  });
  const best = Math.max(0, ...counts);
  if (best < enough) return undefined;
  const [form, other] = likely.filter((_, index) => counts[index] === best);
  if (form === undefined) return undefined;
  const [plainly] = await read([form], hours);
  const field = parser(engine, profile, form.dates, plainly === best ? hours : all);
  return { field, said: form.said, ...(other === undefined ? {} : { twin: other.said }) };
}

/** How many rows each of several parsers can read. */
async function readBy(
  parsers: readonly Sql[],
  profile: Profile,
  engine: Engine,
  raw: RawDescription,
): Promise<readonly number[]> {
  const text = textOf(profile);
  const counts = parsers.map(
    (parsed) =>
      sql`count(case when ${text} is not null and extract(year from ${timestampOf(sql`cast(${parsed} as varchar)`, "UTC")}) between 1900 and 2200 then 1 end)`,
  );
  const [answer = []] = await askSample(engine, raw, counts);
  return answer.map(Number);
}

function parser(
  { dialect }: Engine,
  { column, type }: Profile,
  dates: readonly string[],
  endings: readonly string[],
): Sql {
  const named = dialect.identifier(column);
  const text =
    type === "json" ? `json_extract_string(${named}, '$')` : type === "text" ? named : `cast(${named} as varchar)`;
  const formats = dates.flatMap((date) => endings.map((hour) => dialect.literal(`${date}${hour}`)));
  return new Sql([{ kind: "text", text: `try_strptime(trim(${text}), [${formats.join(", ")}])` }]);
}
