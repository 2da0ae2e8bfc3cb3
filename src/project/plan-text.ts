import type { Plan, Step } from "../model/step.ts";
import type { Dialect } from "../sql/dialect.ts";
import { locatedAt, published, working } from "../sql/locate.ts";
import { render } from "../sql/render.ts";
import type { Sql } from "../sql/sql.ts";
import { statementsOf } from "../sql/statements.ts";

/** The SQL of a step, in working names and with the names of the values of a run. */
export function planText(step: Step<Sql>, plan: Plan<Sql>, prefix: string, dialect: Dialect): string {
  const locate = working(prefix, plan);
  const text = (fragment: Sql): string => render(fragment, dialect, { locate, runValue: (of) => `:${of}` });
  const views =
    step.kind === "publish"
      ? step.views.map(({ view, query }) =>
          dialect.statements
            .replaceView(locatedAt(published(prefix)(view)), query)
            .map((one) => render(one, dialect, { locate: published(prefix), runValue: (of) => `:${of}` }))
            .join(";\n\n"),
        )
      : [];
  return [...statementsOf(step, dialect).map((statement) => text(statement.sql)), ...views]
    .map((one) => `${one};`)
    .join("\n\n");
}
