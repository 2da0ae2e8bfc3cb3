import { join, name, type Sql, type SqlPart, sql } from "../../sql/sql.ts";
import type { CsvStructure } from "../csv-header.ts";

/** CSV files that have the same header. */
export interface CsvFiles extends CsvStructure {
  readonly paths: readonly string[];
}

/** The first lines of a file as they are, without taking quotes or delimiters for anything; compressed files, too. */
export function csvLines(path: string, limit: number): Sql {
  // A control character that no text holds stands for the delimiter, so that each line is one value.
  return sql`select line from read_csv(${path}, columns = {line: 'VARCHAR'}, auto_detect = false, header = false, delim = ${"\u0001"}, quote = '', escape = '', strict_mode = false, parallel = false) limit ${limit}`;
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
