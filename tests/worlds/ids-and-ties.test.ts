import { describe, expect } from "vitest";
import { defineModel, defineSource, id, item, items } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, site } from "./site.ts";

describe("ids and ties", () => {
  conforms("two events at one instant whose ids begin alike are still of two persons", async (world) => {
    // These two natural ids give event ids with the same first 11 hex digits (found by search).
    const views = await world.csv(
      "views",
      `id, at, cookie, name\n${alike[0]}, 2025-03-01, c1, Ana\n${alike[1]}, 2025-03-01, c2, Bo`,
    );
    await world.run({ model: people, sources: [site(views)] });
    const heads = await world.rows("select distinct substr(id, 5, 11) as head from nexus.events");
    expect(heads, "the pair must still collide: search another one when the form of event ids changes").toHaveLength(1);
    expect(await world.rows("select count(distinct id) as ids, count(*) as persons from nexus.persons")).toEqual([
      { ids: 2, persons: 2 },
    ]);
  });

  conforms("of two events at one instant whose ids begin alike each is named where it was the cause", async (world) => {
    const views = await world.csv(
      "views",
      `id, at, cookie, name\n${alike[0]}, 2025-03-01, c1, Ana\n${alike[1]}, 2025-03-01, c2, Bo`,
    );
    await world.run({ model: people, sources: [site(views)] });
    for (const [cookie, name, event] of [
      ["c1", "Ana", alike[0]],
      ["c2", "Bo", alike[1]],
    ] as const) {
      const [{ id } = { id: null }] = await world.rows(
        `select event_id as id from nexus_source.site_events where view_id = '${event}'`,
      );
      expect(await world.profile(`cookie ${cookie}`)).toMatchObject({ name });
      expect(
        await world.rows(
          `select l.event_id as born, t.event_id as named from nexus_identity.identity_log as l join nexus_identity.resolved_person_traits as t on t.person_id = l.entity_id where l.identifier_value = '${cookie}'`,
        ),
      ).toEqual([{ born: id, named: id }]);
    }
  });

  conforms("a list of five thousand new people gives five thousand ids", async (world) => {
    const count = 5000;
    const mails = await world.json("mails", [
      {
        id: "m1",
        at: "2025-03-01",
        to: Array.from({ length: count }, (_, index) => ({ email: `p${index}@acme.example` })),
      },
    ]);
    const mail = defineSource(people, "mail", {
      timezone: "UTC",
      tables: { mails },
      events: {
        mail_sent: {
          from: "mails",
          id: "id",
          occurredAt: "at",
          lists: { to: items("to") },
          persons: [{ role: "recipient", each: "to", identifiers: { email: item("email") } }],
        },
      },
    });
    await world.run({ model: people, sources: [mail] });
    expect(await world.rows("select count(*) as persons, count(distinct id) as ids from nexus.persons")).toEqual([
      { persons: count, ids: count },
    ]);
  });

  conforms("a person with eighteen kinds of identifiers, and one of them shared, are two ids", async (world) => {
    const key = id({ shared: ["everyone"] });
    const kinds = {
      key_1: key,
      key_2: key,
      key_3: key,
      key_4: key,
      key_5: key,
      key_6: key,
      key_7: key,
      key_8: key,
      key_9: key,
      key_10: key,
      key_11: key,
      key_12: key,
      key_13: key,
      key_14: key,
      key_15: key,
      key_16: key,
      key_17: key,
      key_18: key,
    };
    const model = defineModel({ entities: { person: { identifiers: kinds } } });
    // What is told apart by its place in the mention alone: the seventeenth kind and the eighteenth.
    const rows = await world.csv("rows", "id, at, key_17, key_18\nr1, 2025-03-01, everyone, k1");
    const wide = defineSource(model, "wide", {
      timezone: "UTC",
      tables: { rows },
      events: {
        row_seen: {
          from: "rows",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "owner", identifiers: { key_17: "key_17", key_18: "key_18" } }],
        },
      },
    });
    await world.run({ model, sources: [wide] });
    expect(await world.identities()).toEqual([["key_17 everyone"], ["key_18 k1"]]);
  });
});

const alike = ["v7590117", "v11652697"] as const;
