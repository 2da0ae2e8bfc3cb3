import type { Catalogue, Project } from "../config/project.ts";
import { layersOf } from "../layers/index.ts";
import type { Table } from "../model/table.ts";
import type { Relation } from "../sql/relation.ts";
import { sql } from "../sql/sql.ts";

/**
 * Every table that a project publishes, from its config alone: their names and columns follow from it, whatever the raw
 * tables hold. Tables of sources whose raw tables are optional are among them.
 */
export function publishedTables(project: Project): readonly Table<Relation>[] {
  return layersOf(project, anyCatalogue(project)).tables.filter((table) => table.published);
}

/** Raw tables of which nothing is known, and so nothing is found to be missing. */
function anyCatalogue(project: Project): Catalogue {
  return new Map(
    project.sources.flatMap((source) =>
      [...source.tables.keys()].map((name) => [
        `${source.name}.${name}`,
        { reference: sql`(select 1 as nothing where false)`, label: name, columns: [] },
      ]),
    ),
  );
}
