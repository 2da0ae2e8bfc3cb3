import type { Entity } from "../config/project.ts";
import { entityRef, eventsRef, participantsRef } from "../layers/tables/final-refs.ts";
import { identityRefs } from "../layers/tables/identity-tables.ts";
import { checkResultsTable, runsTable } from "../model/run-records.ts";
import { lower, trim } from "../sql/functions.ts";
import { type Sql, sql, table, value } from "../sql/sql.ts";
import { labelOf } from "./label.ts";

/** How many entities there are, how many of them are known by a strong identifier, and how many are a shared value alone. */
export function entityCounts(entity: Entity): Sql {
  const refs = identityRefs(entity);
  const withShared = sql`select a._entity from ${table(refs.held)} as d join ${table(refs.assignment)} as a on a._value = d._value where d.held = 'shared'`;
  const shared = sql`select a._entity from ${table(refs.assignment)} as a left join ${table(refs.held)} as d on d._value = a._value where a._entity in (${withShared}) group by a._entity having count(*) = count(case when d.held = 'shared' then 1 end)`;
  return sql`select count(*) as entities, count(case when p.is_identified then 1 end) as identified, count(h._entity) as shared from ${table(entityRef(entity))} as p left join (${shared}) as h on h._entity = p._entity`;
}

/** The run that is published, and its horizon. */
export function lastPublished(): Sql {
  return sql`select r.run, r.horizon from ${table(runsTable.ref)} as r where r.status = 'published' order by r.run desc limit 1`;
}

/** What came of each check when it was last asked of a run's tables. */
export function checkAnswers(run: number): Sql {
  const last = sql`select max(l.tested_at) from ${table(checkResultsTable.ref)} as l where l.run = ${run} and l.check_name = c.check_name`;
  return sql`select c.check_name, c.kind, c.severity, c.status, c.failing_rows, c.seconds, c.tested_at, c.message from ${table(checkResultsTable.ref)} as c where c.run = ${run} and c.tested_at = (${last}) order by c.check_name`;
}

/**
 * What a run changed about who is who. Of each kind the ids that it made or took away, so that those before the run, and
 * the born and the split off, without the merged (they live on in another) and the ended, are those after it.
 */
export function changeCounts(entity: Entity, run: number): Sql {
  const log = table(identityRefs(entity).log);
  const livedBefore = sql`select b._id from (select l._entity as _id, 1 as held from ${log} as l where l.run < ${run} and l._entity is not null union all select l._previous, -1 from ${log} as l where l.run < ${run} and l._previous is not null) as b group by b._id having sum(b.held) > 0`;
  const born = sql`select l._entity from ${log} as l where l.run = ${run} and l.kind = 'birth'`;
  const counted = sql`case when l.kind = 'split' and (l._entity in (${livedBefore}) or l._entity in (${born})) then null when l.kind in ('merge', 'end') then l._previous else coalesce(l._entity, l._previous) end`;
  return sql`select l.kind, count(distinct ${counted}) as entities, count(*) as identifiers from ${log} as l where l.run = ${run} group by l.kind order by l.kind`;
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
  return sql`select ${value(entity.name)} as entity_type, n.identifier_type, h.held, h.rule, min(n.raw_value) as example, cast(sum(s.mentions) as bigint) as mentions
from ${table(refs.held)} as h join ${table(refs.numbers)} as n on n._value = h._value join ${table(refs.sightings)} as s on s._value = h._value left join ${table(refs.normalized)} as d on d._value = h._value
group by n.identifier_type, h.held, h.rule, coalesce(d.identifier_value, ${lower(trim(sql`n.raw_value`))}) order by mentions desc, example limit ${limit}`;
}

/** The entities with the most identifiers, of those with as many the ones with the most events. */
export function biggestEntities(entity: Entity, limit = 5): Sql {
  const refs = identityRefs(entity);
  const near = sql`select t._entity from (select a._entity, count(*) as held from ${table(refs.assignment)} as a group by a._entity) as t join ${table(entityRef(entity))} as q on q._entity = t._entity order by t.held desc, q.event_count desc, t._entity limit ${limit * 10}`;
  const counted = sql`select a._entity, count(distinct (n.identifier_type, coalesce(d.identifier_value, n.raw_value))) as identifiers from ${table(refs.assignment)} as a join ${table(refs.numbers)} as n on n._value = a._value left join ${table(refs.normalized)} as d on d._value = a._value where a._entity in (${near}) and substr(n.identifier_type, 1, 1) <> '_' group by a._entity`;
  return sql`select ${value(entity.name)} as entity_type, p.id, ${labelOf(entity, "p")} as label, c.identifiers, p.event_count from (${counted}) as c join ${table(entityRef(entity))} as p on p._entity = c._entity order by c.identifiers desc, p.event_count desc, p.id limit ${limit}`;
}

/** Mentions that hold nothing but junk or quarantined identifiers: nobody's. */
export function unresolvedMentions(entity: Entity): Sql {
  const refs = identityRefs(entity);
  return sql`select cast(coalesce(sum(e.mentions), 0) as bigint) as mentions from ${table(refs.evidence)} as e where not exists (select 1 from ${table(refs.evidenceEntities)} as x where x._combination = e._combination)`;
}
