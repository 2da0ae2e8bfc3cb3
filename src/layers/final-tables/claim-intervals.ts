import type { Relationship } from "../../config/entities.ts";
import type { Inputs } from "../../model/table.ts";
import { publicId, text } from "../../sql/functions.ts";
import { type Aliased, as, columnsOf, type Relation, select, unionAll } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { bothSides, type ClaimSite, claimedRole, mentionIdOf } from "../tables/claims.ts";
import { identityRefs, isDue } from "../tables/identity-tables.ts";
import { roleOf } from "../tables/mention-sites.ts";
import { mentionsWithEntity } from "../tables/mentioned.ts";

const noNumber = sql`cast(null as bigint)`;

/**
 * A claim's two mentions with their entities, a row each time that it is made: `event_id`, both mention ids, `_from`,
 * `_to`, `role`, `occurred_at`, `_ends`. Of a side that is left open both are null.
 */
export function claimedPairs(claim: ClaimSite, inputs: Inputs<Relation>): Relation {
  const sides = bothSides(claim, ({ entity }) => mentionsWithEntity(entity, identityRefs(entity), inputs));
  const { from, to, one } = sides;
  const there = [from, to].filter((side) => side !== undefined);
  return sides
    .joined(
      select({
        event_id: one.col("event_id"),
        from_mention_id: mentionIdOf(from),
        to_mention_id: mentionIdOf(to),
        _from: from?.rows.col("_entity") ?? noNumber,
        _to: to?.rows.col("_entity") ?? noNumber,
        role: claimedRole(claim, sides, ({ site, rows }) => roleOf([site], rows.col)),
        occurred_at: one.col("occurred_at"),
        _ends: value(claim.ends),
      }),
    )
    .where(...there.map(({ site, rows }) => sql`${rows.col("_site")} = ${site.number}`));
}

const sides = ["_from", "_to", "role"];
const when = ["occurred_at", "_event", "event_id", "_claim", "from_mention_id", "to_mention_id"];

/** Whether a claim ends what it does not name in full: whoever it was, or in whatever role. */
function endsWhatever({ from, to, role, ends }: ClaimSite): boolean {
  return ends && (from === undefined || to === undefined || role === undefined);
}

/** Of which sides of a relationship each other side has one at a time, and whether in each role. */
export interface Singleness {
  readonly side: "from" | "to";
  readonly perRole: boolean;
}

export function singlenessOf({ single, above }: Pick<Relationship, "single" | "above">): Singleness | undefined {
  if (above !== undefined) return { side: above, perRole: false };
  return single === undefined ? undefined : { side: single, perRole: true };
}

/**
 * When who stood in a relationship with whom: `_from`, `_to`, `role`, `since`, `until`, `last_seen_at`, and `_place`, the
 * place of the interval among those of the two in this role, from 1. A claim begins it or says that it still is so, until one
 * that ends it; where one side is single, until another one takes the place, too. Of events of one instant the one that is
 * declared first has the last word, then the one with the least id, as for states; claims of one event go in their order.
 */
export function claimIntervals(
  claims: readonly ClaimSite[],
  single: Singleness | undefined,
  inputs: Inputs<Relation>,
): Relation {
  const begun = claims.filter((claim) => !claim.ends);
  const isPlain = single === undefined && begun.length === claims.length;
  if (isPlain) return lasting(unionAll(begun.map((claim) => claimed(claim, claims, inputs))));
  return intervals(claimsMade(claims, inputs), single);
}

/** A claim's rows, with its place among all claims. */
function claimed(claim: ClaimSite, claims: readonly ClaimSite[], inputs: Inputs<Relation>): Relation {
  const c = as(claimedPairs(claim, inputs), "c");
  const events = [...new Set(claims.map((one) => one.kept))];
  const places: Readonly<Record<string, Sql>> = {
    _event: value(events.length - events.indexOf(claim.kept)),
    _claim: value(claims.indexOf(claim)),
  };
  return select(
    Object.fromEntries([...sides, "_ends", ...when].map((column) => [column, places[column] ?? c.col(column)])),
  ).from(c);
}

/** Every claim as what it is about: an end that names not all of it, as the ends of what had begun before it. */
function claimsMade(claims: readonly ClaimSite[], inputs: Inputs<Relation>): Relation {
  const rows = (claim: ClaimSite): Relation => claimed(claim, claims, inputs);
  const plain = claims.filter((claim) => !endsWhatever(claim)).map(rows);
  const begun = claims.filter((claim) => !claim.ends).map(rows);
  const open = claims.filter(endsWhatever);
  if (begun.length === 0 || open.length === 0) return unionAll(plain);
  return unionAll([...plain, ...open.map((claim) => endsOf(claim, rows(claim), unionAll(begun)))]);
}

/**
 * What an open end ends: each of what begun it names, by the first such end behind it. Counted from the last on, a begin
 * and the end that follows it have the same number of ends from there.
 */
function endsOf(claim: ClaimSite, ends: Relation, begun: Relation): Relation {
  const named = [
    ...(claim.from === undefined ? [] : ["_from"]),
    ...(claim.to === undefined ? [] : ["_to"]),
    ...(claim.role === undefined ? [] : ["role"]),
  ];
  const r = as(unionAll([begun, ends]), "r");
  const numbered = select({
    ...columnsOf(r),
    _left: sql`sum(case when ${r.col("_ends")} then 1 else 0 end) over (partition by ${join(named.map((side) => r.col(side)))} order by ${join(inTime(r, "backwards"))} rows unbounded preceding)`,
  }).from(r);
  const [b, e] = [as(numbered, "b"), as(numbered, "e")];
  const same = [...named, "_left"].map((column) => sql`${b.col(column)} = ${e.col(column)}`);
  return select({ ...columnsOf(b, sides), ...columnsOf(e, ["_ends", ...when]) })
    .from(b)
    .join(e, join(same, sql` and `))
    .where(sql`not ${b.col("_ends")}`, sql`${e.col("_ends")}`);
}

/** The order of claims. */
function inTime(rows: Aliased, way: "forwards" | "backwards" = "forwards"): readonly Sql[] {
  const [up, down] = way === "forwards" ? [sql``, sql` desc`] : [sql` desc`, sql``];
  return [
    sql`${rows.col("occurred_at")}${up}`,
    sql`${rows.col("_event")}${up}`,
    sql`${rows.col("event_id")}${down}`,
    sql`${rows.col("_claim")}${up}`,
    // Elements of one list; numbers of entities would differ from run to run.
    ...["from", "to"].map((side) => sql`coalesce(${rows.col(`${side}_mention_id`)}, '')${up}`),
  ];
}

/** Where nothing ever ends: since the first claim. */
function lasting(made: Relation): Relation {
  const c = as(made, "c");
  const at = c.col("occurred_at");
  return select({
    ...columnsOf(c, sides),
    since: sql`min(${at})`,
    until: sql`cast(null as timestamp)`,
    last_seen_at: sql`max(case when ${isDue(at)} then ${at} end)`,
    _place: value(1),
  })
    .from(c)
    .groupBy(...sides.map((side) => c.col(side)));
}

function intervals(made: Relation, single: Singleness | undefined): Relation {
  // Of those whose place only one can have, the others are what changes.
  const other = single?.side === "to" ? "_from" : "_to";
  const whose = single === undefined ? sides : [other, ...(single.perRole ? ["role"] : [])];
  const changing = sides.filter((side) => !whose.includes(side));
  const of = (rows: Aliased): Sql => join(whose.map((side) => rows.col(side)));

  const c = as(made, "c");
  const isDueNow = isDue(c.col("occurred_at"));
  const numbered = as(
    select({
      ...columnsOf(c, [...sides, "occurred_at", "_ends"]),
      _begun: sql`sum(case when ${c.col("_ends")} then 0 else 1 end) over (partition by ${of(c)} order by ${join(inTime(c))} rows unbounded preceding)`,
    })
      .from(c)
      // What lies ahead has ended nothing yet, nor taken anybody's place.
      .where(single === undefined ? sql`(not ${c.col("_ends")} or ${isDueNow})` : isDueNow),
    "n",
  );
  const meant = as(
    select({
      ...columnsOf(numbered, [...whose, "occurred_at", "_ends", "_begun"]),
      ...Object.fromEntries(
        changing.map((side) => [
          side,
          sql`max(case when not ${numbered.col("_ends")} then ${numbered.col(side)} end) over (partition by ${of(numbered)}, ${numbered.col("_begun")})`,
        ]),
      ),
      ...Object.fromEntries(changing.map((side) => [`_said${side}`, numbered.col(side)])),
    })
      .from(numbered)
      // What was only ever ended is none.
      .where(sql`${numbered.col("_begun")} > 0`),
    "b",
  );
  const isMeant = changing.map(
    (side) => sql` and ${meant.col(`_said${side}`)} is not distinct from ${meant.col(side)}`,
  );
  const at = meant.col("occurred_at");
  const told = as(
    select({
      ...columnsOf(meant, [...sides, "_begun"]),
      since: sql`min(case when not ${meant.col("_ends")} then ${at} end)`,
      last_seen_at: sql`max(case when not ${meant.col("_ends")} and ${isDue(at)} then ${at} end)`,
      _ended: sql`min(case when ${meant.col("_ends")}${join(isMeant, sql``)} then ${at} end)`,
    })
      .from(meant)
      .groupBy(...[...sides, "_begun"].map((column) => meant.col(column))),
    "i",
  );
  // Claims between which nothing ended are one interval, and so are those of which one begins where the other ended.
  const beside = (fn: "lag" | "lead", column: string): Sql =>
    sql`${fn === "lag" ? sql`lag` : sql`lead`}(${told.col(column)}) over (partition by ${of(told)} order by ${told.col("_begun")})`;
  const compared = as(
    select({
      ...columnsOf(told),
      _had: beside("lag", "_begun"),
      _had_ended: beside("lag", "_ended"),
      _next_since: beside("lead", "since"),
      ...Object.fromEntries(changing.map((column) => [`_before${column}`, beside("lag", column)])),
      ...Object.fromEntries(changing.map((column) => [`_next${column}`, beside("lead", column)])),
    }).from(told),
    "o",
  );
  const isSame = (side: string, which: "_before" | "_next"): Sql =>
    sql`${compared.col(`${which}${side}`)} is not distinct from ${compared.col(side)}`;
  const follows = [
    sql`${compared.col("_had")} is not null`,
    sql`(${compared.col("_had_ended")} is null or ${compared.col("_had_ended")} = ${compared.col("since")})`,
    ...changing.map((side) => isSame(side, "_before")),
  ];
  const goesOn = [
    sql`${compared.col("_ended")} = ${compared.col("_next_since")}`,
    ...changing.map((side) => isSame(side, "_next")),
  ];
  const parted = as(
    select({
      ...columnsOf(compared, [...sides, "since", "last_seen_at"]),
      _ended: sql`case when ${join(goesOn, sql` and `)} then null else ${compared.col("_ended")} end`,
      _part: sql`sum(case when ${join(follows, sql` and `)} then 0 else 1 end) over (partition by ${of(compared)} order by ${compared.col("_begun")} rows unbounded preceding)`,
    }).from(compared),
    "p",
  );
  const grouped = as(
    select({
      ...columnsOf(parted, [...sides, "_part"]),
      since: sql`min(${parted.col("since")})`,
      last_seen_at: sql`max(${parted.col("last_seen_at")})`,
      _ended: sql`max(${parted.col("_ended")})`,
    })
      .from(parted)
      .groupBy(...[...sides, "_part"].map((column) => parted.col(column))),
    "g",
  );
  const next = sql`lead(${grouped.col("since")}) over (partition by ${of(grouped)} order by ${grouped.col("_part")})`;
  const u = as(
    select({
      ...columnsOf(grouped, [...sides, "since"]),
      until: single === undefined ? grouped.col("_ended") : sql`coalesce(${grouped.col("_ended")}, ${next})`,
      last_seen_at: grouped.col("last_seen_at"),
    }).from(grouped),
    "u",
  );
  return (
    select({
      ...columnsOf(u, [...sides, "since", "until", "last_seen_at"]),
      _place: sql`row_number() over (partition by ${join(sides.map((side) => u.col(side)))} order by ${u.col("since")})`,
    })
      .from(u)
      // What ended at the very moment was so for no time.
      .where(sql`(${u.col("until")} is null or ${u.col("until")} > ${u.col("since")})`)
  );
}

/** The id of an interval: of the first of the two without its place, so that it lasts whatever comes after. */
export function intervalId(prefix: string, parts: readonly Sql[], place: Sql): Sql {
  return sql`case when ${place} = 1 then ${publicId(prefix, parts)} else ${publicId(prefix, [...parts, text(place)])} end`;
}
