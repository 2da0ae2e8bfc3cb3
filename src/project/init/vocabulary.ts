import {
  anonymousId,
  domain,
  email,
  type IdentifierType,
  id,
  type ModelDefinition,
  phone,
  type TraitDefinition,
  type TraitType,
} from "../../config/model.ts";
import { name, sql } from "../../sql/sql.ts";
import type { Draft } from "./draft.ts";
import type { DraftIdentifier, DraftMention } from "./drafts.ts";
import { askSample, type Profile, share, textOf } from "./profile.ts";
import { countryCode } from "./region.ts";

/** The names of identifier types, over all tables, and the vocabulary that they make. */
export interface ProposedVocabulary {
  readonly model: ModelDefinition;
  /** The type of an identifier of a table's mention. */
  typeOf(draft: Draft, of: DraftIdentifier): string;
  /** Why an identifier type is as it is, by its name. */
  readonly remarks: Readonly<Record<string, string>>;
}

/** Pages on these are not the companies that they are about. */
const socialSites = [
  "etsy.com",
  "facebook.com",
  "instagram.com",
  "linkedin.com",
  "linktr.ee",
  "pinterest.com",
  "tiktok.com",
  "twitter.com",
  "x.com",
  "yelp.com",
  "youtube.com",
];

/** Makes one vocabulary of what all tables mention. */
export async function vocabularyOf(drafts: readonly Draft[], region: string | undefined): Promise<ProposedVocabulary> {
  const used = drafts.flatMap((draft) =>
    mentionsOf(draft).flatMap((mention) => mention.identifiers.map((of) => ({ draft, mention, of }))),
  );
  const name = namer(used.filter(({ of }) => of.kind === "id").map(({ draft, of }) => ({ draft, of })));
  const remarks: Record<string, string> = {};
  const phones = used.filter(({ of }) => of.kind === "phone").map(({ of }) => of.profile);
  const country = region ?? (phones.length === 0 ? undefined : await commonCountry(drafts)) ?? "US";
  const national = phones.reduce((count, profile) => count + profile.phones - profile.international, 0);
  if (national > 0) remarks["phone"] = `Numbers that do not say their country are taken as numbers of ${country}.`;
  const pages = used.some(({ of }) => of.kind === "domain" && of.profile.pages > 0);
  if (pages) remarks["domain"] = "Some websites are pages of a social network, which link nobody.";
  const make = (of: DraftIdentifier): IdentifierType => {
    if (of.kind === "email") return email();
    if (of.kind === "phone") return phone({ region: country });
    if (of.kind === "domain") return domain(pages ? { shared: socialSites } : {});
    return of.kind === "id" ? id() : anonymousId();
  };
  const types = (entity: "person" | "group"): Record<string, IdentifierType> => {
    const found = new Map<string, DraftIdentifier>();
    for (const { draft, mention, of } of used) if (mention.entity === entity) found.set(name.typeOf(draft, of), of);
    const order: readonly DraftIdentifier["kind"][] = ["email", "domain", "id", "phone", "anonymous id"];
    const sorted = [...found].sort(([, a], [, b]) => order.indexOf(a.kind) - order.indexOf(b.kind));
    return Object.fromEntries(sorted.map(([type, of]) => [type, make(of)]));
  };
  const persons = types("person");
  const groups = types("group");
  const person = Object.keys(persons).length === 0 ? { email: email() } : persons;
  return {
    model: {
      entities: {
        person: { identifiers: person, ...traitsOf(drafts, "person") },
        ...(Object.keys(groups).length === 0 ? {} : { group: { identifiers: groups, ...traitsOf(drafts, "group") } }),
      },
    },
    typeOf: name.typeOf,
    remarks: { ...remarks, ...name.remarks },
  };
}

export function mentionsOf({ mentioned }: Draft): readonly DraftMention[] {
  return [...mentioned.persons, ...mentioned.groups];
}

interface Use {
  readonly draft: Draft;
  readonly of: DraftIdentifier;
}

/**
 * Keys that count up (1, 2, 3) of two systems are not the same keys, so each system's get a name of their own. Keys with
 * letters in them meet only where they are the same.
 */
function namer(uses: readonly Use[]): Pick<ProposedVocabulary, "typeOf" | "remarks"> {
  const systems = new Map<string, Set<string>>();
  for (const { draft, of } of uses) systems.set(of.type, (systems.get(of.type) ?? new Set()).add(systemOf(draft, of)));
  const typeOf = (draft: Draft, of: DraftIdentifier): string => {
    const family = systemOf(draft, of);
    const parted = of.kind === "id" && family !== "" && (systems.get(of.type)?.size ?? 0) > 1;
    return parted && !of.type.startsWith(`${family}_`) ? `${family}_${of.type}` : of.type;
  };
  const parted = uses.filter(({ draft, of }) => typeOf(draft, of) !== of.type);
  const remarks = parted.map(({ draft, of }) => [
    typeOf(draft, of),
    `Numbers of ${draft.look.entry.family} alone: another system's ${of.type} may be the same number for somebody else.`,
  ]);
  return { typeOf, remarks: Object.fromEntries(remarks) };
}

/** The system whose numbers they are; '' for keys that no other system would give. */
function systemOf({ look }: Draft, { profile }: DraftIdentifier): string {
  return share(profile, profile.numbers) >= 0.9 ? (look.entry.family ?? "") : "";
}

const traitOrder = ["name", "title", "city", "country", "plan"];

function traitsOf(
  drafts: readonly Draft[],
  entity: "person" | "group",
): { readonly traits?: Readonly<Record<string, TraitType | TraitDefinition>> } {
  const mentions = drafts.flatMap(mentionsOf).filter((mention) => mention.entity === entity);
  const found = new Set(mentions.flatMap(({ traits }) => traits.map((trait) => trait.name)));
  const traits = traitOrder.filter((trait) => found.has(trait));
  // What a person is called is theirs, as their address is.
  const type = (trait: string): TraitType | TraitDefinition =>
    entity === "person" && trait === "name" ? { type: "text", pii: true } : "text";
  return traits.length === 0 ? {} : { traits: Object.fromEntries(traits.map((trait) => [trait, type(trait)])) };
}

/** The country (ISO 3166) that most rows with a country name; undefined when there are none. */
async function commonCountry(drafts: readonly Draft[]): Promise<string | undefined> {
  const counts = new Map<string, number>();
  for (const { look, meants } of drafts) {
    const hasPhone = meants.some(({ meaning }) => meaning === "phone");
    const countries = meants.filter(({ meaning }) => meaning === "country").map(({ profile }) => profile);
    if (!hasPhone) continue;
    for (const profile of countries) {
      for (const [value, count] of await valuesOf(look, profile)) {
        const code = countryCode(value);
        if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + count);
      }
    }
  }
  const [best] = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return best?.[0];
}

async function valuesOf(
  { engine, raw }: Draft["look"],
  profile: Profile,
): Promise<readonly (readonly [string, number])[]> {
  const rows = await askSample(
    engine,
    raw,
    [sql`${textOf(profile)} as ${name("v")}`, sql`count(*)`],
    sql` where ${textOf(profile)} is not null group by 1 order by 2 desc limit 20`,
  );
  return rows.map(([value, count]) => [String(value), Number(count)]);
}
