import pc from "picocolors";
import { type Problem, problemText } from "../base/problem.ts";
import { grid, widthOf } from "./grid.ts";

/** Where a command writes: answers to `out`, everything else to `err`, so that answers can be piped. */
export interface Screen {
  readonly json: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Whether somebody looks: lines may be overwritten. */
  readonly live: boolean;
  /** How many signs a line of progress has room for. */
  readonly width: number;
}

/** Rows of a report as an aligned table. Long texts are cut, but where they are asked for whole. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  texts: "cut" | "whole" = "cut",
): string {
  const aligned = columns.map((_, index) =>
    rows.some((row) => typeof row[index] === "number" || typeof row[index] === "bigint") ? "right" : "left",
  );
  return grid(
    [columns.map((column) => pc.bold(column)), ...rows.map((row) => row.map((value) => cell(value, texts)))],
    aligned,
  );
}

/** What somebody is, a line a fact: names and values, the values whole. */
export function facts(rows: readonly (readonly [name: string, value: unknown])[]): string {
  return grid(
    rows.map(([name, value]) => [name, cell(value, "whole")]),
    ["left", "left"],
  );
}

const widest = 60;
/** What steers a terminal, but for the colours that reports are painted with. */
const steering = new RegExp(`(?!${String.fromCharCode(27)}\\[\\d+m)\\p{Cc}`, "gu");

/** A value as a person reads it. */
function cell(value: unknown, texts: "cut" | "whole"): string {
  if (value === null || value === undefined) return pc.dim("–");
  if (typeof value === "number" || typeof value === "bigint") return number(value);
  const text = moment(String(value)).replace(steering, " ");
  const signs = texts === "whole" || text.length <= widest ? [] : Array.from(text);
  return signs.length > widest ? `${signs.slice(0, widest - 1).join("")}…` : text;
}

/** `1234567.5` → `1,234,567.5`, with all of its digits. */
export function number(value: number | bigint): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 20 });
}

/** `1 row`, `1,000 rows`. */
export function rowsOf(count: number): string {
  return `${number(count)} ${count === 1 ? "row" : "rows"}`;
}

/** An ISO time without what nobody reads: `2026-03-02T09:14:07.120000Z` → `2026-03-02 09:14`. */
export function moment(text: string): string {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(\.\d+)?)?Z$/.exec(text);
  return found === null ? text : `${found[1]} ${found[2]}`;
}

/** Words on lines that a terminal has room for; those behind the first begin with blanks. */
export function wrapped(text: string, width: number, indent: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(lines.length === 0 ? word : `${" ".repeat(indent)}${word}`);
  }
  return lines.join("\n");
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

/** Any value as JSON; numbers that JSON does not hold exactly (beyond 2^53, NaN, without end) become texts. */
export function asJson(value: unknown): string {
  const exact = (_: string, inner: unknown): unknown =>
    typeof inner === "bigint" || (typeof inner === "number" && !Number.isFinite(inner)) ? String(inner) : inner;
  return JSON.stringify(value, exact, 2);
}
