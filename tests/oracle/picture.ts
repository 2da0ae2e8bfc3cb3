/** An entity without the ids that it was given: everything else about it, as texts that compare. */
export interface EntityPicture {
  /** `type value: first – last, n times`, and whether shared. */
  readonly identifiers: readonly string[];
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly eventCount: number;
  readonly isIdentified: boolean;
  /** The surviving value of each identifier type, and of each trait. */
  readonly values: Readonly<Record<string, string | null>>;
  readonly traits: Readonly<Record<string, string | null>>;
  /** `trait = value: first – last, source event`, and whether current. */
  readonly history: readonly string[];
  /** `event as role`. */
  readonly parts: readonly string[];
  /** `state = value: from – until, event`. */
  readonly states: readonly string[];
}

/** A whole result, by names that hang on no id: entities by their identifiers, events by their natural keys. */
export interface Picture {
  readonly events: ReadonlyMap<string, EventPicture>;
  readonly persons: ReadonlyMap<string, EntityPicture>;
  readonly groups: ReadonlyMap<string, EntityPicture>;
  /** From `person in group as role` to `since – last`. */
  readonly memberships: ReadonlyMap<string, string>;
}

export interface EventPicture {
  readonly at: string;
  readonly name: string;
  readonly source: string;
  readonly isFuture: boolean;
  readonly value: number | null;
}

/** Where two results differ: the thing, what was expected of it, what was found. */
export interface Difference {
  readonly what: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/** All differences of two results. */
export function differences(expected: Picture, found: Picture): readonly Difference[] {
  return (["events", "persons", "groups", "memberships"] as const).flatMap((part) =>
    differencesOf<unknown>(part, expected[part], found[part]),
  );
}

function differencesOf<T>(part: string, expected: ReadonlyMap<string, T>, found: ReadonlyMap<string, T>): Difference[] {
  const names = new Set([...expected.keys(), ...found.keys()]);
  return [...names].flatMap((name) => {
    const [should, is] = [expected.get(name), found.get(name)];
    if (same(should, is)) return [];
    return [{ what: `${part}: ${name}`, ...parts(should, is) }];
  });
}

/** Only the fields that differ, where both sides are there. */
function parts(expected: unknown, found: unknown): { expected: unknown; found: unknown } {
  if (!isObject(expected) || !isObject(found)) return { expected, found };
  const fields = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  const differing = fields.filter((field) => !same(expected[field], found[field]));
  const only = (of: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(differing.map((field) => [field, of[field]]));
  return { expected: only(expected), found: only(found) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
