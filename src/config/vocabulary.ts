import { entityTypes, membershipKind, relationshipsOf } from "./entities.ts";
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
 * A source written for more than a project may want: entity types and relationships that the model does not have are left
 * out with what is claimed of them, traits where it does not declare them. Identifiers stay: leaving one out would silently
 * change who is who.
 */
export function fittedSource(model: Model, name: string, definition: SourceDefinition): Source {
  const types = entityTypes(model.definition);
  const kinds = relationshipsOf(model.definition).map((one) => one.name);
  const mentions = (entity: string, all: readonly Mention[] | undefined): readonly Mention[] | undefined => {
    const type = types.find((one) => one.name === entity);
    return type && all?.map(mention(type.definition.traits));
  };
  const mention =
    (traits: Readonly<Record<string, unknown>> | undefined) =>
    (of: Mention): Mention => {
      const known = Object.entries(of.traits ?? {}).filter(([trait]) => traits !== undefined && trait in traits);
      const { traits: _, ...rest } = of;
      return known.length === 0 ? rest : { ...rest, traits: Object.fromEntries(known) };
    };
  const event = (of: EventDefinition): EventDefinition => {
    const { groups, memberships, mentions: own, persons, relationships, ...rest } = of;
    const [people, companies] = [mentions("person", persons), mentions("group", groups)];
    const others = Object.entries(own ?? {}).flatMap(([entity, all]) => {
      const fitted = mentions(entity, all);
      return fitted === undefined ? [] : [[entity, fitted] as const];
    });
    const claimed = (relationships ?? []).filter(({ kind }) => kinds.includes(kind));
    return {
      ...rest,
      ...(people === undefined ? {} : { persons: people }),
      ...(companies === undefined ? {} : { groups: companies }),
      ...(memberships === undefined || !kinds.includes(membershipKind) ? {} : { memberships }),
      ...(others.length === 0 ? {} : { mentions: Object.fromEntries(others) }),
      ...(claimed.length === 0 ? {} : { relationships: claimed }),
    };
  };
  const events = Object.fromEntries(Object.entries(definition.events ?? {}).map(([key, of]) => [key, event(of)]));
  return { name, definition: { ...definition, events }, model };
}
