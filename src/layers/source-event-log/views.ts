import type { Field } from "../../config/fields.ts";
import type { Entity, ProjectSource } from "../../config/project.ts";
import { type Column, column } from "../../model/column.ts";
import type { Inputs, Read, Table, TableRef } from "../../model/table.ts";
import { publicId, tryCast } from "../../sql/functions.ts";
import { type Relation, as, columnsOf, noRows, select, unionAll } from "../../sql/relation.ts";
import { Sql, coalesce, sql, value } from "../../sql/sql.ts";
import { type KeptTable, isConstant } from "./kept.ts";
import { type MentionSite, mentionId, mentionSites, siteRows } from "./mentions.ts";

/** The columns of every event, in all layers. */
export const eventColumns: readonly Column[] = [
  column("event_id", "text", "evt_ and 32 hex digits"),
  column("occurred_at", "timestamp", "when it happened, UTC"),
  column("event_type", "text", "kind of the event"),
  column("event_name", "text", "name of the event"),
  column("event_description", "text", "the event in words", true),
  column("source", "text", "name of the source"),
  column("value", "number", "what it was worth"),
  column("value_unit", "text", "the value's unit, such as a currency"),
  column("significance", "number", "how much it matters, from 1 to 5"),
  column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
];

/** The events of one definition: kept columns, and constants where the definition has them. */
export function eventRows(kept: KeptTable, inputs: Inputs<Relation>, own: readonly string[] = []): Relation {
  const { event } = kept.context;
  const k = as(inputs(kept.ref), "k");
  const has = new Set(kept.columns.map((one) => one.name));
  const col = (of: Column, field: Field | undefined): Sql => {
    if (has.has(of.name)) return k.col(of.name);
    if (field === undefined || !isConstant(field) || typeof field === "string" || field instanceof Sql || field.kind !== "constant") {
      return sql`cast(null as ${new Sql([{ kind: "type", type: of.type }])})`;
    }
    return of.type === "number" ? tryCast(value(field.value), "number") : value(String(field.value));
  };
  const fields: Readonly<Record<string, Field | undefined>> = {
    event_type: event.type,
    event_name: event.name,
    event_description: event.description,
    value: event.value,
    value_unit: event.unit,
    significance: event.significance,
  };
  const items = eventColumns.map((of) => {
    if (of.name === "source") return [of.name, value(event.source)] as const;
    if (of.name in fields) return [of.name, col(of, fields[of.name])] as const;
    return [of.name, k.col(of.name)] as const;
  });
  const more = own.map((name) => [name, has.has(name) ? k.col(name) : sql`cast(null as varchar)`] as const);
  return select(Object.fromEntries([...items, ...more])).from(k);
}

/** The columns of the mentions of an entity type: who, in which role, when. */
export function identifierColumns(entity: Entity): readonly Column[] {
  return [
    column("id", "text", "the mention"),
    column("event_id", "text", "the event that it stands in"),
    ...entity.identifiers.map((type) => column(type.name, "text", `${type.name}, as the raw row has it`, type.pii)),
    column("role", "text", `what the ${entity.name} was in the event`),
    column("occurred_at", "timestamp", "when the event happened, UTC"),
    column("source", "text", "name of the source"),
    column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
  ];
}

export function traitColumns(entity: Entity): readonly Column[] {
  return [
    column("id", "text", "the mention"),
    column("event_id", "text", "the event that it stands in"),
    ...entity.traits.map((trait) => column(trait.name, trait.type, `trait ${trait.name}`, trait.pii)),
    column("occurred_at", "timestamp", "when the event happened, UTC"),
    column("source", "text", "name of the source"),
    column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
  ];
}

export const membershipColumns: readonly Column[] = [
  column("id", "text", "the claim"),
  column("event_id", "text", "the event that makes it"),
  column("occurred_at", "timestamp", "when the event happened, UTC"),
  column("person_identifier", "text", "the person's strongest identifier, as the raw row has it", true),
  column("person_identifier_type", "text", "its type"),
  column("group_identifier", "text", "the group's strongest identifier, as the raw row has it"),
  column("group_identifier_type", "text", "its type"),
  column("role", "text", "what the person is in the group"),
  column("source", "text", "name of the source"),
  column("_ingested_at", "timestamp", "when the loader brought the row, UTC"),
];

function view(ref: TableRef, sentence: string, columns: readonly Column[], key: readonly string[], reads: readonly TableRef[], define: Table<Relation>["define"]): Table<Relation> {
  const distinct = [...new Map(reads.map((table) => [`${table.layer}.${table.name}`, table])).values()];
  const touches: readonly Read[] = distinct.map((table) => ({ table, touch: { by: "carries", column: "event_id" } }));
  return { ref, sentence, columns, key, scope: { unit: "event", column: "event_id" }, reads: touches, lifetime: "derived", stored: "view", published: true, define };
}

/** The mentions of one entity type, or their traits, from all sites of some kept tables. */
function mentionsView(ref: TableRef, entity: Entity, sites: readonly MentionSite[], columns: readonly Column[], sentence: string, withTrait: boolean): Table<Relation> {
  return view(ref, sentence, columns, ["id"], sites.map((site) => site.table), (inputs) => {
    if (sites.length === 0) return noRows(columns);
    return unionAll(
      sites.map((site) => {
        const m = as(siteRows(site, entity, inputs), "m");
        const items = columns.map(({ name }) => [name, name === "id" ? mentionId(entity, m.col("event_id"), m.col("_mention"), m.col("_element")) : m.col(name)] as const);
        const query = select(Object.fromEntries(items)).from(m);
        return withTrait && entity.traits.length > 0 ? query.where(sql`${coalesce(entity.traits.map((trait) => sql`cast(${m.col(trait.name)} as varchar)`))} is not null`) : query;
      }),
    );
  });
}

/** The six public tables of layer 2 of one source. */
export function sourceViews(source: ProjectSource, keptTables: readonly KeptTable[], entities: readonly Entity[]): readonly Table<Relation>[] {
  const mine = keptTables.filter((kept) => kept.context.event.source === source.name);
  if (mine.length === 0) return [];
  const own = [...new Set(mine.flatMap((kept) => kept.context.event.columns.map(([name]) => name)))];
  const ownColumns = own.map((name) => column(name, "text", "one of the source's own columns"));
  const ref = (name: string): TableRef => ({ layer: "source", name: `${source.name}_${name}` });
  const events = view(ref("events"), `One row an event of ${source.name}.`, [...eventColumns, ...ownColumns], ["event_id"], mine.map((kept) => kept.ref), (inputs) =>
    unionAll(mine.map((kept) => eventRows(kept, inputs, own))),
  );
  const mentions = entities.flatMap((entity) => {
    const sites = mentionSites(mine, entity.name);
    return [
      mentionsView(ref(`${entity.name}_identifiers`), entity, sites, identifierColumns(entity), `One row a mention of a ${entity.name} in an event of ${source.name}.`, false),
      mentionsView(ref(`${entity.name}_traits`), entity, sites, traitColumns(entity), `The traits in each mention of a ${entity.name} in an event of ${source.name}.`, true),
    ];
  });
  const claims = membershipClaims(mine, entities);
  const memberships = entities.length < 2 ? [] : [membershipView(ref("membership_identifiers"), claims, `One row a claim of ${source.name} that a person belongs to a group.`)];
  return [events, ...mentions, ...memberships];
}

/** One membership that an event definition claims, with the sites of both sides. */
export interface MembershipClaimSite {
  readonly kept: KeptTable;
  readonly person: MentionSite;
  readonly group: MentionSite;
  readonly personEntity: Entity;
  readonly groupEntity: Entity;
  readonly role: string | undefined;
}

export function membershipClaims(keptTables: readonly KeptTable[], entities: readonly Entity[]): readonly MembershipClaimSite[] {
  const [personEntity, groupEntity] = entities;
  if (personEntity === undefined || groupEntity === undefined) return [];
  return keptTables.flatMap((kept) => {
    const persons = mentionSites([kept], "person");
    const groups = mentionSites([kept], "group");
    return kept.context.event.memberships.flatMap((claim) => {
      const person = persons.find((site) => site.mention.key === claim.person);
      const group = groups.find((site) => site.mention.key === claim.group);
      return person === undefined || group === undefined ? [] : [{ kept, person, group, personEntity, groupEntity, role: claim.role }];
    });
  });
}

/** A claim's rows: both mentions side by side; elements of the same list are paired one by one. */
export function claimRows(claim: MembershipClaimSite, inputs: Inputs<Relation>): Relation {
  const p = as(siteRows(claim.person, claim.personEntity, inputs), "p");
  const g = as(siteRows(claim.group, claim.groupEntity, inputs), "g");
  const sameList = claim.person.mention.each !== undefined && claim.person.mention.each === claim.group.mention.each;
  const on = sql`${p.col("event_id")} = ${g.col("event_id")}${sameList ? sql` and ${p.col("_element")} = ${g.col("_element")}` : sql``}`;
  return select({
    event_id: p.col("event_id"),
    person_mention_id: mentionId(claim.personEntity, p.col("event_id"), p.col("_mention"), p.col("_element")),
    group_mention_id: mentionId(claim.groupEntity, g.col("event_id"), g.col("_mention"), g.col("_element")),
    _person_position: p.col("_position"),
    _group_position: g.col("_position"),
    occurred_at: p.col("occurred_at"),
    ...strongest("person", claim.person, claim.personEntity, p.col),
    ...strongest("group", claim.group, claim.groupEntity, g.col),
    role: claim.role === undefined ? p.col("role") : value(claim.role),
    source: p.col("source"),
    _ingested_at: p.col("_ingested_at"),
  })
    .from(p)
    .join(g, on);
}

function strongest(side: string, site: MentionSite, entity: Entity, col: (name: string) => Sql): Record<string, Sql> {
  const filled = entity.identifiers.filter(({ name }) => site.mention.identifiers.some(([type]) => type === name)).map(({ name }) => name);
  const cases = filled.map((name) => sql` when ${col(name)} is not null then ${value(name)}`);
  return {
    [`${side}_identifier`]: coalesce(filled.map(col)),
    [`${side}_identifier_type`]: sql`case${cases.reduce((text, one) => sql`${text}${one}`, sql``)} end`,
  };
}

function membershipView(ref: TableRef, claims: readonly MembershipClaimSite[], sentence: string): Table<Relation> {
  return view(ref, sentence, membershipColumns, ["id"], claims.flatMap((claim) => [claim.person.table, claim.group.table]), (inputs) => {
    if (claims.length === 0) return noRows(membershipColumns);
    return unionAll(
      claims.map((claim) => {
        const c = as(claimRows(claim, inputs), "c");
        const rest = membershipColumns.slice(1).map(({ name }) => name);
        return select({ id: claimId(c.col), ...columnsOf(c, rest) }).from(c);
      }),
    );
  });
}

/** The id of a claim: its two mentions. */
export function claimId(col: (name: string) => Sql): Sql {
  return publicId("mid", [col("person_mention_id"), col("group_mention_id")]);
}

/** Raw rows of one source that could not become events, and why. */
export function setAsideView(source: ProjectSource, keptTables: readonly KeptTable[]): readonly Table<Relation>[] {
  const mine = keptTables.filter((kept) => kept.context.event.source === source.name).map((kept) => kept.setAside);
  const [first] = mine;
  if (first === undefined) return [];
  return [
    {
      ...first,
      ref: { layer: "source", name: `${source.name}_set_aside` },
      sentence: `Raw rows that could not become events of ${source.name}, and why.`,
      reads: mine.map((one) => ({ table: one.ref, touch: { by: "all" } })),
      stored: "view",
      published: true,
      define: (inputs) =>
        unionAll(
          mine.map((one) => {
            const rows = as(inputs(one.ref), "s");
            return select(columnsOf(rows)).from(rows);
          }),
        ),
    },
  ];
}
