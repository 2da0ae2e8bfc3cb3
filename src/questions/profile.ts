import type { Entity, Project } from "../config/project.ts";
import {
  ancestorsRef,
  entityRef,
  eventsRef,
  membershipsRef,
  participantsRef,
  relationshipsRef,
  statesRef,
} from "../layers/tables/final-refs.ts";
import type { TableRef } from "../model/table.ts";
import { join, name, type Sql, sql, table, value } from "../sql/sql.ts";
import { labelOf } from "./label.ts";
import { holdsAt } from "./states.ts";

const resolved = (entity: Entity, what: "identifiers" | "traits"): TableRef => ({
  layer: "identity",
  name: `resolved_${entity.name}_${what}`,
});

/** The one row of an entity. */
export function entityRow(entity: Entity, id: string): Sql {
  return sql`select * from ${table(entityRef(entity))} where id = ${id}`;
}

/** All identifiers of an entity, the most used first. */
export function identifiersOf(entity: Entity, number: number): Sql {
  return sql`select identifier_type, identifier_value, mentions, first_seen_at, last_seen_at, is_shared, rule from ${table(resolved(entity, "identifiers"))} where _entity = ${number} order by identifier_type, mentions desc, identifier_value`;
}

/** Every value of every trait of an entity, the surviving ones first. */
export function traitsOf(entity: Entity, number: number): Sql {
  return sql`select trait_name, trait_value, is_current, occurred_at, source from ${table(resolved(entity, "traits"))} where _entity = ${number} order by trait_name, is_current desc, occurred_at desc`;
}

/** The states of an entity, the current ones first; at a time, those that it had then. */
export function statesOf(entity: Entity, id: string, asOf?: string): Sql {
  const then = asOf === undefined ? sql`` : sql` and ${holdsAt(asOf)}`;
  const current = asOf === undefined ? sql`s.is_current desc, ` : sql``;
  return sql`select s.state_name, s.state_value, s.state_entered_at, s.state_exited_at, s.is_current from ${table(statesRef)} as s where s.entity_type = ${entity.name} and s.entity_id = ${id}${then} order by ${current}s.state_name, s.state_entered_at desc`;
}

/** Who stands in which relationship with an entity: `kind`, the side and type that the other stands on, and who it is. */
export function relationshipsOf(
  entity: Entity,
  project: Pick<Project, "entities" | "relationships">,
  id: string,
): Sql | undefined {
  const each = project.relationships.flatMap(({ name: kind, from, to, isMembership }) =>
    (["from", "to"] as const).flatMap((own) => {
      const [mine, theirs, side] = own === "from" ? [from, to, "to"] : [to, from, "from"];
      const other = project.entities.find((one) => one.name === theirs);
      if (isMembership || mine !== entity.name || other === undefined) return [];
      const [ownId, otherId] = [name("r", `${own}_id`), name("r", `${side}_id`)];
      return [
        sql`select r.kind, ${value(side)} as side, ${value(other.name)} as entity_type, r.role, o.id, ${labelOf(other, "o")} as label, r.since, r.until from ${table(relationshipsRef)} as r join ${table(entityRef(other))} as o on o.id = ${otherId} where r.kind = ${kind} and ${ownId} = ${id}`,
      ];
    }),
  );
  if (each.length === 0) return undefined;
  return sql`select * from (${join(each, sql`\nunion all\n`)}) as n order by n.kind, n.side desc, case when n.until is null then 0 else 1 end, n.since desc, n.id`;
}

/** What stands above an entity in the model's hierarchies, the nearest first. */
export function ancestorsOf(entity: Entity, project: Pick<Project, "relationships">, id: string): Sql | undefined {
  if (!project.relationships.some(({ above, from }) => above !== undefined && from === entity.name)) return undefined;
  return sql`select a.kind, a.depth, o.id, ${labelOf(entity, "o")} as label from ${table(ancestorsRef)} as a join ${table(entityRef(entity))} as o on o.id = a.ancestor_id where a.entity_id = ${id} order by a.kind, a.depth, o.id`;
}

/** The other side of an entity's memberships, with their names or strongest identifiers. */
export function membershipsOf(entity: Entity, other: Entity, id: string): Sql {
  const own = name("m", `${entity.name}_id`);
  const theirs = name("m", `${other.name}_id`);
  return sql`select m.role, o.id, ${labelOf(other, "o")} as label, m.since, m.until, m.last_seen_at from ${table(membershipsRef)} as m join ${table(entityRef(other))} as o on o.id = ${theirs} where ${own} = ${id} order by m.since, o.id`;
}

/** Events of an entity per source, most first. */
export function sourcesOf(entity: Entity, number: number): Sql {
  return sql`select e.source, count(distinct e.id) as events, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at from ${table(participantsRef(entity))} as p join ${table(eventsRef)} as e on e.id = p.event_id where p._entity = ${number} group by e.source order by events desc, e.source`;
}

/** The sources that have events. */
export function eventSources(): Sql {
  return sql`select distinct source from ${table(eventsRef)} order by source`;
}

/** What happened to an entity, the latest first; `before` continues a page behind its last event. */
export function timelineOf(
  entity: Entity,
  number: number,
  options: {
    readonly limit: number;
    readonly before?: { readonly occurredAt: string; readonly id: string } | undefined;
    readonly source?: string | undefined;
  },
): Sql {
  const { before, source } = options;
  const behind =
    before === undefined
      ? sql``
      : sql` and (e.occurred_at < cast(${before.occurredAt} as timestamp) or (e.occurred_at = cast(${before.occurredAt} as timestamp) and e.id > ${before.id}))`;
  const only = source === undefined ? sql`` : sql` and e.source = ${source}`;
  return sql`select e.id, e.occurred_at, e.source, e.name, e.type, e.description, e.value, e.value_unit, e.is_future, string_agg(distinct p.role, ', ') as roles
from ${table(participantsRef(entity))} as p join ${table(eventsRef)} as e on e.id = p.event_id
where p._entity = ${number}${behind}${only}
group by e.id, e.occurred_at, e.source, e.name, e.type, e.description, e.value, e.value_unit, e.is_future
order by e.occurred_at desc, e.id limit ${options.limit}`;
}
