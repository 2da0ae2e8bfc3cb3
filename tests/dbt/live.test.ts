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
import { DbtProject, type Done, program } from "./program.ts";
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

/** Every public table is the same in both places. */
async function expectSame({ folder, places, project }: Scene): Promise<void> {
  const wanted = await opened(places.forNexus, folder, (warehouse) => linesOf(project, warehouse));
  const found = await opened(places.seen.warehouse, folder, async (warehouse) => {
    for (const statement of places.seen.by) await warehouse.run(statement);
    return linesOf(project, warehouse);
  });
  for (const [table, want] of wanted) {
    const got = found.get(table) ?? [];
    if (hashOf(want) === hashOf(got)) continue;
    const [had, needed] = [new Set(got), new Set(want)];
    expect
      .soft(got.filter((line) => !needed.has(line)).slice(0, 3), table)
      .toEqual(want.filter((line) => !had.has(line)).slice(0, 3));
    expect.soft(got.length, table).toBe(want.length);
  }
  expect(wanted.size).toBeGreaterThan(20);
  const few = [...wanted].filter(([, lines]) => lines.length === 0).map(([table]) => table);
  // Nothing is held to a limit here, and the shop's app is not told who employs whom.
  expect(few).toEqual(["nexus_identity.refused_links"]);
}

/** The results of a build that are not well, with all that was said, so that a failure can be understood. */
function notWell({ results, said, ok }: Done): unknown {
  const bad = [...results].filter(([, status]) => !["success", "pass", "warn"].includes(status));
  return ok && bad.length === 0 && results.size > 0 ? undefined : { bad, said };
}

/** What failed, and what was not built for that reason. */
function outcome({ results }: Done, status: string): readonly string[] {
  return [...results].filter(([, one]) => one === status).map(([name]) => name);
}

describe.each(enginesForDbt)("dbt on $name", (engine) => {
  test(
    "builds what a first run publishes, row for row; and nothing where dbt cannot",
    { timeout: patience },
    ({ skip }) =>
      scene(engine, rowsOf(1), kettleAndLeaf, skip, async (scene) => {
        const { folder, places, project, taker } = scene;
        await project.run({ horizon });
        expect((await taker.run("deps")).ok).toBe(true);
        const built = await taker.run("build", { nexus_horizon: horizon });
        expect(notWell(built)).toBeUndefined();
        expect(outcome(built, "warn")).toEqual(["nexus_no_braces"]);
        await expectSame(scene);

        // The next package takes the place of the first, over a database that has been built, with rows that need a kernel.
        await projectOf(kettleAndLeaf(places.forNexus, engine.broken), folder).dbt(join(folder, "package"));
        await layBoth(places, folder, rowsOf(1, engine.broken === "limited" ? "none" : "letters"));
        const failed = await taker.run("build", { nexus_horizon: horizon });
        expect(failed.ok).toBe(false);
        expect(outcome(failed, "fail")).toEqual([
          engine.broken === "limited" ? "nexus_within_limits_person" : "nexus_no_mail_headers",
        ]);
        expect(outcome(failed, "error")).toEqual([]);
        expect(outcome(failed, "skipped")).toEqual(
          expect.arrayContaining(["nexus_identity__person_assignment", "nexus_final__persons", "nexus_final__states"]),
        );
      }),
  );
});
