/**
 * A program for tests: runs the project of a folder and kills itself, as SIGKILL kills, at a moment that it is told.
 * It says `ready` once everything is loaded and waits for a line, so that it can be started ahead of time.
 */
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { driver } from "../../src/engines/duckdb/driver.ts";
import { horizon, projectIn } from "./world.ts";

/** When to die: at the start or end of a step by its id, some milliseconds into the run or into publishing, at a file operation. */
export type Moment =
  | { readonly at: "step-start" | "step-end"; readonly step: string }
  | { readonly at: "run" | "publish"; readonly milliseconds: number }
  | { readonly at: "file"; readonly operation: number }
  | { readonly at: "half-copied" }
  | { readonly at: "never" };

/** What a run that was left alone tells about itself. */
export interface Durations {
  readonly steps: readonly string[];
  /** Milliseconds of the whole run, and from the start of its last step. */
  readonly run: number;
  readonly publish: number;
  /** How often publishing touches files after the warehouse itself is done. */
  readonly files: number;
}

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

/** Makes file operations deadly, from the moment that publishing the copy begins. */
function watchFiles(moment: Moment): () => number {
  let operations = 0;
  const count = (): void => {
    operations += 1;
    if (moment.at === "file" && operations === moment.operation) die();
  };
  const { copyFile, rename, rm, writeFile } = fs;
  fs.copyFile = async (from, to, mode) => {
    count();
    if (moment.at === "half-copied") {
      const bytes = await fs.readFile(from);
      await writeFile(to, bytes.subarray(0, bytes.length / 2));
      die();
    }
    await copyFile(from, to, mode);
  };
  fs.rename = async (from, to) => {
    count();
    await rename(from, to);
  };
  fs.rm = async (path, options) => {
    count();
    await rm(path, options);
  };
  fs.writeFile = async (...given: Parameters<typeof writeFile>) => {
    count();
    await writeFile(...given);
  };
  syncBuiltinESMExports();
  return () => operations;
}

const [folder = ".", asked = '{"at":"never"}'] = process.argv.slice(2);
const moment = JSON.parse(asked) as Moment;
const files = watchFiles(moment);
const project = projectIn(folder);
await driver();
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));

const started = performance.now();
let publishing = started;
const steps: string[] = [];
if (moment.at === "run") setTimeout(die, moment.milliseconds);
await project.run({
  horizon,
  progress: {
    started({ id, position, of }) {
      steps.push(id);
      if (moment.at === "step-start" && moment.step === id) die();
      if (position < of) return;
      publishing = performance.now();
      if (moment.at === "publish") setTimeout(die, moment.milliseconds);
    },
    done({ id }) {
      if (moment.at === "step-end" && moment.step === id) die();
    },
  },
});
const ended = performance.now();
const durations: Durations = { steps, run: ended - started, publish: ended - publishing, files: files() };
process.stdout.write(`${JSON.stringify(durations)}\n`);
process.stdin.destroy();
