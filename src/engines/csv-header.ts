/** What DuckDB's sniffer would guess, and guess wrongly as soon as one line of a small file is broken: it is ours to say. */
export interface CsvStructure {
  readonly delimiter: string;
  readonly columns: readonly string[];
}

const delimiters = [",", ";", "\t", "|"] as const;

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
