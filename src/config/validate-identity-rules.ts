import type { Findings } from "./findings.ts";
import { byPriority, survivorRules } from "./identity-rules.ts";
import type { EntityDefinition, Survives, TraitType } from "./model.ts";

/** Whether the rules of who survives name sources that are there, and can be kept to by the type of the value. */
export function checkSurvivors(
  findings: Findings,
  path: string,
  entity: EntityDefinition,
  sources: readonly string[],
): void {
  const check = (where: string, survives: Survives | undefined, type: TraitType): void => {
    for (const rule of survivorRules(survives)) {
      if (rule === "longest" && type !== "text")
        findings.add(where, `Only of texts the longest can survive: this is a ${type}.`);
      if (typeof rule === "string") continue;
      for (const source of rule.sources)
        if (!sources.includes(source)) findings.unknown(where, "source", source, sources);
    }
  };
  for (const [name, { survives }] of Object.entries(entity.identifiers))
    check(`${path}.identifiers.${name}.survives`, survives, "text");
  for (const [name, trait] of Object.entries(entity.traits ?? {}))
    if (typeof trait !== "string") check(`${path}.traits.${name}.survives`, trait.survives, trait.type);
}

/** Whether the rules of an entity type speak of identifier types that are there, and in an order that can be kept to. */
export function checkIdentityRules(findings: Findings, path: string, entity: EntityDefinition): void {
  const types = Object.entries(entity.identifiers);
  const names = types.map(([name]) => name);
  const priority = entity.priority ?? [];
  priority.forEach((name, index) => {
    if (!names.includes(name)) findings.unknown(`${path}.priority[${index}]`, "identifier type", name, names);
    else if (priority.indexOf(name) !== index) findings.add(`${path}.priority[${index}]`, `"${name}" is there twice.`);
  });
  const order = byPriority(entity).map((type) => type.name);
  for (const [name, { seenWith, perEntity }] of types) {
    const where = `${path}.identifiers.${name}`;
    for (const of of Object.keys(seenWith)) {
      if (!names.includes(of)) findings.unknown(`${where}.seenWith`, "identifier type", of, names);
      else if (of === name)
        findings.add(`${where}.seenWith.${of}`, `A mention holds one ${name}: it is never seen with another.`, {
          hint: "how many one entity may hold is `perEntity`",
        });
    }
    if (perEntity === undefined || typeof perEntity === "number") continue;
    perEntity.against.forEach((other, index) => {
      const at = `${where}.perEntity.against[${index}]`;
      if (!names.includes(other)) findings.unknown(at, "identifier type", other, names);
      else if (order.indexOf(other) <= order.indexOf(name))
        findings.add(at, `"${other}" is not weaker than "${name}": what it says stands.`, {
          found: `the order ${order.join(", ")}`,
          accepted: "a type that comes later in it",
          hint: "give the model's entity a `priority`, or a plain number, which holds against every type",
        });
    });
  }
}
