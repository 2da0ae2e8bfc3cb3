import type { Entity } from "../../config/project.ts";
import { publicId, text } from "../../sql/functions.ts";
import { as, columnsOf, type Relation, select } from "../../sql/relation.ts";
import { sql, typeName, value } from "../../sql/sql.ts";

/** The intervals between the changes of states: half-open, without overlap, no two neighbours alike. */
export function intervals(entity: Entity, changes: Relation, entities: Relation, haveNumbers: boolean): Relation {
  const changed = as(changes, "d");
  const i = as(entities, "i");
  const after = sql`partition by ${changed.col("_entity")}, ${changed.col("state_name")} order by ${changed.col("occurred_at")}`;
  const bounded = as(
    select({
      ...columnsOf(changed),
      state_exited_at: sql`lead(${changed.col("occurred_at")}) over (${after})`,
    }).from(changed),
    "b",
  );
  const entered = bounded.col("occurred_at");
  // The difference to the interval before, whatever ended in between.
  const lasting = sql`partition by ${bounded.col("_entity")}, ${bounded.col("state_name")} order by ${entered}`;
  return select({
    id: publicId("sta", [i.col("id"), bounded.col("state_name"), text(entered)]),
    entity_type: value(entity.name),
    entity_id: i.col("id"),
    state_name: bounded.col("state_name"),
    state_value: bounded.col("state_value"),
    state_number: bounded.col("state_number"),
    state_entered_at: entered,
    state_exited_at: bounded.col("state_exited_at"),
    is_current: sql`${bounded.col("state_exited_at")} is null`,
    source: bounded.col("source"),
    event_id: bounded.col("event_id"),
    state_delta: haveNumbers
      ? sql`${bounded.col("state_number")} - lag(${bounded.col("state_number")}) over (${lasting})`
      : sql`cast(null as ${typeName("number")})`,
    _entity: bounded.col("_entity"),
  })
    .from(bounded)
    .join(i, sql`${i.col("_entity")} = ${bounded.col("_entity")}`)
    .where(sql`${bounded.col("state_value")} is not null`);
}
