import type { Project } from "../../config/project.ts";
import type { TableRef } from "../../model/table.ts";
import type { CheckedTable, CheckQuestion } from "./check-question.ts";
import { eventChecks } from "./events.ts";
import { freshnessChecks } from "./freshness.ts";
import { intervalChecks } from "./intervals.ts";
import { keyCheck } from "./keys.ts";
import { mentionCheck } from "./mentions.ts";
import { ownCheck } from "./own-check.ts";
import { aliasChecks, referenceChecks } from "./references.ts";
import { relationshipChecks } from "./relationships.ts";
import { transitionChecks } from "./transitions.ts";

/**
 * What always holds of what is published, whatever the data: keys, references, aliases, mentions, events, intervals. All of
 * it follows from the definitions of the tables and from the project: a table that is added brings its checks.
 */
export function builtInChecks(project: Project, tables: readonly CheckedTable[]): readonly CheckQuestion[] {
  const published = { tables, project };
  return [
    ...tables.flatMap((table) => keyCheck(table) ?? []),
    ...tables.flatMap((table) => referenceChecks(table, published)),
    ...tables.flatMap((table) => aliasChecks(table, published)),
    ...project.entities.map(mentionCheck),
    ...eventChecks(tables),
    ...tables.flatMap(intervalChecks),
    ...relationshipChecks(project),
  ];
}

/** What a project asks of its own data: how fresh its sources are, which transitions happened, the checks of its config. */
export function ownChecks(
  project: Project,
  tables: readonly CheckedTable[],
  isThere: (ref: TableRef) => boolean,
): readonly CheckQuestion[] {
  return [
    ...project.sources.flatMap((source) => freshnessChecks(source, isThere)),
    ...transitionChecks(project.states),
    ...project.checks.flatMap((check) => ownCheck(check, tables) ?? []),
  ];
}
