import { type Command, InvalidArgumentError } from "commander";
import pc from "picocolors";
import type { CheckResult, Project } from "../project/project.ts";
import { exitCodes, Told } from "./exit-codes.ts";
import { asJson, type Screen } from "./print.ts";
import { testReport } from "./test-report.ts";

interface TestOptions {
  readonly config: string;
  readonly target?: string;
  readonly json?: true;
  readonly rows: number;
}

/** `nexus test`: all checks, or those that are named, of what is published. */
export function testCommand(
  command: (spelling: string, about: string, examples: readonly string[]) => Command,
  screenOf: (options: TestOptions) => Screen,
  opened: (options: TestOptions) => Promise<Project>,
): void {
  command("test [names...]", "ask all checks, or those named, of what is published", [
    "nexus test",
    "nexus test key reference",
    "nexus test orders_are_paid --rows 50",
  ])
    .option("-n, --rows <rows>", "how many rows are shown of those against a check", rowCount, 5)
    .action(async (names: readonly string[], options: TestOptions) => {
      const screen = screenOf(options);
      const done = (result: CheckResult, position: number, of: number): void => {
        if (screen.live && !screen.json) screen.err(`\r\u001b[K${pc.dim(`[${position}/${of}] ${result.name}`)}`);
      };
      const wipe = (): void => {
        if (screen.live && !screen.json) screen.err("\r\u001b[K");
      };
      const project = await opened(options);
      const result = await project.test({ checks: names, rows: options.rows, done }).finally(wipe);
      screen.out(screen.json ? asJson(result) : testReport(result));
      if (!screen.json && result.notKept !== undefined)
        screen.err(`${pc.yellow("not written down")} ${result.notKept.message}\n`);
      if (!result.ok) throw new Told(exitCodes.checksFail);
    });
}

function rowCount(text: string): number {
  const parsed = Number(text);
  if (!Number.isSafeInteger(parsed) || parsed < 0 || text.trim() === "")
    throw new InvalidArgumentError("A whole number is needed.");
  return parsed;
}
