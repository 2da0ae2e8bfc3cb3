import { writeSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import pc from "picocolors";
import { NexusError, type Problem } from "../base/problem.ts";
import { openProject, type Project, version } from "../project/project.ts";
import { profileReport, timelineReport } from "./entity-report.ts";
import { initCommand } from "./init.ts";
import { asJson, number, problems, type Screen, seconds, table } from "./print.ts";
import { progressOn } from "./progress.ts";
import { runReport } from "./run-report.ts";

/** What a command ends with: scripts read it. */
const exitCodes = { done: 0, problem: 1, usage: 2, checksFail: 3, bug: 70, interrupted: 130 } as const;

/** A problem that a command has told already. */
class Told extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super();
    this.exitCode = exitCode;
  }
}

interface Common {
  readonly config: string;
  readonly target?: string;
  readonly json?: true;
}

/** Runs the command line; gives the exit code. See docs/cli.md. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = commands();
  try {
    await program.parseAsync([...argv]);
    return exitCodes.done;
  } catch (error) {
    return failed(error, argv.includes("--json"));
  }
}

function failed(error: unknown, json: boolean): number {
  if (error instanceof Told) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  const found: readonly Problem[] = error instanceof NexusError ? error.problems : [];
  if (found.length > 0) {
    if (json) process.stdout.write(`${asJson({ problems: found })}\n`);
    else process.stderr.write(`${problems(found)}\n`);
    return found[0]?.code === "interrupted" ? exitCodes.interrupted : exitCodes.problem;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `${pc.red("This is a mistake of Nexus, not of yours.")} Please report it with the lines below.\n\n${text}\n`,
  );
  return exitCodes.bug;
}

function screenOf(options: Common): Screen {
  return {
    json: options.json === true,
    out: (text) => write(1, `${text}\n`),
    err: (text) => write(2, text),
    live: process.stderr.isTTY === true && process.env["CI"] === undefined,
  };
}

/** A pipe that was closed by its reader (`nexus query … | head`) is no mistake. */
function write(to: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(to, rest));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EPIPE") process.exit(exitCodes.done);
      if (code !== "EAGAIN") throw error;
    }
  }
}

function wholeNumber(text: string): number {
  const parsed = Number(text);
  if (!Number.isInteger(parsed) || parsed < 1) throw new InvalidArgumentError("a whole number above zero is needed.");
  return parsed;
}

function commands(): Command {
  const program = new Command("nexus")
    .description("Every customer's whole story, in your own warehouse.")
    .version(version, "-v, --version")
    .showHelpAfterError("(nexus --help shows all commands)")
    .showSuggestionAfterError()
    .exitOverride();
  const command = (spelling: string, about: string, examples: readonly string[]): Command =>
    program
      .command(spelling)
      .description(about)
      .option("-c, --config <path>", "folder or file of the config", ".")
      .option("-t, --target <name>", "target of the config, such as prod")
      .option("--json", "answer in JSON")
      .addHelpText("after", `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`)
      .exitOverride();
  const opened = (options: Common): Promise<Project> =>
    openProject(options.config, options.target === undefined ? {} : { target: options.target });

  initCommand(program, screenOf);

  command("check", "look for everything that would stop a run, changing nothing", [
    "nexus check",
    "nexus check --json",
  ]).action(async (options: Common) => {
    const screen = screenOf(options);
    const found = await (await opened(options)).check();
    const errors = found.filter((problem) => problem.severity !== "warning");
    if (screen.json) screen.out(asJson({ ok: errors.length === 0, problems: found }));
    else {
      if (found.length > 0) screen.err(`${problems(found)}\n`);
      if (errors.length === 0) screen.out(pc.green("The config and its raw tables are in order."));
    }
    if (errors.length > 0) throw new Told(exitCodes.problem);
  });

  command("preview <source.event>", "twenty rows as an event definition makes them, before any run", [
    "nexus preview shop.order_placed",
  ])
    .option("-n, --limit <rows>", "how many rows", wholeNumber, 20)
    .action(async (definition: string, options: Common & { readonly limit: number }) => {
      const screen = screenOf(options);
      const { columns, rows } = await (await opened(options)).preview(definition, options.limit);
      if (screen.json)
        return screen.out(
          asJson(rows.map((row) => Object.fromEntries(columns.map((column, index) => [column.name, row[index]])))),
        );
      // One block a row: event rows are wider than any terminal.
      for (const [place, row] of rows.entries()) {
        const said = columns
          .map((column, index) => [column.name, row[index]] as const)
          .filter(([, value]) => value !== null);
        screen.out(`${pc.bold(`row ${place + 1}`)}\n${table(["", ""], said).split("\n").slice(1).join("\n")}\n`);
      }
      if (rows.length === 0) screen.out(pc.dim("no raw row matches this definition"));
    });

  command("plan", "what a run would do, and why", ["nexus plan", "nexus plan --sql > plan.sql"])
    .option("--sql", "with the SQL of every step")
    .action(async (options: Common & { readonly sql?: true }) => {
      const screen = screenOf(options);
      const steps = await (await opened(options)).plan();
      if (screen.json) return screen.out(asJson(options.sql ? steps : steps.map(({ sql: _, ...step }) => step)));
      if (options.sql)
        return screen.out(
          steps.map((step) => `-- ${step.position}. ${step.id}: ${step.reason}\n${step.sql}`).join("\n\n"),
        );
      screen.out(
        table(
          ["", "step", "layer", "why"],
          steps.map((step) => [step.position, step.id, step.layer, step.reason]),
        ),
      );
    });

  command("run", "make every table anew and publish it", ["nexus run", "nexus run --target prod --json"])
    .option("--horizon <time>", "the time that the run takes for now (ISO); later events wait")
    .action(async (options: Common & { readonly horizon?: string }) => {
      const screen = screenOf(options);
      const project = await opened(options);
      const horizon = options.horizon === undefined ? {} : { horizon: isoTime(options.horizon) };
      const result = await project.run({ progress: progressOn(screen), ...horizon });
      const summary = await project.summary(result.run);
      screen.out(screen.json ? asJson({ ...result, summary }) : runReport(result, summary));
      if (summary.checks.some((check) => check.failing > 0)) throw new Told(exitCodes.checksFail);
    });

  command("show <identifier>", "everything known of whom an identifier stands for", [
    "nexus show ana@acme.example",
    'nexus show "(415) 555-0132" --json',
  ]).action(async (identifier: string, options: Common) => {
    const screen = screenOf(options);
    const profile = await (await opened(options)).show(identifier);
    screen.out(screen.json ? asJson(profile) : profileReport(profile));
  });

  command("timeline <identifier>", "what happened to whom an identifier stands for, the latest first", [
    "nexus timeline ana@acme.example",
    "nexus timeline acme.example --source stripe -n 100",
  ])
    .option("-n, --limit <events>", "how many events", wholeNumber, 50)
    .option("--source <name>", "only events of one source")
    .option("--before <cursor>", "continue a page behind this time and event id")
    .action(
      async (
        identifier: string,
        options: Common & { readonly limit: number; readonly source?: string; readonly before?: string },
      ) => {
        const screen = screenOf(options);
        const timeline = await (await opened(options)).timeline(identifier, {
          limit: options.limit,
          ...(options.source === undefined ? {} : { source: options.source }),
          ...(options.before === undefined ? {} : { before: cursor(options.before) }),
        });
        screen.out(screen.json ? asJson(timeline) : timelineReport(timeline));
      },
    );

  command("query <sql>", "one read-only SQL statement over what is published", [
    'nexus query "select source, count(*) from nexus.events group by 1"',
  ])
    .option("-n, --limit <rows>", "at most so many rows", wholeNumber, 1000)
    .option("--seconds <seconds>", "stop after so long", wholeNumber, 30)
    .action(async (text: string, options: Common & { readonly limit: number; readonly seconds: number }) => {
      const screen = screenOf(options);
      const started = performance.now();
      const answer = await (await opened(options)).query(text, { rows: options.limit, seconds: options.seconds });
      if (screen.json) {
        return screen.out(asJson({ columns: answer.columns, rows: answer.rows, more: answer.more }));
      }
      if (answer.rows.length > 0)
        screen.out(
          table(
            answer.columns.map((column) => column.name),
            answer.rows,
          ),
        );
      const more = answer.more ? `, more were left out (--limit ${options.limit})` : "";
      screen.err(
        pc.dim(`${number(answer.rows.length)} rows in ${seconds((performance.now() - started) / 1000)}${more}\n`),
      );
    });

  return program;
}

function isoTime(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new NexusError({
      code: "usage",
      message: "The horizon is no time.",
      found: `"${text}"`,
      accepted: "ISO 8601, such as 2026-03-01T00:00:00Z",
    });
  }
  return time.toISOString();
}

function cursor(text: string): { readonly occurredAt: string; readonly id: string } {
  const found = /^(\S+)\s+(evt_[0-9a-f]{32})$/.exec(text.trim());
  if (found === null) {
    throw new NexusError({
      code: "usage",
      message: "The cursor cannot be read.",
      found: `"${text}"`,
      accepted: "the time and event id that the page before ended with",
    });
  }
  return { occurredAt: String(found[1]).replace("T", " ").replace(/Z$/, ""), id: String(found[2]) };
}
