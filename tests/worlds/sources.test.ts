import { describe, expect } from "vitest";
import {
  addresses,
  column,
  concat,
  defineModel,
  defineSource,
  domainOf,
  email,
  equals,
  extract,
  firstOf,
  id,
  is,
  item,
  items,
  json,
  lookup,
  lower,
  matches,
  minorUnits,
  not,
  optional,
  present,
  type RawTable,
  sql,
  when,
} from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, site } from "./site.ts";
import { shown, type World } from "./world.ts";

const events = async (world: World): Promise<readonly string[]> =>
  (await world.rows("select occurred_at, name, source from nexus.events order by 1, 2, 3")).map(
    ({ occurred_at, name, source }) => `${shown(occurred_at)} ${name} of ${source}`,
  );

const visitor = { persons: [{ role: "visitor", identifiers: { user_id: "user_id" } }] } as const;

describe("sources", () => {
  conforms("the newest version of a row counts, wherever it stands in the file", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         user_id, name,   loaded
       v1, 2025-03-02, u1,      Newest, 2025-03-03
       v1, 2025-03-01, u1,      Older,  2025-03-01
       v1, 2025-03-01, u2,      Oldest,
       v1, 2025-03-01, u1,      Newer,  2025-03-02
       v1, 2025-03-02, u1,      Newest, 2025-03-03`,
    );
    const { sources } = await world.run({ model: people, sources: [site(views)] });
    expect(sources).toMatchObject([{ read: 5, kept: 1, duplicates: 4, conflicts: 0 }]);
    expect(await world.identities()).toEqual([["user_id u1"]]);
    expect(await world.profile("user_id u1")).toMatchObject({
      name: "Newest",
      first_seen_at: "2025-03-02",
      event_count: 1,
    });
  });

  conforms(
    "two different rows of one key, loaded at once, are a conflict that is counted, and one of them wins",
    async (world) => {
      const views = await world.csv(
        "views",
        `id, at,         user_id, name, loaded
       v1, 2025-03-01, u1,      Ana,  2025-03-01
       v1, 2025-03-01, u1,      Bo,   2025-03-01`,
      );
      const { sources } = await world.run({ model: people, sources: [site(views)] });
      expect(sources).toMatchObject([{ kept: 1, duplicates: 1, conflicts: 1 }]);
      expect(["Ana", "Bo"]).toContain((await world.profile("user_id u1"))["name"]);
    },
  );

  conforms("of a table that keeps the first of a key, the event that happened first counts", async (world) => {
    const logins = await world.csv(
      "logins",
      `id, at,         user_id
       u1, 2025-03-02, u1
       u1, 2025-03-01, u1
       u1, 2025-03-03, u1`,
    );
    const app = defineSource(people, "app", {
      timezone: "UTC",
      tables: { logins },
      events: { first_login: { from: "logins", id: "id", occurredAt: "at", keep: "earliest", ...visitor } },
    });
    await world.run({ model: people, sources: [app] });
    expect(await events(world)).toEqual(["2025-03-01 first login of app"]);
  });

  conforms("the same key in two sources is two events", async (world) => {
    const views = await world.csv("views", "id, at, user_id\nv1, 2025-03-01, u1");
    await world.run({ model: people, sources: [site(views), site(views, { name: "mirror" })] });
    expect(await events(world)).toEqual(["2025-03-01 page viewed of mirror", "2025-03-01 page viewed of site"]);
    expect(await world.profile("user_id u1")).toMatchObject({ event_count: 2 });
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
    expect(await events(world)).toEqual(["2025-03-01 page seen of site"]);
    await world.run({ model: people, sources: [web("homepage", "page seen")] });
    expect(await ids()).toEqual(before);
    expect(await events(world)).toEqual(["2025-03-01 page seen of homepage"]);
  });

  conforms("event ids and first ids are the same in every version of the program", async (world) => {
    const views = await world.csv("views", "id, at, user_id\nv1, 2025-03-01, u1");
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.rows("select event_id, person_id from nexus.person_participants")).toEqual([
      { event_id: "evt_8f81ed6867074eed68569de485a8342c", person_id: "per_474e94a3bbf63e644af8358fbc0e56e2" },
    ]);
  });

  conforms("a file that has been rotated away is remembered", async (world) => {
    const run = async (text: string) => world.run({ model: people, sources: [site(await world.csv("views", text))] });
    await run("id, at, user_id, cookie\nv1, 2025-03-01, u1, c1\nv2, 2025-03-02, u1, c2");
    const id = await world.idOf("cookie c2");
    const { sources } = await run("id, at, user_id, cookie\nv3, 2025-03-03, u1, c3");
    expect(sources).toMatchObject([{ read: 1, kept: 3, remembered: 2 }]);
    expect(await world.identities()).toEqual([["cookie c1", "cookie c2", "cookie c3", "user_id u1"]]);
    expect(await world.idOf("cookie c3")).toBe(id);
    expect(await world.profile("user_id u1")).toMatchObject({ first_seen_at: "2025-03-01", event_count: 3 });
  });

  conforms("a source by a new name still remembers what raw forgot", async (world) => {
    const run = async (name: string, text: string) =>
      world.run({ model: people, sources: [site(await world.csv("views", text), { name, key: "web" })] });
    await run("site", "id, at, user_id, cookie\nv1, 2025-03-01, u1, c1");
    const before = await world.rows("select event_id, person_id from nexus.person_participants");
    await run("homepage", "id, at, user_id, cookie\nv2, 2025-03-02, u2, c2");
    expect(await world.identities()).toEqual([
      ["cookie c1", "user_id u1"],
      ["cookie c2", "user_id u2"],
    ]);
    expect(await events(world)).toEqual(["2025-03-01 page viewed of homepage", "2025-03-02 page viewed of homepage"]);
    expect(await world.rows("select event_id, person_id from nexus.person_participants")).toEqual(
      expect.arrayContaining([...before]),
    );
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

  conforms("what is remembered yields to a newer version, and not to an older one", async (world) => {
    const run = async (name: string, loaded: string) =>
      world.run({
        model: people,
        sources: [
          site(await world.csv("views", `id, at, user_id, name, loaded\nv1, 2025-03-01, u1, ${name}, ${loaded}`)),
        ],
      });
    await run("Second", "2025-03-02");
    await run("First", "2025-03-01");
    expect(await world.profile("user_id u1")).toMatchObject({ name: "Second" });
    await run("Third", "2025-03-03");
    expect(await world.profile("user_id u1")).toMatchObject({ name: "Third" });
  });

  conforms("a row counts only while its newest version meets the condition", async (world) => {
    const orders = (text: string) => world.csv("orders", `id, at, user_id, status, loaded\n${text}`);
    const story = (table: RawTable) => ({
      model: people,
      sources: [
        defineSource(people, "shop", {
          timezone: "UTC",
          tables: { orders: table },
          events: {
            order_paid: {
              from: "orders",
              id: "id",
              occurredAt: "at",
              ingestedAt: "loaded",
              where: equals("status", "paid"),
              ...visitor,
            },
          },
        }),
      ],
    });
    // Both versions in one table, and then the version before remembered from the run before.
    await world.run(
      story(
        await orders(
          "o1, 2025-03-01, u1, paid, 2025-03-01\no1, 2025-03-01, u1, void, 2025-03-02\no2, 2025-03-02, u2, paid, 2025-03-02",
        ),
      ),
    );
    expect(await world.identities()).toEqual([["user_id u2"]]);
    await world.run(story(await orders("o2, 2025-03-02, u2, void, 2025-03-03\no3, 2025-03-03, u3, paid, 2025-03-03")));
    expect(await world.identities()).toEqual([["user_id u3"]]);
  });

  conforms("a row that was deleted at its source is gone, by a time or by a word", async (world) => {
    const views = (deleted: readonly (string | null)[]) =>
      world.texts(
        "views",
        deleted.map((cell, index) => ({ id: `v${index}`, at: "2025-03-01", cookie: `c${index}`, deleted: cell })),
      );
    const words = [null, "false", "F", "0", "no", "2025-03-02", "true", "1"];
    await world.run({ model: people, sources: [site(await views(words.map(() => null)))] });
    expect(await world.identities()).toHaveLength(8);
    const { sources } = await world.run({ model: people, sources: [site(await views(words))] });
    expect(sources).toMatchObject([{ deleted: 3, kept: 5 }]);
    expect(await world.identities()).toEqual([
      ["cookie c0"],
      ["cookie c1"],
      ["cookie c2"],
      ["cookie c3"],
      ["cookie c4"],
    ]);
  });

  conforms("a deletion that holds nothing but the key deletes all the same", async (world) => {
    const rows = (more: string) =>
      world.csv(
        "views",
        `id, at, cookie, deleted, loaded\nv1, 2025-03-01, c1, , 2025-03-01\nv2, 2025-03-01, c2, , 2025-03-01\n${more}`,
      );
    await world.run({ model: people, sources: [site(await rows(""))] });
    await world.run({ model: people, sources: [site(await rows("v1, , , true, 2025-03-02"))] });
    expect(await world.identities()).toEqual([["cookie c2"]]);
  });

  conforms("a deleted row does not come back with an old version of it", async (world) => {
    const run = async (deleted: string, loaded: string) =>
      world.run({
        model: people,
        sources: [
          site(await world.csv("views", `id, at, cookie, deleted, loaded\nv1, 2025-03-01, c1, ${deleted}, ${loaded}`)),
        ],
      });
    await run("", "2025-03-01");
    await run("true", "2025-03-02");
    await run("", "2025-03-01");
    expect(await world.identities()).toEqual([]);
    await run("", "2025-03-03");
    expect(await world.identities()).toEqual([["cookie c1"]]);
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
    expect(await events(world)).toEqual([
      "2025-03-01 charged of pay",
      "2025-03-02 charged of pay",
      "2025-03-03 charged of pay",
    ]);
  });

  conforms("one row gives an event for each of its times", async (world) => {
    const parcels = await world.csv(
      "parcels",
      `id, user_id, ordered,    shipped,    arrived
       p1, u1,      2025-03-01, 2025-03-02, 2025-03-05
       p2, u2,      2025-03-03, 2025-03-04,`,
    );
    const when_ = (time: string) => ({ from: "parcels", id: "id", occurredAt: time, where: present(time), ...visitor });
    const post = defineSource(people, "post", {
      timezone: "UTC",
      tables: { parcels },
      events: { parcel_ordered: when_("ordered"), parcel_shipped: when_("shipped"), parcel_arrived: when_("arrived") },
    });
    await world.run({ model: people, sources: [post] });
    expect(await world.timeline("user_id u1")).toEqual([
      "2025-03-01 parcel ordered (visitor)",
      "2025-03-02 parcel shipped (visitor)",
      "2025-03-05 parcel arrived (visitor)",
    ]);
    expect(await world.timeline("user_id u2")).toHaveLength(2);
    expect(await world.rows("select count(*) as n from nexus_source.post_set_aside")).toEqual([{ n: 0 }]);
  });

  conforms("of a table that is overwritten, each change of a watched field is an event", async (world) => {
    const subscriptions = (text: string) => world.csv("subscriptions", `id, user_id, plan, seats, changed\n${text}`);
    const story = (table: RawTable) => ({
      model: people,
      sources: [
        defineSource(people, "billing", {
          timezone: "UTC",
          tables: { subscriptions: table },
          events: {
            plan_changed: {
              from: "subscriptions",
              id: "id",
              occurredAt: "changed",
              changesOf: ["plan"],
              description: "plan",
              ...visitor,
            },
          },
        }),
      ],
    });
    const told = async () =>
      (await world.rows("select occurred_at, description from nexus.events order by 1")).map(
        (row) => `${shown(row["occurred_at"])} ${row["description"]}`,
      );
    await world.run(
      story(
        await subscriptions("s1, u1, free, 1, 2025-03-01\ns1, u1, free, 2, 2025-03-02\ns1, u1, team, 2, 2025-03-03"),
      ),
    );
    expect(await told()).toEqual(["2025-03-01 free", "2025-03-03 team"]);
    await world.run(story(await subscriptions("s1, u1, team, 5, 2025-03-04")));
    expect(await told()).toEqual(["2025-03-01 free", "2025-03-03 team"]);
    await world.run(story(await subscriptions("s1, u1, free, 5, 2025-03-05")));
    expect(await told()).toEqual(["2025-03-01 free", "2025-03-03 team", "2025-03-05 free"]);
    // Once more, with nothing new.
    await world.run(story(await subscriptions("s1, u1, free, 5, 2025-03-05")));
    expect(await told()).toHaveLength(3);
  });

  conforms("values inside of JSON, at any depth and in any list", async (world) => {
    const hooks = await world.json("hooks", [
      {
        id: "h1",
        body: {
          when: "2025-03-01T09:00:00Z",
          user: { id: 7, "e.mail": "ana@acme.example", tags: ["vip", "eu"], active: true },
          none: null,
        },
      },
      { id: "h2", body: "not JSON at all" },
    ]);
    const model = defineModel({
      entities: {
        person: {
          identifiers: { email: email(), user_id: id() },
          traits: { tag: "text", active: "boolean", nothing: "text" },
        },
      },
    });
    const api = defineSource(model, "api", {
      timezone: "UTC",
      tables: { hooks },
      events: {
        hook: {
          from: "hooks",
          id: "id",
          occurredAt: json("body", "when"),
          where: present(json("body", "when")),
          persons: [
            {
              role: "user",
              identifiers: { user_id: json("body", "user.id"), email: json("body", ["user", "e.mail"]) },
              traits: {
                tag: json("body", "user.tags[1]"),
                active: json("body", "user.active"),
                nothing: json("body", "none"),
              },
            },
          ],
        },
      },
    });
    await world.run({ model, sources: [api] });
    expect(await world.profile("user_id 7")).toMatchObject({
      email: "ana@acme.example",
      tag: "eu",
      active: true,
      nothing: null,
    });
  });

  conforms("cents are a hundredth, yen are whole, dinars have thousandths", async (world) => {
    const charges = await world.csv(
      "charges",
      `id, at,         user_id, amount, currency
       c1, 2025-03-01, u1,      1999,   usd
       c2, 2025-03-02, u1,      500,    JPY
       c3, 2025-03-03, u1,      1234,   KWD
       c4, 2025-03-04, u1,      -250,   EUR`,
    );
    const pay = defineSource(people, "pay", {
      timezone: "UTC",
      tables: { charges },
      events: {
        charged: {
          from: "charges",
          id: "id",
          occurredAt: "at",
          value: minorUnits("amount", "currency"),
          unit: "currency",
          ...visitor,
        },
      },
    });
    await world.run({ model: people, sources: [pay] });
    const rows = await world.rows("select value, value_unit from nexus.events order by occurred_at");
    expect(rows.map(({ value, value_unit }) => `${value} ${value_unit}`)).toEqual([
      "19.99 usd",
      "500 JPY",
      "1.234 KWD",
      "-2.5 EUR",
    ]);
  });

  conforms("fields are put together, taken apart, chosen and looked up", async (world) => {
    const orders = await world.csv(
      "orders",
      `id, at,         buyer, first, last,   mail,             vip, note
       1,  2025-03-01, 7,     Ana,   Rivera, ANA@ACME.example, yes, ref U-42 here
       2,  2025-03-02, 8,     Bo,    ,       ,                 no,  nothing
       3,  2025-03-03, 9,     ,      ,       ,                 ,`,
    );
    const buyers = await world.csv(
      "buyers",
      "number, address\n7, seven@acme.example\n8, eight@acme.example\n8, late@acme.example",
    );
    const model = defineModel({
      entities: {
        person: {
          identifiers: { email: email(), user_id: id() },
          traits: { name: "text", company: "text", vip: "boolean" },
        },
      },
    });
    const shop = defineSource(model, "shop", {
      timezone: "UTC",
      tables: { orders, buyers },
      events: {
        order_placed: {
          from: "orders",
          id: "id",
          occurredAt: "at",
          name: when(equals("vip", "yes"), column("vip"), column("id")),
          description: concat("first", sql`' '`, "last"),
          significance: 3,
          persons: [
            {
              role: "buyer",
              identifiers: {
                email: firstOf(lower("mail"), lookup("buyers", "number", "buyer", "address")),
                user_id: extract("note", "U-[0-9]+"),
              },
              traits: {
                name: concat("first", "last"),
                company: domainOf(lower("mail")),
                vip: is(equals("vip", "yes")),
              },
            },
          ],
        },
      },
    });
    await world.run({ model, sources: [shop] });
    expect(await world.profile("email ana@acme.example")).toMatchObject({
      user_id: "U-42",
      name: "AnaRivera",
      company: "acme.example",
      vip: true,
    });
    // A look-up with two answers takes one of them, always the same, and makes no second event.
    expect(await world.profile("email late@acme.example")).toMatchObject({
      name: "Bo",
      company: null,
      vip: false,
      event_count: 1,
    });
    expect(await world.rows("select name, description, significance from nexus.events order by occurred_at")).toEqual([
      { name: "yes", description: "Ana Rivera", significance: 3 },
      { name: "2", description: "Bo ", significance: 3 },
      { name: "3", description: " ", significance: 3 },
    ]);
  });

  conforms("the addresses of a mail's header are a person each", async (world) => {
    const mails = await world.texts("mails", [
      {
        id: "m1",
        at: "2025-03-01",
        from: '"Rivera, Ana" <ana@acme.example>',
        to: 'Bo <bo@acme.example>, "Cy (Ops)" <CY@beta.example>, =?UTF-8?Q?D=C3=AD?= <di@beta.example>, nobody',
      },
      { id: "m2", at: "2025-03-02", from: "ana@acme.example", to: null },
    ]);
    const mail = defineSource(people, "mail", {
      timezone: "UTC",
      tables: { mails },
      events: {
        mail_sent: {
          from: "mails",
          id: "id",
          occurredAt: "at",
          lists: { from: addresses("from"), to: addresses("to") },
          persons: [
            { role: "sender", each: "from", identifiers: { email: item("address") }, traits: { name: item("name") } },
            { role: "recipient", each: "to", identifiers: { email: item("address") }, traits: { name: item("name") } },
          ],
        },
      },
    });
    await world.run({ model: people, sources: [mail] });
    const rows = await world.rows("select email, name, event_count from nexus.persons order by email");
    expect(rows.map(({ email: address, name, event_count }) => `${address} ${name} ${event_count}`)).toEqual([
      "CY@beta.example Cy (Ops) 1",
      "ana@acme.example Rivera, Ana 2",
      "bo@acme.example Bo 1",
      "di@beta.example Dí 1",
    ]);
  });

  conforms("each element of a list is a mention, an empty list is none, and what is no list is none", async (world) => {
    const meetings = await world.json("meetings", [
      {
        id: "m1",
        at: "2025-03-01",
        guests: [
          { email: "ana@acme.example" },
          { email: "bo@acme.example" },
          { email: "ana@acme.example" },
          {},
          null,
          "x",
        ],
      },
      { id: "m2", at: "2025-03-02", guests: [] },
      { id: "m3", at: "2025-03-03", guests: null },
      { id: "m4", at: "2025-03-04", guests: { email: "cy@acme.example" } },
      { id: "m5", at: "2025-03-05", guests: "di@acme.example" },
    ]);
    const calendar = defineSource(people, "calendar", {
      timezone: "UTC",
      tables: { meetings },
      events: {
        meeting: {
          from: "meetings",
          id: "id",
          occurredAt: "at",
          lists: { guests: items("guests") },
          persons: [{ role: "guest", each: "guests", identifiers: { email: item("email") } }],
        },
      },
    });
    await world.run({ model: people, sources: [calendar] });
    expect(await world.identities()).toEqual([["email ana@acme.example"], ["email bo@acme.example"]]);
    expect(await world.timeline("email ana@acme.example")).toEqual(["2025-03-01 meeting (guest)"]);
    expect(await world.rows("select count(*) as n from nexus.events")).toEqual([{ n: 5 }]);
  });

  conforms("conditions: what is unknown is no, and its opposite is yes", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         user_id, page
       v1, 2025-03-01, u1,      /pricing
       v2, 2025-03-01, u2,      /about
       v3, 2025-03-01, u3,`,
    );
    const viewed = (where: ReturnType<typeof equals>) => ({
      from: "views",
      id: "id",
      occurredAt: "at",
      where,
      ...visitor,
    });
    const web = defineSource(people, "web", {
      timezone: "UTC",
      tables: { views },
      events: {
        priced: viewed(matches("page", "^/pri")),
        not_priced: viewed(not(matches("page", "^/pri"))),
        about: viewed(equals("page", "/about")),
        somewhere: viewed(present("page")),
      },
    });
    await world.run({ model: people, sources: [web] });
    const names = async (user: string) =>
      (await world.timeline(`user_id ${user}`)).map((line) => line.replace(/^\S+ | \(.*$/g, ""));
    expect(await names("u1")).toEqual(["priced", "somewhere"]);
    expect(await names("u2")).toEqual(["about", "not priced", "somewhere"]);
    expect(await names("u3")).toEqual(["not priced"]);
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
