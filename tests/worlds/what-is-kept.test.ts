import { describe, expect } from "vitest";
import {
  defineModel,
  defineSource,
  email,
  equals,
  id,
  item,
  items,
  optional,
  phone,
  type RawTable,
  type SourceDefinition,
  sql,
} from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, site, visitor } from "./site.ts";
import { shown, type World } from "./world.ts";

/** Orders whose mention, traits and columns change from run to run; each run sees no more than the rows it is given. */
function orders(
  orders: RawTable,
  mention: NonNullable<NonNullable<SourceDefinition["events"]>[string]["persons"]>[number],
  plan: "text" | "number" = "text",
) {
  const model = defineModel({
    entities: { person: { identifiers: { email: email(), phone: phone() }, traits: { plan } } },
  });
  const source = defineSource(model, "shop", {
    timezone: "UTC",
    tables: { orders },
    events: { order_placed: { from: "orders", id: "id", occurredAt: "at", persons: [mention as never] } },
  });
  return { model, sources: [source] };
}

const both = { email: "email", phone: "phone" } as const;
const first = "id, at, email, phone, plan\no1, 2025-03-01, ana@acme.example, +14155550132, team";
const second = "id, at, email, phone, plan\no2, 2025-03-02, bo@beta.example, , 2";
const ana = ["email ana@acme.example", "phone +14155550132"];
const bo = ["email bo@beta.example"];

describe("what the warehouse keeps of rows that raw has forgotten", () => {
  conforms("an identifier that is left out for a run is there again after it", async (world) => {
    const run = async (text: string, identifiers: object) =>
      world.run(orders(await world.csv("orders", text), { role: "buyer", identifiers }));
    await run(first, both);
    await run(second, { email: "email" });
    expect(await world.identities()).toEqual([["email ana@acme.example"], bo]);
    await run(second, both);
    expect(await world.identities()).toEqual([ana, bo]);
  });

  conforms("a mention by a new role needs its old key, and the run says so", async (world) => {
    const run = async (text: string, mention: { role: string; key?: string }) =>
      world.run(orders(await world.csv("orders", text), { ...mention, identifiers: both }));
    await run(first, { role: "buyer" });
    const { warnings } = await run(second, { role: "customer" });
    expect(await world.identities()).toEqual([bo]);
    expect(warnings).toMatchObject([
      {
        severity: "warning",
        where: { source: "shop", event: "order_placed" },
        found: "buyer.email (1 rows), buyer.phone (1 rows)",
      },
    ]);
    expect((await run(second, { role: "customer", key: "buyer" })).warnings).toEqual([]);
    expect(await world.identities()).toEqual([ana, bo]);
  });

  conforms(
    "a trait of another type: what cannot be read in it is left out and counted, and runs go on",
    async (world) => {
      const run = async (text: string, plan: "text" | "number") => {
        const mention = { role: "buyer", identifiers: both, traits: { plan: "plan" } };
        return world.run(orders(await world.csv("orders", text), mention, plan));
      };
      await run(`${first}\no3, 2025-03-01, cy@acme.example, , 7`, "text");
      await run(second, "number");
      expect(await world.profile("email ana@acme.example")).toMatchObject({ plan: null });
      expect(await world.profile("email cy@acme.example")).toMatchObject({ plan: 7 });
      expect(await world.profile("email bo@beta.example")).toMatchObject({ plan: 2 });
      expect(await world.rows("select what, reason, rows from nexus_meta.row_problems")).toEqual([
        { what: "left out", reason: "buyer.plan: what was kept of it has another type", rows: 1 },
      ]);
      await run(second, "number");
      expect(await world.profile("email cy@acme.example")).toMatchObject({ plan: 7 });
    },
  );

  conforms("a table that may be missing, and is, forgets nothing", async (world) => {
    const source = (views: RawTable) =>
      defineSource(people, "site", {
        timezone: "UTC",
        tables: { views },
        events: { page_viewed: { from: "views", id: "id", occurredAt: "at", optional: true, ...visitor } },
      });
    await world.run({
      model: people,
      sources: [source(await world.csv("views", "id, at, user_id\nv1, 2025-03-01, u1"))],
    });
    const { sources } = await world.run({ model: people, sources: [source({ table: "raw.gone", optional: true })] });
    expect(sources).toMatchObject([{ read: 0, kept: 1, remembered: 1 }]);
    expect(await world.identities()).toEqual([["user_id u1"]]);
  });

  conforms(
    "events of a source or key that the config does not have are told of, and are there again with it",
    async (world) => {
      const views = (text: string) => world.csv("views", `id, at, user_id\n${text}`);
      const story = (table: RawTable, name: string, key?: string) => ({
        model: people,
        sources: [site(table, { name, ...(key === undefined ? {} : { key }) })],
      });
      await world.run(story(await views("v1, 2025-03-01, u1"), "web"));
      const { warnings } = await world.run(story(await views("v2, 2025-03-02, u2"), "homepage"));
      expect(warnings).toMatchObject([{ severity: "warning", where: { table: "nexus_source.web__page_viewed" } }]);
      expect(await world.happened()).toEqual(["2025-03-02 page viewed of homepage"]);
      await world.run(story(await views("v2, 2025-03-02, u2"), "homepage", "web"));
      expect(await world.happened()).toEqual([
        "2025-03-01 page viewed of homepage",
        "2025-03-02 page viewed of homepage",
      ]);
    },
  );

  conforms("rows that are read again are no repetition of what is remembered", async (world) => {
    const run = async (loaded: string) =>
      world.run({
        model: people,
        sources: [site(await world.csv("views", `id, at, user_id, loaded\nv1, 2025-03-01, u1, ${loaded}`))],
      });
    await run("2025-03-03");
    expect((await run("2025-03-01")).sources).toMatchObject([{ duplicates: 0, conflicts: 0, remembered: 1, kept: 1 }]);
    expect((await run("2025-03-03")).sources).toMatchObject([{ duplicates: 0, conflicts: 0, remembered: 0, kept: 1 }]);
  });

  conforms("how far load times reach is noted for each event, and never later than the run", async (world) => {
    const views = await world.csv(
      "views",
      "id, at, user_id, loaded\nv1, 2025-03-01, u1, 2025-03-02\nv2, 2025-03-01, u1, 2025-03-05",
    );
    await world.run({ model: people, sources: [site(views)] });
    const [row] = await world.rows("select source, event, watermark from nexus_meta.watermarks");
    expect({ ...row, watermark: shown(row?.["watermark"]) }).toEqual({
      source: "site",
      event: "page_viewed",
      watermark: "2025-03-05",
    });
    await world.run({
      model: people,
      sources: [site(await world.csv("views", "id, at, user_id, loaded\nv3, 2025-03-01, u1, 2999-01-01"))],
    });
    expect(
      await world.rows(
        "select count(*) as n from nexus_meta.watermarks as w join nexus_meta.runs as r on r.run = w.run where w.watermark = r.started_at",
      ),
    ).toEqual([{ n: 1 }]);
  });
});

/** Runs the batches one after the other, then all of them at once in a new warehouse: both must say the same. */
async function batched(
  world: World,
  batches: readonly string[],
  header: string,
  story: (table: RawTable) => Parameters<World["run"]>[0],
): Promise<readonly string[]> {
  for (const batch of batches) await world.run(story(await world.csv("rows", `${header}\n${batch}`)));
  const apart = await world.happened();
  await world.afresh();
  await world.run(story(await world.csv("rows", [header, ...batches].join("\n"))));
  expect(await world.happened()).toEqual(apart);
  return apart;
}

describe("batches", () => {
  conforms("the first of several rows is the first in any batches, also under a condition", async (world) => {
    const story = (table: RawTable) => ({
      model: people,
      sources: [
        defineSource(people, "app", {
          timezone: "UTC",
          tables: { rows: table },
          events: {
            first_login: {
              from: "rows",
              id: "id",
              occurredAt: "at",
              ingestedAt: "loaded",
              keep: "earliest" as const,
              where: equals("ok", "yes"),
              ...visitor,
            },
          },
        }),
      ],
    });
    const header = "id, at, user_id, ok, loaded";
    expect(
      await batched(
        world,
        ["u1, 2025-03-02, u1, yes, 2025-03-03", "u1, 2025-03-05, u1, no, 2025-03-06"],
        header,
        story,
      ),
    ).toEqual(["2025-03-02 first login of app"]);
    await world.afresh();
    // The very row that was the first is withdrawn by a newer version of it: the next one is the first then.
    const withdrawn = [
      "u1, 2025-03-02, u1, yes, 2025-03-03\nu1, 2025-03-04, u1, yes, 2025-03-04",
      "u1, 2025-03-02, u1, no, 2025-03-06",
    ];
    expect(await batched(world, withdrawn, header, story)).toEqual(["2025-03-04 first login of app"]);
  });

  conforms("changes of a row are the same in any batches, late versions among them", async (world) => {
    const story = (table: RawTable) => ({
      model: people,
      sources: [
        defineSource(people, "app", {
          timezone: "UTC",
          tables: { rows: table },
          events: {
            plan_changed: {
              from: "rows",
              id: "id",
              occurredAt: "at",
              name: sql`'plan is now ' || plan`,
              changesOf: ["plan"],
              ...visitor,
            },
          },
        }),
      ],
    });
    const versions = [
      "s1, 2025-03-01, u1, free",
      "s1, 2025-03-03, u1, free",
      "s1, 2025-03-05, u1, team",
      "s1, 2025-03-02, u1, team",
      "s1, 2025-03-07, u1, team\ns1, , u1, none",
    ];
    expect(await batched(world, versions, "id, at, user_id, plan", story)).toEqual([
      "2025-03-01 plan is now free of app",
      "2025-03-02 plan is now team of app",
      "2025-03-03 plan is now free of app",
      "2025-03-05 plan is now team of app",
    ]);
    expect(await world.rows("select reason from nexus_source.app_set_aside")).toEqual([
      { reason: "occurred_at is null" },
    ]);
  });

  conforms("a condition in SQL that becomes unknown withdraws a row as one that fails does", async (world) => {
    const story = (table: RawTable) => ({
      model: people,
      sources: [
        defineSource(people, "app", {
          timezone: "UTC",
          tables: { rows: table },
          events: {
            paid: {
              from: "rows",
              id: "id",
              occurredAt: "at",
              ingestedAt: "loaded",
              where: sql`status = 'paid'`,
              ...visitor,
            },
          },
        }),
      ],
    });
    const header = "id, at, user_id, status, loaded";
    expect(
      await batched(world, ["p1, 2025-03-01, u1, paid, 2025-03-01", "p1, 2025-03-01, u1, , 2025-03-02"], header, story),
    ).toEqual([]);
  });
});

describe("values that cannot be read", () => {
  const model = defineModel({
    entities: { person: { identifiers: { email: email(), user_id: id() }, traits: { age: "number" } } },
  });
  const rows = [
    {
      id: "m1",
      at: "2025-03-01",
      guests: [
        { email: "ana@acme.example", age: "44" },
        { email: "bo@beta.example", age: "old" },
      ],
    },
    { id: "m2", at: "2025-03-02", guests: [{ email: "cy@acme.example", age: 7 }] },
    { id: "m3", at: "2025-03-03", guests: null },
  ];
  const meetings = (table: RawTable, badValues: "fail" | "null" | "set-aside") =>
    defineSource(model, "calendar", {
      timezone: "UTC",
      badValues,
      tables: { rows: table },
      events: {
        meeting: {
          from: "rows",
          id: "id",
          occurredAt: "at",
          lists: { guests: items("guests") },
          persons: [
            { role: "guest", each: "guests", identifiers: { email: item("email") }, traits: { age: item("age") } },
          ],
        },
      },
    });

  conforms("in the elements of a list: left out and counted, their row set aside, or the run stops", async (world) => {
    const table = await world.json("rows", rows);
    const run = (badValues: "fail" | "null" | "set-aside") =>
      world.run({ model, sources: [meetings(table, badValues)] });
    expect((await run("null")).sources).toMatchObject([{ kept: 3, unreadable: 1 }]);
    expect(await world.profile("email bo@beta.example")).toMatchObject({ age: null });
    expect(await world.profile("email ana@acme.example")).toMatchObject({ age: 44 });
    await world.afresh();
    expect((await run("set-aside")).sources).toMatchObject([{ kept: 2, setAside: 1 }]);
    expect(await world.rows("select reason from nexus_source.calendar_set_aside")).toEqual([
      { reason: "guest.age is not a number" },
    ]);
    expect(await world.identities()).toEqual([["email cy@acme.example"]]);
    await expect(run("fail")).rejects.toThrow("guest.age is not a number (1)");
  });

  conforms(
    "what says whether a row is deleted is a time or a word; anything else deletes nothing and is counted",
    async (world) => {
      const words = [
        "n/a",
        "NULL",
        "N",
        "0.0",
        "0000-00-00",
        "0001-01-01T00:00:00Z",
        "perhaps",
        "Yes",
        "2999-01-01",
        "2025-03-02 10:00+02",
      ];
      const views = await world.texts(
        "views",
        words.map((deleted, index) => ({ id: `v${index}`, at: "2025-03-01", user_id: `u${index}`, deleted })),
      );
      const source = defineSource(people, "site", {
        timezone: "UTC",
        tables: { views },
        events: {
          page_viewed: { from: "views", id: "id", occurredAt: "at", deletedAt: optional("deleted"), ...visitor },
        },
      });
      const { sources } = await world.run({ model: people, sources: [source] });
      expect(sources).toMatchObject([{ deleted: 3, kept: 7, unreadable: 1 }]);
      expect((await world.identities()).flat()).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `user_id u${n}`));
    },
  );
});
