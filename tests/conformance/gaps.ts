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
    reason: "not diagnosed: the alias of an id is told as ended after its type is compared in a new way",
    error: /expected \[ 'ended' \] to deeply equal/,
  },
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
    test: "an id that is absorbed and split at once leads to both",
    kind: "not-done",
    reason:
      "the log says merge of every identifier whose id was absorbed, also of those that went elsewhere, and aliases know parts from the log",
    error: /expected \[ Array\(1\) \] to deeply equal \[ …\(2\) \]/,
  },
  {
    engine: "duckdb",
    test: "that were split lead to each of their parts, also when they are absorbed at once",
    kind: "not-done",
    reason: "as above, in random worlds",
    error: /\d+ wrong/,
  },
  {
    engine: "duckdb",
    test: "a deleted row does not come back with an old version of it",
    kind: "not-done",
    reason: "a deletion is remembered only while raw holds it",
    error: /expected \[ \[ 'cookie c1' \] \] to deeply equal \[\]/,
  },
];
