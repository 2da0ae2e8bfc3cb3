import type { Freshness } from "../../config/checks.ts";
import type { ProjectEvent, ProjectSource } from "../../config/project.ts";
import { keptRef } from "../../layers/tables/source-tables.ts";
import type { TableRef } from "../../model/table.ts";
import { addSeconds } from "../../sql/functions.ts";
import { join, runValue, type Sql, sql, table } from "../../sql/sql.ts";
import type { CheckQuestion } from "./check-question.ts";

/**
 * How old a source is, and each of its events that says how old it may be: the newest load time, or else the newest event
 * that is not to come, against the run's horizon. Columns: `level`, `newest_at` (null: there is nothing), `measured_by`,
 * `horizon`.
 */
export function freshnessChecks(source: ProjectSource, isThere: (ref: TableRef) => boolean): readonly CheckQuestion[] {
  const check = (name: string, freshness: Freshness | undefined, events: readonly ProjectEvent[]): CheckQuestion[] => {
    const kept = events.map(keptRef).filter(isThere);
    if (freshness === undefined || kept.length === 0) return [];
    return [
      {
        name: `freshness:${name}`,
        kind: "freshness",
        description: `the newest row of ${name} is no older than ${limits(freshness)}`,
        severity: freshness.errorAfter === undefined ? "warn" : "error",
        threshold: 0,
        question: stale(freshness, kept),
        isGraded: true,
      },
    ];
  };
  return [
    ...check(source.name, source.freshness, source.events),
    ...source.events.flatMap((event) => check(`${source.name}.${event.key}`, event.freshness, [event])),
  ];
}

function stale({ warnAfter, errorAfter }: Freshness, kept: readonly TableRef[]): Sql {
  const horizon = runValue("horizon");
  const each = kept.map(
    (ref) =>
      sql`select max(k._ingested_at) as loaded_at, max(case when k.occurred_at <= ${horizon} then k.occurred_at end) as happened_at from ${table(ref)} as k`,
  );
  const newest = sql`select coalesce(max(a.loaded_at), max(a.happened_at)) as newest_at, case when max(a.loaded_at) is not null then 'load time' when max(a.happened_at) is not null then 'event' end as measured_by from (${join(each, sql`\nunion all\n`)}) as a`;
  const isLate = (after: { readonly hours: number }): Sql =>
    sql`(n.newest_at is null or ${addSeconds(sql`n.newest_at`, Math.round(after.hours * 3600))} < ${horizon})`;
  const levels = [
    ...(errorAfter === undefined ? [] : [sql` when ${isLate(errorAfter)} then 'error'`]),
    ...(warnAfter === undefined ? [] : [sql` when ${isLate(warnAfter)} then 'warn'`]),
  ];
  const graded = sql`select case${join(levels, sql``)} end as level, n.newest_at, n.measured_by, ${horizon} as horizon from (${newest}) as n`;
  return sql`select g.level, g.newest_at, g.measured_by, g.horizon from (${graded}) as g where g.level is not null`;
}

function limits({ warnAfter, errorAfter }: Freshness): string {
  return [
    ...(warnAfter === undefined ? [] : [`${warnAfter.hours} hours (warning)`]),
    ...(errorAfter === undefined ? [] : [`${errorAfter.hours} hours`]),
  ].join(", ");
}
