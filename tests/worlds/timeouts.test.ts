import { describe, expect } from "vitest";
import { anonymousId, column, defineModel, defineSource, email, id, optional, type RawTable } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { shown } from "./world.ts";

const model = defineModel({ entities: { person: { identifiers: { email: email() } } } });

/** An app: a row is something that somebody did, alone or with another. */
function app(table: RawTable) {
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
        persons: [
          { role: "visitor", identifiers: { email: "email" } },
          { role: "guest", identifiers: { email: optional("guest") } },
        ],
      },
    },
  });
}

const activity = {
  of: "person",
  events: { "page viewed": "active", "said goodbye": null },
  timeouts: [
    { after: { days: 90 }, value: "lost" },
    { after: { days: 30 }, value: "dormant" },
  ],
} as const;

const ana = "email ana@acme.example";

describe("timeouts", () => {
  conforms("a state is left at the exact moment at which nothing has happened for so long", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,                     event,        email
       r1, 2025-01-01 08:30:00.25, page viewed,  ana@acme.example
       r2, 2025-01-20 12:00,       page viewed,  ana@acme.example
       r3, 2025-06-01 12:00,       page viewed,  ana@acme.example
       r4, 2025-12-20,             page viewed,  bo@acme.example
       r5, 2025-03-01,             page viewed,  cem@acme.example
       r6, 2025-03-10,             said goodbye, cem@acme.example`,
    );
    await world.run({ model, sources: [app(rows)], states: { activity } });
    expect(await world.states(ana, "activity")).toEqual([
      "2025-01-01 08:30:00.25 – 2025-02-19 12:00 active",
      "2025-02-19 12:00 – 2025-04-20 12:00 dormant",
      "2025-04-20 12:00 – 2025-06-01 12:00 lost",
      "2025-06-01 12:00 – 2025-07-01 12:00 active",
      "2025-07-01 12:00 – 2025-08-30 12:00 dormant",
      "2025-08-30 12:00 – lost",
    ]);
    // Somebody who is not silent for long enough yet, and somebody whose state has ended.
    expect(await world.states("email bo@acme.example", "activity")).toEqual(["2025-12-20 – active"]);
    expect(await world.states("email cem@acme.example", "activity")).toEqual(["2025-03-01 – 2025-03-10 active"]);
    // The event that the clock ran from.
    const causes = await world.rows(
      "select s.state_value, e.occurred_at from nexus.states as s join nexus.events as e on e.id = s.event_id where s.state_value in ('dormant', 'lost') order by s.state_entered_at",
    );
    expect(causes.map((row) => `${row["state_value"]} ${shown(row["occurred_at"])}`)).toEqual([
      "dormant 2025-01-20 12:00",
      "lost 2025-01-20 12:00",
      "dormant 2025-06-01 12:00",
      "lost 2025-06-01 12:00",
    ]);
  });

  conforms("a timeout falls due with the horizon, and a late event takes it back", async (world) => {
    const first = "id, at, event, email\nr1, 2025-01-01, page viewed, ana@acme.example";
    const story = async (text: string) => ({
      model,
      sources: [app(await world.csv("rows", text))],
      states: { activity },
    });
    const active = "2025-01-01 – active";
    await world.run(await story(first), { horizon: "2025-01-30T23:59:59.999999Z" });
    expect(await world.states(ana, "activity")).toEqual([active]);
    await world.run(await story(first), { horizon: "2025-01-31T00:00:00Z" });
    expect(await world.states(ana, "activity")).toEqual(["2025-01-01 – 2025-01-31 active", "2025-01-31 – dormant"]);
    await world.run(await story(`${first}\nr2, 2025-01-15, page viewed, ana@acme.example`), {
      horizon: "2025-02-05T00:00:00Z",
    });
    expect(await world.states(ana, "activity")).toEqual([active]);
  });

  conforms("what happens at the very moment at which a clock runs out, comes before that", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,               event,       email
       r1, 2025-01-01 09:00, page viewed, ana@acme.example
       r2, 2025-01-31 09:00, page viewed, ana@acme.example
       r3, 2025-01-01 09:00, page viewed, bo@acme.example
       r4, 2025-01-31 09:01, page viewed, bo@acme.example`,
    );
    await world.run({ model, sources: [app(rows)], states: { activity } }, { horizon: "2025-02-10T00:00:00Z" });
    expect(await world.states(ana, "activity")).toEqual(["2025-01-01 09:00 – active"]);
    expect(await world.states("email bo@acme.example", "activity")).toEqual([
      "2025-01-01 09:00 – 2025-01-31 09:00 active",
      "2025-01-31 09:00 – 2025-01-31 09:01 dormant",
      "2025-01-31 09:01 – active",
    ]);
  });

  conforms(
    "other events may start the clock: they bring back what the entries said, and enter nothing",
    async (world) => {
      const rows = await world.csv(
        "rows",
        `id, at,         event,         email,            guest
       r0, 2024-10-01, page viewed,   ana@acme.example,
       r1, 2025-01-01, trial started, ana@acme.example,
       r2, 2025-01-04, page viewed,   ana@acme.example,
       r3, 2025-01-20, page viewed,   ana@acme.example,
       r4, 2025-01-22, subscribed,    ana@acme.example,
       r5, 2025-01-23, trial started, bo@acme.example,
       r6, 2025-01-25, page viewed,   cem@acme.example, bo@acme.example`,
      );
      await world.run({
        model,
        sources: [app(rows)],
        states: {
          trial: {
            of: "person",
            events: { "trial started": "trialing", subscribed: "subscribed" },
            timeouts: [
              {
                after: { days: 7 },
                without: [{ event: "page viewed", role: "visitor" }],
                from: ["trialing"],
                value: "stalled",
              },
            ],
          },
        },
      });
      expect(await world.states(ana, "trial")).toEqual([
        "2025-01-01 – 2025-01-11 trialing",
        "2025-01-11 – 2025-01-20 stalled",
        "2025-01-20 – 2025-01-22 trialing",
        "2025-01-22 – subscribed",
      ]);
      // Being a guest is no visit.
      expect(await world.states("email bo@acme.example", "trial")).toEqual([
        "2025-01-23 – 2025-01-30 trialing",
        "2025-01-30 – stalled",
      ]);
      expect(await world.states("email cem@acme.example", "trial")).toEqual([]);
    },
  );

  conforms("hours and minutes, an end, and a number that falls to nothing", async (world) => {
    const rows = await world.csv(
      "rows",
      `id, at,               event,    email,            amount
       r1, 2025-01-01 10:00, signed in, ana@acme.example, 5
       r2, 2025-01-01 10:20, signed in, ana@acme.example, 7
       r3, 2025-01-01 12:00, signed in, ana@acme.example, 7`,
    );
    await world.run({
      model,
      sources: [app(rows)],
      states: {
        session: {
          of: "person",
          events: { "signed in": "online" },
          timeouts: [{ after: { hours: 1, minutes: 30 }, value: null }],
        },
        load: {
          of: "person",
          entries: [{ event: "signed in", number: { column: "value" } }],
          timeouts: [{ after: { minutes: 45 }, number: 0 }],
        },
      },
    });
    expect(await world.states(ana, "session")).toEqual([
      "2025-01-01 10:00 – 2025-01-01 11:50 online",
      "2025-01-01 12:00 – 2025-01-01 13:30 online",
    ]);
    const load = await world.rows(
      "select state_value, state_number, state_delta, state_entered_at from nexus.states where state_name = 'load' order by state_entered_at",
    );
    expect(
      load.map((row) => [row["state_value"], row["state_number"], row["state_delta"], shown(row["state_entered_at"])]),
    ).toEqual([
      ["5", 5, null, "2025-01-01 10:00"],
      ["7", 7, 2, "2025-01-01 10:20"],
      ["0", 0, -7, "2025-01-01 11:05"],
      ["7", 7, 7, "2025-01-01 12:00"],
      ["0", 0, -7, "2025-01-01 12:45"],
    ]);
  });

  conforms("a merge sets clocks right", async (world) => {
    const known = defineModel({ entities: { person: { identifiers: { email: email(), phone: email() } } } });
    const source = (table: RawTable) =>
      defineSource(known, "app", {
        timezone: "UTC",
        tables: { rows: table },
        events: {
          page_viewed: {
            from: "rows",
            id: "id",
            occurredAt: "at",
            persons: [{ role: "visitor", identifiers: { email: "email", phone: optional("other") } }],
          },
        },
      });
    const first = `id, at,         email,            other
                   r1, 2025-01-01, ana@acme.example,
                   r2, 2025-01-20,                 , ana@home.example`;
    const story = async (text: string) => ({
      model: known,
      sources: [source(await world.csv("rows", text))],
      states: { activity: { ...activity, events: { "page viewed": "active" } } } as const,
    });
    const horizon = "2025-03-01T00:00:00Z";
    await world.run(await story(first), { horizon });
    expect(await world.states(ana, "activity")).toEqual(["2025-01-01 – 2025-01-31 active", "2025-01-31 – dormant"]);
    await world.run(await story(`${first}\nr3, 2025-02-10, ana@acme.example, ana@home.example`), { horizon });
    expect(await world.states(ana, "activity")).toEqual(["2025-01-01 – active"]);
  });

  conforms("visits on a shared tablet count for whom it was logged in by", async (world) => {
    const shared = defineModel({
      entities: { person: { identifiers: { user_id: id(), cookie: anonymousId({ contested: "preceding" }) } } },
    });
    const rows = await world.csv(
      "rows",
      `id, at,               user_id, cookie
       v1, 2025-03-01 09:00, u1,      tablet
       v2, 2025-03-01 10:00, ,        tablet
       v3, 2025-03-01 11:00, u2,      tablet
       v4, 2025-03-01 12:00, ,        tablet
       v5, 2025-03-01 13:00, u1,      tablet`,
    );
    const source = defineSource(shared, "site", {
      timezone: "UTC",
      tables: { rows },
      events: {
        page_viewed: {
          from: "rows",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "visitor", identifiers: { user_id: "user_id", cookie: "cookie" } }],
        },
      },
    });
    await world.run({
      model: shared,
      sources: [source],
      states: {
        presence: {
          of: "person",
          events: { "page viewed": "here" },
          timeouts: [{ after: { minutes: 90 }, value: "away" }],
        },
        seen: { of: "person", from: ["presence"], cases: [{ when: { presence: "here" }, value: "yes" }] },
      },
    });
    expect(await world.states("user_id u1", "presence")).toEqual([
      "2025-03-01 09:00 – 2025-03-01 11:30 here",
      "2025-03-01 11:30 – 2025-03-01 13:00 away",
      "2025-03-01 13:00 – 2025-03-01 14:30 here",
      "2025-03-01 14:30 – away",
    ]);
    expect(await world.states("user_id u2", "seen")).toEqual(["2025-03-01 11:00 – 2025-03-01 13:30 yes"]);
    expect(await world.states("cookie tablet", "presence")).toEqual([]);
  });
});
