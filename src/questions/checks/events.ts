import { eventsRef } from "../../layers/tables/final-refs.ts";
import { type TableRef, tableName } from "../../model/table.ts";
import { sql, table } from "../../sql/sql.ts";
import { type CheckedTable, type CheckQuestion, holds } from "./check-question.ts";

const coreEvents: TableRef = { layer: "core", name: "events" };

/**
 * Every event of the event log is there in the final table, once, and nothing else is.
 * Columns: `event_id`, `in_log`, `in_final` (how often).
 */
export function eventChecks(tables: readonly CheckedTable[]): readonly CheckQuestion[] {
  const hasBoth = [coreEvents, eventsRef].every((ref) => tables.some((one) => tableName(one.ref) === tableName(ref)));
  if (!hasBoth) return [];
  const both = sql`select event_id, 1 as in_log, 0 as in_final from ${table(coreEvents)}
union all
select id, 0, 1 from ${table(eventsRef)}`;
  return [
    holds(
      "events",
      "once",
      "every event of the event log is there in events, once",
      sql`select b.event_id, sum(b.in_log) as in_log, sum(b.in_final) as in_final from (${both}) as b group by b.event_id having sum(b.in_log) <> 1 or sum(b.in_final) <> 1`,
    ),
  ];
}
