import type { Entity } from "../../config/project.ts";
import type { TableRef } from "../../model/table.ts";
import { addDays } from "../../sql/functions.ts";
import type { Aliased } from "../../sql/relation.ts";
import { runValue, type Sql, sql } from "../../sql/sql.ts";

/** The tables of the resolution of one entity type. */
export interface IdentityRefs {
  /** Layer 3: mentions with their identifiers as numbers. */
  readonly mentions: TableRef;
  readonly numbers: TableRef;
  readonly normalized: TableRef;
  readonly same: TableRef;
  readonly evidence: TableRef;
  readonly sightings: TableRef;
  readonly overLimit: TableRef;
  readonly quarantined: TableRef;
  readonly components: TableRef;
  readonly constrained: TableRef;
  readonly parts: TableRef;
  readonly refused: TableRef;
  readonly settled: TableRef;
  readonly refusals: TableRef;
  readonly held: TableRef;
  readonly preceding: TableRef;
  readonly nodes: TableRef;
  readonly known: TableRef;
  readonly claims: TableRef;
  readonly unclaimed: TableRef;
  readonly births: TableRef;
  readonly entities: TableRef;
  readonly named: TableRef;
  readonly assignment: TableRef;
  readonly evidenceEntities: TableRef;
  readonly changes: TableRef;
  readonly log: TableRef;
  readonly traitValues: TableRef;
  readonly survivors: TableRef;
}

export function identityRefs(entity: Pick<Entity, "name">): IdentityRefs {
  const ref = (name: string): TableRef => ({ layer: "identity", name: `${entity.name}_${name}` });
  return {
    mentions: { layer: "core", name: `${entity.name}_mentions` },
    numbers: ref("dictionary"),
    normalized: ref("normalized"),
    same: ref("same"),
    evidence: ref("evidence"),
    sightings: ref("sightings"),
    overLimit: ref("over_limit"),
    quarantined: ref("quarantined"),
    components: ref("components"),
    constrained: ref("constrained"),
    parts: ref("constrained_parts"),
    refused: ref("refused_links"),
    settled: ref("settled"),
    refusals: ref("refusals"),
    held: ref("held"),
    preceding: ref("preceding"),
    nodes: ref("nodes"),
    known: ref("known"),
    claims: ref("claims"),
    unclaimed: ref("unclaimed"),
    births: ref("births"),
    entities: ref("entities"),
    named: ref("named"),
    assignment: ref("assignment"),
    evidenceEntities: ref("evidence_entities"),
    changes: ref("changes"),
    log: ref("log"),
    traitValues: ref("trait_values"),
    survivors: ref("survivors"),
  };
}

/** The column that holds the number of a mention's raw value of a type. */
export function valueColumn(type: string): string {
  return `_v_${type}`;
}

export function valueColumns(entity: Entity): readonly string[] {
  return entity.identifiers.map(({ name }) => valueColumn(name));
}

/** Events later than this are known, but nothing of theirs is due yet. */
export function isDue(occurredAt: Sql): Sql {
  return sql`${occurredAt} <= ${addDays(runValue("horizon"), 1)}`;
}

/** Rows that hold the same combination: a mention and its evidence. */
export function sameCombination(left: Aliased, right: Aliased): Sql {
  return sql`${left.col("_combination")} = ${right.col("_combination")}`;
}

/** What a numbered raw value is compared as: itself, unless the dictionary of normal forms says otherwise. */
export function identifierValue(numbers: Aliased, normalized: Aliased): Sql {
  return sql`case when ${normalized.col("_value")} is null then ${numbers.col("raw_value")} else ${normalized.col("identifier_value")} end`;
}

/** The types whose values may be spelt in several ways. */
export function isSpelt(type: Entity["identifiers"][number]): boolean {
  return type.kind !== "id" || type.normalize !== undefined;
}

/** The entities that live: those that answer for themselves. */
export function isLiving(entities: Aliased): Sql {
  return sql`${entities.col("_heir")} = ${entities.col("_entity")}`;
}

/** Whether people see a type: it does not only tie rows together. */
export function isShown(type: Pick<Entity["identifiers"][number], "name">): boolean {
  return !type.name.startsWith("_");
}

/** The identifier types that people see, as declared. */
export function shownIdentifiers(entity: Entity): Entity["identifiers"] {
  const shown = entity.identifiers.filter(isShown);
  return [...shown].sort((a, b) => a.position - b.position);
}
