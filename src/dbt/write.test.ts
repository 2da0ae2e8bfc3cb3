import { describe, expect, test } from "vitest";
import { column } from "../model/column.ts";
import type { TableRef } from "../model/table.ts";
import { duckdb } from "../sql/dialects/duckdb.ts";
import { postgres } from "../sql/dialects/postgres.ts";
import { join, rawTable, runValue, type Sql, sql, table } from "../sql/sql.ts";
import type { PackageCheck, PackageInput } from "./package.ts";
import { dbtPackage } from "./write.ts";
import { Writing } from "./writing.ts";

const events: TableRef = { layer: "final", name: "events" };
const columns = new Map([["final.events", [column("id", "text", ""), column("on", "boolean", "yes or no")]]]);

const input = (checks: readonly PackageCheck[]): PackageInput => ({
  prefix: "acme",
  dialect: duckdb,
  plan: {
    makes: [events],
    steps: [
      {
        kind: "load",
        id: "load final.events",
        layer: "final",
        reason: "One row an event: {{ no }}.",
        reads: [],
        writes: [events],
        table: events,
        columns: columns.get("final.events") ?? [],
        rows: () => [["{# e1 #}", true]],
      },
    ],
  },
  tables: new Map(),
  columns,
  checks,
  references: [],
  gaps: [],
  version: "1",
  lists: "{}",
});

const check = (more: Partial<PackageCheck>): PackageCheck => ({
  name: "freshness:shop",
  description: "it is fresh",
  severity: "error",
  threshold: 0,
  question: sql`select ${runValue("horizon")} as horizon from ${table(events)} as e`,
  isFree: false,
  ...more,
});

describe("a package", () => {
  test("has what comes with the program as rows of a model", () => {
    const { files } = dbtPackage(input([]));
    const model = files.get("models/final/nexus_acme_final__events.sql");
    expect(model).toContain("-- One row an event: {{ '{' }}{ no }}.");
    expect(model).toContain(`(values\n('{{ '{' }}# e1 #}', true)) as v ("id", "on")`);
  });

  test("names columns that YAML would take for something else in quotes", () => {
    expect(dbtPackage(input([])).files.get("models/final/schema.yml")).toContain('      - name: "on"\n');
  });

  test("lets as many rows speak against a check as it allows", () => {
    const { files } = dbtPackage(input([check({ threshold: 3, severity: "warn" })]));
    expect(files.get("tests/nexus_acme_freshness_shop.sql")).toBe(
      `{{ config(severity='warn', error_if='>3', warn_if='>3') }}
-- it is fresh
select cast('{{ nexus_horizon() }}' as timestamp) as horizon from {{ ref('nexus_acme_final__events') }} as e
`,
    );
  });

  test("says of each test what it is about", () => {
    const { files } = dbtPackage(input([check({ description: "it is\n{{ fresh }}" })]));
    expect(files.get("tests/schema.yml")).toContain(
      "data_tests:\n  - name: nexus_acme_freshness_shop\n    description: \"it is {{ '{' }}{ fresh }}\"\n",
    );
  });

  test("asks a check whose rows are more or less grave once for each degree", () => {
    const { files, tests } = dbtPackage(input([check({ isGraded: true })]));
    expect(tests).toBe(2);
    for (const level of ["error", "warn"]) {
      const text = files.get(`tests/nexus_acme_freshness_shop_${level}.sql`);
      expect(text).toContain(`severity='${level}'`);
      expect(text).toContain(`where c.level = '${level}'`);
    }
  });

  test("gives checks of the same words names of their own", () => {
    const { files } = dbtPackage(input([check({ name: "a:b" }), check({ name: "a.b" })]));
    expect([...files.keys()].filter((path) => /^tests\/.*sql$/.test(path))).toEqual([
      "tests/nexus_acme_a_b.sql",
      "tests/nexus_acme_a_b_2.sql",
    ]);
  });
});

/** A scan of raw tables of the warehouse. */
function scan(query: Sql): PackageInput["plan"]["steps"][number] {
  const [read, aside]: readonly TableRef[] = ["shop__sold", "shop__sold__set_aside"].map((name) => ({
    layer: "source",
    name,
  }));
  if (read === undefined || aside === undefined) throw new Error("There are two.");
  const id = [column("id", "text", "")];
  return {
    kind: "scan",
    id: "scan shop.sold",
    layer: "source",
    reason: "sold",
    source: "shop",
    event: "sold",
    reads: [],
    writes: [read, aside],
    table: read,
    columns: id,
    query,
    setAside: { table: aside, columns: id, query: sql`select id from ${table(read)}` },
    carried: [],
    retyped: [],
    key: "id",
    badValues: "set-aside",
  };
}

test("each schema of raw tables is a source of its own, however its name is written", () => {
  const tables = [["ld", "eu", "orders"], ["ld_eu", "orders"], ["orders"], ["raw", "clicks"], ["raw", "orders"]];
  const query = sql`select id from ${join(
    tables.map((parts) => rawTable(...parts)),
    sql` union all from `,
  )}`;
  const names = ["shop__sold", "shop__sold__read", "shop__sold__set_aside"].map((name) => `source.${name}`);
  const of = [column("id", "text", "")];
  const { files } = dbtPackage({
    ...input([]),
    plan: { makes: [], steps: [scan(query)] },
    columns: new Map(names.map((name) => [name, of])),
  });
  const read = files.get("models/source/nexus_acme_source__shop__sold__read.sql") ?? "";
  expect(read.match(/source\(.*?\)/g)).toEqual([
    "source('ld_eu', 'orders')",
    "source('ld_eu_2', 'orders')",
    "source('raw', 'orders')",
    "source('raw_2', 'clicks')",
    "source('raw_2', 'orders')",
  ]);
  const sources = files.get("models/sources.yml") ?? "";
  expect(sources.match(/(?<= {4}(?:database|schema): ).*/g)).toEqual([
    '"ld"',
    '"eu"',
    `"{{ var('nexus_raw_database', target.database) }}"`,
    '"ld_eu"',
    `"{{ var('nexus_raw_database', target.database) }}"`,
    '"main"',
    `"{{ var('nexus_raw_database', target.database) }}"`,
    '"raw"',
  ]);
});

test("a name that the engine would cut off ends in a number of its own", () => {
  const writing = new Writing({ prefix: "nexus", dialect: postgres, columns });
  expect(writing.fitting("short", 40)).toBe("short");
  const [one, other] = ["a", "b"].map((end) => writing.fitting(`${"long".repeat(20)}${end}`));
  expect([one?.length, other?.length, one === other]).toEqual([63, 63, false]);
});
