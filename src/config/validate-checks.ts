import type { Column } from "../model/column.ts";
import type { CheckDefinition } from "./checks.ts";
import { Findings } from "./findings.ts";
import type { Project } from "./project.ts";

/** A table that checks may name, as they spell it. */
export interface NamedTable {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Every table and column that a project's checks name and that is not there, with the nearest that is. */
export function checkProblems(checks: Project["checks"], tables: readonly NamedTable[]): Findings["problems"] {
  const findings = new Findings([]);
  const names = tables.map((table) => table.name);
  const columnOf = (path: string, table: string, column: string): Column | undefined => {
    const found = tables.find((one) => one.name === table);
    if (found === undefined) {
      findings.unknown(`${path}`, "table", table, names);
      return undefined;
    }
    const columns = found.columns.map((one) => one.name);
    if (!columns.includes(column)) findings.unknown(path, `column of ${table}`, column, columns);
    return found.columns.find((one) => one.name === column);
  };
  for (const check of checks) {
    const path = `checks.${check.name}`;
    switch (check.kind) {
      case "unique":
      case "notNull":
        for (const column of check.columns) columnOf(`${path}.columns`, check.table, column);
        break;
      case "acceptedValues":
        checkValues(findings, `${path}.values`, check, columnOf(path, check.table, check.column));
        break;
      case "relationship":
        for (const side of ["from", "to"] as const) {
          const at = check[side].lastIndexOf(".");
          if (at > 0) columnOf(`${path}.${side}`, check[side].slice(0, at), check[side].slice(at + 1));
          else {
            findings.add(`${path}.${side}`, "A column needs its table.", {
              found: `"${check[side]}"`,
              accepted: 'table.column, such as "memberships.person_id" or "core.events.event_id"',
            });
          }
        }
        break;
    }
  }
  // A table that is not there would be told again for each of its columns.
  const distinct = new Map(findings.problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...distinct.values()];
}

const jsTypes: Partial<Record<Column["type"], string>> = {
  text: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
};

function checkValues(
  findings: Findings,
  path: string,
  { table, column, values }: Extract<CheckDefinition, { kind: "acceptedValues" }>,
  found: Column | undefined,
): void {
  if (found === undefined) return;
  const wanted = jsTypes[found.type];
  const wrong = values.find((one) => typeof one !== wanted);
  if (wrong === undefined) return;
  findings.add(path, `${column} of ${table} is of the type ${found.type}.`, {
    found: JSON.stringify(wrong),
    accepted: wanted === undefined ? "sqlCheck(sql`…`) for columns of this type" : `values of the type ${wanted}`,
  });
}
