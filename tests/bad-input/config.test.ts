import { describe, expect, test } from "vitest";
import {
  column,
  concat,
  decoded,
  defineConfig,
  defineModel,
  defineSource,
  duckdb,
  email,
  id,
  item,
  items,
  lookup,
  openProject,
  phone,
  rowsOf,
} from "../../src/index.ts";
import { config, Folder, model, orderPlaced, shop } from "./shop.ts";

describe("a config with mistakes", () => {
  test("also where tables are brought, roles and events are named, keys are alike, and words decoded", async () => {
    const brings = {
      tables: { events: "events.csv", persons: "persons.csv" },
      brings: {
        events: "event",
        persons: { identifiers: "person", shape: "long", traits: "trait" },
        groups: { identifiers: "groups" },
        memberships: "claims",
      },
    } as const;
    const wrong = config({
      sources: [
        defineSource(model, "tickets", { ...brings, events: { brought: { ...orderPlaced, from: "events" } } }),
        shop({ key: "shop-eu" }, { description: concat("a", decoded("b")) }),
        defineSource(model, "shop_2", {
          key: "shop.eu",
          account: lookup("accounts", "id", "account", "name"),
          tables: { orders: "orders.csv" },
          events: {
            order_placed: {
              ...orderPlaced,
              name: item("x"),
              lists: { lines: rowsOf("lines", "order", "id") },
              columns: { plan: "plan" },
            },
          },
        }),
      ],
      states: {
        plan: { of: "person", entries: [{ event: "anything", role: "byer", value: "team" }] },
      },
    });
    expect(await Folder.make().complaint(() => Folder.make().project(wrong))).toMatchInlineSnapshot(`
      ""brought" is the event of what the source brings.
        at:       path sources[0] (tickets).events.brought
      Unknown table "event".
        at:       path sources[0] (tickets).brings.events
        found:    "event"
        accepted: "events", "persons"
        hint:     did you mean "events"?
      Unknown table "person".
        at:       path sources[0] (tickets).brings.persons.identifiers
        found:    "person"
        accepted: "events", "persons"
        hint:     did you mean "persons"?
      Unknown table "trait".
        at:       path sources[0] (tickets).brings.persons.traits
        found:    "trait"
        accepted: "events", "persons"
      Unknown table "groups".
        at:       path sources[0] (tickets).brings.groups.identifiers
        found:    "groups"
        accepted: "events", "persons"
      Unknown table "claims".
        at:       path sources[0] (tickets).brings.memberships
        found:    "claims"
        accepted: "events", "persons"
      decoded(…) stands inside of another field, or where nothing is decoded.
        at:       path sources[1] (shop).events.order_placed
        accepted: decoded(…) as a whole \`name\`, \`description\` or own column
      The keys "shop-eu" and "shop.eu" of two sources are too much alike: both would keep their rows in "shop_eu".
        at:       path sources[2].key
        found:    "shop.eu"
      Unknown table of a lookup "accounts".
        at:       path sources[2] (shop_2).events.order_placed
        found:    "accounts"
        accepted: "orders"
      Unknown table "lines".
        at:       path sources[2] (shop_2).events.order_placed.lists.lines
        found:    "lines"
        accepted: "orders"
      item(…) stands outside of a mention with \`each\`.
        at:       path sources[2] (shop_2).events.order_placed
        hint:     give the mention \`each\`, or take the value from a column"
    `);
  });

  test("roles of states are those of the event", async () => {
    const wrong = config({
      sources: [shop()],
      states: { plan: { of: "person", entries: [{ event: "order placed", role: "byer", value: "team" }] } },
    });
    expect(await Folder.make().complaint(() => Folder.make().project(wrong))).toMatchInlineSnapshot(`
      "Unknown role in the event "byer".
        at:       path states.plan.entries[0].role
        found:    "byer"
        accepted: "buyer"
        hint:     did you mean "buyer"?"
    `);
  });

  test("reports all of them at once, each with its path, what was found, what is accepted, and the nearest name", async () => {
    const wrong = config({
      sources: [
        shop({
          timezone: "Europe/Madird",
          events: {
            order_placed: {
              ...orderPlaced,
              from: "order",
              persons: [{ role: "buyer", identifiers: { user_id: "customer" }, traits: { name: "name" } }],
              memberships: [{ person: "buyr", group: "merchant" }],
            },
          },
        }),
        shop({}, { persons: [{ role: "buyer", each: "lines", identifiers: { email: "email" } }] }),
      ],
      states: { plan: { of: "person", events: {} } },
      target: "production",
      targets: { prod: {}, dev: {} },
    });
    expect(await Folder.make().complaint(() => Folder.make().project(wrong))).toMatchInlineSnapshot(`
      ""Europe/Madird" is no time zone.
        at:       path sources[0] (shop).timezone
        accepted: a name such as "UTC" or "Europe/Madrid"
      Unknown table "order".
        at:       path sources[0] (shop).events.order_placed.from
        found:    "order"
        accepted: "orders"
        hint:     did you mean "orders"?
      Unknown person mention "buyr".
        at:       path sources[0] (shop).events.order_placed.memberships[0].person
        found:    "buyr"
        accepted: "buyer"
        hint:     did you mean "buyer"?
      Unknown group mention "merchant".
        at:       path sources[0] (shop).events.order_placed.memberships[0].group
        found:    "merchant"
        accepted: none is declared
      Two sources have the name "shop".
        at:       path sources[1].name
      Two sources have the key "shop": their events would have the same ids.
        at:       path sources[1].key
        found:    "shop"
      Unknown list "lines".
        at:       path sources[1] (shop).events.order_placed.persons[0].each
        found:    "lines"
        accepted: none is declared
      A state needs an event that leads into it.
        at:       path states.plan
        accepted: \`events: { "event name": "value" }\` or \`entries\`; \`from\` other states; or \`over\` memberships
      Unknown target "production".
        at:       path target
        found:    "production"
        accepted: "prod", "dev""
    `);
  });

  test("that mix a misspelt setting and an unknown name are both reported", async () => {
    const wrong = config({
      sources: [
        shop(
          {},
          // @ts-expect-error: `occuredAt` is misspelt.
          { occuredAt: "created_at", from: "order" },
        ),
      ],
    });
    expect(await Folder.make().complaint(() => Folder.make().project(wrong))).toMatchInlineSnapshot(`
      "Unknown setting "occuredAt".
        at:       path sources[0].events.order_placed.occuredAt
        found:    "occuredAt"
        accepted: from, name, type, id, row, occurredAt, timezone, ingestedAt, deletedAt, where, description, value, unit, significance, columns, lists, persons, groups, memberships, mentions, relationships, keep, changesOf, optional, freshness
        hint:     did you mean "occurredAt"?
      Unknown table "order".
        at:       path sources[0] (shop).events.order_placed.from
        found:    "order"
        accepted: "orders"
        hint:     did you mean "orders"?"
    `);
  });

  test("an identifier type that the model has not", async () => {
    const wrong = config({
      // @ts-expect-error: the types know it, too.
      sources: [shop({}, { persons: [{ role: "buyer", identifiers: { emial: "email" } }] })],
    });
    expect(await Folder.make().complaint(() => Folder.make().project(wrong))).toMatchInlineSnapshot(`
      "Unknown identifier type of person "emial".
        at:       path sources[0] (shop).events.order_placed.persons[0].identifiers.emial
        found:    "emial"
        accepted: "email", "phone", "user_id"
        hint:     did you mean "email"?"
    `);
  });

  test("a trait that the model has not, and a group where the model has none", async () => {
    const persons = defineModel({
      entities: { person: { identifiers: { email: email() }, traits: { name: "text" } } },
    });
    const source = defineSource(persons, "shop", {
      tables: { orders: "orders.csv" },
      events: {
        order_placed: {
          ...orderPlaced,
          // @ts-expect-error: the types know it, too.
          persons: [{ role: "buyer", identifiers: { email: "email" }, traits: { full_name: "name" } }],
          groups: [{ role: "company", identifiers: {} }],
        },
      },
    });
    const wrong = defineConfig({ model: persons, warehouse: duckdb("shop.duckdb"), sources: [source] });
    expect(await Folder.make().complaint(() => Folder.make().project(wrong))).toMatchInlineSnapshot(`
      "Unknown trait of person "full_name".
        at:       path sources[0] (shop).events.order_placed.persons[0].traits.full_name
        found:    "full_name"
        accepted: "name"
      The model has no entity type "group".
        at:       path sources[0] (shop).events.order_placed.groups
        hint:     declare it: entities: { group: { identifiers: { … } } }"
    `);
  });

  test("identity rules of types that are not there, in no order that could be kept, or that are no numbers", async () => {
    const rules = defineModel({
      entities: {
        person: {
          identifiers: {
            email: email({ perEntity: { most: 2, against: ["user_id", "fone", "email"] } }),
            phone: phone({ seenWith: { emial: 3, phone: 2, user_id: { most: 3, within: { days: 30 } } } }),
            user_id: id({ perEntity: 1, survives: { sources: ["shop", "shpo"] } }),
          },
          traits: { age: { type: "number", survives: ["longest", "first"] } },
          priority: ["user_id", "mail", "user_id"],
        },
      },
    });
    const source = { ...shop({}), model: rules };
    const wrong = defineConfig({ model: rules, warehouse: duckdb("shop.duckdb"), sources: [source] });
    expect(await Folder.make().complaint(() => Folder.make().project(wrong))).toMatchInlineSnapshot(`
      "Unknown identifier type "mail".
        at:       path model.entities.person.priority[1]
        found:    "mail"
        accepted: "email", "phone", "user_id"
        hint:     did you mean "email"?
      "user_id" is there twice.
        at:       path model.entities.person.priority[2]
      "user_id" is not weaker than "email": what it says stands.
        at:       path model.entities.person.identifiers.email.perEntity.against[0]
        found:    the order user_id, email, phone
        accepted: a type that comes later in it
        hint:     give the model's entity a \`priority\`, or a plain number, which holds against every type
      Unknown identifier type "fone".
        at:       path model.entities.person.identifiers.email.perEntity.against[1]
        found:    "fone"
        accepted: "email", "phone", "user_id"
        hint:     did you mean "phone"?
      "email" is not weaker than "email": what it says stands.
        at:       path model.entities.person.identifiers.email.perEntity.against[2]
        found:    the order user_id, email, phone
        accepted: a type that comes later in it
        hint:     give the model's entity a \`priority\`, or a plain number, which holds against every type
      Unknown identifier type "emial".
        at:       path model.entities.person.identifiers.phone.seenWith
        found:    "emial"
        accepted: "email", "phone", "user_id"
        hint:     did you mean "email"?
      A mention holds one phone: it is never seen with another.
        at:       path model.entities.person.identifiers.phone.seenWith.phone
        hint:     how many one entity may hold is \`perEntity\`
      Unknown source "shpo".
        at:       path model.entities.person.identifiers.user_id.survives
        found:    "shpo"
        accepted: "shop"
        hint:     did you mean "shop"?
      Only of texts the longest can survive: this is a number.
        at:       path model.entities.person.traits.age.survives"
    `);
    const numbers = defineModel({
      entities: {
        person: {
          identifiers: {
            email: email({ perEntity: 0 }),
            phone: phone({ seenWith: { email: 1.5 } }),
            // @ts-expect-error: the types know it, too.
            user_id: id({ contested: "last", seenWith: { email: { most: 3 } } }),
          },
        },
      },
    });
    const odd = { ...shop({}), model: numbers };
    const unread = defineConfig({ model: numbers, warehouse: duckdb("shop.duckdb"), sources: [odd] });
    expect(await Folder.make().complaint(() => Folder.make().project(unread))).toMatchInlineSnapshot(`
      "Too small: expected number to be >0.
        at:       path model.entities.person.identifiers.email.perEntity
        found:    0
        accepted: more than 0
      A setting has another kind of value.
        at:       path model.entities.person.identifiers.phone.seenWith.email
        found:    1.5
        accepted: a whole number above 0, Infinity, or { most: 3, within: { days: 30 } }
      A setting has another kind of value.
        at:       path model.entities.person.identifiers.user_id.seenWith.email
        found:    {"most":3}
        accepted: a whole number above 0, Infinity, or { most: 3, within: { days: 30 } }
      Invalid option: expected one of "apart"|"first"|"preceding".
        at:       path model.entities.person.identifiers.user_id.contested
        found:    "last"
        accepted: "apart", "first", "preceding""
    `);
  });

  test("misspelt settings, on every level", async () => {
    const wrong = defineConfig({
      model,
      warehouse: duckdb("shop.duckdb"),
      // @ts-expect-error: `shemaPrefix` is misspelt.
      shemaPrefix: "crm",
      sources: [
        // @ts-expect-error: `badValue` is misspelt.
        shop({ badValue: "fail" }, {}),
        defineSource(model, "web", {
          tables: { visits: "visits.csv" },
          events: {
            page_seen: {
              from: "visits",
              id: "id",
              occurredAt: "at",
              // @ts-expect-error: `person` should be `persons`.
              person: [{ role: "visitor", identifiers: { user_id: "user" } }],
            },
          },
        }),
      ],
    });
    expect(await Folder.make().complaint(() => Folder.make().project(wrong))).toMatchInlineSnapshot(`
      "Unknown setting "badValue".
        at:       path sources[0].badValue
        found:    "badValue"
        accepted: key, timezone, account, ingestedAt, badValues, freshness, tables, events, brings
        hint:     did you mean "badValues"?
      Unknown setting "person".
        at:       path sources[1].events.page_seen.person
        found:    "person"
        accepted: from, name, type, id, row, occurredAt, timezone, ingestedAt, deletedAt, where, description, value, unit, significance, columns, lists, persons, groups, memberships, mentions, relationships, keep, changesOf, optional, freshness
        hint:     did you mean "persons"?
      Unknown setting "shemaPrefix".
        at:       path shemaPrefix
        found:    "shemaPrefix"
        accepted: model, warehouse, schemaPrefix, targets, target, sources, states, checks
        hint:     did you mean "schemaPrefix"?"
    `);
  });

  test("a look-up inside of a list, and a state's column that no event has", async () => {
    const wrong = config({
      sources: [
        shop(
          {},
          {
            name: column("kind"),
            lists: { lines: items("lines") },
            persons: [
              { role: "buyer", each: "lines", identifiers: { email: lookup("orders", "id", item("id"), "email") } },
            ],
          },
        ),
      ],
      states: { plan: { of: "person", entries: [{ event: "plan changed", value: { column: "plann" } }] } },
    });
    const problems = await Folder.make().problems(() => Folder.make().project(wrong));
    expect(problems.map(({ message, where }) => `${where?.path}: ${message}`)).toMatchInlineSnapshot(`
      [
        "sources[0] (shop).events.order_placed.persons[0]: lookup(…) stands in a mention with \`each\`.",
        "states.plan.entries[0]: Unknown column of the event "plann".",
      ]
    `);
  });

  test("values of the wrong kind, and settings that must be there", async () => {
    const wrong = defineConfig({
      model,
      // @ts-expect-error: a path is no warehouse.
      warehouse: "shop.duckdb",
      sources: [
        // @ts-expect-error: `skip` is no choice.
        shop({ badValues: "skip" }),
        // @ts-expect-error: an event needs `occurredAt`.
        defineSource(model, "web", { tables: { visits: 5 }, events: { page_seen: { from: "visits", id: 7 } } }),
      ],
    });
    const problems = await Folder.make().problems(() => Folder.make().project(wrong));
    expect(problems.map(({ where, found }) => [where?.path, found])).toEqual([
      ["warehouse", '"shop.duckdb"'],
      ["sources[0].badValues", '"skip"'],
      ["sources[1].tables.visits", "5"],
      ["sources[1].events.page_seen.id", "7"],
      ["sources[1].events.page_seen.occurredAt", "nothing"],
    ]);
    for (const { message, accepted } of problems) {
      expect(accepted, message).toBeDefined();
      expect(message, "says nothing").not.toBe("Invalid input.");
    }
  });

  test("no sources, an empty model, or nothing at all", async () => {
    const nothing = Folder.make();
    // @ts-expect-error: nothing is given.
    expect(await nothing.complaint(() => nothing.project(defineConfig({})))).toMatchInlineSnapshot(`
      "Invalid input: expected object, received undefined.
        at:       path model
        found:    nothing
      Invalid input: expected object, received undefined.
        at:       path warehouse
        found:    nothing
      Invalid input: expected array, received undefined.
        at:       path sources
        found:    nothing"
    `);
    // @ts-expect-error: an object is no config.
    expect(await nothing.complaint(() => nothing.project({ sources: [] }))).toMatchInlineSnapshot(
      `
      "This is no config.
        accepted: what defineConfig({ … }) gives"
    `,
    );
    const bare = defineModel({ entities: { person: { identifiers: {} } } });
    const empty = defineConfig({ model: bare, warehouse: duckdb("shop.duckdb"), sources: [] });
    expect(await nothing.complaint(() => nothing.project(empty))).toMatchInlineSnapshot(`
      "An entity type needs at least one identifier type.
        at:       path model.entities.person.identifiers"
    `);
  });

  test("the same name twice, where names must differ", async () => {
    const twice = defineModel({
      entities: {
        person: { identifiers: { email: email(), id: id() }, traits: { email: "text", event_count: "number" } },
      },
    });
    const events = {
      order_placed: {
        ...orderPlaced,
        persons: [
          { role: "buyer", identifiers: { email: "email" } },
          { role: "buyer", identifiers: { email: "other_email" } },
        ],
        columns: { source: "channel" },
      },
    };
    const source = defineSource(twice, "shop", { tables: { orders: "orders.csv" }, events });
    const wrong = defineConfig({ model: twice, warehouse: duckdb("shop.duckdb"), sources: [source, source] });
    expect(await Folder.make().complaint(() => Folder.make().project(wrong))).toMatchInlineSnapshot(`
      ""id" is a column of the final table already.
        at:       path model.entities.person.identifiers.id
      "event_count" is a column of the final table already.
        at:       path model.entities.person.traits.event_count
      "email" is an identifier type already: both would be one column.
        at:       path model.entities.person.traits.email
      "source" is a column of every event already.
        at:       path sources[0] (shop).events.order_placed.columns.source
      Two mentions of the event have the key "buyer".
        at:       path sources[0] (shop).events.order_placed.persons[1]
        hint:     give one of them a \`key\` of its own
      Two sources have the name "shop".
        at:       path sources[1].name
      Two sources have the key "shop": their events would have the same ids.
        at:       path sources[1].key
        found:    "shop"
      "source" is a column of every event already.
        at:       path sources[1] (shop).events.order_placed.columns.source
      Two mentions of the event have the key "buyer".
        at:       path sources[1] (shop).events.order_placed.persons[1]
        hint:     give one of them a \`key\` of its own"
    `);
  });
});

describe("a target", () => {
  test("that is not declared", async () => {
    const folder = Folder.make();
    await folder.put("nexus.config.ts", configText("targets: { prod: { schemaPrefix: 'crm' }, dev: {} },"));
    expect(await folder.complaint(openProject(folder.path, { target: "production" }))).toMatchInlineSnapshot(`
      "Unknown target "production".
        at:       file <folder>/nexus.config.ts, path targets
        found:    "production"
        accepted: prod, dev"
    `);
    await folder.put("nexus.config.ts", configText());
    expect(await folder.complaint(openProject(folder.path, { target: "prod" }))).toMatchInlineSnapshot(`
      "Unknown target "prod".
        at:       file <folder>/nexus.config.ts, path targets
        found:    "prod"
        accepted: none is declared"
    `);
  });
});

describe("a config file", () => {
  test("that is missing", async () => {
    const folder = Folder.make();
    expect(await folder.complaint(openProject(folder.path))).toMatchInlineSnapshot(`
      "There is no nexus.config.ts here.
        at:       file <folder>
        accepted: nexus.config.ts, nexus.config.mts, nexus.config.js, nexus.config.mjs
        hint:     \`nexus init\` makes one; \`--config <folder or file>\` names another place"
    `);
    expect(await folder.complaint(openProject(folder.at("no-such-folder")))).toMatchInlineSnapshot(`
      "There is no nexus.config.ts here.
        at:       file <folder>/no-such-folder
        accepted: nexus.config.ts, nexus.config.mts, nexus.config.js, nexus.config.mjs
        hint:     \`nexus init\` makes one; \`--config <folder or file>\` names another place"
    `);
    expect(await folder.complaint(openProject(folder.at("nexus.confg.ts")))).toMatchInlineSnapshot(`
      "There is no nexus.config.ts here.
        at:       file <folder>/nexus.confg.ts
        accepted: nexus.config.ts, nexus.config.mts, nexus.config.js, nexus.config.mjs
        hint:     \`nexus init\` makes one; \`--config <folder or file>\` names another place"
    `);
    await folder.put("settings.yaml", "model: none");
    expect(await folder.complaint(openProject(folder.at("settings.yaml")))).toMatchInlineSnapshot(`
      "There is no nexus.config.ts here.
        at:       file <folder>/settings.yaml
        accepted: nexus.config.ts, nexus.config.mts, nexus.config.js, nexus.config.mjs
        hint:     \`nexus init\` makes one; \`--config <folder or file>\` names another place"
    `);
  });

  test("that throws", async () => {
    const folder = Folder.make();
    await folder.lines(
      "nexus.config.ts",
      "const host: string = '';",
      "",
      "if (host === '') throw new Error('set DB_HOST first');",
    );
    expect(await folder.complaint(openProject(folder.path))).toMatchInlineSnapshot(`
      "The config cannot be loaded.
        at:       file <folder>/nexus.config.ts
        found:    set DB_HOST first
          at <folder>/nexus.config.ts:3:24"
    `);
    await folder.lines("nexus.config.ts", "throw 'a text';");
    expect(await folder.complaint(openProject(folder.path))).toMatchInlineSnapshot(`
      "The config cannot be loaded.
        at:       file <folder>/nexus.config.ts
        found:    a text"
    `);
  });

  test("that is no TypeScript", async () => {
    const folder = Folder.make();
    await folder.lines(
      "nexus.config.ts",
      "import { defineConfig } from 'nexus-cdp';",
      "export default defineConfig({",
      "  model: ,",
      "});",
    );
    expect(await folder.complaint(openProject(folder.path))).toMatchInlineSnapshot(`
      "The config cannot be loaded.
        at:       file <folder>/nexus.config.ts
        found:    ParseError: Unexpected token
          at <folder>/nexus.config.ts:3:9"
    `);
  });

  test("that imports what is not there", async () => {
    const folder = Folder.make();
    await folder.lines("nexus.config.ts", "import { model } from './modle.ts';", "export default model;");
    expect(await folder.complaint(openProject(folder.path))).toMatchInlineSnapshot(`
      "The config cannot be loaded.
        at:       file <folder>/nexus.config.ts
        found:    Cannot find module './modle.ts'"
    `);
    await folder.lines(
      "nexus.config.ts",
      "import { defineConfg } from 'nexus-cdp';",
      "export default defineConfg({});",
    );
    expect(await folder.complaint(openProject(folder.path))).toMatchInlineSnapshot(`
      "The config cannot be loaded.
        at:       file <folder>/nexus.config.ts
        found:    (0 , _nexusCdp.defineConfg) is not a function
          at <folder>/nexus.config.ts:2:27"
    `);
  });

  test("that exports nothing, or something else", async () => {
    const folder = Folder.make();
    await folder.lines("nexus.config.ts", "import { defineConfig } from 'nexus-cdp';");
    expect(await folder.complaint(openProject(folder.path))).toMatchInlineSnapshot(`
      "The config file exports no config.
        at:       file <folder>/nexus.config.ts
        accepted: export default defineConfig({ … })"
    `);
    await folder.lines("nexus.config.ts", "export default { sources: [] };");
    expect(await folder.complaint(openProject(folder.path))).toMatchInlineSnapshot(`
      "The config file exports no config.
        at:       file <folder>/nexus.config.ts
        accepted: export default defineConfig({ … })"
    `);
    await folder.lines("nexus.config.ts", "export const config = 1;");
    expect(await folder.complaint(openProject(folder.path))).toMatchInlineSnapshot(`
      "The config file exports no config.
        at:       file <folder>/nexus.config.ts
        accepted: export default defineConfig({ … })"
    `);
  });

  test("whose mistakes are told with the file", async () => {
    const folder = Folder.make();
    await folder.put("nexus.config.ts", configText("schemaPrefix: 'Big Data',"));
    expect(await folder.complaint(openProject(folder.path))).toMatchInlineSnapshot(`
      ""Big Data" cannot be a name.
        at:       file <folder>/nexus.config.ts, path schemaPrefix
        found:    "Big Data"
        accepted: small letters, digits and single _ between them, beginning with a letter"
    `);
  });
});

/** A config file that is fine, with more settings. */
function configText(more = ""): string {
  return `
import { defineConfig, defineModel, defineSource, duckdb, email } from "nexus-cdp";
const model = defineModel({ entities: { person: { identifiers: { email: email() } } } });
const shop = defineSource(model, "shop", {
  tables: { orders: "orders.csv" },
  events: { order_placed: { from: "orders", id: "order_id", occurredAt: "created_at", persons: [{ role: "buyer", identifiers: { email: "email" } }] } },
});
export default defineConfig({ model, warehouse: duckdb("shop.duckdb"), sources: [shop], ${more} });
`;
}
