import { resolve } from "node:path";
import type { Command } from "commander";
import pc from "picocolors";
import { NexusError } from "../base/problem.ts";
import type { ProposedTable } from "../project/init/index.ts";
import { initProject } from "../project/init-project.ts";
import { asJson, type Screen, table } from "./print.ts";

interface InitOptions {
  readonly from?: string;
  readonly region?: string;
  readonly force?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** `nexus init`: asks when somebody is there to answer, and takes flags. */
export function initCommand(program: Command, screenOf: (options: { config: string; json?: true }) => Screen): void {
  program
    .command("init [folder]")
    .description("write a runnable project: from your raw data, or a small example")
    .option("--from <place>", "a folder of CSV, JSON or Parquet files, or a schema of the warehouse")
    .option("--region <country>", "country of phone numbers that do not say theirs, such as US")
    .option("--force", "replace a config that is there")
    .option("-y, --yes", "ask nothing")
    .option("--json", "answer in JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ nexus init\n  $ nexus init --from data --region DE\n  $ nexus init my-project --yes",
    )
    .exitOverride()
    .action(async (folder: string | undefined, options: InitOptions) => {
      const screen = screenOf({ config: ".", ...(options.json === undefined ? {} : { json: options.json }) });
      const asked =
        options.json === true || options.yes === true || options.from !== undefined || process.stdin.isTTY !== true
          ? {}
          : await ask();
      const from = options.from ?? asked.from;
      const made = await initProject({
        folder: resolve(folder ?? "."),
        standing: resolve("."),
        ...(from === undefined ? {} : { from }),
        ...(options.region === undefined ? {} : { region: options.region }),
        force: options.force === true,
      });
      if (screen.json) return screen.out(asJson(made));
      const rows = made.proposal.tables.flatMap(taken);
      if (rows.length > 0) screen.out(`${table(["found", "event", "taken for"], rows)}\n`);
      for (const of of made.proposal.tables.filter(({ leftOut }) => leftOut !== undefined))
        screen.out(`${pc.yellow("left out")} ${of.label}: ${of.leftOut}`);
      for (const { label, leftOut, unused } of made.proposal.tables)
        if (leftOut === undefined && unused.length > 0)
          screen.out(`${pc.yellow("not used")} ${label}: ${some(unused)}`);
      for (const of of made.proposal.tables)
        for (const note of of.notes) screen.out(`${pc.yellow("look at")} ${of.label}: ${note}`);
      screen.out(`${pc.green("written")} ${made.written.written.join(", ")}`);
      for (const todo of made.written.todo) screen.out(`${pc.yellow("to do")} ${todo}`);
      const steps = [
        ...(folder === undefined ? [] : [`cd ${/^[\w./~-]+$/.test(folder) ? folder : JSON.stringify(folder)}`]),
        ...(made.written.written.includes("package.json") ? ["npm install"] : []),
        "npx nexus check",
        "npx nexus run",
      ];
      screen.out(`\nnext:\n${steps.map((step) => `  ${step}`).join("\n")}`);
    });
}

/** A table and what its columns were taken for: a line each, as all on one would be cut. */
function taken(of: ProposedTable): readonly (readonly string[])[] {
  if (of.leftOut !== undefined) return [];
  const choices = of.choices.map(({ what, columns }) => `${what} ← ${columns.join(", ")}`);
  const [first = "", ...rest] = choices;
  return [[of.label, `${of.source}.${of.event}`, first], ...rest.map((choice) => ["", "", choice])];
}

/** Names of columns, as far as a person reads them; `--json` has all. */
function some(columns: readonly string[]): string {
  const shown = columns.slice(0, 30);
  return `${shown.join(", ")}${columns.length > shown.length ? ` and ${columns.length - shown.length} more` : ""}`;
}

async function ask(): Promise<{ readonly from?: string }> {
  const { isCancel, text } = await import("@clack/prompts");
  const answer = await text({
    message: "Where is your raw data? A folder of CSV, JSON or Parquet files, or a schema of the warehouse.",
    placeholder: "leave empty for what lies here, or for a small example",
  });
  if (isCancel(answer)) throw new NexusError({ code: "interrupted", message: "Nothing was written." });
  return answer === undefined || answer.trim() === "" ? {} : { from: answer.trim() };
}
