import { expect, test } from "vitest";
import { defineConfig, duckdb as duckdbFile } from "../config/config.ts";
import { defineModel, email } from "../config/model.ts";
import { resolveConfig } from "../config/resolve.ts";
import { defineSource } from "../config/source.ts";
import { dbtPackage } from "../dbt/write.ts";
import { duckdb } from "../sql/dialects/duckdb.ts";
import { rawTable } from "../sql/sql.ts";
import { packageInput } from "./dbt-package.ts";

test("tables of an attached file are those of its database, tables of a schema are not", () => {
  const model = defineModel({ entities: { person: { identifiers: { email: email() } } } });
  const event = { id: "id", occurredAt: "at", persons: [{ role: "lead", identifiers: { email: "email" } }] };
  const crm = defineSource(model, "crm", {
    tables: { leads: "ld.leads", deals: "sales.deals" },
    events: { lead: { from: "leads", ...event }, deal: { from: "deals", ...event } },
  });
  const warehouse = duckdbFile("warehouse.duckdb", { attach: { ld: "leads.duckdb" } });
  const columns = ["id", "at", "email"].map((name) => ({ name, type: "text" as const }));
  const catalogue = new Map([
    ["crm.leads", { reference: rawTable("ld", "leads"), label: "ld.leads", columns }],
    ["crm.deals", { reference: rawTable("sales", "deals"), label: "sales.deals", columns }],
  ]);
  const project = resolveConfig(defineConfig({ model, warehouse, sources: [crm] }));
  const { files } = dbtPackage({ ...packageInput(project, catalogue, duckdb), version: "1" });
  const sources = files.get("models/sources.yml") ?? "";
  expect(sources).toMatch(/database: "?ld"?\n\s+schema: "?main"?/);
  expect(sources).toMatch(/schema: "?sales"?/);
});
