/**
 * What a user is told when something is wrong: what happened, where, what was found, what would be accepted.
 * Codes are a closed list, so that scripts and tests can rely on them.
 */
export type ProblemCode =
  | "config-not-found"
  | "config-failed-to-load"
  | "config-invalid"
  | "name-invalid"
  | "name-taken"
  | "name-unknown"
  | "circle"
  | "table-missing"
  | "column-missing"
  | "file-unreadable"
  | "file-unwritable"
  | "value-not-castable"
  | "statement-failed"
  | "warehouse-locked"
  | "warehouse-unwritable"
  | "warehouse-unreadable"
  | "disk-full"
  | "not-run-yet"
  | "not-found"
  | "query-refused"
  | "usage"
  | "interrupted";

/** Where a problem lies; only what is known is filled in. */
export interface Place {
  readonly file?: string;
  readonly path?: string;
  readonly source?: string;
  readonly event?: string;
  readonly field?: string;
  readonly step?: string;
  readonly table?: string;
  readonly line?: number;
}

export interface Problem {
  readonly code: ProblemCode;
  /** One sentence: what is wrong. */
  readonly message: string;
  readonly severity?: "error" | "warning";
  readonly where?: Place;
  readonly found?: string;
  readonly accepted?: string;
  /** What to do next, often with the nearest valid name. */
  readonly hint?: string;
  /** Longer evidence: the failed SQL, the row. */
  readonly detail?: string;
}

/** Something that the user can mend; carries every problem found, not just the first. */
export class NexusError extends Error {
  override readonly name = "NexusError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[] | Problem, options?: ErrorOptions) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.map(problemText).join("\n"), options);
    this.problems = list;
  }
}

/** A mistake of ours, never of the user's. */
export class Bug extends Error {
  override readonly name = "Bug";
}

const placeWords: readonly (keyof Place)[] = ["file", "path", "source", "event", "field", "step", "table", "line"];

/** A place as one line of words: `file nexus.config.ts, path sources[0].events.order`. */
export function placeText(where: Place): string {
  return placeWords
    .filter((word) => where[word] !== undefined)
    .map((word) => `${word} ${where[word]}`)
    .join(", ");
}

/** A problem as plain lines, the message first. */
export function problemText(problem: Problem): string {
  const lines = [problem.message];
  if (problem.where !== undefined && placeText(problem.where) !== "")
    lines.push(`  at:       ${placeText(problem.where)}`);
  if (problem.found !== undefined) lines.push(`  found:    ${problem.found}`);
  if (problem.accepted !== undefined) lines.push(`  accepted: ${problem.accepted}`);
  if (problem.hint !== undefined) lines.push(`  hint:     ${problem.hint}`);
  if (problem.detail !== undefined) lines.push(problem.detail.replace(/^/gm, "    "));
  return lines.join("\n");
}
