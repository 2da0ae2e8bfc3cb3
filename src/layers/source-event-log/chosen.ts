import { as, columnsOf, select } from "../../sql/relation.ts";
import { sql } from "../../sql/sql.ts";
import type { KeptTable } from "../tables/kept-table.ts";
import { keptRef } from "../tables/source-tables.ts";

/** One row an event, of the rows that tell of it. */
export function chosenTable(rows: KeptTable): KeptTable {
  const { event } = rows.context;
  const ref = keptRef(event);
  return {
    ...rows,
    ref,
    sentence: `One row an event "${event.key}" of ${event.source}: what the ${event.keep} of its raw rows says.`,
    key: ["event_id"],
    scope: { unit: "event", column: "event_id" },
    reads: [{ table: rows.ref, touch: { by: "carries", column: "event_id" } }],
    lifetime: "derived",
    define: (inputs) => {
      const r = as(inputs(rows.ref), "r");
      const order =
        event.keep === "newest"
          ? sql`${r.col("_ingested_at")} desc nulls last, ${r.col("_row")}`
          : sql`${r.col("occurred_at")}, ${r.col("_ingested_at")}, ${r.col("_row")}`;
      const place = sql`row_number() over (partition by ${r.col("event_id")} order by ${order})`;
      const placed = as(select({ ...columnsOf(r), _place: place }).from(r), "p");
      return select(columnsOf(placed, r.relation.columns))
        .from(placed)
        .where(sql`${placed.col("_place")} = 1`);
    },
  };
}

/** One row an event, of the versions of rows: those in which a watched field differs from the version before. */
export function changesTable(versions: KeptTable): KeptTable {
  const { event } = versions.context;
  const ref = keptRef(event);
  return {
    ...versions,
    ref,
    sentence: `One row an event "${event.key}" of ${event.source}: a version in which a watched field is not what it was.`,
    // A change is seen beside the other versions of its row.
    scope: { unit: "row", column: "natural_id" },
    reads: [{ table: versions.ref, touch: { by: "carries", column: "natural_id" } }],
    lifetime: "derived",
    define: (inputs) => {
      const v = as(inputs(versions.ref), "v");
      const account = v.relation.columns.includes("account") ? sql`${v.col("account")}, ` : sql``;
      const inTime = sql`partition by ${account}${v.col("natural_id")} order by ${v.col("occurred_at")}`;
      const compared = as(
        select({
          ...columnsOf(v),
          _place: sql`row_number() over (${inTime})`,
          _before: sql`lag(${v.col("_watched")}) over (${inTime})`,
        }).from(v),
        "c",
      );
      return select(columnsOf(compared, v.relation.columns))
        .from(compared)
        .where(
          sql`${compared.col("_place")} = 1 or ${compared.col("_before")} <> ${compared.col("_watched")} and substr(${compared.col("_before")}, 1, 10) = substr(${compared.col("_watched")}, 1, 10)`,
        );
    },
  };
}
