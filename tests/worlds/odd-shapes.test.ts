import { describe, expect } from "vitest";
import {
  column,
  concat,
  constant,
  defineModel,
  defineSource,
  domain,
  domainOf,
  email,
  epoch,
  equals,
  firstOf,
  id,
  item,
  items,
  json,
  lookup,
  optional,
  present,
  type RawTable,
  rowsOf,
  sql,
  when,
} from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, site, visitor } from "./site.ts";

const model = defineModel({
  entities: {
    person: { identifiers: { email: email(), user_id: id() }, traits: { name: "text", age: "number" } },
    group: { identifiers: { domain: domain() } },
  },
});

const one = (name: string, tables: Readonly<Record<string, RawTable>>, more: object, source: object = {}) =>
  defineSource(model, name, {
    timezone: "UTC",
    ...source,
    tables,
    events: {
      seen: {
        from: "rows",
        id: "id",
        occurredAt: "at",
        persons: [{ role: "visitor", identifiers: { email: "email" } }],
        ...more,
      },
    },
  } as never);

describe("times", () => {
  conforms("seconds since 1970 are UTC, whatever the zone of the source", async (world) => {
    const rows = await world.csv("rows", "id, at, email\nr1, 1782900000, ana@acme.example");
    for (const occurredAt of [epoch("at", "seconds"), when(present("at"), epoch("at", "seconds"))]) {
      await world.afresh();
      await world.run({ model, sources: [one("app", { rows }, { occurredAt }, { timezone: "Europe/Madrid" })] });
      expect(await world.happened()).toEqual(["2026-07-01 10:00 seen of app"]);
    }
  });

  conforms("an offset may stand behind a blank, and a time without seconds before one", async (world) => {
    const rows = await world.texts("rows", [
      { id: "r1", at: "2026-02-01 12:00:00.000 +0000", email: "ana@acme.example" },
      { id: "r2", at: "2026-02-01 12:00 -05:00", email: "ana@acme.example" },
    ]);
    await world.run({ model, sources: [one("app", { rows }, {})] });
    expect(await world.happened()).toEqual(["2026-02-01 12:00 seen of app", "2026-02-01 17:00 seen of app"]);
  });
});

describe("rows", () => {
  conforms("of two accounts are apart, also by the same key of a row", async (world) => {
    const run = async (text: string) => {
      const rows = await world.csv("rows", `acct, rid, id, at, email, deleted\n${text}`);
      const more = { row: "rid", deletedAt: "deleted" };
      return world.run({ model, sources: [one("mail", { rows }, more, { account: "acct" })] });
    };
    const { sources } = await run(
      "eu, 1, m1, 2025-03-01, ana@acme.example,\nus, 1, m2, 2025-03-02, bo@acme.example,\nus, 2, m3, 2025-03-03, cy@acme.example, true",
    );
    expect(sources).toMatchObject([{ kept: 2, duplicates: 0, deleted: 1 }]);
    expect(await world.identities()).toEqual([["email ana@acme.example"], ["email bo@acme.example"]]);
  });

  conforms("kept in one way are not taken for rows kept in another", async (world) => {
    const rows = await world.csv("rows", "id, at, email\nr1, 2025-03-01, ana@acme.example");
    await world.run({ model, sources: [one("app", { rows }, {})] });
    for (const more of [{ keep: "earliest" }, { row: "id" }, { changesOf: ["email"] }])
      await expect(world.run({ model, sources: [one("app", { rows }, more)] })).rejects.toThrow("kept in another way");
    await world.run({ model, sources: [one("app", { rows }, {})] });
    expect(await world.identities()).toEqual([["email ana@acme.example"]]);
  });

  conforms("deleted in a version as new as the row's own are gone, in any batches", async (world) => {
    const live = "v1, 2025-03-01, u1, , 2025-03-02";
    const gone = "v1, 2025-03-01, u1, true, 2025-03-02";
    for (const batches of [[live, gone], [gone, live], [`${live}\n${gone}`]]) {
      await world.afresh();
      for (const batch of batches) {
        const views = await world.csv("views", `id, at, user_id, deleted, loaded\n${batch}`);
        await world.run({ model: people, sources: [site(views)] });
      }
      expect(await world.happened()).toEqual([]);
    }
  });

  conforms(
    "a name that was the same for all, and then comes from the row, is not lost of rows that raw forgot",
    async (world) => {
      const run = async (text: string, name: unknown) =>
        world.run({
          model,
          sources: [one("app", { rows: await world.csv("rows", `id, at, email, n\n${text}`) }, { name })],
        });
      await run("r1, 2025-03-01, ana@acme.example, a", "ordered");
      await run("r2, 2025-03-02, ana@acme.example, b", column("n"));
      expect(await world.happened()).toEqual(["2025-03-01 seen of app", "2025-03-02 b of app"]);
    },
  );

  conforms("columns may be called as SQL calls a row", async (world) => {
    const rows = await world.csv(
      "rows",
      "id, at, email, t, r, v, k\nr1, 2025-03-01, ana@acme.example, 1, 2, 3, u1\nr1, 2025-03-01, ana@acme.example, 2, 2, 3, u1\nr2, , ana@acme.example, 1, 6, 3, u1",
    );
    const lines = await world.csv("lines", "row, l, b, email\nr1, 1, 2, bo@acme.example");
    const names = await world.csv("names", "k, v\nu1, Ana");
    const source = one(
      "app",
      { rows, lines, names },
      {
        columns: { t: "t" },
        description: concat(sql`upper(v)`, lookup("names", "k", "k", "v")),
        lists: { lines: rowsOf("lines", "row", "id") },
        persons: [
          { role: "visitor", identifiers: { email: "email" } },
          { role: "line", each: "lines", identifiers: { email: item("email") } },
        ],
      },
    );
    const { sources } = await world.run({ model, sources: [source] });
    expect(sources).toMatchObject([{ kept: 1, conflicts: 1, setAside: 1 }]);
    expect(await world.identities()).toHaveLength(2);
    const [aside] = await world.rows("select row from nexus_source.app_set_aside");
    expect(JSON.parse(String(aside?.["row"]))).toMatchObject({ id: "r2", r: "6" });
    expect(await world.rows("select description from nexus.events")).toEqual([{ description: "3Ana" }]);
  });
});

describe("values", () => {
  conforms("a text where JSON is looked into is told, and so is a list that is none", async (world) => {
    const rows = await world.json("rows", [
      { id: "r1", at: "2025-03-01", req: '{"email":"ana@acme.example"}', ccs: ["bo@acme.example"] },
      { id: "r2", at: "2025-03-02", req: { email: "cy@acme.example" }, ccs: { email: "dee@acme.example" } },
      { id: "r3", at: "2025-03-03", req: "{broken", ccs: null },
    ]);
    const source = one(
      "desk",
      { rows },
      {
        lists: { ccs: items("ccs") },
        persons: [
          { role: "requester", identifiers: { email: json("req", "email") } },
          { role: "cc", each: "ccs", identifiers: { email: item() } },
        ],
      },
    );
    expect((await world.run({ model, sources: [source] })).sources).toMatchObject([{ kept: 3, unreadable: 3 }]);
    expect((await world.identities()).flat()).toEqual(["email bo@acme.example", "email cy@acme.example"]);
    expect(await world.rows("select reason from nexus_meta.row_problems order by 1")).toEqual([
      { reason: "ccs is not a list" },
      { reason: "req is a text, not a JSON document" },
    ]);
  });

  conforms("brought tables of JSON are joined by what their keys say, and traits once an id", async (world) => {
    const tables = {
      events: await world.json("events", [{ event_id: "t1", occurred_at: "2025-03-01" }]),
      persons: await world.json("persons", [{ id: "m1", event_id: "t1", email: "ana@acme.example" }]),
      traits: await world.json("traits", [
        { id: "m1", name: "Ana" },
        { id: "m1", name: "Ana B" },
      ]),
    };
    const source = defineSource(model, "desk", {
      timezone: "UTC",
      tables,
      brings: { events: "events", persons: { identifiers: "persons", traits: "traits" } },
    });
    await world.run({ model, sources: [source] });
    expect(await world.profile("email ana@acme.example")).toMatchObject({ name: "Ana", event_count: 1 });
    expect(await world.rows("select count(*) as n from nexus_core.person_identifiers")).toEqual([{ n: 1 }]);
  });

  conforms("of several fields the first that says something; a company behind a name and a bracket", async (world) => {
    const rows = await world.json("rows", [
      { id: "r1", at: "2025-03-01", a: "", b: "Ana <ana@acme.example>" },
      { id: "r2", at: "2025-03-02", a: "bo@beta.example ", b: null },
    ]);
    const address = firstOf("a", "b");
    const source = one(
      "crm",
      { rows },
      {
        persons: [{ role: "lead", identifiers: { email: address } }],
        groups: [{ role: "company", identifiers: { domain: domainOf(address) } }],
      },
    );
    await world.run({ model, sources: [source] });
    expect((await world.identities()).flat()).toEqual(["email ana@acme.example", "email bo@beta.example"]);
    expect((await world.identities("group")).flat()).toEqual(["domain acme.example", "domain beta.example"]);
    expect(await world.profile("email ana@acme.example")).toMatchObject({ email: "ana@acme.example" });
  });

  conforms("whole numbers are keys without decimals, however a table stores them", async (world) => {
    const rows = sql`(select 'r1' as id, '2025-03-01' as at, cast(7 as double precision) as cust union all select 'r2', '2025-03-02', cast(2.5 as double precision))`;
    const names = await world.csv("names", "cust, email\n7, ana@acme.example");
    const source = one(
      "app",
      { rows, names },
      {
        where: equals("cust", 7),
        persons: [
          { role: "visitor", identifiers: { user_id: "cust", email: lookup("names", "cust", "cust", "email") } },
        ],
      },
    );
    await world.run({ model, sources: [source] });
    expect(await world.identities()).toEqual([["email ana@acme.example", "user_id 7"]]);
  });

  conforms(
    "words that programs leave for nothing are nobody's name, and a mention's condition guards its traits",
    async (world) => {
      const rows = await world.texts("rows", [
        { id: "r1", at: "2025-03-01", email: "ana@acme.example", name: "Ana", age: "44", kind: "person" },
        { id: "r2", at: "2025-03-02", email: "ana@acme.example", name: "NULL", age: null, kind: "person" },
        { id: "r3", at: "2025-03-03", email: "ana@acme.example", name: " n/a ", age: "big", kind: "company" },
      ]);
      const source = one(
        "crm",
        { rows },
        {
          persons: [
            {
              role: "lead",
              where: equals("kind", "person"),
              identifiers: { email: "email" },
              traits: { name: "name", age: "age" },
            },
            { role: "contact", identifiers: { email: "email" }, traits: { name: "name" } },
          ],
        },
      );
      expect((await world.run({ model, sources: [source] })).sources).toMatchObject([{ kept: 3, unreadable: 0 }]);
      expect(await world.profile("email ana@acme.example")).toMatchObject({ name: "Ana", age: 44 });
    },
  );

  conforms("placeholders tie nobody", async (world) => {
    const values = ["unknown@unknown.com", "na@na.com", "guest@guest.com", "keine@angabe.de"];
    const ids = ["0.0", "[redacted]", "deleted", "{{user_id}}", "$user"];
    const rows = await world.texts(
      "rows",
      [
        ...values.map((one) => ({ email: one, user_id: null })),
        ...ids.map((one) => ({ email: null, user_id: one })),
      ].flatMap((row, index) => [
        { ...row, id: `${index}a`, at: "2025-03-01", own: `p${index}` },
        { ...row, id: `${index}b`, at: "2025-03-01", own: `q${index}` },
      ]),
    );
    const own = defineModel({ entities: { person: { identifiers: { own: id(), email: email(), user_id: id() } } } });
    const source = defineSource(own, "app", {
      timezone: "UTC",
      tables: { rows },
      events: {
        seen: {
          from: "rows",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "visitor", identifiers: { own: "own", email: optional("email"), user_id: "user_id" } }],
        },
      },
    });
    await world.run({ model: own, sources: [source] });
    expect(await world.identities()).toHaveLength(18);
  });

  conforms("events made from several rows are counted as events", async (world) => {
    const rows = await world.csv("rows", "id, at, user_id\nu1, 2025-03-02, u1\nu1, 2025-03-01, u1\nu2, 2025-03-01, u2");
    const app = defineSource(people, "app", {
      timezone: "UTC",
      tables: { rows },
      events: {
        first_login: {
          from: "rows",
          id: "id",
          occurredAt: "at",
          keep: "earliest",
          name: constant("first login"),
          ...visitor,
        },
      },
    });
    expect((await world.run({ model: people, sources: [app] })).sources).toMatchObject([{ read: 3, kept: 2 }]);
    expect(await world.rows("select rows_kept from nexus_meta.source_rows")).toEqual([{ rows_kept: 2 }]);
  });
});
