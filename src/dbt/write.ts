import type { Layer } from "../model/table.ts";
import { resolveMacro } from "./components.ts";
import { gapsOf } from "./gaps.ts";
import { modelFile } from "./model.ts";
import { modelsOf } from "./models.ts";
import type { DbtPackage, PackageInput } from "./package.ts";
import { commonMacros, projectFile, schemaFile, sourcesFile } from "./properties.ts";
import { readme } from "./readme.ts";
import { testFile, testsFile, testsOf } from "./tests.ts";
import { Writing } from "./writing.ts";

/** In the order in which people read them. */
const layers: readonly Layer[] = ["source", "core", "identity", "final", "meta"];

/** Writes a plan as a dbt package: the same SQL, in models that dbt puts in order by what they read. */
export function dbtPackage(input: PackageInput): DbtPackage {
  const writing = new Writing(input);
  const models = modelsOf(input, writing);
  const tests = testsOf(input, writing);
  const files = new Map<string, string>();
  for (const model of models)
    files.set(`models/${model.ref.layer}/${writing.model(model.ref)}.sql`, modelFile(model, writing));
  const used = layers.filter((layer) => models.some(({ ref }) => ref.layer === layer));
  let ofColumns = 0;
  for (const layer of used) {
    const { text, tests: own } = schemaFile(layer, models, input, writing);
    files.set(`models/${layer}/schema.yml`, text);
    ofColumns += own;
  }
  const sources = sourcesFile(input, writing);
  if (sources !== undefined) files.set("models/sources.yml", sources);
  for (const test of tests) files.set(`tests/${test.name}.sql`, testFile(test, writing));
  if (tests.length > 0) files.set("tests/schema.yml", testsFile(tests));
  files.set("macros/nexus.sql", commonMacros(input, writing));
  const [components] = input.plan.steps.flatMap((step) => (step.kind === "components" ? [step] : []));
  if (components !== undefined) files.set("macros/nexus_resolve.sql", resolveMacro(components, writing));
  files.set("dbt_project.yml", projectFile(input, used, writing));
  const cannot = gapsOf(input, writing);
  files.set("README.md", readme(input, cannot, writing));
  return { name: writing.package, files, models: models.length, tests: tests.length + ofColumns, cannot };
}
