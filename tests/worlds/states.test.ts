import { describe, expect } from "vitest";
import {
  column,
  defineModel,
  defineSource,
  domain,
  domainOf,
  email,
  id,
  optional,
  type RawTable,
  sql,
} from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { shown } from "./world.ts";

const model = defineModel({
  entities: {
    person: { identifiers: { email: email(), user_id: id() } },
    group: { identifiers: { domain: domain() } },
  },
});

/** Billing: a row is something that happened to a subscription; `event` says what. */
function billing(table: RawTable) {
  return defineSource(model, "billing", {
    timezone: "UTC",
    tables: { rows: table },
    events: {
      change: {
        from: "rows",
        name: column("event"),
        id: "id",
        occurredAt: "at",
        value: optional("mrr"),
        columns: { plan: optional("plan") },
        persons: [
          { role: "customer", identifiers: { email: "email", user_id: optional("user_id") } },
          { role: "admin", identifiers: { email: optional("admin") } },
        ],
        groups: [{ role: "company", identifiers: { domain: domainOf("email") } }],
      },
    },
  });
}

const lifecycle = {
  of: "person",
  events: {
    "trial started": "trialing",
    started: "active",
    renewed: "active",
    cancelled: "cancelled",
    forgotten: null,
  },
} as const;

describe("states", () => {
  conforms("intervals lie side by side, and neighbours with the same value are one", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,               event,         email
       r5, 2025-05-01,       cancelled,     ana@acme.example
       r1, 2025-01-01 08:00, trial started, ana@acme.example
       r3, 2025-03-01,       renewed,       ana@acme.example
       r2, 2025-02-01,       started,       ana@acme.example
       r4, 2025-04-01,       renewed,       ana@acme.example
       r6, 2025-06-01,       started,       bo@acme.example
       r7, 2025-06-02,       looked around, bo@acme.example`,
    );
    await world.run({ model, sources: [billing(rows)], states: { lifecycle } });
    expect(await world.states("email ana@acme.example", "lifecycle")).toEqual([
      "2025-01-01 08:00 – 2025-02-01 trialing",
      "2025-02-01 – 2025-05-01 active",
      "2025-05-01 – cancelled",
    ]);
    expect(await world.states("email bo@acme.example", "lifecycle")).toEqual(["2025-06-01 – active"]);
    const current = await world.rows("select state_value from nexus.states where is_current order by 1");
    expect(current.map(({ state_value }) => state_value)).toEqual(["active", "cancelled"]);
    // What caused an interval is the first event of it.
    const [active] = await world.rows(
      "select e.occurred_at from nexus.states as s join nexus.events as e on e.id = s.event_id where state_value = 'active' order by 1",
    );
    expect(shown(active?.["occurred_at"])).toBe("2025-02-01");
  });

  conforms("null ends a state, and what was before may come again", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,     email
       r1, 2025-01-01, forgotten, ana@acme.example
       r2, 2025-02-01, started,   ana@acme.example
       r3, 2025-03-01, forgotten, ana@acme.example
       r4, 2025-04-01, forgotten, ana@acme.example
       r5, 2025-05-01, started,   ana@acme.example`,
    );
    await world.run({ model, sources: [billing(rows)], states: { lifecycle } });
    expect(await world.states("email ana@acme.example", "lifecycle")).toEqual([
      "2025-02-01 – 2025-03-01 active",
      "2025-05-01 – active",
    ]);
  });

  conforms("a measured state has numbers, and the difference to the one before", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,   email,            mrr
       r1, 2025-01-01, changed, ana@acme.example, 10
       r2, 2025-02-01, changed, ana@acme.example, 25.5
       r3, 2025-03-01, changed, ana@acme.example, 25.50
       r4, 2025-04-01, changed, ana@acme.example, 0`,
    );
    const mrr = { of: "person", entries: [{ event: "changed", number: { column: "value" } }] } as const;
    await world.run({ model, sources: [billing(rows)], states: { mrr } });
    const found = await world.rows(
      "select state_number, state_delta, state_entered_at, state_exited_at from nexus.states order by state_entered_at",
    );
    expect(
      found.map((row) => [
        row["state_number"],
        row["state_delta"],
        shown(row["state_entered_at"]),
        shown(row["state_exited_at"]),
      ]),
    ).toEqual([
      [10, null, "2025-01-01", "2025-02-01"],
      [25.5, 15.5, "2025-02-01", "2025-04-01"],
      [0, -25.5, "2025-04-01", null],
    ]);
  });

  conforms(
    "a measured state that ended goes on from where it was; blank ends it, what is no number says nothing",
    async (world) => {
      const rows = await world.csv(
        "rows",
        `id, at,         event,   email,            plan
       r1, 2025-01-01, changed, ana@acme.example, 100
       r2, 2025-02-01, changed, ana@acme.example, 100.00
       r3, 2025-03-01, changed, ana@acme.example, n/a
       r4, 2025-04-01, changed, ana@acme.example,
       r5, 2025-05-01, changed, ana@acme.example, 70`,
      );
      const mrr = { of: "person", entries: [{ event: "changed", number: { column: "plan" } }] } as const;
      const plan = { of: "person", entries: [{ event: "changed", value: { column: "plan" } }] } as const;
      await world.run({ model, sources: [billing(rows)], states: { mrr, plan } });
      const found = await world.rows(
        "select state_number, state_delta, state_entered_at, state_exited_at from nexus.states where state_name = 'mrr' order by state_entered_at",
      );
      expect(
        found.map((row) => [
          row["state_number"],
          row["state_delta"],
          shown(row["state_entered_at"]),
          shown(row["state_exited_at"]),
        ]),
      ).toEqual([
        [100, null, "2025-01-01", "2025-04-01"],
        [70, -30, "2025-05-01", null],
      ]);
      expect(await world.states("email ana@acme.example", "plan")).toEqual([
        "2025-01-01 – 2025-02-01 100",
        "2025-02-01 – 2025-03-01 100.00",
        "2025-03-01 – 2025-04-01 n/a",
        "2025-05-01 – 70",
      ]);
    },
  );

  conforms("a value out of the event: a column of the source's own, or SQL over the event", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,   email,            plan, mrr
       r1, 2025-01-01, changed, ana@acme.example, free, 0
       r2, 2025-02-01, changed, ana@acme.example, team, 50
       r3, 2025-03-01, changed, ana@acme.example, team, 500
       r4, 2025-04-01, changed, ana@acme.example, ,     500`,
    );
    await world.run({
      model,
      sources: [billing(rows)],
      states: {
        plan: { of: "person", entries: [{ event: "changed", value: { column: "plan" } }] },
        tier: {
          of: "person",
          entries: [{ event: "changed", value: sql`case when value >= 100 then 'big' else 'small' end` }],
        },
      },
    });
    expect(await world.states("email ana@acme.example", "plan")).toEqual([
      "2025-01-01 – 2025-02-01 free",
      "2025-02-01 – 2025-04-01 team",
    ]);
    expect(await world.states("email ana@acme.example", "tier")).toEqual([
      "2025-01-01 – 2025-03-01 small",
      "2025-03-01 – big",
    ]);
  });

  conforms("only those in a role enter a state", async (world) => {
    const rows = await world.csv(
      "rows",
      "id, at, event, email, admin\nr1, 2025-01-01, started, ana@acme.example, bo@acme.example",
    );
    const of = (role: string) => ({ of: "person", entries: [{ event: "started", role, value: "yes" }] }) as const;
    await world.run({ model, sources: [billing(rows)], states: { paying: of("customer"), managing: of("admin") } });
    expect(await world.states("email ana@acme.example", "paying")).toEqual(["2025-01-01 – yes"]);
    expect(await world.states("email ana@acme.example", "managing")).toEqual([]);
    expect(await world.states("email bo@acme.example", "managing")).toEqual(["2025-01-01 – yes"]);
  });

  conforms("companies have states, from the events of all of their people", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,     email
       r1, 2025-01-01, started,   ana@acme.example
       r2, 2025-02-01, started,   bo@acme.example
       r3, 2025-03-01, cancelled, ana@acme.example`,
    );
    await world.run({ model, sources: [billing(rows)], states: { account: { ...lifecycle, of: "group" } } });
    expect(await world.states("domain acme.example", "account", "group")).toEqual([
      "2025-01-01 – 2025-03-01 active",
      "2025-03-01 – cancelled",
    ]);
    expect(await world.rows("select distinct entity_type from nexus.states")).toEqual([{ entity_type: "group" }]);
  });

  conforms("at one instant the entry declared first decides, then the event's id", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,     email
       r1, 2025-01-01, started,   ana@acme.example
       r2, 2025-01-01, cancelled, ana@acme.example
       r3, 2025-02-01, renewed,   ana@acme.example`,
    );
    await world.run({
      model,
      sources: [billing(rows)],
      states: { lifecycle, reversed: { of: "person", events: { cancelled: "cancelled", started: "active" } } },
    });
    expect(await world.states("email ana@acme.example", "lifecycle")).toEqual(["2025-01-01 – active"]);
    expect(await world.states("email ana@acme.example", "reversed")).toEqual(["2025-01-01 – cancelled"]);
  });

  conforms("a late event parts an interval, and a merge lays two histories over each other", async (world) => {
    const first = `id, at,         event,         email,            user_id
                   r1, 2025-01-01, trial started, ana@acme.example,
                   r2, 2025-05-01, cancelled,     ana@acme.example,
                   r3, 2025-03-01, started,       ana@home.example, u1`;
    const story = async (text: string) => ({
      model,
      sources: [billing(await world.csv("rows", text))],
      states: { lifecycle },
    });
    await world.run(await story(first));
    expect(await world.states("email ana@acme.example", "lifecycle")).toEqual([
      "2025-01-01 – 2025-05-01 trialing",
      "2025-05-01 – cancelled",
    ]);
    await world.run(await story(`${first}\nr4, 2025-02-01, started, ana@acme.example,`));
    expect(await world.states("email ana@acme.example", "lifecycle")).toEqual([
      "2025-01-01 – 2025-02-01 trialing",
      "2025-02-01 – 2025-05-01 active",
      "2025-05-01 – cancelled",
    ]);
    await world.run(await story(`${first}\nr5, 2025-06-01, started, ana@acme.example, u1`));
    expect(await world.states("user_id u1", "lifecycle")).toEqual([
      "2025-01-01 – 2025-02-01 trialing",
      "2025-02-01 – 2025-05-01 active",
      "2025-05-01 – 2025-06-01 cancelled",
      "2025-06-01 – active",
    ]);
  });

  conforms("nothing is entered that is not due", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,         event,     email
       r1, 2025-01-01, started,   ana@acme.example
       r2, 2025-06-01, cancelled, ana@acme.example`,
    );
    const story = { model, sources: [billing(rows)], states: { lifecycle } };
    await world.run(story, { horizon: "2025-03-01T00:00:00Z" });
    expect(await world.states("email ana@acme.example", "lifecycle")).toEqual(["2025-01-01 – active"]);
    // A day after the horizon is as good as now for what was seen, but nothing is entered before its time.
    await world.run(story, { horizon: "2025-05-31T12:00:00Z" });
    expect(await world.states("email ana@acme.example", "lifecycle")).toEqual(["2025-01-01 – active"]);
    await world.run(story, { horizon: "2025-06-01T00:00:00Z" });
    expect(await world.states("email ana@acme.example", "lifecycle")).toEqual([
      "2025-01-01 – 2025-06-01 active",
      "2025-06-01 – cancelled",
    ]);
  });
});
