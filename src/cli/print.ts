import Table from "cli-table3";
import pc from "picocolors";
import { type Problem, problemText } from "../base/problem.ts";

/** Where a command writes: answers to `out`, everything else to `err`, so that answers can be piped. */
export interface Screen {
  readonly json: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Whether somebody looks: lines may be overwritten. */
  readonly live: boolean;
}

/** Rows as an aligned table, or as JSON. Nothing is said for no rows. */
export function table(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const numeric = columns.map((_, index) =>
    rows.some((row) => typeof row[index] === "number" || typeof row[index] === "bigint"),
  );
  const drawn = new Table({
    head: columns.map((column) => pc.bold(column)),
    colAligns: numeric.map((right) => (right ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "",
      "mid-mid": "",
      right: "",
      "right-mid": "",
      middle: "",
    },
  });
  for (const row of rows) drawn.push(row.map(cell));
  return drawn.toString();
}

const widest = 60;

/** A value as a person reads it. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return pc.dim("–");
  if (typeof value === "number" || typeof value === "bigint") return number(value);
  const text = moment(String(value)).replace(/\p{Cc}+/gu, " ");
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}

/** `1234567.5` → `1,234,567.5`. */
export function number(value: number | bigint): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

/** An ISO time without what nobody reads: `2026-03-02T09:14:07.120000Z` → `2026-03-02 09:14`. */
export function moment(text: string): string {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(\.\d+)?)?Z$/.exec(text);
  return found === null ? text : `${found[1]} ${found[2]}`;
}

export function seconds(value: number): string {
  return value < 10 ? `${value.toFixed(2)} s` : `${value.toFixed(1)} s`;
}

/** Problems as a person reads them. */
export function problems(found: readonly Problem[]): string {
  return found
    .map((problem) => {
      const [first = "", ...rest] = problemText(problem).split("\n");
      const mark = problem.severity === "warning" ? pc.yellow("warning") : pc.red("error");
      return [`${mark} ${first}`, ...rest.map((line) => pc.dim(line))].join("\n");
    })
    .join("\n\n");
}

/** Any value as JSON; whole numbers beyond what JSON holds exactly become texts. */
export function asJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? inner.toString() : inner), 2);
}
