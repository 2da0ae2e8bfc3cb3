import { rowFields } from "../../config/event-fields.ts";
import { type Field, nodeOf, nodesIn } from "../../config/fields.ts";
import type { ProjectEvent } from "../../config/project.ts";
import { text, trim } from "../../sql/functions.ts";
import { Sql, sql } from "../../sql/sql.ts";
import { asJson, asText, type FieldScope, fieldSql } from "./field.ts";

/** Texts that should hold JSON and do not: without this, all that is taken from them would be null without a word. */
export function brokenJson(event: ProjectEvent, scope: FieldScope): readonly Sql[] {
  const fields = rowFields(event);
  const documents = [
    ...fields
      .flatMap(nodesIn)
      .flatMap((node) =>
        node instanceof Sql ? [] : node.kind === "json" ? [node.field] : node.kind === "header" ? [node.headers] : [],
      ),
    ...event.lists.flatMap(([, list]) => (list.kind === "items" && list.path.length > 0 ? [list.field] : [])),
  ];
  const distinct = new Map(documents.map((field) => [JSON.stringify(field), field]));
  return [...distinct.values()].flatMap((field) => {
    const typed = fieldSql(field, scope);
    // JSON whose value is a text: a document that was stored as one, and is not looked into.
    if (typed.type === "json")
      return [
        sql`case when substr(${text(typed.sql)}, 1, 1) = '"' then ${`${labelOf(field)} is a text, not a JSON document`} end`,
      ];
    return [
      sql`case when nullif(${trim(asText(typed))}, '') is not null and ${asJson(typed)} is null then ${`${labelOf(field)} is not JSON`} end`,
    ];
  });
}

/** A field as people would name it. */
function labelOf(field: Field): string {
  const node = nodeOf(field);
  if (node instanceof Sql) return "a value";
  if (node.kind === "column") return node.column;
  return node.kind === "json" ? [labelOf(node.field), ...node.path].join(".") : "a value";
}
