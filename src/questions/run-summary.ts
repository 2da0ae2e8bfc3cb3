import type { Entity } from "../config/project.ts";
import { entityRef, eventsRef, participantsRef } from "../layers/tables/final-refs.ts";
import { identityRefs, shownIdentifiers } from "../layers/tables/identity-tables.ts";
import { name, type Sql, sql, table, value } from "../sql/sql.ts";

/** How many entities there are, and how many of them are known by a strong identifier. */
export function entityCounts(entity: Entity): Sql {
  return sql`select count(*) as entities, count(case when is_identified then 1 end) as identified from ${table(entityRef(entity))}`;
}

/** What a run changed about who is who. */
export function changeCounts(entity: Entity, run: number): Sql {
  return sql`select kind, count(distinct coalesce(_entity, _previous)) as entities, count(*) as identifiers from ${table(identityRefs(entity).log)} where run = ${run} group by kind order by kind`;
}

/** Per source: its events, and those with an identified person among their participants. */
export function identifiedShare(person: Entity): Sql {
  return sql`select e.source, count(*) as events, count(case when k.event_id is not null then 1 end) as with_identified_person
from ${table(eventsRef)} as e
left join (select distinct p.event_id from ${table(participantsRef(person))} as p join ${table(entityRef(person))} as n on n.id = p.person_id where n.is_identified) as k on k.event_id = e.id
group by e.source order by e.source`;
}

/** Values that identify nobody, or link nobody, by how often they were met. */
export function blockedValues(entity: Entity, limit = 8): Sql {
  const refs = identityRefs(entity);
  return sql`select ${value(entity.name)} as entity_type, n.identifier_type, d.blocked, d.rule, min(n.raw_value) as example, cast(sum(s.mentions) as bigint) as mentions
from ${table(refs.normalized)} as d join ${table(refs.numbers)} as n on n._value = d._value join ${table(refs.sightings)} as s on s._value = d._value
where d.blocked is not null group by n.identifier_type, d.blocked, d.rule, coalesce(d.identifier_value, lower(trim(n.raw_value))) order by mentions desc, example limit ${limit}`;
}

/** The entities with the most identifiers. */
export function biggestEntities(entity: Entity, limit = 5): Sql {
  const refs = identityRefs(entity);
  const label = [...entity.traits.filter((trait) => trait.name === "name"), ...shownIdentifiers(entity)]
    .map((one) => sql`p.${name(one.name)}`)
    .reduce((all, one) => sql`${all}, ${one}`);
  return sql`select ${value(entity.name)} as entity_type, p.id, coalesce(${label}) as label, c.identifiers, p.event_count from (select a._entity, count(distinct (n.identifier_type, coalesce(d.identifier_value, n.raw_value))) as identifiers from ${table(refs.assignment)} as a join ${table(refs.numbers)} as n on n._value = a._value left join ${table(refs.normalized)} as d on d._value = a._value where a._entity in (select t._entity from ${table(refs.assignment)} as t group by t._entity order by count(*) desc, t._entity limit ${limit * 10}) and substr(n.identifier_type, 1, 1) <> '_' group by a._entity order by identifiers desc, _entity limit ${limit}) as c join ${table(entityRef(entity))} as p on p._entity = c._entity order by c.identifiers desc, p.id`;
}

/** Mentions that hold nothing but junk or quarantined identifiers: nobody's. */
export function unresolvedMentions(entity: Entity): Sql {
  const refs = identityRefs(entity);
  return sql`select cast(coalesce(sum(e.mentions), 0) as bigint) as mentions from ${table(refs.evidence)} as e where not exists (select 1 from ${table(refs.evidenceEntities)} as x where x._combination = e._combination)`;
}
