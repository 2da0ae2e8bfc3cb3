import { describe, expect } from "vitest";
import { anonymousId, defineModel, defineSource, email, id, phone, sql } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, site } from "./site.ts";

describe("who is one", () => {
  conforms("a cookie before and after the login is one person", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,               cookie, user_id
       v1, 2025-03-01 09:00, c1,
       v2, 2025-03-01 09:05, c1,     u1
       v3, 2025-03-02 18:30, c2,     u1
       v4, 2025-03-02 18:31, c2,
       v5, 2025-03-02 19:00, c3,`,
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([["cookie c1", "cookie c2", "user_id u1"], ["cookie c3"]]);
    expect(await world.timeline("user_id u1")).toEqual([
      "2025-03-01 09:00 page viewed (visitor)",
      "2025-03-01 09:05 page viewed (visitor)",
      "2025-03-02 18:30 page viewed (visitor)",
      "2025-03-02 18:31 page viewed (visitor)",
    ]);
  });

  conforms("two e-mails are joined by nothing but a phone", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         email,              phone
       v1, 2025-03-01, ana@acme.example,   +14155550101
       v2, 2025-03-02, ana@home.example,   +14155550101
       v3, 2025-03-03, bo@acme.example,    +14155550102`,
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([
      ["email ana@acme.example", "email ana@home.example", "phone +14155550101"],
      ["email bo@acme.example", "phone +14155550102"],
    ]);
  });

  conforms("info@ never joins those who use it", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         email,             cookie
       v1, 2025-03-01, info@acme.example, c1
       v2, 2025-03-02, info@acme.example, c2
       v3, 2025-03-03, Info@Acme.example, c3
       v4, 2025-03-04, INFO@acme.example,`,
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([
      ["cookie c1"],
      ["cookie c2"],
      ["cookie c3"],
      ["email info@acme.example"],
    ]);
    // Who has something of their own is that; a view with nothing but info@ is info@'s own.
    expect(await world.timeline("cookie c1")).toEqual(["2025-03-01 page viewed (visitor)"]);
    expect(await world.timeline("email info@acme.example")).toEqual(["2025-03-04 page viewed (visitor)"]);
    expect(
      await world.rows(
        "select distinct is_shared, rule from nexus_identity.resolved_person_identifiers where identifier_type = 'email'",
      ),
    ).toEqual([{ is_shared: true, rule: "role account" }]);
  });

  conforms(
    "every living id has a row among the persons, also that of a mailbox which only came beside others",
    async (world) => {
      const views = await world.csv(
        "views",
        `id, at,         email,             cookie
       v1, 2025-03-01, info@acme.example, c1`,
      );
      await world.run({ model: people, sources: [site(views)] });
      expect(
        await world.rows(
          "select identifier_type from nexus_identity.resolved_person_identifiers where person_id not in (select id from nexus.persons)",
        ),
      ).toEqual([]);
    },
  );

  conforms("n/a joins nobody, and neither do its kin", async (world) => {
    const views = await world.texts(
      "views",
      ["n/a", "NULL", "None", "undefined", "unknown", "-", "", "  ", "test@acme.example", "noreply", "(none)"].flatMap(
        (email, index) => [
          { id: `a${index}`, at: "2025-03-01", email, phone: "0000000000", user_id: "null", cookie: `c${index}a` },
          { id: `b${index}`, at: "2025-03-02", email, phone: "0000000000", user_id: "null", cookie: `c${index}b` },
        ],
      ),
    );
    await world.run({ model: people, sources: [site(views)] });
    const identities = await world.identities();
    expect(identities.filter((all) => all.length > 1)).toEqual([]);
    expect(identities).toHaveLength(22);
    expect(await world.profile("cookie c0a")).toMatchObject({ email: null, phone: null, user_id: null });
  });

  conforms("a view with nothing but junk is nobody's, and counts all the same", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         email, cookie
       v1, 2025-03-01, n/a,
       v2, 2025-03-02, ,
       v3, 2025-03-03, ,      c1`,
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([["cookie c1"]]);
    expect(await world.rows("select count(*) as n from nexus.events")).toEqual([{ n: 3 }]);
    expect(await world.rows("select count(*) as n from nexus.person_participants")).toEqual([{ n: 1 }]);
  });

  conforms("dots and plus tags make no difference at Gmail", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         email,                        cookie
       v1, 2025-03-01, ana.rivera@gmail.com,         c1
       v2, 2025-03-02, AnaRivera+news@gmail.com,     c2
       v3, 2025-03-03, a.n.a.rivera@googlemail.com,  c3
       v4, 2025-03-04, ana.rivera@acme.example,      c4
       v5, 2025-03-05, anarivera@acme.example,       c5
       v6, 2025-03-06, ana.rivera+x@acme.example,    c6`,
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([
      ["cookie c1", "cookie c2", "cookie c3", "email anarivera@gmail.com"],
      ["cookie c4", "email ana.rivera@acme.example"],
      ["cookie c5", "email anarivera@acme.example"],
      ["cookie c6", "email ana.rivera+x@acme.example"],
    ]);
    // What one can write to is what somebody wrote last, not what it is compared as.
    expect(await world.profile("cookie c1")).toMatchObject({ email: "a.n.a.rivera@googlemail.com" });
  });

  conforms("case and blanks around an address make no difference", async (world) => {
    const views = await world.texts("views", [
      { id: "v1", at: "2025-03-01", email: "ana@acme.example", cookie: "c1" },
      { id: "v2", at: "2025-03-02", email: "  Ana@ACME.example ", cookie: "c2" },
      { id: "v3", at: "2025-03-03", email: "<ANA@acme.example>", cookie: "c3" },
    ]);
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([["cookie c1", "cookie c2", "cookie c3", "email ana@acme.example"]]);
  });

  conforms("a phone is the same in all its spellings", async (world) => {
    const views = await world.texts(
      "views",
      ["+14155550123", "+1 415 555 0123", "+1 (415) 555-0123", "(415) 555-0123", "415.555.0123", "1-415-555-0123"].map(
        (phone, index) => ({ id: `v${index}`, at: "2025-03-01", phone, cookie: `c${index}` }),
      ),
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([
      ["cookie c0", "cookie c1", "cookie c2", "cookie c3", "cookie c4", "cookie c5", "phone +14155550123"],
    ]);
  });

  conforms("a chain of seven identifiers is one person, in whatever order its links come", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         email,            phone,        user_id, cookie
       v4, 2025-03-04, ,                 +14155550104, u4,
       v1, 2025-03-01, ,                 ,             u1,      c1
       v6, 2025-03-06, ,                 ,             u6,      c6
       v2, 2025-03-02, ana@acme.example, ,             u1,
       v5, 2025-03-05, ,                 ,             u4,      c6
       v3, 2025-03-03, ana@acme.example, +14155550104, ,
       v7, 2025-03-07, ,                 ,             u7,      c7`,
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([
      [
        "cookie c1",
        "cookie c6",
        "email ana@acme.example",
        "phone +14155550104",
        "user_id u1",
        "user_id u4",
        "user_id u6",
      ],
      ["cookie c7", "user_id u7"],
    ]);
    expect(await world.profile("cookie c1")).toMatchObject({
      first_seen_at: "2025-03-01",
      last_seen_at: "2025-03-06",
      event_count: 6,
    });
  });

  conforms("a hub: forty cookies of one user, and two that only look like them", async (world) => {
    const views = await world.texts("views", [
      ...Array.from({ length: 40 }, (_, index) => ({
        id: `v${index}`,
        at: "2025-03-01",
        cookie: `c${index}`,
        user_id: "u1",
      })),
      { id: "w1", at: "2025-03-01", cookie: "C1", user_id: null },
      { id: "w2", at: "2025-03-01", cookie: "c1 ", user_id: null },
    ]);
    await world.run({ model: people, sources: [site(views)] });
    const identities = await world.identities();
    expect(identities.map((all) => all.length).sort()).toEqual([1, 1, 41]);
    expect(identities).toContainEqual(["cookie C1"]);
    expect(identities).toContainEqual(["cookie c1 "]);
  });

  conforms("a household phone makes one of two, until it is called shared", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         email,            phone
       v1, 2025-03-01, ana@home.example, +14155550101
       v2, 2025-03-02, bo@home.example,  +14155550101
       v3, 2025-03-03, ,                 415-555-0101`,
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([
      ["email ana@home.example", "email bo@home.example", "phone +14155550101"],
    ]);

    const careful = defineModel({
      entities: {
        person: {
          identifiers: {
            email: email(),
            phone: phone({ shared: ["+14155550101"] }),
            user_id: id(),
            cookie: anonymousId(),
          },
          traits: { name: "text" },
        },
      },
    });
    await world.run({ model: careful, sources: [{ ...site(views), model: careful }] });
    expect(await world.identities()).toEqual([
      ["email ana@home.example"],
      ["email bo@home.example"],
      ["phone +14155550101"],
    ]);
    // Whose view with nothing but the phone it was, nobody knows: the phone's own.
    expect(await world.timeline("phone +14155550101")).toEqual(["2025-03-03 page viewed (visitor)"]);
  });

  conforms("a key is compared as it is: case, zeros and blanks tell keys apart", async (world) => {
    const views = await world.texts(
      "views",
      ["u1", "U1", "01", "1", "1.0", "u1 ", " u1"].map((user_id, index) => ({
        id: `v${index}`,
        at: "2025-03-01",
        user_id,
      })),
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toHaveLength(7);
  });

  conforms("a user id that reads like a cookie joins nobody", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         user_id, cookie
       v1, 2025-03-01, 4711,
       v2, 2025-03-02, ,        4711`,
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.identities()).toEqual([["cookie 4711"], ["user_id 4711"]]);
  });

  conforms("who is known by cookies alone is not identified", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         user_id, cookie
       v1, 2025-03-01, ,        c1
       v2, 2025-03-01, u2,      c2`,
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await world.profile("cookie c1")).toMatchObject({ is_identified: false });
    expect(await world.profile("cookie c2")).toMatchObject({ is_identified: true });
  });

  conforms("a project's own junk and shared values, and its own way to compare", async (world) => {
    const model = defineModel({
      entities: {
        person: {
          identifiers: {
            email: email({ junk: ["us@ourco.example"], shared: ["desk@acme.example"] }),
            badge: id({ normalize: (raw) => sql`upper(replace(${raw}, '-', ''))`, junk: ["B000"] }),
          },
        },
      },
    });
    const scans = await world.csv(
      "scans",
      `id, at,         email,             badge
       s1, 2025-03-01, us@ourco.example,  b-001
       s2, 2025-03-02, us@ourco.example,  B002
       s3, 2025-03-03, desk@acme.example, b001
       s4, 2025-03-04, desk@acme.example, B-002
       s5, 2025-03-05, ana@acme.example,  b-000
       s6, 2025-03-06, bo@acme.example,   B000`,
    );
    const doors = defineSource(model, "doors", {
      timezone: "UTC",
      tables: { scans },
      events: {
        badge_scanned: {
          from: "scans",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "guest", identifiers: { email: "email", badge: "badge" } }],
        },
      },
    });
    await world.run({ model, sources: [doors] });
    expect(await world.identities()).toEqual([
      ["badge B001"],
      ["badge B002"],
      ["email ana@acme.example"],
      ["email bo@acme.example"],
      ["email desk@acme.example"],
    ]);
    expect(await world.timeline("badge B001")).toHaveLength(2);
  });

  conforms("two in one event are two, and one in two roles is one", async (world) => {
    const calls = await world.csv(
      "calls",
      `id, at,         caller,           callee
       k1, 2025-03-01, ana@acme.example, bo@acme.example
       k2, 2025-03-02, ana@acme.example, ana@acme.example
       k3, 2025-03-03, ,                 ana@acme.example`,
    );
    const desk = defineSource(people, "desk", {
      timezone: "UTC",
      tables: { calls },
      events: {
        call_made: {
          from: "calls",
          id: "id",
          occurredAt: "at",
          persons: [
            { role: "caller", identifiers: { email: "caller" } },
            { role: "callee", identifiers: { email: "callee" } },
          ],
        },
      },
    });
    await world.run({ model: people, sources: [desk] });
    expect(await world.identities()).toEqual([["email ana@acme.example"], ["email bo@acme.example"]]);
    expect(await world.timeline("email ana@acme.example")).toEqual([
      "2025-03-01 call made (caller)",
      "2025-03-02 call made (callee)",
      "2025-03-02 call made (caller)",
      "2025-03-03 call made (callee)",
    ]);
    expect(await world.profile("email ana@acme.example")).toMatchObject({ event_count: 3 });
  });

  conforms("sources agree on who somebody is: shop, site and desk", async (world) => {
    const orders = await world.csv("orders", `id, at, email\n o1, 2025-03-05, Ana@Acme.example`);
    const logins = await world.csv("logins", `id, at, email, user_id\n l1, 2025-03-03, ana@acme.example, u1`);
    const views = await world.csv("views", `id, at, user_id, cookie\n v1, 2025-03-01, u1, c1`);
    const sources = [site(orders, { name: "shop" }), site(logins, { name: "desk" }), site(views)];
    await world.run({ model: people, sources });
    expect(await world.identities()).toEqual([["cookie c1", "email ana@acme.example", "user_id u1"]]);
    expect(await world.rows("select source from nexus.events order by occurred_at")).toEqual([
      { source: "site" },
      { source: "desk" },
      { source: "shop" },
    ]);
  });
});
