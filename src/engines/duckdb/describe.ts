import { NexusError } from "../../base/problem.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { csvStructure } from "../csv-header.ts";
import type { Answer, RawDescription } from "../engine.ts";
import { csvLines, csvReference, csvRejects, sameHeaders } from "./csv-table.ts";
import { asJsonColumns, foldType, jsonColumnsReference, type RawReading } from "./raw-table.ts";

/** Asks the engine. */
type Ask = (query: Sql, limit?: number) => Promise<Answer>;

/** A header is one record, which spans more lines than this nowhere. */
const headerLines = 64;

/** A raw table as it is: how it is read, and its columns. Undefined when it is not there. */
export async function describeRaw(
  reading: RawReading,
  ask: Ask,
  brokenLines: "allowed" | undefined,
): Promise<RawDescription | undefined> {
  if (reading.kind === "table" && !isTableName(reading.label)) return undefined;
  const paths = reading.path === undefined ? [] : await filesAt(reading.path, ask);
  if (reading.path !== undefined && paths.length === 0) return undefined;
  if (reading.kind === "json") return describeJson(reading, ask);
  if (reading.kind === "csv") return describeCsv(reading, paths, ask, brokenLines);
  const described = await columnsOf(reading.reference, ask).catch((error: unknown) => {
    const missing =
      error instanceof NexusError &&
      error.problems.some((problem) => /does not exist|not found/i.test(problem.message));
    if (missing && reading.kind === "table") return undefined;
    throw error;
  });
  if (described === undefined) return undefined;
  const folded = described.map(({ column, type }) => ({ column, type: foldType(type) }));
  const nested = folded.filter(({ type }) => type === "nested").map(({ column }) => column);
  return {
    reference: asJsonColumns(reading.reference, nested),
    label: reading.label,
    columns: folded.map(({ column, type }) => ({ name: column, type: type === "nested" ? "json" : type })),
  };
}

/** Columns are the names of the top level. A table without columns is one that has no rows. */
async function describeJson({ path = "", label, reference }: RawReading, ask: Ask): Promise<RawDescription> {
  const { rows } = await ask(
    sql`select distinct key from (select unnest(json_keys(json)) as key from ${reference}) order by key`,
  );
  const names = rows.map(([key]) => String(key));
  const alike = names.find((one, at) => names.some((other, before) => before < at && sameName(one, other)));
  if (alike !== undefined) {
    throw new NexusError({
      code: "file-unreadable",
      message: "Two names in a JSON file differ in nothing but their case, so that they would be one column.",
      where: { file: path },
      found: names.filter((one) => sameName(one, alike)).join(", "),
      hint: "read it by a query that names them apart: sql`select json->>'$.userId' as user_id, … from read_json_objects('…')`",
    });
  }
  if (names.length > 0)
    return {
      reference: jsonColumnsReference(path, names),
      label,
      columns: names.map((column) => ({ name: column, type: "json" })),
    };
  const { rows: records } = await ask(sql`select left(json, 80) from ${reference}`, 1);
  const [first] = records;
  if (first === undefined) return { reference: sql`(select 1 as nothing where false)`, label, columns: [] };
  throw new NexusError({
    code: "file-unreadable",
    message: "A JSON file holds no record with names.",
    where: { file: path },
    found: String(first[0]),
    accepted: "one JSON object a line, or an array of objects",
  });
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

async function describeCsv(
  { label, csv }: RawReading,
  paths: readonly string[],
  ask: Ask,
  brokenLines: "allowed" | undefined,
): Promise<RawDescription> {
  const files = [];
  for (const path of paths) {
    const lines = await ask(csvLines(path, headerLines));
    const structure = csvStructure(
      lines.rows.map(([line]) => String(line ?? "")),
      csv?.given,
      csv?.otherwise,
    );
    if (structure === undefined) continue;
    const noText = structure.columns.find((column) => /\p{Cc}/u.test(column.replace(/[\r\n\t]/g, "")));
    if (noText !== undefined) {
      throw new NexusError({
        code: "file-unreadable",
        message: "A CSV file does not begin with the names of its columns, but with bytes that are no text.",
        where: { file: path },
        found: noText.replace(/\p{Cc}/gu, "·").slice(0, 80),
        accepted: "text in UTF-8 whose first line has the names of the columns",
      });
    }
    files.push({ path, ...structure });
  }
  if (files.length === 0) {
    throw new NexusError({
      code: "file-unreadable",
      message: "A CSV file is empty: it has no header line.",
      where: { file: paths[0] ?? "" },
      accepted: "a first line with the names of the columns; a file with nothing but this line is a table without rows",
    });
  }
  const groups = sameHeaders(files);
  // The first lines are read now, so that a file that cannot be read is found before anything is written.
  if (brokenLines === undefined) await ask(sql`select * from ${csvReference(groups)}`, 1);
  const names = new Map(groups.flatMap(({ columns }) => columns).map((column) => [column.toLowerCase(), column]));
  return {
    reference: csvReference(groups),
    label,
    columns: [...names.values()].map((column) => ({ name: column, type: "text" })),
    leniently: (rejects) => ({ reference: csvReference(groups, rejects), rejected: csvRejects(rejects) }),
  };
}

async function filesAt(path: string, ask: Ask): Promise<readonly string[]> {
  if (/^[a-z0-9]+:\/\//i.test(path)) return [path];
  const { rows } = await ask(sql`select file from glob(${path}) order by file`);
  return rows.map(([file]) => String(file));
}

async function columnsOf(
  reference: Sql,
  ask: Ask,
): Promise<readonly { readonly column: string; readonly type: string }[]> {
  const { rows } = await ask(sql`describe select * from ${reference}`);
  return rows.map(([column, type]) => ({ column: String(column), type: String(type) }));
}

/** `table`, `schema.table` or `database.schema.table`. */
function isTableName(dotted: string): boolean {
  const parts = dotted.split(".");
  return parts.length <= 3 && parts.every((part) => part !== "");
}
