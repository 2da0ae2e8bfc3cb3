import { describe, expect, test } from "vitest";
import { type BadValues, json, sql } from "../../src/index.ts";
import { config, Folder, shop } from "./shop.ts";

const fate = `select source, event, rows_read, rows_set_aside, rows_kept, duplicates, conflicts, unreadable
  from nexus_meta.source_rows order by run desc limit 1`;
const reasons = "select what, reason, rows from nexus_meta.row_problems order by all";
const setAside = "select reason, row from nexus_source.shop_set_aside order by all";

/** What a run makes of some orders. */
async function orders(lines: readonly string[], badValues: BadValues, settings: Parameters<typeof shop>[0] = {}) {
  const folder = Folder.make();
  await folder.lines("orders.csv", ...lines);
  const project = config({ sources: [shop({ badValues, ...settings })] });
  return { folder, project };
}

describe("a value that cannot be cast", () => {
  const lines = [
    "order_id,created_at,email,total",
    "1,2025-01-01 10:00:00,ana@acme.example,10",
    "2,2025-01-02 10:00:00,bo@beta.example,twelve",
  ];

  test("stops the run when bad values fail: its raw row is shown, and the other choices", async () => {
    const { folder, project } = await orders(lines, "fail");
    expect(await folder.refusal(project)).toMatchInlineSnapshot(`
      "1 raw row of shop.order_placed cannot be read: value is not a number (1).
        at:       source shop, event order_placed, step scan shop.order_placed, table source.shop__order_placed
        accepted: with badValues: "null" values are left out and counted, with "set-aside" the rows are put beside
          the first of them:
          order_id: 2
          created_at: 2025-01-02 10:00:00
          email: bo@beta.example
          total: twelve"
    `);
    expect(await folder.inside("select status, problem from nexus_meta.runs")).toMatchInlineSnapshot(`
      [
        {
          "problem": "1 raw row of shop.order_placed cannot be read: value is not a number (1).",
          "status": "failed",
        },
      ]
    `);
  });

  test("is left out and counted when bad values are null", async () => {
    const { folder, project } = await orders(lines, "null");
    await folder.run(project);
    expect(await folder.ask("select value from nexus.events order by occurred_at")).toEqual([
      { value: 10 },
      { value: null },
    ]);
    expect(await folder.ask(fate)).toMatchObject([{ rows_read: 2, rows_set_aside: 0, rows_kept: 2, unreadable: 1 }]);
    expect(await folder.ask(reasons)).toEqual([{ what: "left out", reason: "value is not a number", rows: 1 }]);
  });

  test("neither NaN nor infinity is a number, as text or in a column of numbers", async () => {
    const { folder, project } = await orders(
      [...lines.slice(0, 2), "2,2025-01-02,bo@beta.example,nan", "3,2025-01-03,cy@beta.example,-inf"],
      "null",
    );
    await folder.run(project);
    const values = "select sum(value) as sum, count(value) as values from nexus.events";
    expect(await folder.ask(values)).toEqual([{ sum: 10, values: 1 }]);
    expect(await folder.ask(reasons)).toEqual([{ what: "left out", reason: "value is not a number", rows: 2 }]);

    const numbers = Folder.make();
    const query = sql`select order_id, timestamp '2025-01-01' as created_at, 'ana@acme.example' as email, total
      from (values (1, 10::double), (2, 'nan'::double), (3, 'inf'::double), (4, 5.5::double)) as t (order_id, total)`;
    const story = config({ sources: [shop({ tables: { orders: query } })] });
    await numbers.run(story);
    expect(await numbers.ask(values)).toEqual([{ sum: 15.5, values: 2 }]);
  });

  test("puts its row aside when bad values are set aside", async () => {
    const { folder, project } = await orders(lines, "set-aside");
    await folder.run(project);
    expect(await folder.ask("select value from nexus.events")).toEqual([{ value: 10 }]);
    expect(await folder.ask(fate)).toMatchObject([{ rows_read: 2, rows_set_aside: 1, rows_kept: 1, unreadable: 0 }]);
    expect(await folder.ask(reasons)).toEqual([{ what: "set aside", reason: "value is not a number", rows: 1 }]);
    expect(await folder.ask(setAside)).toEqual([
      {
        reason: "value is not a number",
        row: '{"order_id":"2","created_at":"2025-01-02 10:00:00","email":"bo@beta.example","total":"twelve"}',
      },
    ]);
  });

  test("of a trait is told with the mention that it stands in", async () => {
    const folder = Folder.make();
    await folder.lines("orders.csv", "order_id,created_at,email,age", "1,2025-01-01,ana@acme.example,old");
    const buyer = { role: "buyer", identifiers: { email: "email" }, traits: { age: "age" } };
    await folder.run(config({ sources: [shop({}, { value: "order_id", persons: [buyer] })] }));
    expect(await folder.ask(reasons)).toEqual([{ what: "left out", reason: "buyer.age is not a number", rows: 1 }]);
    expect(await folder.ask("select email, age from nexus.persons")).toEqual([
      { email: "ana@acme.example", age: null },
    ]);
  });
});

describe("ids of events", () => {
  test("that are null or empty make no event: the rows are set aside and counted", async () => {
    const { folder, project } = await orders(
      [
        "order_id,created_at,email,total",
        ",2025-01-01 10:00:00,ana@acme.example,1",
        '"",2025-01-01 11:00:00,bo@beta.example,2',
        "3,2025-01-01 12:00:00,eve@gamma.example,3",
      ],
      "null",
    );
    await folder.run(project);
    expect(await folder.ask(fate)).toMatchObject([{ rows_read: 3, rows_set_aside: 2, rows_kept: 1 }]);
    expect(await folder.ask(reasons)).toEqual([{ what: "set aside", reason: "the id is null", rows: 2 }]);
    expect(await folder.ask("select email from nexus.persons")).toEqual([{ email: "eve@gamma.example" }]);
  });

  test("that come twice are one event: the newest load wins, and other content of the same load is a conflict", async () => {
    const { folder, project } = await orders(
      [
        "order_id,created_at,email,total,loaded_at",
        "1,2025-01-01 10:00:00,ana@acme.example,1,2025-02-01",
        "1,2025-01-01 10:00:00,ana@acme.example,2,2025-02-02",
        "2,2025-01-02 10:00:00,bo@beta.example,3,2025-02-01",
        "2,2025-01-02 10:00:00,bo@beta.example,3,2025-02-01",
        "3,2025-01-03 10:00:00,eve@gamma.example,4,2025-02-01",
        "3,2025-01-03 10:00:00,eve@gamma.example,5,2025-02-01",
      ],
      "null",
      { ingestedAt: "loaded_at" },
    );
    await folder.run(project);
    expect(await folder.ask(fate)).toMatchObject([{ rows_read: 6, rows_kept: 3, duplicates: 3, conflicts: 1 }]);
    const events = "select value from nexus.events order by occurred_at";
    const [first, second, third] = await folder.ask(events);
    expect([first, second]).toEqual([{ value: 2 }, { value: 3 }]);
    expect([{ value: 4 }, { value: 5 }]).toContainEqual(third);

    // The same rows again settle the same way, whatever order they come in.
    await folder.lines(
      "orders.csv",
      "order_id,created_at,email,total,loaded_at",
      "3,2025-01-03 10:00:00,eve@gamma.example,5,2025-02-01",
      "3,2025-01-03 10:00:00,eve@gamma.example,4,2025-02-01",
      "1,2025-01-01 10:00:00,ana@acme.example,2,2025-02-02",
      "1,2025-01-01 10:00:00,ana@acme.example,1,2025-02-01",
    );
    await folder.run(project);
    expect(await folder.ask(events)).toEqual([first, second, third]);

    // An older load never takes the place of a newer one that is kept.
    await folder.lines(
      "orders.csv",
      "order_id,created_at,email,total,loaded_at",
      "1,2025-01-01 10:00:00,ana@acme.example,1,2025-02-01",
    );
    await folder.run(project);
    expect(await folder.ask(events)).toEqual([first, second, third]);
  });
});

describe("broken JSON in a column", () => {
  const lines = [
    "order_id,created_at,record",
    '1,2025-01-01,"{""email"":""ana@acme.example"",""total"":5}"',
    '2,2025-01-02,"{""email"":""bo@beta.exa"',
    "3,2025-01-03,",
  ];
  const source = (badValues: BadValues) =>
    config({
      sources: [
        shop(
          { badValues },
          {
            value: json("record", "total"),
            persons: [{ role: "buyer", identifiers: { email: json("record", "email") } }],
          },
        ),
      ],
    });
  const folderWith = async (): Promise<Folder> => {
    const folder = Folder.make();
    await folder.lines("orders.csv", ...lines);
    return folder;
  };

  test("is counted when bad values are null", async () => {
    const folder = await folderWith();
    await folder.run(source("null"));
    expect(await folder.ask("select value from nexus.events order by occurred_at")).toEqual([
      { value: 5 },
      { value: null },
      { value: null },
    ]);
    expect(await folder.ask(reasons)).toEqual([{ what: "left out", reason: "record is not JSON", rows: 1 }]);
  });

  test("puts its row aside when bad values are set aside", async () => {
    const folder = await folderWith();
    await folder.run(source("set-aside"));
    expect(await folder.ask(setAside)).toMatchObject([{ reason: "record is not JSON" }]);
    expect(await folder.ask(fate)).toMatchObject([{ rows_set_aside: 1, rows_kept: 2 }]);
  });

  test("stops the run when bad values fail", async () => {
    const folder = await folderWith();
    expect(await folder.refusal(source("fail"))).toContain(
      "1 raw row of shop.order_placed cannot be read: record is not JSON (1).",
    );
  });
});
