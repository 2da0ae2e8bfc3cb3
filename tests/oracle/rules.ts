import { entityName, whose } from "./components.ts";
import type { EntityDescription, EntityRules } from "./description.ts";
import { byStrength, type Mention, type Seen } from "./mentions.ts";
import { grouped, type Ties } from "./values.ts";

/** What the rules make of mentions: what each identifier is worth now, and whose it is. */
export interface Ruled {
  readonly mentions: readonly Mention[];
  /** From each identifier to the name of its entity: all of the entity's identifiers, in order. */
  readonly entities: ReadonlyMap<string, string>;
}

/** Applies an entity type's rules, one mention and one identifier at a time. */
export function ruled(mentions: readonly Mention[], of: EntityDescription | undefined, ties: Ties): Ruled {
  if (of === undefined) return { mentions, entities: new Map() };
  const rules = of.rules ?? usualRules(of);
  const overLimit = quarantined(mentions, rules);
  const admitted = revalued(mentions, (seen) => (overLimit.has(seen.node) ? "quarantined" : seen.worth));
  const { parts, contested } = settled(admitted, of, rules, ties);
  const entities = new Map<string, string>();
  for (const part of parts) for (const node of part) entities.set(node, entityName(part));
  const judged = revalued(admitted, (seen) => (contested.has(seen.node) ? "shared" : seen.worth));
  return { mentions: handedOn(judged, entities, rules, contested, ties), entities };
}

/** Mentions with nothing better than a contested identifier go to the last login before, where its type says so. */
function handedOn(
  mentions: readonly Mention[],
  entities: ReadonlyMap<string, string>,
  { preceding }: EntityRules,
  contested: ReadonlySet<string>,
  ties: Ties,
): readonly Mention[] {
  const all = mentions.flatMap(({ identifiers }) => identifiers);
  const nobody = new Set(all.filter(({ worth }) => worth === "shared").map(({ node }) => entities.get(node)));
  const goesTo = new Map<Mention, string>();
  const ofDevice = grouped(
    mentions.flatMap((mention) => mention.identifiers.map((seen) => ({ mention, ...seen }))),
    ({ node, type }) => (contested.has(node) && preceding.includes(type) ? node : undefined),
  );
  for (const [device, seen] of ofDevice) {
    const inTime = seen.map(({ mention }) => mention).sort((a, b) => ties.mentions(a, b));
    for (const visit of inTime) {
      if (whose(visit, entities) !== entities.get(device)) continue;
      const login = inTime.filter((other) => {
        const who = whose(other, entities);
        return who !== undefined && !nobody.has(who) && other.happened.at <= visit.happened.at;
      });
      const last = login.at(-1);
      if (last !== undefined) goesTo.set(visit, whose(last, entities) ?? "");
    }
  }
  return mentions.map((mention) => {
    const to = goesTo.get(mention);
    return to === undefined ? mention : { ...mention, goesTo: to };
  });
}

/** The rules of a project that says none: as docs/identity.md tells them. */
function usualRules({ identifiers }: EntityDescription): EntityRules {
  const order = byStrength(identifiers);
  const sightings = identifiers.flatMap((type) =>
    identifiers.flatMap((other) => {
      if (type === other) return [];
      if (type.kind === "phone" && other.kind === "email") return [{ type: type.name, of: other.name, most: 4 }];
      const strong = other.weak !== true;
      const isShared = type.kind === "phone" || type.weak === true;
      const tells = strong && (other.kind === "id" || (other.kind === "email" && type.weak === true));
      return isShared && tells ? [{ type: type.name, of: other.name, most: 10 }] : [];
    }),
  );
  const holdings = order.flatMap((type, place) => {
    if (type.weak === true || type.kind === "phone") return [];
    const against = order
      .slice(place + 1)
      .filter((other) => other.weak === true || (type.kind === "id" && other.kind === "phone"))
      .map(({ name }) => name);
    return against.length === 0 ? [] : [{ type: type.name, most: 1, against }];
  });
  return { sightings, holdings, first: [], preceding: [] };
}

function revalued(mentions: readonly Mention[], worth: (seen: Seen) => Seen["worth"]): readonly Mention[] {
  return mentions.map((mention) => ({
    ...mention,
    identifiers: mention.identifiers.map((seen) => ({ ...seen, worth: worth(seen) })),
  }));
}

/** The identifiers that are seen with too many. */
function quarantined(mentions: readonly Mention[], { sightings }: EntityRules): ReadonlySet<string> {
  const over = new Set<string>();
  for (const { type, of, most, days } of sightings) {
    const pairs = mentions.flatMap(({ identifiers, happened }) => {
      const links = identifiers.filter(({ worth }) => worth === "links");
      const [one, other] = [links.find((seen) => seen.type === type), links.find((seen) => seen.type === of)];
      if (one === undefined || other === undefined) return [];
      return [{ node: one.node, other: other.node, day: Math.floor(happened.at / 86_400_000_000) }];
    });
    for (const [node, all] of grouped(pairs, (pair) => pair.node)) {
      const windows =
        days === undefined ? [all] : all.map(({ day }) => all.filter((p) => p.day >= day && p.day < day + days));
      if (windows.some((window) => new Set(window.map((pair) => pair.other)).size > most)) over.add(node);
    }
  }
  return over;
}

/** Parts by the limits of an entity: identifiers have their turn by strength, then by first sighting. */
function settled(mentions: readonly Mention[], of: EntityDescription, rules: EntityRules, ties: Ties) {
  const order = byStrength(of.identifiers).map(({ name }) => name);
  const strong = new Set(of.identifiers.filter(({ weak }) => weak !== true).map(({ name }) => name));
  const idTypes = new Set(of.identifiers.filter(({ kind }) => kind === "id").map(({ name }) => name));
  const limits = rules.holdings.map(({ type, most, against }) => ({
    type,
    most,
    binds: (by: string): boolean => against === undefined || against.includes(by),
    // Only the usual limit of ids is so lenient, and only to what tells who somebody is.
    loneYields: (to: string): boolean =>
      of.rules === undefined && idTypes.has(type) && against !== undefined && strong.has(to),
  }));
  const inTime = [...mentions].sort((a, b) => ties.mentions(a, b));
  const firstSeen = new Map<string, { readonly type: string; readonly at: number }>();
  const declared = [...of.identifiers].sort((a, b) => Number(a.weak === true) - Number(b.weak === true));
  const rows: string[][] = [];
  const parts = new Map<string, Set<string>>();
  inTime.forEach(({ identifiers }, place) => {
    for (const { node, type, worth } of identifiers) {
      if (worth !== "links" && worth !== "shared") continue;
      if (!parts.has(node)) parts.set(node, new Set([node]));
      const at = place + declared.findIndex(({ name }) => name === type) / 100;
      if (worth === "links" && !firstSeen.has(node)) firstSeen.set(node, { type, at });
    }
    rows.push(identifiers.filter(({ worth }) => worth === "links").map(({ node }) => node));
  });
  const rank = (node: string): number => order.indexOf(firstSeen.get(node)?.type ?? "");
  const nodes = [...firstSeen].sort(([a, { at }], [b, { at: other }]) => rank(a) - rank(b) || at - other);
  const rowsOf = new Map<string, string[][]>();
  for (const row of rows) for (const node of row) rowsOf.set(node, [...(rowsOf.get(node) ?? []), row]);
  const partOf = (node: string): Set<string> => parts.get(node) ?? new Set([node]);
  const holds = (part: ReadonlySet<string>, type: string): number =>
    [...part].filter((node) => firstSeen.get(node)?.type === type).length;
  /** Whether nothing was ever seen with the one identifier of a part but this one. */
  const isLone = (part: ReadonlySet<string>, turn: string): boolean =>
    part.size === 1 &&
    [...part].every((own) => (rowsOf.get(own) ?? []).flat().every((node) => node === own || node === turn));
  const breaks = (turn: string, whole: readonly ReadonlySet<string>[]): boolean =>
    limits.some(({ type, most, binds, loneYields }) => {
      const by = firstSeen.get(turn)?.type ?? "";
      const holders = whole.filter((part) => holds(part, type) > 0);
      const firm = holders.filter((part) => !loneYields(by) || !isLone(part, turn));
      return (
        binds(by) &&
        (firm.length === 0 ? holders : firm).length > 1 &&
        holders.reduce((sum, part) => sum + holds(part, type), 0) > most
      );
    });
  const merge = (left: string, right: string): void => {
    const both = new Set([...partOf(left), ...partOf(right)]);
    for (const node of both) parts.set(node, both);
  };
  const contested = new Set<string>();
  for (const [node, { type }] of nodes) {
    const links: string[] = [];
    for (const row of rowsOf.get(node) ?? []) {
      const stronger = row.filter((other) => rank(other) < rank(node) && !contested.has(other));
      const [strongest] = stronger.sort((a, b) => rank(a) - rank(b));
      if (strongest !== undefined && !links.some((link) => partOf(link).has(strongest))) links.push(strongest);
    }
    if (!breaks(node, [partOf(node), ...links.map(partOf)])) for (const link of links) merge(node, link);
    else if (rules.first.includes(type)) {
      for (const link of links.sort((a, b) => rank(a) - rank(b)))
        if (!breaks(node, [partOf(node), partOf(link)])) merge(node, link);
      if (partOf(node).size === 1) contested.add(node);
    } else contested.add(node);
  }
  return { parts: new Set(parts.values()), contested };
}
