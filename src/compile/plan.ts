import { inOrder } from "../base/order.ts";
import { Bug, NexusError, type Problem } from "../base/problem.ts";
import type { Catalogue, Project } from "../config/project.ts";
import { componentColumns } from "../layers/identity-resolution/components.ts";
import { listTables } from "../layers/identity-resolution/normalize.ts";
import {
  decodedTextColumns,
  decodedTexts,
  type Layers,
  layersOf,
  parsedAddressColumns,
  parsedAddresses,
} from "../layers/index.ts";
import { isMadeFromRows } from "../layers/tables/kept-table.ts";
import { definitionOf } from "../layers/tables/mention-sites.ts";
import { keptRef } from "../layers/tables/source-tables.ts";
import type { Column } from "../model/column.ts";
import { metaTables } from "../model/run-records.ts";
import type { Plan, ScanStep, Step } from "../model/step.ts";
import { type Inputs, type Layer, type Table, type TableRef, tableName } from "../model/table.ts";
import { as, type Relation, select, tableRelation, unionAll } from "../sql/relation.ts";
import { type Sql, sql } from "../sql/sql.ts";
import {
  carriedColumns,
  type Existing,
  forgottenKept,
  forgottenTables,
  keptOtherwise,
  retypedColumns,
  withForgottenTables,
} from "./kept-before.ts";

export type { Existing } from "./kept-before.ts";

/** A project compiled: what a run does, and every table that it knows. */
export interface Compiled {
  readonly plan: Plan<Sql>;
  readonly layers: Layers;
  /** Every definition, by `layer.name`. */
  readonly tables: ReadonlyMap<string, Table<Relation>>;
  readonly columns: ReadonlyMap<string, readonly Column[]>;
  /** What stops nothing, but may not be meant. */
  readonly warnings: readonly Problem[];
}

const layerNames: readonly Layer[] = ["source", "core", "identity", "final", "meta"];

/** Names of tables are put together from those of sources, entity types and events: two may come out alike. */
function mustDiffer(definitions: readonly Table<Relation>[]): void {
  const names = definitions.map((table) => tableName(table.ref));
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
  if (twice.length === 0) return;
  throw new NexusError(
    twice.map((name) => ({
      code: "name-taken",
      message: "Two tables would have the same name.",
      where: { table: name },
      found: definitions
        .filter((table) => tableName(table.ref) === name)
        .map((table) => `"${table.sentence}"`)
        .join(" and "),
      hint: "give one of the sources or entity types another name",
    })),
  );
}

/** From a project, its raw tables and what earlier runs left, to the full road: everything is made anew from what is there. */
export function compile(project: Project, catalogue: Catalogue, existing: Existing): Compiled {
  const otherwise = keptOtherwise(project, existing);
  if (otherwise.length > 0) throw new NexusError(otherwise);
  const layers = layersOf(project, withForgottenTables(project, catalogue, existing));
  const definitions: readonly Table<Relation>[] = [
    ...layers.scanned,
    ...layers.scanned.map((scanned) => scanned.setAside),
    ...layers.tables,
  ];
  mustDiffer(definitions);
  const deletions = layers.scanned.flatMap((scanned) => scanned.deletions ?? []);
  const tables = new Map(definitions.map((table) => [tableName(table.ref), table]));
  const columns = new Map<string, readonly Column[]>([
    ...definitions.map((table) => [tableName(table.ref), table.columns] as const),
    ...deletions.map((table) => [tableName(table.ref), table.columns] as const),
    ...listTables.map((list) => [tableName(list.ref), list.columns] as const),
    ...metaTables.map((meta) => [tableName(meta.ref), meta.columns] as const),
    ...layers.components.map((step) => [tableName(step.table), componentColumns] as const),
    ...layers.constrained.flatMap(({ parts, refused }) =>
      [parts, refused].map((made) => [tableName(made.table), made.columns] as const),
    ),
    [tableName(parsedAddresses), parsedAddressColumns],
    [tableName(decodedTexts), decodedTextColumns],
  ]);
  const inputs = inputsFrom(columns);
  const steps = inOrder(
    [
      ...loadSteps(),
      ...layers.scanned.map((scanned) => scanStep(scanned, inputs, existing)),
      ...parseSteps(layers, inputs),
      ...buildSteps(layers.tables, inputs),
      ...layers.components,
      ...layers.constrained,
      ...layers.checks,
    ],
    (step) => step.id,
    (step) => step.reads.map((ref) => writerOf(ref)),
  );
  function writerOf(ref: TableRef): string {
    const name = tableName(ref);
    const kernel = [...layers.components, ...layers.constrained].find((step) =>
      step.writes.some((made) => tableName(made) === name),
    );
    if (kernel !== undefined) return kernel.id;
    if (name === tableName(parsedAddresses)) return parseId;
    if (name === tableName(decodedTexts)) return decodeId;
    if (listTables.some((list) => tableName(list.ref) === name)) return `load ${name}`;
    const scanned = layers.scanned.find((one) => tableName(one.ref) === name);
    return scanned === undefined ? `build ${name}` : `scan ${definitionOf(scanned.context.event)}`;
  }
  const makes = steps.flatMap((step) => step.writes);
  // Components are told by the assignment from then on.
  const passing = new Set([...layers.components, ...layers.constrained].flatMap((step) => step.writes.map(tableName)));
  const lifetime = (ref: TableRef): string =>
    passing.has(tableName(ref)) ? "work" : (tables.get(tableName(ref))?.lifetime ?? "derived");
  const publish: Step<Sql> = {
    kind: "publish",
    id: "publish",
    layer: "final",
    reason: "all tables become visible together, or none",
    reads: makes,
    writes: [],
    tables: makes
      .filter((ref) => lifetime(ref) !== "work")
      .map((ref) => ({ table: ref, key: tables.get(tableName(ref))?.key ?? [] })),
    drops: makes.filter((ref) => lifetime(ref) === "work"),
    sought: makes
      .filter((ref) => lifetime(ref) !== "work")
      .flatMap((ref) =>
        (columns.get(tableName(ref)) ?? [])
          .filter((one) => one.sought === true)
          .map((one) => ({ table: ref, column: one.name })),
      ),
    views: definitions
      .filter((table) => table.stored === "view")
      .map((table) => ({ view: table.ref, query: table.define(inputs).sql })),
  };
  return {
    plan: { steps: [ensureStep(definitions, deletions, existing), ...steps, publish], makes },
    layers,
    tables,
    columns,
    warnings: [...forgottenKept(project, layers, existing), ...forgottenTables(project, layers, existing)],
  };
}

/** The relation of each table that a definition may read. */
export function inputsFrom(columns: ReadonlyMap<string, readonly Column[]>): Inputs<Relation> {
  return (ref, version) => {
    const known = columns.get(tableName(ref));
    if (known === undefined) throw new Bug(`No definition has the table ${tableName(ref)}.`);
    return tableRelation(ref, known, version ?? "current");
  };
}

/** What must be there before the first step reads it: schemas, tables that outlive runs, columns that they lack. */
function ensureStep(
  definitions: readonly Table<Relation>[],
  deletions: readonly Pick<Table<Relation>, "ref" | "columns">[],
  existing: Existing,
): Step<Sql> {
  const state = definitions.filter((table) => table.lifetime === "state");
  const lasting = [
    ...state.map(({ ref, columns }) => ({ table: ref, columns })),
    ...[...deletions, ...metaTables].map(({ ref, columns }) => ({ table: ref, columns })),
  ];
  return {
    kind: "ensure",
    id: "ensure",
    layer: "meta",
    reason: "schemas, and the tables that last from run to run",
    reads: [],
    writes: [],
    layers: layerNames,
    tables: lasting.filter(({ table }) => !existing.has(tableName(table))),
    additions: lasting.flatMap(({ table, columns }) => {
      const there = existing.get(tableName(table));
      return there === undefined
        ? []
        : columns.filter((column) => !there.has(column.name)).map((column) => ({ table, column }));
    }),
  };
}

function loadSteps(): readonly Step<Sql>[] {
  return listTables.map((list) => ({
    kind: "load",
    id: `load ${tableName(list.ref)}`,
    layer: list.ref.layer,
    reason: list.sentence,
    reads: [],
    writes: [list.ref],
    table: list.ref,
    columns: list.columns,
    rows: list.rows,
  }));
}

function scanStep(kept: Layers["scanned"][number], inputs: Inputs<Relation>, existing: Existing): ScanStep<Sql> {
  const { event } = kept.context;
  return {
    kind: "scan",
    id: `scan ${definitionOf(event)}`,
    layer: "source",
    reason: `reads ${kept.context.raw.label}`,
    reads: [],
    writes: [kept.ref, kept.setAside.ref, ...(kept.deletions === undefined ? [] : [kept.deletions.ref])],
    source: event.source,
    event: event.key,
    table: kept.ref,
    columns: kept.columns,
    query: inDeclaredOrder(kept, kept.define(inputs)).sql,
    setAside: { table: kept.setAside.ref, columns: kept.setAside.columns, query: kept.setAside.define(inputs).sql },
    ...(kept.rejected === undefined ? {} : { rejected: kept.rejected }),
    ...(kept.withdrawn === undefined ? {} : { withdrawn: kept.withdrawn }),
    ...(isMadeFromRows(event) ? { made: keptRef(event) } : {}),
    carried: carriedColumns(kept, existing),
    retyped: retypedColumns(kept, existing),
    key: kept.key[0] ?? "event_id",
    ...(kept.deletions === undefined
      ? {}
      : {
          deletions: {
            table: kept.deletions.ref,
            columns: kept.deletions.columns,
            marks: kept.deletions.marks,
          },
        }),
    badValues: event.badValues,
  };
}

const parseId = "parse mail headers";
const decodeId = "decode mail texts";

function parseSteps({ headers, encoded }: Layers, inputs: Inputs<Relation>): readonly Step<Sql>[] {
  const distinct = (places: Layers["headers"], only: (text: Sql) => Sql): Sql => {
    const each = places.map(({ table, column }) => {
      const k = as(inputs(table), "k");
      return select({ said: k.col(column) })
        .from(k)
        .where(only(k.col(column)));
    });
    const all = as(unionAll(each), "a");
    return select({ said: all.col("said") })
      .from(all)
      .distinct().sql;
  };
  const reads = (places: Layers["headers"]): readonly TableRef[] => [
    ...new Map(places.map(({ table }) => [table.name, table])).values(),
  ];
  const common = { kind: "parse", layer: "source" } as const;
  const parse: Step<Sql>[] =
    headers.length === 0
      ? []
      : [
          {
            ...common,
            id: parseId,
            finds: "mailboxes",
            reason: "mail headers are parsed by a library, once per distinct header",
            reads: reads(headers),
            writes: [parsedAddresses],
            table: parsedAddresses,
            columns: parsedAddressColumns,
            query: distinct(headers, (text) => sql`${text} is not null`),
          },
        ];
  const decode: Step<Sql>[] =
    encoded.length === 0
      ? []
      : [
          {
            ...common,
            id: decodeId,
            finds: "words",
            reason: "encoded words of mails are read by a library, once per distinct text",
            reads: reads(encoded),
            writes: [decodedTexts],
            table: decodedTexts,
            columns: decodedTextColumns,
            query: distinct(encoded, (text) => sql`${text} like '%=?%?=%'`),
          },
        ];
  return [...parse, ...decode];
}

/** Tables are filled by place: what a definition gives must be what it declares, in its order. */
function inDeclaredOrder(table: Table<Relation>, made: Relation): Relation {
  const declared = table.columns.map((column) => column.name);
  if (made.columns.join() !== declared.join())
    throw new Bug(`${tableName(table.ref)} declares ${declared.join()}, and gives ${made.columns.join()}.`);
  return made;
}

function buildSteps(tables: readonly Table<Relation>[], inputs: Inputs<Relation>): readonly Step<Sql>[] {
  return tables
    .filter((table) => table.stored === "table")
    .map((table) => ({
      kind: "build",
      id: `build ${tableName(table.ref)}`,
      layer: table.ref.layer,
      reason: table.sentence,
      reads: table.reads.filter((read) => read.prior !== true).map((read) => read.table),
      writes: [table.ref],
      table: table.ref,
      columns: table.columns,
      query: inDeclaredOrder(table, table.define(inputs)).sql,
    }));
}
