import { afterAll, beforeAll, expect, test } from "vitest";
import type { Moment } from "./run-and-die.ts";
import { Scene } from "./scene.ts";

const minutes = 60_000;
const seed = 20_251_231;
let scene: Scene;

beforeAll(async () => {
  scene = await Scene.set(4_000);
}, 3 * minutes);

afterAll(() => scene?.end());

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function chance(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test("a run killed at any time, inside statements, commit, checkpoint and copy, leaves nothing half done", {
  timeout: 15 * minutes,
}, async () => {
  const { run, publish } = await scene.undisturbed();
  expect(publish).toBeLessThan(run);
  const random = chance(seed);
  // Spread over the whole run, and denser over its end, where everything becomes visible.
  const moments: readonly Moment[] = [
    ...Array.from({ length: 15 }, () => ({ at: "run", milliseconds: random() * run }) as const),
    ...Array.from({ length: 12 }, () => ({ at: "publish", milliseconds: random() * publish }) as const),
  ];
  let next = scene.victim(moments[0] as Moment);
  for (const [index, moment] of moments.entries()) {
    const victim = await next;
    const after = moments[index + 1];
    if (after !== undefined) next = scene.victim(after);
    await scene.aftermath(victim).catch((cause: unknown) => {
      throw new Error(`Killed at ${JSON.stringify(moment)} of seed ${seed}: ${String(cause)}`, { cause });
    });
  }
});
