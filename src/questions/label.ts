import type { Entity } from "../config/project.ts";
import { shownIdentifiers } from "../layers/tables/identity-tables.ts";
import { text } from "../sql/functions.ts";
import { join, name, type Sql, sql } from "../sql/sql.ts";

/** How an entity is called: by its name, or else by the strongest of its identifiers that it has. */
export function labelOf(entity: Entity, alias: string): Sql {
  const columns = [...entity.traits.filter((trait) => trait.name === "name"), ...shownIdentifiers(entity)];
  return sql`coalesce(${join(columns.map((column) => text(name(alias, column.name))))})`;
}
