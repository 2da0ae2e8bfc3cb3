import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { horizon, loadBatch, projectIn } from "./world.ts";

test("what a killed run has spilled to disk is gone after the next run", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nexus-killed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await loadBatch(folder, 1, 100);
  await projectIn(folder).run({ horizon });
  // What DuckDB's process leaves there when it is killed while it sorts more than fits into memory.
  const spilled = join(folder, "world.duckdb.tmp");
  await mkdir(spilled, { recursive: true });
  await writeFile(join(spilled, "duckdb_temp_storage_DEFAULT-0.tmp"), new Uint8Array(1_000_000));
  await projectIn(folder).run({ horizon });
  expect(existsSync(spilled) ? readdirSync(spilled) : []).toEqual([]);
});
