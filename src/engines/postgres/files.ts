import type { RawTable } from "../../config/source.ts";
import type { RawDescription } from "../engine.ts";
import type { Asking } from "./asking.ts";

export interface RawFile {
  readonly file: string;
}

export function fileOf(table: Exclude<RawTable, { nodes: unknown }>): RawFile | undefined {
  if (typeof table === "string")
    return /\.(csv|tsv|txt|json|ndjson|jsonl|parquet|pq)(\.(gz|zst))?$/i.test(table) ? { file: table } : undefined;
  return "file" in table ? (table as RawFile) : undefined;
}

export function loadFile(
  _file: RawFile,
  _brokenLines: "allowed" | undefined,
  _asking: Asking,
): Promise<RawDescription | undefined> {
  throw new Error("not yet");
}
