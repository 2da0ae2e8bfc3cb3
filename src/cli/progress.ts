import pc from "picocolors";
import type { Progress } from "../project/project.ts";
import { number, type Screen, seconds } from "./print.ts";

/** Progress of a run: one living line for people, a plain line a step for logs, nothing when JSON was asked for. */
export function progressOn(screen: Screen): Progress {
  if (screen.json) return {};
  if (!screen.live) {
    return {
      done: (step) =>
        screen.err(`[${step.position}/${step.of}] ${step.id}  ${number(step.rows)} rows  ${seconds(step.seconds)}\n`),
    };
  }
  return {
    started: (step) => screen.err(`\r\u001b[2K${pc.dim(`[${step.position}/${step.of}]`)} ${step.id}`),
    done: (step) => {
      if (step.position === step.of) screen.err("\r\u001b[2K");
    },
  };
}
