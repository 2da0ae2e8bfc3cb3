import type { Labelled } from "./score-measures.ts";
import { type EntityType, identifierOf, type Truth } from "./score-truth.ts";

/** Identifiers seen together on somebody in the raw rows. */
export type Combination = readonly string[];

/** An identifier as it was resolved. */
export interface Resolved {
  readonly identifier: string;
  /** The public id of its entity; null while it belongs to none. */
  readonly entity: string | null;
}

/** True persons (or groups) that were put into one entity. */
export interface FalseMerge {
  readonly entity: string;
  readonly truths: readonly { readonly truth: string; readonly identifiers: readonly string[] }[];
  /** The identifiers that are none of theirs alone and hold them together, with whom each was seen. */
  readonly through: readonly {
    readonly identifier: string;
    readonly reason: string;
    readonly truths: readonly string[];
  }[];
  readonly reason: string;
  /** Pairs of identifiers of different owners. */
  readonly pairs: number;
}

/** A part of a true person (or group) that did not come to the biggest one. */
export interface MissedMerge {
  readonly truth: string;
  readonly entity: string | null;
  readonly identifiers: readonly string[];
  /** Where the biggest part of them is. */
  readonly apartFrom: { readonly entity: string | null; readonly identifiers: readonly string[] };
  readonly reason: string;
  /** Identifiers seen together in a raw row that would have joined it; absent where no row says that they are one. */
  readonly evidence?: Combination;
  /** Pairs of identifiers that are not together for it. */
  readonly pairs: number;
}

/** What one reason costs. */
export interface Cost {
  readonly reason: string;
  readonly cases: number;
  readonly pairs: number;
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2;

export function grouped<T, K>(of: readonly T[], key: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of of) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return groups;
}

/** Identifier → the combinations that hold it. */
function indexed(evidence: readonly Combination[]): ReadonlyMap<string, readonly Combination[]> {
  const pairs = evidence.flatMap((combination) => combination.map((identifier) => ({ identifier, combination })));
  const groups = grouped(pairs, ({ identifier }) => identifier);
  return new Map([...groups].map(([identifier, of]) => [identifier, of.map(({ combination }) => combination)]));
}

export function falseMerges(
  resolved: readonly Resolved[],
  evidence: readonly Combination[],
  { owners, shared }: Truth,
): FalseMerge[] {
  const seenWith = indexed(evidence);
  const ownersNear = (identifier: string): Set<string> =>
    new Set((seenWith.get(identifier) ?? []).flat().flatMap((near) => owners.get(near) ?? []));
  const found: FalseMerge[] = [];
  for (const [entity, members] of grouped(resolved, (one) => one.entity)) {
    const owned = grouped(members, ({ identifier }) => owners.get(identifier));
    const nobodys = owned.get(undefined) ?? [];
    owned.delete(undefined);
    if (entity === null || owned.size < 2) continue;
    const near = nobodys
      .map(({ identifier }) => ({
        identifier,
        reason: shared.get(identifier) ?? "not in the truth",
        truths: [...ownersNear(identifier)].filter((truth) => owned.has(truth)).sort(),
      }))
      .filter(({ truths }) => truths.length > 0)
      .sort((a, b) => b.truths.length - a.truths.length);
    const joining = near.filter(({ truths }) => truths.length > 1);
    const through = joining.length > 0 ? joining : near;
    const sizes = [...owned.values()].map((of) => of.length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    found.push({
      entity,
      truths: [...owned]
        .map(([truth = "", of]) => ({ truth, identifiers: of.map(({ identifier }) => identifier).sort() }))
        .sort((a, b) => (a.truth < b.truth ? -1 : 1)),
      through,
      reason: through[0]?.reason ?? "identifiers of several owners in one row",
      pairs: pairsOf(total) - sizes.reduce((sum, size) => sum + pairsOf(size), 0),
    });
  }
  return found.sort((a, b) => b.pairs - a.pairs || (a.entity < b.entity ? -1 : 1));
}

export function missedMerges(
  entityType: EntityType,
  resolved: readonly Resolved[],
  evidence: readonly Combination[],
  truth: Truth,
): MissedMerge[] {
  const seenWith = indexed(evidence);
  const casesOf = grouped(truth.hardCases, (hardCase) => hardCase.truth);
  const isOf = (owner: string) => (identifier: string) => truth.owners.get(identifier) === owner;
  const owned = resolved.filter(({ identifier }) => truth.owners.has(identifier));
  const found = [...grouped(owned, ({ identifier }) => truth.owners.get(identifier) ?? "")].flatMap(
    ([owner, members]) => {
      const parts = partsOf(members).sort(
        (a, b) =>
          b.identifiers.length - a.identifiers.length || (String(a.identifiers) < String(b.identifiers) ? -1 : 1),
      );
      const [main, ...others] = parts;
      if (main === undefined) return [];
      let together = main.identifiers.length;
      return others.map(({ entity, identifiers }): MissedMerge => {
        const pairs = identifiers.length * together;
        together += identifiers.length;
        const rows = identifiers.flatMap((identifier) => seenWith.get(identifier) ?? []);
        const joining = rows
          .map((combination) => combination.filter(isOf(owner)))
          .find((combination) => combination.some((identifier) => !identifiers.includes(identifier)));
        const isNamed = (detail: string, part: readonly string[]): boolean =>
          part.some((of) => of === identifierOf(entityType, of.slice(0, of.indexOf(" ")), detail));
        const cases = casesOf.get(owner) ?? [];
        const isBrowser = identifiers.every((identifier) => identifier.startsWith("anonymous_id "));
        const named =
          cases.find(({ detail }) => isNamed(detail, identifiers)) ??
          (isBrowser ? undefined : cases.find(({ detail }) => isNamed(detail, main.identifiers)));
        const unnamed = isBrowser ? "browser without a login" : "nothing that was seen ties it to the rest";
        return {
          truth: owner,
          entity,
          identifiers,
          apartFrom: main,
          reason:
            entity === null ? unused : (named?.name ?? (joining === undefined ? unnamed : "seen together, not joined")),
          ...(joining === undefined ? {} : { evidence: joining }),
          pairs,
        };
      });
    },
  );
  return found.sort((a, b) => b.pairs - a.pairs || (a.truth < b.truth ? -1 : 1));
}

/** The reason of identifiers that belong to no entity. */
const unused = "not taken for an identifier, or quarantined";

/** The entities over which identifiers lie; one that has no entity is a part of its own. */
function partsOf(members: readonly Resolved[]): { entity: string | null; identifiers: string[] }[] {
  return [...grouped(members, ({ entity, identifier }) => entity ?? `none ${identifier}`)].map(([, of]) => ({
    entity: of[0]?.entity ?? null,
    identifiers: of.map(({ identifier }) => identifier).sort(),
  }));
}

/**
 * What a resolver would make that believes every row and uses no identifier but those of a single owner: nobody joins more
 * rightly than this, as what lies beyond was never seen.
 */
export function knowable(evidence: readonly Combination[], { owners }: Truth): Labelled[] {
  const parent = new Map<string, string>();
  const root = (identifier: string): string => {
    let top = identifier;
    for (let up = parent.get(top); up !== undefined && up !== top; up = parent.get(top)) top = up;
    parent.set(identifier, top);
    return top;
  };
  for (const combination of evidence) {
    for (const [, of] of grouped(combination, (identifier) => owners.get(identifier))) {
      const [first, ...others] = of;
      if (first === undefined || !owners.has(first)) continue;
      for (const other of others) parent.set(root(other), root(first));
    }
  }
  return [...owners].map(([identifier, truth]) => ({ truth, entity: root(identifier) }));
}

/** What each reason costs, the dearest first. */
export function costs(of: readonly { readonly reason: string; readonly pairs: number }[]): Cost[] {
  return [...grouped(of, ({ reason }) => reason)]
    .map(([reason, all]) => ({ reason, cases: all.length, pairs: all.reduce((sum, { pairs }) => sum + pairs, 0) }))
    .sort((a, b) => b.pairs - a.pairs || (a.reason < b.reason ? -1 : 1));
}
