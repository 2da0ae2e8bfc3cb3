import { describe, expect } from "vitest";
import { column, defineSource, epoch, type RawTable } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { people, site } from "./site.ts";
import { shown, type World } from "./world.ts";

/** The history of a trait: `Ana 2025-03-01 – 2025-03-02`, the current one with a star. */
async function said(world: World, trait: string): Promise<readonly string[]> {
  const rows = await world.rows(
    `select trait_value, first_occurred_at, occurred_at, is_current from nexus_identity.resolved_person_traits where trait_name = '${trait}' order by first_occurred_at, trait_value`,
  );
  return rows.map(({ trait_value, first_occurred_at, occurred_at, is_current }) =>
    [`${trait_value}${is_current === true ? "*" : ""}`, shown(first_occurred_at), "–", shown(occurred_at)].join(" "),
  );
}

describe("time", () => {
  conforms(
    "of several names the most recent survives, a blank one says nothing, and all are remembered",
    async (world) => {
      const views = await world.texts("views", [
        { id: "v1", at: "2025-03-03", user_id: "u1", name: "Ana Rivera" },
        { id: "v2", at: "2025-03-01", user_id: "u1", name: "Ana" },
        { id: "v3", at: "2025-03-04", user_id: "u1", name: "  " },
        { id: "v4", at: "2025-03-05", user_id: "u1", name: null },
        { id: "v5", at: "2025-03-02", user_id: "u1", name: "A. Rivera" },
      ]);
      await world.run({ model: people, sources: [site(views)] });
      expect(await world.profile("user_id u1")).toMatchObject({ name: "Ana Rivera", last_seen_at: "2025-03-05" });
      expect(await said(world, "name")).toEqual([
        "Ana 2025-03-01 – 2025-03-01",
        "A. Rivera 2025-03-02 – 2025-03-02",
        "Ana Rivera* 2025-03-03 – 2025-03-03",
      ]);
    },
  );

  conforms("a name that is said again is current again", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         user_id, name
       v1, 2025-03-01, u1,      Ana
       v2, 2025-03-02, u1,      Bo
       v3, 2025-03-03, u1,      Ana`,
    );
    await world.run({ model: people, sources: [site(views)] });
    expect(await said(world, "name")).toEqual(["Ana* 2025-03-01 – 2025-03-03", "Bo 2025-03-02 – 2025-03-02"]);
  });

  conforms(
    "an old event that comes late changes when somebody was first seen, but not what they are called",
    async (world) => {
      const first = `id, at,         user_id, email,            name
                   v1, 2025-03-05, u1,      ana@acme.example, Ana`;
      await world.run({ model: people, sources: [site(await world.csv("views", first))] });
      const id = await world.idOf("user_id u1");
      const late = `${first}\nv2, 2024-01-01, u1, old@acme.example, Old Ana`;
      await world.run({ model: people, sources: [site(await world.csv("views", late))] });
      expect(await world.profile("user_id u1")).toMatchObject({
        first_seen_at: "2024-01-01",
        last_seen_at: "2025-03-05",
        name: "Ana",
        email: "ana@acme.example",
        event_count: 2,
      });
      expect(await world.idOf("user_id u1")).toBe(id);
    },
  );

  conforms("an event of the future is kept and links, but feeds nothing until it is due", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         user_id, cookie, name
       v1, 2025-03-01, u1,      c1,     Ana
       v2, 2025-07-01, u1,      c2,     Ana the Great
       v3, 2025-03-02, ,        c2,`,
    );
    const story = {
      model: people,
      sources: [site(views)],
      states: { fame: { of: "person", events: { "page viewed": "seen" } } },
    } as const;
    await world.run(story, { horizon: "2025-03-31T00:00:00Z" });
    expect(await world.identities()).toEqual([["cookie c1", "cookie c2", "user_id u1"]]);
    expect(await world.profile("user_id u1")).toMatchObject({
      name: "Ana",
      last_seen_at: "2025-03-02",
      event_count: 3,
    });
    expect(await world.rows("select occurred_at from nexus.events where is_future")).toEqual([
      { occurred_at: "2025-07-01T00:00:00Z" },
    ]);
    expect(await said(world, "name")).toEqual(["Ana* 2025-03-01 – 2025-03-01"]);

    await world.run(story, { horizon: "2025-06-30T00:00:00Z" });
    expect(await world.profile("user_id u1")).toMatchObject({ name: "Ana the Great", last_seen_at: "2025-07-01" });
    expect(await world.rows("select count(*) as n from nexus.events where is_future")).toEqual([{ n: 0 }]);
  });

  conforms("a day beyond the horizon is due, a microsecond more is not", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,                          user_id
       v1, 2025-04-01T00:00:00Z,        u1
       v2, 2025-04-01T00:00:00.000001Z, u2`,
    );
    await world.run({ model: people, sources: [site(views)] }, { horizon: "2025-03-31T00:00:00Z" });
    expect(await world.profile("user_id u1")).toMatchObject({ last_seen_at: "2025-04-01" });
    expect(await world.profile("user_id u2")).toMatchObject({
      last_seen_at: null,
      first_seen_at: "2025-04-01 00:00:00.000001",
    });
  });

  conforms("an address from a future event is not yet the current one", async (world) => {
    const views = await world.csv(
      "views",
      `id, at,         user_id, email
       v1, 2025-03-01, u1,      ana@acme.example
       v2, 2030-01-01, u1,      ana@later.example
       v3, 2030-01-01, u2,      bo@later.example`,
    );
    await world.run({ model: people, sources: [site(views)] }, { horizon: "2025-03-31T00:00:00Z" });
    expect(await world.profile("user_id u1")).toMatchObject({ email: "ana@acme.example" });
    // Who is only known from the future is known by what it says.
    expect(await world.profile("user_id u2")).toMatchObject({ email: "bo@later.example", is_identified: true });
    await world.run({ model: people, sources: [site(views)] }, { horizon: "2030-01-01T00:00:00Z" });
    expect(await world.profile("user_id u1")).toMatchObject({ email: "ana@later.example" });
  });

  conforms("times from the future hold back nobody, not even later rows of their own source", async (world) => {
    const first = `id, at,         user_id, loaded
                   v1, 2099-01-01, u1,      2025-03-01`;
    const story = async (text: string) => ({ model: people, sources: [site(await world.csv("views", text))] });
    await world.run(await story(first), { horizon: "2025-03-02T00:00:00Z" });
    await world.run(await story(`${first}\nv2, 2025-03-03, u2, 2025-03-03`), { horizon: "2025-03-04T00:00:00Z" });
    expect(await world.timeline("user_id u2")).toEqual(["2025-03-03 page viewed (visitor)"]);
    expect(await world.timeline("user_id u1")).toEqual(["2099-01-01 page viewed (visitor)"]);
  });

  conforms("two names of the same instant: one of them, and the same one however the rows lie", async (world) => {
    const rows = ["Ana", "Bo", "Cy", "Di"].map((name, index) => ({
      id: `v${index}`,
      at: "2025-03-01",
      user_id: "u1",
      name,
    }));
    await world.run({ model: people, sources: [site(await world.texts("views", rows))] });
    const { name } = await world.profile("user_id u1");
    expect(["Ana", "Bo", "Cy", "Di"]).toContain(name);
    await world.afresh();
    await world.run({ model: people, sources: [site(await world.texts("views", rows.toReversed()))] });
    expect(await world.profile("user_id u1")).toMatchObject({ name });
    // By the event's id: what has the greatest came last.
    const [last] = await world.rows("select event_id from nexus_identity.resolved_person_traits where is_current");
    expect(await world.rows("select max(id) as event_id from nexus.events")).toEqual([last]);
  });

  conforms("a time without a zone is of the source's zone, also around the change of the clocks", async (world) => {
    const visits = await world.csv(
      "visits",
      `id, at,                        cookie
       a,  2025-01-15 12:00,          c1
       b,  2025-07-15 12:00,          c2
       c,  2025-07-15T12:00:00Z,      c3
       d,  2025-07-15 12:00:00+05:30, c4
       e,  2025-03-30 01:59,          c5
       f,  2025-03-30 03:00,          c6`,
    );
    const madrid = defineSource(people, "madrid", {
      timezone: "Europe/Madrid",
      tables: { visits },
      events: {
        visit: {
          from: "visits",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "guest", identifiers: { cookie: "cookie" } }],
        },
      },
    });
    await world.run({ model: people, sources: [madrid] });
    const seen = async (cookie: string) => (await world.profile(`cookie ${cookie}`))["first_seen_at"];
    expect(await seen("c1")).toBe("2025-01-15 11:00");
    expect(await seen("c2")).toBe("2025-07-15 10:00");
    expect(await seen("c3")).toBe("2025-07-15 12:00");
    expect(await seen("c4")).toBe("2025-07-15 06:30");
    expect(await seen("c5")).toBe("2025-03-30 00:59");
    expect(await seen("c6")).toBe("2025-03-30 01:00");
  });

  conforms(
    "dates alone are midnight, and seconds, milliseconds and microseconds since 1970 are times, too",
    async (world) => {
      const visits = await world.texts("visits", [
        { id: "a", date: "2025-03-01", s: "1740819600", ms: "1740819600123", us: "1740819600123456", cookie: "c1" },
      ]);
      const event = (occurredAt: string | ReturnType<typeof epoch>) => ({
        from: "visits",
        id: "id",
        occurredAt,
        persons: [{ role: "guest", identifiers: { cookie: "cookie" } }],
      });
      const clock = defineSource(people, "clock", {
        timezone: "UTC",
        tables: { visits },
        events: {
          by_date: event("date"),
          by_seconds: event(epoch("s", "seconds")),
          by_milliseconds: event(epoch("ms", "milliseconds")),
          by_microseconds: event(epoch("us", "microseconds")),
        },
      });
      await world.run({ model: people, sources: [clock] });
      expect(await world.timeline("cookie c1")).toEqual([
        "2025-03-01 by date (guest)",
        "2025-03-01 09:00 by seconds (guest)",
        "2025-03-01 09:00:00.123 by milliseconds (guest)",
        "2025-03-01 09:00:00.123456 by microseconds (guest)",
      ]);
    },
  );

  conforms("numbers of JSON are epochs as well as their texts", async (world) => {
    const visits = await world.json("visits", [
      { id: 1, ms: 1_740_819_600_000, cookie: "c1" },
      { id: 2, ms: "1740819600001", cookie: "c1" },
    ]);
    const clock = defineSource(people, "clock", {
      timezone: "UTC",
      tables: { visits },
      events: {
        visit: {
          from: "visits",
          id: "id",
          name: column("cookie"),
          occurredAt: epoch("ms", "milliseconds"),
          persons: [{ role: "guest", identifiers: { cookie: "cookie" } }],
        },
      },
    });
    await world.run({ model: people, sources: [clock] });
    expect(await world.timeline("cookie c1")).toEqual([
      "2025-03-01 09:00 c1 (guest)",
      "2025-03-01 09:00:00.001 c1 (guest)",
    ]);
  });

  conforms("what lies before 1900, and what is no time at all, is set aside with the reason", async (world) => {
    const views: RawTable = await world.csv(
      "views",
      `id, at,                  cookie
       v1, 1899-12-31 23:59:59, c1
       v2, 1900-01-01,          c2
       v3, yesterday,           c3
       v4, ,                    c4
       v5, 2025-02-29,          c5
       v6, infinity,            c6
       v7, 2025-03-01,          c7`,
    );
    const { sources } = await world.run({ model: people, sources: [site(views)] });
    expect(sources).toMatchObject([{ read: 7, setAside: 5, kept: 2 }]);
    expect(await world.identities()).toEqual([["cookie c2"], ["cookie c7"]]);
    const aside = await world.rows(
      "select reason, count(*) as n from nexus_source.site_set_aside group by 1 order by 1",
    );
    expect(aside.map(({ reason, n }) => `${n} ${reason}`)).toEqual([
      "3 occurred_at is not a time",
      "1 occurred_at is null",
      "1 occurred_at lies before 1900",
    ]);
    expect(await world.happened()).toEqual(["1900-01-01 page viewed of site", "2025-03-01 page viewed of site"]);
  });
});
