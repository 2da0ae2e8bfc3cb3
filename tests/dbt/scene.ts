import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { publishedTables } from "../../src/compile/published-tables.ts";
import type { Engine } from "../../src/engines/engine.ts";
import { type Config, type Project, projectOf } from "../../src/index.ts";
import { published } from "../../src/sql/locate.ts";
import { DbtProject, type Done, program } from "./program.ts";
import { type EngineForDbt, opened, type Places } from "./warehouses.ts";

/** dbt takes seconds to start, and machines are shared. */
export const patience = 600_000;

export interface Scene {
  readonly folder: string;
  readonly places: Places;
  readonly project: Project;
  readonly taker: DbtProject;
}

/** The same raw rows in two places, a package written from a config, and a dbt project that takes it. */
export async function scene(
  engine: EngineForDbt,
  lay: (places: Places, folder: string) => Promise<void>,
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
    await lay(places, folder);
    const project = projectOf(config(places.forNexus), folder);
    const { name } = await project.dbt(join(folder, "package"));
    const events = `${name}_final__events`;
    const taker = await DbtProject.taking(
      join(folder, "package"),
      join(folder, "taker"),
      dbt.at,
      places.outputs,
      events,
    );
    await task({ folder, places, project, taker });
  } finally {
    await places.dismiss();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Numbers of ours name things within one warehouse; and a build is made at another time than a run. */
const isOfTheRun = (column: string): boolean =>
  ["_entity", "_component", "_person", "_group", "_from", "_to", "changed_at"].includes(column);

/** Each public table's rows as sorted lines. */
async function linesOf(project: Project, engine: Engine): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const { ref, columns } of publishedTables(project.resolved)) {
    const name = published(project.prefix)(ref).join(".");
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

/** Every table in the warehouse of `nexus run`. */
export function tablesOf({ folder, places }: Scene): Promise<readonly string[]> {
  return opened(places.forNexus, folder, async (warehouse) => {
    const { rows } = await warehouse.ask("select table_schema, table_name from information_schema.tables");
    return rows.map((row) => JSON.stringify(row)).sort();
  });
}

const hashOf = (lines: readonly string[]): string => createHash("sha256").update(lines.join("\n")).digest("hex");

/** Every public table is the same in both places; those that have no row. */
export async function expectSame({ folder, places, project }: Scene): Promise<readonly string[]> {
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
  return [...wanted].filter(([, lines]) => lines.length === 0).map(([table]) => table);
}

/** The results of a build that are not well, with all that was said, so that a failure can be understood. */
export function notWell({ results, said, ok }: Done): unknown {
  const bad = [...results].filter(([, status]) => !["success", "pass", "warn"].includes(status));
  return ok && bad.length === 0 && results.size > 0 ? undefined : { bad, said };
}

/** What failed, and what was not built for that reason. */
export function outcome({ results }: Done, status: string): readonly string[] {
  return [...results].filter(([, one]) => one === status).map(([name]) => name);
}
