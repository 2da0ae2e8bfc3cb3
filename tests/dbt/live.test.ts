import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { publishedTables } from "../../src/compile/published-tables.ts";
import type { Engine } from "../../src/engines/engine.ts";
import { type Config, type Project, projectOf } from "../../src/index.ts";
import { published } from "../../src/sql/locate.ts";
import type { RawRows } from "../golden/warehouse.ts";
import { DbtProject, program } from "./program.ts";
import { type EngineForDbt, enginesForDbt, layBoth, opened, type Places, prefix } from "./warehouses.ts";
import { kettleAndLeaf, rowsOf } from "./world.ts";

/** dbt takes seconds to start, and machines are shared. */
const patience = 600_000;
const horizon = "2025-06-20T12:30:00Z";

interface Scene {
  readonly folder: string;
  readonly places: Places;
  readonly project: Project;
  readonly taker: DbtProject;
}

/** The same raw rows in two places, a package written from a config, and a dbt project that takes it. */
async function scene(
  engine: EngineForDbt,
  rows: RawRows,
  config: (warehouse: Places["forNexus"]) => Config,
  skip: (reason: string) => void,
  task: (scene: Scene) => Promise<void>,
): Promise<void> {
  const dbt = program();
  if ("absent" in dbt) return skip(dbt.absent);
  const folder = await mkdtemp(join(tmpdir(), "nexus-dbt-"));
  const places = await engine.places(folder);
  if (typeof places === "string") return skip(places);
  try {
    await layBoth(places, folder, rows);
    const project = projectOf(config(places.forNexus), folder);
    await project.dbt(join(folder, "package"));
    const taker = await DbtProject.taking(join(folder, "package"), join(folder, "taker"), dbt.at, places.output);
    await task({ folder, places, project, taker });
  } finally {
    await places.dismiss();
    if (process.env["KEEP"] === undefined) await rm(folder, { recursive: true, force: true });
    else console.log(folder);
  }
}

/** Numbers of ours name things within one warehouse; and a build is made at another time than a run. */
const isOfTheRun = (column: string): boolean =>
  ["_entity", "_component", "_person", "_group", "changed_at"].includes(column);

/** Each public table's rows as sorted lines. */
async function linesOf(project: Project, engine: Engine): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const { ref, columns } of publishedTables(project.resolved)) {
    const name = published(prefix)(ref).join(".");
    const list = columns
      .filter((column) => !isOfTheRun(column.name))
      .map((column) => engine.dialect.identifier(column.name))
      .join(", ");
    const { rows } = await engine.ask(`select ${list} from ${name}`);
    found.set(
      name,
      rows
        .map((row) => JSON.stringify(row, (_, cell: unknown) => (typeof cell === "bigint" ? String(cell) : cell)))
        .sort(),
    );
  }
  return found;
}

const hashOf = (lines: readonly string[]): string => createHash("sha256").update(lines.join("\n")).digest("hex");

describe.each(enginesForDbt)("dbt on $name", (engine) => {
  test("builds what a first run publishes, row for row", { timeout: patience }, ({ skip }) =>
    scene(engine, rowsOf(1), kettleAndLeaf, skip, async ({ folder, places, project, taker }) => {
      await project.run({ horizon });
      const wanted = await opened(places.forNexus, folder, (warehouse) => linesOf(project, warehouse));
      expect((await taker.run("deps")).said).toContain("Installed from");
      const built = await taker.run("build", { nexus_horizon: horizon });
      const bad = [...built.results].filter(([, status]) => !["success", "pass", "warn"].includes(status));
      expect({ bad, said: built.ok ? "" : built.said }).toEqual({ bad: [], said: "" });
      const got = await opened(places.seen.warehouse, folder, async (warehouse) => {
        for (const statement of places.seen.by) await warehouse.run(statement);
        return linesOf(project, warehouse);
      });
      for (const [table, want] of wanted) {
        const had = got.get(table) ?? [];
        if (hashOf(want) === hashOf(had)) continue;
        expect
          .soft(had.filter((line) => !want.includes(line)).slice(0, 3), table)
          .toEqual(want.filter((line) => !had.includes(line)).slice(0, 3));
        expect.soft(had.length, table).toBe(want.length);
      }
    }),
  );
});
