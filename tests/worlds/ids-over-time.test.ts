import { describe, expect } from "vitest";
import { conforms } from "../conformance/conforms.ts";
import { people, site } from "./site.ts";

describe("ids over time", () => {
  conforms("a second run changes no id and logs nothing", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         email,            cookie
       v1, 2025-03-01, ana@acme.example, c1
       v2, 2025-03-02, bo@acme.example,  c2
       v3, 2025-03-03, info@acme.example,`,
    );
    const story = { model: people, sources: [site(views)] };
    const all =
      "select identifier_type, identifier_value, person_id, origin_id from nexus_identity.resolved_person_identifiers order by 1, 2";
    await world.run(story);
    const before = await world.rows(all);
    await world.run(story);
    await world.run(story, { horizon: "2026-12-31T00:00:00Z" });
    expect(await world.rows(all)).toEqual(before);
    expect(await world.logged(2)).toEqual([]);
    expect(await world.logged(3)).toEqual([]);
  });

  conforms(
    "an identifier that joins two makes them one: the older id stays, the other becomes its alias",
    async (world) => {
      const first = `id, at,         email,            cookie
                   v1, 2025-03-02, ana@acme.example,
                   v2, 2025-03-01, ,                 c1`;
      await world.run({ model: people, sources: [site(await world.csv("views", first))] });
      const older = await world.idOf("cookie c1");
      const younger = await world.idOf("email ana@acme.example");
      expect(younger).not.toBe(older);

      await world.run({
        model: people,
        sources: [site(await world.csv("views", `${first}\nv3, 2025-03-03, ana@acme.example, c1`))],
      });
      expect(await world.idOf("email ana@acme.example")).toBe(older);
      expect(await world.leadsTo(younger)).toEqual([`merged ${older}`]);
      expect(await world.leadsTo(older)).toEqual([`living ${older}`]);
      expect(await world.logged(2)).toEqual(["merge email ana@acme.example"]);
      expect(await world.timeline("cookie c1")).toHaveLength(3);
    },
  );

  conforms("when the evidence goes, both get their ids back, and their own events", async (world) => {
    const rows = (deleted: string) => `id, at,         email,            cookie, deleted
                                       v1, 2025-03-02, ana@acme.example, ,
                                       v2, 2025-03-01, ,                 c1,
                                       v3, 2025-03-03, ana@acme.example, c1,     ${deleted}`;
    const story = async (deleted: string) => ({
      model: people,
      sources: [site(await world.csv("views", rows(deleted)))],
    });
    await world.run({
      model: people,
      sources: [site(await world.csv("views", rows("").split("\n").slice(0, 3).join("\n")))],
    });
    const older = await world.idOf("cookie c1");
    const younger = await world.idOf("email ana@acme.example");

    await world.run(await story(""));
    expect(await world.idOf("email ana@acme.example")).toBe(older);

    await world.run(await story("2025-03-04"));
    expect(await world.idOf("cookie c1")).toBe(older);
    expect(await world.idOf("email ana@acme.example")).toBe(younger);
    expect(await world.timeline("cookie c1")).toEqual(["2025-03-01 page viewed (visitor)"]);
    expect(await world.timeline("email ana@acme.example")).toEqual(["2025-03-02 page viewed (visitor)"]);
    expect(await world.logged(3)).toEqual(["split email ana@acme.example"]);
    // Whoever noted the older id while it stood for both is told of both.
    expect(await world.leadsTo(older)).toEqual([`living ${older}`, `split ${younger}`]);
    expect(await world.leadsTo(younger)).toEqual([`living ${younger}`]);
  });

  conforms("a link that the row's newest version no longer has is a link no more", async (world) => {
    const views = (cookie: string, loaded: string) =>
      world.csv(
        "views",
        `id, at,         email,            cookie,    loaded
         v1, 2025-03-01, ana@acme.example, ,          2025-03-01
         v2, 2025-03-02, ,                 c1,        2025-03-02
         v3, 2025-03-03, ana@acme.example, ${cookie}, ${loaded}`,
      );
    await world.run({ model: people, sources: [site(await views("c1", "2025-03-03"))] });
    expect(await world.identities()).toEqual([["cookie c1", "email ana@acme.example"]]);
    await world.run({ model: people, sources: [site(await views("c2", "2025-03-04"))] });
    expect(await world.identities()).toEqual([["cookie c1"], ["cookie c2", "email ana@acme.example"]]);
  });

  conforms(
    "an identifier that comes first in the alphabet, or first in time, changes no id when it comes late",
    async (world) => {
      const first = `id, at,         email,              cookie
                   v1, 2025-03-02, mia@acme.example,   m1`;
      await world.run({ model: people, sources: [site(await world.csv("views", first))] });
      const id = await world.idOf("cookie m1");
      const late = `${first}\nv2, 2025-03-01, aaa@acme.example, m1\nv3, 2025-03-05, 111@acme.example, m1`;
      await world.run({ model: people, sources: [site(await world.csv("views", late))] });
      expect(await world.idOf("email aaa@acme.example")).toBe(id);
      expect(await world.idOf("cookie m1")).toBe(id);
      expect(await world.profile("cookie m1")).toMatchObject({ first_seen_at: "2025-03-01" });
    },
  );

  conforms("A absorbs B, later C absorbs A: both old ids lead to C", async (world) => {
    const lines = [
      "id, at, email, cookie, user_id",
      "v1, 2025-03-01, , , c",
      "v2, 2025-03-02, a@acme.example, ,",
      "v3, 2025-03-03, , b,",
      "v4, 2025-03-04, a@acme.example, b,",
      "v5, 2025-03-05, a@acme.example, , c",
    ];
    const upTo = async (row: number) => ({
      model: people,
      sources: [site(await world.csv("views", lines.slice(0, row + 1).join("\n")))],
    });
    await world.run(await upTo(3));
    const [a, b, c] = [
      await world.idOf("email a@acme.example"),
      await world.idOf("cookie b"),
      await world.idOf("user_id c"),
    ];
    await world.run(await upTo(4));
    expect(await world.leadsTo(b)).toEqual([`merged ${a}`]);
    await world.run(await upTo(5));
    expect(await world.idOf("cookie b")).toBe(c);
    expect(await world.leadsTo(a)).toEqual([`merged ${c}`]);
    expect(await world.leadsTo(b)).toEqual([`merged ${c}`]);
  });

  conforms("old A with one identifier meets young B with a hundred: A's id stays", async (world) => {
    const young = Array.from({ length: 100 }, (_, index) => ({
      id: `b${index}`,
      at: "2025-03-02",
      user_id: "b",
      cookie: `c${index}`,
    }));
    const old = { id: "a", at: "2025-03-01", user_id: "a", cookie: null };
    await world.run({ model: people, sources: [site(await world.texts("views", [old, ...young]))] });
    const [a, b] = [await world.idOf("user_id a"), await world.idOf("user_id b")];
    const meeting = { id: "m", at: "2025-03-03", user_id: "a", cookie: "c50" };
    await world.run({ model: people, sources: [site(await world.texts("views", [meeting, ...young, old]))] });
    expect(await world.idOf("user_id b")).toBe(a);
    expect(await world.leadsTo(b)).toEqual([`merged ${a}`]);
    expect(await world.rows("select count(*) as n from nexus.persons")).toEqual([{ n: 1 }]);
  });

  conforms("the identifier that somebody was born with is split off: the rest keeps the id", async (world) => {
    const rows = (deleted: string) => `id, at,         user_id, cookie, deleted
                                       v1, 2025-03-01, ,        born,   
                                       v2, 2025-03-02, u1,      born,   ${deleted}
                                       v3, 2025-03-03, u1,      c2,`;
    await world.run({ model: people, sources: [site(await world.csv("views", rows("")))] });
    const id = await world.idOf("cookie born");
    await world.run({ model: people, sources: [site(await world.csv("views", rows("true")))] });
    expect(await world.idOf("user_id u1")).toBe(id);
    const split = await world.idOf("cookie born");
    expect(split).not.toBe(id);
    expect(await world.leadsTo(id)).toEqual([`living ${id}`, `split ${split}`]);
    const twice = "select id from nexus.persons group by id having count(*) > 1";
    expect(await world.rows(twice)).toEqual([]);
  });

  conforms("an id that is absorbed and split at once leads to both", async (world) => {
    // Born in this order: u1; then u2 with c1 and c2. Later u2 and c2 join u1, while c1 goes its own way.
    const rows = (second: string) => `id, at,         user_id, cookie, phone,        deleted
                                      v1, 2025-03-01, u1,      ,       ,
                                      v2, 2025-03-02, u2,      c1,     ,             ${second === "" ? "" : "true"}
                                      v3, 2025-03-03, u2,      c2,     ,             ,
                                      v4, 2025-03-04, ,        c1,     +14155550104,
                                      ${second}`;
    await world.run({ model: people, sources: [site(await world.csv("views", rows("")))] });
    const [older, younger] = [await world.idOf("user_id u1"), await world.idOf("user_id u2")];
    expect(await world.idOf("phone +14155550104")).toBe(younger);
    const joined = rows("v5, 2025-03-05, u1, c2, ,\n v6, 2025-03-06, u2, c3, ,");
    await world.run({ model: people, sources: [site(await world.csv("views", joined))] });
    expect(await world.idOf("user_id u2")).toBe(older);
    const split = await world.idOf("cookie c1");
    expect([older, younger]).not.toContain(split);
    expect(await world.leadsTo(younger)).toEqual([`merged ${older}`, `split ${split}`]);
    expect(await world.logged(2)).toEqual([
      "accretion cookie c3",
      "merge cookie c2",
      "merge user_id u2",
      "split cookie c1",
      "split phone +14155550104",
    ]);
  });

  conforms("who has no evidence left has ended, and comes back as somebody new", async (world) => {
    const rows = (deleted: string, loaded: string) => `id, at,         email,            deleted,    loaded
                                                       v1, 2025-03-01, ana@acme.example, ${deleted}, ${loaded}
                                                       v2, 2025-03-01, bo@acme.example,  ,           2025-03-01`;
    const story = async (deleted: string, loaded: string) => ({
      model: people,
      sources: [site(await world.csv("views", rows(deleted, loaded)))],
    });
    await world.run(await story("", "2025-03-01"));
    const first = await world.idOf("email ana@acme.example");
    await world.run(await story("yes", "2025-03-02"));
    expect(await world.identities()).toEqual([["email bo@acme.example"]]);
    expect(await world.leadsTo(first)).toEqual(["ended"]);
    expect(await world.logged(2)).toEqual(["end email ana@acme.example"]);
    await world.run(await story("", "2025-03-03"));
    const second = await world.idOf("email ana@acme.example");
    expect(second).not.toBe(first);
    expect(await world.leadsTo(first)).toEqual(["ended"]);
    expect(await world.leadsTo(second)).toEqual([`living ${second}`]);
  });

  conforms("who loses an identifier but not all is still who they were", async (world) => {
    const rows = (deleted: string) => `id, at,         email,            cookie, deleted
                                       v1, 2025-03-01, ana@acme.example, c1,
                                       v2, 2025-03-02, ana@acme.example, c2,     ${deleted}`;
    await world.run({ model: people, sources: [site(await world.csv("views", rows("")))] });
    const id = await world.idOf("cookie c2");
    await world.run({ model: people, sources: [site(await world.csv("views", rows("1")))] });
    expect(await world.identities()).toEqual([["cookie c1", "email ana@acme.example"]]);
    expect(await world.idOf("cookie c1")).toBe(id);
    expect(await world.logged(2)).toEqual(["detach cookie c2"]);
  });

  conforms("somebody stays when one of two spellings of their only address goes", async (world) => {
    const rows = (deletedFirst: string, deletedSecond: string) => `id, at,         email,            deleted
                                                                   v1, 2025-03-01, Ana@acme.example, ${deletedFirst}
                                                                   v2, 2025-03-02, ana@acme.example, ${deletedSecond}`;
    for (const [first, second, left] of [
      ["yes", "", "2025-03-02"],
      ["", "yes", "2025-03-01"],
    ] as const) {
      await world.afresh();
      await world.run({ model: people, sources: [site(await world.csv("views", rows("", "")))] });
      const id = await world.idOf("email ana@acme.example");
      const after = { model: people, sources: [site(await world.csv("views", rows(first, second)))] };
      await world.run(after);
      // The spelling that went is forgotten by then.
      await world.run(after);
      expect(await world.identities()).toEqual([["email ana@acme.example"]]);
      expect(await world.idOf("email ana@acme.example")).toBe(id);
      expect(await world.timeline("email ana@acme.example")).toEqual([`${left} page viewed (visitor)`]);
      expect([await world.logged(2), await world.logged(3)]).toEqual([[], []]);
      expect(await world.leadsTo(id)).toEqual([`living ${id}`]);
    }
  });

  conforms("a new spelling of a known address is no news", async (world) => {
    const first = `id, at,         email,                cookie
                   v1, 2025-03-02, ana.rivera@gmail.com, c1`;
    await world.run({ model: people, sources: [site(await world.csv("views", first))] });
    const id = await world.idOf("cookie c1");
    const more = `${first}\nv2, 2025-03-01, AnaRivera@gmail.com,\nv3, 2025-03-04, anarivera+shop@gmail.com, c2`;
    await world.run({ model: people, sources: [site(await world.csv("views", more))] });
    expect(await world.idOf("email anarivera@gmail.com")).toBe(id);
    expect(await world.idOf("cookie c2")).toBe(id);
    expect(await world.logged(2)).toEqual(["accretion cookie c2"]);
  });
});
