import { stripVTControlCharacters } from "node:util";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const wide =
  /^(\p{Emoji_Presentation}|\p{RI}|.\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}])/u;
const zero = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** How many places of a terminal a text takes; colours take none. */
export function widthOf(painted: string): number {
  const text = stripVTControlCharacters(painted);
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += zero.test(segment) ? 0 : wide.test(segment) ? 2 : 1;
  return width;
}

/** Lines of aligned columns, two blanks between them. */
export function grid(lines: readonly (readonly string[])[], aligned: readonly ("left" | "right")[]): string {
  const measured = lines.map((cells) => cells.map((text) => ({ text, width: widthOf(text) })));
  const widths = aligned.map((_, column) =>
    measured.reduce((most, cells) => Math.max(most, cells[column]?.width ?? 0), 0),
  );
  return measured
    .map((cells) =>
      cells
        .map(({ text, width }, column) => {
          const blanks = " ".repeat((widths[column] ?? 0) - width);
          return aligned[column] === "right" ? blanks + text : text + blanks;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
