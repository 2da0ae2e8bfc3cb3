import { lstat, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WrittenPackage } from "../../src/index.ts";
import { Built, shopConfig } from "../cli/built.ts";

/** `nexus dbt` as a user meets it: what is written, what is said, and what is never overwritten. */
let built: Built;

beforeAll(async () => {
  built = await Built.make();
  await built.write(
    "orders.csv",
    "order_id,created_at,email,phone,name,total,currency\no1,2026-01-05,ana@acme.example,,Ana,9,EUR\n",
  );
  await built.write("nexus.config.ts", shopConfig({ identifiers: "email: email({ perEntity: 3 }), phone: phone()" }));
});

afterAll(() => built.end());

const inside = (...path: readonly string[]): string => join(built.folder, ...path);

test("writes the package, says how to take it, and what dbt cannot do", async () => {
  const { out, err, code } = await built.nexus("dbt", "--out", "taken/nexus");
  expect({ err, code }).toEqual({ err: "", code: 0 });
  expect(out).toMatch(/^written taken\/nexus: the package nexus, \d+ models, \d+ tests\n/);
  expect(out).toContain(`packages:\n    - local: ${inside("taken", "nexus")}`);
  expect(out.indexOf("What stops the build:")).toBeLessThan(out.indexOf("What dbt cannot do:"));
  expect(out.split("\n").filter((line) => line.length > 100)).toEqual([]);
  expect(out).toContain("person  What holds more than a limit of an entity allows is not resolved again");
  expect(out.replaceAll(/\s+/g, " ")).toContain("by the path that they have here: shop.orders (orders.csv).");
  expect(await readFile(inside("taken", "nexus", "README.md"), "utf8")).toContain("- **person**: What holds more");
});

test("needs no run, leaves nothing in the warehouse, and answers in JSON", async () => {
  const { out, code } = await built.nexus("dbt", "--target", "prod", "--json");
  expect(code).toBe(0);
  const { folder, name, files, models, tests, cannot } = JSON.parse(out) as WrittenPackage;
  expect({ folder, name }).toEqual({ folder: inside("nexus-dbt"), name: "nexus_prod" });
  expect([files > models, models > 30, tests > 20, cannot.length > 5]).toEqual([true, true, true, true]);
  expect((await readdir(built.folder)).filter((file) => file.startsWith("nexus.duckdb"))).toEqual([]);
});

test("replaces what it wrote as a whole, and keeps what others put beside it", async () => {
  await writeFile(inside("taken", "nexus", "models", "old.sql"), "select 1");
  await mkdir(inside("taken", "nexus", ".git"));
  await writeFile(inside("taken", "nexus", ".git", "HEAD"), "ref: refs/heads/main");
  await writeFile(inside("taken", "nexus", "packages.yml"), "packages: []\n");
  expect((await built.nexus("dbt", "--out", "taken/nexus")).code).toBe(0);
  expect(await readdir(inside("taken"))).toEqual(["nexus"]);
  expect((await readdir(inside("taken", "nexus"))).sort()).toEqual(
    [".git", "README.md", "dbt_project.yml", "macros", "models", "packages.yml", "tests"].sort(),
  );
  expect(await readdir(inside("taken", "nexus", ".git"))).toEqual(["HEAD"]);
  expect(await readdir(inside("taken", "nexus", "models"))).not.toContain("old.sql");
});

test("writes through a link into the folder that it points to", async () => {
  await mkdir(inside("real"));
  await symlink(inside("real"), inside("link"));
  for (const _ of ["new", "again"]) expect((await built.nexus("dbt", "--out", "link")).code).toBe(0);
  expect((await lstat(inside("link"))).isSymbolicLink()).toBe(true);
  expect(await readdir(inside("real"))).toContain("dbt_project.yml");
});

test("says which package a folder holds, where it is another one", async () => {
  const { out, code } = await built.nexus("dbt", "--out", "taken/nexus", "--target", "prod", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ problems: [{ code: "file-unwritable", found: "the package nexus" }] });
});

test("touches no folder that holds something else", async () => {
  await mkdir(inside("mine"));
  await writeFile(inside("mine", "dbt_project.yml"), "name: mine\n");
  await writeFile(inside("a-file"), "");
  for (const [folder, found] of [
    ["mine", "dbt_project.yml"],
    ["a-file", "a file"],
  ] as const) {
    const { out, code } = await built.nexus("dbt", "--out", folder, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      problems: [{ code: "file-unwritable", found, where: { file: inside(folder) } }],
    });
  }
  expect(await readdir(inside("mine"))).toEqual(["dbt_project.yml"]);
  expect((await built.nexus("dbt", "--out", "a-file/below")).err).toContain("The dbt package cannot be written.");
});
