import { relative, resolve } from "node:path";
import type { Command } from "commander";
import pc from "picocolors";
import { writeDocs } from "../docs/write-docs.ts";
import type { Project } from "../project/project.ts";
import { asJson, number, type Screen } from "./print.ts";

interface DocsOptions {
  readonly config: string;
  readonly target?: string;
  readonly json?: true;
  readonly out: string;
}

/** `nexus docs`: one page with everything that a project publishes. */
export function docsCommand(
  command: (spelling: string, about: string, examples: readonly string[]) => Command,
  screenOf: (options: DocsOptions) => Screen,
  opened: (options: DocsOptions) => Promise<Project>,
): void {
  command("docs", "write a page: data dictionary, lineage, catalogue, runs and checks", [
    "nexus docs",
    "nexus docs --out public/data",
  ])
    .option("-o, --out <folder>", "folder for the page", "nexus-docs")
    .action(async (options: DocsOptions) => {
      const screen = screenOf(options);
      const written = await writeDocs(await opened(options), resolve(options.out));
      if (screen.json) return screen.out(asJson(written));
      const file = relative(process.cwd(), written.file);
      screen.out(
        `${pc.green("written")} ${file.startsWith("..") ? written.file : file}: ${number(written.tables)} tables, ${number(written.columns)} columns`,
      );
      if (!written.hasFigures) screen.err(`${pc.dim("without numbers: nothing is published yet")}\n`);
      if (written.lineageProblem !== undefined)
        screen.err(`${pc.yellow("without lineage")} ${written.lineageProblem}\n`);
    });
}
