import type { Entity } from "../../config/project.ts";
import { type Inputs, type Read, readWhole } from "../../model/table.ts";
import { as, columnsOf, type Relation, select } from "../../sql/relation.ts";
import { sql } from "../../sql/sql.ts";
import { type IdentityRefs, sameCombination } from "./identity-tables.ts";

/** Whether mentions of a contested identifier go to whom it was last seen with before. */
export function hasPreceding(entity: Entity): boolean {
  return entity.entityLimits.some(({ against }) =>
    entity.identifiers.some((type) => type.contested === "preceding" && against.includes(type.name)),
  );
}

/** Every mention that is somebody's, with its `_entity`: that of what it holds, or of who had its device before. Inline. */
export function mentionsWithEntity(entity: Entity, refs: IdentityRefs, inputs: Inputs<Relation>): Relation {
  const m = as(inputs(refs.mentions), "m");
  const e = as(inputs(refs.evidenceEntities), "e");
  const query = select(columnsOf(m)).from(m).join(e, sameCombination(m, e));
  if (!hasPreceding(entity)) return query.with({ _entity: e.col("_entity") });
  const p = as(inputs(refs.preceding), "b");
  const same = ["event_id", "_site", "_element"].map((name) => sql`${p.col(name)} = ${m.col(name)}`);
  const [event = sql``, site = sql``, element = sql``] = same;
  return query
    .leftJoin(p, sql`${event} and ${site} and ${element}`)
    .with({ _entity: sql`coalesce(${p.col("_entity")}, ${e.col("_entity")})` });
}

/** What `mentionsWithEntity` reads, for readers that are made anew entity by entity. */
export function mentionReads(entity: Entity, refs: IdentityRefs): readonly Read[] {
  if (hasPreceding(entity)) return allMentionReads(entity, refs);
  return [
    {
      table: refs.mentions,
      touch: {
        by: "through",
        column: "_combination",
        lookup: refs.evidenceEntities,
        on: "_combination",
        carries: "_entity",
      },
    },
    { table: refs.evidenceEntities, touch: { by: "carries", column: "_entity" } },
  ];
}

/** What `mentionsWithEntity` reads, for readers that are made anew as a whole. */
export function allMentionReads(entity: Entity, refs: IdentityRefs): readonly Read[] {
  return [refs.mentions, refs.evidenceEntities, ...(hasPreceding(entity) ? [refs.preceding] : [])].map(readWhole);
}
