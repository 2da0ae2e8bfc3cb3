import { slug } from "../base/names.ts";
import { tableName } from "../model/table.ts";
import type { Gap, PackageInput } from "./package.ts";
import { rawReads } from "./properties.ts";
import { limitTest, parsed, parseTest } from "./stops.ts";
import type { Writing } from "./writing.ts";

/** What a run does and the package does not, with what comes instead: first what stops a build, then the rest. */
export function gapsOf(input: PackageInput, writing: Writing): readonly Gap[] {
  const test = (name: string): string => `${writing.package}_${slug(name)}`;
  const { steps } = input.plan;
  const stops = steps.flatMap((step): readonly Gap[] => {
    if (step.kind === "constrained")
      return [
        {
          about: step.entity,
          stops: true,
          message: `What holds more than a limit of an entity allows is not resolved again. Where the data has such a ${step.entity}, the test ${test(limitTest(step.entity))} fails, and nothing is built on it.`,
        },
      ];
    if (step.kind !== "parse") return [];
    const read = new Set(step.reads.map(tableName));
    const events = steps.flatMap((scan) =>
      scan.kind === "scan" && [scan.table, scan.made].some((of) => of !== undefined && read.has(tableName(of)))
        ? [`${scan.source}.${scan.event}`]
        : [],
    );
    return [
      {
        about: parsed[step.finds],
        stops: true,
        message: `Those of ${events.join(", ")} are not read. Where the data has any, the test ${test(parseTest(step.finds))} fails, and no persons and no events are built.`,
      },
    ];
  });
  const free = input.checks.filter(({ isFree }) => isFree).map(({ name }) => name);
  const ofChecks: readonly Gap[] =
    free.length === 0
      ? []
      : [
          {
            about: "checks",
            message: `Those that are SQL of your own name tables as \`nexus run\` calls them: with \`nexus_schema_prefix\` they ask those, not the ones of the build: ${free.join(", ")}.`,
          },
        ];
  const raw = rawReads(input.plan).map(({ parts }) => parts);
  const all = [...stops, ...always(writing), ...ofRaw(raw), ...input.gaps, ...ofChecks];
  return [...all.filter((gap) => gap.stops === true), ...all.filter((gap) => gap.stops !== true)];
}

/** What holds for raw tables of the warehouse, where any are read. */
function ofRaw(raw: readonly (readonly string[])[]): readonly Gap[] {
  if (raw.length === 0) return [];
  const attached = [...new Set(raw.flatMap((parts) => parts.at(-3) ?? []))];
  return [
    {
      about: "raw models",
      message:
        "Raw tables that are models of the same dbt project are not built first, as dbt knows them as sources: build them before, in a run of their own.",
    },
    ...(attached.length === 0
      ? []
      : [
          {
            about: "attached databases",
            message: `They need the same alias in \`profiles.yml\`: ${attached.join(", ")}.`,
          },
        ]),
  ];
}

const always = (writing: Writing): readonly Gap[] => [
  {
    about: "builds",
    message:
      "Every build begins from nothing. What raw tables no longer have is not remembered, and deletions that they forgot are undone.",
  },
  {
    about: "old tables",
    message: "Tables that a newer package has no more stay in the warehouse: drop them by hand.",
  },
  {
    about: "horizon",
    message:
      "Each start of dbt has its own, but where `nexus_horizon` is set: set it for builds of a selection, or tables do not fit together.",
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
    about: "raw rows",
    message: `A build does not tell of rows that were set aside, or of values that could not be read, as \`row_problems\` and \`source_rows\` of a run do: ask \`<source>_set_aside\` in ${writing.schema("source")}.`,
  },
  {
    about: "nexus_meta",
    message:
      "Records of steps, sources, watermarks and checks are not written: dbt keeps its own in `target`. `runs` has one row, the build.",
  },
  {
    about: "nexus",
    message:
      "`nexus show` and the other questions of the command line read what `nexus run` published, not what dbt built. `nexus run` must not go on with schemas that dbt built: it would take them for its own past.",
  },
];
