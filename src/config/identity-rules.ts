import { edgeType } from "./brought.ts";
import type { EntityDefinition, EntityLimit, IdentifierType, SightingLimit, Survives, SurvivorRule } from "./model.ts";

type Named = IdentifierType & { readonly name: string };

/** How many different values of `of` may be seen with one value of `type`. */
export interface SightingLimitRule {
  readonly type: string;
  readonly of: string;
  readonly most: number;
  /** Days that count together; without it all time does. */
  readonly days?: number;
  /** The rule in words, as tables show it. */
  readonly rule: string;
}

/** How many values of `type` one entity may hold. */
export interface EntityLimitRule {
  readonly type: string;
  readonly most: number;
  /** The types whose links must keep to it. */
  readonly against: readonly string[];
  /** To links of these, a value that was seen with nothing else goes to whom more is known of. */
  readonly yieldsTo: readonly string[];
  /** The rule in words, as tables show it. */
  readonly rule: string;
}

/** A phone that is seen with more e-mails than one person has at hand is a switchboard's, or a whole household's. */
const emailsOfOnePhone = 4;
/** More than one customer collects: a call centre's phone, a browser for everybody. */
const keysOfOne = 10;

/**
 * The identifier types from the strongest to the weakest: those that `priority` names, then as declared, but those of
 * which an entity has only one before all others, phones, which people share, behind the other strong types, and weak
 * types behind all.
 */
export function byPriority({ identifiers, priority = [] }: EntityDefinition): readonly Named[] {
  const all = Object.entries(identifiers).map(([name, of]): Named => ({ ...of, name }));
  const named = [...new Set(priority)].flatMap((name) => all.filter((type) => type.name === name));
  const others = all.filter((type) => !named.includes(type));
  const place = (type: Named): number => (!type.strong ? 3 : type.perEntity === 1 ? 0 : type.kind === "phone" ? 2 : 1);
  return [...named, ...[0, 1, 2, 3].flatMap((at) => others.filter((type) => place(type) === at))];
}

/** The rules of who survives as a list, however they were written. */
export function survivorRules(survives: Survives = []): readonly SurvivorRule[] {
  return typeof survives === "string" || "sources" in survives ? [survives] : survives;
}

/** What one value may be seen with: the user's limits, and the defaults where these say nothing. */
export function sightingLimitsOf(types: readonly Named[]): readonly SightingLimitRule[] {
  return types.flatMap((type) =>
    types.flatMap((of): readonly SightingLimitRule[] => {
      const limit = type.seenWith[of.name] ?? usualSighting(type, of);
      const [most, days] = typeof limit === "number" ? [limit, undefined] : [limit.most, limit.within.days];
      if (type === of || most === Number.POSITIVE_INFINITY) return [];
      const window = days === undefined ? "" : ` within ${days} ${days === 1 ? "day" : "days"}`;
      const rule = `at most ${most} ${of.name} seen with one ${type.name}${window}`;
      return [{ type: type.name, of: of.name, most, rule, ...(days === undefined ? {} : { days }) }];
    }),
  );
}

function usualSighting(type: Named, of: Named): SightingLimit {
  if (type.kind === "phone" && of.kind === "email") return emailsOfOnePhone;
  const tells = of.strong && (of.kind === "id" || (of.kind === "email" && !type.strong));
  const isMeant = type.kind === "phone" || (!type.strong && type.name !== edgeType);
  if (tells && isMeant) return keysOfOne;
  return Number.POSITIVE_INFINITY;
}

/** What one entity may hold: the user's limits, and the defaults where these say nothing. */
export function entityLimitsOf(entity: string, types: readonly Named[]): readonly EntityLimitRule[] {
  const names = types.map((type) => type.name);
  return types.flatMap((type): readonly EntityLimitRule[] => {
    const rule = (most: number): string => `at most ${most} ${type.name} per ${entity}`;
    const limit = type.perEntity ?? usualHolding(type, types);
    if (typeof limit === "number")
      return limit === Number.POSITIVE_INFINITY
        ? []
        : [{ type: type.name, most: limit, against: names, yieldsTo: [], rule: rule(limit) }];
    const { most, against } = limit;
    if (most === Number.POSITIVE_INFINITY || against.length === 0) return [];
    // A limit that somebody sets is meant as it stands.
    const lenient = type.perEntity === undefined && type.kind === "id";
    const yieldsTo = types.filter((other) => lenient && other.strong && against.includes(other.name));
    const yielding = yieldsTo.map((other) => other.name);
    return [
      { type: type.name, most, against, yieldsTo: yielding, rule: `${rule(most)} against ${against.join(", ")}` },
    ];
  });
}

/**
 * A phone does not make one of two customers, nor a browser of two addresses. What tells who somebody is may: one
 * e-mail with two user ids is one person. A customer number that was seen with nothing but the phone goes to the person
 * whose phone it is.
 */
function usualHolding(type: Named, types: readonly Named[]): EntityLimit {
  const weaker = types.slice(types.indexOf(type) + 1);
  const shares = (other: Named): boolean => !other.strong || (type.kind === "id" && other.kind === "phone");
  const against = weaker.filter((other) => other.name !== edgeType && shares(other)).map((other) => other.name);
  const counts = type.strong && type.kind !== "phone" && against.length > 0;
  return counts ? { most: 1, against } : Number.POSITIVE_INFINITY;
}
