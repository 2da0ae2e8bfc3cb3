import { describe, expect, test } from "vitest";
import { withGap } from "./conforms.ts";
import { engines } from "./engines.ts";
import { type Gap, gaps } from "./gaps.ts";

const gap: Gap = { engine: "nodb", test: "counts", kind: "not-yet", reason: "it cannot count", error: /cannot count/ };
const fails = (message: string) => () => Promise.reject(new Error(message));

describe("a gap", () => {
  test("that fails as it says is no failure", async () => {
    await withGap(gap, fails("nodb cannot count"));
  });

  test("that has closed announces itself", async () => {
    await expect(withGap(gap, () => Promise.resolve())).rejects.toThrow(/has closed: take "counts" out/);
  });

  test("that fails in another way is a failure", async () => {
    await expect(withGap(gap, fails("disk full"))).rejects.toThrow(/another way.*disk full/);
  });

  test("is of an engine that is under test", () => {
    const names = engines.map(({ name }) => name);
    expect(gaps.filter(({ engine }) => !names.includes(engine))).toEqual([]);
  });
});
