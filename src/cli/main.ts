import { writeSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { NexusError, type Problem } from "../base/problem.ts";
import { isWell } from "../project/checking.ts";
import { openProject, type Project, version } from "../project/project.ts";
import { answerCsv, answerTable } from "./answer-text.ts";
import { dbtCommand } from "./dbt.ts";
import { docsCommand } from "./docs.ts";
import { profileReport, timelineReport } from "./entity-report.ts";
import { exitCodes, Told } from "./exit-codes.ts";
import { initCommand } from "./init.ts";
import { onInterrupt } from "./interrupt.ts";
import { asJson, facts, problems, rowsOf, type Screen, seconds, table } from "./print.ts";
import { progressOn } from "./progress.ts";
import { runReport } from "./run-report.ts";
import { statesPerDayReport, statesReport } from "./states-report.ts";
import { testCommand } from "./test.ts";

interface Common {
  readonly config: string;
  readonly target?: string;
  readonly json?: true;
}

interface StatesAsked {
  readonly asOf?: string;
  readonly perDay?: true;
  readonly from?: string;
  readonly to?: string;
}

/** Runs the command line; gives the exit code. See docs/cli.md. */
export async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes("--json");
  try {
    // A query may begin with a comment of SQL, which looks like an option.
    await commands(json).parseAsync(argv.map((word) => (/^--\s/.test(word) ? ` ${word}` : word)));
    return exitCodes.done;
  } catch (error) {
    return failed(error, json);
  }
}

function failed(error: unknown, json: boolean): number {
  if (error instanceof Told) return error.exitCode;
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
  const found = problemsIn(error);
  if (found.length > 0) {
    if (json) write(1, `${asJson({ problems: found })}\n`);
    // The parser of the command line has told its own already.
    else if (!(error instanceof CommanderError)) write(2, `${problems(found)}\n`);
    return exitCodeOf(found[0]?.code);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(
    2,
    `${pc.red("This is a mistake of Nexus, not of yours.")} Please report it with the lines below.\n\n${text}\n`,
  );
  return exitCodes.bug;
}

function problemsIn(error: unknown): readonly Problem[] {
  if (error instanceof NexusError) return error.problems;
  if (!(error instanceof CommanderError)) return [];
  const [said = "", ...more] = error.message.replace(/^error: /, "").split("\n");
  // Without any command there is nothing but the help.
  const message = error.code === "commander.help" ? "No command was given." : said;
  return [
    { code: "usage", message, ...(more.length === 0 ? {} : { hint: more.join(" ").replace(/^\((.*)\)$/, "$1") }) },
  ];
}

function exitCodeOf(code: Problem["code"] | undefined): number {
  if (code === "interrupted") return exitCodes.interrupted;
  return code === "usage" ? exitCodes.usage : exitCodes.problem;
}

function screenOf(options: Common): Screen {
  return {
    json: options.json === true,
    out: (text) => write(1, `${text}\n`),
    err: (text) => write(2, text),
    live: process.stderr.isTTY === true && process.env["CI"] === undefined,
    width: process.stderr.columns ?? 80,
  };
}

/** A pipe that was closed by its reader (`nexus query … | head`) is no mistake, and no reason to stop half-way. */
function write(to: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(to, rest));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
    }
  }
}

function wholeNumber(text: string): number {
  const parsed = Number(text);
  if (!Number.isSafeInteger(parsed) || parsed < 1)
    throw new InvalidArgumentError("A whole number above zero is needed.");
  return parsed;
}

function commands(json: boolean): Command {
  const program = new Command("nexus")
    .description("Every customer's whole story, in your own warehouse.")
    .version(version, "-v, --version")
    .showHelpAfterError("(nexus --help shows all commands)")
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => write(1, text),
      // What is wrong comes as JSON, where that was asked for.
      writeErr: (text) => (json ? undefined : write(2, text)),
      outputError: (text, tell) => tell(text.replace(/^error: /, `${pc.red("error")} `)),
    })
    .exitOverride();
  const command = (spelling: string, about: string, examples: readonly string[]): Command =>
    program
      .command(spelling)
      .description(about)
      .showHelpAfterError(`(nexus ${spelling.split(" ", 1)} --help shows how it is used)`)
      .option("-c, --config <path>", "folder or file of the config", ".")
      .option("-t, --target <name>", "target of the config, such as prod")
      .option("--json", "answer in JSON")
      .addHelpText("after", `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`)
      .exitOverride();
  const opened = (options: Common): Promise<Project> =>
    openProject(options.config, options.target === undefined ? {} : { target: options.target });

  initCommand(program, screenOf);

  command("check", "look for what would stop a run, changing nothing", ["nexus check", "nexus check --json"]).action(
    async (options: Common) => {
      const screen = screenOf(options);
      const found = await (await opened(options)).check();
      const errors = found.filter((problem) => problem.severity !== "warning");
      if (screen.json) screen.out(asJson({ ok: errors.length === 0, problems: found }));
      else {
        if (found.length > 0) screen.err(`${problems(found)}\n`);
        if (errors.length === 0) screen.out(pc.green("The config and its raw tables are in order."));
      }
      if (errors.length > 0) throw new Told(exitCodes.problem);
    },
  );

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
        screen.out(`${pc.bold(`row ${place + 1}`)}\n${facts(said)}\n`);
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
    .option("--horizon <time>", "the time that the run takes for now: an ISO date, or a time with its offset")
    .action(async (options: Common & { readonly horizon?: string }) => {
      const screen = screenOf(options);
      const horizon = options.horizon === undefined ? {} : { horizon: options.horizon };
      const { signal, release } = onInterrupt();
      const { wipe, ...progress } = progressOn(screen);
      try {
        const project = await opened(options);
        const result = await project.run({ progress, signal, ...horizon });
        wipe();
        const summary = await project.summary(result.run);
        screen.out(screen.json ? asJson({ ...result, summary }) : runReport(result, summary));
        if (!screen.json && result.warnings.length > 0) screen.err(`\n${problems(result.warnings)}\n`);
        if (!result.checks.every(isWell)) throw new Told(exitCodes.checksFail);
      } catch (error) {
        wipe();
        throw error;
      } finally {
        release();
      }
    });

  testCommand(command, screenOf, opened);
  docsCommand(command, screenOf, opened);
  dbtCommand(command, screenOf, opened);

  command("show <identifier>", "everything known of whom an identifier stands for", [
    "nexus show ana@acme.example",
    'nexus show "(415) 555-0132" --json',
    "nexus show ana@acme.example --as-of 2026-03-01",
  ])
    .option("--as-of <time>", "the states at this time: an ISO date, or a time with its offset")
    .action(async (identifier: string, options: Common & { readonly asOf?: string }) => {
      const screen = screenOf(options);
      const { asOf } = options;
      const profile = await (await opened(options)).show(identifier, asOf === undefined ? {} : { asOf });
      screen.out(screen.json ? asJson(profile) : profileReport(profile, asOf));
    });

  command("states [state]", "how many are in each state: now, at a time, or day by day", [
    "nexus states",
    "nexus states billing_lifecycle --as-of 2026-03-01",
    "nexus states billing_lifecycle --per-day --from 2026-01-01 --to 2026-03-31",
  ])
    .addOption(new Option("--as-of <time>", "at this time: an ISO date, or a time with its offset").conflicts("perDay"))
    .option("--per-day", "at the end of each day")
    .option("--from <day>", "with --per-day: the first day")
    .option("--to <day>", "with --per-day: the last day")
    .action(async (state: string | undefined, options: Common & StatesAsked) => {
      const screen = screenOf(options);
      const { perDay, asOf, from, to } = options;
      if (perDay === undefined && (from !== undefined || to !== undefined)) {
        throw new NexusError({
          code: "usage",
          message: "--from and --to belong to --per-day.",
          accepted: "--per-day --from 2026-01-01 --to 2026-03-31; or --as-of 2026-03-01",
        });
      }
      const project = await opened(options);
      const of = state === undefined ? {} : { state };
      const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      const rows = perDay
        ? await project.statesPerDay({ ...of, ...days })
        : await project.states({ ...of, ...(asOf === undefined ? {} : { asOf }) });
      if (screen.json) return screen.out(asJson(rows));
      screen.out(perDay ? statesPerDayReport(rows) : statesReport(rows));
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
    'nexus query "select * from nexus.persons" --csv -n 1000000 > persons.csv',
  ])
    .addOption(new Option("--csv", "answer in CSV, with a header").conflicts("json"))
    .option("-n, --limit <rows>", "at most so many rows", wholeNumber, 1000)
    .option("--seconds <seconds>", "stop after so long", wholeNumber, 30)
    .action(
      async (
        text: string,
        options: Common & { readonly csv?: true; readonly limit: number; readonly seconds: number },
      ) => {
        const screen = screenOf(options);
        const started = performance.now();
        const answer = await (await opened(options)).query(text, { rows: options.limit, seconds: options.seconds });
        const took = seconds((performance.now() - started) / 1000);
        if (screen.json) return screen.out(asJson({ columns: answer.columns, rows: answer.rows, more: answer.more }));
        if (options.csv) write(1, answerCsv(answer));
        else if (answer.rows.length > 0) screen.out(answerTable(answer));
        const more = answer.more ? `, more were left out (--limit ${options.limit})` : "";
        screen.err(`${pc.dim(`${rowsOf(answer.rows.length)} in ${took}${more}`)}\n`);
      },
    );

  return program;
}

function cursor(text: string): { readonly occurredAt: string; readonly id: string } {
  const found = /^(\S.*?)\s+(evt_[0-9a-f]{32})$/.exec(text.trim());
  if (found === null) {
    throw new NexusError({
      code: "usage",
      message: "The cursor cannot be read.",
      found: `"${text}"`,
      accepted: "the time and event id that the page before ended with",
    });
  }
  return { occurredAt: String(found[1]), id: String(found[2]) };
}
