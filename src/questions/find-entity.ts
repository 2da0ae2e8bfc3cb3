import type { Entity } from "../config/project.ts";
import { identityRefs } from "../layers/tables/identity-tables.ts";
import { runsTable } from "../model/run-records.ts";
import type { TableRef } from "../model/table.ts";
import { lower } from "../sql/functions.ts";
import { join, type Sql, sql, table, value } from "../sql/sql.ts";

/** What a text is as an identifier of one type: a query with one row and one column, `identifier_value`. */
export interface AskedAs {
  readonly entity: string;
  readonly type: string;
  readonly query: Sql;
}

/**
 * The entities that an identifier, in any spelling, or an id, old or new, stands for. `asked` compares the text as the
 * rules of each type do, for spellings that were never seen. An id that was split stands for all of its parts.
 * Columns: `entity_type`, `entity_id`, `_entity`, `found_by`, `is_primary` (not the first answer: other parts of an id).
 */
export function findEntity(entities: readonly Entity[], text: string, asked: readonly AskedAs[]): Sql {
  const spelt = join([value(text), value(text.trim()), value(text.trim().toLowerCase())]);
  const byValue = entities.map((entity) => {
    const refs = identityRefs(entity);
    return sql`select ${entity.name} as entity_type, e.id as entity_id, e._entity as _entity, n.identifier_type as found_by, true as is_primary
from ${table(refs.numbers)} as n
left join ${table(refs.normalized)} as d on d._value = n._value
join ${table(refs.assignment)} as a on a._value = n._value
join ${table(refs.entities)} as e on e._entity = a._entity
where n.raw_value in (${spelt}) or d.identifier_value in (${spelt})`;
  });
  const byRule = asked.map(({ entity, type, query }) => {
    const refs = identityRefs({ name: entity });
    return sql`select ${entity} as entity_type, e.id as entity_id, e._entity as _entity, n.identifier_type as found_by, true as is_primary
from (${query}) as w
join ${table(refs.numbers)} as n on n.identifier_type = ${type}
left join ${table(refs.normalized)} as d on d._value = n._value
join ${table(refs.assignment)} as a on a._value = n._value
join ${table(refs.entities)} as e on e._entity = a._entity
where w.identifier_value = case when d._value is null then n.raw_value else d.identifier_value end`;
  });
  const byId = entities.map((entity) => {
    const refs = identityRefs(entity);
    return sql`select ${entity.name} as entity_type, h.id as entity_id, h._entity as _entity, 'id' as found_by, a.is_primary as is_primary
from ${table(aliases)} as a
join ${table(refs.entities)} as h on h.id = a.entity_id
where a.alias_id = ${text.trim()} and a.entity_type = ${entity.name}`;
  });
  // Persons come before all others, then what the model has first.
  const place = sql`case f.entity_type ${join(
    entities.map((entity, index) => sql`when ${entity.name} then ${index}`),
    sql` `,
  )} end`;
  return sql`select distinct f.entity_type, f.entity_id, f._entity, f.found_by, f.is_primary, ${place} as place from (${join([...byValue, ...byRule, ...byId], sql`\nunion all\n`)}) as f order by is_primary desc, place, entity_id, found_by`;
}

/** When an id ended that nobody answers for: `entity_type`, `run` and `ended_at`, which are null where nothing is noted. */
export function endOf(entities: readonly Entity[], text: string): Sql {
  const each = entities.map((entity) => {
    const refs = identityRefs(entity);
    return sql`select ${entity.name} as entity_type, e._entity as _entity, max(l.run) as run
from ${table(refs.entities)} as e
left join ${table(refs.log)} as l on l._previous = e._entity and l.kind = 'end'
where e.id = ${text.trim()} and e._heir is null
group by e._entity`;
  });
  return sql`select n.entity_type, n.run, r.started_at as ended_at from (${join(each, sql`\nunion all\n`)}) as n left join ${table(runsTable.ref)} as r on r.run = n.run`;
}

/** Every id ever given, and who answers for it. */
const aliases: TableRef = { layer: "identity", name: "entity_aliases" };

/** Identifiers that begin with what was asked for: what to offer when nothing was found. */
export function nearIdentifiers(entities: readonly Entity[], text: string, limit = 5): Sql {
  const start = `%${text
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, "\\$&")
    .slice(0, 40)}%`;
  const each = entities.map(
    (entity) =>
      sql`select distinct raw_value as near from ${table(identityRefs(entity).numbers)} where ${lower(sql`raw_value`)} like ${start} escape '\\'`,
  );
  return sql`select near from (${join(each, sql`\nunion all\n`)}) as n order by length(near), near limit ${limit}`;
}
