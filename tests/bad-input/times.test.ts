import { expect, test } from "vitest";
import { epoch } from "../../src/index.ts";
import { config, Folder, shop } from "./shop.ts";

const reasons = "select what, reason, rows from nexus_meta.row_problems order by all";

async function ordersAt(...times: readonly string[]): Promise<Folder> {
  const folder = Folder.make();
  const rows = times.map((time, index) => `${index + 1},${time},user${index + 1}@acme.example,1`);
  await folder.lines("orders.csv", "order_id,created_at,email,total", ...rows);
  return folder;
}

test("times that are absent, or no times, or out of reach put their row aside, with the reason", async () => {
  const folder = await ordersAt(
    "2025-01-01 10:00:00",
    "",
    "0001-01-01 00:00:00",
    "1899-12-31 23:59:59",
    "infinity",
    "-infinity",
    "yesterday",
    "2025-02-30",
    "2025-13-01",
    "1735689600",
  );
  await folder.run();
  expect(
    await folder.ask(
      "select reason, count(*) as rows, string_agg(coalesce(row->>'created_at', 'null'), ' · ' order by row->>'order_id') as times from nexus_source.shop_set_aside group by all order by all",
    ),
  ).toMatchInlineSnapshot(`
    [
      {
        "reason": "occurred_at is not a time",
        "rows": 5,
        "times": "1735689600 · infinity · yesterday · 2025-02-30 · 2025-13-01",
      },
      {
        "reason": "occurred_at is null",
        "rows": 1,
        "times": "null",
      },
      {
        "reason": "occurred_at lies before 1900",
        "rows": 3,
        "times": "0001-01-01 00:00:00 · 1899-12-31 23:59:59 · -infinity",
      },
    ]
  `);
  expect(await folder.ask("select occurred_at from nexus.events")).toEqual([{ occurred_at: "2025-01-01T10:00:00Z" }]);
});

test("a time in 2099 is kept and flagged, and feeds nothing until it is due", async () => {
  const folder = await ordersAt("2025-01-01 10:00:00", "2099-01-01 00:00:00");
  await folder.run();
  expect(await folder.ask("select occurred_at, is_future from nexus.events order by 1")).toEqual([
    { occurred_at: "2025-01-01T10:00:00Z", is_future: false },
    { occurred_at: "2099-01-01T00:00:00Z", is_future: true },
  ]);
  expect(await folder.ask("select email, first_seen_at, last_seen_at from nexus.persons order by email")).toEqual([
    { email: "user1@acme.example", first_seen_at: "2025-01-01T10:00:00Z", last_seen_at: "2025-01-01T10:00:00Z" },
    { email: "user2@acme.example", first_seen_at: "2099-01-01T00:00:00Z", last_seen_at: null },
  ]);
});

test("years that no calendar of business has put their row aside: 56971 is what milliseconds read as seconds give", async () => {
  const folder = await ordersAt(
    "2025-01-01 10:00:00",
    "56971-01-01 00:00:00",
    "294246-12-31 00:00:00",
    "11034-01-01 00:00:00",
  );
  expect(await folder.refusal()).toBe("(nothing failed)");
  expect(await folder.ask("select occurred_at from nexus.events")).toEqual([{ occurred_at: "2025-01-01T10:00:00Z" }]);
  expect(await folder.ask(reasons)).toMatchObject([{ what: "set aside", rows: 3 }]);
});

test("seconds since 1970 that are no seconds put their row aside", async () => {
  const numbers = ["1735689600", "1735689600000", "9223372036855", "99999999999999999999999999999", "soon"];
  const folder = await ordersAt(...numbers);
  const project = config({ sources: [shop({}, { occurredAt: epoch("created_at", "seconds") })] });
  expect(await folder.refusal(project)).toBe("(nothing failed)");
  expect(await folder.ask("select occurred_at from nexus.events")).toEqual([{ occurred_at: "2025-01-01T00:00:00Z" }]);
  expect(await folder.ask("select count(*) as rows from nexus_source.shop_set_aside")).toEqual([{ rows: 4 }]);
  expect(
    await folder.ask("select reason from nexus_source.shop_set_aside where row->>'created_at' = 'soon'"),
    "it is there",
  ).toEqual([{ reason: "occurred_at is not a time" }]);
});

test("a load time that cannot be read is told, not taken for none", async () => {
  const folder = Folder.make();
  await folder.lines(
    "orders.csv",
    "order_id,created_at,email,total,loaded_at",
    "1,2025-01-01,ana@acme.example,1,not-a-time",
  );
  await folder.run(config({ sources: [shop({ ingestedAt: "loaded_at" })] }));
  expect(await folder.ask(reasons)).toEqual([{ what: "left out", reason: "_ingested_at is not a time", rows: 1 }]);
});
