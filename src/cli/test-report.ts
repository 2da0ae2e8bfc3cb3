import pc from "picocolors";
import type { TestResult } from "../project/checking.ts";
import type { CheckResult } from "../project/project.ts";
import { moment, number, seconds, table } from "./print.ts";

/** What each kind of check that always holds is about. */
const kindWords: Readonly<Record<string, string>> = {
  key: "keys are unique",
  reference: "what is referred to exists",
  alias: "no id that only stands for another",
  mentions: "every mention has one entity, or none to have",
  events: "every event appears once",
  intervals: "intervals of states do not overlap",
};

const marks: Readonly<Record<CheckResult["status"], string>> = {
  passed: "holds",
  warned: "warns",
  failed: "fails",
  unanswered: "cannot be asked",
};

/** All checks: what always holds summed up by kind where it does, the project's own a line each, and what is against the rest. */
export function testReport(result: TestResult): string {
  const { checks } = result;
  const summed = [...new Set(checks.map((check) => check.kind))].filter((kind) => kind in kindWords);
  const kinds = summed.map((kind) => {
    const all = checks.filter((check) => check.kind === kind);
    const well = all.filter((check) => check.status === "passed").length;
    const mark = well === all.length ? pc.green(marks.passed) : pc.red(`${number(well)} of ${number(all.length)} hold`);
    return [kind, mark, all.length, kindWords[kind], seconds(all.reduce((sum, check) => sum + check.seconds, 0))];
  });
  const own = checks
    .filter((check) => !(check.kind in kindWords))
    .map((check) => [check.name, painted(check), check.failing, check.description, seconds(check.seconds)]);
  const listed = [
    ...(kinds.length === 0 ? [] : [table(["what always holds", "", "checks", "", "time"], kinds)]),
    ...(own.length === 0 ? [] : [table(["check", "", "rows against it", "what it asks", "time"], own)]),
  ];
  const against = checks.filter((check) => check.status !== "passed").map(evidence);
  return [...listed, ...against, verdict(result)].join("\n\n");
}

function painted({ status, severity }: CheckResult): string {
  if (status === "passed") return pc.green(marks[status]);
  return status === "warned" || severity === "warn" ? pc.yellow(marks[status]) : pc.red(marks[status]);
}

/** A check that does not hold: what it asks, and the first rows that speak against it. */
function evidence(check: CheckResult): string {
  const [first] = check.rows;
  const head = `${painted(check)} ${pc.bold(check.name)} ${check.description}`;
  const problem = check.problem === undefined ? [] : [`  ${check.problem}`];
  if (first === undefined) return [head, ...problem].join("\n");
  const columns = Object.keys(first);
  const rows = table(
    columns,
    check.rows.map((row) => columns.map((column) => row[column])),
  );
  const more = (check.failing ?? 0) - check.rows.length;
  return [
    head,
    ...problem,
    rows.replace(/^/gm, "  "),
    ...(more > 0 ? [pc.dim(`  and ${number(more)} more`)] : []),
  ].join("\n");
}

function verdict({ checks, run, horizon, seconds: took }: TestResult): string {
  const counted = (["passed", "warned", "failed", "unanswered"] as const)
    .map((status) => [status, checks.filter((check) => check.status === status).length] as const)
    .filter(([status, count]) => count > 0 || status === "passed")
    .map(([status, count]) => `${number(count)} ${status}`);
  return `${counted.join(", ")} of run ${run} ${pc.dim(`(horizon ${moment(horizon)}) in ${seconds(took)}`)}`;
}
