import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/compile/plan.ts";
import { resolveConfig } from "../../src/config/resolve.ts";
import { validateConfig } from "../../src/config/validate.ts";
import type { Dialect } from "../../src/sql/dialect.ts";
import { duckdb } from "../../src/sql/dialects/duckdb.ts";
import { postgres } from "../../src/sql/dialects/postgres.ts";
import { catalogue } from "./catalogue.ts";
import { golden, ruled } from "./project.ts";
import { fileNameOf, fileOf, prefix, textsOf } from "./texts.ts";
import { emptyPostgres, emptyWarehouse } from "./warehouse.ts";

/**
 * The SQL of every step of one small project, in every dialect, as files: what a change does to the SQL is seen in its
 * diff. `npx vitest run tests/golden -u` writes them anew.
 */
const dialects: readonly Dialect[] = [duckdb, postgres];

const { plan } = compile(resolveConfig(golden()), catalogue, new Map());

/** What only a project with rules of its own does. */
const { plan: ruledPlan } = compile(resolveConfig(ruled()), catalogue, new Map());
const ofRules = [
  "person_over_limit",
  "person_preceding",
  "person_participants",
  "person_trait_values",
  "final.persons",
];
const ruledSteps = ruledPlan.steps.filter(({ id }) => ofRules.some((word) => id.endsWith(word)));
const ruledFile = (step: (typeof ruledSteps)[number]): string => `ruled-${fileNameOf(step)}`;

test("the golden projects are valid ones", () => {
  expect([...validateConfig(golden()), ...validateConfig(ruled())]).toEqual([]);
});

test("every step has a file name of its own", () => {
  const names = plan.steps.map(fileNameOf);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(dialects)("in $name", (dialect) => {
  const folder = fileURLToPath(new URL(dialect.name, import.meta.url));

  test("the plan has these steps, in this order", async () => {
    const lines = plan.steps.map(({ id, kind, layer }) => `${kind.padEnd(10)} ${layer.padEnd(8)} ${id}`);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`${folder}/plan.txt`);
  });

  test.each(plan.steps.map((step) => [step.id, step] as const))("%s", async (_, step) => {
    await expect(fileOf(step, plan, dialect)).toMatchFileSnapshot(`${folder}/${fileNameOf(step)}`);
  });

  test.each(ruledSteps.map((step) => [step.id, step] as const))("%s, with rules of its own", async (_, step) => {
    await expect(fileOf(step, ruledPlan, dialect)).toMatchFileSnapshot(`${folder}/${ruledFile(step)}`);
  });

  test("no file is left of a step that is gone", () => {
    const expected = new Set(["plan.txt", ...plan.steps.map(fileNameOf), ...ruledSteps.map(ruledFile)]);
    const found = existsSync(folder) ? readdirSync(folder) : [];
    expect(found.filter((name) => !expected.has(name))).toEqual([]);
  });
});

const warehouses = { duckdb: emptyWarehouse, postgres: emptyPostgres };

describe.each(dialects)("an engine of $name", (dialect) => {
  const empty = warehouses[dialect.name as keyof typeof warehouses];

  test("describes raw tables as the golden catalogue says", async ({ skip }) => {
    const absent = await empty(async (engine) => {
      for (const [use, { label, columns }] of catalogue) {
        const described = await engine.describe(label);
        expect(described?.columns, use).toEqual(columns);
      }
    });
    if (absent !== undefined) skip(absent);
  });

  test("runs every statement of every step, on a warehouse without a row", async ({ skip }) => {
    const absent = await empty(async (engine) => {
      for (const layer of ["source", "core", "identity", "meta"])
        await engine.run(`create schema if not exists ${prefix}_${layer}`);
      await engine.run(`create schema ${prefix}`);
      let statements = 0;
      for (const step of plan.steps) {
        const texts = textsOf(step, plan, dialect, (of) => (of === "run" ? "1" : "timestamp '2025-06-01 00:00:00'"));
        for (const { does, label, text } of texts) {
          statements += 1;
          const attempt = does === "write" ? engine.run(text) : engine.ask(text);
          await attempt.catch((cause: unknown) => {
            throw new Error(`${step.id}, ${label}: ${cause instanceof Error ? cause.message : String(cause)}`, {
              cause,
            });
          });
        }
      }
      expect(statements).toBeGreaterThan(200);
    });
    if (absent !== undefined) skip(absent);
  });
});
