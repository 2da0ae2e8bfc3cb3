import { describe, expect } from "vitest";
import { anonymousId, defineModel, defineSource, email, id, phone, sql } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, site } from "./site.ts";

describe("ids and rules", () => {
  conforms("an id does not hang on which spelling of an address the engine happened to number first", async (world) => {
    const spellings = Array.from({ length: 40 }, (_, index) => ({
      id: `v${index}`,
      at: `2025-03-01 00:${String(index).padStart(2, "0")}`,
      // Every address twice: in small letters first, in capitals later.
      email: index < 20 ? `p${index}@acme.example` : `P${index - 20}@ACME.example`,
    }));
    const ids = "select identifier_value, person_id from nexus_identity.resolved_person_identifiers order by 1";
    await world.run({
      model: people,
      sources: [site(await world.texts("views", spellings), { name: "site" })],
      schemaPrefix: "nexus",
    });
    const forwards = await world.rows(ids);
    // The same rows, the same sources, another order in the file, in a warehouse of their own.
    await world.afresh();
    await world.run({ model: people, sources: [site(await world.texts("views", [...spellings].reverse()))] });
    expect(await world.rows(ids)).toEqual(forwards);
  });

  conforms(
    "a new way to compare that makes one of two merges them, and taking it back gives both ids back",
    async (world) => {
      const scans = await world.csv(
        "scans",
        `id, at,         badge, email
       s1, 2025-03-01, b-1,   ana@acme.example
       s2, 2025-03-02, B1,    bo@acme.example
       s3, 2025-03-03, B1,    bo@acme.example`,
      );
      const story = (badge: ReturnType<typeof id>) => {
        const model = defineModel({ entities: { person: { identifiers: { badge, email: email() } } } });
        const doors = defineSource(model, "doors", {
          timezone: "UTC",
          tables: { scans },
          events: {
            badge_scanned: {
              from: "scans",
              id: "id",
              occurredAt: "at",
              persons: [{ role: "guest", identifiers: { badge: "badge", email: "email" } }],
            },
          },
        });
        return { model, sources: [doors] };
      };
      await world.run(story(id()));
      const [older, younger] = [await world.idOf("badge b-1"), await world.idOf("badge B1")];
      await world.run(story(id({ normalize: (raw) => sql`upper(replace(${raw}, '-', ''))` })));
      expect(await world.identities()).toEqual([["badge B1", "email ana@acme.example", "email bo@acme.example"]]);
      expect(await world.idOf("badge B1")).toBe(older);
      expect(await world.leadsTo(younger)).toEqual([`merged ${older}`]);
      await world.run(story(id()));
      expect([await world.idOf("badge b-1"), await world.idOf("badge B1")]).toEqual([older, younger]);
    },
  );

  conforms(
    "an identifier that becomes all that somebody had takes their id with it, also under a new way to compare",
    async (world) => {
      const scans = await world.csv("scans", "id, at, badge\ns1, 2025-03-01, b-1\ns2, 2025-03-02, B1");
      const story = (badge: ReturnType<typeof id>) => {
        const model = defineModel({ entities: { person: { identifiers: { badge } } } });
        const doors = defineSource(model, "doors", {
          timezone: "UTC",
          tables: { scans },
          events: {
            badge_scanned: {
              from: "scans",
              id: "id",
              occurredAt: "at",
              persons: [{ role: "guest", identifiers: { badge: "badge" } }],
            },
          },
        });
        return { model, sources: [doors] };
      };
      await world.run(story(id()));
      const [older, younger] = [await world.idOf("badge b-1"), await world.idOf("badge B1")];
      await world.run(story(id({ normalize: (raw) => sql`upper(replace(${raw}, '-', ''))` })));
      expect(await world.idOf("badge B1")).toBe(older);
      expect(await world.leadsTo(younger)).toEqual([`merged ${older}`]);
    },
  );

  conforms("an address that a project comes to call shared lets go of those whom it joined", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         email,            cookie
       v1, 2025-03-01, ,                 c1
       v2, 2025-03-02, ,                 c2
       v3, 2025-03-03, desk@acme.example, c1
       v4, 2025-03-04, desk@acme.example, c2`,
    );
    const model = (shared: readonly string[]) =>
      defineModel({
        entities: {
          person: {
            identifiers: { email: email({ shared }), phone: phone(), user_id: id(), cookie: anonymousId() },
            traits: { name: "text" },
          },
        },
      });
    const story = (of: ReturnType<typeof model>) => ({ model: of, sources: [{ ...site(views), model: of }] });
    await world.run(story(model([])));
    const all = await world.idOf("cookie c1");
    expect(await world.idOf("cookie c2")).toBe(all);
    await world.run(story(model(["desk@acme.example"])));
    expect(await world.identities()).toEqual([["cookie c1"], ["cookie c2"], ["email desk@acme.example"]]);
    // A tie: the part with the identifier of its birth keeps the id.
    expect(await world.idOf("cookie c1")).toBe(all);
    const parts = [await world.idOf("cookie c2"), await world.idOf("email desk@acme.example")].sort();
    expect(await world.leadsTo(all)).toEqual([`living ${all}`, ...parts.map((part) => `split ${part}`)]);
    await world.run(story(model([])));
    expect(await world.idOf("cookie c2")).toBe(all);
  });
});
