import type { Entity } from "../../config/project.ts";
import { type Column, column, idColumn } from "../../model/column.ts";
import { readWhole, type Table, type TableRef } from "../../model/table.ts";
import { lastBy, orderOfMention, orderTime, text, trim } from "../../sql/functions.ts";
import { as, columnsOf, noRows, type Relation, select, source, unionAll } from "../../sql/relation.ts";
import { coalesce, join, sql, value } from "../../sql/sql.ts";
import { heldTable } from "../tables/held-values.ts";
import {
  type IdentityRefs,
  identifierValue,
  identityRefs,
  isDue,
  isLiving,
  valueColumn,
  valueColumns,
} from "../tables/identity-tables.ts";
import { bySite, type MentionSite } from "../tables/mention-sites.ts";
import { mentionReads, mentionsWithEntity } from "../tables/mentioned.ts";
import {
  bestSource,
  sourceRank,
  sourcesOf,
  survivalPlace,
  traitCandidate,
  traitsGoBySource,
} from "../tables/survivorship.ts";
import { isNoValue } from "./normalize-text.ts";

/**
 * Each combination's entity: that of its strongest identifier which links, or else of its strongest shared one.
 * A combination of nothing but junk and quarantined values has none: its mentions are unresolved.
 */
export function evidenceEntitiesTable(entity: Entity, refs: IdentityRefs): Table<Relation> {
  const seen = ["mentions"];
  return {
    ref: refs.evidenceEntities,
    sentence: `One row a combination of raw values that identifies a ${entity.name}: which one.`,
    columns: [
      column("_combination", "digest", "the combination, for equality"),
      column("_entity", "integer", "the entity"),
      column("mentions", "integer", "how many mentions had this combination"),
    ],
    key: ["_combination"],
    scope: { unit: "evidence", column: "_combination" },
    reads: [
      { table: refs.evidence, touch: { by: "carries", column: "_combination" } },
      ...heldTable(entity, refs).reads,
      readWhole(refs.assignment),
    ],
    lifetime: "derived",
    stored: "table",
    published: false,
    define: (inputs) => {
      const e = as(inputs(refs.evidence), "e");
      const held = heldTable(entity, refs).define(inputs);
      const values = entity.identifiers.map(({ name }) => ({ name, number: e.col(valueColumn(name)) }));
      const strongest = coalesce(values.map(({ number }) => number));
      const b = as(held, "b");
      // Nearly all combinations have a strongest value that links: only the others are looked at value by value.
      const linking = select({ ...columnsOf(e, ["_combination", ...seen]), _anchor: strongest })
        .from(e)
        .leftJoin(b, sql`${b.col("_value")} = ${strongest}`)
        .where(sql`${b.col("_value")} is null`);
      const sides = values.map(({ name, number }) => ({ number, b: as(held, `b_${name}`) }));
      const links = sides.map(({ number, b }) => sql`case when ${b.col("held")} is null then ${number} end`);
      const shared = sides.map(({ number, b }) => sql`case when ${b.col("held")} = 'shared' then ${number} end`);
      const others = sides.reduce(
        (query, { number, b }) => query.leftJoin(b, sql`${b.col("_value")} = ${number}`),
        select({ ...columnsOf(e, ["_combination", ...seen]), _anchor: coalesce([...links, ...shared]) })
          .from(e)
          .where(sql`${strongest} in (select b._value from ${source(b)})`),
      );
      const x = as(unionAll([linking, others]), "x");
      const a = as(inputs(refs.assignment), "a");
      return select({ _combination: x.col("_combination"), _entity: a.col("_entity"), ...columnsOf(x, seen) })
        .from(x)
        .join(a, sql`${a.col("_value")} = ${x.col("_anchor")}`);
    },
  };
}

/** The traits of an entity: every value it ever had, with when. */
export function traitValuesTable(entity: Entity, refs: IdentityRefs, sites: readonly MentionSite[]): Table<Relation> {
  const bySource = traitsGoBySource(entity);
  const columns = [
    column("_entity", "integer", "the entity"),
    column("trait_name", "text", "name of the trait"),
    column("trait_value", "text", "its value, as text", true),
    column("last_order", "order", "place in time of the last mention with it"),
    column("first_order", "order", "place in time of the first mention with it"),
    column("last_site", "integer", "number of the mention that said it last"),
    column("mentions", "integer", "how many mentions that are due said it"),
    ...(bySource
      ? [
          column("source_rank", "integer", "place of the best source that says it, by the rule of the trait"),
          column("source_last", "order", "place in time of the last mention by that source"),
        ]
      : []),
  ];
  return {
    ref: refs.traitValues,
    sentence: `One row a value of a trait that a ${entity.name} ever had.`,
    columns,
    key: ["_entity", "trait_name", "trait_value"],
    scope: { unit: "entity", column: "_entity" },
    reads: [...mentionReads(entity, refs)],
    lifetime: "derived",
    stored: "table",
    published: false,
    define: (inputs) => {
      if (entity.traits.length === 0) return noRows(columns);
      const each = entity.traits.map((trait) => {
        const m = as(mentionsWithEntity(entity, refs, inputs), "m");
        const said = trait.type === "text" ? m.col(trait.name) : text(m.col(trait.name));
        const worth = trait.type === "text" ? sql`${trim(said)} <> ''` : sql`${m.col(trait.name)} is not null`;
        return (
          select({
            _entity: m.col("_entity"),
            trait_name: value(trait.name),
            trait_value: said,
            last_order: sql`max(${m.col("_order")})`,
            first_order: sql`min(${m.col("_order")})`,
            last_site: lastBy(m.col("_site"), m.col("_order")),
            mentions: sql`count(*)`,
            ...(bySource
              ? bestSource(sourceRank(sourcesOf(trait.survivors), sites, m.col("_site")), m.col("_order"))
              : {}),
          })
            .from(m)
            .where(worth, isDue(m.col("occurred_at")))
            .groupBy(m.col("_entity"), m.col(trait.name))
            // Asked of each value once an entity, not of every mention.
            .having(...(trait.type === "text" ? [sql`not ${isNoValue(said)}`] : []))
        );
      });
      return unionAll(each);
    },
  };
}

const view = { lifetime: "derived", stored: "view", published: true } as const;

/** `resolved_person_identifiers`: who each identifier is. */
export function resolvedIdentifiersView(entity: Entity, refs: IdentityRefs): Table<Relation> {
  const columns: readonly Column[] = [
    column("identifier_type", "text", "type of the identifier"),
    column("identifier_value", "text", "the value as it is compared", true),
    column(`${entity.name}_id`, "text", `the ${entity.name}; null while the identifier is quarantined`),
    column("origin_id", "text", "the id that the identifier was first given"),
    column("first_seen_at", "timestamp", "time of the first mention"),
    column("last_seen_at", "timestamp", "time of the last mention that is due"),
    column("mentions", "integer", "how many mentions had it"),
    column("is_shared", "boolean", "shared by many: an entity of its own that never links others"),
    column("is_quarantined", "boolean", "over a limit: never used to link"),
    column("rule", "text", "the rule that made it so"),
    column("_entity", "integer", "the entity's number"),
    column("_component", "integer", "the gross component"),
  ];
  return {
    ...view,
    ref: { layer: "identity", name: `resolved_${entity.name}_identifiers` },
    sentence: `One row an identifier: the ${entity.name} that it belongs to.`,
    columns,
    key: ["identifier_type", "identifier_value"],
    scope: { unit: "whole" },
    reads: [
      ...[refs.assignment, refs.numbers, refs.sightings, refs.entities].map(readWhole),
      ...heldTable(entity, refs).reads,
    ],
    define: (inputs) => {
      const a = as(inputs(refs.assignment), "a");
      const v = as(inputs(refs.numbers), "v");
      const d = as(inputs(refs.normalized), "d");
      const h = as(heldTable(entity, refs).define(inputs), "h");
      const s = as(inputs(refs.sightings), "s");
      const e = as(inputs(refs.entities), "e");
      const o = as(inputs(refs.entities), "o");
      return select({
        identifier_type: v.col("identifier_type"),
        identifier_value: identifierValue(v, d),
        [`${entity.name}_id`]: sql`min(${e.col("id")})`,
        origin_id: sql`min(${o.col("id")})`,
        first_seen_at: orderTime(sql`min(${s.col("first_order")})`),
        last_seen_at: orderTime(sql`max(${s.col("last_order")})`),
        mentions: sql`cast(sum(${s.col("mentions")}) as bigint)`,
        is_shared: sql`coalesce(max(${h.col("held")}) = 'shared', false)`,
        is_quarantined: sql`coalesce(max(${h.col("held")}) = 'quarantined', false)`,
        rule: sql`max(${h.col("rule")})`,
        _entity: a.col("_entity"),
        _component: sql`min(${a.col("_component")})`,
      })
        .from(v)
        .leftJoin(a, sql`${a.col("_value")} = ${v.col("_value")}`)
        .leftJoin(d, sql`${d.col("_value")} = ${v.col("_value")}`)
        .leftJoin(h, sql`${h.col("_value")} = ${v.col("_value")}`)
        .join(s, sql`${s.col("_value")} = ${v.col("_value")}`)
        .leftJoin(e, sql`${e.col("_entity")} = ${a.col("_entity")}`)
        .leftJoin(o, sql`${o.col("_entity")} = ${a.col("_origin")}`)
        .where(
          sql`substr(${v.col("identifier_type")}, 1, 1) <> '_'`,
          sql`(${a.col("_value")} is not null or ${h.col("held")} = 'quarantined')`,
        )
        .groupBy(v.col("identifier_type"), identifierValue(v, d), a.col("_entity"));
    },
  };
}

/** `resolved_person_traits`: every value of every trait, and which of them survives. */
export function resolvedTraitsView(entity: Entity, refs: IdentityRefs, sites: readonly MentionSite[]): Table<Relation> {
  const columns: readonly Column[] = [
    column("trait_name", "text", "name of the trait"),
    column("trait_value", "text", "its value, as text", true),
    column(`${entity.name}_id`, "text", `the ${entity.name}`),
    column("occurred_at", "timestamp", "when it was last said, UTC"),
    column("first_occurred_at", "timestamp", "when it was first said, UTC"),
    column("source", "text", "the source that said it last"),
    idColumn("event_id", "the event that said it last"),
    column("mentions", "integer", "how many mentions that are due said it"),
    column("is_current", "boolean", "whether it is the surviving value"),
    column("_entity", "integer", "the entity's number"),
  ];
  return {
    ...view,
    ref: { layer: "identity", name: `resolved_${entity.name}_traits` },
    sentence: `One row a value of a trait of a ${entity.name}.`,
    columns,
    key: [`${entity.name}_id`, "trait_name", "trait_value"],
    scope: { unit: "entity", column: "_entity" },
    reads: [
      { table: refs.traitValues, touch: { by: "carries", column: "_entity" } },
      { table: refs.entities, touch: { by: "carries", column: "_entity" } },
      readWhole(refs.mentions),
    ],
    define: (inputs) => {
      const t = as(inputs(refs.traitValues), "t");
      const e = as(inputs(refs.entities), "e");
      const m = as(inputs(refs.mentions), "m");
      const said = entity.traits.map(
        ({ name, type }) => sql` when ${name} then ${type === "text" ? m.col(name) : text(m.col(name))}`,
      );
      // An order has part of an event's id: events of one instant are told apart by what they say.
      const saysSo =
        said.length === 0
          ? sql``
          : sql` and case ${t.col("trait_name")}${join(said, sql``)} end = ${t.col("trait_value")}`;
      const place = survivalPlace(entity.traits, t.col("trait_name"), t.col("_entity"), traitCandidate(entity, t));
      return select({
        trait_name: t.col("trait_name"),
        trait_value: t.col("trait_value"),
        [`${entity.name}_id`]: e.col("id"),
        occurred_at: orderTime(t.col("last_order")),
        first_occurred_at: orderTime(t.col("first_order")),
        source: bySite(sites, t.col("last_site"), (site) => site.kept.context.event.source),
        event_id: sql`(select min(m.event_id) from ${source(m)} where m._order = ${t.col("last_order")} and m._site = ${t.col("last_site")}${saysSo})`,
        mentions: t.col("mentions"),
        is_current: sql`${place} = 1`,
        _entity: t.col("_entity"),
      })
        .from(t)
        .join(e, sql`${e.col("_entity")} = ${t.col("_entity")}`);
    },
  };
}

/** `identity_log`: every change of who is who, of all entity types. */
export function identityLogView(entities: readonly Entity[], runs: TableRef): Table<Relation> {
  const columns: readonly Column[] = [
    column("run", "integer", "the run that made the change"),
    column("changed_at", "timestamp", "when that run started, UTC"),
    column("entity_type", "text", "type of the entity"),
    column("kind", "text", "birth, accretion, merge, split, detach or end"),
    idColumn("entity_id", "the entity since then"),
    column("previous_entity_id", "text", "the entity before"),
    column("identifier_type", "text", "type of the identifier"),
    column("identifier_value", "text", "its value, as it is compared", true),
    column("rule", "text", "the rule that kept the identifier from linking then, if one did"),
    idColumn("event_id", "the event that brought the identifier"),
  ];
  const refs = entities.map((entity) => identityRefs(entity));
  return {
    ...view,
    ref: { layer: "identity", name: "identity_log" },
    sentence: "One row a change of an identifier's entity.",
    columns,
    key: [],
    scope: { unit: "whole" },
    reads: [
      ...refs.flatMap((of) => [of.log, of.numbers, of.normalized, of.entities, of.mentions].map(readWhole)),

      readWhole(runs),
    ],
    define: (inputs) =>
      unionAll(
        entities.map((entity, index) => {
          const of = refs[index] ?? identityRefs(entity);
          const l = as(inputs(of.log), "l");
          const v = as(inputs(of.numbers), "v");
          const d = as(inputs(of.normalized), "d");
          const e = as(inputs(of.entities), "e");
          const p = as(inputs(of.entities), "p");
          const r = as(inputs(runs), "r");
          const m = as(inputs(of.mentions), "m");
          // An order has part of an event's id: of several events of one instant it is the one that holds the identifier.
          const held = valueColumns(entity).map((name) => sql`${m.col(name)} = ${l.col("_value")}`);
          const holding = held.length === 0 ? sql`false` : join(held, sql` or `);
          return select({
            run: l.col("run"),
            changed_at: r.col("started_at"),
            entity_type: value(entity.name),
            kind: l.col("kind"),
            entity_id: e.col("id"),
            previous_entity_id: p.col("id"),
            identifier_type: v.col("identifier_type"),
            identifier_value: identifierValue(v, d),
            rule: l.col("rule"),
            event_id: sql`(select coalesce(min(case when ${holding} then m.event_id end), min(m.event_id)) from ${source(m)} where m._order = ${orderOfMention(l.col("first_order"))})`,
          })
            .from(l)
            .leftJoin(v, sql`${v.col("_value")} = ${l.col("_value")}`)
            .leftJoin(d, sql`${d.col("_value")} = ${l.col("_value")}`)
            .leftJoin(e, sql`${e.col("_entity")} = ${l.col("_entity")}`)
            .leftJoin(p, sql`${p.col("_entity")} = ${l.col("_previous")}`)
            .leftJoin(r, sql`${r.col("run")} = ${l.col("run")}`);
        }),
      ),
  };
}

/** `entity_aliases`: every id ever given out, and the one that answers for it. */
export function entityAliasesView(entities: readonly Entity[]): Table<Relation> {
  const refs = entities.map((entity) => identityRefs(entity));
  return {
    ...view,
    ref: { layer: "identity", name: "entity_aliases" },
    sentence: "One row an id ever given out and an entity that answers for it.",
    columns: [
      column("alias_id", "text", "the id that was given out"),
      column("entity_type", "text", "type of the entity"),
      idColumn("entity_id", "the living entity; null when it ended"),
      column("kind", "text", "living, merged, split or ended"),
      column("is_primary", "boolean", "whether this is the first answer; a split id has one row for each of its parts"),
    ],
    key: ["alias_id", "entity_id"],
    scope: { unit: "whole" },
    reads: refs.flatMap((of) => [of.entities, of.log].map(readWhole)),
    define: (inputs) =>
      unionAll(
        entities.flatMap((entity, index) => {
          const of = refs[index] ?? identityRefs(entity);
          const e = as(inputs(of.entities), "e");
          const h = as(inputs(of.entities), "h");
          const own = select({
            alias_id: e.col("id"),
            entity_type: value(entity.name),
            entity_id: h.col("id"),
            kind: sql`case when ${h.col("id")} is null then 'ended' when ${isLiving(e)} then 'living' else 'merged' end`,
            is_primary: sql`true`,
          })
            .from(e)
            .leftJoin(h, sql`${h.col("_entity")} = ${e.col("_heir")}`);
          const l = as(inputs(of.log), "l");
          const part = as(inputs(of.entities), "n");
          const parts = select({
            alias_id: e.col("id"),
            entity_type: value(entity.name),
            entity_id: h.col("id"),
            kind: value("split"),
            is_primary: sql`false`,
          })
            .from(l)
            .join(e, sql`${e.col("_entity")} = ${l.col("_previous")}`)
            .join(part, sql`${part.col("_entity")} = ${l.col("_entity")}`)
            .join(h, sql`${h.col("_entity")} = ${part.col("_heir")}`)
            .where(sql`${l.col("kind")} = 'split'`, sql`${h.col("_entity")} is distinct from ${e.col("_heir")}`)
            .distinct();
          return [own, parts];
        }),
      ),
  };
}
