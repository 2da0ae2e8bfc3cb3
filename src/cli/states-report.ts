import pc from "picocolors";
import { table } from "./print.ts";

type Row = Readonly<Record<string, unknown>>;

/** How many are in each state, a line a value; measured states have one line, with the sum of their numbers. */
export function statesReport(rows: readonly Row[]): string {
  if (rows.length === 0) return pc.dim("nobody has a state");
  return table(
    ["of", "state", "value", "how many", "sum"],
    rows.map((row) =>
      ["entity_type", "state_name", "state_value", "entities", "state_number_sum"].map((one) => row[one]),
    ),
    "whole",
  );
}

/** The same day by day. */
export function statesPerDayReport(rows: readonly Row[]): string {
  if (rows.length === 0) return pc.dim("nobody had a state on these days");
  return table(
    ["day", "of", "state", "value", "how many", "sum"],
    rows.map((row) => [
      String(row["day"]).slice(0, 10),
      ...["entity_type", "state_name", "state_value", "entities", "state_number_sum"].map((one) => row[one]),
    ]),
    "whole",
  );
}
