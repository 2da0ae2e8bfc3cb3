import type { Description, EntityDescription, EntityRules, Place, SourceDescription } from "./description.ts";
import { byStrength } from "./mentions.ts";
import type { Random } from "./random.ts";

const columnsAs = (...names: readonly string[]): Record<string, Place> =>
  Object.fromEntries(names.map((name) => [name, { column: name }]));

/** A company's four sources, with everything in them that a source can say: the widest of all descriptions. */
export const widest: Description = {
  person: {
    identifiers: [
      { name: "cookie", kind: "id", weak: true },
      { name: "email", kind: "email" },
      { name: "phone", kind: "phone" },
      { name: "user_id", kind: "id" },
      { name: "crm_id", kind: "id" },
    ],
    traits: [
      { name: "name", type: "text" },
      { name: "title", type: "text" },
      { name: "score", type: "number" },
    ],
  },
  group: {
    identifiers: [
      { name: "domain", kind: "domain" },
      { name: "account_id", kind: "id" },
    ],
    traits: [{ name: "company", type: "text" }],
  },
  sources: [
    {
      name: "crm",
      key: "crm-v1",
      account: "tenant",
      events: [
        {
          key: "contact_saved",
          name: "contact saved",
          table: "contacts",
          id: "id",
          at: "at",
          loaded: "loaded",
          deleted: "deleted",
          parts: [
            {
              entity: "person",
              key: "contact",
              role: "contact",
              identifiers: columnsAs("email", "phone", "crm_id"),
              traits: columnsAs("name", "title"),
            },
            {
              entity: "group",
              key: "employer",
              role: "employer",
              identifiers: { domain: { domainOf: { column: "email" } }, account_id: { column: "account_id" } },
              traits: columnsAs("company"),
            },
          ],
          claims: [{ person: "contact", group: "employer", role: "staff" }],
        },
      ],
    },
    {
      name: "web",
      key: "web",
      events: [
        {
          key: "hit",
          name: { column: "kind" },
          table: "hits",
          id: "id",
          at: "at",
          loaded: "loaded",
          value: "amount",
          own: "plan",
          parts: [
            {
              entity: "person",
              key: "visitor",
              role: "visitor",
              identifiers: columnsAs("cookie", "email", "phone", "user_id", "crm_id"),
              traits: columnsAs("name", "score"),
            },
          ],
          claims: [],
        },
        {
          key: "payment",
          name: "payment made",
          table: "hits",
          id: "id",
          at: "at",
          loaded: "loaded",
          only: { column: "kind", is: "paid" },
          value: "amount",
          parts: [
            { entity: "person", key: "payer", role: "payer", identifiers: columnsAs("email", "user_id"), traits: {} },
          ],
          claims: [],
        },
      ],
    },
    {
      name: "shop",
      key: "shop",
      events: [
        {
          key: "order_placed",
          name: "order placed",
          table: "orders",
          id: "id",
          at: "at",
          deleted: "deleted",
          value: "total",
          parts: [
            {
              entity: "person",
              key: "buyer",
              role: "buyer",
              identifiers: columnsAs("email", "phone", "user_id"),
              traits: columnsAs("name"),
            },
            { entity: "person", key: "payer", role: "payer", identifiers: { email: { column: "payer" } }, traits: {} },
            {
              entity: "person",
              key: "other",
              role: { column: "relation" },
              identifiers: { phone: { column: "relation_phone" } },
              traits: {},
            },
          ],
          claims: [],
        },
      ],
    },
    {
      name: "mail",
      key: "mail",
      events: [
        {
          key: "letter_sent",
          name: "letter sent",
          table: "letters",
          id: "id",
          at: "at",
          loaded: "loaded",
          parts: [
            {
              entity: "person",
              key: "sender",
              role: "sender",
              identifiers: { email: { column: "sender", path: "email" } },
              traits: { name: { column: "sender", path: "name" } },
            },
            {
              entity: "person",
              key: "recipient",
              role: "recipient",
              each: "recipients",
              identifiers: { cookie: { element: "cookie" }, email: { element: "email" }, phone: { element: "phone" } },
              traits: { name: { element: "name" } },
            },
            {
              entity: "group",
              key: "sender_company",
              role: "sender company",
              identifiers: { domain: { domainOf: { column: "sender", path: "email" } } },
              traits: {},
            },
            {
              entity: "group",
              key: "company",
              role: "recipient company",
              each: "recipients",
              identifiers: { domain: { domainOf: { element: "email" } } },
              traits: {},
            },
          ],
          claims: [
            { person: "recipient", group: "company" },
            { person: "sender", group: "sender_company", role: "staff" },
            { person: "recipient", group: "sender_company", role: "correspondent" },
          ],
        },
      ],
    },
  ],
  states: [
    {
      name: "lifecycle",
      of: "person",
      entries: [
        { event: "signed up", becomes: "active" },
        { event: "payment made", becomes: "customer" },
        { event: "left", becomes: null },
        { event: "contact saved", becomes: "lead" },
        { event: "order placed", role: "buyer", becomes: "customer" },
      ],
    },
    {
      name: "plan",
      of: "person",
      entries: [
        { event: "signed up", becomes: { take: "own" } },
        { event: "left", becomes: null },
      ],
    },
    { name: "spend", of: "person", entries: [{ event: "payment made", becomes: { take: "value" } }] },
    {
      name: "warmth",
      of: "group",
      entries: [
        { event: "letter sent", becomes: "in touch" },
        { event: "contact saved", becomes: "known" },
      ],
    },
  ],
};

/** A part of what the widest description says: fewer sources, identifier types and traits, in another order of priority. */
export function narrowed(random: Random, from: Description = widest): Description {
  const hasGroups = random.chance(0.7);
  const hasTraits = random.chance(0.8);
  const types = random.shuffled(from.person.identifiers);
  const kept = types.slice(0, random.between(1, types.length)).map(({ name, kind }) => {
    // Any type may be a weak one.
    return random.chance(name === "cookie" ? 0.8 : 0.15) ? { name, kind, weak: true as const } : { name, kind };
  });
  const isKept = (name: string): boolean =>
    kept.some((type) => type.name === name) || name === "domain" || name === "account_id";
  const chosen = random.shuffled(from.sources).slice(0, random.between(1, from.sources.length));
  const sources = chosen.map((source) => ({
    ...source,
    events: source.events.map((event) => {
      const parts = event.parts
        .filter(({ entity }) => entity === "person" || hasGroups)
        .map((part) => ({
          ...part,
          identifiers: Object.fromEntries(Object.entries(part.identifiers).filter(([name]) => isKept(name))),
          traits: hasTraits || part.entity === "group" ? part.traits : {},
        }))
        .filter((part) => Object.keys(part.identifiers).length > 0);
      const isThere = (key: string): boolean => parts.some((part) => part.key === key);
      return {
        ...event,
        parts,
        claims: event.claims.filter(({ person, group }) => isThere(person) && isThere(group)),
      };
    }),
  }));
  return {
    person: {
      identifiers: kept,
      traits: hasTraits ? from.person.traits : [],
      ...(random.chance(0.5) ? {} : { rules: rulesFor(random, kept) }),
    },
    ...(hasGroups && from.group !== undefined ? { group: from.group } : {}),
    sources,
    states: from.states
      .filter(({ of }) => of === "person" || hasGroups)
      .map((state) => ({
        ...state,
        entries: state.entries.filter(({ event, role }) => mayHappen(sources, state.of, event, role)),
      }))
      .filter(({ entries }) => entries.length > 0),
  };
}

/** Some limits of each kind, tight enough for small worlds to break them. */
function rulesFor(random: Random, types: EntityDescription["identifiers"]): EntityRules {
  const order = byStrength(types).map(({ name }) => name);
  const sightings = order.flatMap((type) =>
    order
      .filter((of) => of !== type && random.chance(0.25))
      .map((of) => ({
        type,
        of,
        most: random.between(1, 3),
        ...(random.chance(0.4) ? { days: random.pick([1, 7, 60]) } : {}),
      })),
  );
  const holdings = order.flatMap((type, place) => {
    if (random.chance(0.4)) return [];
    const against = random.some(order.slice(place + 1), 0.6);
    // A limit of one that holds against all makes its type the strongest: see the story tests.
    if (against.length === 0) return [{ type, most: random.between(2, 3) }];
    return [{ type, most: random.between(1, 2), against }];
  });
  const [first, others] = [random.some(order, 0.3), random.some(order, 0.4)];
  return { sightings, holdings, first, preceding: others.filter((type) => !first.includes(type)) };
}

/** Whether some event may have a name, and the role in it: a source that takes names from its rows may have any. */
function mayHappen(sources: readonly SourceDescription[], of: string, name: string, role: string | undefined): boolean {
  const events = sources.flatMap((source) => source.events);
  const named = events.filter((event) => typeof event.name !== "string" || event.name === name);
  const parts = named.flatMap((event) => event.parts).filter(({ entity }) => entity === of);
  return role === undefined
    ? named.length > 0
    : parts.some((part) => typeof part.role !== "string" || part.role === role);
}
