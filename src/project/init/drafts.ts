import type { Field, List } from "../../config/fields.ts";
import type { MembershipClaim } from "../../config/source.ts";
import type { Look } from "./look.ts";
import type { Meaning, Meant } from "./meanings.ts";
import { fieldOf, type Profile } from "./profile.ts";

/** An identifier of a mention, before the types of all tables are looked at together. */
export interface DraftIdentifier {
  readonly kind: "email" | "phone" | "domain" | "id" | "anonymous id";
  readonly type: string;
  readonly field: Field;
  readonly profile: Profile;
  readonly why: string;
}

export interface DraftTrait {
  readonly name: string;
  readonly field: Field;
  readonly labels: readonly string[];
  readonly why: string;
}

export interface DraftMention {
  readonly entity: "person" | "group";
  readonly role: string;
  readonly key?: string;
  /** One for each element of this list. */
  readonly each?: string;
  readonly identifiers: readonly DraftIdentifier[];
  readonly traits: readonly DraftTrait[];
}

/** Who is mentioned in the rows of one table. */
export interface Mentioned {
  readonly persons: readonly DraftMention[];
  readonly groups: readonly DraftMention[];
  readonly memberships: readonly MembershipClaim[];
  /** The lists that mentions are made for each element of. */
  readonly lists: Readonly<Record<string, List>>;
  /** What looks like an identifier and was left out, and why. */
  readonly notes: readonly string[];
}

/** What the mentions of a table's rows are found from. */
export interface Evidence extends Look {
  readonly meants: readonly Meant[];
  /** The column that is the row's own key. */
  readonly ownId: Profile | undefined;
}

/** Those with one of the meanings. */
export function of(meants: readonly Meant[], ...meanings: readonly Meaning[]): readonly Meant[] {
  return meants.filter(({ meaning }) => meanings.includes(meaning));
}

export function identifier(meant: Meant, kind: DraftIdentifier["kind"], type: string): DraftIdentifier {
  return { kind, type, field: fieldOf(meant.profile), profile: meant.profile, why: meant.why };
}

/** Plain names before longer ones, columns before what lies inside of one, full before sparse. */
export function bestFirst(meants: readonly Meant[]): readonly Meant[] {
  const rank = ({ of: before, profile, further }: Meant): number =>
    (further ? 1000 : 0) +
    before.length * 100 +
    profile.path.length * 10 +
    (profile.rows === 0 ? 0 : 5 * (1 - profile.filled / profile.rows));
  return [...meants].sort((a, b) => rank(a) - rank(b));
}

/** Ids, one of each type. */
export function uniqueTypes(meants: readonly Meant[]): readonly Meant[] {
  return meants.filter((meant, index) => meants.findIndex(({ type }) => type === meant.type) === index);
}
