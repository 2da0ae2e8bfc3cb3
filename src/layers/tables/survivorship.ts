import type { SurvivorRule } from "../../config/model.ts";
import type { Entity } from "../../config/project.ts";
import { bytewise, lastBy, trim } from "../../sql/functions.ts";
import type { Aliased } from "../../sql/relation.ts";
import { join, type Sql, sql, value } from "../../sql/sql.ts";
import { bySite, type MentionSite } from "./mention-sites.ts";

/** What is known of one value of a trait or identifier, to choose among several. */
export interface Candidate {
  readonly said: Sql;
  readonly first: Sql;
  readonly last: Sql;
  readonly mentions: Sql;
  /** The place of the best source that says it, and when that said it last: columns that only rules by source need. */
  readonly sourceRank?: Sql;
  readonly sourceLast?: Sql;
}

/** The order in which values survive, the first one does: each rule decides where those before it leave a tie. */
function survivalOrder(rules: readonly SurvivorRule[], of: Candidate): Sql {
  const terms = rules.flatMap((rule): readonly Sql[] => {
    if (typeof rule === "object") {
      // Without what is known of sources the rule cannot be kept: whoever reads it has these columns.
      return [sql`${of.sourceRank ?? sql`null`} nulls last`];
    }
    if (rule === "first") return [sql`${of.first}`];
    if (rule === "most frequent") return [sql`${of.mentions} desc`];
    return rule === "longest" ? [sql`length(${trim(of.said)}) desc`] : [];
  });
  if (rules.length === 0) return sql`${of.last} desc`;
  // Of what the best source says the last, whoever said what since.
  const bySource = sourcesOf(rules).length === 0 ? [] : [sql`${of.sourceLast ?? sql`null`} desc nulls last`];
  return join([...terms, ...bySource, sql`${of.last} desc nulls last`, bytewise(of.said)]);
}

/** The sources of a rule that goes by them, the best first; none where no rule does. */
export function sourcesOf(rules: readonly SurvivorRule[]): readonly string[] {
  return rules.flatMap((rule) => (typeof rule === "object" ? rule.sources : []));
}

/** The place of a mention's source among the ranked ones; all others share the last place. */
export function sourceRank(sources: readonly string[], sites: readonly MentionSite[], site: Sql): Sql {
  const name = bySite(sites, site, (one) => one.kept.context.event.source);
  const cases = sources.map((source, rank) => sql` when ${source} then ${rank}`);
  return sources.length === 0 ? sql`0` : sql`case ${name}${join(cases, sql``)} else ${value(sources.length)} end`;
}

/** The place of each value among those of its kind: what `kinds` have no rules of their own keeps the most recent. */
export function survivalPlace(
  kinds: readonly { readonly name: string; readonly survivors: readonly SurvivorRule[] }[],
  kind: Sql,
  entity: Sql,
  of: Candidate,
): Sql {
  const place = (rules: readonly SurvivorRule[]): Sql =>
    sql`row_number() over (partition by ${entity}, ${kind} order by ${survivalOrder(rules, of)})`;
  const ruled = kinds.filter(({ survivors }) => survivors.length > 0);
  if (ruled.length === 0) return place([]);
  const cases = ruled.map(({ name, survivors }) => sql` when ${name} then ${place(survivors)}`);
  return sql`case ${kind}${join(cases, sql``)} else ${place([])} end`;
}

/** A row of the values of traits, to choose among. */
export function traitCandidate(entity: Entity, values: Aliased): Candidate {
  return {
    said: values.col("trait_value"),
    first: values.col("first_order"),
    last: values.col("last_order"),
    mentions: values.col("mentions"),
    ...(traitsGoBySource(entity)
      ? { sourceRank: values.col("source_rank"), sourceLast: values.col("source_last") }
      : {}),
  };
}

/** Aggregate: the best of the sources that say a value, by `sourceRank`, and when that said it last. */
export function bestSource(rank: Sql, order: Sql): { readonly source_rank: Sql; readonly source_last: Sql } {
  return { source_rank: sql`min(${rank})`, source_last: lastBy(order, sql`-(${rank})`, order) };
}

/** Whether a rule of the entity type's traits goes by sources. */
export function traitsGoBySource(entity: Entity): boolean {
  return entity.traits.some((trait) => sourcesOf(trait.survivors).length > 0);
}
