import type { ScanStep } from "../model/step.ts";
import { lengthPrefixed, md5, text } from "./functions.ts";
import { join, name, type Sql, sql } from "./sql.ts";

/**
 * What decides which of the rows that a scan read are kept: one place for all who keep them. Rows are under an alias, or
 * under the name of their table.
 */

/** All that a row says, so that versions as new as each other are told apart, and put in an order. */
export function contentOf(columns: readonly string[]): Sql {
  return md5(lengthPrefixed(columns.map((column) => text(name(column)))));
}

/** The order of the versions of a row, the one that is kept first; `_content` is what they say. */
export function newestFirst({ deletions }: Pick<ScanStep<Sql>, "deletions">): Sql {
  // Of versions as new as each other, one that says that the row is gone is the later one.
  const marks = (deletions?.marks ?? []).map((mark) => sql`${name(mark)} desc, `);
  return sql`_ingested_at desc nulls last, ${join(marks, sql``)}_content`;
}

/** Whether a newer version of the row, among those that are withdrawn, does not meet the condition any more. */
export function isWithdrawn(row: Sql, key: Sql, withdrawn: Sql): Sql {
  return sql`exists (select 1 from ${withdrawn} as w where w.${key} = ${row}.${key} and w._ingested_at > ${row}._ingested_at)`;
}

/** Whether a row says itself that it is gone. */
export function isMarked(marks: readonly string[]): Sql {
  return join(
    marks.map((mark) => name(mark)),
    sql` or `,
  );
}

/** What is gone, by its key, with the newest version that says so; `rows` are queries of both columns. */
export function deletionsIn(rows: readonly Sql[], key: Sql): Sql {
  return sql`select ${key}, max(_ingested_at) as _ingested_at from (${join(rows, sql` union all `)}) as d group by ${key}`;
}

/** Whether a row is gone: by what it says, or by a version that is no older. */
export function isGone(row: Sql, key: Sql, marks: readonly string[], deletions: Sql): Sql {
  return sql`${isMarked(marks)} or exists (select 1 from ${deletions} as d where d.${key} = ${row}.${key} and d._ingested_at >= ${row}._ingested_at)`;
}
