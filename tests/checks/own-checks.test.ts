import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
import {
  acceptedValues,
  type CheckDefinition,
  type Config,
  type Freshness,
  notNull,
  relationship,
  sql,
  sqlCheck,
  type TestRequest,
  unique,
  withFreshness,
} from "../../src/index.ts";
import { config, Folder, shop } from "../bad-input/shop.ts";

/** The checks of a project's own: each is seen to hold and to fail, on a shop with three orders. */
const orders = [
  "order_id,created_at,loaded_at,email,total,currency,name",
  "1,2025-12-29 10:00:00,2025-12-29 12:00:00,ana@acme.example,10,usd,Ana",
  "2,2025-12-30 10:00:00,2025-12-30 12:00:00,bo@acme.example,10,usd,Bo",
  "3,2025-12-30 23:00:00,2025-12-30 12:00:00,cy@acme.example,,eur,",
];
const event = {
  unit: "currency",
  persons: [{ role: "buyer", identifiers: { email: "email" }, traits: { name: "name" } }],
} as const;

async function folderWithOrders(of: Config): Promise<Folder> {
  const folder = Folder.make();
  await folder.lines("orders.csv", ...orders);
  await folder.run(of);
  return folder;
}

/** What a project with these checks says of them. */
async function answers(checks: Readonly<Record<string, CheckDefinition>>, request: TestRequest = {}) {
  const of = config({ sources: [shop({}, event)], checks });
  const folder = await folderWithOrders(of);
  const { checks: found, ok } = await folder.project(of).test({ checks: Object.keys(checks), ...request });
  return { ok, found, status: Object.fromEntries(found.map(({ name, status }) => [name, status])) };
}

test("unique", async () => {
  const { status, found } = await answers({
    emails: unique("persons", "email"),
    values: unique("events", "value"),
    values_by_unit: unique("events", ["value", "value_unit"]),
    values_of_last: unique("events", "value", { where: sql`occurred_at >= timestamp '2025-12-30'` }),
  });
  expect(status).toEqual({ emails: "passed", values: "failed", values_by_unit: "failed", values_of_last: "passed" });
  expect(found[1]).toMatchObject({ description: "value of events is unique", rows: [{ value: 10, rows: 2 }] });
});

test("notNull", async () => {
  const { status, found } = await answers({
    emails: notNull("persons", ["id", "email"]),
    names: notNull("persons", "name"),
    values_in_dollars: notNull("events", "value", { where: sql`value_unit = 'usd' -- the others are free` }),
  });
  expect(status).toEqual({ emails: "passed", names: "failed", values_in_dollars: "passed" });
  expect(found[1]?.rows).toEqual([{ id: expect.stringMatching(/^per_/), name: null }]);
});

test("acceptedValues", async () => {
  const { status, found } = await answers({
    units: acceptedValues("events", "value_unit", ["usd", "eur"]),
    dollars: acceptedValues("events", "value_unit", ["usd"]),
    tens: acceptedValues("events", "value", [10]),
    identified: acceptedValues("persons", "is_identified", [true]),
    quoted: acceptedValues("events", "value_unit", ["usd", "eur", "o'clock"]),
  });
  expect(status).toEqual({
    units: "passed",
    dollars: "failed",
    tens: "passed",
    identified: "passed",
    quoted: "passed",
  });
  expect(found[1]?.rows).toEqual([{ id: expect.stringMatching(/^evt_/), value_unit: "eur" }]);
});

test("relationship", async () => {
  const { status } = await answers({
    buyers: relationship("person_participants.person_id", "persons.id"),
    log: relationship("core.events.event_id", "events.id"),
    named: relationship("events.value_unit", "persons.name"),
  });
  expect(status).toEqual({ buyers: "passed", log: "passed", named: "failed" });
});

test("sqlCheck, and the form of before", async () => {
  const { status } = await answers({
    none: sqlCheck(sql`select * from nexus.events where value < 0 -- none`),
    nothing: sqlCheck(sql`select * from nexus.events where value < 0;
    `),
    some: { description: "there is none", sql: sql`select * from nexus.events` },
    wrong: sqlCheck(sql`select * from nexus.evnts`),
  });
  expect(status).toEqual({ none: "passed", nothing: "passed", some: "failed", wrong: "unanswered" });
});

test("a threshold lets some rows pass, a warning changes nothing", async () => {
  const rows = sql`select id, value from nexus.events order by id`;
  const { status, ok, found } = await answers(
    {
      few: sqlCheck(rows, { threshold: 3 }),
      many: sqlCheck(rows, { threshold: 2, severity: "warn" }),
      wrong: sqlCheck(sql`select nothing`, { severity: "warn" }),
    },
    { rows: 2 },
  );
  expect(status).toEqual({ few: "passed", many: "warned", wrong: "unanswered" });
  expect(ok).toBe(true);
  expect(found.map(({ failing, rows }) => [failing, rows.length])).toEqual([
    [3, 2],
    [3, 2],
    [null, 0],
  ]);
  expect(found[1]?.problem).toBe("3 rows speak against it, 2 may");
});

/** What the freshness of the shop says, its newest load being 12 hours before the horizon, its newest event one. */
async function freshness(limits: Freshness, loads: boolean) {
  const source = shop(loads ? { ingestedAt: "loaded_at" } : {}, event);
  const of = config({ sources: [withFreshness(source, limits)] });
  const folder = await folderWithOrders(of);
  const [found] = (await folder.project(of).test({ checks: ["freshness"] })).checks;
  return found;
}

test("freshness goes by the newest load time, and where there is none by the newest event", async () => {
  expect(await freshness({ errorAfter: { hours: 12 } }, true)).toMatchObject({
    name: "freshness:shop",
    status: "passed",
  });
  expect(await freshness({ errorAfter: { hours: 11.5 } }, true)).toMatchObject({
    status: "failed",
    problem: "the newest load is 12.0 hours old, of 2025-12-30T12:00:00Z",
  });
  expect(await freshness({ errorAfter: { hours: 11.5 } }, false)).toMatchObject({ status: "passed" });
  expect(await freshness({ warnAfter: { hours: 0.5 } }, false)).toMatchObject({
    status: "warned",
    severity: "warn",
    problem: "the newest event is 1.0 hours old, of 2025-12-30T23:00:00Z",
  });
});

test("freshness warns before it fails", async () => {
  const limits = { warnAfter: { hours: 6 }, errorAfter: { hours: 24 } };
  expect(await freshness(limits, true)).toMatchObject({ status: "warned", severity: "error" });
});

test("freshness of one event, of which there is nothing", async () => {
  const of = config({ sources: [shop({}, { ...event, where: sql`false`, freshness: { errorAfter: { hours: 1 } } })] });
  const folder = await folderWithOrders(of);
  expect((await folder.project(of).test({ checks: ["freshness"] })).checks).toMatchObject([
    { name: "freshness:shop.order_placed", status: "failed", problem: "nothing of it is there at all" },
  ]);
});

test("a run asks the project's own checks and writes down what came of them", async () => {
  const checks = {
    named: notNull("persons", "name"),
    units: acceptedValues("events", "value_unit", ["usd"], { severity: "warn" }),
  };
  const source = withFreshness(shop({}, event), { errorAfter: { hours: 1 } });
  const of = config({ sources: [source], checks });
  const folder = Folder.make();
  await folder.lines("orders.csv", ...orders);
  const result = await folder.run(of);
  expect(result.checks.map(({ name, status }) => [name, status])).toEqual([
    ["freshness:shop", "passed"],
    ["named", "failed"],
    ["units", "warned"],
  ]);
  const kept = await folder.ask(
    "select run, check_name, kind, severity, status, failing_rows from nexus_meta.check_results order by check_name",
    of,
  );
  expect(kept).toEqual([
    { run: 1, check_name: "freshness:shop", kind: "freshness", severity: "error", status: "passed", failing_rows: 0 },
    { run: 1, check_name: "named", kind: "notNull", severity: "error", status: "failed", failing_rows: 1 },
    { run: 1, check_name: "units", kind: "acceptedValues", severity: "warn", status: "warned", failing_rows: 1 },
  ]);
  const [row] = await folder.ask("select failing_row from nexus_meta.check_failures where check_name = 'units'", of);
  expect(JSON.parse(String(row?.["failing_row"]))).toMatchObject({ value_unit: "eur" });
  const { checks: summed } = await folder.project(of).summary(1);
  expect(summed.map(({ name, status }) => [name, status])).toEqual([
    ["freshness:shop", "passed"],
    ["named", "failed"],
    ["units", "warned"],
  ]);
});

test("a test writes its results into the warehouse and the copy, again and again; failures are those of the last", async () => {
  const of = config({ sources: [shop({}, event)], checks: { named: notNull("persons", "name") } });
  const folder = await folderWithOrders(of);
  for (let again = 0; again < 3; again++) {
    const { notKept, run } = await folder.project(of).test();
    expect({ notKept, run }).toEqual({ run: 1 });
  }
  const query = "select count(*) as tests from nexus_meta.check_results where check_name = 'named'";
  for (const ask of [folder.ask.bind(folder), folder.inside.bind(folder)]) {
    expect(await ask(query, of)).toEqual([{ tests: 4 }]);
    expect(await ask("select count(*) as failures from nexus_meta.check_failures", of)).toEqual([{ failures: 1 }]);
  }
  // The next run goes on from there.
  expect((await folder.run(of)).run).toBe(2);
  expect(await folder.ask(query, of)).toEqual([{ tests: 5 }]);
  expect(await folder.ask("select max(run) as run from nexus_meta.check_failures", of)).toEqual([{ run: 2 }]);
});

test("of many failing rows a hundred are kept", async () => {
  const many = sqlCheck(sql`select r.range as n from range(250) as r`);
  const of = config({ sources: [shop({}, event)], checks: { many } });
  const folder = await folderWithOrders(of);
  expect(await folder.ask("select count(*) as kept, max(position) as last from nexus_meta.check_failures", of)).toEqual(
    [{ kept: 100, last: 100 }],
  );
});

test("while a run has the warehouse, a test answers, and says that it wrote nothing down", async () => {
  const of = config({ sources: [shop({}, event)] });
  const folder = await folderWithOrders(of);
  const project = folder.project(of);
  const result = await project.writing(() => project.test());
  expect(result).toMatchObject({ ok: true, run: 1, notKept: { code: "warehouse-locked" } });
  expect(result.checks.length).toBeGreaterThan(20);
  expect(await folder.inside("select count(*) as results from nexus_meta.check_results", of)).toEqual([{ results: 0 }]);
});

test("of several tests at once all answer, and what is written down is whole", async () => {
  const of = config({ sources: [shop({}, event)], checks: { named: notNull("persons", "name") } });
  const folder = await folderWithOrders(of);
  const results = await Promise.all([1, 2, 3].map(() => folder.project(of).test()));
  expect(results.map(({ checks }) => checks.length)).toEqual(Array(3).fill(results[0]?.checks.length));
  const kept = results.filter(({ notKept }) => notKept === undefined).length;
  expect(kept).toBeGreaterThan(0);
  const query = "select count(*) as tests from nexus_meta.check_results where check_name = 'named'";
  expect(await folder.ask(query, of)).toEqual([{ tests: 1 + kept }]);
  expect(await folder.inside(query, of)).toEqual([{ tests: 1 + kept }]);
  expect((await folder.project(of).test()).notKept).toBeUndefined();
});

test("a name that no check has is told with the nearest", async () => {
  const of = config({ sources: [shop({}, event)], checks: { named: notNull("persons", "name") } });
  const folder = await folderWithOrders(of);
  const [problem] = await folder.problems(() => folder.project(of).test({ checks: ["named", "key:person"] }));
  expect(problem).toMatchObject({ code: "usage", found: '"key:person"', hint: 'did you mean "key:persons"?' });
});

test("nothing is tested before the first run", async () => {
  const folder = Folder.make();
  expect(await folder.complaint(folder.project().test())).toContain("Nothing is published yet.");
});

test("where the warehouse is gone, its copy is tested, and no empty one is made in its place", async () => {
  const of = config({ sources: [shop({}, event)] });
  const folder = await folderWithOrders(of);
  await rm(folder.at("shop.duckdb"));
  const result = await folder.project(of).test({ checks: ["key:persons"] });
  expect(result).toMatchObject({ ok: true, notKept: { code: "warehouse-unreadable" } });
  expect(existsSync(folder.at("shop.duckdb"))).toBe(false);
});

test("two prefixes in one warehouse keep results of their own", async () => {
  const one = config({ sources: [shop({}, event)] });
  const other = config({ sources: [shop({}, event)], schemaPrefix: "other" });
  const folder = await folderWithOrders(one);
  await folder.run(one);
  await folder.run(other);
  for (const of of [one, other]) expect((await folder.project(of).test({ checks: ["key"] })).notKept).toBeUndefined();
  const runs = "select distinct run from";
  expect(await folder.ask(`${runs} nexus_meta.check_results`, one)).toEqual([{ run: 2 }]);
  expect(await folder.ask(`${runs} other_meta.check_results`, other)).toEqual([{ run: 1 }]);
});

test("transitions that a state does not allow warn, with the entity and the event", async () => {
  const of = config({
    sources: [shop({}, { ...event, columns: { currency: "currency" } })],
    states: {
      currency: {
        of: "person",
        entries: [{ event: "order placed", value: { column: "currency" } }],
        transitions: { usd: ["gbp"] },
        first: ["usd"],
      },
    },
  });
  const folder = Folder.make();
  await folder.lines(
    "orders.csv",
    orders[0] ?? "",
    "1,2025-12-29 10:00:00,2025-12-29 12:00:00,ana@acme.example,10,usd,Ana",
    "2,2025-12-30 10:00:00,2025-12-30 12:00:00,ana@acme.example,10,eur,Ana",
    "3,2025-12-30 10:00:00,2025-12-30 12:00:00,bo@acme.example,10,gbp,Bo",
  );
  const run = await folder.run(of);
  const told = { name: "transitions:currency", status: "warned", severity: "warn", failing: 2 };
  expect(run.checks).toMatchObject([told]);
  const { checks, ok } = await folder.project(of).test({ checks: ["transitions"] });
  expect(ok).toBe(true);
  expect(checks).toMatchObject([told]);
  expect(checks[0]?.rows.map((row) => [row["from_value"], row["to_value"]])).toEqual(
    expect.arrayContaining([
      ["usd", "eur"],
      [null, "gbp"],
    ]),
  );
});
