import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { publishedTables } from "../../src/compile/published-tables.ts";
import { resolveConfig } from "../../src/config/resolve.ts";
import { builtInChecks, ownChecks } from "../../src/questions/checks/checks.ts";
import { duckdb } from "../../src/sql/dialects/duckdb.ts";
import { published } from "../../src/sql/locate.ts";
import { render } from "../../src/sql/render.ts";
import { golden } from "./project.ts";
import { prefix } from "./texts.ts";

/** The SQL of every check of the golden project; what they answer is in `tests/checks`. */
const project = resolveConfig(golden());
const tables = publishedTables(project);
const checks = [...builtInChecks(project, tables), ...ownChecks(project, tables, () => true)];

test("every check has a name of its own", () => {
  expect(new Set(checks.map((check) => check.name)).size).toBe(checks.length);
});

test("in duckdb", async () => {
  const texts = checks.map(({ name, description, question }) => {
    const sql = render(question, duckdb, { locate: published(prefix), runValue: (of) => `:${of}` });
    return `-- ${name}: ${description}\n${sql};\n`;
  });
  const file = fileURLToPath(new URL("checks/duckdb.sql", import.meta.url));
  await expect(texts.join("\n")).toMatchFileSnapshot(file);
});
