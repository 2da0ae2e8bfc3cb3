import { lineageOf, rawOriginsOf } from "../compile/lineage.ts";
import type { Compiled } from "../compile/plan.ts";
import { publishedTables } from "../compile/published-tables.ts";
import type { Relationship } from "../config/entities.ts";
import type { Entity, Project as ResolvedProject } from "../config/project.ts";
import type { Engine } from "../engines/engine.ts";
import { shownIdentifiers } from "../layers/tables/identity-tables.ts";
import type { Column } from "../model/column.ts";
import { metaTables } from "../model/run-records.ts";
import { type Layer, type TableRef, tableName } from "../model/table.ts";
import {
  eventCatalogue,
  identifierCatalogue,
  lastChecks,
  relationshipCatalogue,
  roleCatalogue,
  rowCount,
  runHistory,
  runSteps,
  stateCatalogue,
  traitCatalogue,
} from "../questions/catalogue.ts";
import { referencesOf } from "../questions/checks/references.ts";
import { published, schemaOf } from "../sql/locate.ts";
import { render } from "../sql/render.ts";
import type { Sql } from "../sql/sql.ts";
import type { PlainRow } from "./answers.ts";
import { rowsOf } from "./desk.ts";

/** A column of a published table. */
export interface DescribedColumn extends Pick<Column, "name" | "type" | "description"> {
  readonly pii: boolean;
  readonly isKey: boolean;
  /** `table.column` of what its ids are found in, as people query it. */
  readonly refersTo: readonly string[];
  /** The columns of raw tables that it is made from; none where the raw tables could not be looked at. */
  readonly from: readonly { readonly table: string; readonly column: string }[];
}

export interface DescribedTable {
  readonly layer: Layer;
  /** As people query it: `nexus_core.events`. */
  readonly name: string;
  readonly sentence: string;
  readonly isView: boolean;
  readonly columns: readonly DescribedColumn[];
  /** Absent before the first run. */
  readonly rows?: number;
}

/** An entity type with what it is known by. */
export interface DescribedEntity extends Pick<Entity, "name" | "plural"> {
  readonly identifiers: readonly {
    readonly name: string;
    readonly kind: string;
    readonly strong: boolean;
    readonly pii: boolean;
  }[];
  readonly traits: readonly { readonly name: string; readonly type: string; readonly pii: boolean }[];
}

/** What is there after a run, in numbers. No value of a column that is marked as personal. */
export interface Figures {
  readonly run: number;
  readonly events: readonly PlainRow[];
  /** By entity type. */
  readonly identifiers: ReadonlyMap<string, readonly PlainRow[]>;
  readonly traits: ReadonlyMap<string, readonly PlainRow[]>;
  readonly roles: ReadonlyMap<string, readonly PlainRow[]>;
  /** Memberships and other relationships, by kind and role. */
  readonly relationships: readonly PlainRow[];
  readonly states: readonly PlainRow[];
  readonly runs: readonly PlainRow[];
  readonly steps: readonly PlainRow[];
  readonly checks: readonly PlainRow[];
  /** Rows by table, as people query it. */
  readonly rows: ReadonlyMap<string, number>;
}

/** A project, for people: what it publishes, where it comes from, and what is there. */
export interface Description {
  readonly prefix: string;
  readonly target?: string;
  readonly tables: readonly DescribedTable[];
  readonly entities: readonly DescribedEntity[];
  readonly sources: readonly {
    readonly name: string;
    readonly events: readonly { readonly key: string; readonly mentions: readonly string[] }[];
  }[];
  readonly states: readonly { readonly name: string; readonly of: string; readonly description: string }[];
  /** Memberships first, where there are groups. */
  readonly relationships: readonly Pick<Relationship, "name" | "from" | "to" | "description" | "above">[];
  /** Absent before the first run. */
  readonly figures?: Figures;
  /** Why it is not told which raw columns columns come from, where that is so. */
  readonly lineageProblem?: string;
}

/** So many rows of a catalogue are told. */
const most = 1000;
const layerOrder: readonly Layer[] = ["final", "identity", "core", "source", "meta"];

/** Puts a description together. `compiled` is a message where the raw tables could not be looked at. */
export function descriptionOf(
  project: ResolvedProject,
  compiled: Compiled | string,
  figures: Figures | undefined,
): Description {
  const prefix = project.schemaPrefix;
  const spelt = (ref: TableRef): string => published(prefix)(ref).join(".");
  const tables =
    typeof compiled === "string" ? publishedTables(project) : compiled.layers.tables.filter((table) => table.published);
  const lineage = typeof compiled === "string" ? undefined : { of: lineageOf(compiled), ours: compiled.columns };
  const isOurs = (table: string): boolean => lineage?.ours.has(table) ?? false;
  const described = tables.map((table): DescribedTable => {
    const columns = table.columns.map((column): DescribedColumn => {
      const origins =
        lineage === undefined
          ? []
          : firstSaid(project, table.ref, column.name)
              .filter((said) => lineage.of.has(said.table))
              .flatMap((said) => rawOriginsOf(lineage.of, said.table, said.column));
      return {
        ...plain(column),
        isKey: table.key.includes(column.name),
        refersTo: referencesOf(table, column.name, { tables, project }).map(
          (to) => `${spelt(to.table.ref)}.${to.column}`,
        ),
        from: distinct(origins.filter((origin) => !isOurs(origin.table))),
      };
    });
    return counted({ ...of(table.ref), sentence: table.sentence, isView: table.stored === "view", columns });
  });
  function of(ref: TableRef): Pick<DescribedTable, "layer" | "name"> {
    return { layer: ref.layer, name: spelt(ref) };
  }
  function counted(table: DescribedTable): DescribedTable {
    const rows = figures?.rows.get(table.name);
    return rows === undefined ? table : { ...table, rows };
  }
  const meta = metaTables.map(({ ref, sentence, columns }) =>
    counted({
      ...of(ref),
      sentence,
      isView: false,
      columns: columns.map((column) => ({ ...plain(column), isKey: false, refersTo: [], from: [] })),
    }),
  );
  return {
    prefix,
    ...(project.target === undefined ? {} : { target: project.target }),
    tables: [...described, ...meta].sort((a, b) => layerOrder.indexOf(a.layer) - layerOrder.indexOf(b.layer)),
    entities: project.entities.map((entity) => ({
      name: entity.name,
      plural: entity.plural,
      identifiers: shownIdentifiers(entity).map(({ name, kind, strong, pii }) => ({ name, kind, strong, pii })),
      traits: entity.traits.map(({ name, type, pii }) => ({ name, type, pii: pii === true })),
    })),
    sources: project.sources.map(({ name, events }) => ({
      name,
      events: events.map(({ key, mentions }) => ({ key, mentions: [...new Set(mentions.map((one) => one.entity))] })),
    })),
    states: project.states.map(({ name, of: whose, description }) => ({ name, of: whose, description })),
    relationships: project.relationships,
    ...(figures === undefined ? {} : { figures }),
    ...(typeof compiled === "string" ? { lineageProblem: compiled } : {}),
  };
}

/**
 * Where to look for what a column is made from. The dictionary holds identifiers of all types together, so that any of them
 * may have come from any raw column; what sources said of one type, or of one trait, stands in their own tables.
 */
function firstSaid(
  { entities, sources }: ResolvedProject,
  ref: TableRef,
  column: string,
): readonly { readonly table: string; readonly column: string }[] {
  const itself = [{ table: tableName(ref), column }];
  const entity = entities.find((one) =>
    [`final.${one.plural}`, `core.${one.name}_identifiers`, `core.${one.name}_traits`].includes(tableName(ref)),
  );
  if (entity === undefined) return itself;
  const what = entity.traits.some(({ name }) => name === column) ? "traits" : "identifiers";
  const plainName = column.replace(/_raw$/, "");
  const said = what === "traits" ? column : plainName;
  if (what === "identifiers" && !entity.identifiers.some(({ name }) => name === plainName)) return itself;
  return sources.map(({ name }) => ({ table: `source.${name}_${entity.name}_${what}`, column: said }));
}

function distinct(origins: DescribedColumn["from"]): DescribedColumn["from"] {
  return [...new Map(origins.map((origin) => [JSON.stringify(origin), origin])).values()];
}

function plain({
  name,
  type,
  description,
  pii,
}: Column): Pick<DescribedColumn, "name" | "type" | "description" | "pii"> {
  return { name, type, description, pii: pii === true };
}

/** Asks a published copy for its numbers. */
export async function figuresOf(engine: Engine, project: ResolvedProject, run: number): Promise<Figures> {
  const prefix = project.schemaPrefix;
  const rows = async (question: Sql): Promise<readonly PlainRow[]> => {
    const text = render(question, engine.dialect, { locate: published(prefix), runValue: () => "null" });
    return rowsOf(await engine.ask(text));
  };
  const byEntity = async (question: (entity: Entity) => Sql | undefined) => {
    const found = new Map<string, readonly PlainRow[]>();
    for (const entity of project.entities) {
      const asked = question(entity);
      found.set(entity.name, asked === undefined ? [] : await rows(asked));
    }
    return found;
  };
  const there = new Set<string>();
  for (const layer of layerOrder) {
    const schema = schemaOf(prefix, layer);
    for (const name of (await engine.tablesIn(schema)).keys()) there.add(`${schema}.${name}`);
  }
  const isThere = (ref: TableRef): boolean => there.has(published(prefix)(ref).join("."));
  const counts = new Map<string, number>();
  for (const { ref } of [...publishedTables(project), ...metaTables]) {
    if (!isThere(ref)) continue;
    const [counted = {}] = await rows(rowCount(ref));
    counts.set(published(prefix)(ref).join("."), Number(counted["rows"]));
  }
  const related = relationshipCatalogue(project, most);
  const hasChecks = metaTables.some(({ ref }) => ref.name === "check_results" && isThere(ref));
  return {
    run,
    events: await rows(eventCatalogue(most)),
    identifiers: await byEntity(identifierCatalogue),
    traits: await byEntity(traitCatalogue),
    roles: await byEntity((entity) => roleCatalogue(entity, most)),
    relationships: related === undefined ? [] : await rows(related),
    states: await rows(stateCatalogue(most)),
    runs: await rows(runHistory(50)),
    steps: await rows(runSteps(run)),
    checks: hasChecks ? await rows(lastChecks()) : [],
    rows: counts,
  };
}
