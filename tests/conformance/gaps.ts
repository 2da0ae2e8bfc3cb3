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

export const gaps: readonly Gap[] = [
  {
    engine: "duckdb",
    test: "of two events at one instant whose ids begin alike each is named where it was the cause",
    kind: "not-done",
    reason:
      "an event is found again by its time and 44 bits of its id: two of one instant may be taken for each other in identity_log",
    error: /expected \[ \{ …\(2\) \} \] to deeply equal \[ \{ …\(2\) \} \]/,
  },
  {
    engine: "duckdb",
    test: "a deleted row does not come back with an old version of it",
    kind: "not-done",
    reason: "a deletion is remembered only while raw holds it",
    error: /expected \[ \[ 'cookie c1' \] \] to deeply equal \[\]/,
  },
];
