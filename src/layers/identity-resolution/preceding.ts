import type { Entity } from "../../config/project.ts";
import { column, idColumn } from "../../model/column.ts";
import { readWhole, type Table } from "../../model/table.ts";
import { orderTime } from "../../sql/functions.ts";
import { type Aliased, as, columnsOf, type Relation, select, unionAll } from "../../sql/relation.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { heldTable } from "../tables/held-values.ts";
import { type IdentityRefs, sameCombination, valueColumn } from "../tables/identity-tables.ts";

/**
 * Mentions of a contested identifier that hold nothing stronger, where its type's are to go to whoever it was seen with
 * last before: on a shared device the visits between two logins are the first one's. Without a login before, the mention
 * stays with the identifier itself.
 */
export function precedingTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  const columns = [
    idColumn("event_id", "the event that the mention stands in"),
    column("_site", "integer", "number of the mention in the event definition that it is of"),
    column("_element", "integer", "place in the list, 0 outside of one"),
    column("_entity", "integer", "the entity that the identifier was last seen with before"),
  ];
  const held = heldTable(entity, refs);
  return {
    ref: refs.preceding,
    sentence: `One row a mention of a contested identifier of a ${entity.name} that goes to the one before.`,
    columns,
    key: ["event_id", "_site", "_element"],
    scope: { unit: "whole" },
    reads: [refs.mentions, refs.evidenceEntities, refs.assignment, ...held.reads.map((read) => read.table)].map(
      readWhole,
    ),
    lifetime: "derived",
    stored: "table",
    published: false,
    define: (inputs) => {
      const place = ["event_id", "_site", "_element", "_order"];
      const sightings = entity.identifiers
        .filter((type) => type.contested === "preceding")
        .map(({ name }) => {
          const s = as(inputs(refs.settled), "s");
          const m = as(inputs(refs.mentions), "m");
          const e = as(inputs(refs.evidenceEntities), "e");
          const a = as(inputs(refs.assignment), "a");
          return select({
            ...columnsOf(m, place),
            // All spellings of a contested identifier are a part of their own.
            _identifier: s.col("_component"),
            _entity: e.col("_entity"),
            _own: a.col("_entity"),
          })
            .from(s)
            .join(m, sql`${m.col(valueColumn(name))} = ${s.col("_value")}`)
            .join(e, sameCombination(m, e))
            .join(a, sql`${a.col("_value")} = ${s.col("_value")}`)
            .where(sql`${s.col("rule")} is not null`);
        });
      // A login tells who it was: what is shared, or contested itself, does not.
      const h = as(held.define(inputs), "h");
      const b = as(inputs(refs.assignment), "b");
      const nobodys = select({ _entity: b.col("_entity") })
        .from(h)
        .join(b, sql`${b.col("_value")} = ${h.col("_value")}`);
      const isLogin = (rows: Aliased): Sql =>
        sql`${rows.col("_entity")} not in (select n._entity from (${nobodys.sql}) as n)`;
      const seen = as(unionAll(sightings), "v");
      const login = sql`case when ${isLogin(seen)} then 1 else 0 end`;
      // At one instant, as in sources that know the day alone, logins come first.
      const before = sql`max(case when ${login} = 1 then ${seen.col("_order")} end) over (partition by ${seen.col("_identifier")} order by ${orderTime(seen.col("_order"))}, ${login} desc, ${seen.col("_order")} rows between unbounded preceding and current row)`;
      const alone = as(select({ ...columnsOf(seen), _before: before }).from(seen), "w");
      const again = as(unionAll(sightings), "v");
      const logins = as(
        select({
          ...columnsOf(again, ["_identifier", "_order"]),
          _entity: sql`min(${again.col("_entity")})`,
        })
          .from(again)
          .where(isLogin(again))
          .groupBy(again.col("_identifier"), again.col("_order")),
        "l",
      );
      return select({ ...columnsOf(alone, ["event_id", "_site", "_element"]), _entity: logins.col("_entity") })
        .from(alone)
        .join(
          logins,
          sql`${logins.col("_identifier")} = ${alone.col("_identifier")} and ${logins.col("_order")} = ${alone.col("_before")}`,
        )
        .where(sql`${alone.col("_entity")} = ${alone.col("_own")}`);
    },
  };
}
