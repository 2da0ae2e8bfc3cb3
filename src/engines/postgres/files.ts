import { createReadStream, existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, isAbsolute, join as joined, resolve } from "node:path";
import { createGunzip } from "node:zlib";
import { NexusError } from "../../base/problem.ts";
import type { RawTable } from "../../config/source.ts";
import { column } from "../../model/column.ts";
import { join, name, Sql, sql, typeName } from "../../sql/sql.ts";
import { type CsvStructure, csvStructure } from "../csv-header.ts";
import type { RawDescription } from "../engine.ts";
import { formatOf } from "../file-format.ts";
import type { Asking } from "./asking.ts";
import { csvRecords } from "./csv-rows.ts";
import { loadDocuments } from "./json-documents.ts";

type FileTable = Extract<RawTable, { readonly file: string }>;

/** A raw table that is a file, by what its name says; undefined where it is a table of the database. */
export function fileOf(table: RawTable): FileTable | undefined {
  if (table instanceof Sql) return undefined;
  if (typeof table === "string") return formatOf(table) === undefined ? undefined : { file: table };
  return "file" in table ? table : undefined;
}

/**
 * A file becomes a table that lives as long as the connection: the server reads no files of ours, so that they are
 * brought to it, piece by piece. Columns of CSV are texts, those of JSON documents, as DuckDB reads them.
 */
export async function loadFile(
  table: FileTable,
  brokenLines: "allowed" | undefined,
  asking: Asking,
): Promise<RawDescription | undefined> {
  const { file } = table;
  if (/^[a-z0-9]+:\/\//i.test(file)) throw unreadable(file, "an address", "a file of this machine, or a table");
  const paths = await filesAt(isAbsolute(file) ? file : resolve(asking.folder, file));
  if (paths.length === 0) return undefined;
  const format = table.format ?? formatOf(file) ?? "csv";
  if (format === "parquet" || paths.some((path) => path.endsWith(".zst")))
    throw unreadable(
      file,
      format === "parquet" ? "Parquet" : "Zstandard",
      "CSV or JSON lines, plain or as .gz, or a table",
    );
  if (format === "json")
    return loadDocuments(
      paths.map((path) => ({ path, pieces: () => textOf(path) })),
      file,
      asking,
    );
  return loadCsv(paths, table, brokenLines, asking);
}

function unreadable(file: string, found: string, accepted: string): NexusError {
  return new NexusError({
    code: "file-unreadable",
    message: "A file of this kind cannot be brought to a PostgreSQL database.",
    where: { file },
    found,
    accepted,
  });
}

/** Loaded tables have numbers, so that no name of a file can be in the way of another. */
let loaded = 0;

async function loadCsv(
  paths: readonly string[],
  { file, delimiter }: FileTable,
  brokenLines: "allowed" | undefined,
  asking: Asking,
): Promise<RawDescription> {
  const structures = new Map<string, CsvStructure>();
  for (const path of paths) {
    const structure = csvStructure(await firstLines(path), delimiter, /\.tsv(\.gz)?$/i.test(path) ? "\t" : ",");
    if (structure !== undefined) structures.set(path, structure);
  }
  if (structures.size === 0) {
    throw new NexusError({
      code: "file-unreadable",
      message: "A CSV file is empty: it has no header line.",
      where: { file: paths[0] ?? file },
      accepted: "a first line with the names of the columns; a file with nothing but this line is a table without rows",
    });
  }
  const all = new Map(
    [...structures.values()].flatMap(({ columns }) => columns).map((one) => [one.toLowerCase(), one]),
  );
  const names = [...all.values()];
  loaded += 1;
  const [target, aside] = [`nexus_file_${loaded}`, `nexus_file_${loaded}_rejects`];
  const texts = names.map((one) => column(one, "text", ""));
  for (const [of, columns] of [
    [target, names],
    [aside, ["reason", "row"]],
  ] as const) {
    const typed = join(columns.map((one) => sql`${name(one)} ${typeName("text")} collate "C"`));
    await asking.run(sql`create temporary table ${name(of)} (${typed})`);
  }
  const rejects: [string, string][] = [];
  async function* rows(): AsyncGenerator<readonly (readonly (string | null)[])[]> {
    for (const [path, structure] of structures) {
      const places = names.map((one) =>
        structure.columns.findIndex((other) => other.toLowerCase() === one.toLowerCase()),
      );
      let batch: (string | null)[][] = [];
      let isHeader = true;
      for await (const { cells, line, text } of csvRecords(textOf(path), structure.delimiter, path)) {
        if (isHeader) {
          isHeader = text.trim() === "";
          continue;
        }
        if (cells.length !== structure.columns.length) {
          const count = `${cells.length} column${cells.length === 1 ? "" : "s"}`;
          if (brokenLines === undefined) throw otherWidth(path, line, `${count}: ${text}`, structure.columns.length);
          rejects.push([`the line has ${count}, not ${structure.columns.length}`, text]);
          continue;
        }
        batch.push(places.map((place) => (place < 0 ? null : (cells[place] ?? null))));
        if (batch.length === 1000) {
          yield batch;
          batch = [];
        }
      }
      yield batch;
    }
  }
  await asking.load([target], texts, rows());
  if (rejects.length > 0) {
    const columns = ["reason", "row"].map((one) => column(one, "text", ""));
    await asking.load(
      [aside],
      columns,
      (async function* () {
        yield rejects;
      })(),
    );
  }
  return {
    reference: name(target),
    label: file,
    isLoaded: true,
    columns: names.map((one) => ({ name: one, type: "text" })),
    leniently: () => ({ reference: name(target), rejected: sql`select reason, "row" from ${name(aside)}` }),
  };
}

function otherWidth(file: string, line: number, found: string, accepted: number): NexusError {
  return new NexusError({
    code: "file-unreadable",
    message: "A line of a CSV file has another number of columns than its header.",
    where: { file, line },
    found,
    accepted: `${accepted} columns`,
    hint: 'mend the line (a value with a comma must stand in quotes), or set badValues: "set-aside" for this source',
  });
}

/** The text of a file in pieces, without the mark that some programs put before it. */
async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const bytes = createReadStream(path);
  const plain = path.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  bytes.on("error", (error) => plain.destroy(error));
  try {
    for await (const piece of plain) yield decoder.decode(piece as Uint8Array, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new NexusError(
      {
        code: "file-unreadable",
        message: "A raw file cannot be read.",
        where: { file: path },
        found: message,
        hint: /encoded data/i.test(message) ? "save the file as UTF-8" : "give this user the right to read it",
      },
      { cause },
    );
  }
}

async function firstLines(path: string): Promise<readonly string[]> {
  let text = "";
  for await (const piece of textOf(path)) {
    text += piece;
    if (text.length > 1 << 20 || text.split("\n").length > 64) break;
  }
  return text.split(/\r\n|\n|\r/).slice(0, 64);
}

/** The files that a path means: itself, or those that a pattern with `*` and `?` finds, in the order of their names. */
async function filesAt(path: string): Promise<readonly string[]> {
  if (!/[*?[]/.test(path)) return existsSync(path) ? [path] : [];
  const parts = path.split("/");
  let found = [parts[0] === "" ? "/" : (parts[0] ?? "")];
  for (const part of parts.slice(1)) {
    if (!/[*?[]/.test(part)) {
      found = found.map((folder) => joined(folder, part));
      continue;
    }
    const pattern = new RegExp(
      `^${part
        .replace(/[.+^${}()|\\]/g, "\\$&")
        .replaceAll("*", "[^/]*")
        .replaceAll("?", "[^/]")}$`,
    );
    const inside = await Promise.all(
      found.map(async (folder) => {
        const names = await readdir(folder).catch(() => []);
        return names.filter((one) => pattern.test(one)).map((one) => joined(folder, one));
      }),
    );
    found = inside.flat();
  }
  return found.filter((one) => existsSync(one)).sort();
}

/** The names of files beside where one of that name would be. */
export async function filesNear(spelt: string, folder: string): Promise<readonly string[]> {
  const within = dirname(spelt);
  const files = await readdir(resolve(folder, within)).catch(() => []);
  return files.map((file) => (within === "." ? file : joined(within, file)));
}
