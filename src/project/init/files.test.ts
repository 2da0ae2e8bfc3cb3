import { describe, expect, test } from "vitest";
import { globMatches, groupFiles, isDataFile } from "./files.ts";

function grouped(...files: readonly string[]) {
  return groupFiles(files).map(({ pattern, stem, family }) => ({ pattern, stem, family }));
}

describe("files of one table", () => {
  test("files of one stem are one glob", () => {
    expect(grouped("orders_2024.csv", "orders_2025.csv", "customers.csv")).toEqual([
      { pattern: "customers.csv", stem: "customers", family: undefined },
      { pattern: "orders_*.csv", stem: "orders", family: undefined },
    ]);
  });

  test("a glob that would take a foreign file is made narrower", () => {
    expect(grouped("orders_2024.csv", "orders_2025.csv", "orders_archive.csv").map(({ pattern }) => pattern)).toEqual([
      "orders_[0-9]*.csv",
      "orders_archive.csv",
    ]);
  });

  test("or as narrow as the numbers are long", () => {
    const files = ["orders_2024.csv", "orders_2025.csv", "orders_2024_returned.csv"];
    expect(groupFiles(files).map(({ pattern }) => pattern)).toEqual([
      "orders_2024_returned.csv",
      "orders_[0-9][0-9][0-9][0-9].csv",
    ]);
  });

  test("where no glob fits, each file stands alone", () => {
    const files = ["orders_9.csv", "orders_10.csv", "orders_9_returned.csv"];
    expect(groupFiles(files).map(({ pattern }) => pattern)).toEqual([
      "orders_10.csv",
      "orders_9.csv",
      "orders_9_returned.csv",
    ]);
  });

  test("folders of dates and numbers are pieces of a table", () => {
    expect(grouped("orders/date=2024-01-05/part-0.parquet", "orders/date=2024-01-06/part-0.parquet")).toEqual([
      { pattern: "orders/*/part-*.parquet", stem: "orders", family: undefined },
    ]);
    expect(grouped("shop/orders/part-00000-6f1e2d3c-1111-2222-3333-444455556666-c000.parquet")).toEqual([
      {
        pattern: "shop/orders/part-00000-6f1e2d3c-1111-2222-3333-444455556666-c000.parquet",
        stem: "orders",
        family: "shop",
      },
    ]);
  });

  test("a folder of tables is a system", () => {
    expect(grouped("shopify/order.csv", "shopify/customer.csv")).toEqual([
      { pattern: "shopify/customer.csv", stem: "customer", family: "shopify" },
      { pattern: "shopify/order.csv", stem: "order", family: "shopify" },
    ]);
  });

  test("signs that a glob would read are taken as they stand", () => {
    expect(grouped("a[b].csv")[0]?.pattern).toBe("a[[]b].csv");
    expect(globMatches("a[[]b].csv", "a[b].csv")).toBe(true);
    expect(globMatches("a[[]b].csv", "ab.csv")).toBe(false);
  });

  test("kinds of files are not mixed", () => {
    expect(grouped("orders_1.csv", "orders_2.ndjson").map(({ pattern }) => pattern)).toEqual([
      "orders_1.csv",
      "orders_2.ndjson",
    ]);
  });
});

test.each([
  ["orders.csv", true],
  ["orders.ndjson.gz", true],
  ["orders.parquet", true],
  ["package.json", false],
  ["tsconfig.build.json", false],
  [".hidden.csv", false],
  ["notes.txt", false],
])("%s is data: %s", (name, is) => {
  expect(isDataFile(name)).toBe(is);
});
