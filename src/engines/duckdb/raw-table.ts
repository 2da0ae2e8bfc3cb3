import { isAbsolute, resolve } from "node:path";
import type { RawColumn } from "../../config/project.ts";
import type { RawTable } from "../../config/source.ts";
import { join, name, rawTable, Sql, sql } from "../../sql/sql.ts";
import { type FileFormat, formatOf } from "../file-format.ts";

/** How a raw table is read: from the warehouse, from files, or by the user's own query. */
export interface RawReading {
  readonly kind: "table" | FileFormat | "query";
  readonly reference: Sql;
  readonly label: string;
  /** For files: where they are. */
  readonly path?: string;
  /** For CSV: what the config says of how values are cut, and what stands between them when the header does not show it. */
  readonly csv?: { readonly given?: string; readonly otherwise: string };
}

/** Works out what a raw table is. Relative paths are relative to the project's folder. */
export function rawReading(table: RawTable, folder: string): RawReading {
  if (table instanceof Sql) return { kind: "query", reference: sql`(${table})`, label: "an SQL query" };
  if (typeof table === "string") {
    const format = formatOf(table);
    return format === undefined ? warehouseTable(table) : file(table, format, folder);
  }
  if ("table" in table) return warehouseTable(table.table);
  return file(table.file, table.format ?? formatOf(table.file) ?? "csv", folder, table.delimiter);
}

function warehouseTable(dotted: string): RawReading {
  return { kind: "table", reference: rawTable(...dotted.split(".")), label: dotted };
}

function file(given: string, kind: RawReading["kind"], folder: string, delimiter?: string): RawReading {
  const path = isAbsolute(given) || /^[a-z0-9]+:\/\//i.test(given) ? given : resolve(folder, given);
  const many = /[*?[]/.test(given);
  const united = many ? sql`, union_by_name = true` : sql``;
  if (kind === "parquet") return { kind, path, label: given, reference: sql`read_parquet(${path}${united})` };
  if (kind === "json")
    return {
      kind,
      path,
      label: given,
      reference: sql`read_json_objects(${path}, format = 'auto', maximum_object_size = 104857600)`,
    };
  // How a CSV file is cut is known only from its header: see `csv-table.ts`.
  const otherwise = /\.tsv(\.(gz|zst))?$/i.test(given) ? "\t" : ",";
  const csv = { otherwise, ...(delimiter === undefined ? {} : { given: delimiter }) };
  return { kind: "csv", path, label: given, reference: sql`read_csv(${path})`, csv };
}

/** JSON files by column: each name of the top level as a JSON value, so that no value is lost to a guessed type. */
export function jsonColumnsReference(path: string, keys: readonly string[]): Sql {
  const columns = join(keys.map((key) => sql`${key}: 'JSON'`));
  return sql`read_json(${path}, format = 'auto', maximum_object_size = 104857600, columns = {${columns}})`;
}

/** DuckDB's type folded to what the compiler must know. */
export function foldType(type: string): RawColumn["type"] | "nested" {
  if (/\[\]$|^(STRUCT|MAP|UNION|LIST)\b/.test(type)) return "nested";
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER)$/.test(type)) return "integer";
  if (/^(DOUBLE|FLOAT|REAL)$/.test(type)) return "number";
  if (type === "VARCHAR") return "text";
  if (type === "BOOLEAN") return "boolean";
  if (type === "JSON") return "json";
  if (/^TIMESTAMP(_(S|MS|NS))?$/.test(type)) return "timestamp";
  if (type === "TIMESTAMP WITH TIME ZONE") return "zoned timestamp";
  if (type === "DATE") return "date";
  return "other";
}

/** Nested columns are read as JSON. */
export function asJsonColumns(reference: Sql, nested: readonly string[]): Sql {
  if (nested.length === 0) return reference;
  const replaced = join(nested.map((column) => sql`to_json(${name(column)}) as ${name(column)}`));
  return sql`(select * replace (${replaced}) from ${reference})`;
}
