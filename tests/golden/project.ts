import {
  addresses,
  allOf,
  anonymousId,
  anyOf,
  type Config,
  concat,
  constant,
  decoded,
  defineConfig,
  defineModel,
  defineSource,
  domain,
  domainOf,
  duckdb,
  email,
  epoch,
  equals,
  extract,
  firstOf,
  header,
  id,
  is,
  item,
  items,
  json,
  lookup,
  lower,
  matches,
  minorUnits,
  not,
  optional,
  phone,
  present,
  sql,
  type Warehouse,
  when,
} from "../../src/index.ts";

/**
 * Kettle & Leaf, a tea shop in Madrid, and Steep, its app that times brews. Small enough to keep in mind, and yet it has
 * everything that a config can say: the plan that comes of it stands beside, as SQL.
 */
export const model = defineModel({
  entities: {
    person: {
      identifiers: {
        email: email({ shared: ["tea@kettle.example"] }),
        phone: phone({ region: "ES" }),
        customer_id: id({ junk: ["1"] }),
        user_id: id(),
        card: id({ normalize: (raw) => sql`upper(replace(${raw}, ' ', ''))` }),
        device: anonymousId(),
      },
      traits: {
        name: "text",
        spent: "number",
        newsletter: "boolean",
        birthday: { type: "timestamp", pii: true },
        address: "json",
      },
    },
    group: {
      identifiers: { domain: domain(), team_id: id() },
      traits: { name: "text", seats: "number" },
    },
    order: { key: "order_id", traits: { sku: "text" } },
  },
  relationships: {
    placed_by: { from: "order", to: "person", single: "to" },
    guest_of: { from: "group", to: "group", above: "to" },
  },
});

/** The shop: a database copied by a loader, its times as the clock in Madrid shows them. */
const shop = defineSource(model, "shop", {
  key: "kettle",
  timezone: "Europe/Madrid",
  ingestedAt: optional("loaded_at"),
  tables: {
    orders: "raw.orders",
    customers: "raw.customers",
    products: { table: "raw.products" },
    returns: { table: "raw.returns", optional: true },
  },
  events: {
    order_placed: {
      from: "orders",
      type: "order",
      id: "id",
      occurredAt: "placed_at",
      deletedAt: "removed_at",
      where: not(equals("channel", "test", "bogus")),
      description: concat(constant("ordered "), lookup("products", "sku", "sku", "title")),
      value: minorUnits("total", "currency"),
      unit: lower("currency"),
      significance: 4,
      columns: {
        sku: "sku",
        maker: lookup("products", "sku", "sku", "maker"),
        shouted: sql`upper(channel)`,
      },
      persons: [
        {
          role: "buyer",
          identifiers: { email: "email", phone: "phone", customer_id: "customer_id", device: "device", card: "card" },
          traits: { name: "name" },
        },
        {
          role: "recipient",
          where: present("gift_for"),
          identifiers: { email: extract("gift_for", "[^ <>]+@[^ <>]+") },
        },
      ],
      mentions: { order: [{ role: "order", identifiers: { order_id: "id" }, traits: { sku: "sku" } }] },
      relationships: [{ kind: "placed_by", from: "order", to: "buyer", role: "customer" }],
    },
    customer_changed: {
      from: "customers",
      type: when(equals("active", true), constant("customer"), constant("farewell")),
      id: "id",
      occurredAt: "updated_at",
      changesOf: ["email", "active", "address"],
      persons: [
        {
          role: "customer",
          identifiers: { customer_id: "id", email: "email" },
          traits: {
            name: firstOf("name", "email"),
            birthday: "birthday",
            newsletter: "newsletter",
            spent: "spent",
            address: "address",
          },
        },
      ],
      groups: [
        {
          role: "employer",
          where: allOf(present("company"), matches("email", "@")),
          identifiers: { domain: domainOf("email") },
          traits: { name: "company" },
        },
      ],
      memberships: [{ person: "customer", group: "employer", role: "employee" }],
    },
    order_returned: {
      from: "returns",
      optional: true,
      id: "id",
      occurredAt: "returned_at",
      persons: [{ role: "buyer", identifiers: { customer_id: "customer_id" } }],
    },
  },
});

/** The app: records of an interface, one JSON document each, told apart by workspace. */
const steep = defineSource(model, "steep", {
  timezone: "UTC",
  account: "workspace",
  ingestedAt: "synced_at",
  badValues: "set-aside",
  tables: { brews: "raw.brews", letters: "raw.letters", plans: "raw.plans" },
  events: {
    tea_brewed: {
      from: "brews",
      id: json("record", "id"),
      keep: "earliest",
      occurredAt: epoch(json("record", "started"), "milliseconds"),
      value: json("record", "cups"),
      unit: constant("cups"),
      significance: json("record", "stars"),
      lists: { guests: items("record", "guests") },
      persons: [
        {
          role: "brewer",
          identifiers: {
            user_id: json("record", "user.id"),
            email: json("record", "user.email"),
            device: json("record", "device"),
          },
          traits: { name: json("record", "user.name") },
        },
        {
          role: item("role"),
          key: "guest",
          each: "guests",
          where: not(matches(item("email"), "[.]invalid$")),
          identifiers: { email: item("email"), phone: item("phone") },
          traits: { name: item("name"), newsletter: is(anyOf(equals(item("news"), "yes"), present(item("list")))) },
        },
      ],
      groups: [
        {
          role: "team",
          identifiers: { team_id: json("record", "team.id"), domain: json("record", "team.site") },
          traits: { name: json("record", "team.name") },
        },
        { role: "guest company", each: "guests", identifiers: { domain: domainOf(item("email")) } },
      ],
      memberships: [
        { person: "brewer", group: "team" },
        { person: "guest", group: "guest company", role: "staff" },
      ],
      relationships: [{ kind: "guest_of", from: "guest company", to: "team", roleOf: "from" }],
    },
    letter_sent: {
      from: "letters",
      type: "letter",
      name: decoded("subject"),
      columns: { heading: decoded("subject") },
      id: "id",
      row: "id",
      occurredAt: "sent_at",
      lists: { to: addresses(header("headers", "To")), from: addresses(header("headers", "From")) },
      persons: [
        { role: "sender", each: "from", identifiers: { email: item("address") }, traits: { name: item("name") } },
        { role: "reader", each: "to", identifiers: { email: item("address") }, traits: { name: item("name") } },
      ],
    },
    plan_changed: {
      from: "plans",
      id: "id",
      occurredAt: epoch("since", "seconds"),
      columns: { plan: "plan", seats: "seats" },
      groups: [{ role: "subscriber", identifiers: { team_id: "team_id" }, traits: { seats: "seats" } }],
      persons: [{ role: "payer", identifiers: { email: "payer" } }],
      mentions: { order: [{ role: "plan", identifiers: { order_id: "id" }, traits: { sku: "plan" } }] },
      memberships: [{ person: "payer", group: "subscriber", role: "payer" }],
      relationships: [{ kind: "guest_of", to: "subscriber", ends: true }],
    },
  },
});

/** The project over a warehouse that has the raw tables. */
export function golden(warehouse: Warehouse = duckdb(":memory:")): Config {
  return defineConfig({
    model,
    warehouse,
    sources: [shop, steep],
    states: {
      standing: {
        of: "person",
        description: "what somebody is to the shop",
        events: { "order placed": "buyer", Goodbye: null },
        entries: [
          {
            event: "customer changed",
            role: "customer",
            value: sql`case when event_type = 'customer' then 'customer' end`,
          },
        ],
        timeouts: [
          { after: { days: 5 }, value: "quiet" },
          { after: { hours: 36 }, without: ["tea brewed"], from: ["customer"], value: "thirsty" },
          { after: { days: 20 }, without: [{ event: "order placed", role: "recipient" }], value: null },
        ],
      },
      appetite: {
        of: "person",
        entries: [
          { event: "order placed", role: "buyer", value: sql`case when value < 20 then 'a sip' else 'a pot' end` },
          { event: "tea brewed", role: "brewer", value: "a cup", number: { column: "value" } },
        ],
      },
      fondness: {
        of: "person",
        from: ["standing", "appetite"],
        cases: [
          { when: { standing: ["buyer", "customer"], appetite: "a pot" }, value: "fond" },
          { when: { standing: "quiet", appetite: null }, value: "lost" },
        ],
        otherwise: "so-so",
      },
      cups: { of: "person", from: ["appetite"], number: sql`appetite_number * 2` },
      thirst: { of: "group", over: { members: "appetite", role: "payer" }, best: ["a pot", "a cup", "a sip"] },
      kettles: { of: "group", over: { members: "cups" }, sum: true },
      company: {
        of: "person",
        over: { groups: "thirst" },
        cases: [{ all: "a pot", value: "thirsty" }],
        otherwise: "calm",
      },
      parcel: { of: "order", events: { "order placed": "on its way" } },
      parcels: { of: "person", over: { state: "parcel", through: "placed_by", role: "customer" }, count: true },
      plan: {
        of: "group",
        entries: [{ event: "plan changed", value: { column: "plan" }, number: { column: "seats" } }],
      },
    },
    checks: {
      nobody_without_id: {
        description: "every person has an id",
        sql: sql`select * from nexus.persons where id is null`,
      },
    },
  });
}

const buyers = defineModel({ entities: { person: { identifiers: { email: email() } } } });

/** The shop when it was young: one event with one person in it, no traits and no groups. Definitions take shorter ways then. */
export function plain(warehouse: Warehouse = duckdb(":memory:")): Config {
  const young = defineSource(buyers, "shop", {
    tables: { orders: "raw.orders" },
    events: {
      order_placed: {
        from: "orders",
        id: "id",
        occurredAt: "placed_at",
        persons: [{ role: "buyer", identifiers: { email: "email" } }],
      },
    },
  });
  return defineConfig({ model: buyers, warehouse, sources: [young] });
}

const guarded = defineModel({
  entities: {
    person: {
      identifiers: {
        email: email({ survives: ["most frequent", "first"] }),
        customer_id: id({ perEntity: 1, survives: { sources: ["shop"] } }),
        device: anonymousId({ contested: "preceding", seenWith: { email: { most: 5, within: { days: 30 } } } }),
      },
      traits: { name: { type: "text", survives: [{ sources: ["shop"] }, "longest"] } },
    },
  },
});

/** The same shop with rules of its own: a device belongs to whoever logged in last. */
export function ruled(warehouse: Warehouse = duckdb(":memory:")): Config {
  const careful = defineSource(guarded, "shop", {
    tables: { orders: "raw.orders" },
    events: {
      order_placed: {
        from: "orders",
        id: "id",
        occurredAt: "placed_at",
        persons: [
          {
            role: "buyer",
            identifiers: { email: "email", customer_id: "customer_id", device: "device" },
            traits: { name: "name" },
          },
        ],
      },
    },
  });
  return defineConfig({ model: guarded, warehouse, sources: [careful] });
}

/** A raw column as the compiler sees it. */
export type RawType = "text" | "integer" | "number" | "boolean" | "timestamp" | "json" | "zoned timestamp" | "date";

/** The raw tables that are there: all but the shop's returns. */
export const rawTables = {
  orders: {
    id: "integer",
    placed_at: "text",
    loaded_at: "timestamp",
    removed_at: "timestamp",
    channel: "text",
    customer_id: "integer",
    email: "text",
    name: "text",
    phone: "text",
    card: "text",
    device: "text",
    gift_for: "text",
    sku: "text",
    total: "integer",
    currency: "text",
  },
  customers: {
    id: "integer",
    updated_at: "zoned timestamp",
    email: "text",
    name: "text",
    company: "text",
    active: "boolean",
    birthday: "date",
    newsletter: "text",
    spent: "number",
    address: "json",
  },
  products: { sku: "text", title: "text", maker: "text" },
  brews: { workspace: "text", synced_at: "timestamp", record: "json" },
  letters: { workspace: "text", synced_at: "timestamp", id: "text", sent_at: "text", subject: "text", headers: "json" },
  plans: {
    workspace: "text",
    synced_at: "timestamp",
    id: "text",
    team_id: "text",
    since: "number",
    plan: "text",
    seats: "text",
    payer: "text",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, RawType>>>>;

export type RawTableName = keyof typeof rawTables;
