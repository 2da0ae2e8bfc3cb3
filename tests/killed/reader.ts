/**
 * A program for tests: keeps asking the published copy of a folder one question, and tells all answers when it is sent to
 * the next folder. Each line of its input is a folder; an empty line ends it.
 */
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { consistentQuestion, projectIn } from "./world.ts";

/** What was seen in a folder. */
export interface Seen {
  readonly folder: string;
  readonly reads: number;
  /** The answers in the order in which they changed. */
  readonly answers: readonly string[];
  readonly errors: readonly string[];
}

let folder: string | undefined;
let over = false;
let reads = 0;
let answers: string[] = [];
let errors: string[] = [];

function tell(): void {
  if (folder !== undefined)
    process.stdout.write(`${JSON.stringify({ folder, reads, answers, errors } satisfies Seen)}\n`);
  reads = 0;
  answers = [];
  errors = [];
}

async function read(at: string): Promise<void> {
  try {
    await projectIn(at).reading(async (engine) => {
      const answer = String((await engine.ask(consistentQuestion)).rows[0]?.[0]);
      await pause(15);
      // Whoever has a copy open sees the same for as long, whatever is published meanwhile.
      const again = String((await engine.ask(consistentQuestion)).rows[0]?.[0]);
      if (again !== answer) errors.push(`${answer} became ${again} while it was open`);
      if (answers.at(-1) !== answer) answers.push(answer);
    });
  } catch (error) {
    errors.push(String(error));
  }
  reads += 1;
}

const next: string[] = [];
createInterface({ input: process.stdin }).on("line", (line) => next.push(line));
while (!over) {
  const line = next.shift();
  if (line !== undefined) {
    tell();
    folder = line;
    over = line === "";
  } else if (folder === undefined) await pause(5);
  else {
    await read(folder);
    await pause(15);
  }
}
process.stdin.destroy();
