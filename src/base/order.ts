import { NexusError } from "./problem.ts";

/**
 * Orders items so that each stands after all that it needs; among those that are free, the given order is kept.
 * Throws a `circle` problem that names the circle. (Depth-first search, Tarjan 1976.)
 */
export function inOrder<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  needs: (item: T) => readonly string[],
): T[] {
  const byName = new Map(items.map((item) => [nameOf(item), item]));
  const done = new Set<string>();
  const path: string[] = [];
  const ordered: T[] = [];
  const visit = (name: string): void => {
    const item = byName.get(name);
    if (item === undefined || done.has(name)) return;
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(" → ");
      throw new NexusError({ code: "circle", message: `A circle of definitions: ${circle}.`, found: circle });
    }
    path.push(name);
    for (const needed of needs(item)) visit(needed);
    path.pop();
    done.add(name);
    ordered.push(item);
  };
  for (const item of items) visit(nameOf(item));
  return ordered;
}
