import { type Condition, type Field, lookupTables } from "./fields.ts";
import type { ProjectEvent, ProjectMention } from "./project.ts";

function mentionFields(mention: ProjectMention): readonly (Field | Condition | undefined)[] {
  return [mention.role, mention.where, ...[...mention.identifiers, ...mention.traits].map(([, field]) => field)];
}

/** The fields of an event that see the raw row: all but those of mentions with `each`, which see an element. */
export function rowFields(event: ProjectEvent): readonly (Field | Condition)[] {
  const fields: readonly (Field | Condition | undefined)[] = [
    event.id,
    event.row,
    event.account,
    event.occurredAt,
    event.ingestedAt,
    event.deletedAt,
    event.type,
    event.name,
    event.description,
    event.value,
    event.unit,
    event.significance,
    event.where,
    ...event.columns.map(([, field]) => field),
    ...event.changesOf,
    ...event.mentions.filter((mention) => mention.each === undefined).flatMap(mentionFields),
  ];
  return fields.filter((field) => field !== undefined);
}

/** The tables of a source that an event reads, its own first: those of look-ups and lists, too. */
export function rawTablesOf(event: ProjectEvent): readonly string[] {
  const lists = event.lists.flatMap(([, list]) =>
    list.kind === "rows" ? [list.table, ...(list.beside === undefined ? [] : [list.beside])] : [],
  );
  const listFields = event.lists.map(([, list]) => list.field);
  return [...new Set([event.from, ...lookupTables([...rowFields(event), ...listFields]), ...lists])];
}
