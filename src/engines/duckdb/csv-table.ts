import { join, name, type Sql, type SqlPart, sql } from "../../sql/sql.ts";

/** What DuckDB's sniffer would guess, and guess wrongly as soon as one line of a small file is broken: it is ours to say. */
interface CsvStructure {
  readonly delimiter: string;
  readonly columns: readonly string[];
}

/** CSV files that have the same header. */
export interface CsvFiles extends CsvStructure {
  readonly paths: readonly string[];
}

const delimiters = [",", ";", "\t", "|"] as const;

/** The first lines of a file as they are, without taking quotes or delimiters for anything; compressed files, too. */
export function csvLines(path: string, limit: number): Sql {
  // A control character that no text holds stands for the delimiter, so that each line is one value.
  return sql`select line from read_csv(${path}, columns = {line: 'VARCHAR'}, auto_detect = false, header = false, delim = ${"\u0001"}, quote = '', escape = '', strict_mode = false, parallel = false) limit ${limit}`;
}

/** How the first record (it may span lines) says the file is cut. Undefined when there is no header. */
export function csvStructure(lines: readonly string[], given?: string, otherwise = ","): CsvStructure | undefined {
  const record = firstRecord(lines);
  if (record.trim() === "") return undefined;
  const delimiter = given ?? likelyDelimiter(record) ?? otherwise;
  return { delimiter, columns: distinctNames(csvFields(record, delimiter)) };
}

function firstRecord(lines: readonly string[]): string {
  let record = "";
  for (const line of lines) {
    if (record === "" && line.trim() === "") continue;
    record = record === "" ? line : `${record}\n${line}`;
    if ((record.match(/"/g)?.length ?? 0) % 2 === 0) break;
  }
  return record;
}

/** The one that stands most often outside of quotes; undefined when none does. */
function likelyDelimiter(record: string): string | undefined {
  const bare = record.replace(/"[^"]*"/g, "");
  const counted = delimiters.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  const most = counted.reduce((best, one) => (one.count > best.count ? one : best));
  return most.count === 0 ? undefined : most.delimiter;
}

/** The values of one record. */
function csvFields(record: string, delimiter: string): readonly string[] {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < record.length; at++) {
    if (record[at] === '"') {
      if (quoted && record[at + 1] === '"') field += record[at++];
      else quoted = !quoted;
    } else if (!quoted && record.startsWith(delimiter, at)) {
      fields.push(field);
      field = "";
      at += delimiter.length - 1;
    } else field += record[at];
  }
  return [...fields, field];
}

/** Names of columns as DuckDB would give them: a number behind those that come again, `column2` for the third without one. */
function distinctNames(fields: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return fields.map((field, index) => {
    const stem = field.trim() === "" ? `column${index}` : field.trim();
    let unique = stem;
    for (let again = 1; seen.has(unique.toLowerCase()); again++) unique = `${stem}_${again}`;
    seen.add(unique.toLowerCase());
    return unique;
  });
}

/** Files with the same header are read together. */
export function sameHeaders(files: readonly (CsvStructure & { readonly path: string })[]): readonly CsvFiles[] {
  const groups = new Map<string, CsvStructure & { readonly paths: string[] }>();
  for (const { path, ...structure } of files) {
    const key = JSON.stringify([structure.delimiter, structure.columns]);
    const group = groups.get(key) ?? { ...structure, paths: [] };
    group.paths.push(path);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/**
 * Reads CSV files with the structure that their headers say. Every column is text: a guessed type would take the zeros
 * off a phone number. A line that does not fit stops the reading, or goes to the rejects of that name.
 */
export function csvReference(files: readonly CsvFiles[], rejects?: string): Sql {
  const collect =
    rejects === undefined
      ? sql``
      : sql`, store_rejects = true, rejects_limit = 0, rejects_table = ${rejects}, rejects_scan = ${`${rejects}_files`}`;
  const each = files.map(({ paths, delimiter, columns }) => {
    const [only = "", ...others] = paths;
    const from: SqlPart = others.length === 0 ? only : sql`[${join(paths)}]`;
    const typed = join(columns.map((column) => sql`${column}: 'VARCHAR'`));
    return sql`read_csv(${from}, columns = {${typed}}, auto_detect = false, header = true, delim = ${delimiter}, quote = '"', escape = '"'${collect})`;
  });
  const [first = sql`(select null where false)`, ...rest] = each;
  if (rest.length === 0) return first;
  return sql`(${join(
    each.map((one) => sql`select * from ${one}`),
    sql` union all by name `,
  )})`;
}

/**
 * The lines that a reading put aside, as `reason` and `row`: those with too few or too many columns. Whatever else is
 * wrong (a quote that is never closed, letters in another encoding) hides how far it reaches, so that it is an error.
 */
export function csvRejects(rejects: string): Sql {
  const wrong = sql`error('CSV Error on Line: ' || e.line || chr(10) || 'Original Line: ' || trim(any_value(e.csv_line), chr(10) || chr(13)) || chr(10) || any_value(e.error_message) || chr(10) || '  file = ' || any_value(f.file_path))`;
  const found = sql`try_cast(regexp_extract(e.error_message, 'Found: ([0-9]+)', 1) as integer)`;
  // A line has one entry for each column that it lacks or has too many.
  const count = sql`case when bool_or(e.error_type = 'MISSING COLUMNS') then min(${found}) else max(${found}) end`;
  const expected = sql`any_value(regexp_extract(e.error_message, 'Columns: ([0-9]+)', 1))`;
  const reason = sql`'the line has ' || ${count} || case when ${count} = 1 then ' column' else ' columns' end || ', not ' || ${expected}`;
  return sql`select case when bool_and(e.error_type in ('MISSING COLUMNS', 'TOO MANY COLUMNS')) then ${reason} else ${wrong} end as reason, trim(any_value(e.csv_line), chr(10) || chr(13)) as row from ${name("temp", "main", rejects)} as e join ${name("temp", "main", `${rejects}_files`)} as f on f.scan_id = e.scan_id and f.file_id = e.file_id group by e.scan_id, e.file_id, e.line, e.line_byte_position`;
}
