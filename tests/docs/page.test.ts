import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anchor, escaped } from "../../src/docs/html.ts";
import {
  constant,
  defineConfig,
  defineModel,
  defineSource,
  domain,
  duckdb,
  email,
  notNull,
  type Project,
  projectOf,
  writeDocs,
} from "../../src/index.ts";
import type { Description } from "../../src/project/describe.ts";

/** The page of a small shop in which names and values try to be more than text. */
const evil = "<script>alert('x')</script>";
const model = defineModel({
  entities: {
    person: {
      identifiers: { email: email() },
      traits: { name: { type: "text", pii: true }, city: "text" },
    },
    group: { identifiers: { domain: domain() }, traits: { name: "text" } },
  },
});
const shop = defineSource(model, "shop", {
  timezone: "UTC",
  tables: { orders: "orders.csv" },
  events: {
    order_placed: {
      from: "orders",
      id: "id",
      occurredAt: "at",
      name: constant(`order ${evil}`),
      description: "who",
      columns: { plan: "plan" },
      persons: [
        { role: `buyer ${evil}`, identifiers: { email: "<b>mail</b>" }, traits: { name: "who", city: "city" } },
      ],
      groups: [{ role: "employer", key: "employer", identifiers: { domain: "site" } }],
      memberships: [{ person: `buyer ${evil}`, group: "employer", role: "staff" }],
    },
  },
});
const config = defineConfig({
  model,
  warehouse: duckdb("shop.duckdb"),
  sources: [shop],
  states: {
    plan: {
      of: "person",
      description: `the plan & ${evil}`,
      entries: [{ event: `order ${evil}`, value: { column: "plan" } }],
    },
  },
  checks: { named: notNull("persons", "name") },
});

let folder: string;
let project: Project;
let before: string;
let text: string;
let description: Description;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nexus-docs-"));
  await writeFile(
    join(folder, "orders.csv"),
    [
      'id,at,"<b>mail</b>",who,city,site,plan',
      `1,2026-01-05,ana@acme.example,Ana Rivera,Oakland,acme.example,"${evil}"`,
      "2,2026-01-06,bo@acme.example,Bo Lindqvist,Oakland,acme.example,free",
      "3,2026-01-07,cy@beta.example,,,beta.example,free",
      "",
    ].join("\n"),
  );
  project = projectOf(config, folder);
  before = await readFile((await writeDocs(project, join(folder, "before"))).file, "utf8");
  await project.run({ horizon: "2026-02-01" });
  await project.test();
  description = await project.describe();
  const written = await writeDocs(project, join(folder, "deep", "docs"));
  expect(written).toMatchObject({ hasFigures: true, file: join(folder, "deep", "docs", "index.html") });
  text = await readFile(written.file, "utf8");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A row of the page, by its anchor. */
function rowOf(...names: readonly string[]): string {
  const at = text.indexOf(`id="${escaped(anchor(...names))}"`);
  return at < 0 ? "" : text.slice(at, text.indexOf("</tr>", at));
}
const words = (markup: string): string =>
  markup
    .slice(markup.indexOf(">") + 1)
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

test("every published table and column is there, with type and sentence", async () => {
  const tables = await project.reading(async (engine) => {
    const found: string[] = [];
    for (const schema of ["nexus", "nexus_identity", "nexus_core", "nexus_source", "nexus_meta"])
      for (const [name, columns] of await engine.tablesIn(schema))
        for (const column of columns.keys()) found.push(`${schema}.${name}.${column}`);
    return new Set(found);
  });
  expect(description.tables.length).toBeGreaterThan(25);
  for (const table of description.tables) {
    expect(text).toContain(`id="${anchor("table", table.name)}"`);
    for (const column of table.columns) {
      expect(tables.has(`${table.name}.${column.name}`), `${table.name}.${column.name}`).toBe(true);
      const row = words(rowOf("column", table.name, column.name));
      expect(row).toContain(column.name);
      expect(row).toContain(column.type);
    }
  }
  expect(words(rowOf("column", "nexus.persons", "email"))).toMatch(/^email pii text the surviving email orders\.csv/);
  expect(words(rowOf("column", "nexus.memberships", "person_id"))).toContain("→ nexus.persons.id");
});

test("lineage goes from final columns to raw ones and back", () => {
  const columnOf = (table: string, name: string) =>
    description.tables.find((one) => one.name === table)?.columns.find((one) => one.name === name)?.from;
  expect(columnOf("nexus.persons", "email")).toEqual([{ table: "orders.csv", column: "<b>mail</b>" }]);
  expect(columnOf("nexus.persons", "city")).toEqual([{ table: "orders.csv", column: "city" }]);
  expect(columnOf("nexus.groups", "domain")).toEqual([{ table: "orders.csv", column: "site" }]);
  expect(columnOf("nexus.events", "description")).toEqual([{ table: "orders.csv", column: "who" }]);
  expect(words(rowOf("raw", "orders.csv", "city"))).toBe("city nexus.persons city");
  const made = words(rowOf("raw", "orders.csv", "plan"));
  expect(made).toContain("nexus.states");
  expect(made).toContain("state_value");
});

test("every link within the page leads somewhere", () => {
  const ids = new Set([...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
  const lost = [...text.matchAll(/ href="#([^"]*)"/g)].map(([, to]) => to).filter((to) => !ids.has(to));
  expect([...new Set(lost)]).toEqual([]);
  const anchors = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(anchors.length).toBe(ids.size);
});

describe("the numbers", () => {
  test("of tables", () => {
    const rows = Object.fromEntries(description.tables.map((table) => [table.name, table.rows]));
    expect(rows).toMatchObject({
      "nexus.events": 3,
      "nexus.persons": 3,
      "nexus.groups": 2,
      "nexus.memberships": 3,
      "nexus_core.person_identifiers": 3,
      "nexus_meta.runs": 1,
    });
    expect(text).toMatch(/<dt>persons<\/dt>\s*<dd>3<\/dd>/);
  });

  test("of events, identifiers, traits and states", () => {
    expect(words(rowOf("event", "shop", `order ${evil}`, "order placed"))).toMatch(
      /order placed 3 2026-01-05 00:00 2026-01-07 00:00$/,
    );
    expect(words(rowOf("identifier", "person", "email"))).toBe("email pii email 3 3 –");
    expect(words(rowOf("trait", "person", "city"))).toBe("city text 67 % 1");
    expect(words(rowOf("trait", "person", "name"))).toBe("name pii text 67 % 2");
    expect(description.figures?.states).toMatchObject([
      { state_name: "plan", state_value: "free", current_now: 2, entities: 2 },
      { state_name: "plan", state_value: evil, current_now: 1, entities: 1 },
    ]);
  });

  test("of runs and checks", () => {
    expect(text).toContain('<section id="runs">');
    expect(text).toContain("Steps of run 1");
    expect(words(rowOf("check", "named"))).toMatch(/^named failed 1 error 1 /);
    expect(words(rowOf("check", "key:persons"))).toMatch(/^key:persons passed 0 error 1 /);
  });
});

test("before the first run there is a page without numbers", () => {
  expect(before).toContain("not run yet");
  expect(before).toContain('id="table/nexus.persons"');
  expect(before).not.toContain('id="runs"');
});

test("names and values are text, and nothing but the page's own script may run", () => {
  for (const page of [before, text]) {
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain("alert('x')");
    expect(page).not.toContain("<b>mail</b>");
  }
  expect(text).toContain("order &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
  expect(text).toContain("the plan &amp; &lt;script&gt;");
  expect(text).toContain("&lt;b&gt;mail&lt;/b&gt;");
  expect(text).toMatch(/script-src &#39;sha256-[\w+/=]+&#39;/);
  expect(text).not.toContain("unsafe-eval");
});

test("it needs nothing from anywhere", () => {
  expect(text).not.toMatch(/https?:\/\//);
  expect(text).not.toMatch(/<(link|img|iframe|object|embed|base)\b/i);
  expect(text).not.toMatch(/ src=|@import|url\(/);
});

test("no personal value is in it", () => {
  for (const value of ["ana@acme.example", "bo@acme.example", "cy@beta.example", "Rivera", "Lindqvist"])
    expect(text).not.toContain(value);
});

test("a page goes on without lineage where the raw tables are gone", async () => {
  await rm(join(folder, "orders.csv"));
  const written = await writeDocs(project, join(folder, "later"));
  expect(written).toMatchObject({ hasFigures: true, lineageProblem: 'The raw table "orders.csv" is not there.' });
  expect(await readFile(written.file, "utf8")).toContain("could not be looked at");
});

test("a folder that cannot be made is told", async () => {
  await writeFile(join(folder, "taken"), "");
  await expect(writeDocs(project, join(folder, "taken", "docs"))).rejects.toMatchObject({
    problems: [{ code: "file-unwritable" }],
  });
});
