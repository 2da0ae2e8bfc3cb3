import { columnsOf, select } from "../../sql/relation.ts";
import { join, sql } from "../../sql/sql.ts";
import { asked, type CheckedTable, type CheckQuestion, holds, spelt } from "./check-question.ts";

/**
 * No two rows of a table have the same key; where it is one column, it is never null. Columns: the key, `rows`.
 * Participants are unique on entity, event and role by it, events by their id.
 */
export function keyCheck(table: CheckedTable): CheckQuestion | undefined {
  const [first, ...others] = table.key;
  if (first === undefined) return undefined;
  const t = asked(table, "t");
  const isNull = others.length === 0 ? sql` or ${t.col(first)} is null` : sql``;
  const question = select({ ...columnsOf(t, table.key), rows: sql`count(*)` })
    .from(t)
    .groupBy(...table.key.map(t.col))
    .having(sql`(count(*) > 1${isNull})`);
  return holds("key", spelt(table.ref), `${words(table.key)} of ${spelt(table.ref)} is unique`, question.sql);
}

/** No two rows have the same values; a null is like nothing else. Columns: these, `rows`. */
export function repeated(table: CheckedTable, columns: readonly string[], where = sql`true`) {
  const t = asked(table, "t");
  const present = columns.map((column) => sql`${t.col(column)} is not null`);
  return select({ ...columnsOf(t, columns), rows: sql`count(*)` })
    .from(t)
    .where(...present, sql`(${where})`)
    .groupBy(...columns.map(t.col))
    .having(sql`count(*) > 1`);
}

/** Rows in which one of the columns is null. Columns: the table's key, and these. */
export function missing(table: CheckedTable, columns: readonly string[], where = sql`true`) {
  const t = asked(table, "t");
  return select(columnsOf(t, [...new Set([...table.key, ...columns])]))
    .from(t)
    .where(
      sql`(${join(
        columns.map((column) => sql`${t.col(column)} is null`),
        sql` or `,
      )})`,
      sql`(${where})`,
    );
}

/** `id`, `event_id and role`. */
function words(columns: readonly string[]): string {
  return columns.join(", ").replace(/, ([^,]*)$/, " and $1");
}
