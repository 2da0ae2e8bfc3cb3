import { describe, expect } from "vitest";
import { concat, constant, defineSource, equals, not, type RawTable } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, site, visitor } from "./site.ts";

describe("versions of a row", () => {
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
      const { name } = await world.profile("user_id u1");
      // Which one does not hang on the order of the rows.
      await world.afresh();
      const turned = await world.csv(
        "views",
        "id, at, user_id, name, loaded\nv1, 2025-03-01, u1, Bo, 2025-03-01\nv1, 2025-03-01, u1, Ana, 2025-03-01",
      );
      expect((await world.run({ model: people, sources: [site(turned)] })).sources).toMatchObject([{ conflicts: 1 }]);
      expect(await world.profile("user_id u1")).toMatchObject({ name });
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
    expect(await world.happened()).toEqual(["2025-03-01 first login of app"]);
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
    expect(await world.happened()).toEqual([
      "2025-03-01 page viewed of homepage",
      "2025-03-02 page viewed of homepage",
    ]);
    expect(await world.rows("select event_id, person_id from nexus.person_participants")).toEqual(
      expect.arrayContaining([...before]),
    );
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

  conforms("an event that several rows tell of is there while one of them is", async (world) => {
    const run = async (...rows: readonly string[]) => {
      const mails = await world.csv("mails", ["box, id, mail, at, from, labels, deleted, loaded", ...rows].join("\n"));
      const mail = defineSource(people, "mail", {
        timezone: "UTC",
        ingestedAt: "loaded",
        tables: { mails },
        events: {
          mail_sent: {
            from: "mails",
            id: "mail",
            row: concat("box", constant(":"), "id"),
            occurredAt: "at",
            deletedAt: "deleted",
            where: not(equals("labels", "trash")),
            persons: [{ role: "sender", identifiers: { email: "from" } }],
          },
        },
      });
      await world.run({ model: people, sources: [mail] });
      return world.happened();
    };
    const ana = "ana, 1, m1, 2025-03-01, pat@acme.example, inbox, , 2025-03-01";
    const bo = "bo,  7, m1, 2025-03-01, pat@acme.example, inbox, , 2025-03-02";
    const sent = ["2025-03-01 mail sent of mail"];
    expect(await run(ana, bo)).toEqual(sent);
    // One throws the copy away, in a version that says no more than that; the other copy is as old as it was.
    expect(await run(ana, bo, "bo, 7, , , , trash, , 2025-03-03")).toEqual(sent);
    // The other one's is deleted; raw has forgotten all that came before.
    expect(await run("ana, 1, , , , , true, 2025-03-04")).toEqual([]);
    // An old version of a copy does not bring it back, a newer one does.
    expect(await run(bo)).toEqual([]);
    expect(await run("bo, 7, m1, 2025-03-01, pat@acme.example, inbox, , 2025-03-05")).toEqual(sent);
    expect(await world.identities()).toEqual([["email pat@acme.example"]]);
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
});
