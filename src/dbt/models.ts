import { Bug } from "../base/problem.ts";
import type { Column } from "../model/column.ts";
import { runsTable } from "../model/run-records.ts";
import type { Step } from "../model/step.ts";
import { type TableRef, tableName } from "../model/table.ts";
import { noRows } from "../sql/relation.ts";
import { join, name, runValue, type Sql, sql, tablesOf, value } from "../sql/sql.ts";
import { componentsModel } from "./components.ts";
import { inserted } from "./jinja.ts";
import type { Model } from "./model.ts";
import type { PackageInput } from "./package.ts";
import { scanModels } from "./scan.ts";
import { overLimit, stoppedBy, unread } from "./stops.ts";
import type { Writing } from "./writing.ts";

/** Every model of a plan, in the order of its steps. */
export function modelsOf(input: PackageInput, writing: Writing): readonly Model[] {
  const models = input.plan.steps.flatMap((step) => ofStep(step, input, writing));
  const views = input.plan.steps.flatMap((step) => (step.kind === "publish" ? step.views : []));
  const readsRuns = views
    .flatMap(({ query }) => tablesOf(query))
    .some(({ table }) => tableName(table) === tableName(runsTable.ref));
  return readsRuns ? [...models, runsModel(input, writing)] : models;
}

function ofStep(step: Step<Sql>, { tables }: PackageInput, writing: Writing): readonly Model[] {
  const sentenceOf = (ref: TableRef, otherwise: string): string => tables.get(tableName(ref))?.sentence ?? otherwise;
  const stored = (ref: TableRef, columns: readonly Column[], query: Sql): Model => ({
    ref,
    sentence: sentenceOf(ref, step.reason),
    columns,
    isView: false,
    body: writing.text(writing.declared(columns, query)),
  });
  // Its readers find nothing, and where there would be something nothing is built.
  const empty = (ref: TableRef, columns: readonly Column[], query: Sql, message: string): Model => ({
    ref,
    sentence: `Always empty: dbt cannot do what makes it (${step.reason}).`,
    columns,
    isView: false,
    body: `${stoppedBy(query, message, writing)}\n${writing.text(writing.declared(columns, noRows(columns).sql))}`,
  });
  switch (step.kind) {
    case "ensure":
    case "check":
      return [];
    case "load":
      return [stored(step.table, step.columns, valuesOf(step))];
    case "scan":
      return scanModels(step, sentenceOf, writing);
    case "build":
      return [stored(step.table, step.columns, step.query)];
    case "parse":
      return [empty(step.table, step.columns, step.query, unread(step.finds))];
    case "components":
      return [componentsModel(step, writing)];
    case "constrained":
      return [step.parts, step.refused].map(({ table, columns }) =>
        empty(table, columns, step.nodes, overLimit(step.entity)),
      );
    case "publish":
      return step.views.map(({ view, query }) => {
        const known = tables.get(tableName(view));
        if (known === undefined) throw new Bug(`No definition has the view ${tableName(view)}.`);
        const { sentence, columns } = known;
        return { ref: view, sentence, columns, isView: true, body: writing.text(query) };
      });
  }
}

function valuesOf({ columns, rows }: Extract<Step<Sql>, { kind: "load" }>): Sql {
  const lines = rows().map((cells) => sql`(${join(cells)})`);
  const names = join(columns.map((column) => name(column.name)));
  if (lines.length === 0) return noRows(columns).sql;
  return sql`select * from (values\n${join(lines, sql`,\n`)}) as v (${names})`;
}

/** The build itself, as the one run that there is. */
function runsModel({ version, lists }: PackageInput, writing: Writing): Model {
  const started = sql`'${inserted("run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f')")}'`;
  const said: Readonly<Record<string, Sql>> = {
    run: runValue("run"),
    status: sql`'published'`,
    started_at: started,
    finished_at: started,
    horizon: runValue("horizon"),
    version: value(`${version}, by dbt`),
    lists: value(lists),
  };
  const items = runsTable.columns.map(({ name: column }) => sql`${said[column] ?? sql`null`} as ${name(column)}`);
  return {
    ref: runsTable.ref,
    sentence: "One row: this build.",
    columns: runsTable.columns,
    isView: false,
    body: writing.text(writing.declared(runsTable.columns, sql`select ${join(items)}`)),
  };
}
