import type { ParseStep, ScanStep } from "../model/step.ts";
import { type Sql, sql, table } from "../sql/sql.ts";
import { captured, literal } from "./jinja.ts";
import type { Writing } from "./writing.ts";

/**
 * What stops a build, because the rows that come next would be wrong: a test of dbt says so first. `dbt run` asks no tests,
 * so that the model that would be wrong asks for itself.
 */

/** What a library reads. */
export const parsed = { mailboxes: "mail headers", words: "encoded words" } as const;

/** What is wrong where a component holds more than a limit allows. */
export function overLimit(entity: string): string {
  return `A ${entity} holds more than a limit of an entity allows: dbt cannot resolve it again, nexus run can.`;
}

/** The name of its test. */
export function limitTest(entity: string): string {
  return `within limits ${entity}`;
}

/** What is wrong where there is something that only a library reads. */
export function unread(finds: ParseStep<Sql>["finds"]): string {
  return `There are ${parsed[finds]}: dbt cannot read them, nexus run can.`;
}

/** The name of its test. */
export function parseTest(finds: ParseStep<Sql>["finds"]): string {
  return `no ${parsed[finds]}`;
}

/** What is wrong where a source asks to stop at rows that cannot be read. */
export function unreadable({ source, event }: Pick<ScanStep<Sql>, "source" | "event">): string {
  return `Raw rows of ${source}.${event} cannot be read.`;
}

/** These rows, of all that a scan read. */
export function badRows(step: ScanStep<Sql>): Sql {
  return sql`select _unusable, _unreadable from ${table(step.table)} where _unusable is not null or _unreadable is not null`;
}

/** Stops a model where a query has rows: text for Jinja, before its own query. */
export function stoppedBy(
  query: Sql,
  message: string,
  writing: Writing,
  instead: ReadonlyMap<string, string> = new Map(),
): string {
  return captured(writing.text(query, instead), `nexus_no_rows(sql_text, ${literal(message)})`);
}
