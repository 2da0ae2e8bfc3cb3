import type { CheckDefinition, RelationshipCheck } from "../../config/checks.ts";
import type { Project } from "../../config/project.ts";
import { columnsOf, select } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { asked, type CheckedTable, type CheckQuestion, spelt } from "./check-question.ts";
import { missing, repeated } from "./keys.ts";
import { orphans } from "./references.ts";

/** A check of the project's own as a question. Its tables and columns are known: `checkProblems` has looked. */
export function ownCheck(check: Project["checks"][number], tables: readonly CheckedTable[]): CheckQuestion | undefined {
  const question = questionOf(check, (name) => tables.find((one) => spelt(one.ref) === name));
  if (question === undefined) return undefined;
  return {
    name: check.name,
    kind: check.kind ?? "sql",
    description: check.description ?? described(check),
    severity: check.severity ?? "error",
    threshold: check.threshold ?? 0,
    question,
  };
}

function questionOf(check: CheckDefinition, tableOf: (name: string) => CheckedTable | undefined): Sql | undefined {
  if ("sql" in check) return check.sql;
  if (check.kind === "relationship") {
    const { from, to } = placesOf(check);
    const [table, other] = [tableOf(from.table), tableOf(to.table)];
    if (table === undefined || other === undefined) return undefined;
    const where = check.where === undefined ? [] : [sql`(${check.where})`];
    return orphans(table, from.column, { table: other, column: to.column }, where);
  }
  const table = tableOf(check.table);
  if (table === undefined) return undefined;
  switch (check.kind) {
    case "unique":
      return repeated(table, check.columns, check.where).sql;
    case "notNull":
      return missing(table, check.columns, check.where).sql;
    case "acceptedValues": {
      const t = asked(table, "t");
      return select(columnsOf(t, [...new Set([...table.key, check.column])]))
        .from(t)
        .where(
          sql`${t.col(check.column)} not in (${join(check.values.map((one) => value(one)))})`,
          sql`(${check.where ?? sql`true`})`,
        ).sql;
    }
  }
}

/** Both ends of a relationship: `core.events.event_id` is the column `event_id` of `core.events`. */
export function placesOf({ from, to }: RelationshipCheck) {
  const place = (text: string) => ({
    table: text.slice(0, Math.max(0, text.lastIndexOf("."))),
    column: text.slice(text.lastIndexOf(".") + 1),
  });
  return { from: place(from), to: place(to) };
}

function described(check: CheckDefinition): string {
  switch (check.kind) {
    case "unique":
      return `${check.columns.join(", ")} of ${check.table} is unique`;
    case "notNull":
      return `${check.columns.join(", ")} of ${check.table} is never null`;
    case "acceptedValues":
      return `${check.column} of ${check.table} is one of ${check.values.map((one) => JSON.stringify(one)).join(", ")}`;
    case "relationship":
      return `every ${check.from} is there in ${check.to}`;
    default:
      return "";
  }
}
