import { type Field, minorUnits } from "../../config/fields.ts";
import { deletionOf } from "./bookkeeping.ts";
import type { Mentioned } from "./drafts.ts";
import { ownKey } from "./keys.ts";
import type { LeftOut, Look } from "./look.ts";
import { type Meant, meaningOf } from "./meanings.ts";
import { whoIsMentioned } from "./mentioned.ts";
import { fieldOf, type Profile, share } from "./profile.ts";
import { type RowId, rowIdOf } from "./row-id.ts";
import { type Time, timesOf } from "./times.ts";
import { withoutOwn } from "./words.ts";

/** An event of a table's rows, before names are looked at over all tables. */
export interface Draft {
  readonly look: Look;
  readonly meants: readonly Meant[];
  readonly id: RowId;
  readonly occurredAt: Time;
  /** Whether the time is when the row was loaded, for want of a better one. */
  readonly occurredIsLoaded: boolean;
  readonly ingestedAt: Time | undefined;
  readonly ingestedIsGuess: boolean;
  readonly deletedAt: Profile | undefined;
  /** Where each row says itself what happened. */
  readonly name: Profile | undefined;
  readonly value: Amount | undefined;
  readonly mentioned: Mentioned;
}

export interface Amount {
  readonly field: Field;
  readonly profile: Profile;
  readonly unit: Profile | undefined;
  /** What the user should look at. */
  readonly notes: readonly string[];
}

/** Makes an event of a table, or says why it cannot be one. */
export async function draftOf(look: Look, hasAccounts: boolean): Promise<Draft | LeftOut> {
  const { profiles, words, rows } = look;
  const { occurredAt, ingestedAt, ingestedIsGuess, doubts } = await timesOf(look);
  // When a row was loaded is no answer where another column says when it happened, if only one knew how to read it.
  const when = occurredAt ?? (doubts.length > 0 ? undefined : ingestedAt);
  if (when === undefined)
    return {
      entry: look.entry,
      columns: profiles.filter(isColumn).map(({ label }) => label),
      rows,
      why: doubts.length > 0 ? doubts.join("; ") : "no column is a time",
    };
  const meants = profiles
    .map((profile) => meaningOf(profile, words))
    .filter((meant) => meant !== undefined)
    .filter((meant) => meant.meaning !== "group id" || meant.of[0] !== "account" || hasAccounts);
  const mentioned = await whoIsMentioned({ ...look, meants, ownId: ownKey(profiles, words) });
  const known = [...mentioned.persons, ...mentioned.groups]
    .filter(({ each }) => each === undefined)
    .flatMap(({ identifiers }) => identifiers.map(({ profile }) => profile));
  const parts = [...(occurredAt === undefined ? [] : [occurredAt.profile]), ...known];
  const id = await rowIdOf(look, [...new Set(parts)], occurredAt?.profile);
  return {
    look,
    meants,
    id,
    occurredAt: { ...when, notes: [...when.notes, ...doubts] },
    occurredIsLoaded: occurredAt === undefined,
    ingestedAt,
    ingestedIsGuess,
    deletedAt: deletionOf(profiles),
    name: nameColumn(look),
    value: amountOf(look),
    mentioned,
  };
}

function isColumn({ path }: Profile): boolean {
  return path.length === 0;
}

/** In a table of events of many kinds: the column that names the kind. */
function nameColumn({ profiles, rows }: Look): Profile | undefined {
  const named = ["event_text", "event_name", "event", "event_type"].map((name) =>
    profiles.find(({ words }) => words.join("_") === name),
  );
  return named.find((profile) => {
    if (profile === undefined || profile.filled < rows || profile.distinct < 2) return false;
    const few = profile.distinct <= 200 && profile.distinct <= rows / 2;
    return (
      few &&
      profile.longest <= 100 &&
      profile.objects === 0 &&
      profile.emails === 0 &&
      share(profile, profile.numbers) === 0
    );
  });
}

const amounts = [
  "total",
  "total_price",
  "total_amount",
  "amount_total",
  "order_total",
  "grand_total",
  "amount",
  "revenue",
  "price",
  "value",
  "betrag",
  "gesamtbetrag",
  "summe",
  "preis",
  "umsatz",
  "importe",
  "montant",
];

/** What an event was worth. Whole numbers may be cents, so an amount must have a fraction or a currency beside it. */
function amountOf({ profiles, words }: Look): Amount | undefined {
  const numeric = profiles.filter((profile) => profile.filled > 0 && profile.filled === profile.numbers);
  const unit = profiles.find(
    ({ words: [...name], longest, filled }) =>
      /^(currency|currency_code|currency_iso|iso_currency_code|wahrung|waehrung|moneda|devise|valuta)$/.test(
        name.join("_"),
      ) &&
      filled > 0 &&
      longest <= 4,
  );
  const nameOf = (profile: Profile): string => withoutOwn(profile.words, words.own).join("_");
  for (const name of amounts) {
    const whole = numeric.find((profile) => nameOf(profile) === name && profile.fractions > 0);
    if (whole !== undefined) return { field: fieldOf(whole), profile: whole, unit, notes: [] };
    const cents = numeric.find((profile) => [`${name}_cents`, `${name}_in_cents`].includes(nameOf(profile)));
    if (cents !== undefined)
      return {
        field: minorUnits(fieldOf(cents), unit === undefined ? undefined : fieldOf(unit)),
        profile: cents,
        unit,
        notes: [],
      };
  }
  const [count] =
    unit === undefined ? [] : amounts.flatMap((name) => numeric.find((one) => nameOf(one) === name) ?? []);
  if (count === undefined) return undefined;
  const notes = [`all of "${count.label}" are whole numbers: where these are cents, write minorUnits(…) around it`];
  return { field: fieldOf(count), profile: count, unit, notes };
}
