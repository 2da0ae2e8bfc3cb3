/**
 * What an engine cannot do yet, or never will. The test runs all the same and must fail as said here: a gap that has
 * closed fails the suite until its row is taken out.
 */
export interface Gap {
  readonly engine: string;
  /** The full name of the test. */
  readonly test: string;
  /** `not-done`: ours to do · `not-yet`: waits for the engine · `never`: against its nature. */
  readonly kind: "not-done" | "not-yet" | "never";
  /** Why, in a sentence. */
  readonly reason: string;
  /** What the failure's message says. */
  readonly error: RegExp;
}

export const gaps: readonly Gap[] = [];
