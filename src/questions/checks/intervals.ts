import { columnsOf, select } from "../../sql/relation.ts";
import { name, type Sql, sql } from "../../sql/sql.ts";
import { asked, type CheckedTable, type CheckQuestion, hasColumns, holds, spelt } from "./check-question.ts";

const [entered, exited] = ["state_entered_at", "state_exited_at"];
const whose = ["entity_type", "entity_id", "state_name"];
const values = ["state_value", "state_number"];

/**
 * Of a table of intervals: none overlaps the next of the same state and entity; they are half-open and not empty; no two
 * neighbours are alike. Columns: whose state it is, its value, since when and until when, what the next one has.
 */
export function intervalChecks(table: CheckedTable): readonly CheckQuestion[] {
  if (!hasColumns(table, ...whose, ...values, entered, exited, "is_current")) return [];
  const t = asked(table, "t");
  const inTime = sql`partition by ${t.col("entity_type")}, ${t.col("entity_id")}, ${t.col("state_name")} order by ${t.col(entered)}, ${t.col(exited)}`;
  const shown = [...whose, ...values, entered, exited];
  const followed = select({
    ...columnsOf(t, [...shown, "is_current"]),
    next_entered_at: sql`lead(${t.col(entered)}) over (${inTime})`,
    next_value: sql`lead(${t.col("state_value")}) over (${inTime})`,
    next_number: sql`lead(${t.col("state_number")}) over (${inTime})`,
  }).from(t);
  const rows = (more: readonly string[], condition: Sql): Sql => {
    const items = [...shown, ...more].map((column) => [column, name("i", column)] as const);
    return select(Object.fromEntries(items)).from(sql`(${followed.sql}) as i`).where(condition).sql;
  };
  const place = spelt(table.ref);
  return [
    holds(
      "intervals",
      `${place}:overlap`,
      `no two intervals of one state of one entity overlap in ${place}`,
      rows(
        ["next_entered_at"],
        sql`i.next_entered_at is not null and (i.state_exited_at is null or i.next_entered_at < i.state_exited_at)`,
      ),
    ),
    holds(
      "intervals",
      `${place}:half_open`,
      `an interval of ${place} ends after it began, and the one without an end is current`,
      rows(
        ["is_current"],
        sql`i.state_exited_at <= i.state_entered_at or i.is_current is distinct from (i.state_exited_at is null)`,
      ),
    ),
    holds(
      "intervals",
      `${place}:neighbours`,
      `no interval of ${place} goes on in one with the same value`,
      rows(
        ["next_entered_at"],
        sql`i.next_entered_at = i.state_exited_at and i.next_value is not distinct from i.state_value and i.next_number is not distinct from i.state_number`,
      ),
    ),
  ];
}
