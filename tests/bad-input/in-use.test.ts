import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { config, Folder } from "./shop.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const holder = fileURLToPath(new URL("hold-warehouse.ts", import.meta.url));

async function folderWithOrders(): Promise<Folder> {
  const folder = Folder.make();
  await folder.lines("orders.csv", "order_id,created_at,email,total", "1,2025-01-01 10:00:00,ana@acme.example,10");
  return folder;
}

/** Another process that has the warehouse open for writing until it is told to let go. */
async function heldBy(folder: Folder): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "jiti/register", holder, folder.path], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await once(child.stdout as NonNullable<typeof child.stdout>, "data");
  return child;
}

const events = "select count(*) as events from nexus.events";

test("a run while another process writes is told who; readers go on, and when it lets go the run goes through", async () => {
  const folder = await folderWithOrders();
  await folder.run();
  const child = await heldBy(folder);
  const complaint = (await folder.refusal())
    .replaceAll(String(child.pid), "<pid>")
    .replaceAll(process.execPath, "<node>");
  expect(complaint).toMatchInlineSnapshot(`
    "The warehouse is in use: process <pid> (<node>) has it open for writing.
      at:       file <folder>/shop.duckdb
      hint:     wait until that run has ended, or stop it; readers open the published copy, which is never locked"
  `);
  expect(await folder.ask(events)).toEqual([{ events: 1 }]);
  child.stdin?.end();
  await once(child, "exit");
  await folder.run();
  expect(await folder.ask("select run, status from nexus_meta.runs order by run")).toEqual([
    { run: 1, status: "published" },
    { run: 2, status: "published" },
  ]);
});

test("two runs at once in one process: the second is told who runs, and harms nothing", async () => {
  const folder = await folderWithOrders();
  const first = folder.run();
  expect(await folder.refusal()).toMatchInlineSnapshot(`
    "The warehouse is in use: this process has it open already.
      at:       file <folder>/shop.duckdb
      hint:     one run at a time: wait for it to end before the next; readers open the published copy, which is never locked"
  `);
  await first;
  expect(await folder.ask(events)).toEqual([{ events: 1 }]);
  expect(await folder.ask("select run, status from nexus_meta.runs")).toEqual([{ run: 1, status: "published" }]);
});

test("two runs at once, started in the same breath: one goes through, one is told", async () => {
  const folder = await folderWithOrders();
  const both = await Promise.allSettled([folder.run(), folder.run()]);
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = both.find((one) => one.status === "rejected");
  expect(await folder.complaint(() => Promise.reject(refused?.reason))).toContain("The warehouse is in use");
  expect(await folder.ask(events)).toEqual([{ events: 1 }]);
});

test("a run that starts while it is read is let in, and the reader keeps what it opened", async () => {
  const folder = await folderWithOrders();
  await folder.run();
  const project = folder.project();
  await project.reading(async (engine) => {
    await folder.lines("orders.csv", "order_id,created_at,email,total", "2,2025-01-02 10:00:00,bo@beta.example,20");
    await folder.run();
    await folder.run(config());
    await folder.run();
    expect((await engine.ask(events)).rows).toEqual([[1]]);
  });
  expect(await folder.ask(events)).toEqual([{ events: 2 }]);
});
