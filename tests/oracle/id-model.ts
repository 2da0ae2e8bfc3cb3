/**
 * The rules of ids, after the model beside the specification: a function of the new partition and the last mapping.
 * Names are of the model's own; what is compared with the pipeline is which identifiers share a name, and when one comes
 * back.
 */

/** The place of a sighting in time, compared entry by entry. */
export type Place = readonly (number | string)[];

export function byPlace(a: Place, b: Place): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined || left === right) continue;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

export interface Part {
  readonly identifiers: readonly string[];
}

interface Born {
  readonly place: Place;
  /** How often an id was minted from the same place before. */
  readonly minted: number;
  /** The identifier that it was born with. */
  readonly identifier: string;
}

/** Who everybody is, and every id ever given. */
export interface Mapping {
  readonly entity: ReadonlyMap<string, string>;
  readonly origin: ReadonlyMap<string, string>;
  readonly born: ReadonlyMap<string, Born>;
  /** Who answers for an id; null when it ended. */
  readonly heir: ReadonlyMap<string, string | null>;
}

export const nobody: Mapping = { entity: new Map(), origin: new Map(), born: new Map(), heir: new Map() };

/** The mapping of the next run. `seen` has the first sighting of every identifier in the parts. */
export function assigned(parts: readonly Part[], seen: ReadonlyMap<string, Place>, before: Mapping): Mapping {
  const placeOf = (identifier: string): Place => seen.get(identifier) ?? [];
  const claimed = claims(parts, placeOf, before);
  const entity = new Map<string, string>();
  const origin = new Map<string, string>();
  const born = new Map(before.born);
  const claimants = new Map<Part, string[]>();
  for (const [id, part] of claimed) claimants.set(part, [...(claimants.get(part) ?? []), id]);
  for (const part of parts) {
    const [oldest] = (claimants.get(part) ?? []).sort((a, b) => byBirth(born, a, b));
    const id = oldest ?? minted(part, placeOf, born);
    for (const identifier of part.identifiers) {
      entity.set(identifier, id);
      // What is new takes the id of its part as origin; so does what another part has claimed the origin of.
      const old = before.origin.get(identifier);
      origin.set(identifier, old !== undefined && claimed.get(old) === part ? old : id);
    }
  }
  const heir = new Map<string, string | null>();
  for (const id of born.keys()) {
    const part = claimed.get(id);
    const own = before.born.has(id) ? undefined : id;
    heir.set(id, own ?? (part === undefined ? null : (entity.get(part.identifiers[0] ?? "") ?? null)));
  }
  return { entity, origin, born, heir };
}

/** Every id ever given is claimed by the part that holds most of the identifiers of that origin. */
function claims(parts: readonly Part[], placeOf: (identifier: string) => Place, before: Mapping): Map<string, Part> {
  const holdings = new Map<string, Map<Part, string[]>>();
  for (const part of parts) {
    for (const identifier of part.identifiers) {
      const id = before.origin.get(identifier);
      if (id === undefined) continue;
      const holding = holdings.get(id) ?? new Map<Part, string[]>();
      holdings.set(id, holding.set(part, [...(holding.get(part) ?? []), identifier]));
    }
  }
  const claimed = new Map<string, Part>();
  for (const [id, holding] of holdings) {
    const most = Math.max(...[...holding.values()].map((held) => held.length));
    const best = [...holding].filter(([, held]) => held.length === most);
    const birth = before.born.get(id)?.identifier ?? "";
    const ofBirth = best.find(([part]) => part.identifiers.includes(birth));
    const first = (held: readonly string[]): Place => held.map(placeOf).sort(byPlace)[0] ?? [];
    const [earliest] = best.sort(([, a], [, b]) => byPlace(first(a), first(b)));
    const winner = ofBirth ?? earliest;
    if (winner !== undefined) claimed.set(id, winner[0]);
  }
  return claimed;
}

function byBirth(born: ReadonlyMap<string, Born>, a: string, b: string): number {
  const [left, right] = [born.get(a), born.get(b)];
  if (left === undefined || right === undefined) return 0;
  return byPlace(left.place, right.place) || left.minted - right.minted;
}

function minted(part: Part, placeOf: (identifier: string) => Place, born: Map<string, Born>): string {
  const [identifier = ""] = [...part.identifiers].sort((a, b) => byPlace(placeOf(a), placeOf(b)));
  const place = placeOf(identifier);
  const before = [...born.values()].filter((one) => byPlace(one.place, place) === 0).length;
  const id = `${JSON.stringify(place)}#${before}`;
  born.set(id, { place, minted: before, identifier });
  return id;
}

/** The connected parts of some evidence, by breadth first; each line of evidence holds identifiers seen together. */
export function partsOf(evidence: readonly (readonly string[])[]): readonly Part[] {
  const lines = new Map<string, (readonly string[])[]>();
  for (const line of evidence)
    for (const identifier of line) lines.set(identifier, [...(lines.get(identifier) ?? []), line]);
  const done = new Set<string>();
  return [...lines.keys()].flatMap((start) => {
    if (done.has(start)) return [];
    const found = new Set([start]);
    for (const identifier of found)
      for (const line of lines.get(identifier) ?? []) for (const next of line) found.add(next);
    for (const identifier of found) done.add(identifier);
    return [{ identifiers: [...found] }];
  });
}
