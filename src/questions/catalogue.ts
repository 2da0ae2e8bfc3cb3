import type { Entity, Project } from "../config/project.ts";
import {
  entityRef,
  eventsRef,
  membershipsRef,
  participantsRef,
  relationshipsRef,
  statesRef,
} from "../layers/tables/final-refs.ts";
import { identityRefs } from "../layers/tables/identity-tables.ts";
import { checkResultsTable, runsTable, stepsTable } from "../model/run-records.ts";
import type { TableRef } from "../model/table.ts";
import { text } from "../sql/functions.ts";
import { join, name, type Sql, sql, table, value } from "../sql/sql.ts";

/** How many rows a table has. */
export function rowCount(ref: TableRef): Sql {
  return sql`select count(*) as rows from ${table(ref)}`;
}

/** Events per source and name: how many, the first and the last. */
export function eventCatalogue(limit: number): Sql {
  return sql`select e.source, e.name, e.type, count(*) as events, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at from ${table(eventsRef)} as e group by e.source, e.name, e.type order by e.source, events desc, e.name limit ${limit}`;
}

/** Identifiers per type: spellings, distinct ones as they are compared, mentions, and values that identify nobody. */
export function identifierCatalogue(entity: Entity): Sql {
  const refs = identityRefs(entity);
  return sql`select n.identifier_type, count(*) as spellings, count(distinct case when d._value is null then n.raw_value else d.identifier_value end) as identifiers, cast(coalesce(sum(s.mentions), 0) as bigint) as mentions, count(h._value) as blocked, cast(coalesce(sum(case when h._value is not null then s.mentions end), 0) as bigint) as blocked_mentions
from ${table(refs.numbers)} as n
left join ${table(refs.normalized)} as d on d._value = n._value
left join ${table(refs.held)} as h on h._value = n._value
left join ${table(refs.sightings)} as s on s._value = n._value
group by n.identifier_type`;
}

/** Of each trait: how many entities there are, how many have it, and how many values it has. No value of it. */
export function traitCatalogue(entity: Entity): Sql | undefined {
  const each = entity.traits.map(({ name: trait }) => {
    const column = name("p", trait);
    return sql`select ${value(trait)} as trait, count(*) as entities, count(${column}) as filled, count(distinct ${text(column)}) as values_known from ${table(entityRef(entity))} as p`;
  });
  return each.length === 0 ? undefined : join(each, sql`\nunion all\n`);
}

/** Values of states: intervals, how many last, and how many entities ever had them. */
export function stateCatalogue(limit: number): Sql {
  return sql`select s.state_name, s.entity_type, s.state_value, count(*) as intervals, count(case when s.is_current then 1 end) as current_now, count(distinct s.entity_id) as entities from ${table(statesRef)} as s group by s.state_name, s.entity_type, s.state_value order by s.state_name, current_now desc, intervals desc, s.state_value limit ${limit}`;
}

/** How often an entity type takes part in events, by role. */
export function roleCatalogue(entity: Entity, limit: number): Sql {
  return sql`select p.role, count(*) as participants from ${table(participantsRef(entity))} as p group by p.role order by participants desc, p.role limit ${limit}`;
}

/** Memberships and other relationships by kind and role: how many, and how many of them last. */
export function relationshipCatalogue(
  { relationships }: Pick<Project, "relationships">,
  limit: number,
): Sql | undefined {
  const built = relationships.find((one) => one.isMembership);
  const memberships = sql`select ${built?.name ?? ""} as kind, m.role, count(*) as relationships, count(case when m.until is null then 1 end) as current_now from ${table(membershipsRef)} as m group by m.role`;
  const others = sql`select r.kind, r.role, count(*) as relationships, count(case when r.until is null then 1 end) as current_now from ${table(relationshipsRef)} as r group by r.kind, r.role`;
  const asked = [
    ...(built === undefined ? [] : [memberships]),
    ...(relationships.every((one) => one.isMembership) ? [] : [others]),
  ];
  if (asked.length === 0) return undefined;
  return sql`select * from (${join(asked, sql`\nunion all\n`)}) as c order by relationships desc, kind, role limit ${limit}`;
}

/** The last runs: status, times, steps and rows written. */
export function runHistory(limit: number): Sql {
  const steps = sql`select s.run, count(*) as steps, sum(s.rows_written) as rows_written from ${table(stepsTable.ref)} as s group by s.run`;
  return sql`select r.run, r.status, r.started_at, r.finished_at, r.horizon, r.version, t.steps, cast(t.rows_written as bigint) as rows_written from ${table(runsTable.ref)} as r left join (${steps}) as t on t.run = r.run order by r.run desc limit ${limit}`;
}

/** The steps of a run, in their order. */
export function runSteps(run: number): Sql {
  return sql`select s.position, s.step, s.kind, s.layer, s.rows_written, s.seconds from ${table(stepsTable.ref)} as s where s.run = ${run} order by s.position`;
}

/** What came of each check when it was last asked, of whatever run. */
export function lastChecks(): Sql {
  const last = sql`select l.check_name, max(l.tested_at) as tested_at from ${table(checkResultsTable.ref)} as l group by l.check_name`;
  return sql`select c.check_name, c.kind, c.severity, c.status, c.failing_rows, c.seconds, c.tested_at, c.run from ${table(checkResultsTable.ref)} as c join (${last}) as l on l.check_name = c.check_name and l.tested_at = c.tested_at order by c.check_name`;
}
