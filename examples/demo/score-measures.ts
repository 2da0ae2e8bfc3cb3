/** One identifier: whose it truly is, and which entity it was resolved to. */
export interface Labelled {
  readonly truth: string;
  readonly entity: string;
}

export interface Measures {
  readonly precision: number;
  readonly recall: number;
  /** The harmonic mean of the two. */
  readonly f1: number;
}

export interface Pairwise extends Measures {
  /** Pairs of identifiers that are truly one person's, that share an entity, and that do both. */
  readonly pairs: { readonly true: number; readonly resolved: number; readonly both: number };
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2;

const f1Of = (precision: number, recall: number): number =>
  precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);

/** How many identifiers each entity, each true person, and each overlap of the two has. */
function counted(items: readonly Labelled[]) {
  const [truths, entities] = [new Map<string, number>(), new Map<string, number>()];
  const overlaps = new Map<string, { readonly truth: string; readonly entity: string; count: number }>();
  for (const { truth, entity } of items) {
    truths.set(truth, (truths.get(truth) ?? 0) + 1);
    entities.set(entity, (entities.get(entity) ?? 0) + 1);
    const key = JSON.stringify([truth, entity]);
    const overlap = overlaps.get(key) ?? { truth, entity, count: 0 };
    overlap.count++;
    overlaps.set(key, overlap);
  }
  return { truths, entities, overlaps: [...overlaps.values()] };
}

/** From the smallest on, so that the same parts in any order give the same sum to the last digit. */
const sum = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b).reduce((total, one) => total + one, 0);

/**
 * Of all pairs of identifiers put into one entity, how many belong together (precision); of all that belong together, how
 * many were put together (recall). Big entities weigh with the square of their size. Without a pair to judge it is 1.
 */
export function pairwise(items: readonly Labelled[]): Pairwise {
  const { truths, entities, overlaps } = counted(items);
  const both = sum(overlaps.map(({ count }) => pairsOf(count)));
  const pairs = {
    true: sum([...truths.values()].map(pairsOf)),
    resolved: sum([...entities.values()].map(pairsOf)),
    both,
  };
  const precision = pairs.resolved === 0 ? 1 : both / pairs.resolved;
  const recall = pairs.true === 0 ? 1 : both / pairs.true;
  return { precision, recall, f1: f1Of(precision, recall), pairs };
}

/**
 * B³ (Bagga and Baldwin 1998): for each identifier, how much of its entity is its own person's (precision) and how much of
 * its person is in its entity (recall), averaged. Every identifier weighs the same.
 */
export function bCubed(items: readonly Labelled[]): Measures {
  const { truths, entities, overlaps } = counted(items);
  const average = (sizes: ReadonlyMap<string, number>, side: "truth" | "entity"): number =>
    items.length === 0
      ? 1
      : sum(overlaps.map((overlap) => overlap.count ** 2 / (sizes.get(overlap[side]) ?? 1))) / items.length;
  const precision = average(entities, "entity");
  const recall = average(truths, "truth");
  return { precision, recall, f1: f1Of(precision, recall) };
}
