import { describe, test } from "vitest";
import { World } from "../worlds/world.ts";
import { type EngineUnderTest, engines } from "./engines.ts";
import { type Gap, gaps } from "./gaps.ts";

/** A run takes about a second; machines are shared. */
const patience = 180_000;

/** A promise that every engine keeps: the body is tried in a new world of each engine. */
export function conforms(name: string, body: (world: World) => Promise<void>): void {
  for (const engine of engines) {
    describe(engine.name, () => {
      test(name, { timeout: patience }, ({ skip }) =>
        inNewWorld(engine, skip, (world) => withGap(gapOf(engine, name), () => body(world))),
      );
    });
  }
}

async function inNewWorld(
  engine: EngineUnderTest,
  skip: (reason: string) => void,
  body: (world: World) => Promise<void>,
): Promise<void> {
  const world = await World.on(engine);
  try {
    const absent = await engine.prepare?.(world.folder);
    if (absent !== undefined) return skip(absent);
    await body(world);
  } finally {
    await world.end();
  }
}

function gapOf(engine: EngineUnderTest, name: string): Gap | undefined {
  return gaps.find((gap) => gap.engine === engine.name && gap.test === name);
}

/** Runs a body that a known gap expects to fail in one certain way; without a gap it must simply pass. */
export async function withGap(gap: Gap | undefined, body: () => Promise<void>): Promise<void> {
  if (gap === undefined) return body();
  const failure = await body().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  if (failure === undefined) {
    throw new Error(`The gap of ${gap.engine} has closed: take "${gap.test}" out of gaps.ts (${gap.reason}).`);
  }
  if (!gap.error.test(failure.message)) {
    throw new Error(`The gap of ${gap.engine} fails in another way than ${gap.error}: ${failure.message}`, {
      cause: failure,
    });
  }
}
