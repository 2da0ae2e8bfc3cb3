import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { anonymousId, defineConfig, defineModel, defineSource, duckdb, email, id, projectOf } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, site } from "./site.ts";
import { now } from "./world.ts";

describe("edges", () => {
  conforms("a source without rows is no trouble, alone or beside others", async (world) => {
    const none = await world.csv("none", "id, at, email, cookie");
    await world.run({ model: people, sources: [site(none)] });
    expect(await world.rows("select * from nexus.persons")).toEqual([]);
    expect(await world.rows("select * from nexus_identity.identity_log")).toEqual([]);
    const some = await world.csv("some", "id, at, email, cookie\nv1, 2025-03-01, ana@acme.example, c1");
    await world.run({ model: people, sources: [site(none), site(some, { name: "shop" })] });
    expect(await world.identities()).toEqual([["cookie c1", "email ana@acme.example"]]);
  });

  conforms("a file of JSON lines without a line is no trouble, either", async (world) => {
    const none = await world.json("none", []);
    const { sources } = await world.run({ model: people, sources: [site(none)] });
    expect(sources).toMatchObject([{ read: 0, kept: 0 }]);
  });

  conforms("a source that has lost all of its rows keeps its people", async (world) => {
    const run = async (text: string) => world.run({ model: people, sources: [site(await world.csv("views", text))] });
    await run("id, at, cookie\nv1, 2025-03-01, c1");
    const id_ = await world.idOf("cookie c1");
    await run("id, at, cookie");
    expect(await world.idOf("cookie c1")).toBe(id_);
  });

  conforms("events that mention nobody are events all the same", async (world) => {
    const rows = await world.csv("rows", "id, at, note\nr1, 2025-03-01, deployed\nr2, 2025-03-02, deployed again");
    const ops = defineSource(people, "ops", {
      timezone: "UTC",
      tables: { rows },
      events: { deploy: { from: "rows", id: "id", occurredAt: "at", description: "note" } },
    });
    await world.run({ model: people, sources: [ops] });
    expect(await world.rows("select description from nexus.events order by occurred_at")).toEqual([
      { description: "deployed" },
      { description: "deployed again" },
    ]);
    expect(await world.rows("select count(*) as n from nexus.persons")).toEqual([{ n: 0 }]);
    expect(await world.rows("select count(*) as n from nexus.person_participants")).toEqual([{ n: 0 }]);
  });

  conforms("one identifier type, no traits, no groups, no states: the smallest project", async (world) => {
    const model = defineModel({ entities: { person: { identifiers: { cookie: anonymousId() } } } });
    const rows = await world.csv("rows", "id, at, cookie\nr1, 2025-03-01, c1\nr2, 2025-03-02, c1\nr3, 2025-03-03, c2");
    const web = defineSource(model, "web", {
      timezone: "UTC",
      tables: { rows },
      events: {
        hit: {
          from: "rows",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "visitor", identifiers: { cookie: "cookie" } }],
        },
      },
    });
    await world.run({ model, sources: [web] });
    expect(await world.identities()).toEqual([["cookie c1"], ["cookie c2"]]);
    expect(await world.profile("cookie c1")).toEqual({
      cookie: "c1",
      is_identified: false,
      first_seen_at: "2025-03-01",
      last_seen_at: "2025-03-02",
      event_count: 2,
    });
    expect(await world.rows("select * from nexus.states")).toEqual([]);
  });

  conforms("identifier types that no source fills are columns without values", async (world) => {
    const model = defineModel({
      entities: { person: { identifiers: { email: email(), badge: id() }, traits: { height: "number" } } },
    });
    const rows = await world.csv("rows", "id, at, email\nr1, 2025-03-01, ana@acme.example");
    const forms = defineSource(model, "forms", {
      timezone: "UTC",
      tables: { rows },
      events: {
        form: {
          from: "rows",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "lead", identifiers: { email: "email" } }],
        },
      },
    });
    await world.run({ model, sources: [forms] });
    expect(await world.profile("email ana@acme.example")).toMatchObject({ badge: null, height: null });
  });

  conforms("a new identifier type, trait and source find their place in a project that has run", async (world) => {
    const rows = await world.csv("rows", "id, at, email, user_id, name\nr1, 2025-03-01, ana@acme.example, u1, Ana");
    const small = defineModel({ entities: { person: { identifiers: { email: email() } } } });
    const forms = defineSource(small, "forms", {
      timezone: "UTC",
      tables: { rows },
      events: {
        form: {
          from: "rows",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "lead", identifiers: { email: "email" } }],
        },
      },
    });
    await world.run({ model: small, sources: [forms] });
    const before = await world.idOf("email ana@acme.example");

    const grown = defineModel({
      entities: { person: { identifiers: { user_id: id(), email: email() }, traits: { name: "text" } } },
    });
    const more = (name: string) =>
      defineSource(grown, name, {
        timezone: "UTC",
        tables: { rows },
        events: {
          form: {
            from: "rows",
            id: "id",
            occurredAt: "at",
            persons: [{ role: "lead", identifiers: { email: "email", user_id: "user_id" }, traits: { name: "name" } }],
          },
        },
      });
    await world.run({ model: grown, sources: [more("forms"), more("shop")] });
    expect(await world.idOf("user_id u1")).toBe(before);
    expect(await world.profile("email ana@acme.example")).toMatchObject({ user_id: "u1", name: "Ana", event_count: 2 });
  });

  conforms("a source that is taken out of the project takes its events and its evidence along", async (world) => {
    const shop = await world.csv("shop", "id, at, email, cookie\no1, 2025-03-02, ana@acme.example, c1");
    const views = await world.csv(
      "views",
      "id, at, email, cookie\nv1, 2025-03-01, , c1\nv2, 2025-03-01, ana@acme.example,",
    );
    await world.run({ model: people, sources: [site(views), site(shop, { name: "shop" })] });
    expect(await world.identities()).toEqual([["cookie c1", "email ana@acme.example"]]);
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([["cookie c1"], ["email ana@acme.example"]]);
    expect(await world.rows("select count(*) as n from nexus.events")).toEqual([{ n: 2 }]);
  });

  conforms("a column of the raw table may be named like one of ours, or hold what breaks SQL", async (world) => {
    const odd = await world.texts("odd", [
      { event_id: "e1", _ingested_at: "2025-03-01", 'we"ird; --': "c1", select: "ana@acme.example", "": "x" },
    ]);
    const web = defineSource(people, "web", {
      timezone: "UTC",
      tables: { odd },
      events: {
        hit: {
          from: "odd",
          id: "event_id",
          occurredAt: "_ingested_at",
          persons: [{ role: "visitor", identifiers: { cookie: 'we"ird; --', email: "select" } }],
        },
      },
    });
    await world.run({ model: people, sources: [web] });
    expect(await world.identities()).toEqual([["cookie c1", "email ana@acme.example"]]);
  });

  conforms("names of columns are found whatever their case", async (world) => {
    const views = await world.texts("views", [{ ID: "v1", At: "2025-03-01", EMAIL: "ana@acme.example" }]);
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([["email ana@acme.example"]]);
  });

  conforms("identifiers and traits may be called what SQL has words for", async (world) => {
    const model = defineModel({
      entities: {
        person: {
          identifiers: { select: id(), order: id(), user: id() },
          traits: { group: "text", from: "text", table: "number" },
        },
      },
    });
    const rows = await world.csv("rows", "id, at, a, b, c\nr1, 2025-03-01, 1, 2, 3");
    const odd = defineSource(model, "where", {
      timezone: "UTC",
      tables: { join: rows },
      events: {
        union: {
          from: "join",
          id: "id",
          occurredAt: "at",
          persons: [
            { role: "having", identifiers: { select: "a", order: "b" }, traits: { group: "c", from: "c", table: "c" } },
          ],
        },
      },
    });
    await world.run({ model, sources: [odd], states: { current: { of: "person", events: { union: "all" } } } });
    expect(await world.profile("select 1")).toMatchObject({ order: "2", group: "3", from: "3", table: 3 });
  });

  conforms("two runs at once: one of them says that the warehouse is taken, or both are right", async (world) => {
    const views = await world.csv("views", "id, at, cookie\nv1, 2025-03-01, c1");
    const story = { model: people, sources: [site(views)] };
    await world.run(story);
    const outcomes = await Promise.allSettled([world.run(story), world.run(story)]);
    expect(outcomes.some(({ status }) => status === "fulfilled")).toBe(true);
    await world.run(story);
    expect(await world.identities()).toEqual([["cookie c1"]]);
    expect(await world.rows("select count(*) as n from nexus.events")).toEqual([{ n: 1 }]);
  });
});

describe("a DuckDB file", () => {
  test("may be called nexus.duckdb", { timeout: 180_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "nexus-world-"));
    try {
      await writeFile(join(folder, "views.csv"), "id,at,cookie\nv1,2025-03-01,c1\n");
      const config = defineConfig({ model: people, warehouse: duckdb("nexus.duckdb"), sources: [site("views.csv")] });
      const project = projectOf(config, folder);
      await project.run({ horizon: now });
      const { rows } = await project.reading((engine) => engine.ask("select cookie from nexus.persons"));
      expect(rows).toEqual([["c1"]]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
