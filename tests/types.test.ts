import { describe, expect, test } from "vitest";
import {
  constant,
  defineConfig,
  defineModel,
  defineSource,
  domain,
  duckdb,
  email,
  id,
  NexusError,
  projectOf,
  type Row,
  type StateDefinition,
  sql,
  type Tables,
} from "../src/index.ts";
import { gmail, segment, shopify, stripe } from "../src/sources/index.ts";

/**
 * What the types promise: a typing error is red where it is written. `tsc -p tsconfig.json` checks this file, and an
 * expected error that is none is one. What types cannot keep out (plain JavaScript, casts) is refused when it is opened.
 */
const model = defineModel({
  entities: {
    person: {
      identifiers: { email: email(), customer_id: id() },
      traits: {
        name: "text",
        spent: "number",
        newsletter: "boolean",
        birthday: { type: "timestamp", pii: true },
        address: "json",
      },
    },
    group: { identifiers: { domain: domain() }, traits: { seats: "number" } },
  },
});

const lonely = defineModel({ entities: { person: { identifiers: { email: email() } } } });

const order = { from: "orders", id: "id", occurredAt: "placed_at" } as const;
const tables = { orders: "orders.csv" };

/** Two types that are the same, down to what is optional and what is read-only. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = { [K in keyof T]: T[K] };
const holds = <T extends true>(): T | undefined => undefined;

describe("in a source", () => {
  test("identifiers and traits of the model are known", () => {
    const source = defineSource(model, "shop", {
      tables,
      events: {
        order_placed: {
          ...order,
          persons: [
            { role: "buyer", identifiers: { email: "email", customer_id: "customer" }, traits: { name: "name" } },
          ],
          groups: [{ role: "employer", identifiers: { domain: "site" }, traits: { seats: "seats" } }],
        },
      },
    });
    expect(() => open([source])).not.toThrow();
  });

  test("a wrong identifier name is red", () => {
    const source = defineSource(model, "shop", {
      tables,
      // @ts-expect-error "e_mail" is no identifier type of a person
      events: { order_placed: { ...order, persons: [{ role: "buyer", identifiers: { e_mail: "email" } }] } },
    });
    expect(() => open([source])).toThrow(/Unknown identifier type of person "e_mail"/);
  });

  test("a wrong trait is red", () => {
    const source = defineSource(model, "shop", {
      tables,
      events: {
        order_placed: {
          ...order,
          // @ts-expect-error "nme" is no trait of a person
          persons: [{ role: "buyer", identifiers: { email: "email" }, traits: { nme: "name" } }],
        },
      },
    });
    expect(() => open([source])).toThrow(/Unknown trait of person "nme"/);
  });

  test("a person's identifier is none of a group", () => {
    const source = defineSource(model, "shop", {
      tables,
      // @ts-expect-error "email" is no identifier type of a group
      events: { order_placed: { ...order, groups: [{ role: "employer", identifiers: { email: "email" } }] } },
    });
    expect(() => open([source])).toThrow(/Unknown identifier type of group "email"/);
  });

  test("a group is red where the model has none", () => {
    const source = defineSource(lonely, "shop", {
      tables,
      // @ts-expect-error the model has no groups, so they have no identifiers
      events: { order_placed: { ...order, groups: [{ role: "employer", identifiers: { domain: "site" } }] } },
    });
    expect(() => projectOf(defineConfig({ model: lonely, warehouse: duckdb("x.duckdb"), sources: [source] }))).toThrow(
      /no entity type "group"/,
    );
  });

  test("a trait is red where the model has none", () => {
    const source = defineSource(lonely, "shop", {
      tables,
      events: {
        order_placed: {
          ...order,
          // @ts-expect-error the model has no traits
          persons: [{ role: "buyer", identifiers: { email: "email" }, traits: { name: "name" } }],
        },
      },
    });
    expect(() => projectOf(defineConfig({ model: lonely, warehouse: duckdb("x.duckdb"), sources: [source] }))).toThrow(
      /Unknown trait of person "name"/,
    );
  });

  test("a setting that does not exist, a role that is a number, a missing id are red", () => {
    const sources = [
      defineSource(model, "one", {
        tables,
        // @ts-expect-error "occuredAt" is spelt with two r
        events: { order_placed: { from: "orders", id: "id", occuredAt: "placed_at" } },
      }),
      defineSource(model, "two", {
        tables,
        // @ts-expect-error a role is a text or a field
        events: { order_placed: { ...order, persons: [{ role: 1, identifiers: { email: "email" } }] } },
      }),
      // @ts-expect-error every event has an id
      defineSource(model, "three", { tables, events: { order_placed: { from: "orders", occurredAt: "placed_at" } } }),
      // @ts-expect-error "nul" is no way to deal with bad values
      defineSource(model, "four", { tables, badValues: "nul", events: { order_placed: order } }),
    ];
    for (const source of sources) expect(() => open([source]), source.name).toThrow(NexusError);
  });
});

describe("a ready-made source", () => {
  test("takes a model that has its identifiers", () => {
    const fitting = defineModel({
      entities: {
        person: {
          identifiers: {
            email: email(),
            phone: id(),
            stripe_customer_id: id(),
            shopify_customer_id: id(),
            user_id: id(),
            anonymous_id: id(),
          },
          traits: { title: "text" },
        },
      },
    });
    expect(stripe(fitting, {}).name).toBe("stripe");
    expect(shopify(fitting, {}).name).toBe("shopify");
    expect(segment(fitting, { traits: { title: "title" } }).name).toBe("segment");
    expect(gmail(lonely, { table: "mail.ndjson" }).name).toBe("gmail");
    // @ts-expect-error "tite" is no trait of the model
    segment(fitting, { traits: { tite: "title" } });
  });

  test("is red with a model that lacks one of them", () => {
    const attempts = [
      // @ts-expect-error "stripe_customer_id" is lacking
      () => stripe(model, {}),
      // @ts-expect-error "phone" and "shopify_customer_id" are lacking
      () => shopify(model, {}),
      // @ts-expect-error "user_id" and "anonymous_id" are lacking
      () => segment(model, {}),
      // @ts-expect-error "email" is lacking
      () => gmail(defineModel({ entities: { person: { identifiers: { user_id: id() } } } }), { table: "mail.ndjson" }),
    ];
    expect(attempts).toHaveLength(4);
  });
});

describe("a model", () => {
  test("has persons, and traits of the five types", () => {
    const attempts = [
      // @ts-expect-error a model without persons
      () => defineModel({ entities: { group: { identifiers: { domain: domain() } } } }),
      // @ts-expect-error "string" is no type of a trait
      () => defineModel({ entities: { person: { identifiers: { email: email() }, traits: { name: "string" } } } }),
      // @ts-expect-error an identifier type is made by one of our functions
      () => defineModel({ entities: { person: { identifiers: { email: "email" } } } }),
    ];
    expect(attempts).toHaveLength(3);
  });

  test("may have two hundred traits", () => {
    type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
    type Trait = `trait_${"0" | "1"}${Digit}${Digit}`;
    const names = Array.from({ length: 200 }, (_, index) => `trait_${String(index).padStart(3, "0")}` as Trait);
    const traits = Object.fromEntries(names.map((name) => [name, "number"])) as Record<Trait, "number">;
    const wide = defineModel({ entities: { person: { identifiers: { email: email() }, traits } } });
    const source = defineSource(wide, "shop", {
      tables,
      events: {
        order_placed: {
          ...order,
          persons: [
            { role: "buyer", identifiers: { email: "email" }, traits: { trait_000: "a", trait_199: constant(1) } },
          ],
        },
        order_changed: {
          ...order,
          // @ts-expect-error there is no trait_200
          persons: [{ role: "buyer", identifiers: { email: "email" }, traits: { trait_200: "a" } }],
        },
      },
    });
    const config = defineConfig({ model: wide, warehouse: duckdb("x.duckdb"), sources: [source] });
    holds<Same<Row<typeof config, "persons">["trait_123"], number | null>>();
    expect(Object.keys(wide.definition.entities.person.traits)).toHaveLength(200);
    expect(() => projectOf(config)).toThrow(/trait_200/);
  });
});

describe("a state", () => {
  test("is made in one way, and says what belongs to that way", () => {
    const right: readonly StateDefinition[] = [
      { of: "person", events: { paid: "active" }, timeouts: [{ after: { days: 30, hours: 1 }, value: null }] },
      { of: "person", from: ["a", "b"], cases: [{ when: { a: ["x", null], b: null }, value: "y" }], otherwise: "z" },
      { of: "person", from: ["a"], value: sql`a`, number: sql`1` },
      { of: "group", over: { members: "a", role: "owner" }, best: ["x", "y"], first: ["x"] },
      {
        of: "person",
        over: { groups: "a" },
        cases: [
          { any: "x", value: "y" },
          { all: ["x"], value: null },
        ],
      },
      { of: "group", over: { members: "a" }, count: true, transitions: { "0": ["1"] } },
    ];
    const wrong: readonly StateDefinition[] = [
      // @ts-expect-error made from events and from others at once
      { of: "person", events: { paid: "active" }, from: ["a"] },
      // @ts-expect-error made from others and over memberships at once
      { of: "person", from: ["a"], over: { groups: "b" } },
      // @ts-expect-error a month is no span
      { of: "person", events: { paid: "active" }, timeouts: [{ after: { months: 1 }, value: "late" }] },
      // @ts-expect-error there is nobody over whom it goes
      { of: "group", over: { role: "owner" }, count: true },
      // @ts-expect-error a sum is asked for, or it is not
      { of: "group", over: { members: "a" }, sum: false },
    ];
    expect([right.length, wrong.length]).toEqual([6, 5]);
  });
});

describe("a row", () => {
  const config = defineConfig({ model, warehouse: duckdb("x.duckdb"), sources: [] });
  const small = defineConfig({ model: lonely, warehouse: duckdb("x.duckdb"), sources: [] });
  type Config = typeof config;
  type Small = typeof small;

  test("of persons has the identifiers and traits of the model, each in its type", () => {
    interface Person {
      readonly id: string;
      readonly email: string | null;
      readonly customer_id: string | null;
      readonly name: string | null;
      readonly spent: number | null;
      readonly newsletter: boolean | null;
      readonly birthday: string | null;
      readonly address: string | null;
      readonly is_identified: boolean;
      readonly first_seen_at: string;
      readonly last_seen_at: string | null;
      readonly event_count: number;
    }
    holds<Same<Flat<Row<Config, "persons">>, Flat<Person>>>();
    // @ts-expect-error there is no column "phone"
    holds<Same<Row<Config, "persons">["phone"], string | null>>();
    expect.hasAssertions();
    expect(true).toBe(true);
  });

  test("of groups has theirs, and only where the model has groups", () => {
    holds<Same<Row<Config, "groups">["seats"], number | null>>();
    holds<Same<Row<Config, "groups">["domain"], string | null>>();
    holds<
      Same<
        keyof Tables<Config>,
        | "events"
        | "states"
        | "state_counts_per_day"
        | "persons"
        | "person_participants"
        | "groups"
        | "group_participants"
        | "memberships"
      >
    >();
    holds<
      Same<keyof Tables<Small>, "events" | "states" | "state_counts_per_day" | "persons" | "person_participants">
    >();
    // @ts-expect-error a model without groups gives no such table
    holds<Same<Row<Small, "groups">, never>>();
    holds<Same<Flat<Row<Small, "persons">>["email"], string | null>>();
    expect.hasAssertions();
    expect(true).toBe(true);
  });

  test("of events, participants, memberships and states is the same for every model", () => {
    holds<Same<Row<Config, "events">, Row<Small, "events">>>();
    holds<Same<Row<Config, "events">["value"], number | null>>();
    holds<Same<Row<Config, "states">["state_exited_at"], string | null>>();
    holds<Same<Row<Config, "person_participants">["person_id"], string>>();
    holds<Same<Row<Config, "group_participants">["group_id"], string>>();
    holds<Same<Row<Config, "memberships">["until"], string | null>>();
    expect.hasAssertions();
    expect(true).toBe(true);
  });
});

describe("own entity types and relationships", () => {
  const own = defineModel({
    entities: {
      person: { identifiers: { email: email() } },
      company: { identifiers: { domain: domain() }, traits: { seats: "number" } },
      subscription: { key: "subscription_id", traits: { plan: "text" } },
      box: { key: "box_id", plural: "crates" },
    },
    relationships: { owner: { from: "person", to: "subscription", single: "from" } },
  });
  const config = defineConfig({ model: own, warehouse: duckdb("x.duckdb"), sources: [] });
  type Config = typeof config;

  test("are known in sources, with their identifiers, traits and kinds", () => {
    const source = defineSource(own, "billing", {
      tables,
      events: {
        subscribed: {
          ...order,
          persons: [{ role: "payer", identifiers: { email: "email" } }],
          mentions: {
            subscription: [{ role: "subscription", identifiers: { subscription_id: "sub" }, traits: { plan: "plan" } }],
            // @ts-expect-error a box has no identifier "subscription_id"
            box: [{ role: "box", identifiers: { subscription_id: "sub" } }],
          },
          relationships: [{ kind: "owner", from: "payer", to: "subscription" }],
        },
        moved: {
          ...order,
          // @ts-expect-error there is no entity type "boxes"
          mentions: { boxes: [] },
          // @ts-expect-error there is no relationship "parent"
          relationships: [{ kind: "parent", from: "a", to: "b" }],
        },
      },
    });
    expect(source.name).toBe("billing");
    defineSource(model, "shop", {
      tables,
      // @ts-expect-error the model has no entity types of its own
      events: { order_placed: { ...order, mentions: { subscription: [] } } },
    });
    defineModel({
      entities: { person: { identifiers: { email: email() } } },
      // @ts-expect-error there is no entity type "subscription"
      relationships: { owner: { from: "person", to: "subscription" } },
    });
  });

  test("have rows under the names of their tables", () => {
    holds<
      Same<
        Exclude<keyof Tables<Config>, "events" | "states" | "state_counts_per_day" | "persons" | "person_participants">,
        | "companies"
        | "company_participants"
        | "subscriptions"
        | "subscription_participants"
        | "crates"
        | "box_participants"
        | "relationships"
      >
    >();
    holds<Same<Row<Config, "subscriptions">["subscription_id"], string | null>>();
    holds<Same<Row<Config, "subscriptions">["plan"], string | null>>();
    holds<Same<Row<Config, "companies">["seats"], number | null>>();
    holds<Same<Row<Config, "box_participants">["box_id"], string>>();
    holds<Same<Row<Config, "relationships">["kind"], "owner">>();
    expect.hasAssertions();
    expect(true).toBe(true);
  });
});

/** Opens a project with sources over the model: whatever types let through is refused here. */
function open(sources: readonly ReturnType<typeof defineSource>[]): void {
  projectOf(defineConfig({ model, warehouse: duckdb("x.duckdb"), sources }));
}
