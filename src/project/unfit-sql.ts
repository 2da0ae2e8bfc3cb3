import { NexusError, type Problem } from "../base/problem.ts";
import type { Compiled } from "../compile/plan.ts";
import type { Engine } from "../engines/engine.ts";
import { type Inputs, tableName } from "../model/table.ts";
import { working } from "../sql/locate.ts";
import { noRows, type Relation } from "../sql/relation.ts";
import { render } from "../sql/render.ts";
import { type RunValue, type Sql, sql } from "../sql/sql.ts";

/** Of the types that a run brings. */
const anyValue: Readonly<Record<RunValue, string>> = { horizon: "cast('2000-01-01' as timestamp)", run: "1" };

/**
 * What the engine has against the queries of a plan, before any of them runs: SQL of the user's own, patterns, types. Scans
 * are tried over the raw rows; all that is made of them over tables without rows, as none is made yet.
 */
export async function unfitSql(
  { plan, tables, columns }: Compiled,
  engine: Engine,
  prefix: string,
): Promise<readonly Problem[]> {
  const locate = working(prefix, plan);
  const problems: Problem[] = [];
  const attempt = async (query: Sql, where: NonNullable<Problem["where"]>): Promise<void> => {
    const text = render(sql`explain ${query}`, engine.dialect, { locate, runValue: (of) => anyValue[of] });
    await engine.ask(text).catch((error: unknown) => {
      if (!(error instanceof NexusError)) throw error;
      // The place in the SQL is enough: the user's own part of it is what is wrong.
      const brief = ({ detail, ...problem }: Problem): Problem => ({
        ...problem,
        where: { ...where, ...problem.where },
        ...(detail === undefined ? {} : { detail: detail.split("\n\n", 1)[0] ?? "" }),
      });
      problems.push(...error.problems.map(brief));
    });
  };
  const empty: Inputs<Relation> = (ref) => noRows(columns.get(tableName(ref)) ?? []);
  for (const step of plan.steps) {
    if (step.kind === "scan") await attempt(step.query, { source: step.source, event: step.event, step: step.id });
    const made = step.kind === "build" ? tables.get(tableName(step.table)) : undefined;
    if (made !== undefined) await attempt(made.define(empty).sql, { step: step.id });
  }
  return problems;
}
