import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type BadValues,
  defineConfig,
  defineModel,
  defineSource,
  duckdb,
  email,
  json,
  type Project,
  postgres,
  projectOf,
  type RawTable,
  type Warehouse,
} from "../../src/index.ts";
import { problemsOf, Shop } from "./shop.ts";

/** Files are brought to the database, and read as DuckDB reads them. */
let shop: Shop;
let folder = "";

beforeEach(async ({ skip }) => {
  const opened = await Shop.opened();
  if (typeof opened === "string") return skip(opened);
  shop = opened;
  folder = await mkdtemp(join(tmpdir(), "nexus-files-"));
});

afterEach(async () => {
  await shop?.dropped();
  await rm(folder, { recursive: true, force: true });
});

const model = defineModel({ entities: { person: { identifiers: { email: email() }, traits: { name: "text" } } } });

function project(warehouse: Warehouse, table: RawTable, badValues: BadValues, more: Record<string, unknown>): Project {
  const source = defineSource(model, "web", {
    timezone: "UTC",
    badValues,
    tables: { rows: table },
    events: {
      seen: {
        from: "rows",
        id: "id",
        occurredAt: "at",
        description: "said",
        persons: [{ role: "visitor", identifiers: { email: "email" }, traits: { name: "name" } }],
        ...more,
      },
    },
  });
  return projectOf(defineConfig({ model, sources: [source], warehouse }), folder);
}

/** What both engines make of a file. */
async function both(table: RawTable, badValues: BadValues = "null", more: Record<string, unknown> = {}) {
  const answers = [];
  for (const warehouse of [duckdb("warehouse.duckdb"), postgres({ url: shop.url })]) {
    const opened = project(warehouse, table, badValues, more);
    await opened.run({ horizon: "2025-12-31" });
    const events = await opened.query("select id, occurred_at, description, value from nexus.events order by 1");
    const persons = await opened.query("select id, email, name from nexus.persons order by 1");
    const aside = await opened.query('select reason, "row" from nexus_source.web_set_aside order by 1, 2');
    answers.push({ events: events.rows, persons: persons.rows, aside: aside.rows });
  }
  expect(answers[1]).toEqual(answers[0]);
  return answers[1];
}

const lay = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(folder, name), content);

const rows = `id,at,email,name,said
v1,2025-03-01,ana@acme.example,"Rivera, Ana","of ""two""
lines"
v2,2025-03-02T09:00:00Z,bo@acme.example,00123,

v3,2025-03-03,"cy@acme.example","",plain
`;

describe("CSV", () => {
  test("with quotes, lines in values and blank lines", async () => {
    await lay("rows.csv", rows);
    expect((await both("rows.csv"))?.events.length).toBe(3);
  });

  test("with a mark before it, other line ends, another delimiter, compressed", async () => {
    await lay(
      "rows.csv.gz",
      gzipSync(
        `\ufeff${rows.replaceAll(",", ";").replaceAll("\n", "\r\n").replace("\r\nlines", " lines").replace("\r\n\r\n", "\r\n")}`,
      ),
    );
    expect((await both("rows.csv.gz"))?.events.length).toBe(3);
  });

  test("several files, whose columns are not all the same", async () => {
    await lay("a1.csv", "id,at,email,name,said\nv1,2025-03-01,ana@acme.example,Ana,one\n");
    await lay("a2.csv", "at,id,said,name,email,extra\n2025-03-02,v2,two,Bo,bo@acme.example,x\n");
    expect((await both("a*.csv"))?.persons.length).toBe(2);
  });

  test("lines that do not fit are put aside where the source says so", async () => {
    await lay("rows.csv", `${rows}v4,2025-03-04\nv5,2025-03-05,a@acme.example,A,x,y\n`);
    expect((await both("rows.csv", "set-aside"))?.aside).toEqual([
      ["the line has 2 columns, not 5", "v4,2025-03-04"],
      ["the line has 6 columns, not 5", "v5,2025-03-05,a@acme.example,A,x,y"],
    ]);
  });

  test.each([
    ["a line of another width", "id,at\nv1,2025-03-01\nv2\n", { line: 3 }, "1 column: v2"],
    ["a quote that is never closed", 'id,at\nv1,"2025\nv2,x\n', { line: 2 }, 'a quote that is never closed: v1,"2025'],
  ])("%s is told with its place", async (_, content, where, found) => {
    await lay("rows.csv", content);
    const [problem] = await problemsOf(project(postgres({ url: shop.url }), "rows.csv", "null", {}).run());
    expect(problem).toMatchObject({ code: "file-unreadable", where: { source: "web", ...where }, found });
  });

  test("letters in another encoding, no text at all, and formats that are not read are told", async () => {
    await lay("rows.csv", Uint8Array.from([105, 100, 10, 0xe9, 10]));
    await lay("empty.csv", "");
    await lay("rows.parquet", "PAR1");
    const problem = async (file: string) =>
      (await problemsOf(project(postgres({ url: shop.url }), file, "null", {}).run()))[0];
    expect(await problem("rows.csv")).toMatchObject({ code: "file-unreadable", hint: "save the file as UTF-8" });
    expect(await problem("empty.csv")).toMatchObject({ message: "A CSV file is empty: it has no header line." });
    expect(await problem("rows.parquet")).toMatchObject({ code: "file-unreadable", found: "Parquet" });
    expect(await problem("row.csv")).toMatchObject({ code: "table-missing", hint: 'did you mean "rows.csv"?' });
  });
});

describe("JSON", () => {
  const fields = { description: json("more", "said"), value: json("more", ["amounts", "1"]) };

  test("lines, with what is null, nested, long or spelt in other ways", async () => {
    await lay(
      "rows.ndjson",
      `{"id":"v1","at":"2025-03-01","email":"ana@acme.example","name":"Ana","more":{"said":"ol\\u00e9","amounts":[1,2.50]}}
{"id":12345678901234567890,"at":"2025-03-02","email":null,"name":null,"more":null}

{"id":"v3","at":1,"email":"cy@acme.example","more":{"said":1.0,"amounts":[]}}
`,
    );
    await both("rows.ndjson", "null", fields);
  });

  test("an array of records", async () => {
    await lay(
      "rows.json",
      `[ {"id":"v1","at":"2025-03-01","email":"ana@acme.example","name":"Ana","more":{"said":"x"}},\n{"id":"v2","at":"2025-03-02","email":"bo@acme.example","name":"Bo"} ]`,
    );
    expect((await both("rows.json", "null", fields))?.persons.length).toBe(2);
  });

  test("a broken record is told with its line", async () => {
    await lay("rows.ndjson", '{"id":"v1","at":"2025-03-01"}\n{"id":\n');
    const [problem] = await problemsOf(project(postgres({ url: shop.url }), "rows.ndjson", "null", {}).run());
    expect(problem).toMatchObject({
      code: "file-unreadable",
      message: "A record of a JSON file is broken.",
      where: { line: 2 },
    });
  });
});

test("names that the database would cut are told before anything is written", async () => {
  await lay("rows.csv", rows);
  const long = `seen_${"very_".repeat(12)}often`;
  const source = defineSource(model, "web", {
    timezone: "UTC",
    tables: { rows: "rows.csv" },
    events: { [long]: { from: "rows", id: "id", occurredAt: "at" } },
  });
  const opened = projectOf(defineConfig({ model, sources: [source], warehouse: postgres({ url: shop.url }) }), folder);
  const found = await problemsOf(opened.run());
  expect(found[0]).toMatchObject({
    code: "name-invalid",
    message: "The name of a table would be too long for this engine.",
    found: `"web__${long}", 75 bytes`,
    accepted: "at most 63 bytes",
  });
  expect(await opened.check()).toEqual(found);
  expect(await shop.ask("select 1 from pg_namespace where nspname = 'nexus'")).toEqual([]);
});

test("names of working tables may be longer", async () => {
  await lay("rows.csv", rows.replace("v2,", "v1,"));
  const long = `seen_${"very_".repeat(7)}often`;
  const source = defineSource(model, "web", {
    timezone: "UTC",
    tables: { rows: "rows.csv" },
    events: {
      [long]: {
        from: "rows",
        id: "id",
        occurredAt: "at",
        row: "email",
        persons: [{ role: "x", identifiers: { email: "email" } }],
      },
    },
  });
  const opened = projectOf(defineConfig({ model, sources: [source], warehouse: postgres({ url: shop.url }) }), folder);
  await opened.run();
  await opened.run();
  expect((await opened.query("select count(*) from nexus.events")).rows).toEqual([[2]]);
  expect(await shop.ask(String.raw`select relname from pg_class where relname like '%\_\_next'`)).toEqual([]);
});
