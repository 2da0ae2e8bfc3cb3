import { describe, expect, test } from "vitest";
import { bCubed, type Labelled, pairwise } from "./score-measures.ts";

/** Letters are identifiers: `truth` has the letters of each person together, `resolved` those of each entity. */
function labelled(truth: string, resolved: string): Labelled[] {
  const placeOf = (parts: string, letter: string): string =>
    String(parts.split(" ").findIndex((part) => part.includes(letter)));
  return [...truth.replaceAll(" ", "")].map((letter) => ({
    truth: placeOf(truth, letter),
    entity: placeOf(resolved, letter),
  }));
}

describe("measures", () => {
  test("a perfect result scores 1", () => {
    const items = labelled("abc de f", "de abc f");
    expect(pairwise(items)).toMatchObject({ precision: 1, recall: 1, f1: 1 });
    expect(bCubed(items)).toEqual({ precision: 1, recall: 1, f1: 1 });
  });

  test("everybody alone makes no mistake and finds nothing", () => {
    const items = labelled("abcd", "a b c d");
    expect(pairwise(items)).toMatchObject({ precision: 1, recall: 0, f1: 0 });
    expect(bCubed(items)).toMatchObject({ precision: 1, recall: 1 / 4 });
  });

  test("everybody in one entity finds all and is mostly wrong", () => {
    const items = labelled("ab cd", "abcd");
    expect(pairwise(items)).toMatchObject({ precision: 1 / 3, recall: 1 });
    expect(bCubed(items)).toMatchObject({ precision: 1 / 2, recall: 1 });
  });

  test("pairs are counted by hand", () => {
    // True pairs: ab ac bc de. Resolved pairs: ab cd ce de. Both: ab de.
    const { pairs, precision, recall, f1 } = pairwise(labelled("abc de", "ab cde"));
    expect(pairs).toEqual({ true: 4, resolved: 4, both: 2 });
    expect([precision, recall, f1]).toEqual([1 / 2, 1 / 2, 1 / 2]);
  });

  test("B³ gives the numbers of its paper", () => {
    // Bagga and Baldwin, "Algorithms for scoring coreference chains" (1998): joining the two small chains costs less than
    // joining the two big ones, which a measure of links does not see.
    const truth = "abcde fg hijkl";
    const first = bCubed(labelled(truth, "abcde fghijkl"));
    const second = bCubed(labelled(truth, "abcdehijkl fg"));
    expect(first.precision).toBeCloseTo(0.762, 3);
    expect(second.precision).toBeCloseTo(0.583, 3);
    expect([first.recall, second.recall]).toEqual([1, 1]);
  });

  test("nothing to score is no mistake", () => {
    expect(pairwise([])).toMatchObject({ precision: 1, recall: 1 });
    expect(bCubed([])).toMatchObject({ precision: 1, recall: 1 });
  });
});
