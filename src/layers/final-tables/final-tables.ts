import type { Entity } from "../../config/project.ts";
import { type Column, column, idColumn, sought } from "../../model/column.ts";
import type { Read, Table, TableRef } from "../../model/table.ts";
import { tryCast } from "../../sql/functions.ts";
import { as, noRows, type Relation, select, unionAll } from "../../sql/relation.ts";
import { join, sql, value } from "../../sql/sql.ts";
import { eventRows } from "../tables/event-rows.ts";
import { entityRef, eventsRef, participantsRef } from "../tables/final-refs.ts";
import { heldTable } from "../tables/held-values.ts";
import { type IdentityRefs, isDue, isLiving, shownIdentifiers } from "../tables/identity-tables.ts";
import type { KeptTable } from "../tables/kept-table.ts";
import { mentionSites, mentionsOnce, roleOf } from "../tables/mention-sites.ts";
import { hasPreceding, mentionReads, mentionsWithEntity } from "../tables/mentioned.ts";
import { plainAddress, plainHost } from "../tables/plain-address.ts";
import { survivorsTable } from "./survivors.ts";

const stored = { lifetime: "derived", stored: "table", published: true } as const;

/** `nexus.events`: everything that ever happened. */
export function eventsTable(keptTables: readonly KeptTable[]): Table<Relation> {
  const columns: readonly Column[] = [
    sought(idColumn("id", "evt_ and 32 hex digits")),
    column("occurred_at", "timestamp", "when it happened, UTC"),
    column("type", "text", "kind of the event"),
    column("name", "text", "name of the event"),
    column("source", "text", "name of the source"),
    column("description", "text", "the event in words", true),
    column("value", "number", "what it was worth"),
    column("value_unit", "text", "the value's unit, such as a currency"),
    column("significance", "number", "how much it matters, from 1 to 5"),
    column("is_future", "boolean", "lies after the run's horizon: it feeds no trait and no state until it is due"),
  ];
  return {
    ...stored,
    ref: eventsRef,
    sentence: "One row an event.",
    columns,
    key: ["id"],
    scope: { unit: "event", column: "id" },
    reads: keptTables.map((kept) => ({ table: kept.ref, touch: { by: "carries", column: "event_id" } })),
    define: (inputs) => {
      if (keptTables.length === 0) return noRows(columns);
      const e = as(unionAll(keptTables.map((kept) => eventRows(kept, inputs))), "e");
      return select({
        id: e.col("event_id"),
        occurred_at: e.col("occurred_at"),
        type: e.col("event_type"),
        name: e.col("event_name"),
        source: e.col("source"),
        description: e.col("event_description"),
        value: e.col("value"),
        value_unit: e.col("value_unit"),
        significance: e.col("significance"),
        is_future: sql`not (${isDue(e.col("occurred_at"))})`,
      }).from(e);
    },
  };
}

/** `nexus.person_participants`: who took part in which event, in which role. */
export function participantsTable(
  entity: Entity,
  refs: IdentityRefs,
  keptTables: readonly KeptTable[],
): Table<Relation> {
  const own = `${entity.name}_id`;
  const mentioning = keptTables.filter((kept) =>
    kept.context.event.mentions.some((mention) => mention.entity === entity.name),
  );
  const sites = mentionSites(keptTables, entity.name);
  // Where an event can mention an entity type but once, no two mentions can be the same participation.
  const onceOnly = mentioning.every((kept) => mentionsOnce(kept, entity.name));
  return {
    ...stored,
    ref: participantsRef(entity),
    sentence: `One row a ${entity.name}'s part in an event, per role.`,
    columns: [
      idColumn(own, `the ${entity.name}`),
      idColumn("event_id", "the event"),
      column("role", "text", `what the ${entity.name} was in it`),
      column("occurred_at", "timestamp", "when the event happened, UTC"),
      sought(column("_entity", "integer", `number of the ${entity.name}`)),
    ],
    key: [own, "event_id", "role"],
    scope: { unit: "entity", column: "_entity" },
    reads: [...mentionReads(entity, refs), { table: refs.entities, touch: { by: "carries", column: "_entity" } }],
    define: (inputs) => {
      const m = as(mentionsWithEntity(entity, refs, inputs), "p");
      const i = as(inputs(refs.entities), "i");
      const rows = select({
        [own]: i.col("id"),
        event_id: m.col("event_id"),
        role: roleOf(sites, m.col),
        occurred_at: m.col("occurred_at"),
        _entity: m.col("_entity"),
      })
        .from(m)
        .join(i, sql`${i.col("_entity")} = ${m.col("_entity")}`);
      return onceOnly ? rows : rows.distinct();
    },
  };
}

/** `nexus.persons`, `nexus.groups`: who they are. */
export function entityTable(entity: Entity, refs: IdentityRefs, keptTables: readonly KeptTable[]): Table<Relation> {
  const columns: readonly Column[] = [
    sought(idColumn("id", `${entity.prefix}_ and 32 hex digits; it lasts`)),
    ...shownIdentifiers(entity).map((type) => column(type.name, "text", `the surviving ${type.name}`, type.pii)),
    ...entity.traits.map((trait) => column(trait.name, trait.type, `the surviving ${trait.name}`, trait.pii)),
    column("is_identified", "boolean", "known by a strong identifier, not only by anonymous or shared ones"),
    column("first_seen_at", "timestamp", "time of the first mention, UTC"),
    column("last_seen_at", "timestamp", "time of the last mention that is due, UTC"),
    column("event_count", "integer", "in how many events it took part"),
    column("_entity", "integer", "number of the entity"),
  ];
  const survivors = survivorsTable(entity, refs, mentionSites(keptTables, entity.name));
  const onceOnly =
    !hasPreceding(entity) &&
    keptTables.every(
      (kept) =>
        mentionsOnce(kept, entity.name) || !kept.context.event.mentions.some((one) => one.entity === entity.name),
    );
  const participants = participantsRef(entity);
  return {
    ...stored,
    ref: entityRef(entity),
    sentence: `One row a ${entity.name}.`,
    columns,
    key: ["id"],
    scope: { unit: "entity", column: "_entity" },
    reads: [
      { table: refs.entities, touch: { by: "carries", column: "_entity" } },
      { table: refs.evidenceEntities, touch: { by: "carries", column: "_entity" } },
      ...survivors.reads,
      ...heldTable(entity, refs).reads.map(
        ({ table }): Read => ({
          table,
          touch: { by: "through", column: "_value", lookup: refs.assignment, on: "_value", carries: "_entity" },
        }),
      ),
      ...(onceOnly ? [] : [{ table: participants, touch: { by: "carries", column: "_entity" } } as const]),
    ],
    define: (inputs) => {
      const e = as(inputs(refs.entities), "e");
      const s = as(survivors.define(inputs), "s");
      const seen = as(seenOf(refs, inputs), "n");
      const shared = as(sharedOf(entity, refs, inputs), "h");
      const counted = onceOnly ? undefined : as(eventsOf(inputs(participants)), "c");
      const strong = shownIdentifiers(entity)
        .filter((type) => type.strong)
        .map(({ name }) => sql`${s.col(name)} is not null`);
      const query = select({
        id: e.col("id"),
        ...Object.fromEntries(
          shownIdentifiers(entity).map(({ name, kind }) => [
            name,
            kind === "email" ? plainAddress(s.col(name)) : kind === "domain" ? plainHost(s.col(name)) : s.col(name),
          ]),
        ),
        ...Object.fromEntries(
          entity.traits.map(({ name, type }) => [name, type === "text" ? s.col(name) : tryCast(s.col(name), type)]),
        ),
        is_identified:
          strong.length === 0 ? value(false) : sql`(${join(strong, sql` or `)}) and ${shared.col("_entity")} is null`,
        first_seen_at: s.col("first_seen_at"),
        last_seen_at: s.col("last_seen_at"),
        event_count: sql`coalesce(${counted === undefined ? seen.col("mentions") : counted.col("event_count")}, 0)`,
        _entity: e.col("_entity"),
      })
        .from(e)
        .leftJoin(seen, sql`${seen.col("_entity")} = ${e.col("_entity")}`)
        .join(s, sql`${s.col("_entity")} = ${e.col("_entity")}`)
        .leftJoin(shared, sql`${shared.col("_entity")} = ${e.col("_entity")}`)
        .where(isLiving(e));
      return counted === undefined
        ? query
        : query.leftJoin(counted, sql`${counted.col("_entity")} = ${e.col("_entity")}`);
    },
  };
}

/** How often an entity was mentioned: from the evidence, not from the events. */
function seenOf(refs: IdentityRefs, inputs: (ref: TableRef) => Relation): Relation {
  const e = as(inputs(refs.evidenceEntities), "e");
  return select({ _entity: e.col("_entity"), mentions: sql`cast(sum(${e.col("mentions")}) as bigint)` })
    .from(e)
    .groupBy(e.col("_entity"));
}

/** The entities that are a shared value and nobody behind it, such as a role account. */
function sharedOf(entity: Entity, refs: IdentityRefs, inputs: (ref: TableRef) => Relation): Relation {
  const a = as(inputs(refs.assignment), "a");
  const d = as(heldTable(entity, refs).define(inputs), "d");
  return select({ _entity: a.col("_entity") })
    .from(d)
    .join(a, sql`${a.col("_value")} = ${d.col("_value")}`)
    .where(sql`${d.col("held")} = 'shared'`)
    .distinct();
}

/** In how many events each entity took part, whatever its roles. */
function eventsOf(participants: Relation): Relation {
  const p = as(participants, "p");
  return select({ _entity: p.col("_entity"), event_count: sql`count(distinct ${p.col("event_id")})` })
    .from(p)
    .groupBy(p.col("_entity"));
}
