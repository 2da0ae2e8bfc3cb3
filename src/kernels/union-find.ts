/**
 * Connected components over dense numbers: a forest in one typed array, joined towards the lowest number, with path
 * halving (Tarjan and van Leeuwen 1984). Near-linear at any depth and any size.
 */
export class UnionFind {
  private readonly parents: Int32Array;

  /** For the numbers 0 to `size - 1`, each alone. */
  constructor(size: number) {
    this.parents = new Int32Array(size);
    for (let node = 0; node < size; node++) this.parents[node] = node;
  }

  /** The lowest number that is joined with this one. */
  find(node: number): number {
    const { parents } = this;
    let at = node;
    for (;;) {
      const parent = parents[at] as number;
      if (parent === at) return at;
      const grandparent = parents[parent] as number;
      parents[at] = grandparent;
      at = grandparent;
    }
  }

  /** Makes two numbers one component. */
  union(left: number, right: number): void {
    const a = this.find(left);
    const b = this.find(right);
    if (a < b) this.parents[b] = a;
    else if (b < a) this.parents[a] = b;
  }
}
