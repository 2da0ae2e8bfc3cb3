import { Bug } from "../../base/problem.ts";
import type { Relationship } from "../../config/entities.ts";
import type { Inputs } from "../../model/table.ts";
import { publicId, text } from "../../sql/functions.ts";
import { type Aliased, as, columnsOf, type Relation, select, unionAll } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { type ClaimSide, type ClaimSite, claimedRole, sharesElements } from "../tables/claims.ts";
import { identityRefs, isDue } from "../tables/identity-tables.ts";
import { mentionId, roleOf } from "../tables/mention-sites.ts";
import { mentionsWithEntity } from "../tables/mentioned.ts";

const noNumber = sql`cast(null as bigint)`;

/**
 * A claim's two mentions with their entities, a row each time that it is made: `event_id`, both mention ids, `_from`,
 * `_to`, `role`, `occurred_at`, `_ends`. Of a side that is left open both are null.
 */
export function claimedPairs(claim: ClaimSite, inputs: Inputs<Relation>): Relation {
  const rows = (side: ClaimSide | undefined, alias: string): Aliased | undefined =>
    side && as(mentionsWithEntity(side.entity, identityRefs(side.entity), inputs), alias);
  const [f, t] = [rows(claim.from, "f"), rows(claim.to, "t")];
  const [one, other] = f === undefined ? [t, undefined] : [f, t];
  if (one === undefined) throw new Bug(`A claim of ${claim.relationship.name} is about nobody.`);
  const idOf = (side: ClaimSide | undefined, of: Aliased | undefined): Sql =>
    side === undefined || of === undefined
      ? sql`cast(null as varchar)`
      : mentionId(side.entity, of.col("event_id"), value(side.site.mention.key), of.col("_element"));
  const isSite = (side: ClaimSide | undefined, of: Aliased | undefined): readonly Sql[] =>
    side === undefined || of === undefined ? [] : [sql`${of.col("_site")} = ${side.site.number}`];
  const query = select({
    event_id: one.col("event_id"),
    from_mention_id: idOf(claim.from, f),
    to_mention_id: idOf(claim.to, t),
    _from: f?.col("_entity") ?? noNumber,
    _to: t?.col("_entity") ?? noNumber,
    role: claimedRole(claim, (side) => {
      const [site, of] = side === "from" ? [claim.from?.site, f] : [claim.to?.site, t];
      return site === undefined || of === undefined ? sql`cast(null as varchar)` : roleOf([site], of.col);
    }),
    occurred_at: one.col("occurred_at"),
    _ends: value(claim.ends),
  }).from(one);
  const sameElement =
    other !== undefined && sharesElements(claim) ? sql` and ${one.col("_element")} = ${other.col("_element")}` : sql``;
  const joined =
    other === undefined
      ? query
      : query.join(other, sql`${one.col("event_id")} = ${other.col("event_id")}${sameElement}`);
  return joined.where(...isSite(claim.from, f), ...isSite(claim.to, t));
}

const sides = ["_from", "_to", "role"];
const when = ["event_id", "from_mention_id", "to_mention_id", "occurred_at", "_ends"];

/** Whether a claim ends what it does not name in full: whoever it was, or in whatever role. */
function endsWhatever({ from, to, role, ends }: ClaimSite): boolean {
  return ends && (from === undefined || to === undefined || role === undefined);
}

/**
 * When who stood in a relationship with whom: `_from`, `_to`, `role`, `since`, `until`, `last_seen_at`, and `_place`, the
 * place of the interval among those of the two in this role, from 1. A claim begins it or says that it still is so, until one
 * that ends it; where one side is `single`, until another one takes the place, too.
 */
export function claimIntervals(
  claims: readonly ClaimSite[],
  { single }: Pick<Relationship, "single">,
  inputs: Inputs<Relation>,
): Relation {
  const made = claimsMade(claims, inputs);
  if (single === undefined && claims.every((claim) => !claim.ends)) return lasting(made);
  return intervals(made, single);
}

/** Every claim as what it is about: an end that names not all of it, as the ends of all that it may mean. */
function claimsMade(claims: readonly ClaimSite[], inputs: Inputs<Relation>): Relation {
  const rows = (claim: ClaimSite, alias: string): Aliased => as(claimedPairs(claim, inputs), alias);
  const plain = claims
    .filter((claim) => !endsWhatever(claim))
    .map((claim) => {
      const c = rows(claim, "c");
      return select(columnsOf(c, [...sides, ...when])).from(c);
    });
  const begun = claims.filter((claim) => !claim.ends);
  const open = claims.filter(endsWhatever);
  if (begun.length === 0 || open.length === 0) return unionAll(plain);
  const k = as(
    unionAll(
      begun.map((claim) => {
        const c = rows(claim, "c");
        return select(columnsOf(c, sides)).from(c);
      }),
    ),
    "k",
  );
  const known = as(select(columnsOf(k)).from(k).distinct(), "k");
  return unionAll([
    ...plain,
    ...open.map((claim) => {
      const c = rows(claim, "c");
      const named = [
        ...(claim.from === undefined ? [] : ["_from"]),
        ...(claim.to === undefined ? [] : ["_to"]),
        ...(claim.role === undefined ? [] : ["role"]),
      ].map((column) => sql`${known.col(column)} = ${c.col(column)}`);
      return select({ ...columnsOf(known, sides), ...columnsOf(c, when) })
        .from(c)
        .join(known, join(named, sql` and `));
    }),
  ]);
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

function intervals(made: Relation, single: Relationship["single"]): Relation {
  // Of those whose place only one can have, the others are what changes.
  const whose = single === undefined ? sides : [single === "to" ? "_from" : "_to", "role"];
  const changing = sides.filter((side) => !whose.includes(side));
  const of = (rows: Aliased): Sql => join(whose.map((side) => rows.col(side)));

  const c = as(made, "c");
  const order = [
    c.col("occurred_at"),
    sql`case when ${c.col("_ends")} then 1 else 0 end`,
    c.col("event_id"),
    // Numbers of entities would differ from run to run.
    ...changing.map((side) => c.col(`${side.slice(1)}_mention_id`)),
  ];
  const numbered = as(
    select({
      ...columnsOf(c, [...sides, "occurred_at", "_ends"]),
      _begun: sql`sum(case when ${c.col("_ends")} then 0 else 1 end) over (partition by ${of(c)} order by ${join(order)} rows unbounded preceding)`,
    })
      .from(c)
      // What lies ahead has ended nothing yet.
      .where(sql`(not ${c.col("_ends")} or ${isDue(c.col("occurred_at"))})`),
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
  const isMeant = changing.map((side) => sql` and ${meant.col(`_said${side}`)} = ${meant.col(side)}`);
  const at = meant.col("occurred_at");
  const claimed = as(
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
  // Claims between which nothing ended are one interval.
  const before = (column: string): Sql =>
    sql`lag(${claimed.col(column)}) over (partition by ${of(claimed)} order by ${claimed.col("_begun")})`;
  const compared = as(
    select({
      ...columnsOf(claimed),
      _had_ended: before("_ended"),
      ...Object.fromEntries(
        (single === undefined ? ["_begun"] : changing).map((column) => [`_before${column}`, before(column)]),
      ),
    }).from(claimed),
    "o",
  );
  const follows = single === undefined ? sql`${compared.col("_before_begun")} is not null` : sameAs(compared, changing);
  const parted = as(
    select({
      ...columnsOf(compared, [...sides, "since", "last_seen_at", "_ended"]),
      _part: sql`sum(case when ${follows} and ${compared.col("_had_ended")} is null then 0 else 1 end) over (partition by ${of(compared)} order by ${compared.col("_begun")} rows unbounded preceding)`,
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
  const placed = as(
    select({
      ...columnsOf(grouped, [...sides, "since"]),
      until: single === undefined ? grouped.col("_ended") : sql`coalesce(${grouped.col("_ended")}, ${next})`,
      last_seen_at: grouped.col("last_seen_at"),
    }).from(grouped),
    "u",
  );
  // Who was followed at the very moment was it for no time.
  const u = placed;
  return select({
    ...columnsOf(u, [...sides, "since", "until", "last_seen_at"]),
    _place: sql`row_number() over (partition by ${join(sides.map((side) => u.col(side)))} order by ${u.col("since")})`,
  })
    .from(u)
    .where(
      ...(single === undefined ? [] : [sql`(${u.col("until")} is null or ${u.col("until")} > ${u.col("since")})`]),
    );
}

function sameAs(compared: Aliased, changing: readonly string[]): Sql {
  return join(
    changing.map((side) => sql`${compared.col(`_before${side}`)} = ${compared.col(side)}`),
    sql` and `,
  );
}

/** The id of an interval: of the first of the two without its place, so that it lasts whatever comes after. */
export function intervalId(prefix: string, parts: readonly Sql[], place: Sql): Sql {
  return sql`case when ${place} = 1 then ${publicId(prefix, parts)} else ${publicId(prefix, [...parts, text(place)])} end`;
}
