import { type Column, column } from "./column.ts";
import type { TableRef } from "./table.ts";

/** A table of records about runs: the runner writes it, everyone reads it. */
export interface MetaTable {
  readonly ref: TableRef;
  readonly sentence: string;
  readonly columns: readonly Column[];
}

const ref = (name: string): TableRef => ({ layer: "meta", name });

export const runsTable: MetaTable = {
  ref: ref("runs"),
  sentence: "One row a run.",
  columns: [
    column("run", "integer", "number of the run"),
    column("status", "text", "running, published, failed or killed"),
    column("started_at", "timestamp", "when it started, UTC"),
    column("finished_at", "timestamp", "when it ended, UTC"),
    column("horizon", "timestamp", "the time that the run took for now, UTC"),
    column("version", "text", "version of the program"),
    column("lists", "text", "versions of the packaged lists, which are part of the rules"),
    column("problem", "text", "what stopped it"),
  ],
};

export const stepsTable: MetaTable = {
  ref: ref("steps"),
  sentence: "One row a step of a run: what it did, how long it took.",
  columns: [
    column("run", "integer", "number of the run"),
    column("position", "integer", "place in the run, from 1"),
    column("step", "text", "what the step makes"),
    column("kind", "text", "ensure, load, scan, build, parse, components, check or publish"),
    column("layer", "text", "layer of the table"),
    column("rows_written", "integer", "rows written by its statements"),
    column("seconds", "number", "how long it took"),
    column("sql", "text", "its SQL, without values of the run"),
  ],
};

export const sourceRowsTable: MetaTable = {
  ref: ref("source_rows"),
  sentence: "One row an event definition and run: what became of its raw rows.",
  columns: [
    column("run", "integer", "number of the run"),
    column("source", "text", "name of the source"),
    column("event", "text", "key of the event definition"),
    column("rows_read", "integer", "raw rows that match the definition"),
    column("rows_set_aside", "integer", "rows that could not become events: see the set-aside table"),
    column("rows_kept", "integer", "events that are there after the run"),
    column("duplicates", "integer", "rows whose key came more than once"),
    column("conflicts", "integer", "rows with the same key and load time, but other content"),
    column("remembered", "integer", "events that raw no longer has"),
    column("deleted", "integer", "rows that the source says it deleted"),
    column("unreadable", "integer", "rows in which a value could not be read and was left out"),
  ],
};

export const rowProblemsTable: MetaTable = {
  ref: ref("row_problems"),
  sentence: "One row a reason for which rows were set aside, or values left out, in a run.",
  columns: [
    column("run", "integer", "number of the run"),
    column("source", "text", "name of the source"),
    column("event", "text", "key of the event definition"),
    column("what", "text", "set aside, or left out"),
    column("reason", "text", "the reason"),
    column("rows", "integer", "how many rows"),
  ],
};

export const watermarksTable: MetaTable = {
  ref: ref("watermarks"),
  sentence: "One row an event definition and run: how far the load times of its rows reach.",
  columns: [
    column("run", "integer", "number of the run"),
    column("source", "text", "name of the source"),
    column("event", "text", "key of the event definition"),
    column(
      "watermark",
      "timestamp",
      "newest load time of its kept rows, never later than the run's start, UTC; null: the rows have none",
    ),
  ],
};

export const checkResultsTable: MetaTable = {
  ref: ref("check_results"),
  sentence: "One row a check and test: what came of it.",
  columns: [
    column("run", "integer", "number of the run whose tables were tested"),
    column("check_name", "text", "name of the check"),
    column("kind", "text", "what kind of check it is"),
    column("severity", "text", "error or warn"),
    column("status", "text", "passed, warned, failed or unanswered"),
    column("failing_rows", "integer", "how many rows speak against it; null: it could not be asked"),
    column("seconds", "number", "how long it took"),
    column("tested_at", "timestamp", "when it was tested, UTC"),
    column("message", "text", "what is wrong, in words"),
  ],
};

export const checkFailuresTable: MetaTable = {
  ref: ref("check_failures"),
  sentence: "One row a row that speaks against a check: of the last test of each check, the first hundred.",
  columns: [
    column("run", "integer", "number of the run whose tables were tested"),
    column("check_name", "text", "name of the check"),
    column("tested_at", "timestamp", "when it was tested, UTC"),
    column("position", "integer", "place among them, from 1"),
    column("failing_row", "text", "the row as JSON", true),
  ],
};

export const metaTables: readonly MetaTable[] = [
  runsTable,
  stepsTable,
  sourceRowsTable,
  rowProblemsTable,
  watermarksTable,
  checkResultsTable,
  checkFailuresTable,
];
