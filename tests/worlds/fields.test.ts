import { describe, expect } from "vitest";
import {
  addresses,
  column,
  concat,
  decoded,
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
  present,
  type RawTable,
  sql,
  when,
} from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, visitor } from "./site.ts";
import { shown } from "./world.ts";

describe("fields", () => {
  conforms("encoded words of a mail's text are decoded, each distinct text once", async (world) => {
    const mails = await world.texts("mails", [
      { id: "m1", at: "2025-03-01", from: "ana@acme.example", subject: "=?utf-8?Q?Re:_Factura_n=C2=BA_1042?=" },
      {
        id: "m2",
        at: "2025-03-02",
        from: "ana@acme.example",
        subject: "=?UTF-8?B?w5xiZXI=?= =?UTF-8?Q?_uns?= and you",
      },
      { id: "m3", at: "2025-03-03", from: "ana@acme.example", subject: "Is 1 =? 2?=" },
      { id: "m4", at: "2025-03-04", from: "ana@acme.example", subject: "=?no-such-charset?Q?abc?=" },
      { id: "m5", at: "2025-03-05", from: "ana@acme.example", subject: null },
      { id: "m6", at: "2025-03-01", from: "ana@acme.example", subject: "=?utf-8?Q?Re:_Factura_n=C2=BA_1042?=" },
    ]);
    const mail = defineSource(people, "mail", {
      timezone: "UTC",
      tables: { mails },
      events: {
        mail_sent: {
          from: "mails",
          id: "id",
          occurredAt: "at",
          description: decoded("subject"),
          columns: { heading: decoded("subject") },
          persons: [{ role: "sender", identifiers: { email: "from" } }],
        },
      },
    });
    for (let run = 0; run < 2; run++) {
      await world.run({ model: people, sources: [mail] });
      const rows = await world.rows(
        "select e.description, s.heading from nexus.events as e join nexus_source.mail_events as s on s.event_id = e.id order by e.occurred_at, e.id",
      );
      expect(rows.map(({ description }) => description)).toEqual([
        "Re: Factura nº 1042",
        "Re: Factura nº 1042",
        "Über uns and you",
        "Is 1 =? 2?=",
        expect.stringContaining("abc"),
        null,
      ]);
      expect(rows.map(({ heading }) => heading)).toEqual(rows.map(({ description }) => description));
    }
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
});
