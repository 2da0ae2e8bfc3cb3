import { describe, expect } from "vitest";
import { defineSource, optional, sql } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, site, visitor } from "./site.ts";

describe("sources", () => {
  conforms("the same key in two sources is two events", async (world) => {
    const views = await world.csv("views", "id, at, user_id\nv1, 2025-03-01, u1");
    await world.run({ model: people, sources: [site(views), site(views, { name: "mirror" })] });
    expect(await world.happened()).toEqual(["2025-03-01 page viewed of mirror", "2025-03-01 page viewed of site"]);
    expect(await world.profile("user_id u1")).toMatchObject({ event_count: 2 });
  });

  conforms("a query or a condition may end in a comment, and a query in a semicolon", async (world) => {
    const source = defineSource(people, "site", {
      timezone: "UTC",
      tables: {
        views: sql`select 'v1' as id, '2025-03-01' as at, 'u1' as user_id, 'ana' as name; `,
        clicks: sql`select 'c1' as id, '2025-03-02' as at, 'u1' as user_id, 'no' as bot -- what the site saw`,
      },
      events: {
        view: {
          from: "views",
          id: "id",
          occurredAt: "at",
          description: sql`upper(name) -- as it was`,
          columns: { said: sql`${"a;"} || '--;'` },
          ...visitor,
        },
        click: { from: "clicks", id: "id", occurredAt: "at", where: sql`bot = 'no' -- people`, ...visitor },
      },
    });
    await world.run({ model: people, sources: [source] });
    expect(await world.happened()).toEqual(["2025-03-01 view of site", "2025-03-02 click of site"]);
    expect(
      await world.rows(
        "select e.description, s.said from nexus.events as e join nexus_source.site_events as s on s.event_id = e.id where s.said is not null",
      ),
    ).toEqual([{ description: "ANA", said: "a;--;" }]);
  });

  conforms("a new label for an event, and a new name for its source, change no id", async (world) => {
    const visits = await world.csv("visits", "id, at, user_id\nv1, 2025-03-01, u1");
    const web = (name: string, label?: string) =>
      defineSource(people, name, {
        key: "web",
        timezone: "UTC",
        tables: { visits },
        events: {
          visit: {
            from: "visits",
            id: "id",
            occurredAt: "at",
            ...(label === undefined ? {} : { name: label }),
            ...visitor,
          },
        },
      });
    const ids = () => world.rows("select event_id, person_id from nexus.person_participants");
    await world.run({ model: people, sources: [web("site")] });
    const before = await ids();
    await world.run({ model: people, sources: [web("site", "page seen")] });
    expect(await ids()).toEqual(before);
    expect(await world.happened()).toEqual(["2025-03-01 page seen of site"]);
    await world.run({ model: people, sources: [web("homepage", "page seen")] });
    expect(await ids()).toEqual(before);
    expect(await world.happened()).toEqual(["2025-03-01 page seen of homepage"]);
  });

  conforms("event ids and first ids are the same in every version of the program", async (world) => {
    const views = await world.csv("views", "id, at, user_id\nv1, 2025-03-01, u1");
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.rows("select event_id, person_id from nexus.person_participants")).toEqual([
      { event_id: "evt_8f81ed6867074eed68569de485a8342c", person_id: "per_474e94a3bbf63e644af8358fbc0e56e2" },
    ]);
  });

  conforms("two sources of one key would give their events the same ids, and are refused", async (world) => {
    const views = await world.csv("views", "id, at, user_id\nv1, 2025-03-01, u1");
    const twins = [site(views, { name: "site", key: "web" }), site(views, { name: "mirror", key: "web" })];
    await expect(world.run({ model: people, sources: twins })).rejects.toThrow(/web/);
    await expect(
      world.run({
        model: people,
        sources: [site(views, { name: "web" }), site(views, { name: "mirror", key: "web" })],
      }),
    ).rejects.toThrow(/web/);
  });

  conforms("a row without a key is set aside, and so is one whose key is blank", async (world) => {
    const views = await world.texts("views", [
      { id: null, at: "2025-03-01", cookie: "c1" },
      { id: "", at: "2025-03-01", cookie: "c2" },
      { id: "v3", at: "2025-03-01", cookie: "c3" },
    ]);
    const { sources } = await world.run({ model: people, sources: [site(views)] });
    expect(sources).toMatchObject([{ setAside: 2, kept: 1 }]);
    const aside = await world.rows(
      'select source, event, reason, "row" from nexus_source.site_set_aside order by "row"',
    );
    expect(aside).toMatchObject([
      { source: "site", event: "page_viewed", reason: "the id is null" },
      { source: "site", event: "page_viewed", reason: "the id is null" },
    ]);
    expect(String(aside[0]?.["row"])).toContain("c1");
  });

  conforms(
    "a value that cannot be read is left out, sets its row aside, or stops the run, as the source says",
    async (world) => {
      const orders = await world.csv(
        "orders",
        `id, at,         user_id, total
       o1, 2025-03-01, u1,      10
       o2, 2025-03-01, u2,      ten
       o3, 2025-03-01, u3,`,
      );
      const shop = (badValues: "null" | "set-aside" | "fail") => ({
        model: people,
        sources: [
          defineSource(people, "shop", {
            timezone: "UTC",
            badValues,
            tables: { orders },
            events: { order_placed: { from: "orders", id: "id", occurredAt: "at", value: "total", ...visitor } },
          }),
        ],
      });
      const values = () => world.rows("select value from nexus.events order by value");
      expect((await world.run(shop("null"))).sources).toMatchObject([{ kept: 3, unreadable: 1, setAside: 0 }]);
      expect(await values()).toEqual([{ value: 10 }, { value: null }, { value: null }]);
      await world.afresh();
      expect((await world.run(shop("set-aside"))).sources).toMatchObject([{ kept: 2, setAside: 1 }]);
      expect(await world.rows("select reason from nexus_source.shop_set_aside")).toEqual([
        { reason: "value is not a number" },
      ]);
      await world.afresh();
      await expect(world.run(shop("fail"))).rejects.toThrow(/value is not a number/);
    },
  );

  conforms("accounts of the same source keep their rows apart", async (world) => {
    const charges = await world.csv(
      "charges",
      `account, id, at,         user_id
       eu,      c1, 2025-03-01, u1
       us,      c1, 2025-03-02, u1
       ,        c1, 2025-03-03, u1
       eu,      c1, 2025-03-01, u1`,
    );
    const pay = defineSource(people, "pay", {
      timezone: "UTC",
      account: "account",
      tables: { charges },
      events: { charged: { from: "charges", id: "id", occurredAt: "at", ...visitor } },
    });
    await world.run({ model: people, sources: [pay] });
    expect(await world.happened()).toEqual([
      "2025-03-01 charged of pay",
      "2025-03-02 charged of pay",
      "2025-03-03 charged of pay",
    ]);
  });

  conforms(
    "an event of an optional table that is not there is no event, and a missing column that is optional is null",
    async (world) => {
      const views = await world.csv("views", "id, at, user_id\nv1, 2025-03-01, u1");
      const web = defineSource(people, "web", {
        timezone: "UTC",
        tables: { views, orders: { file: "raw/orders.csv", optional: true } },
        events: {
          view: { from: "views", id: "id", occurredAt: "at", description: optional("title"), ...visitor },
          order: { from: "orders", id: "id", occurredAt: "at", optional: true, ...visitor },
        },
      });
      await world.run({ model: people, sources: [web] });
      expect(await world.rows("select name, description from nexus.events")).toEqual([
        { name: "view", description: null },
      ]);
    },
  );
});
