import { relative, resolve } from "node:path";
import type { Command } from "commander";
import pc from "picocolors";
import type { WrittenPackage } from "../project/dbt-package.ts";
import type { Project } from "../project/project.ts";
import { asJson, number, type Screen, wrapped } from "./print.ts";

interface DbtOptions {
  readonly config: string;
  readonly target?: string;
  readonly json?: true;
  readonly out: string;
}

/** `nexus dbt`: the project as a dbt package, and what dbt cannot do of it. */
export function dbtCommand(
  command: (spelling: string, about: string, examples: readonly string[]) => Command,
  screenOf: (options: DbtOptions) => Screen,
  opened: (options: DbtOptions) => Promise<Project>,
): void {
  command("dbt", "write a dbt package that builds the same tables, and tell what dbt cannot do", [
    "nexus dbt --out ../warehouse/nexus",
    "nexus dbt --target prod --json",
  ])
    .option("-o, --out <folder>", "folder for the package: a new one, or one that this command wrote", "nexus-dbt")
    .action(async (options: DbtOptions) => {
      const screen = screenOf(options);
      const written = await (await opened(options)).dbt(resolve(options.out));
      if (screen.json) return screen.out(asJson(written));
      const { name, models, tests, cannot } = written;
      const stopping = cannot.filter(({ stops }) => stops === true);
      const near = relative(process.cwd(), written.folder);
      const folder = near.startsWith("..") ? written.folder : near;
      screen.out(
        [
          `${pc.green("written")} ${folder}: the package ${name}, ${number(models)} models, ${number(tests)} tests`,
          "",
          "Take it in packages.yml of a dbt project, then dbt deps and dbt build:",
          `  packages:\n    - local: ${written.folder}`,
          "",
          ...(stopping.length === 0 ? [] : [...gaps("What stops the build:", stopping), ""]),
          ...gaps(
            "What dbt cannot do:",
            cannot.filter(({ stops }) => stops !== true),
          ),
        ].join("\n"),
      );
    });
}

/** A part of the list, a paragraph each, as wide as the terminal. */
function gaps(title: string, found: WrittenPackage["cannot"]): readonly string[] {
  if (found.length === 0) return [];
  const width = process.stdout.columns ?? 100;
  return [
    title,
    ...found.map(({ about, message }) =>
      wrapped(`${pc.bold(about)}  ${message}`, width - 2, 2).replaceAll(/^/gm, "  "),
    ),
  ];
}
