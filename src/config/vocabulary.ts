import type { EntityName, IdentifierName, Model, ModelDefinition } from "./model.ts";
import type { EventDefinition, Mention, Source, SourceDefinition } from "./source.ts";

/** The identifier types that a ready-made source fills, per entity type. */
export interface Vocabulary {
  readonly person: string;
  readonly group: string;
}

type Lacking<D extends ModelDefinition, V extends Vocabulary> =
  | Exclude<V["person"], IdentifierName<D, "person">>
  | ("group" extends EntityName<D> ? Exclude<V["group"], IdentifierName<D, "group">> : never);

/** The model itself when it declares all identifier types that a source fills; a type that names the lacking ones otherwise. */
export type Speaks<D extends ModelDefinition, V extends Vocabulary> = [Lacking<D, V>] extends [never]
  ? Model<D>
  : { readonly "the model lacks these identifier types": Lacking<D, V> };

/**
 * A source written for more than a project may want: groups and memberships are left out where the model has no groups,
 * traits where it does not declare them. Identifiers stay: leaving one out would silently change who is who.
 */
export function fittedSource(model: Model, name: string, definition: SourceDefinition): Source {
  const { person, group } = model.definition.entities;
  const mention =
    (traits: Readonly<Record<string, unknown>> | undefined) =>
    (of: Mention): Mention => {
      const known = Object.entries(of.traits ?? {}).filter(([trait]) => traits !== undefined && trait in traits);
      const { traits: _, ...rest } = of;
      return known.length === 0 ? rest : { ...rest, traits: Object.fromEntries(known) };
    };
  const event = (of: EventDefinition): EventDefinition => {
    const { groups, memberships, persons, ...rest } = of;
    return {
      ...rest,
      ...(persons === undefined ? {} : { persons: persons.map(mention(person.traits)) }),
      ...(groups === undefined || group === undefined ? {} : { groups: groups.map(mention(group.traits)) }),
      ...(memberships === undefined || group === undefined ? {} : { memberships }),
    };
  };
  const events = Object.fromEntries(Object.entries(definition.events ?? {}).map(([key, of]) => [key, event(of)]));
  return { name, definition: { ...definition, events }, model };
}
