import type { CheckResult } from "../runner/report.ts";

export type PlainRow = Readonly<Record<string, unknown>>;

/** Everything known of one entity. */
export interface Profile {
  readonly entityType: string;
  readonly id: string;
  /** How it is called: its name, or else the strongest of its identifiers. */
  readonly label: string;
  readonly row: PlainRow;
  readonly identifiers: readonly PlainRow[];
  readonly traits: readonly PlainRow[];
  readonly states: readonly PlainRow[];
  readonly memberships: readonly PlainRow[];
  /** With whom it stands in which relationship of the model, and the side that the other is on. */
  readonly relationships: readonly PlainRow[];
  /** What stands above it in hierarchies of the model, the nearest first. */
  readonly ancestors: readonly PlainRow[];
  readonly sources: readonly PlainRow[];
  /** What was seen with one of its identifiers and is somebody else's, because a limit would not hold. */
  readonly refused: readonly PlainRow[];
  /** Other entities that the same text stands for, such as the other parts of an id that was split. */
  readonly others: readonly PlainRow[];
}

export interface Timeline {
  readonly entityType: string;
  readonly id: string;
  readonly label: string;
  /** The latest first; `is_future` marks those that are not due yet. */
  readonly events: readonly PlainRow[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: { readonly occurredAt: string; readonly id: string };
  /** Other entities that the same text stands for, such as the other parts of an id that was split. */
  readonly others: readonly PlainRow[];
}

/** What a run's user wants to know at its end. */
export interface RunSummary {
  readonly entities: readonly {
    readonly name: string;
    readonly plural: string;
    readonly entities: number;
    readonly identified: number;
    /** A shared value and nobody behind it, such as a role account. The others that are not identified are anonymous. */
    readonly shared: number;
    readonly unresolvedMentions: number;
    readonly changes: readonly PlainRow[];
  }[];
  readonly identifiedShare: readonly PlainRow[];
  readonly blocked: readonly PlainRow[];
  readonly biggest: readonly PlainRow[];
  readonly checks: readonly CheckAnswer[];
}

/** What came of one of the project's own checks. */
export type CheckAnswer = Omit<CheckResult, "rows" | "seconds">;
