import type { Entity } from "../config/project.ts";
import { entityRef } from "../layers/tables/final-refs.ts";
import { identityRefs, valueColumns } from "../layers/tables/identity-tables.ts";
import type { TableRef } from "../model/table.ts";
import { join, name, type Sql, sql, table, value } from "../sql/sql.ts";
import type { AskedAs } from "./find-entity.ts";
import { labelOf } from "./label.ts";

const refusedLinks: TableRef = { layer: "identity", name: "refused_links" };

/** The links between an entity's identifiers and others that a limit refused, from the entity's side. */
export function refusedLinksOf(entity: Entity, id: string): Sql {
  const sides = [
    { own: "entity", ownParts: ["identifier_type", "identifier_value"], other: "stronger" },
    { own: "stronger_entity", ownParts: ["stronger_type", "stronger_value"], other: "identifier" },
  ] as const;
  const each = sides.map(({ own, ownParts: [type, text], other }) => {
    const otherId = own === "entity" ? "stronger_entity_id" : "entity_id";
    return sql`select ${name(type)} as identifier_type, ${name(text)} as identifier_value, ${name(`${other}_type`)} as with_type, ${name(`${other}_value`)} as with_value, ${name(otherId)} as with_id, rule from ${table(refusedLinks)} where entity_type = ${entity.name} and ${name(`${own}_id`)} = ${id}`;
  });
  return sql`select * from (${join(each, sql`\nunion all\n`)}) as l order by identifier_type, identifier_value, with_type, with_value`;
}

/** The quarantined identifiers that a text stands for, with the rule: they are nobody's. */
export function quarantinedAs(entities: readonly Entity[], text: string, asked: readonly AskedAs[]): Sql {
  const each = entities.flatMap((entity) => {
    const own = { layer: "identity", name: `resolved_${entity.name}_identifiers` } as const;
    const forms = asked
      .filter((one) => one.entity === entity.name)
      .map(
        ({ type, query }) =>
          sql` or (i.identifier_type = ${type} and i.identifier_value in (select w.identifier_value from (${query}) as w))`,
      );
    return [
      sql`select ${entity.name} as entity_type, i.identifier_type, i.identifier_value, i.rule, i.mentions from ${table(own)} as i where i.is_quarantined and (i.identifier_value = ${text.trim()}${join(forms, sql``)})`,
    ];
  });
  return sql`select * from (${join(each, sql`\nunion all\n`)}) as q order by entity_type desc, identifier_type`;
}

/** Whom a quarantined identifier touches: the entities of the mentions that hold it, those with the most first. */
export function touchedBy(entity: Entity, type: string, identifier: string, limit = 10): Sql {
  const refs = identityRefs(entity);
  const spellings = sql`select n._value from ${table(refs.numbers)} as n left join ${table(refs.normalized)} as d on d._value = n._value where n.identifier_type = ${type} and case when d._value is null then n.raw_value else d.identifier_value end = ${identifier}`;
  const holds = join(
    valueColumns(entity).map((column) => sql`e.${name(column)} in (${spellings})`),
    sql` or `,
  );
  return sql`select ${value(entity.name)} as entity_type, p.id, ${labelOf(entity, "p")} as label, cast(sum(e.mentions) as bigint) as mentions from ${table(refs.evidence)} as e join ${table(refs.evidenceEntities)} as x on x._combination = e._combination join ${table(entityRef(entity))} as p on p._entity = x._entity where ${holds} group by p.id, ${labelOf(entity, "p")} order by mentions desc, p.id limit ${limit}`;
}
