import type { Mention } from "./mentions.ts";

/** An entity by its identifiers: the one name that hangs on no id. */
export function entityName(nodes: Iterable<string>): string {
  return [...nodes].sort().join(" | ");
}

/** Whom a mention is of: its strongest identifier that links decides, else its strongest shared one, or who had it before. */
export function whose({ identifiers, goesTo }: Mention, entities: ReadonlyMap<string, string>): string | undefined {
  if (goesTo !== undefined) return goesTo;
  const decides =
    identifiers.find(({ worth }) => worth === "links") ?? identifiers.find(({ worth }) => worth === "shared");
  return decides === undefined ? undefined : entities.get(decides.node);
}
