import { numberOf } from "../../base/number-of.ts";
import type { Entity, ProjectEvent, ProjectMention } from "../../config/project.ts";
import type { Inputs, TableRef } from "../../model/table.ts";
import { publicId, text } from "../../sql/functions.ts";
import { as, type Relation, select } from "../../sql/relation.ts";
import { coalesce, join, Sql, sql, value } from "../../sql/sql.ts";
import type { KeptTable } from "./kept-table.ts";
import { keptRef, listRef, mentionColumn, roleColumn } from "./source-tables.ts";

/** One mention of an entity type in an event definition, and where its rows are. */
export interface MentionSite {
  readonly kept: KeptTable;
  readonly mention: ProjectMention;
  /** Unique within the entity type and event: part of a mention's position. */
  readonly slot: number;
  readonly table: TableRef;
  /** Stands for the site in the rows of layer 3. */
  readonly number: number;
}

/** The greatest number of elements whose order within one list is told apart when sightings fall on the same instant. */
const elementsTold = 4096;

/** Everywhere that an entity type is mentioned. */
export function mentionSites(keptTables: readonly KeptTable[], entity: string): readonly MentionSite[] {
  return keptTables.flatMap((kept) =>
    kept.context.event.mentions
      .filter((mention) => mention.entity === entity)
      .map((mention, slot) => ({
        kept,
        mention,
        slot,
        number: numberOf(`${definitionOf(kept.context.event)}.${mention.key}`),
        table: mention.each === undefined ? keptRef(kept.context.event) : listRef(kept.context.event, mention.each),
      })),
  );
}

/** `shop.order_placed`: an event definition by name. */
export function definitionOf(event: Pick<ProjectEvent, "source" | "key">): string {
  return `${event.source}.${event.key}`;
}

/** Whether an event of this definition can mention an entity type only once. */
export function mentionsOnce(kept: KeptTable, entity: string): boolean {
  const mentions = kept.context.event.mentions.filter((mention) => mention.entity === entity);
  return mentions.length === 1 && mentions[0]?.each === undefined;
}

/** What a site's number stands for, in rows of layer 3. */
export function bySite(sites: readonly MentionSite[], number: Sql, said: (site: MentionSite) => string): Sql {
  const texts = [...new Set(sites.map(said))];
  const [only, ...others] = texts;
  if (only === undefined) return sql`cast(null as varchar)`;
  if (others.length === 0) return value(only);
  const cases = texts.map((text) => {
    const numbers = sites.filter((site) => said(site) === text).map((site) => sql`${site.number}`);
    return sql` when ${number} in (${join(numbers)}) then ${text}`;
  });
  return sql`case${join(cases, sql``)} end`;
}

/** A mention's role in rows of layer 3: the row's own where it varies, the site's otherwise. */
export function roleOf(sites: readonly MentionSite[], mention: (column: string) => Sql): Sql {
  const constant = bySite(sites, mention("_site"), (site) => constantRole(site) ?? site.mention.key);
  return sites.every((site) => constantRole(site) !== undefined) ? constant : coalesce([mention("role"), constant]);
}

/** Whether all mentions of a site have one role. */
export function hasConstantRole(site: MentionSite): boolean {
  return constantRole(site) !== undefined;
}

function constantRole({ mention: { role } }: MentionSite): string | undefined {
  return typeof role === "object" && !(role instanceof Sql) && role.kind === "constant"
    ? String(role.value)
    : undefined;
}

/** A mention's role: a constant, or the column that the site's table has for it. */
export function roleSql(site: MentionSite, col: (column: string) => Sql): Sql {
  const constant = constantRole(site);
  return constant === undefined ? col(roleColumn(site.mention.key)) : value(constant);
}

/** The rows of one site: the mention's place, its raw identifiers and typed traits; null where the site has none. */
export function siteRows(site: MentionSite, entity: Entity, inputs: Inputs<Relation>): Relation {
  const k = as(inputs(site.table), "k");
  const { mention } = site;
  const filled = new Set([...mention.identifiers, ...mention.traits].map(([name]) => name));
  const col = (name: string, type: "text" | (typeof entity.traits)[number]["type"]): Sql =>
    filled.has(name)
      ? k.col(mentionColumn(mention.key, name))
      : sql`cast(null as ${new Sql([{ kind: "type", type }])})`;
  const element = mention.each === undefined ? sql`0` : k.col("_position");
  const position =
    mention.each === undefined
      ? sql`${site.slot * elementsTold}`
      : sql`${site.slot * elementsTold} + least(${element}, ${elementsTold - 1})`;
  const identifiers = mention.identifiers.map(([name]) => k.col(mentionColumn(mention.key, name)));
  return select({
    event_id: k.col("event_id"),
    _mention: value(mention.key),
    _element: element,
    _position: position,
    role: roleSql(site, (name) => k.col(name)),
    occurred_at: k.col("occurred_at"),
    source: value(site.kept.context.event.source),
    _ingested_at: k.col("_ingested_at"),
    ...Object.fromEntries(entity.identifiers.map(({ name }) => [name, col(name, "text")])),
    ...Object.fromEntries(entity.traits.map(({ name, type }) => [name, col(name, type)])),
  })
    .from(k)
    .where(sql`${coalesce(identifiers)} is not null`);
}

/** The public id of a mention, from its event, its key and the place of its element. */
export function mentionId(entity: Entity, eventId: Sql, mention: Sql, element: Sql): Sql {
  return publicId(`${entity.prefix}m`, [eventId, mention, text(element)]);
}
