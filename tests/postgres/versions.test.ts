import { expect, test } from "vitest";
import { defineConfig, defineModel, defineSource, duckdb, email, postgres, projectOf } from "../../src/index.ts";
import type { Version } from "./native.ts";
import { Shop } from "./shop.ts";

test.for<[Version, RegExp]>([
  ["packaged", /^18\./],
  ["installed", /^1[5-8]\./],
])("a project runs twice on the %s server, and is asked", async ([version, expected], { skip }) => {
  const shop = await Shop.opened(version);
  if (typeof shop === "string") return skip(shop);
  try {
    const [{ server_version } = {}] = await shop.ask("show server_version");
    expect(String(server_version)).toMatch(expected);
    await shop.project().run();
    await shop.ask(
      "insert into raw.orders values ('o3', '2025-03-03 09:00Z', 'ANA@acme.example', 'Ana R'), ('o4', '2025-02-28Z', 'bo@acme.example', null)",
    );
    const { run, sources } = await shop.project().run();
    expect(run).toBe(2);
    expect(sources).toMatchObject([{ read: 4, kept: 4, setAside: 0 }]);
    const profile = await shop.project().show("ana@acme.example");
    expect(profile.row).toMatchObject({ name: "Ana R", event_count: 2 });
    expect((await shop.project().timeline("bo@acme.example")).events.map((event) => event["occurred_at"])).toEqual([
      "2025-03-02T09:00:00Z",
      "2025-02-28T00:00:00Z",
    ]);
    expect(await shop.project().check()).toEqual([]);
  } finally {
    await shop.dropped();
  }
});

test("a target may be another engine, with other schemas", async ({ skip }) => {
  const shop = await Shop.opened();
  if (typeof shop === "string") return skip(shop);
  try {
    const model = defineModel({ entities: { person: { identifiers: { email: email() } } } });
    const source = defineSource(model, "shop", {
      timezone: "UTC",
      tables: { orders: "RAW.Orders" },
      events: {
        ordered: {
          from: "orders",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "buyer", identifiers: { email: "email" } }],
        },
      },
    });
    const config = defineConfig({
      model,
      warehouse: duckdb(":memory:"),
      sources: [source],
      targets: { prod: { warehouse: postgres({ url: shop.url }), schemaPrefix: "cdp" } },
    });
    const project = projectOf(config, ".", { target: "prod" });
    await project.run();
    expect((await project.query("select count(*) as n from cdp.persons")).rows).toEqual([[2]]);
    expect((await project.preview("shop.ordered")).rows.length).toBe(2);
    expect((await project.plan()).length).toBeGreaterThan(10);
    const schemas = await shop.ask(
      "select nspname from pg_namespace where nspname like 'cdp%' or nspname like 'nexus%' order by 1",
    );
    expect(schemas.map(({ nspname }) => nspname)).toEqual([
      "cdp",
      "cdp_core",
      "cdp_identity",
      "cdp_meta",
      "cdp_source",
    ]);
  } finally {
    await shop.dropped();
  }
});
