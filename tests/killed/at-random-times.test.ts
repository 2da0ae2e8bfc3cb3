import { afterAll, beforeAll, expect, test } from "vitest";
import type { Moment } from "./run-and-die.ts";
import { Scene } from "./scene.ts";
import { fingerprint, horizon, projectIn } from "./world.ts";

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
  // One folder takes several deaths before it is looked at as a whole.
  for (let index = 0; index < moments.length; index += 3) {
    const [first, ...more] = moments.slice(index, index + 3) as [Moment, ...Moment[]];
    await scene.aftermath(await scene.victim(first), ...more).catch((cause: unknown) => {
      throw new Error(`Killed at ${JSON.stringify([first, ...more])} of seed ${seed}: ${String(cause)}`, { cause });
    });
  }
});

test("runs of one project killed again and again leave nothing half done", { timeout: 10 * minutes }, async () => {
  const { run } = await scene.undisturbed();
  const random = chance(seed + 1);
  const often = (): Moment => ({ at: "run", milliseconds: random() * run });
  await scene.aftermath(await scene.victim(often()), often(), { at: "step-start", step: "publish" }, often(), often());
});

test("a first run that is killed shows readers nothing, and the next one is right", {
  timeout: 10 * minutes,
}, async () => {
  const control = await scene.unborn();
  await projectIn(control).run({ horizon });
  const folder = await scene.unborn();
  for (const step of ["scan shop.order_placed", "build final.persons", "publish"]) {
    await (await scene.victim({ at: "step-start", step }, folder)).dies();
    await expect(projectIn(folder).reading((engine) => engine.ask("select 1"))).rejects.toThrow(
      "Nothing is published yet",
    );
  }
  await projectIn(folder).run({ horizon });
  expect(await fingerprint(projectIn(folder))).toEqual(await fingerprint(projectIn(control)));
  const runs = await projectIn(folder).reading((engine) =>
    engine.ask("select status from nexus_meta.runs order by run"),
  );
  expect(runs.rows.flat()).toEqual(["killed", "killed", "killed", "published"]);
});
