import type { Problem } from "../../base/problem.ts";
import type { RawRelation } from "../../config/project.ts";
import type { Column } from "../../model/column.ts";
import { jsonText } from "../../sql/functions.ts";
import { select } from "../../sql/relation.ts";
import { coalesce, type Sql, sql } from "../../sql/sql.ts";
import type { EventContext } from "../tables/kept-table.ts";
import { listColumn } from "../tables/source-tables.ts";
import type { FieldScope } from "./field.ts";
import { mentionParts, type Part } from "./parts.ts";

/** An element of a list, and the row that holds the list. */
export interface Element {
  readonly item: (path: readonly string[]) => Sql;
  /** A column kept of the row. */
  readonly own: (name: string) => Sql;
}

/** An element of a JSON array, beside which `each` stands. */
export const jsonElement = {
  item: (path: readonly string[]): Sql => jsonText(sql`_each.item`, path),
  position: sql`_each.position`,
};

/** Inside a list, a mention sees the element and the event's own columns. */
export function listScope(
  { event }: EventContext,
  columns: readonly Column[],
  element: Element,
  problems: Problem[],
): FieldScope {
  const raw: RawRelation = {
    reference: sql``,
    label: `the columns kept of ${event.source}.${event.key}`,
    columns: columns.map(({ name, type }) => ({ name, type })),
  };
  return {
    raw,
    column: (of) => element.own(of.name),
    timezone: "UTC",
    item: element.item,
    lookup: () => sql`cast(null as varchar)`,
    rows: () => sql`cast(null as varchar)`,
    place: { source: event.source, event: event.key },
    problems,
  };
}

/**
 * What cannot be read in the elements of a row's lists. It is asked of the row, so that the choice of what becomes of bad
 * values is made before any element of it is kept.
 */
export function unreadableElements(context: EventContext, parts: readonly Part[]): readonly Sql[] {
  const kept = new Map(parts.map((part) => [part.column.name, part.sql]));
  const own = (name: string): Sql => kept.get(name) ?? sql`null`;
  const columns = parts.map((part) => part.column);
  return context.event.lists.flatMap(([list, of]) => {
    if (of.kind === "addresses") return [];
    const scope = listScope(context, columns, { item: jsonElement.item, own }, []);
    const reasons = context.event.mentions
      .filter((mention) => mention.each === list)
      .flatMap((mention) => mentionParts(mention, context, scope))
      .flatMap((part) => part.unreadable ?? []);
    if (reasons.length === 0) return [];
    const asked = select({ reason: sql`min(${coalesce(reasons)})` })
      .from(sql`(select 1 as one) as o`)
      .each(own(listColumn(list)));
    return [sql`(${asked.sql})`];
  });
}
