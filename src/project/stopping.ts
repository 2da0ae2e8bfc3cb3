import { NexusError } from "../base/problem.ts";
import type { Engine } from "../engines/engine.ts";
import type { Progress } from "../runner/report.ts";

/** What an `AbortSignal` is, for projects whose types know neither Node nor a browser. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/**
 * Lets a signal stop a run: the statement that the engine is at ends at once, anything else before its next step. A run
 * that is published is no longer stopped, so that its readers get it.
 */
export async function stopping<T>(
  engine: Engine,
  signal: StopSignal | undefined,
  progress: Progress,
  task: (progress: Progress) => Promise<T>,
): Promise<T> {
  if (signal === undefined) return task(progress);
  const stop = (): void => engine.interrupt();
  const goOn = (): void => {
    if (signal.aborted) throw new NexusError(interrupted);
  };
  let isPublished = false;
  signal.addEventListener("abort", stop);
  try {
    goOn();
    return await task({
      started: (step) => {
        goOn();
        progress.started?.(step);
      },
      done: (step) => {
        if (step.kind === "publish") {
          isPublished = true;
          signal.removeEventListener("abort", stop);
        }
        progress.done?.(step);
      },
    });
  } catch (error) {
    throw signal.aborted && !isPublished ? new NexusError(interrupted, { cause: error }) : error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

const interrupted = {
  code: "interrupted",
  message: "The run was interrupted.",
  hint: "what was published before is untouched; the next run starts anew",
} as const;
