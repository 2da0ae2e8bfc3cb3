import { nearestHint } from "../base/nearest.ts";
import { NexusError, type Problem } from "../base/problem.ts";
import { publishedTables } from "../compile/published-tables.ts";
import type { Project as ResolvedProject } from "../config/project.ts";
import type { Answer, Engine } from "../engines/engine.ts";
import type { TableRef } from "../model/table.ts";
import type { CheckQuestion } from "../questions/checks/check-question.ts";
import { builtInChecks, ownChecks } from "../questions/checks/checks.ts";
import type { CheckResult } from "../runner/report.ts";
import { published, schemaOf } from "../sql/locate.ts";
import { render } from "../sql/render.ts";
import { type Sql, sql, value } from "../sql/sql.ts";

/** The checks of a project over the tables that are there: what always holds, and its own, which every run asks. */
export async function checksOf(
  project: ResolvedProject,
  engine: Engine,
): Promise<{ readonly builtIn: readonly CheckQuestion[]; readonly own: readonly CheckQuestion[] }> {
  const there = new Set<string>();
  for (const name of (await engine.tablesIn(schemaOf(project.schemaPrefix, "source"))).keys()) there.add(name);
  // A source whose raw tables may be missing has no tables where they are.
  const isThere = ({ layer, name }: TableRef): boolean => layer !== "source" || there.has(name);
  const tables = publishedTables(project).filter((table) => isThere(table.ref));
  return { builtIn: builtInChecks(project, tables), own: ownChecks(project, tables, isThere) };
}

/** The checks that words name: a check by its name, or all of one kind. Without words, all. */
export function named(checks: readonly CheckQuestion[], words: readonly string[]): readonly CheckQuestion[] {
  if (words.length === 0) return checks;
  const unknown = words.filter((word) => !checks.some(({ name, kind }) => name === word || kind === word));
  if (unknown.length > 0) {
    const known = [...new Set(checks.map((check) => check.kind)), ...checks.map((check) => check.name)];
    const kinds = [...new Set(checks.map((check) => check.kind))].join(", ");
    throw new NexusError(
      unknown.map((word) => {
        const hint = nearestHint(word, known);
        return {
          code: "usage",
          message: `There is no check "${word}".`,
          found: `"${word}"`,
          accepted: `the name of a check, or a kind of checks: ${kinds}`,
          ...(hint === undefined ? {} : { hint }),
        } as const;
      }),
    );
  }
  return checks.filter(({ name, kind }) => words.includes(name) || words.includes(kind));
}

/** What `nexus test` found. */
export interface TestResult {
  /** The run whose tables were tested. */
  readonly run: number;
  /** The time that this run took for now, ISO text, UTC. */
  readonly horizon: string;
  readonly testedAt: string;
  readonly seconds: number;
  /** Whether no check of the severity `error` failed or could not be asked. */
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
  /** Why the results were not written down, where they were not: a run has the warehouse. */
  readonly notKept?: Problem;
}

/** Whether a check lets a command end well. */
export function isWell({ status, severity }: Pick<CheckResult, "status" | "severity">): boolean {
  return severity === "warn" || status === "passed" || status === "warned";
}

/** What checks are asked with. */
export interface Asking {
  readonly engine: Engine;
  readonly prefix: string;
  /** The time that the run, whose tables are asked, took for now: ISO text, UTC. */
  readonly horizon: string;
  /** How many rows that speak against a check are fetched. */
  readonly rows: number;
  readonly done?: (result: CheckResult, position: number, of: number) => void;
}

/** Asks checks one by one. A check that cannot be asked is an answer as well. */
export async function askChecks(checks: readonly CheckQuestion[], asking: Asking): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const result = await askCheck(check, asking);
    results.push(result);
    asking.done?.(result, results.length, checks.length);
  }
  return results;
}

async function askCheck(check: CheckQuestion, asking: Asking): Promise<CheckResult> {
  const { name, kind, description, severity, question } = check;
  const started = performance.now();
  const rest = () => ({ seconds: Math.round(performance.now() - started) / 1000 });
  const said = { name, kind, description, severity };
  try {
    const grave = check.isGraded === true ? sql`count(case when c.level = 'error' then 1 end)` : sql`count(*)`;
    const counted = await ask(sql`select count(*), ${grave} from (${question}) as c`, asking);
    const [failing, graves] = (counted.rows[0] ?? [0, 0]).map(Number) as [number, number];
    const found = failing === 0 ? [] : rowsOf(await ask(sql`select * from (${question}) as c`, asking, asking.rows));
    const isGrave = graves > check.threshold && severity === "error";
    const status = failing <= check.threshold ? "passed" : isGrave ? "failed" : "warned";
    const problem = status === "passed" ? undefined : inWords(check, failing, found[0]);
    return { ...said, status, failing, ...(problem === undefined ? {} : { problem }), ...rest(), rows: found };
  } catch (error) {
    if (!(error instanceof NexusError)) throw error;
    const [{ message, hint } = { message: error.message, hint: undefined }] = error.problems;
    const problem = hint === undefined ? message : `${message} (${hint})`;
    return { ...said, status: "unanswered", failing: null, problem, ...rest(), rows: [] };
  }
}

/** What is wrong, where a number of rows does not say it. */
function inWords(
  { kind, threshold }: CheckQuestion,
  failing: number,
  first: CheckResult["rows"][number] | undefined,
): string {
  if (kind === "freshness" && first !== undefined) {
    const { newest_at: newest, measured_by: by, horizon } = first;
    if (newest === null) return "nothing of it is there at all";
    const hours = (Date.parse(String(horizon)) - Date.parse(String(newest))) / 3_600_000;
    return `the newest ${by === "event" ? "event" : "load"} is ${hours.toFixed(1)} hours old, of ${String(newest)}`;
  }
  const allowed = threshold === 0 ? "" : `, ${threshold} may`;
  return `${failing} ${failing === 1 ? "row speaks" : "rows speak"} against it${allowed}`;
}

function ask(question: Sql, { engine, prefix, horizon }: Asking, limit?: number): Promise<Answer> {
  const at = sql`cast(${value(horizon.replace("T", " ").replace(/Z$/, ""))} as timestamp)`;
  const fixed = (fragment: Sql): string =>
    render(fragment, engine.dialect, { locate: published(prefix), runValue: () => "null" });
  const text = render(question, engine.dialect, {
    locate: published(prefix),
    runValue: (of) => (of === "horizon" ? fixed(at) : "null"),
  });
  return engine.ask(text, limit);
}

function rowsOf(answer: Answer): CheckResult["rows"] {
  return answer.rows.map((row) => Object.fromEntries(answer.columns.map((column, index) => [column.name, row[index]])));
}
