import type { Mention } from "./mentions.ts";

/** From each identifier (as `type value`) to the name of its entity: all of the entity's identifiers, in order. */
export function entityOf(mentions: readonly Mention[]): ReadonlyMap<string, string> {
  const neighbours = new Map<string, Set<string>>();
  const reach = (node: string): Set<string> => {
    const known = neighbours.get(node) ?? new Set();
    neighbours.set(node, known);
    return known;
  };
  for (const { identifiers } of mentions) {
    const linking = identifiers.filter(({ worth }) => worth === "links");
    for (const { node } of identifiers.filter(({ worth }) => worth !== "junk")) reach(node);
    for (const left of linking) for (const right of linking) if (left !== right) reach(left.node).add(right.node);
  }
  const names = new Map<string, string>();
  for (const start of neighbours.keys()) {
    if (names.has(start)) continue;
    const found = new Set([start]);
    // A set is walked in the order of arrival, so what is added on the way is visited, too.
    for (const node of found) for (const next of neighbours.get(node) ?? []) found.add(next);
    const name = entityName(found);
    for (const node of found) names.set(node, name);
  }
  return names;
}

/** An entity by its identifiers: the one name that hangs on no id. */
export function entityName(nodes: Iterable<string>): string {
  return [...nodes].sort().join(" | ");
}

/** Whom a mention is of: its strongest identifier that links decides, else its strongest shared one. */
export function whose({ identifiers }: Mention, entities: ReadonlyMap<string, string>): string | undefined {
  const decides =
    identifiers.find(({ worth }) => worth === "links") ?? identifiers.find(({ worth }) => worth === "shared");
  return decides === undefined ? undefined : entities.get(decides.node);
}
