import fc from "fast-check";
import { expect, test } from "vitest";
import { UnionFind } from "./union-find.ts";

/** The components of a graph by breadth-first search: another algorithm, nothing shared. */
function components(size: number, edges: readonly (readonly [number, number])[]): number[] {
  const neighbours = Array.from({ length: size }, (): number[] => []);
  for (const [a, b] of edges) {
    neighbours[a]?.push(b);
    neighbours[b]?.push(a);
  }
  const label = Array.from({ length: size }, () => -1);
  for (let start = 0; start < size; start++) {
    if (label[start] !== -1) continue;
    const waiting = [start];
    label[start] = start;
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const other of neighbours[next] ?? []) {
        if (label[other] !== -1) continue;
        label[other] = start;
        waiting.push(other);
      }
    }
  }
  return label;
}

test("joins exactly what is connected, and calls it by its lowest number", () => {
  const graph = fc
    .integer({ min: 1, max: 60 })
    .chain((size) =>
      fc.tuple(fc.constant(size), fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 90 })),
    );
  fc.assert(
    fc.property(graph, ([size, edges]) => {
      const found = new UnionFind(size);
      for (const [a, b] of edges) found.union(a, b);
      expect(Array.from({ length: size }, (_, node) => found.find(node))).toEqual(components(size, edges));
    }),
    { seed: 20260301, numRuns: 3000 },
  );
});

test("a chain of a million, joined from its far end, is one component", () => {
  const size = 1_000_000;
  const found = new UnionFind(size);
  for (let node = size - 1; node > 0; node--) found.union(node, node - 1);
  expect(found.find(size - 1)).toBe(0);
  expect(found.find(size >> 1)).toBe(0);
});

test("a hub of a million is one component", () => {
  const size = 1_000_000;
  const found = new UnionFind(size);
  for (let node = 0; node < size - 1; node++) found.union(node, size - 1);
  expect(found.find(0)).toBe(0);
  expect(found.find(size - 1)).toBe(0);
});
