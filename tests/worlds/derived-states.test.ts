import { describe, expect } from "vitest";
import { column, defineModel, defineSource, equals, id, optional, type RawTable, sql } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { shown, type World } from "./world.ts";

const model = defineModel({
  entities: { person: { identifiers: { user_id: id() } }, group: { identifiers: { team_id: id() } } },
});

/** Somebody did something, or joined a team, or left it. */
function app(table: RawTable) {
  const member = (event: string, role: string, ends: boolean) => ({
    from: "rows",
    id: "id",
    occurredAt: "at",
    where: equals("event", event),
    persons: [{ role: "member", identifiers: { user_id: "who" } }],
    groups: [{ role: "team", identifiers: { team_id: optional("team") } }],
    memberships: [{ person: "member", group: "team", role, ends }],
  });
  return defineSource(model, "app", {
    timezone: "UTC",
    tables: { rows: table },
    events: {
      done: {
        from: "rows",
        name: column("event"),
        id: "id",
        occurredAt: "at",
        value: optional("amount"),
        persons: [{ role: "user", identifiers: { user_id: "who" } }],
      },
      joined: member("joined", "member", false),
      left: member("left", "member", true),
      promoted: member("promoted", "owner", false),
    },
  });
}

const billing = {
  of: "person",
  events: { trial: "trialing", paid: "active", canceled: "canceled", forgot: null },
} as const;
const install = { of: "person", events: { installed: "installed", removed: null } } as const;
const mrr = { of: "person", entries: [{ event: "priced", number: { column: "value" } }] } as const;

/** The intervals of a state of a group. */
const ofTeam = (world: World, state: string): Promise<readonly string[]> => world.states("team_id t1", state, "group");

describe("states from other states", () => {
  conforms("the first case that holds counts, at each moment at which something changes", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,     who
       r1, 2025-01-01, trial,     ana
       r2, 2025-01-05, installed, ana
       r3, 2025-02-01, paid,      ana
       r4, 2025-03-01, removed,   ana
       r5, 2025-04-01, forgot,    ana
       r6, 2025-05-01, removed,   bo`,
    );
    await world.run({
      model,
      sources: [app(rows)],
      states: {
        health: {
          of: "person",
          from: ["install", "billing"],
          cases: [
            { when: { billing: ["active", "trialing"], install: "installed" }, value: "healthy" },
            { when: { billing: "active", install: null }, value: "at risk" },
          ],
          otherwise: "cold",
        },
        billing,
        install,
      },
    });
    expect(await world.states("user_id ana", "health")).toEqual([
      "2025-01-01 – 2025-01-05 cold",
      "2025-01-05 – 2025-03-01 healthy",
      "2025-03-01 – 2025-04-01 at risk",
      "2025-04-01 – cold",
    ]);
    // Whoever never had one of the states has none that is made from them.
    expect(await world.states("user_id bo", "health")).toEqual([]);
    const causes = await world.rows(
      "select e.name from nexus.states as s join nexus.events as e on e.id = s.event_id where s.state_name = 'health' order by s.state_entered_at",
    );
    expect(causes.map(({ name }) => name)).toEqual(["trial", "installed", "removed", "forgot"]);
  });

  conforms("SQL decides over values and numbers; states made from such states follow", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,    who, amount
       r1, 2025-01-01, paid,     ana,
       r2, 2025-01-10, priced,   ana, 50
       r3, 2025-02-01, priced,   ana, 500
       r4, 2025-03-01, canceled, ana,`,
    );
    await world.run({
      model,
      sources: [app(rows)],
      states: {
        mood: { of: "person", from: ["tier"], cases: [{ when: { tier: "large" }, value: "glad" }], otherwise: "calm" },
        tier: {
          of: "person",
          from: ["billing", "mrr"],
          value: sql`case when billing <> 'active' then 'former' when mrr >= 100 then 'large' when mrr > 0 then 'small' end`,
          number: sql`case when billing = 'active' then mrr * 12 end`,
        },
        yearly: { of: "person", from: ["mrr"], number: sql`mrr * 12` },
        named: {
          of: "person",
          from: ["tier"],
          value: sql`tier || ' ' || coalesce(cast(cast(tier_number as integer) as varchar), '')`,
        },
        billing,
        mrr,
      },
    });
    expect(await world.states("user_id ana", "tier")).toEqual([
      "2025-01-10 – 2025-02-01 small",
      "2025-02-01 – 2025-03-01 large",
      "2025-03-01 – former",
    ]);
    expect(await world.states("user_id ana", "mood")).toEqual([
      "2025-01-10 – 2025-02-01 calm",
      "2025-02-01 – 2025-03-01 glad",
      "2025-03-01 – calm",
    ]);
    expect(await world.states("user_id ana", "named")).toEqual([
      "2025-01-10 – 2025-02-01 small 600",
      "2025-02-01 – 2025-03-01 large 6000",
      "2025-03-01 – former ",
    ]);
    const yearly = await world.rows(
      "select state_value, state_number, state_delta from nexus.states where state_name = 'yearly' order by state_entered_at",
    );
    expect(yearly).toEqual([
      { state_value: "600", state_number: 600, state_delta: null },
      { state_value: "6000", state_number: 6000, state_delta: 5400 },
    ]);
  });

  conforms("a timeout goes on into what is made from it", async (world) => {
    const rows = await world.csv("rows", "id, at, event, who\nr1, 2025-01-01, paid, ana\nr2, 2025-03-01, paid, ana");
    await world.run({
      model,
      sources: [app(rows)],
      states: {
        payer: { of: "person", events: { paid: "paying" }, timeouts: [{ after: { days: 31 }, value: "late" }] },
        warning: { of: "person", from: ["payer"], cases: [{ when: { payer: "late" }, value: "write to them" }] },
      },
    });
    expect(await world.states("user_id ana", "warning")).toEqual([
      "2025-02-01 – 2025-03-01 write to them",
      "2025-04-01 – write to them",
    ]);
  });

  conforms("the best of the members, cut by when they come and go", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,    who, team
       r1, 2025-01-01, joined,   ana, t1
       r2, 2025-01-10, trial,    ana,
       r3, 2025-02-01, paid,     bo,
       r4, 2025-03-01, joined,   bo,  t1
       r5, 2025-04-01, canceled, ana,
       r6, 2025-05-01, left,     bo,  t1
       r7, 2025-06-01, forgot,   ana,
       r8, 2025-02-10, promoted, cem, t2`,
    );
    await world.run({
      model,
      sources: [app(rows)],
      states: {
        billing,
        company: {
          of: "group",
          over: { members: "billing" },
          best: ["active", "trialing", "canceled"],
          otherwise: "nobody",
        },
        paying: {
          of: "group",
          over: { members: "billing" },
          cases: [
            { all: ["active", "trialing"], value: "all" },
            { any: "active", value: "some" },
          ],
        },
        seats: { of: "group", over: { members: "billing" }, count: ["active", "trialing"] },
        standing: { of: "person", over: { groups: "company" }, best: ["active", "canceled"] },
      },
    });
    expect(await ofTeam(world, "company")).toEqual([
      "2025-01-10 – 2025-03-01 trialing",
      "2025-03-01 – 2025-05-01 active",
      "2025-05-01 – 2025-06-01 canceled",
      "2025-06-01 – nobody",
    ]);
    expect(await ofTeam(world, "paying")).toEqual(["2025-01-10 – 2025-04-01 all", "2025-04-01 – 2025-05-01 some"]);
    expect(await ofTeam(world, "seats")).toEqual([
      "2025-01-10 – 2025-03-01 1",
      "2025-03-01 – 2025-04-01 2",
      "2025-04-01 – 2025-05-01 1",
      "2025-05-01 – 0",
    ]);
    expect(await world.states("team_id t2", "company", "group")).toEqual([]);
    // And back from the team to whom it has; bo has left it.
    expect(await world.states("user_id ana", "standing")).toEqual([
      "2025-03-01 – 2025-05-01 active",
      "2025-05-01 – 2025-06-01 canceled",
    ]);
    expect(await world.states("user_id bo", "standing")).toEqual(["2025-03-01 – 2025-05-01 active"]);
  });

  conforms("persons may have what their groups have, of the groups' own events", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,    who, team
       r1, 2025-01-01, joined,   ana, t1
       r2, 2025-02-01, promoted, bo,  t1
       r3, 2025-03-01, joined,   ana, t2
       r4, 2025-04-01, left,     ana, t1`,
    );
    await world.run({
      model,
      sources: [app(rows)],
      states: {
        led: { of: "group", events: { promoted: "led" }, timeouts: [{ after: { days: 100 }, value: "left alone" }] },
        guided: { of: "person", over: { groups: "led" }, best: ["led"] },
        teams: { of: "person", over: { groups: "led", role: "owner" }, count: true },
      },
    });
    expect(await ofTeam(world, "led")).toEqual(["2025-02-01 – 2025-05-12 led", "2025-05-12 – left alone"]);
    expect(await world.states("user_id ana", "guided")).toEqual(["2025-02-01 – 2025-04-01 led"]);
    expect(await world.states("user_id ana", "teams")).toEqual([]);
    expect(await world.states("user_id bo", "guided")).toEqual(["2025-02-01 – 2025-05-12 led"]);
    expect(await world.states("user_id bo", "teams")).toEqual(["2025-02-01 – 1"]);
  });

  conforms("somebody in two roles counts once, and of one role those alone; sums are exact", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,    who, team, amount
       r1, 2025-01-01, joined,   ana, t1,
       r2, 2025-01-02, promoted, ana, t1,
       r3, 2025-01-01, joined,   bo,  t1,
       r4, 2025-01-01, joined,   cem, t1,
       r5, 2025-02-01, priced,   ana, ,    0.1
       r6, 2025-03-01, priced,   bo,  ,    0.2
       r7, 2025-04-01, priced,   cem, ,    0.3
       r8, 2025-05-01, left,     ana, t1,
       r9, 2025-06-01, priced,   cem, ,    0`,
    );
    await world.run({
      model,
      sources: [app(rows)],
      states: {
        mrr,
        revenue: { of: "group", over: { members: "mrr" }, sum: true },
        of_owners: { of: "group", over: { members: "mrr", role: "owner" }, sum: true },
        payers: { of: "group", over: { members: "mrr" }, count: true },
      },
    });
    // Whoever has left as a member is an owner still.
    expect(await ofTeam(world, "revenue")).toEqual([
      "2025-02-01 – 2025-03-01 0.1",
      "2025-03-01 – 2025-04-01 0.3",
      "2025-04-01 – 2025-06-01 0.6",
      "2025-06-01 – 0.3",
    ]);
    expect(await ofTeam(world, "of_owners")).toEqual(["2025-02-01 – 0.1"]);
    expect(await ofTeam(world, "payers")).toEqual([
      "2025-02-01 – 2025-03-01 1",
      "2025-03-01 – 2025-04-01 2",
      "2025-04-01 – 3",
    ]);
    const [caused] = await world.rows(
      "select e.occurred_at from nexus.states as s join nexus.events as e on e.id = s.event_id where s.state_name = 'payers' and is_current",
    );
    expect(shown(caused?.["occurred_at"])).toBe("2025-04-01");
  });
});
