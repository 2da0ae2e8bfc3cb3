import { type Column, column } from "../../model/column.ts";
import { as, columnsOf, select } from "../../sql/relation.ts";
import { coalesce, sql } from "../../sql/sql.ts";
import { decodedColumns, type KeptTable } from "../tables/kept-table.ts";
import { decodedTexts, keptRef } from "../tables/source-tables.ts";

/** What the decoder of mail texts gives: one row a distinct text that it changes. */
export const decodedTextColumns: readonly Column[] = [
  column("text", "text", "the text as it stands in the mail", true),
  column("decoded", "text", "what its encoded words say", true),
];

/** The events of rows as they are: where nothing is to be chosen, but words are to be decoded. */
export function plainTable(rows: KeptTable): KeptTable {
  return {
    ...rows,
    ref: keptRef(rows.context.event),
    sentence: rows.sentence,
    reads: [{ table: rows.ref, touch: { by: "carries", column: "event_id" } }],
    lifetime: "derived",
    define: (inputs) => {
      const r = as(inputs(rows.ref), "r");
      return select(columnsOf(r)).from(r);
    },
  };
}

/** A table made from rows, with the words of its texts decoded. */
export function withDecodedWords(made: KeptTable, rows: KeptTable): KeptTable {
  const columns = decodedColumns(made.context.event);
  if (columns.length === 0) return made;
  return {
    ...made,
    reads: [
      ...made.reads,
      {
        table: decodedTexts,
        touch: {
          by: "through",
          column: "text",
          lookup: rows.ref,
          on: columns,
          carries: made.scope.column ?? "event_id",
        },
      },
    ],
    define: (inputs) => {
      const m = as(made.define(inputs), "m");
      const texts = columns.map((name) => ({ name, d: as(inputs(decodedTexts), `d_${name}`) }));
      const query = select({
        ...columnsOf(m),
        ...Object.fromEntries(texts.map(({ name, d }) => [name, coalesce([d.col("decoded"), m.col(name)])])),
      }).from(m);
      return texts.reduce((joined, { name, d }) => joined.leftJoin(d, sql`${d.col("text")} = ${m.col(name)}`), query);
    },
  };
}
