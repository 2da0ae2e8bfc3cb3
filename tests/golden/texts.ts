import type { Plan, Step } from "../../src/model/step.ts";
import { tableName } from "../../src/model/table.ts";
import { contractionOf, roundsOf } from "../../src/sql/contraction.ts";
import type { Dialect } from "../../src/sql/dialect.ts";
import { locatedAt, published, working } from "../../src/sql/locate.ts";
import { render } from "../../src/sql/render.ts";
import { name, type Sql } from "../../src/sql/sql.ts";
import { statementsOf } from "../../src/sql/statements.ts";

export const prefix = "nexus";

/** One statement of a step, as text. */
export interface StatementText {
  readonly label: string;
  readonly when?: string;
  readonly does: "write" | "count" | "read";
  readonly text: string;
}

/** How values of the run stand in the text: `:horizon`, or a literal that an engine can take. */
export type RunValues = (of: "horizon" | "run") => string;

/** Everything that a step says to a warehouse, in the order in which it says it. */
export function textsOf(
  step: Step<Sql>,
  plan: Plan<Sql>,
  dialect: Dialect,
  runValue: RunValues,
): readonly StatementText[] {
  const locate = working(prefix, plan);
  const text = (fragment: Sql): string => render(fragment, dialect, { locate, runValue });
  const reading = (queries: Readonly<Record<string, Sql>>): readonly StatementText[] =>
    Object.entries(queries).map(([label, query]) => ({ label, does: "read", text: text(query) }));
  const own = statementsOf(step, dialect).map(({ sql, ...rest }) => ({ ...rest, text: text(sql) }));
  switch (step.kind) {
    case "parse":
      return [...own, ...reading({ headers: step.query })];
    case "components": {
      const { size, blocked, same, evidence } = step;
      return [...own, ...reading({ size, blocked, same, evidence }), ...contractionTexts(step, dialect, text)];
    }
    case "constrained":
      return [...own, ...reading({ nodes: step.nodes, evidence: step.evidence })];
    case "publish":
      return [...own, ...publishTexts(step, plan, dialect, runValue)];
    default:
      return own;
  }
}

/** The way without our own process: one round of it stands for all. */
function contractionTexts(
  step: Extract<Step<Sql>, { kind: "components" }>,
  dialect: Dialect,
  text: (fragment: Sql) => string,
): readonly StatementText[] {
  const contraction = contractionOf(step, dialect);
  const rounds = roundsOf(step);
  const [first, second, third] = [rounds.next().value, rounds.next().value, rounds.next().value];
  const statements = [
    ...contraction.begin,
    ...contraction.contract(first, second),
    { does: "count", label: "edges of round 1", sql: contraction.edges(second) } as const,
    ...contraction.contract(second, third),
    ...contraction.dropEdges(third),
    ...contraction.follow(second, undefined),
    ...contraction.follow(first, second),
    ...contraction.finish,
    ...contraction.dropBegun,
    ...[first, second].flatMap(contraction.dropRound),
  ];
  return statements.map(({ sql, label, ...rest }) => ({
    ...rest,
    label: `by SQL alone: ${label}`,
    text: text(sql),
  }));
}

/** What the runner says at the end, with the views over what is published then. */
function publishTexts(
  step: Extract<Step<Sql>, { kind: "publish" }>,
  plan: Plan<Sql>,
  dialect: Dialect,
  runValue: RunValues,
): readonly StatementText[] {
  const live = published(prefix);
  const next = (ref: Parameters<typeof live>[0]): readonly string[] => working(prefix, plan)(ref, "current");
  const text = (fragment: Sql): string => render(fragment, dialect, { locate: (ref) => live(ref), runValue });
  const write = (label: string, fragment: Sql): StatementText => ({ label, does: "write", text: text(fragment) });
  const { statements } = dialect;
  return [
    ...step.tables.flatMap(({ table: ref, key }) =>
      statements
        .replaceTable(locatedAt(live(ref)), locatedAt(next(ref)), key)
        .map((fragment) => write(`replace ${tableName(ref)}`, fragment)),
    ),
    ...step.drops.map((ref) => write(`drop ${tableName(ref)}`, statements.dropTable(name(...next(ref))))),
    ...step.sought.flatMap(({ table, column }) => {
      const index = statements.createIndex?.(locatedAt(live(table)), column);
      return index === undefined ? [] : [write(`index ${tableName(table)}.${column}`, index)];
    }),
    ...step.views.flatMap(({ view, query }) =>
      statements
        .replaceView(locatedAt(live(view)), query)
        .map((fragment) => write(`view ${tableName(view)}`, fragment)),
    ),
  ];
}

/** A step as a file: what it is for, and its statements. */
export function fileOf(step: Step<Sql>, plan: Plan<Sql>, dialect: Dialect): string {
  const head = [
    `-- ${step.id}`,
    `-- ${step.reason}`,
    ...(step.reads.length === 0 || step.kind === "publish" ? [] : [`-- reads ${step.reads.map(tableName).join(", ")}`]),
    ...(step.writes.length === 0 ? [] : [`-- writes ${step.writes.map(tableName).join(", ")}`]),
  ];
  const body = textsOf(step, plan, dialect, (of) => `:${of}`).map(
    ({ label, does, when, text }) => `-- ${does} ${label}${when === undefined ? "" : `, when ${when}`}\n${text};`,
  );
  return `${[head.join("\n"), ...body].join("\n\n")}\n`;
}

/** `build final.persons` → `build final.persons.sql`, without blanks. */
export function fileNameOf(step: Pick<Step<Sql>, "id">): string {
  return `${step.id.replaceAll(" ", "-")}.sql`;
}
