import { describe, expect, test } from "vitest";
import { defineSource, lookup, rowsOf, sql } from "../../src/index.ts";
import { config, Folder, model, orderPlaced, shop } from "./shop.ts";

async function folderWithOrders(): Promise<Folder> {
  const folder = Folder.make();
  await folder.lines("orders.csv", "order_id,created_at,email,total", "1,2025-01-01 10:00:00,ana@acme.example,10");
  return folder;
}

describe("a raw table that is not there", () => {
  test("as a file, and as a table: all are named at once, before anything is written", async () => {
    const folder = await folderWithOrders();
    const wrong = config({
      sources: [
        shop({
          tables: { orders: "order.csv", refunds: "raw.refunds" },
          events: { order_placed: orderPlaced, order_refunded: { ...orderPlaced, from: "refunds" } },
        }),
      ],
    });
    expect(await folder.refusal(wrong)).toMatchInlineSnapshot(`
      "The raw table "order.csv" is not there.
        at:       source shop, event order_placed, table orders
        found:    "order.csv"
        hint:     did you mean "orders.csv"?
      The raw table "raw.refunds" is not there.
        at:       source shop, event order_refunded, table refunds
        found:    "raw.refunds"
        hint:     a table of the warehouse as schema.table, or a file relative to the config's folder"
    `);
  });

  test("also where only a look-up, a list or brought mentions read it", async () => {
    const folder = await folderWithOrders();
    const wrong = config({
      sources: [
        shop(
          { tables: { orders: "orders.csv", buyers: "buyers.csv", lines: "lines.csv" } },
          {
            description: lookup("buyers", "id", "order_id", "name"),
            lists: { lines: rowsOf("lines", "order_id", "order_id") },
          },
        ),
        defineSource(model, "tickets", {
          timezone: "UTC",
          tables: { events: "orders.csv", persons: "order.csv" },
          brings: { events: "events", persons: { identifiers: "persons" } },
        }),
      ],
    });
    expect(await folder.refusal(wrong)).toMatchInlineSnapshot(`
      "The raw table "buyers.csv" is not there.
        at:       source shop, event order_placed, table buyers
        found:    "buyers.csv"
        hint:     did you mean "orders.csv"?
      The raw table "lines.csv" is not there.
        at:       source shop, event order_placed, table lines
        found:    "lines.csv"
        hint:     did you mean "orders.csv"?
      The raw table "order.csv" is not there.
        at:       source tickets, event brought, table persons
        found:    "order.csv"
        hint:     did you mean "orders.csv"?"
    `);
  });

  test("has the nearest name as a hint", async () => {
    const folder = await folderWithOrders();
    await folder.inside("create schema raw");
    await folder.inside("create table raw.orders (order_id varchar)");
    const wrong = config({ sources: [shop({ tables: { orders: "raw.ordrs" } })] });
    expect(await folder.refusal(wrong)).toMatchInlineSnapshot(`
      "The raw table "raw.ordrs" is not there.
        at:       source shop, event order_placed, table orders
        found:    "raw.ordrs"
        hint:     did you mean "raw.orders"?"
    `);
  });

  test("but a folder", async () => {
    const folder = await folderWithOrders();
    const wrong = config({ sources: [shop({ tables: { orders: { file: "." } } })] });
    expect(await folder.refusal(wrong)).toMatchInlineSnapshot(`
      "The raw table "." is not there.
        at:       source shop, event order_placed, table orders
        found:    "."
        hint:     a table of the warehouse as schema.table, or a file relative to the config's folder"
    `);
  });

  test("because its name is no name", async () => {
    const folder = await folderWithOrders();
    for (const name of ["", "a.b.c.d.e"]) {
      const complaint = await folder.refusal(config({ sources: [shop({ tables: { orders: name } })] }));
      expect(complaint).toContain(`"${name}"`);
      expect(complaint, "the engine's parser is none of the user's business").not.toMatch(
        /Parser Error|NameListToString/,
      );
      expect(complaint).toContain("source shop");
    }
  });

  test("in a look-up", async () => {
    const folder = await folderWithOrders();
    const wrong = config({
      sources: [
        shop(
          { tables: { orders: "orders.csv", customers: "customers.csv" } },
          { persons: [{ role: "buyer", identifiers: { email: lookup("custmers", "id", "order_id", "email") } }] },
        ),
      ],
    });
    expect(await folder.refusal(wrong)).toMatchInlineSnapshot(`
      "Unknown table of a lookup "custmers".
        at:       path sources[0] (shop).events.order_placed
        found:    "custmers"
        accepted: "orders", "customers"
        hint:     did you mean "customers"?"
    `);
  });

  test("in a query of the user", async () => {
    const folder = await folderWithOrders();
    const missing = config({ sources: [shop({ tables: { orders: sql`select * from ordrs` } })] });
    expect(await folder.refusal(missing)).toMatchInlineSnapshot(`
      "Catalog Error: Table with name ordrs does not exist!
        at:       source shop, table orders
          LINE 1: describe select * from (select * from ordrs)
                                                        ^
          
          describe select * from (select * from ordrs)"
    `);
    const misspelt = config({ sources: [shop({ tables: { orders: sql`select * fro orders` } })] });
    expect(await folder.refusal(misspelt)).toMatchInlineSnapshot(`
      "Failed to extract statements: Parser Error: syntax error at or near "orders"
        at:       source shop, table orders
          LINE 1: describe select * from (select * fro orders)
                                                       ^
          
          describe select * from (select * fro orders)"
    `);
  });
});

describe("a column that is not there", () => {
  test("is named with all that are there, and the nearest of them", async () => {
    const folder = await folderWithOrders();
    const wrong = config({ sources: [shop({}, { value: "totl" })] });
    expect(await folder.refusal(wrong)).toMatchInlineSnapshot(`
      "The raw table orders.csv has no column "totl".
        at:       source shop, event order_placed, field totl
        found:    order_id, created_at, email, total
        hint:     did you mean "total"?"
    `);
  });

  test("is reported with all the others at once", async () => {
    const folder = await folderWithOrders();
    const wrong = config({
      sources: [
        shop({
          events: {
            order_placed: { ...orderPlaced, value: "totl", description: "e_mail" },
            order_seen: { ...orderPlaced, occurredAt: "creatd_at" },
          },
        }),
      ],
    });
    const complaint = await folder.refusal(wrong);
    expect(complaint).toContain('no column "totl"');
    expect(complaint).toContain('no column "e_mail"');
    expect(complaint).toContain('no column "creatd_at"');
  });

  test("stops nothing when it is found by another spelling", async () => {
    const folder = await folderWithOrders();
    await folder.run(config({ sources: [shop({}, { value: "TOTAL" })] }));
    expect(await folder.ask("select value from nexus.events")).toEqual([{ value: 10 }]);
  });
});

test("a state that names an event or a column that is not there", async () => {
  const folder = await folderWithOrders();
  const wrong = config({
    states: {
      standing: { of: "person", events: { "order plcaed": "customer" } },
      spending: { of: "person", entries: [{ event: "order placed", value: { column: "valu" } }] },
    },
  });
  expect(await folder.refusal(wrong)).toMatchInlineSnapshot(`
    "Unknown event "order plcaed".
      at:       path states.standing.events
      found:    "order plcaed"
      accepted: "order placed"
      hint:     did you mean "order placed"?
    Unknown column of the event "valu".
      at:       path states.spending.entries[0]
      found:    "valu"
      accepted: "event_id", "occurred_at", "event_type", "event_name", "event_description", "source", "value", "value_unit", "significance"
      hint:     did you mean "value"?"
  `);
});
