import type { Project } from "nexus-cdp";
import { readEvidence } from "./read-evidence.ts";
import {
  type Combination,
  type Cost,
  costs,
  type FalseMerge,
  falseMerges,
  knowable,
  type MissedMerge,
  missedMerges,
  type Resolved,
} from "./score-explained.ts";
import { bCubed, type Labelled, type Measures, type Pairwise, pairwise } from "./score-measures.ts";
import { type EntityType, identifierOf, readTruth, type Truth } from "./score-truth.ts";

/** How well a published result tells who is who, and why not better. */
export interface Score {
  readonly entityType: EntityType;
  /** True identifiers, and how many persons or groups they are of. */
  readonly identifiers: number;
  readonly truths: number;
  /** How many entities hold them. */
  readonly entities: number;
  readonly pairwise: Pairwise;
  readonly bCubed: Measures;
  /** The recall of a resolver that uses all that the raw rows say, and makes no mistake. */
  readonly knowable: { readonly pairwise: number; readonly bCubed: number };
  readonly falseMerges: readonly FalseMerge[];
  readonly missedMerges: readonly MissedMerge[];
  /** What costs precision, and what costs recall, in pairs of identifiers. */
  readonly falseMergeCosts: readonly Cost[];
  readonly missedMergeCosts: readonly Cost[];
}

/**
 * Scores what a project has published against the truth beside its raw files. What is scored are the true identifiers: each
 * is in an entity, or alone if it was not taken for one. One that was resolved in several spellings counts once in each
 * entity where it is.
 * Identifiers that are nobody's (role accounts, shared devices) count only by what they join.
 */
export async function scoreDemo(project: Project, rawFolder: string): Promise<Record<EntityType, Score>> {
  const { mentions } = await readEvidence(rawFolder);
  const ofPersons = distinct(mentions.map(({ identifiers }) => identifiers));
  return project.reading(async (published) => {
    const ask = async (sql: string): Promise<Cells> => (await published.ask(sql)).rows;
    const person = await readTruth(rawFolder, "person");
    const group = await readTruth(rawFolder, "group");
    return {
      person: scoreOf("person", await resolved(ask, project.prefix, "person"), ofPersons, person),
      group: scoreOf(
        "group",
        await resolved(ask, project.prefix, "group"),
        await groupEvidence(ask, project.prefix),
        group,
      ),
    };
  });
}

type Cells = readonly (readonly unknown[])[];
type Ask = (sql: string) => Promise<Cells>;

async function resolved(ask: Ask, prefix: string, entityType: EntityType): Promise<Resolved[]> {
  const rows = await ask(
    `select identifier_type, identifier_value, ${entityType}_id from ${prefix}_identity.resolved_${entityType}_identifiers`,
  );
  return rows.map(([type, value, entity]) => ({
    identifier: identifierOf(entityType, String(type), String(value)),
    entity: entity === null || entity === undefined ? null : String(entity),
  }));
}

/** What was seen together on one group: of groups, the raw files are read by nobody but the sources. */
async function groupEvidence(ask: Ask, prefix: string): Promise<Combination[]> {
  const types = await ask(
    `select distinct identifier_type from ${prefix}_identity.resolved_group_identifiers order by identifier_type`,
  );
  const names = types.map(([type]) => String(type));
  if (names.length === 0) return [];
  const rows = await ask(`select distinct ${names.join(", ")} from ${prefix}_core.group_identifiers`);
  return rows.map((row) =>
    names.flatMap((name, index) => (row[index] == null ? [] : [identifierOf("group", name, String(row[index]))])),
  );
}

function distinct(combinations: readonly Combination[]): Combination[] {
  return [...new Map(combinations.map((combination) => [combination.join("\n"), combination])).values()];
}

/** The score of resolved identifiers against a truth. */
export function scoreOf(
  entityType: EntityType,
  found: readonly Resolved[],
  evidence: readonly Combination[],
  truth: Truth,
): Score {
  const places = new Map(found.map((one) => [`${one.entity} ${one.identifier}`, one]));
  const known = new Set(found.map(({ identifier }) => identifier));
  const absent = [...truth.owners.keys()].filter((identifier) => !known.has(identifier));
  const all = [...places.values(), ...absent.map((identifier) => ({ identifier, entity: null }))];
  const items = all.flatMap(({ identifier, entity }): Labelled[] => {
    const owner = truth.owners.get(identifier);
    return owner === undefined ? [] : [{ truth: owner, entity: entity ?? `none ${identifier}` }];
  });
  const best = knowable(evidence, truth);
  const wrong = falseMerges(all, evidence, truth);
  const missed = missedMerges(entityType, all, evidence, truth);
  return {
    entityType,
    identifiers: items.length,
    truths: new Set(items.map((item) => item.truth)).size,
    entities: new Set(items.map((item) => item.entity)).size,
    pairwise: pairwise(items),
    bCubed: bCubed(items),
    knowable: { pairwise: pairwise(best).recall, bCubed: bCubed(best).recall },
    falseMerges: wrong,
    missedMerges: missed,
    falseMergeCosts: costs(wrong),
    missedMergeCosts: costs(missed),
  };
}
