import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Built, type Said, shopConfig } from "./built.ts";

let built: Built;
const nexus = (...args: readonly string[]): Promise<Said> => built.nexus(...args);

const checks = `
  emails: unique("persons", "email"),
  free: sqlCheck(sql\`select id, value from nexus.events where value = 0\`, { description: "no order is free" }),
  units: acceptedValues("events", "value_unit", ["eur"], { severity: "warn" }),
`;
const config = shopConfig({ checks }).replace("import {", "import { acceptedValues, sqlCheck, unique,");
const orders = `order_id,created_at,email,phone,name,total,currency
1,2026-01-05 10:00:00,ana@acme.example,,Ana,10.5,usd
2,2026-01-06 11:00:00,bo@acme.example,,Bo,0,usd
`;

beforeAll(async () => {
  built = await Built.make();
  await built.write("nexus.config.ts", config);
  await built.write("fresh.config.ts", config.replace("nexus.duckdb", "fresh.duckdb"));
  await built.write("orders.csv", orders);
});
afterAll(() => built.end());

test("before any run there is nothing to test", async () => {
  const said = await nexus("test");
  expect(said.code).toBe(1);
  expect(said.err).toContain("Nothing is published yet.");
});

describe("after a run", () => {
  let all: Said;
  beforeAll(async () => {
    expect((await nexus("run", "--horizon", "2026-02-01")).code).toBe(3);
    all = await nexus("test");
  });

  test("what always holds is summed up by kind, the project's own has a line each", () => {
    expect(all.code).toBe(3);
    expect(all.err).toBe("");
    expect(all.out).toMatch(/^key {2,}holds {2,}\d+ {2}keys are unique/m);
    expect(all.out).toMatch(/^reference {2,}holds/m);
    expect(all.out).toMatch(/^emails {2,}holds {2,}0 {2}email of persons is unique/m);
    expect(all.out).toMatch(/^free {2,}fails {2,}1 {2}no order is free/m);
    expect(all.out).toMatch(/^units {2,}warns {2,}2 /m);
    expect(all.out).toMatch(/\d+ passed, 1 warned, 1 failed of run 1 \(horizon 2026-02-01 00:00\)/);
  });

  test("what does not hold is shown with the rows against it", () => {
    expect(all.out).toMatch(
      /^fails free no order is free\n {2}1 row speaks against it\n {2}id +value\n {2}evt_[0-9a-f]{32} +0$/m,
    );
  });

  test("--rows says how many rows", async () => {
    const { out } = await nexus("test", "units", "--rows", "1");
    expect(out.match(/ {2}evt_/g)).toHaveLength(1);
    expect(out).toContain("  and 1 more");
    expect((await nexus("test", "units", "--rows", "0")).out).not.toContain("evt_");
    expect((await nexus("test", "--rows", "some")).code).toBe(2);
  });

  test("names choose checks, and kinds all of a kind; warnings change no exit code", async () => {
    const said = await nexus("test", "units", "events", "--json");
    expect(said.code).toBe(0);
    const result = JSON.parse(said.out) as { ok: boolean; run: number; checks: Record<string, unknown>[] };
    expect(result).toMatchObject({ ok: true, run: 1 });
    expect(result.checks).toMatchObject([
      { name: "events:once", kind: "events", status: "passed", failing: 0, rows: [] },
      { name: "units", kind: "acceptedValues", severity: "warn", status: "warned", failing: 2 },
    ]);
    expect((await nexus("test", "emails")).code).toBe(0);
  });

  test("a name that no check has is a mistake of use", async () => {
    const said = await nexus("test", "emial");
    expect(said.code).toBe(2);
    expect(said.err).toContain('did you mean "emails"?');
    expect(said.out).toBe("");
  });

  test("results are written down, and readers see them", async () => {
    const { out } = await nexus(
      "query",
      "select status from nexus_meta.check_results where check_name = 'units' and run = 1",
      "--json",
    );
    expect((JSON.parse(out) as { rows: unknown[] }).rows.length).toBeGreaterThan(3);
  });

  test("a check that cannot be asked fails, with the engine's words", async () => {
    const wrong = config.replace("nexus.events where value = 0", "nexus.evnts");
    await built.write("wrong.config.ts", wrong);
    const said = await nexus("test", "free", "--config", "wrong.config.ts");
    expect(said.code).toBe(3);
    expect(said.out).toMatch(/^free {2,}cannot be asked/m);
    expect(said.out).toContain("evnts");
  });
});

test("docs writes the page where it is told to", async () => {
  const said = await nexus("docs", "--out", "public/data");
  expect(said).toMatchObject({ code: 0, err: "" });
  expect(said.out).toMatch(/^written public\/data\/index\.html: \d+ tables, \d+ columns\n$/);
  const json = JSON.parse((await nexus("docs", "--json")).out) as { file: string };
  expect(json).toMatchObject({ hasFigures: true, file: expect.stringMatching(/nexus-docs\/index\.html$/) });
  expect(await readFile(json.file, "utf8")).toContain("nexus.persons");
});

test("docs says what it could not do", async () => {
  const other = await nexus("docs", "--config", "fresh.config.ts", "--out", "fresh");
  expect(other).toMatchObject({ code: 0, err: "without numbers: nothing is published yet\n" });
  const said = await nexus("docs", "--out", "orders.csv/docs");
  expect(said.code).toBe(1);
  expect(said.err).toContain("The page cannot be written.");
});
