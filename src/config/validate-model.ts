import { entityTypes, membershipKind, relationshipsOf } from "./entities.ts";
import type { Findings } from "./findings.ts";
import type { EntityDefinition, ModelDefinition, OwnEntityDefinition } from "./model.ts";
import { checkIdentityRules, checkSurvivors } from "./validate-identity-rules.ts";

/** Names that columns of final tables have already. */
const taken = [
  "id",
  "is_identified",
  "first_seen_at",
  "last_seen_at",
  "event_count",
  "role",
  "occurred_at",
  "source",
  "event_id",
];

/** Names of entity types that would make tables which are there already. */
const reservedTypes = ["membership", "relationship", "event", "state", "identity", "entity", "ancestor"];
const reservedPlurals = [
  "events",
  "states",
  "memberships",
  "relationships",
  "ancestors",
  "state_counts_per_day",
  "persons",
  "groups",
];
/** What other ids begin with. */
const reservedPrefixes = ["evt", "per", "grp", "mem", "mid", "rmi", "rel", "rid", "rri", "sta", "stc", "perm", "grpm"];

/**
 * Whether entity types and relationships can be what they are said to be. False when what is built on them cannot be
 * looked at.
 */
export function checkModel(findings: Findings, model: ModelDefinition, sources: readonly string[]): boolean {
  const { person, group, ...own } = model.entities;
  const before = findings.problems.length;
  for (const [name, of] of Object.entries(own)) if (of !== undefined) checkOwnType(findings, name, of);
  if (findings.problems.length > before) return false;
  const types = entityTypes(model);
  types.forEach(({ name, plural, prefix, definition }, index) => {
    const path = `model.entities.${name}`;
    checkEntity(findings, path, definition);
    checkSurvivors(findings, path, definition, sources);
    const earlier = types.slice(0, index);
    const others = types.filter((one) => one.name !== name);
    const twin = earlier.find(
      (one) => one.prefix === prefix || one.prefix === `${prefix}m` || `${one.prefix}m` === prefix,
    );
    if (index > 1 && twin !== undefined) {
      findings.add(`${path}.prefix`, `Ids of ${name} and ${twin.name} would begin alike.`, {
        code: "name-taken",
        found: `"${prefix}"`,
        hint: "give one of them a `prefix` of its own",
      });
    }
    if (earlier.some((one) => one.plural === plural))
      findings.add(`${path}.plural`, `"${plural}" is the table of another entity type.`, { code: "name-taken" });
    if ([name, ...others.map((one) => one.name)].some((one) => `${one}_participants` === plural))
      findings.add(`${path}.plural`, `"${plural}" is a table of participants.`, { code: "name-taken" });
  });
  checkRelationships(findings, model);
  return true;
}

function checkOwnType(findings: Findings, name: string, own: OwnEntityDefinition): void {
  const path = `model.entities.${name}`;
  findings.name(path, name);
  if (reservedTypes.includes(name)) {
    findings.add(path, `"${name}" is the name of tables of ours.`, { code: "name-taken", found: `"${name}"` });
  }
  if (name === "persons" || name === "groups") {
    const meant = name.slice(0, -1);
    findings.add(path, `"${name}" is the table of the entity type "${meant}".`, {
      code: "name-taken",
      found: `"${name}"`,
      hint: `did you mean "${meant}"?`,
    });
    return;
  }
  const hasKey = "key" in own && own.key !== undefined;
  const hasIdentifiers = "identifiers" in own && own.identifiers !== undefined;
  if (hasKey === hasIdentifiers) {
    findings.add(path, "An entity type is resolved from `identifiers`, or registered under a `key`.", {
      found: hasKey ? "both" : "neither",
      accepted: 'identifiers: { device_id: id() }, or key: "subscription_id"',
    });
    return;
  }
  if (hasKey && "priority" in own)
    findings.add(`${path}.priority`, "A type that is registered under a key has no other identifiers to be ordered.");
  if (own.plural !== undefined) findings.name(`${path}.plural`, own.plural);
  if ("key" in own) findings.name(`${path}.key`, own.key);
  const [type] = entityTypes({ entities: { person: { identifiers: {} }, [name]: own } }).slice(1);
  if (type === undefined) return;
  if (reservedPlurals.includes(type.plural)) {
    findings.add(`${path}.plural`, `"${type.plural}" is a table that is there already.`, {
      code: "name-taken",
      found: `"${type.plural}"`,
      hint: "give it a `plural` of its own",
    });
  }
  if (!/^[a-z][a-z0-9]{1,5}$/.test(type.prefix)) {
    findings.add(`${path}.prefix`, `"${type.prefix}" cannot stand before ids.`, {
      found: `"${type.prefix}"`,
      accepted: "two to six small letters or digits, beginning with a letter",
      hint: "give it a `prefix` of its own",
    });
  } else if ([type.prefix, `${type.prefix}m`].some((one) => reservedPrefixes.includes(one))) {
    findings.add(`${path}.prefix`, `Other ids begin with "${type.prefix}_".`, {
      code: "name-taken",
      found: `"${type.prefix}"`,
      hint: "give it a `prefix` of its own",
    });
  }
}

function checkRelationships(findings: Findings, model: ModelDefinition): void {
  const types = entityTypes(model).map((type) => type.name);
  for (const { name, from, to, single, above } of relationshipsOf(model).filter((one) => !one.isMembership)) {
    const path = `model.relationships.${name}`;
    findings.name(path, name);
    for (const [side, type] of [
      ["from", from],
      ["to", to],
    ] as const)
      if (!types.includes(type)) findings.unknown(`${path}.${side}`, "entity type", type, types);
    if (above === undefined) continue;
    if (from !== to) {
      findings.add(`${path}.above`, "Only entities of one type stand above each other.", {
        found: `from a ${from} to a ${to}`,
        accepted: "two sides of the same entity type",
      });
    }
    if (single !== undefined && single !== above) {
      findings.add(`${path}.single`, "The side that stands above is the one of which each has one.", {
        found: `"${single}"`,
        accepted: `"${above}", or nothing`,
      });
    }
  }
  if (model.relationships !== undefined && membershipKind in model.relationships) {
    findings.add(`model.relationships.${membershipKind}`, "Memberships come built in.", {
      code: "name-taken",
      hint: "events claim them with `memberships`",
    });
  }
}

function checkEntity(findings: Findings, path: string, entity: EntityDefinition): void {
  const identifiers = Object.keys(entity.identifiers);
  const traits = Object.keys(entity.traits ?? {});
  if (identifiers.length === 0)
    findings.add(`${path}.identifiers`, "An entity type needs at least one identifier type.");
  for (const name of [...identifiers, ...traits]) {
    const where = identifiers.includes(name) ? `${path}.identifiers.${name}` : `${path}.traits.${name}`;
    findings.name(where, name);
    if (taken.includes(name))
      findings.add(where, `"${name}" is a column of the final table already.`, { code: "name-taken" });
  }
  for (const name of identifiers) {
    if (identifiers.some((other) => name === `${other}_raw`)) {
      findings.add(`${path}.identifiers.${name}`, `"${name}" is a column of core tables already.`, {
        code: "name-taken",
      });
    }
  }
  checkIdentityRules(findings, path, entity);
  for (const name of traits) {
    if (identifiers.includes(name)) {
      findings.add(`${path}.traits.${name}`, `"${name}" is an identifier type already: both would be one column.`, {
        code: "name-taken",
      });
    }
  }
}
