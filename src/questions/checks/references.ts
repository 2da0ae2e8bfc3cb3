import type { Entity, Project } from "../../config/project.ts";
import { eventsRef } from "../../layers/tables/final-refs.ts";
import { type TableRef, tableName } from "../../model/table.ts";
import { columnsOf, select, source } from "../../sql/relation.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { asked, type CheckedTable, type CheckQuestion, hasColumns, holds, spelt } from "./check-question.ts";

/** Where a column's ids are found. */
export interface Reference {
  readonly table: CheckedTable;
  readonly column: string;
  /** Only rows of this value in that column refer there: `entity_id` beside an `entity_type`. */
  readonly when?: { readonly column: string; readonly is: string };
  /** The entity type that the ids are of; none for ids of history, which may have ended. */
  readonly entity?: Entity;
}

/** Published tables, and what names in them a project made up. */
export interface Published {
  readonly tables: readonly CheckedTable[];
  readonly project: Pick<Project, "entities" | "relationships" | "sources">;
}

const aliasesName = "identity.entity_aliases";

/**
 * The tables that a column refers to. Names are the public contract, and so they say it: `event_id`, an entity type and
 * `_id`, `<…>_identifier_id`, and `<side>_id` beside a `<side>_type`. What a project named itself (identifiers, traits, own
 * columns) refers to nothing.
 */
export function referencesOf(table: CheckedTable, column: string, published: Published): readonly Reference[] {
  if (table.key.length === 1 && table.key[0] === column) return [];
  if (!column.endsWith("_id") || isNamedByProject(table, column, published.project)) return [];
  const stem = column.slice(0, -"_id".length);
  const to = (name: string, on: string, more: Partial<Reference> = {}): readonly Reference[] => {
    const found = published.tables.find((one) => tableName(one.ref) === name);
    return found === undefined || !hasColumns(found, on) ? [] : [{ table: found, column: on, ...more }];
  };
  if (column === "event_id") {
    return table.ref.layer === "source"
      ? eventsOfSource(table.ref, published).map((events) => ({ table: events, column: "event_id" }))
      : to(tableName(eventsRef), "id");
  }
  // History speaks of ids as they were: they were given out once.
  const isHistory = hasColumns(table, "previous_entity_id");
  if (column === "origin_id" || (isHistory && /^(previous_)?entity_id$/.test(column)))
    return to(aliasesName, "alias_id");
  const { entities } = published.project;
  const sideTypes = kindSides(table, stem, published.project);
  if (sideTypes !== undefined) {
    return sideTypes.flatMap(({ kind, type }) =>
      to(`core.${type}_identifiers`, "id", { when: { column: "kind", is: kind } }),
    );
  }
  if (stem.endsWith("_identifier")) return to(`core.${stem}s`, "id");
  // Of several entities in one row, such as `stronger_entity_id`, all are of its `entity_type`.
  const hasTypeOfAll = stem.endsWith("_entity") || stem === "ancestor";
  const type = [`${stem}_type`, ...(hasTypeOfAll ? ["entity_type"] : [])].find((one) => hasColumns(table, one));
  if (type !== undefined) {
    const possible = typesOf(table, stem, published.project);
    return entities
      .filter(({ name }) => possible?.includes(name) ?? true)
      .flatMap((entity) => to(`final.${entity.plural}`, "id", { entity, when: { column: type, is: entity.name } }));
  }
  return entities
    .filter((entity) => entity.name === stem)
    .flatMap((entity) => to(`final.${entity.plural}`, "id", { entity }));
}

/** Of a side of claims of relationships, `from_identifier_id`, the entity type that each kind has there. */
function kindSides(
  table: CheckedTable,
  stem: string,
  { relationships }: Published["project"],
): readonly { readonly kind: string; readonly type: string }[] | undefined {
  const side = stem === "from_identifier" ? "from" : stem === "to_identifier" ? "to" : undefined;
  if (side === undefined || !hasColumns(table, "kind")) return undefined;
  return relationships.filter((one) => !one.isMembership).map((one) => ({ kind: one.name, type: one[side] }));
}

/** The entity types that a column of relationships or of hierarchies can speak of; undefined: of any. */
function typesOf(
  table: CheckedTable,
  stem: string,
  { relationships }: Published["project"],
): readonly string[] | undefined {
  const own = relationships.filter((one) => !one.isMembership);
  if (hasColumns(table, "ancestor_id")) return own.flatMap((one) => (one.above === undefined ? [] : [one.from]));
  if (!hasColumns(table, "from_type", "to_type")) return undefined;
  return own.map((one) => (stem === "from" ? one.from : one.to));
}

/** The events of the source whose table it is: the name of one may begin with that of another. */
function eventsOfSource({ name }: TableRef, { tables, project }: Published): readonly CheckedTable[] {
  const ends = [
    ...project.entities.flatMap((entity) => [`${entity.name}_identifiers`, `${entity.name}_traits`]),
    ...["membership_identifiers", "relationship_identifiers"],
  ];
  const source = project.sources.find((one) => ends.some((end) => name === `${one.name}_${end}`));
  return tables.filter(({ ref }) => ref.layer === "source" && ref.name === `${source?.name}_events`);
}

function isNamedByProject({ ref }: CheckedTable, column: string, { entities, sources }: Published["project"]): boolean {
  const isOf = (entity: Entity): boolean =>
    [...entity.identifiers, ...entity.traits].some(({ name }) => name === column || `${name}_raw` === column);
  if (ref.layer === "final") return entities.some((entity) => entity.plural === ref.name && isOf(entity));
  if (ref.layer !== "source" && ref.layer !== "core") return false;
  const own = sources.flatMap((of) => of.events.flatMap((event) => event.columns.map(([name]) => name)));
  return entities.some(isOf) || own.includes(column);
}

/** Every value of a column is there in another. Columns: the table's key, and the one that is asked. */
export function orphans(
  table: CheckedTable,
  column: string,
  to: Pick<Reference, "table" | "column">,
  where: readonly Sql[] = [],
): Sql {
  const t = asked(table, "t");
  const o = asked(to.table, "o");
  return select(columnsOf(t, [...new Set([...table.key, column])]))
    .from(t)
    .where(
      sql`${t.col(column)} is not null`,
      ...where,
      sql`not exists (select 1 from ${source(o)} where ${o.col(to.column)} = ${t.col(column)})`,
    ).sql;
}

/** What each column of a table refers to exists. */
export function referenceChecks(table: CheckedTable, published: Published): readonly CheckQuestion[] {
  return table.columns.flatMap(({ name: column }) =>
    referencesOf(table, column, published).map((reference) => {
      const place = `${spelt(table.ref)}.${column}`;
      const { when } = reference;
      const only = when === undefined ? [] : [sql`${asked(table, "t").col(when.column)} = ${when.is}`];
      const ofType = when === undefined ? "" : ` of ${when.is}s`;
      return holds(
        "reference",
        when === undefined ? place : `${place}:${when.is}`,
        `every ${column}${ofType} of ${spelt(table.ref)} is there in ${spelt(reference.table.ref)}.${reference.column}`,
        orphans(table, column, reference, only),
      );
    }),
  );
}

/**
 * No row of a final table refers to an id that only stands for another one by now. Columns: the table's key, the one that
 * is asked, and `stands_for`.
 */
export function aliasChecks(table: CheckedTable, published: Published): readonly CheckQuestion[] {
  const aliases = published.tables.find((one) => tableName(one.ref) === aliasesName);
  if (table.ref.layer !== "final" || aliases === undefined) return [];
  const isEntity = published.project.entities.some((entity) => entity.plural === table.ref.name);
  const columns = table.columns
    .map(({ name }) => name)
    .filter((name) =>
      isEntity && name === "id"
        ? true
        : referencesOf(table, name, published).some((reference) => reference.entity !== undefined),
    );
  return columns.map((column) => {
    const t = asked(table, "t");
    const a = asked(aliases, "a");
    const [alias, entity] = [a.col("alias_id"), a.col("entity_id")];
    const known = sql`select ${alias} as alias_id, max(${entity}) as stands_for, max(case when ${entity} = ${alias} then 1 else 0 end) as lives from ${source(a)} group by ${alias}`;
    const rows = select({ ...columnsOf(t, [...new Set([...table.key, column])]), stands_for: sql`k.stands_for` })
      .from(sql`${source(t)} join (${known}) as k on k.alias_id = ${t.col(column)}`)
      .where(sql`k.lives = 0`);
    const place = `${spelt(table.ref)}.${column}`;
    return holds("alias", place, `no ${column} of ${spelt(table.ref)} is an id that only stands for another`, rows.sql);
  });
}
