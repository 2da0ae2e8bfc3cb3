export type Cell = string | number | boolean | null | undefined;
export type Row<C extends string> = { [K in C]?: Cell };

/**
 * Rows of a CSV file with a loader's own columns, in its order. `add` gives the row back, so that a loader which overwrites rows
 * in place can be played by changing it.
 */
export class Table<C extends string> {
  readonly columns: readonly C[];
  readonly rows: Row<C>[] = [];

  constructor(columns: readonly C[]) {
    this.columns = columns;
  }

  add(row: Row<C>): Row<C> {
    this.rows.push(row);
    return row;
  }

  /** Rows are sorted by the column, which is the order in which a loader would have met them. */
  toCsv(orderBy: C): string {
    const sorted = this.rows.toSorted((a, b) => compare(String(a[orderBy] ?? ""), String(b[orderBy] ?? "")));
    const lines = sorted.map((row) => this.columns.map((column) => csvCell(row[column])).join(","));
    return `${[this.columns.join(","), ...lines].join("\n")}\n`;
  }
}

/** By code units: the order must not depend on a machine's locale. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function csvCell(value: Cell): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  // Quoted blanks at the ends survive readers that trim.
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
