import type { Entity } from "../../config/project.ts";
import { entityRef } from "../../layers/tables/final-refs.ts";
import { identityRefs, shownIdentifiers, valueColumn } from "../../layers/tables/identity-tables.ts";
import { join, name, sql, table } from "../../sql/sql.ts";
import { type CheckQuestion, holds } from "./check-question.ts";

/**
 * Every mention has exactly one entity, or is unresolved: it holds nothing but what identifies nobody.
 * Columns: `event_id`, `_site`, `_element`, `entities` (how many it has).
 */
export function mentionCheck(entity: Entity): CheckQuestion {
  const refs = identityRefs(entity);
  // A combination's entity is asked once, however many mentions have it.
  const found = sql`select e._combination, count(*) as entities from ${table(refs.evidenceEntities)} as e join ${table(entityRef(entity))} as p on p._entity = e._entity group by e._combination`;
  const types = shownIdentifiers(entity).map((type, index) => ({
    number: name("v", valueColumn(type.name)),
    held: name(`h${index}`),
  }));
  const sides = types.map(
    ({ number, held }) => sql`left join ${table(refs.held)} as ${held} on ${held}._value = ${number}`,
  );
  // What is shared is an entity of its own; junk and what is quarantined are nobody.
  const says = types.map(
    ({ number, held }) => sql`(${number} is not null and (${held}.held is null or ${held}.held = 'shared'))`,
  );
  const telling = sql`select v._combination from ${table(refs.evidence)} as v ${join(sides, sql` `)} where ${join(says, sql` or `)}`;
  return holds(
    "mentions",
    entity.name,
    `every mention of a ${entity.name} has exactly one ${entity.name}, or none where it holds nothing that identifies`,
    sql`select m.event_id, m._site, m._element, coalesce(n.entities, 0) as entities
from ${table(refs.mentions)} as m
left join (${found}) as n on n._combination = m._combination
left join ${table(refs.evidence)} as k on k._combination = m._combination
where coalesce(n.entities, 0) > 1 or (n.entities is null and (k._combination is null or m._combination in (${telling})))`,
  );
}
