import { NexusError } from "../../base/problem.ts";
import { column } from "../../model/column.ts";
import { join, name, sql } from "../../sql/sql.ts";
import type { RawDescription } from "../engine.ts";
import type { Asking } from "./asking.ts";

interface JsonFile {
  readonly path: string;
  pieces(): AsyncIterable<string>;
}

/** A file that is one array is read as a whole: nobody should need more than this for it. */
const longestArray = 256 * 1024 * 1024;

let loaded = 0;

/** Records of JSON files as a table: each name of the top level a column of JSON, so that no value is lost to a guess. */
export async function loadDocuments(
  files: readonly JsonFile[],
  label: string,
  asking: Asking,
): Promise<RawDescription> {
  loaded += 1;
  const [documents, target] = [`nexus_documents_${loaded}`, `nexus_records_${loaded}`];
  await asking.run(sql`create temporary table ${name(documents)} (document json)`);
  async function* batches(): AsyncGenerator<readonly (readonly string[])[]> {
    for (const file of files) yield* records(file);
  }
  await asking.load([documents], [column("document", "json", "")], batches());
  const { rows } = await asking.ask(
    sql`select distinct k.key collate "C" from ${name(documents)} as d cross join lateral json_object_keys(d.document) as k (key) order by 1`,
  );
  const names = rows.map(([key]) => String(key));
  const alike = names.filter((one) =>
    names.some((other) => other !== one && other.toLowerCase() === one.toLowerCase()),
  );
  if (alike.length > 0) {
    throw new NexusError({
      code: "file-unreadable",
      message: "Two names in a JSON file differ in nothing but their case, so that they would be one column.",
      where: { file: label },
      found: alike.join(", "),
      hint: "bring the file into a table, with columns that are named apart",
    });
  }
  if (names.length === 0) return { reference: sql`(select 1 as nothing where false)`, label, columns: [] };
  const values = join(
    names.map(
      (one) => sql`case when json_typeof(d.document -> ${one}) <> 'null' then d.document -> ${one} end as ${name(one)}`,
    ),
  );
  await asking.run(sql`create temporary table ${name(target)} as select ${values} from ${name(documents)} as d`);
  await asking.run(sql`drop table ${name(documents)}`);
  const columns = names.map((one) => ({ name: one, type: "json" }) as const);
  return { reference: name(target), label, isLoaded: true, columns };
}

/** The records of a file: one a line, or the elements of the array that it is. */
async function* records({ path, pieces }: JsonFile): AsyncGenerator<readonly (readonly string[])[]> {
  let rest = "";
  let line = 0;
  let isArray: boolean | undefined;
  for await (const piece of pieces()) {
    rest += piece;
    isArray ??= rest.trim() === "" ? undefined : rest.trimStart().startsWith("[");
    if (isArray === true) {
      if (rest.length > longestArray) throw broken(path, "an array of more than 256 MB");
      continue;
    }
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield lines.flatMap((text) => recordOf(text, path, ++line));
  }
  if (isArray !== true) return yield recordOf(rest, path, line + 1);
  // As texts of their own, so that numbers stay as they are spelt.
  const all = parsed(rest, path, undefined);
  if (!Array.isArray(all)) throw broken(path, rest.slice(0, 80));
  yield all.map((one) => {
    if (typeof one !== "object" || one === null || Array.isArray(one))
      throw broken(path, JSON.stringify(one).slice(0, 80));
    return [JSON.stringify(one)];
  });
}

function recordOf(text: string, file: string, line: number): readonly (readonly string[])[] {
  if (text.trim() === "") return [];
  const record = parsed(text, file, line);
  if (typeof record !== "object" || record === null || Array.isArray(record))
    throw broken(file, text.slice(0, 80), line);
  return [[text]];
}

function parsed(text: string, file: string, line: number | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw broken(file, cause instanceof Error ? cause.message : String(cause), line);
  }
}

function broken(file: string, found: string, line?: number): NexusError {
  return new NexusError({
    code: "file-unreadable",
    message: "A record of a JSON file is broken.",
    where: { file, ...(line === undefined ? {} : { line }) },
    found,
    accepted: "one JSON object a line, or an array of objects",
  });
}
