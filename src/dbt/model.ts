import type { Column } from "../model/column.ts";
import { type TableRef, tableName } from "../model/table.ts";
import { table } from "../sql/sql.ts";
import { literal, literals, template } from "./jinja.ts";
import type { Writing } from "./writing.ts";

/** A table or view as dbt makes it. */
export interface Model {
  readonly ref: TableRef;
  /** What one row is. */
  readonly sentence: string;
  readonly columns: readonly Column[];
  readonly isView: boolean;
  /** Text for Jinja: its query, and what comes before it. */
  readonly body: string;
  /** Statements behind it, as text for Jinja. */
  readonly after?: readonly string[];
}

/** The file of a model: how it is made, what one row is, its query. */
export function modelFile(model: Model, writing: Writing): string {
  const { statements } = writing.input.dialect;
  const gathered = model.isView ? undefined : statements.gatherStatistics?.(table(model.ref));
  const after = [
    ...(gathered === undefined ? [] : [writing.text(gathered, new Map([[tableName(model.ref), "this"]]))]),
    ...(model.after ?? []),
  ];
  const sought = model.columns.filter((column) => column.sought === true && !model.isView);
  const indexes = statements.createIndex === undefined ? [] : sought;
  const settings = [
    ...(model.isView ? ["materialized='view'"] : []),
    `alias=${literal(writing.fitting(model.ref.name))}`,
    ...(indexes.length === 0
      ? []
      : [`indexes=[${indexes.map(({ name }) => `{'columns': ${literals([name])}}`).join(", ")}]`]),
    ...(after.length === 0 ? [] : [`post_hook=${literals(after)}`]),
  ];
  const sentence = template(`-- ${model.sentence.replaceAll(/\s+/g, " ")}\n`);
  // A view that is made as a table has the same rows.
  const allowed = model.isView ? ["view", "table"] : ["table"];
  const begin = `{% do nexus_begin(${literals(allowed)}) %}`;
  return `{{ config(${settings.join(", ")}) }}\n${begin}\n\n${sentence}${model.body}\n`;
}
