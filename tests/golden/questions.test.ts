import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { resolveConfig } from "../../src/config/resolve.ts";
import * as catalogue from "../../src/questions/catalogue.ts";
import { checkAnswers, lastPublished } from "../../src/questions/run-summary.ts";
import { duckdb } from "../../src/sql/dialects/duckdb.ts";
import { published } from "../../src/sql/locate.ts";
import { render } from "../../src/sql/render.ts";
import type { Sql } from "../../src/sql/sql.ts";
import { LiveProject } from "./live.ts";
import { golden } from "./project.ts";
import { prefix } from "./texts.ts";

/** The SQL of what the catalogue of a page is made from; each question is answered on live rows. */
const project = resolveConfig(golden());
const { entities } = project;
const questions: readonly (readonly [string, Sql])[] = [
  ["rows of a table", catalogue.rowCount({ layer: "final", name: "persons" })],
  ["events", catalogue.eventCatalogue(1000)],
  ...entities.flatMap((entity) => [
    [`identifiers of ${entity.plural}`, catalogue.identifierCatalogue(entity)] as const,
    [`roles of ${entity.plural}`, catalogue.roleCatalogue(entity, 1000)] as const,
    ...[catalogue.traitCatalogue(entity)].flatMap((traits) =>
      traits === undefined ? [] : [[`traits of ${entity.plural}`, traits] as const],
    ),
  ]),
  ["states", catalogue.stateCatalogue(1000)],
  ...[catalogue.relationshipCatalogue(project, 1000)].flatMap((related) =>
    related === undefined ? [] : [["relationships", related] as const],
  ),
  ["runs", catalogue.runHistory(50)],
  ["steps of a run", catalogue.runSteps(2)],
  ["last checks", catalogue.lastChecks()],
  ["last published run", lastPublished()],
  ["checks of a run", checkAnswers(2)],
];

let world: LiveProject;
beforeAll(async () => {
  world = await LiveProject.after(5, "published");
});
afterAll(() => world.close());

test("in duckdb", async () => {
  const texts = questions.map(([name, question]) => {
    const sql = render(question, duckdb, { locate: published(prefix), runValue: (of) => `:${of}` });
    return `-- ${name}\n${sql};\n`;
  });
  const file = fileURLToPath(new URL("questions/duckdb.sql", import.meta.url));
  await expect(texts.join("\n")).toMatchFileSnapshot(file);
});

test.each(questions)("%s are answered", async (name, question) => {
  const rows = await world.rows(question);
  // Nobody has asked a check here.
  expect(rows.length > 0).toBe(!name.includes("checks"));
});
