import { chmod } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { BadValues } from "../../src/index.ts";
import { asNobody, config, Folder, shop } from "./shop.ts";

const header = "order_id,created_at,email,total";
const good = (id: number): string => `${id},2025-01-01 10:00:00,user${id}@acme.example,${id}`;
const csv = (badValues: BadValues) => config({ sources: [shop({ badValues })] });

describe("a CSV line that has too few or too many columns", () => {
  test("is told with its file, its line, the number of columns found and expected", async () => {
    const folder = Folder.make();
    await folder.lines("orders.csv", header, good(1), "2,2025-01-02 10:00:00,bo@beta.example", good(3));
    expect(await folder.refusal()).toMatchInlineSnapshot(`
      "A line of a CSV file has another number of columns than its header.
        at:       file <folder>/orders.csv, source shop, table orders, line 3
        found:    3 columns: 2,2025-01-02 10:00:00,bo@beta.example
        accepted: 4 columns
        hint:     mend the line (a value with a comma must stand in quotes), or set badValues: "set-aside" for this source"
    `);
    await folder.lines("orders.csv", header, good(1), "2,2025-01-02 10:00:00,Bo, Jr,3", good(3));
    expect(await folder.refusal()).toMatchInlineSnapshot(`
      "A line of a CSV file has another number of columns than its header.
        at:       file <folder>/orders.csv, source shop, table orders, line 3
        found:    5 columns: 2,2025-01-02 10:00:00,Bo, Jr,3
        accepted: 4 columns
        hint:     mend the line (a value with a comma must stand in quotes), or set badValues: "set-aside" for this source"
    `);
  });

  test("is told the same far down in a big file", async () => {
    const folder = Folder.make();
    const many = Array.from({ length: 30_000 }, (_, index) => good(index + 1));
    await folder.lines("orders.csv", header, ...many, "30001,2025-01-02 10:00:00", good(30_002));
    expect(await folder.refusal()).toMatchInlineSnapshot(`
      "A line of a CSV file has another number of columns than its header.
        at:       file <folder>/orders.csv, step scan shop.order_placed, table source.shop__order_placed, line 30002
        found:    2 columns: 30001,2025-01-02 10:00:00
        accepted: 4 columns
        hint:     mend the line (a value with a comma must stand in quotes), or set badValues: "set-aside" for this source"
    `);
  });

  test("is set aside alone when the source says so", async () => {
    const folder = Folder.make();
    await folder.lines("orders.csv", header, good(1), "2,2025-01-02 10:00:00,bo@beta.example", good(3));
    expect(await folder.refusal(csv("set-aside"))).toBe("(nothing failed)");
    expect(await folder.ask("select value from nexus.events order by value")).toEqual([{ value: 1 }, { value: 3 }]);
    expect(await folder.ask("select reason, row from nexus_source.shop_set_aside")).toEqual([
      {
        reason: expect.stringMatching(/3 columns.*4/),
        row: expect.stringContaining("2,2025-01-02 10:00:00,bo@beta.example"),
      },
    ]);
    expect(await folder.ask("select rows_set_aside, rows_kept from nexus_meta.source_rows")).toEqual([
      { rows_set_aside: 1, rows_kept: 2 },
    ]);
  });
});

describe("a CSV file", () => {
  test("with a quote that is never closed says where it opens, and swallows nothing", async () => {
    const folder = Folder.make();
    await folder.lines("orders.csv", header, good(1), '2,2025-01-02 10:00:00,"bo@beta.example,2', good(3));
    const complaint = await folder.refusal();
    expect(complaint).toContain("A line of a CSV file cannot be read.");
    expect(complaint).toContain("file <folder>/orders.csv");
    expect(complaint).toContain("line 3");
    expect(complaint).toMatch(/quote/);
  });

  test("that is not UTF-8 says so", async () => {
    const folder = Folder.make();
    const latin1 = Buffer.from(`${header}\n1,2025-01-01 10:00:00,jos\u00e9@acme.example,1\n`, "latin1");
    await folder.put("orders.csv", latin1);
    expect(await folder.refusal()).toMatchInlineSnapshot(`
      "A line of a CSV file cannot be read.
        at:       file <folder>/orders.csv, source shop, table orders, line 2
        found:    Invalid unicode (byte sequence mismatch) detected. This file is not utf-8 encoded.
        hint:     save the file as UTF-8"
    `);
  });

  test("parted by semicolons, tabs or bars is read without being told", async () => {
    for (const mark of [";", "\t", "|"]) {
      const folder = Folder.make();
      await folder.lines("orders.csv", header.replaceAll(",", mark), good(1).replaceAll(",", mark));
      await folder.run();
      expect(await folder.ask("select value from nexus.events")).toEqual([{ value: 1 }]);
    }
  });

  test("whose one column holds commas in quotes is read as it stands", async () => {
    const folder = Folder.make();
    await folder.lines("orders.csv", header, '"1","2025-01-01 10:00:00","Ana ""A"", <ana@acme.example>","1"');
    await folder.run();
    expect(await folder.ask("select buyer__email from nexus_source.shop__order_placed")).toEqual([
      { buyer__email: 'Ana "A", <ana@acme.example>' },
    ]);
  });

  test("that is no CSV at all says which columns were looked for, and what stands there", async () => {
    const folder = Folder.make();
    await folder.put("orders.csv", Buffer.from("PK\u0003\u0004\u0000\u0000 a zip file", "latin1"));
    const complaint = await folder.refusal();
    expect(complaint).toContain("orders.csv");
    expect(complaint).not.toContain("(not a NexusError)");
    // Bytes that a terminal would obey are not printed.
    expect(complaint.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  test("without the right to read it is a raw file that cannot be read, not the warehouse", async () => {
    const folder = Folder.make();
    await folder.lines("orders.csv", header, good(1));
    await chmod(folder.path, 0o777);
    await chmod(folder.at("orders.csv"), 0o000);
    const complaint = await asNobody(() => folder.refusal());
    expect(complaint).toContain("orders.csv");
    expect(complaint).toContain("source shop");
    expect(complaint).not.toContain("warehouse");
  });
});

describe("a file of JSON", () => {
  const jsonLines = config({ sources: [shop({ tables: { orders: "orders.ndjson" } })] });

  test("with a broken line is told with its file and line", async () => {
    const folder = Folder.make();
    const line = (id: number): string =>
      JSON.stringify({ order_id: id, created_at: "2025-01-01", email: "ana@acme.example", total: 1 });
    await folder.lines("orders.ndjson", line(1), '{"order_id": 2, "created_at": ', line(3));
    expect(await folder.refusal(jsonLines)).toMatchInlineSnapshot(`
      "A record of a JSON file is broken.
        at:       file <folder>/orders.ndjson, source shop, table orders, line 2
        found:    unexpected end of data
        accepted: one JSON object a line, or an array of objects"
    `);
  });

  test("with a broken array is told with its file and record", async () => {
    const folder = Folder.make();
    await folder.put("orders.ndjson", '[{"order_id": 1, "created_at": "2025-01-01"}, {"order_id": 2,]');
    const complaint = await folder.refusal(jsonLines);
    expect(complaint).toContain("A record of a JSON file is broken.");
    expect(complaint).toContain("file <folder>/orders.ndjson");
    expect(complaint).toContain("unexpected character");
    expect(complaint, "the second record is broken; there is but one line").not.toContain("line 3");
  });

  test("that holds something other than objects says what is accepted", async () => {
    const folder = Folder.make();
    await folder.put("orders.ndjson", '"just a text"\n');
    const complaint = await folder.refusal(jsonLines);
    expect(complaint).toContain("orders.ndjson");
    expect(complaint).toContain("object");
  });
});

test("a Parquet file that is none", async () => {
  const folder = Folder.make();
  await folder.put("orders.parquet", "no parquet at all");
  const complaint = await folder.refusal(config({ sources: [shop({ tables: { orders: "orders.parquet" } })] }));
  expect(complaint).toMatch(/parquet/i);
  expect(complaint).toContain("<folder>/orders.parquet");
  expect(complaint).toContain("source shop, table orders");
});
