import { UnionFind } from "./union-find.ts";

/** How many nodes of one rank a part may hold, kept to by the links of the ranks that are `against`. */
export interface HoldingLimit {
  readonly rank: number;
  readonly most: number;
  readonly against: readonly number[];
  /**
   * To a link of these ranks, a node of the limited rank that was seen with nothing else than the linked one yields, where
   * there is another part of which more is known.
   */
  readonly yieldsTo: readonly number[];
}

/** What becomes of a node that would bring together what a limit keeps apart: see `Contested` of the config. */
export type ContestedNode = "apart" | "first" | "preceding";

/** Nodes seen together: a column per rank, -1 where there is none. */
export interface NodeRows {
  readonly rowCount: number;
  readonly columns: readonly Int32Array[];
}

export interface ConstrainedInput {
  /** The rank of each node, the strongest is 0. Nodes are numbered in order of rank, then of their first sighting. */
  readonly ranks: Uint8Array;
  /** In order of their first sighting. */
  readonly rows: readonly NodeRows[];
  readonly limits: readonly HoldingLimit[];
  /** By rank. */
  readonly contested: readonly ContestedNode[];
}

export interface Constrained {
  /** The part of each node: the lowest node in it. */
  readonly parts: Int32Array;
  /** 1 for nodes that are nobody's, because a limit would not hold otherwise. */
  readonly isContested: Uint8Array;
  /** The links that were refused: each node, the stronger one that it was seen with, and the limit's index. */
  readonly refusals: { readonly nodes: number[]; readonly others: number[]; readonly limits: number[] };
}

/**
 * Components that keep to limits: a function of what was seen, whatever the order in which it came.
 *
 * Nodes have their turn from the strongest rank to the weakest, within a rank by first sighting. A node is linked, by each
 * row that it stands in, to the strongest of the row's stronger nodes that links. When all that it is linked to may be one
 * part, it becomes one with the node; else the node is contested, and the links that its rank's choice does not keep are
 * refused. So what weaker evidence says can neither undo nor prevent what stronger evidence says. Near-linear: each row is
 * looked at once for each of its nodes, and the nodes of a part are counted, not listed.
 */
export function constrained({ ranks, rows, limits, contested }: ConstrainedInput): Constrained {
  const size = ranks.length;
  const forest = new UnionFind(size);
  const held = limits.map(({ rank }) => Int32Array.from(ranks, (own) => (own === rank ? 1 : 0)));
  const binding = contested.map((_, rank) => [...limits.keys()].filter((at) => limits[at]?.against.includes(rank)));
  const isContested = new Uint8Array(size);
  const refusals: Constrained["refusals"] = { nodes: [], others: [], limits: [] };
  const seen = new RowsOfNodes(size, rows);

  /** The first limit that would not hold if the parts were one. What is above it already may stay so, but not grow. */
  const broken = (node: number, parts: readonly number[]): number | undefined =>
    binding[ranks[node] as number]?.find((at) => {
      const counts = held[at] as Int32Array;
      const loneYields = limits[at]?.yieldsTo.includes(ranks[node] as number);
      let all = 0;
      let firm = 0;
      let yielding = 0;
      for (const part of parts) {
        const count = counts[part] as number;
        all += count;
        if (count === 0) continue;
        if (loneYields && seen.onlyWith[part] === node && part !== forest.find(node)) yielding += 1;
        else firm += 1;
      }
      return (firm === 0 ? yielding : firm) > 1 && all > (limits[at] as HoldingLimit).most;
    });
  const join = (node: number, other: number): void => {
    const [a, b] = [forest.find(node), forest.find(other)];
    forest.union(a, b);
    const whole = forest.find(a);
    for (const counts of held) counts[whole] = (counts[a] as number) + (counts[b] as number);
  };
  const refuse = (node: number, other: number, limit: number): void => {
    refusals.nodes.push(node);
    refusals.others.push(other);
    refusals.limits.push(limit);
  };

  // The last node that met a part, so that each part is met once a node.
  const metBy = new Int32Array(size).fill(-1);
  for (let node = 0; node < size; node++) {
    const rank = ranks[node] as number;
    const others: number[] = [];
    for (const other of seen.linkedTo(node, isContested)) {
      const part = forest.find(other);
      if (metBy[part] === node) continue;
      metBy[part] = node;
      others.push(other);
    }
    const limit = broken(node, [node, ...others.map((other) => forest.find(other))]);
    if (limit === undefined) {
      for (const other of others) join(node, other);
    } else if (contested[rank] === "first") {
      // The stronger the other, and then the earlier the row, the sooner it has the node.
      others.sort((a, b) => (ranks[a] as number) - (ranks[b] as number));
      for (const other of others) {
        const refused = broken(node, [forest.find(node), forest.find(other)]);
        if (refused === undefined) join(node, other);
        else refuse(node, other, refused);
      }
      // Who was seen with others and may be of none of them is contested, too.
      if (forest.find(node) === node) isContested[node] = 1;
    } else {
      isContested[node] = 1;
      for (const other of others) refuse(node, other, limit);
    }
  }
  const parts = Int32Array.from(ranks, (_, node) => forest.find(node));
  return { parts, isContested, refusals };
}

/** From each node to the rows that it stands in: two flat lists, and where each node's part of them begins. */
class RowsOfNodes {
  /** The nodes of all rows, one row after the other, each from the strongest to the weakest. */
  private readonly members: Int32Array;
  private readonly starts: Int32Array;
  /** Where the rows begin that each node stands in. */
  private readonly rowStarts: Int32Array;
  /** The one other node that a node was ever seen with; -1 for none, -2 for several. */
  readonly onlyWith: Int32Array;

  constructor(size: number, rows: readonly NodeRows[]) {
    const counts = new Int32Array(size + 1);
    let filled = 0;
    for (const { rowCount, columns } of rows)
      for (const column of columns)
        for (let row = 0; row < rowCount; row++) {
          const node = column[row] as number;
          if (node < 0) continue;
          filled += 1;
          counts[node + 1] = (counts[node + 1] as number) + 1;
        }
    for (let node = 0; node < size; node++) counts[node + 1] = (counts[node + 1] as number) + (counts[node] as number);
    this.starts = counts;
    this.members = new Int32Array(filled);
    this.rowStarts = new Int32Array(filled);
    this.onlyWith = new Int32Array(size).fill(-1);
    const next = counts.slice();
    let at = 0;
    for (const { rowCount, columns } of rows)
      for (let row = 0; row < rowCount; row++) {
        const begin = at;
        for (const column of columns) {
          const node = column[row] as number;
          if (node < 0) continue;
          this.members[at] = node;
          at += 1;
          const place = next[node] as number;
          this.rowStarts[place] = begin;
          next[node] = place + 1;
        }
        for (let member = begin; member < at; member++) {
          const node = this.members[member] as number;
          if (at - begin === 1) continue;
          const other = at - begin > 2 ? -2 : (this.members[member === begin ? begin + 1 : begin] as number);
          const before = this.onlyWith[node] as number;
          this.onlyWith[node] = before === -1 || before === other ? other : -2;
        }
      }
  }

  /** Of each row that a node stands in, in order: the strongest node before it that links; nothing where there is none. */
  *linkedTo(node: number, isContested: Uint8Array): Generator<number> {
    const end = this.starts[node + 1] as number;
    for (let at = this.starts[node] as number; at < end; at++) {
      let place = this.rowStarts[at] as number;
      let other = this.members[place] as number;
      while (other < node && isContested[other] === 1) {
        place += 1;
        other = this.members[place] as number;
      }
      if (other < node) yield other;
    }
  }
}
