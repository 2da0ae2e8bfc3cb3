import { describe, expect } from "vitest";
import {
  anonymousId,
  type Contested,
  defineModel,
  email,
  id,
  type Model,
  phone,
  type Source,
} from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { site } from "./site.ts";
import type { World } from "./world.ts";

/** The vocabulary of a shop's site without a rule of its own. */
const usual = defineModel({
  entities: {
    person: {
      identifiers: { email: email(), phone: phone({ region: "US" }), user_id: id(), cookie: anonymousId() },
      traits: { name: "text" },
    },
  },
});

/** The same, where whose a contested cookie is has been decided. */
const cookiesGo = (contested: Contested) =>
  defineModel({
    entities: {
      person: {
        identifiers: { email: email(), phone: phone(), user_id: id(), cookie: anonymousId({ contested }) },
        traits: { name: "text" },
      },
    },
  });

const on = (model: Model, source: Source): Source => ({ ...source, model });

async function happens(world: World, model: Model, text: string): Promise<void> {
  await world.run({ model, sources: [on(model, site(await world.csv("views", text)))] });
}

const sharedTablet = `
  id, at,               email,            user_id, cookie, name
  v1, 2025-03-01 08:00, ,                 ,        tablet,
  v2, 2025-03-01 09:00, ana@acme.example, u1,      tablet, Ana
  v3, 2025-03-01 10:00, ,                 ,        tablet, Ana R.
  v4, 2025-03-01 11:00, bo@beta.example,  u2,      tablet, Bo
  v5, 2025-03-01 12:00, ,                 ,        tablet,
  v6, 2025-03-01 13:00, ,                 u1,      tablet,
  v7, 2025-03-01 14:00, ,                 ,        tablet,`;

describe("the usual rules", () => {
  conforms("a shared tablet with two logins is nobody's, and its users stay two", async (world) => {
    await happens(world, usual, sharedTablet);
    expect(await world.identities()).toEqual([
      ["cookie tablet"],
      ["email ana@acme.example", "user_id u1"],
      ["email bo@beta.example", "user_id u2"],
    ]);
    expect(await world.timeline("user_id u1")).toEqual([
      "2025-03-01 09:00 page viewed (visitor)",
      "2025-03-01 13:00 page viewed (visitor)",
    ]);
    expect(await world.timeline("cookie tablet")).toHaveLength(4);
    expect(
      await world.rows(
        "select is_shared, is_quarantined, rule from nexus_identity.resolved_person_identifiers where identifier_type = 'cookie'",
      ),
    ).toEqual([{ is_shared: true, is_quarantined: false, rule: "at most 1 email per person against cookie" }]);
    expect(
      await world.rows(
        "select identifier_value, stronger_type, stronger_value from nexus_identity.refused_links order by stronger_value",
      ),
    ).toEqual([
      { identifier_value: "tablet", stronger_type: "email", stronger_value: "ana@acme.example" },
      { identifier_value: "tablet", stronger_type: "email", stronger_value: "bo@beta.example" },
    ]);
  });

  conforms("a household's phone, and then a visit with nothing but the phone and a cookie", async (world) => {
    await happens(
      world,
      usual,
      `id, at,         email,            phone,        user_id, cookie
       v1, 2025-03-01, ana@home.example, +14155550101, u1,      c1
       v2, 2025-03-02, bo@home.example,  +14155550101, u2,      c2
       v3, 2025-03-03, ,                 415-555-0101, ,        c3`,
    );
    expect(await world.identities()).toEqual([
      ["cookie c1", "email ana@home.example", "user_id u1"],
      ["cookie c2", "email bo@home.example", "user_id u2"],
      ["cookie c3"],
      ["phone +14155550101"],
    ]);
    // The visit is the cookie's: the phone says no more than that it was somebody of that household.
    expect(await world.timeline("cookie c3")).toEqual(["2025-03-03 page viewed (visitor)"]);
  });

  conforms("two addresses of one person are one by their phone, two accounts by their address", async (world) => {
    await happens(
      world,
      usual,
      `id, at,         email,             phone,        user_id
       v1, 2025-03-01, ana@acme.example,  +14155550101, u1
       v2, 2025-03-02, ana@gmail.example, 415-555-0101,
       v3, 2025-03-03, ana@acme.example,  ,             u2`,
    );
    expect(await world.identities()).toEqual([
      ["email ana@acme.example", "email ana@gmail.example", "phone +14155550101", "user_id u1", "user_id u2"],
    ]);
  });

  conforms("two who log in by one phone, each with a browser of their own, stay two", async (world) => {
    await happens(
      world,
      usual,
      `id, at,         phone,        user_id, cookie
       v1, 2025-03-01, +14155550101, u1,      c1
       v2, 2025-03-02, ,             u1,      c1
       v3, 2025-03-03, +14155550101, u2,      c2
       v4, 2025-03-04, +14155550102, u3,
       v5, 2025-03-05, +14155550102, u4,`,
    );
    expect(await world.identities()).toEqual([
      ["cookie c1", "user_id u1"],
      ["cookie c2", "user_id u2"],
      ["phone +14155550101"],
      ["phone +14155550102"],
      ["user_id u3"],
      ["user_id u4"],
    ]);
  });

  conforms("a customer number that only the phone is known of is the phone's", async (world) => {
    await happens(
      world,
      usual,
      `id, at,         email,            phone,        user_id
       v1, 2025-03-01, ana@acme.example, +14155550101, u1
       v2, 2025-03-02, ,                 +14155550101, u2
       v3, 2025-03-03, ,                 +14155550101, u3`,
    );
    expect(await world.identities()).toEqual([
      ["email ana@acme.example", "phone +14155550101", "user_id u1", "user_id u2", "user_id u3"],
    ]);
  });

  conforms("a user with sixty cookies beside a phone with sixty users", async (world) => {
    const many = Array.from({ length: 60 }, (_, index) => index);
    const views = await world.texts("views", [
      ...many.map((n) => ({ id: `a${n}`, at: "2025-03-01", user_id: "ana", phone: null, cookie: `c${n}` })),
      ...many.map((n) => ({ id: `b${n}`, at: "2025-03-02", user_id: `u${n}`, phone: "+14155550101", cookie: null })),
      { id: "p", at: "2025-03-03", user_id: null, phone: "(415) 555-0101", cookie: null },
    ]);
    await world.run({ model: usual, sources: [on(usual, site(views))] });
    const identities = await world.rows(
      "select count(*) as held from nexus_identity.resolved_person_identifiers where not is_quarantined group by person_id",
    );
    expect(identities.map(({ held }) => Number(held)).sort((a, b) => b - a)).toEqual([61, ...many.map(() => 1)]);
    // Quarantined: it has a row, with its rule, and is nobody's. The mention that holds nothing else is unresolved.
    expect(
      await world.rows(
        "select identifier_value, person_id, is_quarantined, rule, mentions from nexus_identity.resolved_person_identifiers where identifier_type = 'phone'",
      ),
    ).toEqual([
      {
        identifier_value: "+14155550101",
        person_id: null,
        is_quarantined: true,
        rule: "at most 10 user_id seen with one phone",
        mentions: 61,
      },
    ]);
    expect(await world.rows("select count(*) as n from nexus.person_participants")).toEqual([{ n: 120 }]);
    expect(await world.rows("select count(*) as n from nexus.events")).toEqual([{ n: 121 }]);
  });

  conforms("what is stronger wins, however late it comes", async (world) => {
    const early = `
      id, at,         email,            user_id, cookie
      v1, 2025-03-01, ana@acme.example, ,        c1
      v2, 2025-03-02, ,                 u2,      c1`;
    await happens(world, usual, early);
    expect(await world.identities()).toEqual([["cookie c1", "email ana@acme.example", "user_id u2"]]);
    const before = await world.idOf("email ana@acme.example");
    // It turns out that u2 is Bo: the cookie had brought two together.
    await happens(
      world,
      usual,
      `${early}
      v3, 2025-03-03, bo@beta.example,  u2,      `,
    );
    expect(await world.identities()).toEqual([
      ["cookie c1"],
      ["email ana@acme.example"],
      ["email bo@beta.example", "user_id u2"],
    ]);
    expect([await world.idOf("email ana@acme.example"), await world.idOf("user_id u2")]).toContain(before);
  });
});

describe("whose a contested identifier is", () => {
  conforms("the first one's, if the project says so", async (world) => {
    await happens(world, cookiesGo("first"), sharedTablet);
    expect(await world.identities()).toEqual([
      ["cookie tablet", "email ana@acme.example", "user_id u1"],
      ["email bo@beta.example", "user_id u2"],
    ]);
    expect(await world.timeline("cookie tablet")).toHaveLength(6);
    expect(await world.timeline("user_id u2")).toEqual(["2025-03-01 11:00 page viewed (visitor)"]);
  });

  conforms("or, visit by visit, that of the login before it", async (world) => {
    await happens(world, cookiesGo("preceding"), sharedTablet);
    expect(await world.identities()).toEqual([
      ["cookie tablet"],
      ["email ana@acme.example", "user_id u1"],
      ["email bo@beta.example", "user_id u2"],
    ]);
    const at = (...hours: readonly number[]) =>
      hours.map((hour) => `2025-03-01 ${String(hour).padStart(2, "0")}:00 page viewed (visitor)`);
    expect(await world.timeline("user_id u1")).toEqual(at(9, 10, 13, 14));
    expect(await world.timeline("user_id u2")).toEqual(at(11, 12));
    expect(await world.timeline("cookie tablet")).toEqual(at(8));
    // Traits and counters follow the participants.
    expect(await world.profile("user_id u1")).toMatchObject({ name: "Ana R.", event_count: 4 });
    expect(await world.profile("cookie tablet")).toMatchObject({ event_count: 1, is_identified: false });
  });
});

describe("logins", () => {
  conforms(
    "tell who it was: what is shared or contested itself does not; at one instant they come first",
    async (world) => {
      await happens(
        world,
        cookiesGo("preceding"),
        `id, at,               email,             user_id, cookie
       v1, 2025-03-01 09:00, ana@acme.example,  u1,      tablet
       v2, 2025-03-01 10:00, bo@beta.example,   u2,      tablet
       v3, 2025-03-01 11:00, info@acme.example, ,        tablet
       v4, 2025-03-01 12:00, ,                  ,        tablet
       v5, 2025-03-02,       ,                  ,        tablet
       v6, 2025-03-02,       ,                  u1,      tablet
       v7, 2025-03-02,       ,                  ,        tablet`,
      );
      expect(await world.timeline("user_id u2")).toEqual([
        "2025-03-01 10:00 page viewed (visitor)",
        "2025-03-01 12:00 page viewed (visitor)",
      ]);
      expect(await world.timeline("user_id u1")).toHaveLength(4);
    },
  );
});

describe("a project's own rules", () => {
  const strict = defineModel({
    entities: {
      person: {
        identifiers: {
          email: email(),
          phone: phone({ perEntity: 3 }),
          user_id: id({ perEntity: 1 }),
          cookie: anonymousId({ seenWith: { user_id: { most: 2, within: { days: 7 } } } }),
        },
        traits: { name: "text" },
      },
    },
  });

  conforms("one user id per person: then an address with two is nobody's", async (world) => {
    await happens(
      world,
      strict,
      `id, at,         email,            user_id
       v1, 2025-03-01, ana@acme.example, u1
       v2, 2025-03-02, ana@acme.example, u2`,
    );
    expect(await world.identities()).toEqual([["email ana@acme.example"], ["user_id u1"], ["user_id u2"]]);
  });

  conforms("three phones per person: the fourth is refused, the rest stands", async (world) => {
    await happens(
      world,
      strict,
      `id, at,         user_id, phone
       v1, 2025-03-04, u1,      +14155550104
       v2, 2025-03-01, u1,      +14155550101
       v3, 2025-03-03, u1,      +14155550103
       v4, 2025-03-02, u1,      +14155550102`,
    );
    expect(await world.identities()).toEqual([
      ["phone +14155550101", "phone +14155550102", "phone +14155550103", "user_id u1"],
      ["phone +14155550104"],
    ]);
    expect(await world.rows("select identifier_value, stronger_value, rule from nexus_identity.refused_links")).toEqual(
      [{ identifier_value: "+14155550104", stronger_value: "u1", rule: "at most 3 phone per person" }],
    );
  });

  conforms(
    "within a week: three users of one cookie in seven days are too many, in eight they are not",
    async (world) => {
      await happens(
        world,
        strict,
        `id, at,               user_id, cookie
       v1, 2025-03-01 23:00, u1,      kiosk
       v2, 2025-03-02 01:00, u2,      kiosk
       v3, 2025-03-07 23:59, u3,      kiosk
       w1, 2025-03-01 23:00, u1,      sofa
       w2, 2025-03-02 01:00, u2,      sofa
       w3, 2025-03-08 00:00, u3,      sofa`,
      );
      expect(
        await world.rows(
          "select identifier_value, is_quarantined, rule from nexus_identity.resolved_person_identifiers where identifier_type = 'cookie' order by 1",
        ),
      ).toEqual([
        {
          identifier_value: "kiosk",
          is_quarantined: true,
          rule: "at most 2 user_id seen with one cookie within 7 days",
        },
        { identifier_value: "sofa", is_quarantined: false, rule: "at most 1 user_id per person" },
      ]);
    },
  );

  conforms(
    "a rule made stricter a year later takes back what it had merged, and gives the ids back when it goes",
    async (world) => {
      const rows = `
      id, at,         email,            phone,        user_id
      v1, 2025-03-01, ana@acme.example, ,             u1
      v2, 2025-03-02, bo@beta.example,  ,             u2`;
      const tied = `${rows}
      v3, 2025-03-03, ana@acme.example, +14155550101, u1
      v4, 2025-03-04, bo@beta.example,  +14155550101, u2`;
      const loose = defineModel({
        entities: {
          person: {
            identifiers: {
              email: email(),
              phone: phone(),
              user_id: id({ perEntity: Number.POSITIVE_INFINITY }),
              cookie: anonymousId(),
            },
            traits: { name: "text" },
          },
        },
      });
      await happens(world, loose, rows);
      const ids = [await world.idOf("user_id u1"), await world.idOf("user_id u2")];
      await happens(world, loose, tied);
      expect(await world.idOf("user_id u2")).toBe(ids[0]);
      await happens(world, strict, tied);
      expect([await world.idOf("user_id u1"), await world.idOf("user_id u2")]).toEqual(ids);
      expect(await world.logged(3)).toContain("split user_id u2");
      await happens(world, loose, tied);
      expect(await world.idOf("user_id u2")).toBe(ids[0]);
    },
  );

  conforms("priority puts another type first", async (world) => {
    const phonesFirst = defineModel({
      entities: {
        person: {
          identifiers: {
            email: email(),
            phone: phone({ perEntity: 1 }),
            user_id: id({ perEntity: Number.POSITIVE_INFINITY }),
            cookie: anonymousId(),
          },
          traits: { name: "text" },
          priority: ["phone", "email"],
        },
      },
    });
    await happens(
      world,
      phonesFirst,
      `id, at,         email,            phone,        user_id
       v1, 2025-03-01, ana@acme.example, +14155550101, u1
       v2, 2025-03-02, ana@acme.example, +14155550102, u2`,
    );
    expect(await world.identities()).toEqual([
      ["email ana@acme.example"],
      ["phone +14155550101", "user_id u1"],
      ["phone +14155550102", "user_id u2"],
    ]);
  });
});
