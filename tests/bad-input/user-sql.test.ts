import { expect, test } from "vitest";
import { defineConfig, defineModel, defineSource, duckdb, email, sql } from "../../src/index.ts";
import { brief, config, Folder, orderPlaced, shop } from "./shop.ts";

async function folderWithOrders(): Promise<Folder> {
  const folder = Folder.make();
  await folder.lines(
    "orders.csv",
    "order_id,created_at,email,total,name",
    "1,2025-01-01 10:00:00,ana@acme.example,10,Ana",
  );
  return folder;
}

test("is found by check, before any run", async () => {
  const folder = Folder.make();
  await folder.lines("orders.csv", "order_id,created_at,email,total", "1,2025-01-01 10:00:00,ana@acme.example,10");
  const wrong = config({ sources: [shop({}, { description: sql`uper(email)`, where: sql`totl > 1` })] });
  const problems = (await folder.project(wrong).check()).filter(({ severity }) => severity !== "warning");
  expect(problems.map(({ where, message }) => [where?.source, where?.event, message.split("\n", 1)[0]])).toEqual([
    ["shop", "order_placed", 'Binder Error: Referenced column "totl" not found in FROM clause!'],
  ]);
});

test("a function that the engine has not", async () => {
  const folder = await folderWithOrders();
  const wrong = config({ sources: [shop({}, { description: sql`uper(email)` })] });
  expect(brief(await folder.refusal(wrong), "uper")).toMatchInlineSnapshot(`
    "Catalog Error: Scalar Function with name uper does not exist!
      at:       step scan shop.order_placed, table source.shop__order_placed
      hint:     did you mean "upper"?
        LINE <n>:   cast(uper(email) as varchar) as "event_description",
                       ^
        
        insert into "nexus_source"."shop__order_placed__next" ("event_id", "natural_id", "occurred_at", "event_description", "value", "buyer__email", "_ingested_at", "_unusable", "_unreadable")
        …
          cast(uper(email) as varchar) as "event_description",
        …"
  `);
});

test("a column that the raw table has not", async () => {
  const folder = await folderWithOrders();
  const wrong = config({ sources: [shop({}, { description: sql`'for ' || emial` })] });
  expect(brief(await folder.refusal(wrong), "emial")).toMatchInlineSnapshot(`
    "Binder Error: Referenced column "emial" not found in FROM clause!
      at:       step scan shop.order_placed, table source.shop__order_placed
      hint:     did you mean "email"?
        LINE <n>:   cast('for ' || emial as varchar) as "event_description",
                                 ^
        
        insert into "nexus_source"."shop__order_placed__next" ("event_id", "natural_id", "occurred_at", "event_description", "value", "buyer__email", "_ingested_at", "_unusable", "_unreadable")
        …
          cast('for ' || emial as varchar) as "event_description",
        …"
  `);
});

test("a mistake of syntax", async () => {
  const folder = await folderWithOrders();
  const wrong = config({ sources: [shop({}, { where: sql`total > ` })] });
  expect(brief(await folder.refusal(wrong), "total >")).toMatchInlineSnapshot(`
    "Parser Error: syntax error at or near ")"
      at:       step scan shop.order_placed, table source.shop__order_placed
        LINE <n>: where (total > )
                                ^
        
        insert into "nexus_source"."shop__order_placed__next" ("event_id", "natural_id", "occurred_at", "value", "buyer__email", "_ingested_at", "_unusable", "_unreadable")
        …
        where (total > )
        …"
  `);
});

test("more than one statement", async () => {
  const folder = await folderWithOrders();
  const wrong = config({ sources: [shop({}, { description: sql`1; drop table x` })] });
  expect(brief(await folder.refusal(wrong), "drop")).toMatchInlineSnapshot(`
    "Parser Error: syntax error at or near ";"
      at:       step scan shop.order_placed, table source.shop__order_placed
        LINE <n>:   cast(1; drop table x as varchar) as "event_description",
                        ^
        
        insert into "nexus_source"."shop__order_placed__next" ("event_id", "natural_id", "occurred_at", "event_description", "value", "buyer__email", "_ingested_at", "_unusable", "_unreadable")
        …
          cast(1; drop table x as varchar) as "event_description",
        …"
  `);
});

test("a value that fails while it runs", async () => {
  const folder = await folderWithOrders();
  const wrong = config({ sources: [shop({}, { description: sql`cast(name as integer)` })] });
  expect(brief(await folder.refusal(wrong), "cast(name")).toMatchInlineSnapshot(`
    "Conversion Error: Could not convert string 'Ana' to INT32 when casting from source column name
      at:       step scan shop.order_placed, table source.shop__order_placed
        LINE <n>:   cast(cast(name as integer) as varchar) as "event_description",
                       ^
        
        insert into "nexus_source"."shop__order_placed__next" ("event_id", "natural_id", "occurred_at", "event_description", "value", "buyer__email", "_ingested_at", "_unusable", "_unreadable")
        …
          cast(cast(name as integer) as varchar) as "event_description",
        …"
  `);
});

test("a state's value", async () => {
  const folder = await folderWithOrders();
  const entries = [{ event: "order placed", value: sql`upper(event_nam)` }];
  const complaint = await folder.refusal(config({ states: { plan: { of: "person", entries } } }));
  expect(complaint).toMatch(/hint: .*"event_name"/);
  expect(brief(complaint, "event_nam)").replace(/\n {2}hint: .*/, "")).toMatchInlineSnapshot(`
    "Binder Error: Referenced column "event_nam" not found in FROM clause!
      at:       step build final.states, table final.states
        LINE <n>:   cast((upper(event_nam)) as varchar) as "state_value",
                               ^
        
        insert into "nexus"."states__next" ("id", "entity_type", "entity_id", "state_name", "state_value", "state_number", "state_entered_at", "state_exited_at", "is_current", "source", "event_id", "state_delta", "_entity")
        …
          cast((upper(event_nam)) as varchar) as "state_value",
        …"
  `);
});

test("a normalization", async () => {
  const folder = await folderWithOrders();
  const model = defineModel({
    entities: { person: { identifiers: { email: email({ normalize: (raw) => sql`lowr(${raw})` }) } } },
  });
  const source = defineSource(model, "shop", {
    tables: { orders: "orders.csv" },
    events: { order_placed: orderPlaced },
  });
  const complaint = await folder.refusal(defineConfig({ model, warehouse: duckdb("shop.duckdb"), sources: [source] }));
  expect(brief(complaint, "lowr")).toMatchInlineSnapshot(`
    "Catalog Error: Scalar Function with name lowr does not exist!
      at:       step build identity.person_normalized, table identity.person_normalized
      hint:     did you mean "lower"?
        LINE <n>:   nullif(lowr("v"."raw_value"), '') as "normal"
                          ^
        
        insert into "nexus_identity"."person_normalized__next" ("_value", "identifier_value", "blocked", "rule")
        …
          nullif(lowr("v"."raw_value"), '') as "normal"
        …"
  `);
});

test("the run's record keeps what stopped it, and what was published before is untouched", async () => {
  const folder = await folderWithOrders();
  await folder.run();
  await folder.lines(
    "orders.csv",
    "order_id,created_at,email,total,name",
    "2,2025-01-02 10:00:00,bo@beta.example,20,Bo",
  );
  await folder.refusal(config({ sources: [shop({}, { description: sql`uper(email)` })] }));
  expect(await folder.ask("select id from nexus.events")).toHaveLength(1);
  expect(
    await folder.inside(
      "select run, status, problem, finished_at is not null as ended from nexus_meta.runs order by run",
    ),
  ).toMatchInlineSnapshot(`
    [
      {
        "ended": true,
        "problem": null,
        "run": 1,
        "status": "published",
      },
      {
        "ended": true,
        "problem": "Catalog Error: Scalar Function with name uper does not exist!",
        "run": 2,
        "status": "failed",
      },
    ]
  `);
  await folder.run();
  expect(await folder.ask("select id from nexus.events")).toHaveLength(2);
  expect(await folder.ask("select run, status from nexus_meta.runs order by run")).toEqual([
    { run: 1, status: "published" },
    { run: 2, status: "failed" },
    { run: 3, status: "published" },
  ]);
});

test("of states and normal forms is found by check, too", async () => {
  const folder = await folderWithOrders();
  const wrong = defineModel({
    entities: { person: { identifiers: { email: email({ normalize: (raw) => sql`uper(${raw})` }) } } },
  });
  const project = folder.project(
    defineConfig({
      model: wrong,
      warehouse: duckdb("shop.duckdb"),
      sources: [
        defineSource(wrong, "shop", {
          timezone: "UTC",
          tables: { orders: "orders.csv" },
          events: { order_placed: orderPlaced },
        }),
      ],
      states: {
        buyer: { of: "person", events: { "order placed": "buyer" } },
        kind: { of: "person", from: ["buyer"], value: sql`buyr || '!'` },
      },
    }),
  );
  const problems = await project.check();
  expect(problems.map(({ where, message }) => [where?.step, message.split("\n", 1)[0]])).toEqual([
    ["build identity.person_normalized", "Catalog Error: Scalar Function with name uper does not exist!"],
    ["build final.changes_of__kind", 'Binder Error: Referenced column "buyr" not found in FROM clause!'],
  ]);
});
