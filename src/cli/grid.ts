import stringWidth from "string-width";

/** How many places of a terminal a text takes; colours take none. */
export function widthOf(painted: string): number {
  // Most cells are plain: no need to look at their characters one by one.
  return /^[ -~]*$/.test(painted) ? painted.length : stringWidth(painted);
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
