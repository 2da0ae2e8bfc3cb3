import { afterAll, beforeAll, expect, test } from "vitest";
import type { Moment } from "./run-and-die.ts";
import { Scene } from "./scene.ts";

const minutes = 60_000;
let scene: Scene;

beforeAll(async () => {
  scene = await Scene.set(600);
}, 3 * minutes);

afterAll(() => scene?.end());

test("a run killed at the start of any step, or at any file operation of publishing, leaves nothing half done", {
  timeout: 15 * minutes,
}, async () => {
  const { steps, files } = await scene.undisturbed();
  expect(steps.length).toBeGreaterThan(40);
  const kinds = new Set(steps.map((step) => step.split(" ")[0]));
  for (const kind of ["ensure", "load", "scan", "parse", "build", "components", "publish"])
    expect(kinds).toContain(kind);
  const moments: readonly Moment[] = [
    ...steps.map((step) => ({ at: "step-start", step }) as const),
    { at: "step-end", step: "publish" },
    { at: "half-copied" },
    ...Array.from({ length: files }, (_, index) => ({ at: "file", operation: index + 1 }) as const),
  ];
  // One folder takes several deaths before it is looked at as a whole.
  for (let index = 0; index < moments.length; index += 5) {
    const [first, ...more] = moments.slice(index, index + 5) as [Moment, ...Moment[]];
    await scene.aftermath(await scene.victim(first), ...more).catch((cause: unknown) => {
      throw new Error(`Killed at ${JSON.stringify([first, ...more])}: ${String(cause)}`, { cause });
    });
  }
});
