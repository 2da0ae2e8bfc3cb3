import { chmod, mkdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { duckdb } from "../../src/index.ts";
import { asNobody, config, Folder } from "./shop.ts";

async function folderWithOrders(): Promise<Folder> {
  const folder = Folder.make();
  await folder.lines("orders.csv", "order_id,created_at,email,total", "1,2025-01-01 10:00:00,ana@acme.example,10");
  // Everyone may come in and read; who may write is each test's story.
  await chmod(folder.path, 0o755);
  return folder;
}

const at = (path: string) => config({ warehouse: duckdb(path) });
const events = "select count(*) as events from nexus.events";

describe("a warehouse that cannot be written", () => {
  test("because the file is read-only: readers go on", async () => {
    const folder = await folderWithOrders();
    await folder.run();
    await chmod(folder.at("shop.duckdb"), 0o444);
    expect(await asNobody(() => folder.refusal())).toMatchInlineSnapshot(`
      "The warehouse cannot be written.
        found:    IO Error: Cannot open file "<folder>/shop.duckdb": Permission denied
        hint:     give this user the right to write the file and its folder"
    `);
    expect(await asNobody(() => folder.ask(events))).toEqual([{ events: 1 }]);
  });

  test("because its folder is read-only", async () => {
    const folder = await folderWithOrders();
    await folder.run();
    await chmod(folder.path, 0o555);
    await chmod(folder.at("shop.duckdb"), 0o666);
    expect(await asNobody(() => folder.refusal())).toMatchInlineSnapshot(`
      "The warehouse cannot be written.
        found:    TransactionContext Error: Failed to commit: Cannot open file "<folder>/shop.duckdb.wal": Permission denied
        hint:     give this user the right to write the file and its folder"
    `);
    expect(await asNobody(() => folder.refusal(at("another.duckdb")))).toMatchInlineSnapshot(`
      "The warehouse cannot be written.
        found:    IO Error: Cannot open file "<folder>/another.duckdb": Permission denied
        hint:     give this user the right to write the file and its folder"
    `);
    expect(await asNobody(() => folder.refusal(at("new/another.duckdb")))).toMatchInlineSnapshot(
      `
      "The warehouse cannot be written.
        found:    EACCES: permission denied, mkdir '<folder>/new'
        hint:     give this user the right to write the file and its folder"
    `,
    );
  });

  test("because its path goes through a file", async () => {
    const folder = await folderWithOrders();
    expect(await folder.refusal(at("orders.csv/shop.duckdb"))).toMatchInlineSnapshot(
      `
      "The warehouse cannot be opened.
        at:       file <folder>/orders.csv/shop.duckdb
        found:    IO Error: Cannot open file "<folder>/orders.csv/shop.duckdb": Not a directory
        accepted: the path of a DuckDB database, or of a file that a run may make
        hint:     name another path, or move away what is there and run again: readers keep the published copy"
    `,
    );
  });

  test("because a folder has its name", async () => {
    const folder = await folderWithOrders();
    await mkdir(folder.at("shop.duckdb"));
    expect(await folder.refusal()).toMatchInlineSnapshot(`
      "The warehouse cannot be opened.
        at:       file <folder>/shop.duckdb
        found:    IO Error: Could not read from file "<folder>/shop.duckdb": Is a directory
        accepted: the path of a DuckDB database, or of a file that a run may make
        hint:     name another path, or move away what is there and run again: readers keep the published copy"
    `);
  });

  test("because the folder of the published copy is read-only, or no folder: the next run makes up for it", async () => {
    const folder = await folderWithOrders();
    await folder.run();
    await folder.lines("orders.csv", "order_id,created_at,email,total", "2,2025-01-02 10:00:00,bo@beta.example,20");
    await chmod(folder.path, 0o777);
    await chmod(folder.at("shop.duckdb"), 0o666);
    expect(await asNobody(() => folder.refusal())).toMatchInlineSnapshot(`
      "Run 2 is computed, but its copy for readers cannot be written: readers still see run 1.
        at:       file <folder>/shop.duckdb.published
        found:    EACCES: permission denied, copyfile '<folder>/shop.duckdb' -> '<folder>/shop.duckdb.published/00000002.duckdb.copying'
        accepted: a folder in which this user may write
        hint:     mend that and run again: the next run brings the copy up to date before anything else"
    `);
    expect(await folder.ask(events)).toEqual([{ events: 1 }]);
    await folder.run();
    expect(await folder.ask(events)).toEqual([{ events: 2 }]);

    await folder.put("other.duckdb.published", "a file, where the copies should be");
    expect(await folder.refusal(at("other.duckdb"))).toMatchInlineSnapshot(`
      "Run 1 is computed, but its copy for readers cannot be written: readers see nothing yet.
        at:       file <folder>/other.duckdb.published
        found:    EEXIST: file already exists, mkdir '<folder>/other.duckdb.published'
        accepted: a folder in which this user may write
        hint:     mend that and run again: the next run brings the copy up to date before anything else"
    `);
  });
});

describe("a warehouse that is no DuckDB database", () => {
  test("but a text, a file of nothing, or another database", async () => {
    const folder = await folderWithOrders();
    await folder.put("text.duckdb", "this is a text, not a database. ".repeat(300));
    expect(await folder.refusal(at("text.duckdb"))).toMatchInlineSnapshot(`
      "The warehouse cannot be opened.
        at:       file <folder>/text.duckdb
        found:    IO Error: The file "<folder>/text.duckdb" exists, but it is not a valid DuckDB database file!
        accepted: the path of a DuckDB database, or of a file that a run may make
        hint:     name another path, or move away what is there and run again: readers keep the published copy"
    `);
    await folder.put("empty.duckdb", "");
    await folder.put("sqlite.duckdb", `SQLite format 3\u0000${"\u0000".repeat(8192)}`);
    for (const path of ["empty.duckdb", "sqlite.duckdb"]) {
      const complaint = await folder.refusal(at(path));
      expect(complaint).toContain(`file <folder>/${path}`);
      expect(complaint).toMatch(/DuckDB database/);
    }
    expect(await readFile(folder.at("text.duckdb"), "utf8"), "left as it was").toMatch(/^this is a text/);
  });

  test("any more, because half of it is gone", async () => {
    const folder = await folderWithOrders();
    await folder.run();
    const whole = await readFile(folder.at("shop.duckdb"));
    await folder.put("shop.duckdb", whole.subarray(0, whole.length / 2));
    const complaint = await folder.refusal();
    expect(complaint).not.toContain("(not a NexusError)");
    expect(complaint).toContain("file <folder>/shop.duckdb");
    expect(complaint, "what to do").toContain("hint:");
    expect(await folder.ask(events), "readers have their copy").toEqual([{ events: 1 }]);
  });
});

describe("readers", () => {
  test("of what was never published are told to run", async () => {
    const folder = await folderWithOrders();
    expect(await folder.complaint(() => folder.ask(events))).toMatchInlineSnapshot(`
      "Nothing is published yet.
        at:       file <folder>/shop.duckdb
        hint:     \`nexus run\` makes the first version"
    `);
  });

  test("of a copy that somebody broke", async () => {
    const folder = await folderWithOrders();
    const { readableAt } = await folder.run();
    await folder.put(readableAt.slice(folder.path.length + 1), "broken");
    const complaint = await folder.complaint(() => folder.ask(events));
    expect(complaint).toContain("<folder>/shop.duckdb.published/");
    expect(complaint, "a run publishes again").toMatch(/hint: .*run/);
    await folder.run();
    expect(await folder.ask(events)).toEqual([{ events: 1 }]);
  });
});

describe("settings of the warehouse", () => {
  test("that DuckDB does not know", async () => {
    const folder = await folderWithOrders();
    const complaint = await folder.refusal(config({ warehouse: duckdb("shop.duckdb", { memoryLimit: "lots" }) }));
    expect(complaint).toContain("memoryLimit");
    expect(complaint).toContain("lots");
  });

  test("that leave too little memory", async () => {
    const folder = await folderWithOrders();
    const complaint = await folder.refusal(config({ warehouse: duckdb("shop.duckdb", { memoryLimit: "1MB" }) }));
    expect(complaint).toMatch(/memory/i);
    expect(complaint, "which setting to raise").toContain("memoryLimit");
  });

  test("that attach a file which is not there, or is no database", async () => {
    const folder = await folderWithOrders();
    const attaching = (file: string) => config({ warehouse: duckdb("shop.duckdb", { attach: { crm: file } }) });
    const missing = await folder.refusal(attaching("crm.duckdb"));
    expect(missing).toContain("<folder>/crm.duckdb");
    expect(missing).toContain("crm");
    expect(missing, "nobody wanted to write there").not.toContain("cannot be written");
    await folder.put("text.duckdb", "this is a text, not a database. ".repeat(300));
    const text = await folder.refusal(attaching("text.duckdb"));
    expect(text).toContain("<folder>/text.duckdb");
    expect(text).toMatch(/DuckDB database/);
  });
});
