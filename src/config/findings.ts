import { namePattern } from "../base/names.ts";
import { nearest } from "../base/nearest.ts";
import type { Problem } from "../base/problem.ts";

/** Collects every problem of a config, each with its path. */
export class Findings {
  readonly problems: Problem[];

  constructor(found: readonly Problem[]) {
    this.problems = [...found];
  }

  add(path: string, message: string, more: Partial<Omit<Problem, "where" | "message">> = {}): void {
    this.problems.push({ code: "config-invalid", message, ...more, where: { path } });
  }

  /** A name that is not among the known ones, with the nearest of them; where none is near, with what else to do. */
  unknown(path: string, what: string, found: string, known: readonly string[], otherwise?: string): void {
    const near = nearest(found, known);
    const hint = near === undefined ? otherwise : `did you mean "${near}"?`;
    this.add(path, `Unknown ${what} "${found}".`, {
      code: "name-unknown",
      found: `"${found}"`,
      accepted: known.length === 0 ? "none is declared" : known.map((name) => `"${name}"`).join(", "),
      ...(hint === undefined ? {} : { hint }),
    });
  }

  name(path: string, name: string): void {
    // A leading _ and a double one are for columns and tables of ours.
    if (!namePattern.test(name) || name.startsWith("_") || name.includes("__")) {
      this.add(path, `"${name}" cannot be a name.`, {
        code: "name-invalid",
        found: `"${name}"`,
        accepted: "small letters, digits and single _ between them, beginning with a letter",
      });
    }
  }
}

/** The columns that every event has: names of a source's own columns must be others. */
export const eventColumnsTaken = [
  "event_id",
  "natural_id",
  "account",
  "occurred_at",
  "event_type",
  "event_name",
  "event_description",
  "source",
  "value",
  "value_unit",
  "significance",
];
