import type { Problem } from "../base/problem.ts";
import type { Layer } from "../model/table.ts";

/** What became of the raw rows of one event definition. */
export interface SourceRows {
  readonly source: string;
  readonly event: string;
  readonly read: number;
  readonly setAside: number;
  readonly kept: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly remembered: number;
  readonly deleted: number;
  readonly unreadable: number;
}

/** A step that has been done. */
export interface StepDone {
  readonly position: number;
  readonly id: string;
  readonly kind: string;
  readonly layer: Layer;
  readonly rows: number;
  readonly seconds: number;
}

/** `unanswered`: it could not be asked. */
export type CheckStatus = "passed" | "warned" | "failed" | "unanswered";

/** What came of one check. */
export interface CheckResult {
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  /** A check of the severity `warn` changes no exit code. */
  readonly severity: "error" | "warn";
  readonly status: CheckStatus;
  /** How many rows speak against it; null where it cannot be asked. */
  readonly failing: number | null;
  /** What is wrong, in words; absent where nothing is. */
  readonly problem?: string;
  readonly seconds: number;
  /** The first of the rows that speak against it. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** What a run tells while it goes on. */
export interface Progress {
  started?(step: { readonly id: string; readonly layer: Layer; readonly position: number; readonly of: number }): void;
  done?(step: StepDone & { readonly of: number }): void;
}

export interface RunResult {
  readonly run: number;
  readonly horizon: string;
  readonly seconds: number;
  readonly steps: readonly StepDone[];
  readonly sources: readonly SourceRows[];
  /** The checks of the project's own, asked of what was published. */
  readonly checks: readonly CheckResult[];
  /** What stopped nothing, but may not be meant. */
  readonly warnings: readonly Problem[];
  /** The file that readers open. */
  readonly readableAt: string;
}
