import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Constrained, type ContestedNode, constrained, type HoldingLimit } from "./constrained.ts";

/** Rows of node numbers by rank, as the kernel takes them. */
function batches(rows: readonly (readonly number[])[], width: number) {
  const columns = Array.from({ length: width }, (_, rank) => Int32Array.from(rows, (row) => row[rank] ?? -1));
  return [{ rowCount: rows.length, columns }];
}

/** Entities as sorted lists of names: `u1 e1`. */
interface Case {
  /** Names by rank; within a rank in order of first sighting. */
  readonly ranks: readonly (readonly string[])[];
  readonly rows: readonly string[];
  readonly limits: readonly HoldingLimit[];
  readonly contested?: readonly ContestedNode[];
}

function solve({ ranks, rows, limits, contested }: Case) {
  const names = ranks.flat();
  const ofNode = ranks.flatMap((of, rank) => of.map(() => rank));
  const numbered = rows.map((row) =>
    ranks.map((of) => names.indexOf(row.split(" ").find((name) => of.includes(name)) ?? "")),
  );
  const found = constrained({
    ranks: Uint8Array.from(ofNode),
    rows: batches(numbered, ranks.length),
    limits,
    contested: contested ?? ranks.map(() => "apart"),
  });
  const parts = new Map<number, string[]>();
  names.forEach((name, node) => {
    const part = found.parts[node] as number;
    parts.set(part, [...(parts.get(part) ?? []), name]);
  });
  const named = (node: number | undefined) => names[node ?? -1];
  return {
    parts: [...parts.values()].map((part) => part.join(" ")).sort(),
    contested: names.filter((_, node) => found.isContested[node] === 1),
    refused: found.refusals.nodes.map((node, at) => `${named(node)} to ${named(found.refusals.others[at])}`),
  };
}

const oneUser: HoldingLimit = { rank: 0, most: 1, against: [0, 1, 2], yieldsTo: [] };

describe("constrained components", () => {
  test("a shared tablet belongs to nobody, and its two users stay two", () => {
    const found = solve({
      ranks: [["u1", "u2"], [], ["tablet", "phone"]],
      rows: ["u1 tablet", "u2 tablet", "u2 phone"],
      limits: [oneUser],
    });
    expect(found).toEqual({
      parts: ["tablet", "u1", "u2 phone"],
      contested: ["tablet"],
      refused: ["tablet to u1", "tablet to u2"],
    });
  });

  test("or to the first who was seen with it", () => {
    const found = solve({
      ranks: [["u2", "u1"], [], ["tablet"]],
      rows: ["u1 tablet", "u2 tablet"],
      limits: [oneUser],
      contested: ["apart", "apart", "first"],
    });
    expect(found).toEqual({ parts: ["u1 tablet", "u2"], contested: [], refused: ["tablet to u2"] });
  });

  test("weaker evidence, however early, takes nothing from stronger evidence", () => {
    const found = solve({
      ranks: [["u1", "u2"], ["e1", "e2"], ["tablet"]],
      rows: ["e1 tablet", "e2 tablet", "u1 e1", "u2 e2"],
      limits: [oneUser],
    });
    expect(found.parts).toEqual(["tablet", "u1 e1", "u2 e2"]);
  });

  test("what is contested links nobody in other rows either", () => {
    const found = solve({
      ranks: [["u1", "u2"], ["e1"], ["tablet", "phone"]],
      rows: ["u1 e1", "u2 e1", "e1 phone"],
      limits: [oneUser],
    });
    expect(found).toEqual({
      parts: ["e1", "phone", "tablet", "u1", "u2"],
      contested: ["e1"],
      refused: ["e1 to u1", "e1 to u2"],
    });
  });

  test("a limit holds only against the types that it names, and what is above it does not grow", () => {
    const found = solve({
      ranks: [["c1", "c2", "c3"], ["e1"], ["p1", "p2"]],
      rows: ["c1 e1", "c2 e1", "c1 p1", "c2 p1", "c3 p2", "e1 p2"],
      limits: [{ rank: 0, most: 1, against: [2], yieldsTo: [] }],
    });
    expect(found.parts).toEqual(["c1 c2 e1 p1", "c3", "p2"]);
  });

  test("a key that nothing else is known of yields to a phone, two customers do not", () => {
    const found = solve({
      ranks: [
        ["c1", "c2", "c3", "c4"],
        ["e1", "e2"],
        ["p1", "p2"],
      ],
      rows: ["c1 e1 p1", "c2 p1", "c1 p2", "c3 e2 p2", "c4 p2"],
      limits: [{ rank: 0, most: 1, against: [2], yieldsTo: [2] }],
    });
    expect(found.parts).toEqual(["c1 c2 e1 p1", "c3 e2", "c4", "p2"]);
  });

  test("a key that nothing but the phone is known of yields to it, two customers do not", () => {
    const found = solve({
      ranks: [
        ["c1", "c2", "c3", "c4"],
        ["e1", "e2"],
        ["p1", "p2"],
      ],
      rows: ["c1 e1 p1", "c2 p1", "c2", "c1 p2", "c3 e2 p2", "c4 p2"],
      limits: [{ rank: 0, most: 1, against: [2], yieldsTo: [2] }],
    });
    expect(found.parts).toEqual(["c1 c2 e1 p1", "c3 e2", "c4", "p2"]);
  });

  test("two keys of which no more is known than their phone stay two", () => {
    const found = solve({
      ranks: [["u1", "u2"], ["phone"], []],
      rows: ["u1 phone", "u2 phone"],
      limits: [{ rank: 0, most: 1, against: [1, 2], yieldsTo: [1] }],
    });
    expect(found.parts).toEqual(["phone", "u1", "u2"]);
  });

  test("nor does a key with a browser of its own, although browsers are weaker", () => {
    const found = solve({
      ranks: [["u1", "u2"], ["phone"], ["c1", "c2"]],
      rows: ["u1 phone c1", "u1 c1", "u2 phone c2", "u2 c2"],
      limits: [{ rank: 0, most: 1, against: [1, 2], yieldsTo: [1] }],
    });
    expect(found.parts).toEqual(["phone", "u1 c1", "u2 c2"]);
  });

  test("who fits nowhere is contested, also where the first would have it", () => {
    const found = solve({
      ranks: [["u1"], ["e1", "e2", "e3"], []],
      rows: ["u1 e1", "u1 e2", "u1 e3"],
      limits: [{ rank: 1, most: 2, against: [0, 1, 2], yieldsTo: [] }],
      contested: ["first", "first", "first"],
    });
    expect(found).toMatchObject({ parts: ["e3", "u1 e1 e2"], contested: ["e3"] });
  });

  test("the first three phones are a person's, the fourth is not", () => {
    const found = solve({
      ranks: [["u1"], ["p1", "p2", "p3", "p4"], []],
      rows: ["u1 p4", "u1 p1", "u1 p2", "u1 p3"],
      limits: [{ rank: 1, most: 3, against: [0, 1, 2], yieldsTo: [] }],
    });
    expect(found).toEqual({ parts: ["p4", "u1 p1 p2 p3"], contested: ["p4"], refused: ["p4 to u1"] });
  });
});

/** The same rules in the plainest way: parts are lists of nodes, and every turn looks at every row. */
function plainly(
  ranks: readonly number[],
  rows: readonly (readonly number[])[],
  limits: readonly HoldingLimit[],
  contested: readonly ContestedNode[],
) {
  let parts = ranks.map((_, node) => [node]);
  const nobodys = new Set<number>();
  const refused: string[] = [];
  const partOf = (node: number) => parts.find((part) => part.includes(node)) ?? [];
  const seenWith = (node: number): readonly number[] =>
    rows.filter((row) => row.includes(node)).flatMap((row) => row.filter((other) => other >= 0 && other !== node));
  const isLone = (part: readonly number[], turn: number): boolean =>
    part.length === 1 && seenWith(part[0] ?? -1).every((other) => other === turn) && seenWith(part[0] ?? -1).length > 0;
  const breaks = (turn: number, of: readonly (readonly number[])[]) =>
    limits.findIndex(({ rank: kept, most, against, yieldsTo }) => {
      const rank = ranks[turn] as number;
      const holders = of.filter((part) => part.some((node) => ranks[node] === kept));
      const total = holders.flat().filter((node) => ranks[node] === kept).length;
      const firm = holders.filter((part) => !yieldsTo.includes(rank) || !isLone(part, turn));
      return against.includes(rank) && total > most && (firm.length === 0 ? holders : firm).length > 1;
    });
  ranks.forEach((rank, node) => {
    const links = rows
      .filter((row) => row.includes(node))
      .map((row) => row.filter((one) => one >= 0 && (ranks[one] as number) < rank && !nobodys.has(one)))
      .flatMap((stronger) => (stronger.length === 0 ? [] : [Math.min(...stronger)]));
    const distinct: number[] = [];
    for (const link of links) if (!distinct.some((one) => partOf(one).includes(link))) distinct.push(link);
    const merge = (other: number) => {
      const both = [...partOf(node), ...partOf(other)];
      parts = [...parts.filter((part) => !part.includes(node) && !part.includes(other)), both];
    };
    const broken = breaks(node, [[node], ...distinct.map(partOf)]);
    if (broken < 0) distinct.forEach(merge);
    else if (contested[rank] === "first") {
      const byStrength = [...distinct].sort((a, b) => (ranks[a] as number) - (ranks[b] as number));
      for (const other of byStrength) {
        const why = breaks(node, [partOf(node), partOf(other)]);
        if (why < 0) merge(other);
        else refused.push(`${node} ${other} ${why}`);
      }
      if (partOf(node).length === 1) nobodys.add(node);
    } else {
      nobodys.add(node);
      for (const other of distinct) refused.push(`${node} ${other} ${broken}`);
    }
  });
  return { parts: parts.map((part) => part.sort((a, b) => a - b).join()).sort(), nobodys: [...nobodys], refused };
}

function told({ parts, isContested, refusals }: Constrained) {
  const lists = new Map<number, number[]>();
  parts.forEach((part, node) => {
    lists.set(part, [...(lists.get(part) ?? []), node]);
  });
  return {
    parts: [...lists.values()].map((part) => part.join()).sort(),
    nobodys: [...isContested.keys()].filter((node) => isContested[node] === 1),
    refused: refusals.nodes.map((node, at) => `${node} ${refusals.others[at]} ${refusals.limits[at]}`),
  };
}

describe("on random worlds", () => {
  const world = fc
    .record({
      sizes: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }),
      draws: fc.array(fc.array(fc.nat({ max: 8 }), { minLength: 4, maxLength: 4 }), { maxLength: 25 }),
      limits: fc.array(
        fc.record({
          rank: fc.nat({ max: 3 }),
          most: fc.integer({ min: 1, max: 3 }),
          against: fc.uniqueArray(fc.nat({ max: 3 })),
          yieldsTo: fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 2 }),
        }),
        { maxLength: 3 },
      ),
      contested: fc.array(fc.constantFrom<ContestedNode>("apart", "first", "preceding"), {
        minLength: 4,
        maxLength: 4,
      }),
    })
    .map(({ sizes, draws, limits, contested }) => {
      const firsts = sizes.map((_, rank) => sizes.slice(0, rank).reduce((sum, size) => sum + size, 0));
      const rows = draws.map((draw) =>
        sizes.map((size, rank) => {
          const drawn = draw[rank] ?? 8;
          return drawn < size ? (firsts[rank] ?? 0) + drawn : -1;
        }),
      );
      const ranks = sizes.flatMap((size, rank) => Array.from({ length: size }, () => rank));
      return { ranks, rows, limits, width: sizes.length, contested: contested.slice(0, sizes.length) };
    });

  test("the kernel gives what the plainest program gives", () => {
    fc.assert(
      fc.property(world, ({ ranks, rows, limits, width, contested }) => {
        const found = constrained({ ranks: Uint8Array.from(ranks), rows: batches(rows, width), limits, contested });
        expect(told(found)).toEqual(plainly(ranks, rows, limits, contested));
      }),
      { numRuns: 3000, seed: 20261128 },
    );
  });

  test("without limits the parts are the connected components", () => {
    fc.assert(
      fc.property(world, ({ ranks, rows, width, contested }) => {
        const input = { ranks: Uint8Array.from(ranks), rows: batches(rows, width), contested };
        const free = constrained({ ...input, limits: [] });
        const components = ranks.map((_, node) => new Set([node]));
        for (const row of rows) {
          const [first, ...others] = row.filter((node) => node >= 0);
          for (const other of others) {
            const whole = new Set([...(components[first ?? 0] ?? []), ...(components[other] ?? [])]);
            for (const node of whole) components[node] = whole;
          }
        }
        expect([...free.parts]).toEqual(components.map((of) => Math.min(...of)));
      }),
      { numRuns: 1000, seed: 20261129 },
    );
  });

  test("no limit is exceeded that holds against every type, and the order of rows that are no first links changes nothing", () => {
    fc.assert(
      fc.property(world, fc.nat(), ({ ranks, rows, limits, width, contested }, turn) => {
        const all = [0, 1, 2, 3];
        const strict = limits.map((limit) => ({ ...limit, against: all, yieldsTo: [] }));
        const input = {
          ranks: Uint8Array.from(ranks),
          limits: strict,
          contested: contested.map(() => "apart" as const),
        };
        const found = constrained({ ...input, rows: batches(rows, width) });
        for (const { rank, most } of strict) {
          const held = new Map<number, number>();
          ranks.forEach((own, node) => {
            const part = found.parts[node] as number;
            if (own === rank) held.set(part, (held.get(part) ?? 0) + 1);
          });
          for (const count of held.values()) expect(count).toBeLessThanOrEqual(most);
        }
        const turned = rows.map((_, at) => rows[(at + turn) % rows.length] ?? []);
        const again = constrained({ ...input, rows: batches(turned, width) });
        expect([...again.parts]).toEqual([...found.parts]);
      }),
      { numRuns: 1000, seed: 20261130 },
    );
  });
});
