import { Sql, type SqlPart, sql } from "../sql/sql.ts";

/**
 * SQL of a config's own: `` sql`lower(${name}) = ${"O'Brien"}` ``. Fragments are joined in, anything else in `${}` becomes a
 * literal value that the engine's dialect quotes, never a part of the text.
 *
 * Other SQL stands behind it in the end: a `;` at its end is left off, and a comment ends with its line.
 */
export function ownSql(strings: TemplateStringsArray, ...parts: readonly SqlPart[]): Sql {
  const { nodes } = sql(strings, ...parts);
  const last = nodes.at(-1);
  const ended = last?.kind === "text" ? [...nodes.slice(0, -1), { ...last, text: withoutEnd(last.text) }] : nodes;
  const hasComment = ended.some((node) => node.kind === "text" && node.text.includes("--"));
  return new Sql(hasComment ? [...ended, { kind: "text", text: "\n" }] : ended);
}

function withoutEnd(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.endsWith(";") ? withoutEnd(trimmed.slice(0, -1)) : text;
}
