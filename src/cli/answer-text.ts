import pc from "picocolors";
import { grid } from "./grid.ts";

interface Answer {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** An answer as an aligned table: every value as it is, only what would break a line is shown by its code. */
export function answerTable({ columns, rows }: Answer): string {
  const aligned = columns.map((_, index) =>
    rows.some((row) => typeof row[index] === "number" || typeof row[index] === "bigint") ? "right" : "left",
  );
  return grid(
    [
      columns.map(({ name }) => pc.bold(onOneLine(name))),
      ...rows.map((row) => row.map((value) => (value === null ? pc.dim("–") : onOneLine(String(value))))),
    ],
    aligned,
  );
}

const spelt: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Line ends and what else steers a terminal, by its code. */
function onOneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu,
    (sign) => spelt[sign] ?? `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

/** An answer as CSV of RFC 4180, with a header: null is an empty field, an empty text is `""`. */
export function answerCsv({ columns, rows }: Answer): string {
  return [columns.map(({ name }) => name), ...rows]
    .map((cells) => {
      const line = cells.map(field).join(",");
      // A line without any sign would be no row to most readers.
      return `${line === "" ? '""' : line}\r\n`;
    })
    .join("");
}

function field(value: unknown): string {
  if (value === null) return "";
  const text = String(value);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
