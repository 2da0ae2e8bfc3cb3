import { slug } from "../base/names.ts";
import { tableName } from "../model/table.ts";
import type { Gap, PackageInput } from "./package.ts";
import { limitTest, parsed, parseTest } from "./stops.ts";
import type { Writing } from "./writing.ts";

/** What a run does and the package does not, with what comes instead: the same for all projects, then of this one. */
export function gapsOf(input: PackageInput, writing: Writing): readonly Gap[] {
  const test = (name: string): string => `${writing.package}_${slug(name)}`;
  const ofSteps = input.plan.steps.flatMap((step): readonly Gap[] => {
    if (step.kind === "constrained")
      return [
        {
          about: step.entity,
          message: `What holds more than a limit of an entity allows is not resolved again. Where the data has such a ${step.entity}, the test ${test(limitTest(step.entity))} fails, and nothing is built on it.`,
        },
      ];
    if (step.kind === "parse")
      return [
        {
          about: tableName(step.table),
          message: `No ${parsed[step.finds]} are read. Where the data has any, the test ${test(parseTest(step.finds))} fails, and nothing is built on them.`,
        },
      ];
    return [];
  });
  const ofChecks = input.checks
    .filter(({ isFree }) => isFree)
    .map(({ name }) => ({
      about: name,
      message:
        "This check is SQL of your own, which names tables as `nexus run` calls them: with `nexus_schema_prefix` it asks those, not the ones of the build.",
    }));
  return [...always, ...ofSteps, ...input.gaps, ...ofChecks];
}

const always: readonly Gap[] = [
  {
    about: "builds",
    message:
      "Every build begins from nothing. What raw tables no longer have is not remembered, and deletions that they forgot are undone.",
  },
  {
    about: "ids",
    message:
      "Ids are those of a first run over the raw tables as they are now. They do not outlast merges and splits between builds, and no such change is logged.",
  },
  {
    about: "publish",
    message:
      "Tables become visible one after another, not all at once. While a build goes on, or after it failed, some are new and others old.",
  },
  {
    about: "nexus_meta",
    message:
      "Records of steps, sources, watermarks and checks are not written: dbt keeps its own in `target`. `runs` has one row, the build.",
  },
  {
    about: "nexus",
    message:
      "`nexus show` and the other questions of the command line read what `nexus run` published, not what dbt built.",
  },
];
