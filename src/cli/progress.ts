import pc from "picocolors";
import type { Progress } from "../project/project.ts";
import { rowsOf, type Screen, seconds } from "./print.ts";

/**
 * Progress of a run: one living line for people, a plain line a step for logs, nothing when JSON was asked for. `wipe`
 * takes the living line away.
 */
export function progressOn(screen: Screen): Progress & { wipe(): void } {
  const wipe = (): void => {
    if (screen.live && !screen.json) screen.err("\r\u001b[2K");
  };
  if (screen.json) return { wipe };
  if (!screen.live) {
    return {
      done: (step) =>
        screen.err(`[${step.position}/${step.of}] ${step.id}  ${rowsOf(step.rows)}  ${seconds(step.seconds)}\n`),
      wipe,
    };
  }
  return {
    started: ({ position, of, id }) => {
      const place = `[${position}/${of}]`;
      // A line that wraps cannot be overwritten.
      screen.err(`\r\u001b[2K${pc.dim(place)} ${id.slice(0, Math.max(0, screen.width - place.length - 2))}`);
    },
    wipe,
  };
}
