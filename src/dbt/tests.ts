import { slug } from "../base/names.ts";
import { tableName } from "../model/table.ts";
import { type Sql, sql } from "../sql/sql.ts";
import { said, template } from "./jinja.ts";
import type { PackageInput } from "./package.ts";
import { readRef } from "./scan.ts";
import { badRows, limitTest, overLimit, parseTest, unread, unreadable } from "./stops.ts";
import type { Writing } from "./writing.ts";

/** A question as a test of dbt: it fails when there are rows. */
export interface PackageTest {
  /** The name of its file. */
  readonly name: string;
  readonly description: string;
  readonly severity: "error" | "warn";
  readonly threshold: number;
  readonly question: Sql;
  /** Expressions of models that must be there first, although the question does not say so. */
  readonly after?: readonly string[];
  /** Expressions that stand for tables in it. */
  readonly instead?: ReadonlyMap<string, string>;
}

/** The tests of a package, beside those of single columns: what stops a run, what dbt cannot do, what must hold. */
export function testsOf(input: PackageInput, writing: Writing): readonly PackageTest[] {
  const taken = new Set<string>();
  const named = (wanted: string): string => {
    const plain = `${writing.package}_${slug(wanted)}`;
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}_${number}`;
    taken.add(name);
    return name;
  };
  const stops = (name: string, description: string, question: Sql): PackageTest => ({
    name: named(name),
    description,
    severity: "error",
    threshold: 0,
    question,
  });
  const ofSteps = input.plan.steps.flatMap((step): readonly PackageTest[] => {
    switch (step.kind) {
      case "check":
        return [stops(step.id, step.message, step.query)];
      case "scan": {
        if (step.badValues !== "fail") return [];
        const test = stops(`readable ${step.source} ${step.event}`, unreadable(step), badRows(step));
        return [{ ...test, instead: new Map([[tableName(step.table), writing.ref(readRef(step))]]) }];
      }
      case "constrained":
        return [stops(limitTest(step.entity), overLimit(step.entity), step.held)];
      case "parse":
        return [stops(parseTest(step.finds), unread(step.finds), step.query)];
      default:
        return [];
    }
  });
  const published = [...input.tables.values()].filter((one) => one.published);
  const ofChecks = input.checks.flatMap(({ name, question, isGraded, isFree, ...said }): readonly PackageTest[] => {
    const after = isFree ? { after: published.map(({ ref }) => writing.ref(ref)) } : {};
    const test = (more: string, asked: Sql, severity = said.severity): PackageTest => ({
      ...said,
      ...after,
      severity,
      name: named(`${name}${more}`),
      question: asked,
    });
    if (isGraded !== true) return [test("", question)];
    return (["error", "warn"] as const).map((level) =>
      test(` ${level}`, sql`select * from (${question}) as c where c.level = ${level}`, level),
    );
  });
  return [...ofSteps, ...ofChecks];
}

/** What each test is about, where dbt looks for it. */
export function testsFile(tests: readonly PackageTest[]): string {
  const lines = tests.flatMap(({ name, description }) => [
    `  - name: ${name}`,
    `    description: ${said(description.replaceAll(/\s+/g, " "))}`,
  ]);
  return `version: 2\n\ndata_tests:\n${lines.join("\n")}\n`;
}

/** The file of a test. */
export function testFile(test: PackageTest, writing: Writing): string {
  const { threshold, severity } = test;
  const limit = threshold === 0 ? "" : `, error_if='>${threshold}', warn_if='>${threshold}'`;
  return [
    `{{ config(severity='${severity}'${limit}) }}`,
    template(`-- ${test.description.replaceAll(/\s+/g, " ")}`),
    ...(test.after ?? []).map((code) => `-- depends_on: {{ ${code} }}`),
    `${writing.text(test.question, test.instead)}\n`,
  ].join("\n");
}
