import { NexusError } from "../../base/problem.ts";

/** A record of a CSV file with the line that it begins in. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly (string | null)[];
  /** As it stands in the file. */
  readonly text: string;
}

/** A quote that is not closed within so many signs will hardly be. */
const longestRecord = 16 * 1024 * 1024;

/**
 * The records of a CSV file, piece by piece. An empty cell is null. Quotes stand around a whole cell, and are doubled
 * inside of it; such a cell may span lines.
 */
export async function* csvRecords(
  pieces: AsyncIterable<string>,
  delimiter: string,
  file: string,
): AsyncGenerator<CsvRecord> {
  let rest = "";
  let line = 1;
  const take = function* (isLast: boolean): Generator<CsvRecord> {
    for (;;) {
      const found = firstRecord(rest, delimiter, isLast);
      if (found === "more") {
        if (rest.length > longestRecord || isLast) throw unclosed(file, line, rest);
        return;
      }
      if (found === undefined) return;
      if (found.text !== "") yield { line, cells: found.cells, text: found.text };
      line += found.lines;
      rest = rest.slice(found.length);
    }
  };
  for await (const piece of pieces) {
    rest += piece;
    yield* take(false);
  }
  yield* take(true);
}

interface Found {
  readonly cells: readonly (string | null)[];
  readonly text: string;
  readonly length: number;
  readonly lines: number;
}

/** The record that a text begins with; `more` where a quote is open at its end, undefined where its line goes on. */
function firstRecord(text: string, delimiter: string, isLast: boolean): Found | "more" | undefined {
  if (text === "") return undefined;
  const cells: (string | null)[] = [];
  let lines = 1;
  let at = 0;
  for (;;) {
    let cell = "";
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0 || (quote === text.length - 1 && !isLast)) return "more";
        cell += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
      lines += cell.split("\n").length - 1;
    }
    const end = endOfCell(text, at, delimiter);
    if (end === undefined && !isLast) return undefined;
    cell += text.slice(at, end ?? text.length);
    at = end ?? text.length;
    cells.push(cell === "" ? null : cell);
    if (!text.startsWith(delimiter, at)) break;
    at += delimiter.length;
  }
  // A line end of two signs may have come in two pieces.
  if (text[at] === "\r" && at + 1 === text.length && !isLast) return undefined;
  const record = text.slice(0, at);
  if (text[at] === "\r") at += 1;
  if (text[at] === "\n") at += 1;
  return { cells, text: record, length: at, lines };
}

function endOfCell(text: string, from: number, delimiter: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === "\n" || sign === "\r" || text.startsWith(delimiter, at)) return at;
  }
  return undefined;
}

function unclosed(file: string, line: number, rest: string): NexusError {
  return new NexusError({
    code: "file-unreadable",
    message: "A line of a CSV file cannot be read.",
    where: { file, line },
    found: `a quote that is never closed: ${rest.split("\n", 1)[0]?.slice(0, 80)}`,
    hint: "close the quote; inside of a quoted value a quote is doubled",
  });
}
