import { readFileSync } from "node:fs";
import { microseconds } from "./told.ts";

export type Cells = Readonly<Record<string, string | undefined>>;

/** MD5 of the empty text: what a loader that hashes columns makes of nothing. */
const emptyHash = "d41d8cd98f00b204e9800998ecf8427e";

/** The rows of a CSV file (RFC 4180, a byte-order mark allowed); cells that hold nothing are undefined. */
export function readCsv(path: string): Cells[] {
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  const lines: string[][] = [];
  let line: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    line.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (end === ",") continue;
    if (line.length > 1 || line[0] !== "") lines.push(line);
    line = [];
  }
  const [header = [], ...rows] = lines;
  return rows.map((cells) => Object.fromEntries(header.map((name, index) => [name, filled(cells[index])])));
}

function filled(cell: string | undefined): string | undefined {
  return cell === undefined || cell.trim() === "" || cell === emptyHash ? undefined : cell;
}

/** The first of several columns that holds something. */
export function firstOf(row: Cells | undefined, columns: readonly string[]): string | undefined {
  return columns.map((column) => row?.[column]).find((cell) => cell !== undefined);
}

/** `2021-02-18 14:07:57`, `… UTC` or `…T…Z` as a time of a told event. */
export function utc(cell: string | undefined): string {
  const plain = (cell ?? "").trim().replace(/ UTC$|Z$|\+00:?(00)?$/, "");
  return microseconds(`${plain.replace(" ", "T")}Z`);
}
