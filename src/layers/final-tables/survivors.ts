import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import { readWhole, type Table, type TableRef } from "../../model/table.ts";
import { lastBy, orderTime, orderToCome, trim } from "../../sql/functions.ts";
import { type Aliased, as, columnsOf, type Relation, select, unionAll } from "../../sql/relation.ts";
import { coalesce, type Sql, sql } from "../../sql/sql.ts";
import { type IdentityRefs, isDue, shownIdentifiers, valueColumn } from "../tables/identity-tables.ts";
import type { MentionSite } from "../tables/mention-sites.ts";
import {
  bestSource,
  type Candidate,
  sourceRank,
  sourcesOf,
  survivalPlace,
  traitCandidate,
} from "../tables/survivorship.ts";

/** What survives for the final table: of each identifier type and trait the most recent value, or what its rule says. */
export function survivorsTable(entity: Entity, refs: IdentityRefs, sites: readonly MentionSite[]): Table<Relation> {
  const shown = shownIdentifiers(entity);
  const bySource = shown.filter((type) => sourcesOf(type.survivors).length > 0);
  const ruled = shown.some((type) => type.survivors.length > 0);
  return {
    ref: refs.survivors,
    sentence: `One row a ${entity.name}: the surviving value of each identifier type and trait.`,
    columns: [
      column("_entity", "integer", "the entity"),
      column("first_seen_at", "timestamp", "time of the first mention"),
      column("last_seen_at", "timestamp", "time of the last mention that is due"),
      ...shown.map((type) => column(type.name, "text", `the surviving ${type.name}, trimmed`, type.pii)),
      ...entity.traits.map((trait) => column(trait.name, "text", `the surviving ${trait.name}, as text`, trait.pii)),
    ],
    key: ["_entity"],
    scope: { unit: "entity", column: "_entity" },
    reads: [
      { table: refs.assignment, touch: { by: "carries", column: "_entity" } },
      {
        table: refs.numbers,
        touch: { by: "through", column: "_value", lookup: refs.assignment, on: "_value", carries: "_entity" },
      },
      {
        table: refs.sightings,
        touch: { by: "through", column: "_value", lookup: refs.assignment, on: "_value", carries: "_entity" },
      },
      { table: refs.traitValues, touch: { by: "carries", column: "_entity" } },
      ...(ruled ? [readWhole(refs.same)] : []),
      ...(bySource.length === 0 ? [] : [readWhole(refs.mentions)]),
    ],
    lifetime: "derived",
    stored: "inline",
    published: false,
    define: (inputs) => {
      const a = as(inputs(refs.assignment), "a");
      const d = as(inputs(refs.numbers), "d");
      const s = as(inputs(refs.sightings), "s");
      // How often an identifier was met, in whatever spelling.
      const ofIdentifier = (count: Sql): Sql =>
        sql`sum(${count}) over (partition by ${a.col("_entity")}, coalesce(o._node, ${a.col("_value")}))`;
      const all = select({
        _entity: a.col("_entity"),
        what: d.col("identifier_type"),
        said: d.col("raw_value"),
        // Without any value that is due, one to come is better than none.
        at: coalesce([s.col("last_order"), orderToCome(s.col("first_order"))]),
        first_order: s.col("first_order"),
        last_order: s.col("last_order"),
        ...(ruled ? { mentions: ofIdentifier(s.col("mentions")) } : {}),
        ...(bySource.length === 0 ? {} : { _value: a.col("_value") }),
      })
        .from(a)
        .join(d, sql`${d.col("_value")} = ${a.col("_value")}`)
        .join(s, sql`${s.col("_value")} = ${a.col("_value")}`);
      const withNodes = (): Relation => {
        const o = as(inputs(refs.same), "o");
        return all.leftJoin(o, sql`${o.col("_value")} = ${a.col("_value")}`);
      };
      const spelt = as(ruled ? withNodes() : all, "i");
      const placed = as(identifierPlaces(shown, spelt, refs, sites, inputs), "i");
      const identifiers = select({
        _entity: placed.col("_entity"),
        first_seen_at: orderTime(sql`min(${placed.col("first_order")})`),
        last_seen_at: orderTime(sql`max(${placed.col("last_order")})`),
        ...Object.fromEntries(shown.map((type) => [type.name, trim(surviving(placed.col, type))])),
      })
        .from(placed)
        .groupBy(placed.col("_entity"));
      if (entity.traits.length === 0) return identifiers;
      const t = as(inputs(refs.traitValues), "t");
      const renamed = as(
        select({
          _entity: t.col("_entity"),
          what: t.col("trait_name"),
          said: t.col("trait_value"),
          at: t.col("last_order"),
          ...(entity.traits.some((trait) => trait.survivors.length > 0)
            ? { place: survivalPlace(entity.traits, t.col("trait_name"), t.col("_entity"), traitCandidate(entity, t)) }
            : {}),
        }).from(t),
        "v",
      );
      const traits = as(
        select({
          _entity: renamed.col("_entity"),
          ...Object.fromEntries(entity.traits.map((trait) => [trait.name, surviving(renamed.col, trait)])),
        })
          .from(renamed)
          .groupBy(renamed.col("_entity")),
        "t",
      );
      const i = as(identifiers, "s");
      return select({
        ...columnsOf(i),
        ...Object.fromEntries(entity.traits.map(({ name }) => [name, traits.col(name)])),
      })
        .from(i)
        .leftJoin(traits, sql`${traits.col("_entity")} = ${i.col("_entity")}`);
    },
  };
}

type Kind = Pick<Entity["identifiers"][number], "name" | "survivors">;

/** The surviving value of one name: the most recent one, as no two mentions have the same place in time, or that of its rule. */
function surviving(col: (name: string) => Sql, { name, survivors }: Kind): Sql {
  const only = (of: Sql): Sql => sql`case when ${col("what")} = ${name} then ${of} end`;
  return survivors.length === 0
    ? lastBy(only(col("said")), only(col("at")))
    : sql`max(case when ${col("what")} = ${name} and ${col("place")} = 1 then ${col("said")} end)`;
}

/** Spellings with their place in the order of survival, where an identifier type has a rule for that. */
function identifierPlaces(
  shown: readonly Entity["identifiers"][number][],
  spelt: Aliased,
  refs: IdentityRefs,
  sites: readonly MentionSite[],
  inputs: (ref: TableRef) => Relation,
): Relation {
  if (shown.every((type) => type.survivors.length === 0)) return spelt.relation;
  const known = {
    said: spelt.col("said"),
    first: spelt.col("first_order"),
    last: spelt.col("at"),
    mentions: spelt.col("mentions"),
  };
  const placed = (of: Candidate) => ({
    ...columnsOf(spelt, ["_entity", "what", "said", "at", "first_order", "last_order"]),
    place: survivalPlace(shown, spelt.col("what"), spelt.col("_entity"), of),
  });
  const bySource = shown.filter((type) => sourcesOf(type.survivors).length > 0);
  if (bySource.length === 0) return select(placed(known)).from(spelt);
  const each = bySource.map((type) => {
    const m = as(inputs(refs.mentions), "m");
    const number = m.col(valueColumn(type.name));
    const rank = sourceRank(sourcesOf(type.survivors), sites, m.col("_site"));
    return select({ _value: number, ...bestSource(rank, m.col("_order")) })
      .from(m)
      .where(sql`${number} is not null`, isDue(m.col("occurred_at")))
      .groupBy(number);
  });
  const b = as(unionAll(each), "b");
  return select(placed({ ...known, sourceRank: b.col("source_rank"), sourceLast: b.col("source_last") }))
    .from(spelt)
    .leftJoin(b, sql`${b.col("_value")} = ${spelt.col("_value")}`);
}
