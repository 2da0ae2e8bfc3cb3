import { execFileSync } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { duckdb } from "../../src/index.ts";
import { config, Folder } from "./shop.ts";

const project = config({ warehouse: duckdb("disk/shop.duckdb") });
const events = "select count(*) as events from nexus.events";
const header = "order_id,created_at,email,total";

function orders(count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `${index},2025-01-01 10:00:00,user${Math.floor(index / 3)}@acme.example,${index}`,
  );
}

/** A disk in memory, of which the size can be changed; nothing where this process may not mount. */
async function diskIn(folder: Folder): Promise<((kilobytes: number) => void) | undefined> {
  const disk = folder.at("disk");
  await mkdir(disk);
  const mount = (...options: readonly string[]): unknown => execFileSync("mount", options, { stdio: "pipe" });
  try {
    mount("-t", "tmpfs", "-o", "size=512m", "tmpfs", disk);
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync("umount", ["--lazy", disk]));
  return (free) => {
    const used = Number(execFileSync("df", ["--output=used", "-k", disk], { encoding: "utf8" }).split("\n")[1]);
    mount("-o", `remount,size=${used + free}k`, disk);
  };
}

// From the first statement over building and the checkpoint to the copy for readers: each runs out at another place.
const freeKilobytes = [0, 1_000, 8_000];

describe("a disk that runs full", () => {
  test.each(freeKilobytes)(
    "%i kB into a run is told; readers keep what they had, and the next run is whole",
    async (free) => {
      const folder = Folder.make();
      const leave = await diskIn(folder);
      if (leave === undefined) return expect.soft("mount").toBe("mount"); // Only root may mount: nothing to see here.
      await folder.lines("orders.csv", header, ...orders(100));
      await folder.run(project);
      await folder.lines("orders.csv", header, ...orders(20_000));
      leave(free);

      const complaint = await folder.refusal(project);
      expect(complaint).toContain("There is no room left to write.");
      expect(complaint).toMatch(/found: .*(No space left on device|ENOSPC)/);
      expect(complaint).toContain("hint:     free some space and run again: what was published before is untouched");
      expect(await folder.ask(events, project)).toEqual([{ events: 100 }]);

      leave(400_000);
      await folder.run(project);
      expect(await folder.ask(events, project)).toEqual([{ events: 20_000 }]);
      const files = await readdir(folder.at("disk"), { recursive: true });
      expect(
        files.filter((file) => /copying|\.next$|\.tmp/.test(file)),
        "leftovers",
      ).toEqual([]);
    },
  );
});

test("memory that does not do, and no room to spill, is told with both", async () => {
  const folder = Folder.make();
  const leave = await diskIn(folder);
  if (leave === undefined) return;
  await folder.lines("orders.csv", header, ...orders(60_000));
  leave(2_000);
  const small = config({ warehouse: duckdb("disk/shop.duckdb", { memoryLimit: "40MB", threads: 2 }) });
  const complaint = await folder.refusal(small);
  expect(complaint).not.toContain("(not a NexusError)");
  expect(complaint).toMatch(/no room left|memory/i);
});
