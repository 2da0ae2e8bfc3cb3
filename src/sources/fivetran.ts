import {
  allOf,
  anyOf,
  type Condition,
  concat,
  constant,
  equals,
  type Field,
  firstOf,
  is,
  lower,
  not,
  optional,
  present,
  when,
} from "../config/fields.ts";
import type { EventDefinition, RawTable } from "../config/source.ts";

/** Where the raw tables of a ready-made source are; what is said of one table wins over what is said of all. */
export interface TableOptions<T extends string = string> {
  /** Schema of the raw tables: `<schema>.<table>`. By default the source's name. */
  readonly schema?: string;
  /** Files instead of tables (DuckDB), such as `"raw/{table}.csv"`: `{table}` stands for the table's name. */
  readonly files?: string;
  /** Single tables that have another name or place. They must be there, while of the others only the main ones must. */
  readonly tables?: { readonly [name in T]?: RawTable };
}

/** Name and key, which every ready-made source lets the user choose: two accounts are two sources. */
export interface NameOptions {
  /** Name of the source, and of its tables in layer 2. */
  readonly name?: string;
  /** Part of every event id: give it when the name must change later. By default the name. */
  readonly key?: string;
}

/** The raw tables of a source: its `required` ones must be there, any other may be missing. */
export function rawTables<T extends string>(
  names: readonly T[],
  options: TableOptions<T>,
  defaults: {
    readonly schema: string;
    readonly required: readonly T[];
    readonly physical?: { readonly [name in T]?: string };
  },
): Readonly<Record<string, RawTable>> {
  const table = (name: T): RawTable => {
    const chosen = options.tables?.[name];
    if (chosen !== undefined) return chosen;
    const physical = defaults.physical?.[name] ?? name;
    const place: { table: string } | { file: string } =
      options.files === undefined
        ? { table: `${options.schema ?? defaults.schema}.${physical}` }
        : { file: options.files.replaceAll("{table}", physical) };
    return defaults.required.includes(name) ? place : { ...place, optional: true };
  };
  return Object.fromEntries(names.map((name) => [name, table(name)]));
}

/** Events from tables that may be missing are left out with them. */
export function eventsOf(
  tables: Readonly<Record<string, RawTable>>,
  events: Readonly<Record<string, EventDefinition>>,
): Readonly<Record<string, EventDefinition>> {
  const fitted = ([key, event]: [string, EventDefinition]) => {
    const table = tables[event.from];
    const missing = typeof table === "object" && "optional" in table && table.optional === true;
    return [key, missing ? { ...event, optional: true } : event];
  };
  return Object.fromEntries(Object.entries(events).map(fitted));
}

/** MD5 of the empty text: what a loader that hashes columns makes of a value that was not there. */
const emptyHash = "d41d8cd98f00b204e9800998ecf8427e";

/** The field, unless it is the hash of nothing: strangers must never meet in it. */
export function filled(field: Field): Field {
  return when(not(equals(field, emptyHash)), field);
}

/** A column that some tables lack, with the hash of nothing as null. */
export function filledColumn(name: string): Field {
  return filled(optional(name));
}

/** The field says true. Loaders spell it `true` and `TRUE`. */
export function isTrue(field: Field): Condition {
  return equals(lower(field), true);
}

/** The field does not say false: what says nothing counts. */
export function isNotFalse(field: Field): Condition {
  return not(equals(lower(field), false));
}

/** All of several conditions, with those left out that an option switched off. */
export function where(...conditions: readonly (Condition | undefined)[]): { readonly where?: Condition } {
  const wanted = conditions.filter((condition) => condition !== undefined);
  return wanted.length === 0 ? {} : { where: allOf(...wanted) };
}

/** `true`, `false` or nothing, however the loader spells it. */
export function flag(name: string): Field {
  return lower(optional(name));
}

/** When Fivetran loaded a row, and whether the row is gone at the source. */
export const fivetranRow = {
  ingestedAt: "_fivetran_synced",
  deletedAt: optional("_fivetran_deleted"),
} as const;

/** Deleted by any of several marks. */
export function deletedBy(...marks: readonly Field[]): Field {
  return is(anyOf(...marks.map(isTrue)));
}

/** `Order #1001`, or just `Order` where there is no number. */
export function titled(word: string, field: Field): Field {
  return when(present(field), concat(constant(`${word} `), field), constant(word));
}

/** When a loader of raw records brought the row, by the columns that such loaders have. */
export const loadedAt = firstOf(optional("synced_at"), optional("_ingested_at"), optional("_airbyte_extracted_at"));
