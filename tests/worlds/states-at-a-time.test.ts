import { describe, expect } from "vitest";
import { column, defineModel, defineSource, email, optional, type RawTable } from "../../src/index.ts";
import { transitionViolations } from "../../src/questions/states.ts";
import { published } from "../../src/sql/locate.ts";
import { render } from "../../src/sql/render.ts";
import { conforms } from "../conformance/conforms.ts";
import { type Row, shown, type World } from "./world.ts";

const model = defineModel({ entities: { person: { identifiers: { email: email() } } } });

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
        persons: [{ role: "customer", identifiers: { email: "email" } }],
      },
    },
  });
}

const states = {
  lifecycle: {
    of: "person",
    events: { trial: "trialing", paid: "active", canceled: "canceled", erased: null },
    transitions: { trialing: ["active", "canceled"], active: ["canceled"], canceled: [] },
    first: ["trialing"],
  },
  mrr: { of: "person", entries: [{ event: "priced", number: { column: "value" } }] },
} as const;

async function run(world: World, horizon: string): Promise<void> {
  const rows = await world.csv(
    "rows",
    `id,  at,               event,    email,            mrr
     r1,  2025-03-01 10:00, trial,    ana@acme.example,
     r2,  2025-03-03 00:00, paid,     ana@acme.example,
     r3,  2025-03-03 08:00, priced,   ana@acme.example, 10.5
     r4,  2025-03-05 23:59, canceled, ana@acme.example,
     r5,  2025-03-02 12:00, trial,    bo@acme.example,
     r6,  2025-03-02 13:00, canceled, bo@acme.example,
     r7,  2025-03-04 13:00, erased,   bo@acme.example,
     r8,  2025-03-05 13:00, paid,     bo@acme.example,
     r9,  2025-03-06 08:00, priced,   bo@acme.example,  20
     r10, 2025-03-06 12:00, paid,     ana@acme.example,`,
  );
  await world.run({ model, sources: [billing(rows)], states }, { horizon });
}

const told = (rows: readonly Row[]): readonly string[] =>
  rows.map((row) =>
    ["day", "state_name", "state_value", "entities", "state_number_sum"]
      .flatMap((one) => (row[one] === undefined || row[one] === null ? [] : [shown(row[one])]))
      .join(" "),
  );

describe("states at a time", () => {
  conforms("counts stand for the end of a day in UTC, and for the horizon on the last", async (world) => {
    await run(world, "2025-03-06T18:00:00Z");
    const rows = await world.rows("select * from nexus.state_counts_per_day order by state_name, day, state_value");
    expect(told(rows)).toEqual([
      "2025-03-01 lifecycle trialing 1",
      "2025-03-02 lifecycle canceled 1",
      "2025-03-02 lifecycle trialing 1",
      "2025-03-03 lifecycle active 1",
      "2025-03-03 lifecycle canceled 1",
      "2025-03-03 lifecycle trialing 0",
      "2025-03-04 lifecycle active 1",
      "2025-03-04 lifecycle canceled 0",
      "2025-03-04 lifecycle trialing 0",
      "2025-03-05 lifecycle active 1",
      "2025-03-05 lifecycle canceled 1",
      "2025-03-05 lifecycle trialing 0",
      "2025-03-06 lifecycle active 2",
      "2025-03-06 lifecycle canceled 0",
      "2025-03-06 lifecycle trialing 0",
      "2025-03-03 mrr 1 10.5",
      "2025-03-04 mrr 1 10.5",
      "2025-03-05 mrr 1 10.5",
      "2025-03-06 mrr 2 30.5",
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    // The same is asked of one state and some days.
    const some = await world.ran.statesPerDay({ state: "lifecycle", from: "2025-03-04", to: "2025-03-05" });
    expect(told(some)).toEqual(told(rows).filter((line) => /^2025-03-0[45] lifecycle/.test(line)));
  });

  conforms("a horizon at midnight is a day of its own", async (world) => {
    await run(world, "2025-03-03T00:00:00Z");
    const rows = await world.rows(
      "select * from nexus.state_counts_per_day where day > timestamp '2025-03-02' order by 1",
    );
    expect(told(rows).toSorted()).toEqual([
      "2025-03-03 lifecycle active 1",
      "2025-03-03 lifecycle canceled 1",
      "2025-03-03 lifecycle trialing 0",
    ]);
  });

  conforms("how many there are now, and how many there were", async (world) => {
    await run(world, "2025-03-10T00:00:00Z");
    expect(told(await world.ran.states())).toEqual(["lifecycle active 2", "mrr 2 30.5"]);
    // An interval begins at its time, and has ended at the next one's.
    const then = await world.ran.states({ asOf: "2025-03-03" });
    expect(told(then)).toEqual(["lifecycle active 1", "lifecycle canceled 1"]);
    expect(told(await world.ran.states({ asOf: "2025-03-05T14:59:59+01:00", state: "lifecycle" }))).toEqual([
      "lifecycle active 2",
    ]);
    expect(await world.ran.states({ asOf: "2025-02-01" })).toEqual([]);
    const { states: hers } = await world.ran.show("ana@acme.example", { asOf: "2025-03-04T00:00:00Z" });
    expect(hers.map((row) => `${row["state_name"]} ${row["state_value"]}`)).toEqual(["lifecycle active", "mrr 10.5"]);
    await expect(world.ran.states({ state: "livecycle" })).rejects.toThrow('did you mean "lifecycle"?');
    await expect(world.ran.states({ asOf: "yesterday" })).rejects.toThrow("The time asked for is no time.");
    await expect(world.ran.statesPerDay({ from: "2025-02-30" })).rejects.toThrow("The first day is no time.");
  });

  conforms("steps that a state does not allow are told with both values, its entity and the event", async (world) => {
    await run(world, "2025-03-10T00:00:00Z");
    const state = world.ran.resolved.states.find(({ name }) => name === "lifecycle");
    if (state === undefined) throw new Error("No state.");
    const { columns, rows } = await world.ran.reading((engine) =>
      engine.ask(
        render(transitionViolations(state), engine.dialect, { locate: published("nexus"), runValue: () => "null" }),
      ),
    );
    expect(columns.map(({ name }) => name)).toEqual([
      "entity_type",
      "entity_id",
      "state_name",
      "from_value",
      "to_value",
      "event_id",
      "entered_at",
    ]);
    const found = rows.map(([type, entity, name, from, to, , at]) => [type, entity, name, from, to, shown(at)]);
    const [ana, bo] = [await world.idOf("email ana@acme.example"), await world.idOf("email bo@acme.example")];
    expect(found.toSorted()).toEqual(
      [
        // What had ended begins anew.
        ["person", bo, "lifecycle", null, "active", "2025-03-05 13:00"],
        ["person", ana, "lifecycle", "canceled", "active", "2025-03-06 12:00"],
      ].toSorted(),
    );
    const events = await world.rows(
      `select name from nexus.events where id in (${rows.map((row) => `'${String(row[5])}'`).join(", ")})`,
    );
    expect(events.map(({ name }) => name)).toEqual(["paid", "paid"]);
  });
});
