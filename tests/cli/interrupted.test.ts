import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Built } from "./built.ts";

let built: Built;

/** As many rows as the environment says: a run that goes on for long, or one that is over at once. */
const config = `
import { defineConfig, defineModel, defineSource, duckdb, email, sql } from "nexus-cdp";
const rows = Number(process.env["ROWS"]);
const model = defineModel({ entities: { person: { identifiers: { email: email() } } } });
const shop = defineSource(model, "shop", {
  timezone: "UTC",
  tables: { orders: sql\`select cast(range as varchar) as id, '2026-01-01 00:00:00' as at, 'ana@acme.example' as email
    from range(\${rows}) where range = 0 or md5(cast(range as varchar)) = ''\` },
  events: { order_placed: {
    from: "orders", id: "id", occurredAt: "at", persons: [{ role: "buyer", identifiers: { email: "email" } }],
  } },
});
export default defineConfig({ model, warehouse: duckdb("nexus.duckdb"), sources: [shop] });
`;

beforeAll(async () => {
  built = await Built.make();
  await built.write("nexus.config.ts", config);
});

afterAll(() => built.end());

/** Begins a run without end, and interrupts it once it writes. */
async function interrupted(...args: readonly string[]) {
  const { child, said } = built.start(["run", ...args], { ROWS: "100000000000" });
  while (!existsSync(join(built.folder, "nexus.duckdb.wal"))) await setTimeout(20);
  await setTimeout(700);
  child.kill("SIGINT");
  // npx hands on what the terminal has sent already.
  child.kill("SIGINT");
  return said;
}

test("a run that is interrupted says so, is noted, and leaves the warehouse as it was", async () => {
  const asJson = await interrupted("--json");
  expect(asJson).toMatchObject({ code: 130, err: "" });
  expect(JSON.parse(asJson.out)).toMatchObject({ problems: [{ code: "interrupted" }] });

  const inWords = await interrupted();
  expect(inWords).toMatchObject({ code: 130, out: "" });
  expect(inWords.err).toContain("error The run was interrupted.");

  const again = built.start(["run"], { ROWS: "10" });
  expect((await again.said).code).toBe(0);
  const { out } = await built.nexus("query", "select status from nexus_meta.runs order by run", "--csv");
  expect(out).toBe("status\r\nfailed\r\nfailed\r\npublished\r\n");
  const events = await built.nexus("query", "select count(*) as n from nexus.events", "--csv");
  expect(events.out).toBe("n\r\n1\r\n");
});
