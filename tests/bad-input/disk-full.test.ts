import { execFileSync } from "node:child_process";
import { mkdir, readdir, stat } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { duckdb } from "../../src/index.ts";
import { config, Folder } from "./shop.ts";

const project = config({ warehouse: duckdb("disk/shop.duckdb") });
const events = "select count(*) as events from nexus.events";
const onlyRoot = "only root may mount a small disk";
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

const many = 20_000;
let known: number | undefined;

/** What the warehouse of a run that has all the room it wants takes, in kilobytes; its copy for readers takes the same again. */
async function needed(): Promise<number> {
  if (known !== undefined) return known;
  const folder = Folder.make();
  await folder.lines("orders.csv", header, ...orders(many));
  await folder.run(project);
  known = (await stat(folder.at("disk/shop.duckdb"))).size / 1024;
  return known;
}

// From the first statement over building and the checkpoint to the copy for readers: each runs out at another place.
const shares = [0, 0.05, 0.3, 0.6, 0.9, 1.2, 1.5];

describe("a disk that runs full", () => {
  test.for(shares)(
    "at %d of a warehouse's size is told; readers keep what they had, and the next run is whole",
    async (share, { skip }) => {
      const folder = Folder.make();
      const leave = await diskIn(folder);
      if (leave === undefined) return skip(onlyRoot);
      await folder.lines("orders.csv", header, ...orders(100));
      await folder.run(project);
      await folder.lines("orders.csv", header, ...orders(many));
      leave(Math.floor((await needed()) * share));

      const complaint = await folder.refusal(project);
      expect(complaint).toContain("There is no room left to write.");
      expect(complaint).toMatch(/found: .*(No space left on device|ENOSPC)/);
      expect(complaint).toContain("hint:     free some space and run again: what was published before is untouched");
      expect(await folder.ask(events, project)).toEqual([{ events: 100 }]);

      leave(400_000);
      await folder.run(project);
      expect(await folder.ask(events, project)).toEqual([{ events: many }]);
      const files = await readdir(folder.at("disk"), { recursive: true });
      expect(
        files.filter((file) => /copying|\.next$|\.tmp/.test(file)),
        "leftovers",
      ).toEqual([]);
    },
  );
});

test("memory that does not do, and no room to spill, is told with both", async ({ skip }) => {
  const folder = Folder.make();
  const leave = await diskIn(folder);
  if (leave === undefined) return skip(onlyRoot);
  await folder.lines("orders.csv", header, ...orders(60_000));
  leave(2_000);
  const small = config({ warehouse: duckdb("disk/shop.duckdb", { memoryLimit: "40MB", threads: 2 }) });
  const complaint = await folder.refusal(small);
  expect(complaint).not.toContain("(not a NexusError)");
  expect(complaint).toMatch(/no room left|memory/i);
});
