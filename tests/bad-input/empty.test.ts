import { describe, expect, test } from "vitest";
import { defineConfig, defineModel, defineSource, duckdb, email } from "../../src/index.ts";
import { config, Folder, shop } from "./shop.ts";

const header = "order_id,created_at,email,total";
const everything = `select (select count(*) from nexus.events) as events, (select count(*) from nexus.persons) as persons,
  (select count(*) from nexus.person_participants) as participants, (select count(*) from nexus.memberships) as memberships,
  (select count(*) from nexus.states) as states, (select count(*) from nexus_identity.resolved_person_identifiers) as identifiers`;
const nothing = { events: 0, persons: 0, participants: 0, memberships: 0, states: 0, identifiers: 0 };

describe("an empty source gives empty tables", () => {
  test("when its CSV has only a header", async () => {
    for (const text of [header, `${header}\n`, `${header}\r\n`]) {
      const folder = Folder.make();
      await folder.put("orders.csv", text);
      await folder.run();
      expect(await folder.ask(everything)).toEqual([nothing]);
    }
  });

  test("when its JSON has no record", async () => {
    for (const text of ["", "\n", "[]"]) {
      const folder = Folder.make();
      await folder.put("orders.ndjson", text);
      const project = config({ sources: [shop({ tables: { orders: "orders.ndjson" } })] });
      expect(await folder.refusal(project), JSON.stringify(text)).toBe("(nothing failed)");
      expect(await folder.ask(everything, project)).toEqual([nothing]);
    }
  });

  test("and what it held before stays, for raw data forgets", async () => {
    const folder = Folder.make();
    await folder.lines("orders.csv", header, "1,2025-01-01,ana@acme.example,1");
    await folder.run();
    await folder.lines("orders.csv", header);
    await folder.run();
    expect(await folder.ask(everything)).toMatchObject([{ events: 1, persons: 1 }]);
  });
});

test("a CSV file without even a header says so", async () => {
  for (const text of ["", "\n\n"]) {
    const folder = Folder.make();
    await folder.put("orders.csv", text);
    const complaint = await folder.refusal();
    expect(complaint).toContain("orders.csv");
    expect(complaint).toMatch(/empty|no header/);
    expect(complaint, "a column that nobody wrote").not.toContain("column0");
  }
});

test("a source without identifiers gives events that are nobody's", async () => {
  const folder = Folder.make();
  await folder.lines("orders.csv", header, "1,2025-01-01,ana@acme.example,1");
  const source = shop({ events: { order_placed: { from: "orders", id: "order_id", occurredAt: "created_at" } } });
  await folder.run(config({ sources: [source] }));
  expect(await folder.ask(everything)).toEqual([{ ...nothing, events: 1 }]);
});

test("a source whose identifiers are all null gives events that are nobody's", async () => {
  const folder = Folder.make();
  await folder.lines("orders.csv", header, "1,2025-01-01,,1");
  await folder.run();
  expect(await folder.ask(everything)).toEqual([{ ...nothing, events: 1 }]);
});

test("a project without groups, traits, states", async () => {
  const folder = Folder.make();
  await folder.lines("orders.csv", header, "1,2025-01-01,ana@acme.example,1");
  const model = defineModel({ entities: { person: { identifiers: { email: email() } } } });
  const source = defineSource(model, "shop", {
    tables: { orders: "orders.csv" },
    events: {
      order_placed: {
        from: "orders",
        id: "order_id",
        occurredAt: "created_at",
        persons: [{ role: "buyer", identifiers: { email: "email" } }],
      },
    },
  });
  const project = defineConfig({ model, warehouse: duckdb("shop.duckdb"), sources: [source] });
  await folder.run(project);
  expect(
    await folder.ask(
      "select table_name from information_schema.tables where table_schema = 'nexus' order by 1",
      project,
    ),
  ).toEqual(
    ["events", "person_participants", "persons", "state_counts_per_day", "states"].map((name) => ({
      table_name: name,
    })),
  );
  expect(await folder.ask("select email, event_count from nexus.persons", project)).toEqual([
    { email: "ana@acme.example", event_count: 1 },
  ]);
});

test("a project without sources gives empty tables", async () => {
  const folder = Folder.make();
  await folder.run(config({ sources: [] }));
  expect(await folder.ask(everything)).toEqual([nothing]);
});
