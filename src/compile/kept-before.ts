import type { Problem } from "../base/problem.ts";
import type { Catalogue, Project, RawRelation } from "../config/project.ts";
import type { Layers } from "../layers/index.ts";
import { severalTell } from "../layers/tables/kept-table.ts";
import { madeSuffix, rowsRef } from "../layers/tables/source-tables.ts";
import { type Column, type ColumnType, column } from "../model/column.ts";
import { type TableRef, tableName } from "../model/table.ts";
import { schemaOf, workingSuffix } from "../sql/locate.ts";
import { sql } from "../sql/sql.ts";

/** The tables of ours that earlier runs left, by `layer.name`: the columns of each, with their types. */
export type Existing = ReadonlyMap<string, ReadonlyMap<string, ColumnType | undefined>>;

/** A raw table that is not there, for events that were kept of it while it was: it has no rows, and forgets nothing. */
export function withForgottenTables(project: Project, catalogue: Catalogue, existing: Existing): Catalogue {
  const forgotten = project.sources.flatMap((source) =>
    source.events.flatMap((event) => {
      const raw = `${source.name}.${event.from}`;
      if (catalogue.has(raw) || !existing.has(tableName(rowsRef(event)))) return [];
      const nothing: RawRelation = {
        reference: sql`(select 1 as nothing where false)`,
        label: `${event.from} of ${source.name}, which is not there now`,
        columns: [],
      };
      return [[raw, nothing] as const];
    }),
  );
  return forgotten.length === 0 ? catalogue : new Map([...catalogue, ...forgotten]);
}

/** Columns that say something of this run alone. */
const ofTheRun = ["_unusable", "_unreadable", "_deleted", "_left_out", "_watched", "_row"];

/** What was kept in columns that the definition does not have now. */
export function carriedColumns({ ref, columns }: KeptRows, existing: Existing): Column[] {
  const now = new Set(columns.map((column) => column.name));
  return [...(existing.get(tableName(ref)) ?? [])].flatMap(([name, type]) =>
    type === undefined || now.has(name) || ofTheRun.includes(name) ? [] : [column(name, type, "kept by earlier runs")],
  );
}

/** Columns that were kept in another type than the definition gives them now. */
export function retypedColumns({ ref, columns }: KeptRows, existing: Existing): Column[] {
  const before = existing.get(tableName(ref));
  return columns.filter((one) => {
    const type = before?.get(one.name);
    return type !== undefined && type !== one.type;
  });
}

interface KeptRows {
  readonly ref: TableRef;
  readonly columns: readonly Column[];
}

/** Events whose rows were kept in another way than they are to be now: what is remembered of them could not be told apart. */
export function keptOtherwise(project: Project, existing: Existing): readonly Problem[] {
  return project.sources.flatMap((source) =>
    source.events.flatMap((event): Problem[] => {
      const before = existing.get(tableName(rowsRef(event)));
      const [byRow, byVersion] = [severalTell(event), event.changesOf.length > 0];
      if (before === undefined || (before.has("_row") === byRow && before.has("_watched") === byVersion)) return [];
      const way = (row: boolean, version: boolean): string =>
        version ? "a row a version (changesOf)" : row ? 'a row a raw row (row, or keep: "earliest")' : "a row an event";
      return [
        {
          code: "config-invalid",
          message: `What the warehouse keeps of ${source.name}.${event.key} was kept in another way.`,
          where: { source: source.name, event: event.key },
          found: way(byRow, byVersion),
          accepted: way(before.has("_row"), before.has("_watched")),
          hint: `give the event a new key, or let go of what is kept: drop table ${schemaOf(project.schemaPrefix, "source")}.${rowsRef(event).name}`,
        },
      ];
    }),
  );
}

/** What the warehouse remembers and no definition speaks of: it stays there, but in no table that people query. */
export function forgottenKept(project: Project, layers: Layers, existing: Existing): readonly Problem[] {
  const tables = new Set([...layers.scanned, ...layers.kept, ...layers.tables].map((table) => tableName(table.ref)));
  const strangers = [...existing]
    .filter(
      ([name, columns]) =>
        name.startsWith("source.") && !tables.has(name) && !name.endsWith(workingSuffix) && isKept(columns),
    )
    .map(([name]) => name.slice("source.".length));
  return strangers
    .filter((name) => !name.endsWith(madeSuffix))
    .map((name): Problem => {
      const [source, event] = name.split("__");
      return {
        code: "config-invalid",
        severity: "warning",
        message: `The warehouse keeps events "${event}" of the source with the key "${source}", which the config does not have.`,
        where: { table: `${schemaOf(project.schemaPrefix, "source")}.${name}` },
        hint: "they are in no other table until it has them again: a source that was renamed needs its old name as `key`, an event its old name as key; rows that may go are dropped with that table",
      };
    });
}

/** Of each kind of final table that a config may give up, columns by which it is known. */
const givenUp: readonly (readonly string[])[] = [
  ["id", "is_identified", "first_seen_at", "event_count", "_entity"],
  ["event_id", "role", "occurred_at", "_entity"],
  ["person_id", "group_id", "role", "since", "until"],
  ["kind", "from_id", "to_id", "role", "since", "until"],
  ["kind", "entity_id", "ancestor_id", "depth"],
];

/** Final tables of entity types and relationships that the config does not have any more: no run makes them anew. */
export function forgottenTables(project: Project, layers: Layers, existing: Existing): readonly Problem[] {
  const made = new Set(layers.tables.map((table) => tableName(table.ref)));
  return [...existing].flatMap(([name, columns]): readonly Problem[] => {
    if (!name.startsWith("final.") || made.has(name) || name.endsWith(workingSuffix)) return [];
    if (!givenUp.some((known) => known.every((one) => columns.has(one)))) return [];
    const place = `${schemaOf(project.schemaPrefix, "final")}.${name.slice("final.".length)}`;
    return [
      {
        code: "config-invalid",
        severity: "warning",
        message: `${place} is of an earlier config: no run makes it anew.`,
        where: { table: place },
        hint: "its rows are those of the last run that did; drop the table where nobody needs them",
      },
    ];
  });
}

function isKept(columns: ReadonlyMap<string, unknown>): boolean {
  return ["event_id", "natural_id", "occurred_at", "_unusable"].every((column) => columns.has(column));
}
