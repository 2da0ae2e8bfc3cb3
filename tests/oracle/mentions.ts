import type { RawRow } from "../conformance/engines.ts";
import type { EntityDescription, EntityType, PartDescription, Place } from "./description.ts";
import { type Happened, textAt, textOf } from "./happened.ts";
import { type Normalized, normalized } from "./normalize.ts";

/** One sighting of identifiers together. */
export interface Mention {
  readonly happened: Happened;
  readonly part: PartDescription;
  readonly role: string;
  readonly slot: number;
  readonly element: number;
  readonly identifiers: readonly Seen[];
  readonly traits: ReadonlyMap<string, string>;
  /** The entity that had its contested identifier before, where that decides. */
  readonly goesTo?: string;
}

export interface Seen extends Omit<Normalized, "worth"> {
  /** A quarantined one is seen with too many others: nobody's, and links nobody. */
  readonly worth: Normalized["worth"] | "quarantined";
  readonly type: string;
  readonly raw: string;
  /** `type value`, the identifier itself. */
  readonly node: string;
}

/** Everybody of one entity type whom an event mentions. */
export function mentionsOf(
  happened: Happened,
  entity: EntityType,
  of: EntityDescription | undefined,
): readonly Mention[] {
  const parts = happened.event.parts.filter((part) => part.entity === entity);
  return parts.flatMap((part, slot) => {
    const list: unknown = part.each === undefined ? [{}] : happened.row[part.each];
    const elements: readonly unknown[] = Array.isArray(list) ? list : [];
    return elements.flatMap((element, index) => {
      const read = (place: Place | undefined): string | null =>
        place === undefined ? null : at(place, happened.row, element);
      const identifiers = byStrength(of?.identifiers ?? []).flatMap(({ name, kind }) => {
        const raw = read(part.identifiers[name]);
        if (raw === null) return [];
        const form = normalized(kind, raw);
        return [{ ...form, type: name, raw, node: `${name} ${form.value}` }];
      });
      if (identifiers.length === 0) return [];
      const traits = (of?.traits ?? []).flatMap(({ name, type }): [string, string][] => {
        const said = read(part.traits[name]);
        if (said === null || said.trim() === "") return [];
        if (type === "number") return Number.isNaN(Number(said)) ? [] : [[name, String(Number(said))]];
        return [[name, said]];
      });
      const role = typeof part.role === "string" ? part.role : (textAt(happened.row, part.role.column) ?? "");
      const place = part.each === undefined ? 0 : index + 1;
      return [{ happened, part, role, slot, element: place, identifiers, traits: new Map(traits) }];
    });
  });
}

function at(place: Place, row: RawRow, element: unknown): string | null {
  if ("domainOf" in place) {
    const address = at(place.domainOf, row, element);
    return address === null ? null : (/@([^@>\s]+)[>\s]*$/.exec(address)?.[1] ?? null);
  }
  if ("element" in place) return textOf(member(element, place.element));
  return place.path === undefined ? textAt(row, place.column) : textOf(member(row[place.column], place.path));
}

function member(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null ? Reflect.get(of, name) : undefined;
}

/** Identifier types from the strongest to the weakest. */
export function byStrength(types: EntityDescription["identifiers"]): EntityDescription["identifiers"] {
  const strong = types.filter(({ weak }) => weak !== true);
  return [
    ...strong.filter(({ kind }) => kind !== "phone"),
    ...strong.filter(({ kind }) => kind === "phone"),
    ...types.filter(({ weak }) => weak === true),
  ];
}
