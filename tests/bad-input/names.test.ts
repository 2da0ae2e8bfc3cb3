import { describe, expect, test } from "vitest";
import {
  type Config,
  defineConfig,
  defineModel,
  defineSource,
  duckdb,
  email,
  id,
  item,
  items,
  sql,
} from "../../src/index.ts";
import { config, Folder, orderPlaced, shop } from "./shop.ts";

async function folderWithOrders(): Promise<Folder> {
  const folder = Folder.make();
  await folder.lines(
    "orders.csv",
    "order_id,created_at,email,total,name",
    "1,2025-01-01 10:00:00,ana@acme.example,10,Ana",
  );
  return folder;
}

test("names that are reserved words of SQL are names like others", async () => {
  const folder = await folderWithOrders();
  const model = defineModel({
    entities: {
      person: {
        identifiers: { select: email(), user: id(), order: id() },
        traits: { desc: "text", table: "text", group: "number" },
      },
      group: { identifiers: { from: id() }, traits: { where: "text" } },
    },
  });
  const source = defineSource(model, "table", {
    tables: { drop: "orders.csv" },
    events: {
      select: {
        from: "drop",
        id: "order_id",
        occurredAt: "created_at",
        name: "'; drop table students; --",
        columns: { limit: "name", all: "total" },
        lists: { cross: items(sql`'[{"a":"x"}]'`) },
        persons: [
          {
            role: "union",
            identifiers: { select: "email", user: "order_id" },
            traits: { desc: "name", group: "total" },
          },
          { role: "each", each: "cross", identifiers: { order: item("a") } },
        ],
        groups: [{ role: "having", identifiers: { from: "email" }, traits: { where: "name" } }],
        memberships: [{ person: "union", group: "having" }],
      },
    },
  });
  const reserved = defineConfig({
    model,
    warehouse: duckdb("shop.duckdb"),
    schemaPrefix: "end",
    sources: [source],
    states: { primary: { of: "person", events: { "'; drop table students; --": "it's" } } },
  });
  await folder.run(reserved);
  expect(
    await folder.ask('select "select", "user", "desc", "group" from "end".persons where "user" is not null', reserved),
  ).toEqual([{ select: "ana@acme.example", user: "1", desc: "Ana", group: 10 }]);
  expect(await folder.ask('select name from "end".events', reserved)).toEqual([{ name: "'; drop table students; --" }]);
  expect(await folder.ask('select distinct state_name, state_value from "end".states', reserved)).toEqual([
    { state_name: "primary", state_value: "it's" },
  ]);
  expect(await folder.ask('select "limit", "all" from end_source.table_events', reserved)).toEqual([
    { limit: "Ana", all: "10" },
  ]);
});

test("names that are no names are refused, every one", async () => {
  const folder = await folderWithOrders();
  const model = defineModel({
    entities: {
      person: {
        identifiers: { "e-mail": email(), 'x" or 1=1 --': id() },
        traits: { "Full Name": "text", "1st": "text" },
      },
    },
  });
  const source = defineSource(model, "my shop", {
    tables: { orders: "orders.csv" },
    events: {
      "order placed": {
        from: "orders",
        id: "order_id",
        occurredAt: "created_at",
        columns: { näme: "name" },
        lists: { "": items("name") },
      },
    },
  });
  const wrong = defineConfig({
    model,
    warehouse: duckdb("shop.duckdb"),
    schemaPrefix: "nexus; drop",
    sources: [source],
    states: { "Plan!": { of: "person", events: { "order placed": "x" } } },
    checks: { "no-orders": { sql: sql`select 1` } },
  });
  expect(await folder.refusal(wrong)).toMatchInlineSnapshot(`
    ""e-mail" cannot be a name.
      at:       path model.entities.person.identifiers.e-mail
      found:    "e-mail"
      accepted: small letters, digits and single _ between them, beginning with a letter
    "x" or 1=1 --" cannot be a name.
      at:       path model.entities.person.identifiers.x" or 1=1 --
      found:    "x" or 1=1 --"
      accepted: small letters, digits and single _ between them, beginning with a letter
    "Full Name" cannot be a name.
      at:       path model.entities.person.traits.Full Name
      found:    "Full Name"
      accepted: small letters, digits and single _ between them, beginning with a letter
    "1st" cannot be a name.
      at:       path model.entities.person.traits.1st
      found:    "1st"
      accepted: small letters, digits and single _ between them, beginning with a letter
    "my shop" cannot be a name.
      at:       path sources[0].name
      found:    "my shop"
      accepted: small letters, digits and single _ between them, beginning with a letter
    "order placed" cannot be a name.
      at:       path sources[0] (my shop).events.order placed
      found:    "order placed"
      accepted: small letters, digits and single _ between them, beginning with a letter
    "" cannot be a name.
      at:       path sources[0] (my shop).events.order placed.lists.
      found:    ""
      accepted: small letters, digits and single _ between them, beginning with a letter
    "näme" cannot be a name.
      at:       path sources[0] (my shop).events.order placed.columns.näme
      found:    "näme"
      accepted: small letters, digits and single _ between them, beginning with a letter
    "Plan!" cannot be a name.
      at:       path states.Plan!
      found:    "Plan!"
      accepted: small letters, digits and single _ between them, beginning with a letter
    "no-orders" cannot be a name.
      at:       path checks.no-orders
      found:    "no-orders"
      accepted: small letters, digits and single _ between them, beginning with a letter
    "nexus; drop" cannot be a name.
      at:       path schemaPrefix
      found:    "nexus; drop"
      accepted: small letters, digits and single _ between them, beginning with a letter"
  `);
});

describe("names that inner columns and tables have are refused, none of them breaks a run", () => {
  const withPerson = (
    identifiers: Readonly<Record<string, string>>,
    traits: Readonly<Record<string, string>>,
  ): Config => {
    const types = Object.fromEntries(Object.keys(identifiers).map((name) => [name, id()]));
    const model = defineModel({
      entities: {
        person: {
          identifiers: { email: email(), ...types },
          traits: Object.fromEntries(Object.keys(traits).map((name) => [name, "text" as const])),
        },
      },
    });
    const persons = [{ role: "buyer", identifiers: { email: "email", ...identifiers }, traits }];
    const source = defineSource(model, "shop", {
      tables: { orders: "orders.csv" },
      events: { order_placed: { ...orderPlaced, persons } },
    });
    return defineConfig({ model, warehouse: duckdb("shop.duckdb"), sources: [source] });
  };
  const inner = [
    "_value",
    "_entity",
    "_order",
    "_element",
    "_mention",
    "_combination",
    "_ingested_at",
    "id",
    "event_id",
    "role",
  ];

  test.each(inner)("%s", async (name) => {
    const folder = await folderWithOrders();
    expect(await folder.refusal(withPerson({ [name]: "name" }, {})), "as an identifier type").toMatch(
      /cannot be a name|already/,
    );
    expect(await folder.refusal(withPerson({}, { [name]: "name" })), "as a trait").toMatch(/cannot be a name|already/);
  });

  test.each([
    "_ingested_at",
    "_deleted",
    "_unusable",
    "_unreadable",
    "_watched",
    "_list_a",
    "buyer__email",
    "natural_id",
    "source",
  ])("%s as a column of the source's own", async (name) => {
    const folder = await folderWithOrders();
    expect(await folder.refusal(config({ sources: [shop({}, { columns: { [name]: "name" } })] }))).toMatch(
      /cannot be a name|already/,
    );
  });

  test.each(["next", "set_aside", "winners", "twice"])("%s as an event or a list", async (name) => {
    const folder = await folderWithOrders();
    const event = config({ sources: [shop({ events: { [name]: orderPlaced } })] });
    const persons = [{ role: "buyer", each: name, identifiers: { email: item("a") } }];
    const list = config({ sources: [shop({}, { lists: { [name]: items("name") }, persons })] });
    for (const project of [event, list]) {
      // Either is fine: refused, or run twice without harm to what is kept.
      const first = await folder.refusal(project);
      if (first !== "(nothing failed)") {
        expect(first).toMatch(/is the name of|cannot be a name|already/);
        continue;
      }
      expect(await folder.refusal(project)).toBe("(nothing failed)");
      expect(await folder.ask("select count(*) as events from nexus.events", project)).toEqual([{ events: 1 }]);
    }
  });

  test("email_raw, where core tables have the raw value of email", async () => {
    const folder = await folderWithOrders();
    expect(await folder.refusal(withPerson({ email_raw: "name" }, {}))).toMatch(/already/);
  });
});
