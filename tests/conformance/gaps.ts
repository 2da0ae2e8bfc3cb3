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
    test: "an identifier that becomes all that somebody had takes their id with it, also under a new way to compare",
    kind: "not-done",
    reason: "the alias of an id whose last spelling changed its normal form is told as ended",
    error: /./,
  },
  {
    engine: "duckdb",
    test: "two events at one instant whose ids begin alike are still of two persons",
    kind: "not-done",
    reason:
      "an event is found again by its time and 44 bits of its id: two of one instant may be taken for each other in identity_log",
    error: /./,
  },
  {
    engine: "duckdb",
    test: "an id that is absorbed and split at once leads to both",
    kind: "not-done",
    reason:
      "the log keeps one change per identifier and run, so an id absorbed and split in the same run leads to one of its parts",
    error: /./,
  },
  {
    engine: "duckdb",
    test: "a deleted row does not come back with an old version of it",
    kind: "not-done",
    reason: "a deletion is remembered only while raw holds it",
    error: /./,
  },
  {
    engine: "duckdb",
    test: "follow their rules through additions, changes and removals of evidence",
    kind: "not-done",
    reason: "aliases of ids that are absorbed and split in one run, as above",
    error: /./,
  },
];
