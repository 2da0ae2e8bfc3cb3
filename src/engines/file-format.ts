/** How the rows of a file are written. */
export type FileFormat = "csv" | "json" | "parquet";

const extensions: ReadonlyMap<string, FileFormat> = new Map([
  ["csv", "csv"],
  ["tsv", "csv"],
  ["txt", "csv"],
  ["json", "json"],
  ["ndjson", "json"],
  ["jsonl", "json"],
  ["parquet", "parquet"],
  ["pq", "parquet"],
]);

/** The format that a path's name says, compressed or not; undefined where it is no file's. */
export function formatOf(path: string): FileFormat | undefined {
  const found = /\.([a-z]+)(\.(gz|zst))?$/i.exec(path)?.[1]?.toLowerCase();
  return found === undefined ? undefined : extensions.get(found);
}
