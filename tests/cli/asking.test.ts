import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Built, type Said, shopConfig } from "./built.ts";

let built: Built;
const nexus = (...args: readonly string[]): Promise<Said> => built.nexus(...args);
const parsed = async (...args: readonly string[]) =>
  JSON.parse((await nexus(...args, "--json")).out) as Record<string, unknown>;
const problems = async (...args: readonly string[]) =>
  (await parsed(...args))["problems"] as readonly Readonly<Record<string, string>>[];

/** Ana and Bo are one while a phone links them, and Cy is somebody while his address counts. */
const orders = `order_id,created_at,email,phone,name,total,currency
1,2026-01-05 10:00:00,ana@acme.example,(415) 555-0132,Ana Rivera,10.5,usd
2,2026-01-06 11:00:00,bo@beta.example,(415) 555-0132,Bo,20,usd
3,2026-01-07 12:00:00,ana@acme.example,,Ana Rivera,30,usd
4,2026-01-08 13:00:00,cy@beta.example,,Cy,40,usd
5,2027-01-08 13:00:00,ana@acme.example,,Ana Rivera,50,usd
`;
const narrower = `email: email({ junk: ["cy@beta.example"] }), phone: phone({ shared: ["+14155550132"] })`;

beforeAll(async () => {
  built = await Built.make();
  await built.write("orders.csv", orders);
  await built.write("nexus.config.ts", shopConfig());
});

afterAll(() => built.end());

describe("whom ids of before stand for", () => {
  const before = { one: "", cy: "" };

  beforeAll(async () => {
    expect((await nexus("run", "--horizon", "2026-02-01")).code).toBe(0);
    before.one = String((await parsed("show", "bo@beta.example"))["id"]);
    before.cy = String((await parsed("show", "cy@beta.example"))["id"]);
    expect((await parsed("show", "ana@acme.example"))["id"]).toBe(before.one);
    await built.write("nexus.config.ts", shopConfig({ identifiers: narrower }));
    expect((await nexus("run", "--horizon", "2026-02-01")).code).toBe(0);
  });

  test("an id that was split answers with all of its parts, its own first", async () => {
    const [ana, bo] = [await parsed("show", "ana@acme.example"), await parsed("show", "bo@beta.example")];
    expect(ana["id"]).toBe(before.one);
    expect(bo["id"]).not.toBe(before.one);
    const profile = await parsed("show", before.one);
    expect(profile["id"]).toBe(before.one);
    expect(profile["others"]).toContainEqual({ entity_type: "person", id: bo["id"] });
    expect((await nexus("show", before.one)).out).toMatch(
      new RegExp(`also meant by this[^]*person +${String(bo["id"])}`),
    );
    const timeline = await parsed("timeline", before.one);
    expect(timeline).toMatchObject({
      id: before.one,
      others: expect.arrayContaining([{ entity_type: "person", id: bo["id"] }]),
    });
    // An identifier stands for one person, whatever its id was before.
    expect(ana["others"]).toEqual([]);
  });

  test("an id that ended says so, and when", async () => {
    const [problem] = await problems("show", before.cy);
    expect(problem).toMatchObject({
      code: "not-found",
      message: expect.stringMatching(
        new RegExp(`^The person ${before.cy} ended in run 2, at 20\\d\\d-[\\d-]+T[\\d:.]+Z: `),
      ),
    });
  });

  test("an id that was never given is not known", async () => {
    expect(await problems("show", "per_00000000000000000000000000000000")).toMatchObject([
      { code: "not-found", message: expect.stringContaining("Nobody is known by") },
    ]);
  });
});

describe("a timeline", () => {
  test("marks what is to come", async () => {
    const { events } = (await parsed("timeline", "ana@acme.example")) as { events: Record<string, unknown>[] };
    expect(events.map((event) => [event["value"], event["is_future"]])).toEqual([
      [50, true],
      [30, false],
      [10.5, false],
    ]);
    const { out } = await nexus("timeline", "ana@acme.example");
    expect(out).toMatch(/^2027-01-08 13:00 {2}to come {2}shop/m);
    expect(out.match(/to come/g)).toHaveLength(1);
  });

  test("of a source that is not there names those that are", async () => {
    expect(await problems("timeline", "ana@acme.example", "--source", "nope")).toMatchObject([
      { code: "name-unknown", message: 'There is no source "nope".', accepted: "shop" },
    ]);
    expect(await problems("timeline", "ana@acme.example", "--source", "shpo")).toMatchObject([
      { hint: 'did you mean "shop"?' },
    ]);
  });

  test("does not go on behind a cursor that is none", async () => {
    for (const cursor of ["x", `x evt_${"0".repeat(32)}`]) {
      const { code, err } = await nexus("timeline", "ana@acme.example", "--before", cursor);
      expect([code, err]).toEqual([2, expect.stringContaining("The cursor cannot be read.")]);
    }
  });
});

describe("odd words", () => {
  test.each([
    ["show", ""],
    ["show", " \t"],
    ["timeline", ""],
  ])("%s of nothing is wrong usage: %j", async (command, identifier) => {
    const { code, err } = await nexus(command, identifier);
    expect([code, err]).toEqual([2, expect.stringContaining("The identifier is empty.")]);
  });

  test.each([
    ["quotes", `' " \\' -- ; \\`],
    ["wildcards", "%_%"],
    ["an emoji", "👩‍👩‍👧"],
    ["half an emoji", "\ud83d"],
    ["several lines", "ana\nacme"],
    ["ten thousand letters", "a".repeat(10_000)],
    ["ten thousand digits", "4".repeat(10_000)],
  ])("nobody is known by %s", async (_, identifier) => {
    for (const command of ["show", "timeline"]) {
      const { code, err } = await nexus(command, identifier);
      expect(code).toBe(1);
      expect(err).toContain("Nobody is known by");
      expect(err.length).toBeLessThan(600);
    }
  });
});

describe("the time that a run takes for now", () => {
  test.each(["5", "yesterday", "2026-02-30", "2026-01-01T25:00:00Z", "2026-01-01 10:00", "01/02/2026", ""])(
    "%j is wrong usage",
    async (horizon) => {
      const { code, out } = await nexus("run", "--json", "--horizon", horizon);
      expect(code).toBe(2);
      expect(JSON.parse(out)).toMatchObject({
        problems: [{ code: "usage", found: JSON.stringify(horizon), accepted: expect.stringContaining("ISO 8601") }],
      });
    },
  );

  test("keeps its offset", async () => {
    const { out } = await nexus("run", "--json", "--horizon", "2026-01-01T00:00:00+02:00");
    expect(JSON.parse(out)).toMatchObject({ horizon: "2025-12-31T22:00:00Z" });
    const noted = await nexus("query", "select horizon from nexus_meta.runs order by run desc limit 1", "--csv");
    expect(noted.out).toBe("horizon\r\n2025-12-31T22:00:00Z\r\n");
  });
});

test("a run tells its warnings, and is done all the same", async () => {
  await built.write("zoneless.config.ts", shopConfig({ warehouse: "zoneless.duckdb" }).replace('timezone: "UTC",', ""));
  const { code, err } = await nexus("run", "--config", "zoneless.config.ts");
  expect(code).toBe(0);
  expect(err).toContain('warning The source "shop" names no time zone');
});

test("a check whose SQL is wrong cannot be asked, and takes nothing from the run", async () => {
  const checks =
    "known: { sql: sql`select 1 where false -- nothing` }, wrong: { description: 'no cat', sql: sql`select * from nexus.evnts` }, last: { sql: sql`select 1` }";
  await built.write("checked.config.ts", shopConfig({ checks, warehouse: "checked.duckdb" }));
  const { code, out } = await nexus("run", "--config", "checked.config.ts", "--json");
  expect(code).toBe(3);
  const { summary } = JSON.parse(out) as { summary: Record<string, unknown> };
  expect(summary["checks"]).toMatchObject([
    { name: "known", failing: 0 },
    {
      name: "wrong",
      description: "no cat",
      failing: null,
      problem: expect.stringMatching(/Table with name evnts does not exist.*did you mean "events"/),
    },
    { name: "last", failing: 1 },
  ]);
  const inWords = await nexus("run", "--config", "checked.config.ts");
  expect(inWords.code).toBe(3);
  expect(inWords.out).toMatch(/^wrong +cannot be asked +– +no cat$/m);
  expect(inWords.out).toMatch(/^wrong cannot be asked: Catalog Error/m);
  expect((await nexus("query", "select id from nexus.events", "--config", "checked.config.ts")).code).toBe(0);
});
