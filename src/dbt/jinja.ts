import { Sql } from "../sql/sql.ts";

/**
 * Texts of ours in files that Jinja reads. What Jinja is to work out stands between two NULs while a text is put together,
 * a sign that no SQL holds; everything else must come out as it went in.
 */
const mark = "\0";

/** An expression of Jinja inside of a text that `template` will be given. */
export function expression(code: string): string {
  return `${mark}${code}${mark}`;
}

/** The same as SQL: part of a tree. */
export function inserted(code: string): Sql {
  return new Sql([{ kind: "text", text: expression(code) }]);
}

/** The text of a file that Jinja makes back into the text, with the values of its expressions. */
export function template(text: string): string {
  return text
    .split(mark)
    .map((piece, index) => (index % 2 === 1 ? `{{ ${piece} }}` : plain(piece)))
    .join("");
}

/** Braces would begin a command, and a carriage return would become a line feed. */
function plain(text: string): string {
  return text.replace(/\{(?=[{%#\r]|$)/g, "{{ '{' }}").replaceAll("\r", "{{ '\\r' }}");
}

/** A text for Jinja under a name, for the macro that comes behind it. */
export function captured(text: string, macro: string): string {
  return `{% set sql_text %}\n${text}\n{% endset %}\n{% do ${macro} %}`;
}

/** A text as a literal of Jinja. */
export function literal(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `'${escaped}'`;
}

/** Several of them as a list of Jinja. */
export function literals(texts: readonly string[]): string {
  return `[${texts.map(literal).join(", ")}]`;
}

/** A text in YAML, on one line, that dbt reads as it is. */
export function said(text: string): string {
  return JSON.stringify(template(text));
}
