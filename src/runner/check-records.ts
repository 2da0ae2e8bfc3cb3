import { NexusError, type Problem } from "../base/problem.ts";
import type { Engine } from "../engines/engine.ts";
import { checkFailuresTable, checkResultsTable, type MetaTable } from "../model/run-records.ts";
import type { Dialect } from "../sql/dialect.ts";
import { published } from "../sql/locate.ts";
import { render } from "../sql/render.ts";
import { join, name, type Sql, sql, value } from "../sql/sql.ts";
import type { CheckResult } from "./report.ts";

/** So many rows that speak against a check are kept. */
export const failuresKept = 100;

/** What a run needs to ask checks and to write down what came of them. */
export interface Recording {
  readonly prefix: string;
  readonly now: () => Date;
  /** Asks the checks that every run makes, of what has just been published. */
  readonly check?: (run: number) => Promise<readonly CheckResult[]>;
}

/** When and of which run checks were asked. */
export interface Tested {
  readonly run: number;
  /** ISO text, UTC. */
  readonly testedAt: string;
  readonly checks: readonly CheckResult[];
}

/** The statements that write down what came of checks: all answers, and the failing rows of each check's last test. */
export function checkRecords({ run, testedAt, checks }: Tested, prefix: string, dialect: Dialect): readonly string[] {
  const live = (meta: MetaTable): Sql => name(...published(prefix)(meta.ref));
  const at = sql`cast(${value(testedAt.replace("T", " ").replace(/Z$/, ""))} as timestamp)`;
  const insert = (meta: MetaTable, rows: readonly Sql[]): readonly Sql[] => {
    const columns = join(meta.columns.map((column) => name(column.name)));
    return rows.length === 0 ? [] : [sql`insert into ${live(meta)} (${columns}) values ${join(rows)}`];
  };
  const results = checks.map(
    ({ name: check, kind, severity, status, failing, seconds, problem }) =>
      sql`(${join([run, check, kind, severity, status, failing, seconds, at, problem ?? null])})`,
  );
  const failures = checks.flatMap(({ name: check, rows }) =>
    rows.slice(0, failuresKept).map((row, index) => sql`(${join([run, check, at, index + 1, asJson(row)])})`),
  );
  const asked = join(checks.map(({ name: check }) => value(check)));
  return [
    ...[checkResultsTable, checkFailuresTable].map((meta) =>
      dialect.statements.createEmptyTable(live(meta), meta.columns),
    ),
    ...insert(checkResultsTable, results),
    ...(checks.length === 0 ? [] : [sql`delete from ${live(checkFailuresTable)} where check_name in (${asked})`]),
    ...insert(checkFailuresTable, failures),
  ].map((fragment) => render(fragment, dialect, { locate: published(prefix), runValue: () => "null" }));
}

/** Asks the checks of what has just been published. Whatever becomes of them, the run is done and its readers get it. */
export async function recordedChecks(
  engine: Engine,
  { check, now, prefix }: Recording,
  { run, warnings }: { readonly run: number; readonly warnings: Problem[] },
): Promise<readonly CheckResult[]> {
  try {
    const checks = (await check?.(run)) ?? [];
    const tested = { run, testedAt: now().toISOString(), checks };
    if (checks.length > 0) await engine.atomically(checkRecords(tested, prefix, engine.dialect));
    return checks;
  } catch (error) {
    if (!(error instanceof NexusError)) throw error;
    warnings.push(...error.problems.map((problem) => ({ ...problem, severity: "warning" }) as const));
    return [];
  }
}

/** Whole numbers beyond 2^53 as texts, so that none of their digits is lost. */
function asJson(row: CheckResult["rows"][number]): string {
  return JSON.stringify(row, (_, cell: unknown) => (typeof cell === "bigint" ? String(cell) : cell));
}
