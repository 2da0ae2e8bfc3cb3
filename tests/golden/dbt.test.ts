import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { resolveConfig } from "../../src/config/resolve.ts";
import { dbtPackage } from "../../src/dbt/write.ts";
import { packageInput } from "../../src/project/dbt-package.ts";
import type { Dialect } from "../../src/sql/dialect.ts";
import { duckdb } from "../../src/sql/dialects/duckdb.ts";
import { postgres } from "../../src/sql/dialects/postgres.ts";
import { catalogue } from "./catalogue.ts";
import { golden } from "./project.ts";

/** The dbt package of the golden project: the list of its files, and one of each kind. */
const dialects: readonly Dialect[] = [duckdb, postgres];

const shown = [
  "README.md",
  "dbt_project.yml",
  "macros/nexus.sql",
  "macros/nexus_resolve.sql",
  "models/sources.yml",
  "models/final/schema.yml",
  "models/final/nexus_final__persons.sql",
  "models/source/nexus_source__kettle__order_placed__read.sql",
  "models/source/nexus_source__kettle__order_placed__set_aside.sql",
  "models/source/nexus_source__kettle__order_placed__newest.sql",
  "models/source/nexus_source__kettle__order_placed__deletions.sql",
  "models/source/nexus_source__kettle__order_placed.sql",
  "models/identity/nexus_identity__group_dictionary.sql",
  "models/identity/nexus_identity__group_components.sql",
  "models/identity/nexus_identity__identity_log.sql",
  "models/identity/nexus_identity__person_constrained_parts.sql",
  "models/meta/nexus_meta__runs.sql",
  "tests/nexus_within_limits_person.sql",
  "tests/nexus_no_mail_headers.sql",
  "tests/nexus_nobody_without_id.sql",
];

describe.each(dialects)("the dbt package in $name", (dialect) => {
  const folder = fileURLToPath(new URL(`dbt/${dialect.name}`, import.meta.url));
  // Versions change, the package need not.
  const input = { ...packageInput(resolveConfig(golden()), catalogue, dialect), version: "0", lists: "[]" };
  const { files } = dbtPackage(input);

  test("has these files", async () => {
    await expect(`${[...files.keys()].sort().join("\n")}\n`).toMatchFileSnapshot(`${folder}/files.txt`);
  });

  test.each(shown)("%s", async (path) => {
    await expect(files.get(path) ?? "").toMatchFileSnapshot(`${folder}/${path}`);
  });

  test("refers to models that it has, and to nothing else", () => {
    const models = new Set([...files.keys()].flatMap((path) => /^models\/.*\/(\w+)\.sql$/.exec(path)?.[1] ?? []));
    const named = [...files.values()].flatMap((text) =>
      [...text.matchAll(/\bref\('(\w+)'\)/g)].map(([, model]) => model),
    );
    expect(named.length).toBeGreaterThan(300);
    expect(named.filter((model) => !models.has(String(model)))).toEqual([]);
  });

  test("leaves no expression open, and names no table of a run", () => {
    const texts = [...files].filter(([path]) => !path.startsWith("macros/") && path.endsWith(".sql"));
    expect(texts.filter(([, text]) => text.includes("\0")).map(([path]) => path)).toEqual([]);
    expect(texts.filter(([, text]) => /from "nexus/.test(text)).map(([path]) => path)).toEqual([]);
  });
});
