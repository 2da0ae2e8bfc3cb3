import { expect, test } from "vitest";
import { defineConfig, duckdb } from "../config/config.ts";
import { lower } from "../config/fields.ts";
import { defineModel, email } from "../config/model.ts";
import type { Catalogue } from "../config/project.ts";
import { resolveConfig } from "../config/resolve.ts";
import { defineSource } from "../config/source.ts";
import { sql } from "../sql/sql.ts";
import { lineageOf, rawOriginsOf } from "./lineage.ts";
import { compile } from "./plan.ts";

const model = defineModel({ entities: { person: { identifiers: { email: email() }, traits: { name: "text" } } } });
const shop = defineSource(model, "shop", {
  tables: { orders: "raw.orders" },
  events: {
    ordered: {
      from: "orders",
      id: "id",
      occurredAt: "at",
      description: sql`'Order ' || number || ' of ' || upper(city)`,
      persons: [{ role: "buyer", identifiers: { email: lower("mail") }, traits: { name: "who" } }],
    },
  },
});
const raw = ["id", "at", "mail", "who", "number", "city", "unused"].map((name) => ({ name, type: "text" as const }));
const catalogue: Catalogue = new Map([
  ["shop.orders", { reference: sql`raw.orders`, label: "raw.orders", columns: raw }],
]);
const compiled = compile(
  resolveConfig(defineConfig({ model, warehouse: duckdb("w.duckdb"), sources: [shop] })),
  catalogue,
  new Map(),
);
const lineage = lineageOf(compiled);
const from = (table: string, column: string): string[] =>
  rawOriginsOf(lineage, table, column)
    .filter((origin) => origin.table === "raw.orders")
    .map((origin) => origin.column)
    .sort();

test("a kept column comes from the raw columns that its field reads", () => {
  expect(lineage.get("source.shop__ordered")?.get("buyer__email")).toEqual([{ table: "raw.orders", column: "mail" }]);
});

test("a final column is followed back to the raw rows through every layer", () => {
  expect(from("final.persons", "name")).toContain("who");
  expect(from("final.persons", "name")).not.toContain("unused");
  expect(from("final.events", "id")).toContain("id");
});

test("a user's own SQL is read by the known column names in it", () => {
  expect(from("final.events", "description")).toEqual(["city", "number"]);
});
