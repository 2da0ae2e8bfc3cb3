import { isBookkeeping } from "./bookkeeping.ts";
import { isOfOthers, isPersonNoun, meaningOf, type TableWords } from "./meanings.ts";
import type { Profile } from "./profile.ts";
import { singular, withoutOwn } from "./words.ts";

/** A column whose name promises that it tells rows apart. */
export interface KeyColumn {
  readonly profile: Profile;
  /** How good a key the name promises: 0 is best. */
  readonly rank: number;
  /** Whether it names somebody or something that many rows of such a table are about: `user_id` of visits. */
  readonly returns: boolean;
}

const generic =
  /^(id|uuid|guid|key|pk|row_id|record_id|uid|sys_id|fivetran_id|identifier|identificador|identifiant|identificativo|kennung|schlussel|clave|folio)$/;
const ofEvents =
  /^(event|message|msg|record|row|log|entry|hit|activity|transaction|txn|insert)_(id|uuid|guid|key|hash)$/;
const keyLike = /^(uuid|guid|key|hash|token|number|no|nr|nummer|numero|code|ref|reference|sku)$/;
const keyed = /(^|_)(id|uuid|guid|key|hash|token|number|no|nr|code|ref|reference|sku)$/;
const named = /(^|_)(id|uuid|guid|pk)$|^(id|uuid|guid)_/;
const numbered = /^(?:id|no|nr|num|numero|n)_(.{4,})$|^(.{4,}?)s?_?(?:nummer|numero|number|nr|no|id)$/;

/** Ranks of keys that are the row's own, whatever their values. */
const own = 3;
const events = 4;
const foreign = 5;

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Nouns of tables whose rows happen again and again to the same. */
const happenings = set(
  `visit view pageview page impression click hit session event track activity action message mail email login log search
  order purchase payment charge invoice transaction refund shipment delivery item line entry row record call ticket booking
  appointment comment note review response answer submission conversion download play listen besuch aufruf bestellung kauf
  rechnung pedido compra factura visita commande achat facture visite ordine acquisto`,
);

/** Nouns of what comes again, beside persons and groups. */
const returning = set(
  `account session visit visitor anonymous device browser cookie distinct product variant item page campaign category plan store
  shop location site order cart list country currency ad adset source channel template form survey thread conversation
  staff store seller vendor driver cliente kunde kunden klient utente usuario klant producto produkt`,
);

/** Columns with the name of a key, the most promising first. */
export function keyColumns(profiles: readonly Profile[], table: TableWords): readonly KeyColumn[] {
  const [noun = ""] = table.own.slice(-1);
  const happens = happenings.has(noun) || happenings.has(singular(noun));
  return profiles
    .flatMap((profile) => {
      const rank = rankOf(profile, table);
      if (rank === undefined || profile.objects > 0) return [];
      const returns = rank === foreign && happens && profile.words.some(comesAgain);
      return [{ profile, rank: rank + profile.path.length * 10, returns }];
    })
    .sort((a, b) => a.rank - b.rank);
}

function comesAgain(word: string): boolean {
  return returning.has(word) || returning.has(singular(word)) || isPersonNoun(word);
}

/** Whether a key is called after something else than its row. */
export function isForeign({ rank }: KeyColumn): boolean {
  return rank % 10 === foreign;
}

/** The column that promises to be the row's own key, whatever its values. */
export function ownKey(profiles: readonly Profile[], table: TableWords): Profile | undefined {
  return keyColumns(profiles, table).find(({ rank }) => rank % 10 <= own)?.profile;
}

/** How good a key the name promises: 0 is best, undefined is none. */
function rankOf(profile: Profile, table: TableWords): number | undefined {
  const rank = ownRank(profile, table);
  if (rank !== undefined) return rank;
  const name = profile.words.join("_");
  if (profile.words.some(isLoaders) || isBookkeeping(profile)) return undefined;
  if (ofEvents.test(name)) return events;
  const isId = profile.path.length === 0 && named.test(name) && !profile.words.some(isOfOthers);
  if (!isId) return undefined;
  const meaning = meaningOf(profile, table)?.meaning;
  if (meaning === "anonymous id" || meaning === "phone" || meaning === "email") return undefined;
  // A row of `subscribers` is a person, so that the key of a contact is its own.
  const isSelf =
    (table.person !== undefined && meaning === "person id") || (table.group !== undefined && meaning === "group id");
  return isSelf ? events : foreign;
}

function ownRank(profile: Profile, { own: words }: TableWords): number | undefined {
  const name = profile.words.join("_");
  const rest = withoutOwn(profile.words, words);
  const last = words.at(-1) ?? "";
  if (profile.words.some(isLoaders)) return undefined;
  if (name === "id") return 0;
  if (name === `${words.join("_")}_id` || name === `${last}_id` || name === `id_${last}`) return 1;
  if (generic.test(name)) return 2;
  return (rest !== profile.words && keyLike.test(rest.join("_"))) || isNumberOf(name, last) ? own : undefined;
}

/** `bestellnummer` of `bestellungen`, `id_ordine` of `ordini`: the same word but for its end. */
function isNumberOf(name: string, noun: string): boolean {
  const found = numbered.exec(name);
  const stem = found?.[1] ?? found?.[2] ?? "";
  const shorter = Math.min(stem.length, noun.length);
  const same = [...stem].findIndex((letter, index) => letter !== noun[index]);
  const shared = same < 0 ? shorter : same;
  return shared >= 4 && shared >= shorter - 2;
}

function isLoaders(word: string): boolean {
  return word === "airbyte" || word === "dlt";
}

/** Keys of other things, such as `order_id` and `product_id` of an order's item. */
export function keysOfOthers(profiles: readonly Profile[], table: TableWords): readonly Profile[] {
  return profiles.filter(
    (profile) =>
      keyed.test(profile.words.join("_")) &&
      profile.objects === 0 &&
      profile.filled > profile.rows / 2 &&
      ownRank(profile, table) === undefined,
  );
}
