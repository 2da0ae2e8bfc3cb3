import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Built, type Said } from "./built.ts";

let built: Built;
const nexus = (...args: readonly string[]): Promise<Said> => built.nexus(...args);

const orders = `order_id,created_at,email,total
1,2026-01-05 10:00:00,ana@acme.example,10.5
2,2026-01-06 11:00:00,bo@beta.example,20
3,2026-01-08 12:00:00,ana@acme.example,30
`;

const config = `
import { defineConfig, defineModel, defineSource, duckdb, email } from "nexus-cdp";
const model = defineModel({ entities: { person: { identifiers: { email: email() } } } });
const shop = defineSource(model, "shop", {
  timezone: "UTC",
  tables: { orders: "orders.csv" },
  events: { order_placed: {
    from: "orders", id: "order_id", occurredAt: "created_at", value: "total",
    persons: [{ role: "buyer", identifiers: { email: "email" } }],
  } },
});
export default defineConfig({
  model, warehouse: duckdb("nexus.duckdb"), sources: [shop],
  states: {
    buying: { of: "person", events: { "order placed": "fresh" }, timeouts: [{ after: { days: 2 }, value: "stale" }] },
    last_order: { of: "person", entries: [{ event: "order placed", number: { column: "value" } }] },
  },
});
`;

beforeAll(async () => {
  built = await Built.make();
  await built.write("orders.csv", orders);
  await built.write("nexus.config.ts", config);
  expect((await nexus("run", "--horizon", "2026-01-09")).err).not.toContain("error");
});

afterAll(() => built.end());

describe("nexus states", () => {
  test("tells how many are in each state: now, and at a time", async () => {
    expect((await nexus("states")).out).toMatchInlineSnapshot(`
      "of      state       value  how many  sum
      person  buying      fresh         1    –
      person  buying      stale         1    –
      person  last_order  –             2   50
      "
    `);
    expect((await nexus("states", "buying", "--as-of", "2026-01-07")).out).toMatchInlineSnapshot(`
      "of      state   value  how many  sum
      person  buying  fresh         2  –
      "
    `);
    expect((await nexus("states", "--as-of", "2025-01-01")).out).toMatchInlineSnapshot(`
      "nobody has a state
      "
    `);
  });

  test("tells it day by day, and in JSON", async () => {
    expect(
      (await nexus("states", "buying", "--per-day", "--from", "2026-01-07", "--to", "2026-01-08")).out,
    ).toMatchInlineSnapshot(`
      "day         of      state   value  how many  sum
      2026-01-07  person  buying  fresh         1  –
      2026-01-07  person  buying  stale         1  –
      2026-01-08  person  buying  fresh         1  –
      2026-01-08  person  buying  stale         1  –
      "
    `);
    const rows = JSON.parse((await nexus("states", "last_order", "--per-day", "--json")).out) as Record<
      string,
      unknown
    >[];
    expect(rows.at(-1)).toMatchObject({
      day: "2026-01-09T00:00:00Z",
      state_value: null,
      entities: 2,
      state_number_sum: 50,
    });
  });

  test("knows its names and settings", async () => {
    const wrong = await nexus("states", "buyin");
    expect([wrong.code, wrong.err]).toMatchInlineSnapshot(`
      [
        1,
        "error There is no state "buyin".
        accepted: buying, last_order
        hint:     did you mean "buying"?
      ",
      ]
    `);
    const astray = await nexus("states", "--from", "2026-01-01");
    expect([astray.code, astray.err]).toMatchInlineSnapshot(`
      [
        2,
        "error --from and --to belong to --per-day.
        accepted: --per-day --from 2026-01-01 --to 2026-03-31; or --as-of 2026-03-01
      ",
      ]
    `);
    expect((await nexus("states", "--per-day", "--as-of", "2026-01-01")).code).toBe(2);
    expect((await nexus("states", "--as-of", "soon")).code).toBe(2);
  });

  test("shows somebody's states at a time", async () => {
    const { out } = await nexus("show", "ana@acme.example", "--as-of", "2026-01-07T12:00:00Z");
    expect(out.replace(/per_[0-9a-f]{32}/, "per_…")).toMatchInlineSnapshot(`
      "ana@acme.example  person per_…

      states at 2026-01-07T12:00:00Z
      state       value  since             until
      buying      stale  2026-01-07 10:00  2026-01-08 12:00
      last_order  10.5   2026-01-05 10:00  2026-01-08 12:00
      "
    `);
    expect((await nexus("show", "ana@acme.example", "--as-of", "2025-01-01")).out).toContain("no state at 2025-01-01");
  });
});
