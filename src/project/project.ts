import { createRequire } from "node:module";
import { resolve } from "node:path";
import { NexusError } from "../base/problem.ts";
import { type Compiled, compile, type Existing } from "../compile/plan.ts";
import type { Config } from "../config/config.ts";
import type { Project as ResolvedProject } from "../config/project.ts";
import { openDuckDb } from "../engines/duckdb/engine.ts";
import { currentCopy } from "../engines/duckdb/published-copy.ts";
import type { Engine } from "../engines/engine.ts";
import { listVersions } from "../kernels/lists.ts";
import type { Progress, RunResult } from "../runner/report.ts";
import { runPlan } from "../runner/run.ts";
import { schemaOf } from "../sql/locate.ts";
import { readCatalogue } from "./catalogue.ts";
import { checked, loadConfig } from "./load-config.ts";

/** The program's version, from its package. */
export const version: string = (createRequire(import.meta.url)("../../package.json") as { version: string }).version;

/** An opened project: the desk that all doors ask. */
export class Project {
  readonly resolved: ResolvedProject;
  readonly folder: string;

  constructor(resolved: ResolvedProject, folder: string) {
    this.resolved = resolved;
    this.folder = folder;
  }

  /** The warehouse's file. */
  get warehousePath(): string {
    return resolve(this.folder, this.resolved.warehouse.path);
  }

  get prefix(): string {
    return this.resolved.schemaPrefix;
  }

  /** Opens the file that runs write, for the time of one task. */
  async writing<T>(task: (engine: Engine) => Promise<T>): Promise<T> {
    const engine = await openDuckDb({ warehouse: this.resolved.warehouse, folder: this.folder, mode: "write" });
    try {
      return await task(engine);
    } finally {
      await engine.close();
    }
  }

  /** Opens the published copy, which no run ever locks. */
  async reading<T>(task: (engine: Engine) => Promise<T>): Promise<T> {
    const copy = await currentCopy(this.warehousePath);
    if (copy === undefined) {
      throw new NexusError({
        code: "not-run-yet",
        message: "Nothing is published yet.",
        where: { file: this.warehousePath },
        hint: "`nexus run` makes the first version",
      });
    }
    const engine = await openDuckDb({
      warehouse: this.resolved.warehouse,
      folder: this.folder,
      mode: "read",
      copy: copy.path,
    });
    try {
      return await task(engine);
    } finally {
      await engine.close();
    }
  }

  /** Compiles the project against its warehouse: raw tables and columns are looked up, all problems come at once. */
  async compile(engine: Engine): Promise<Compiled> {
    const catalogue = await readCatalogue(this.resolved, engine);
    return compile(this.resolved, catalogue, await existingTables(engine, this.prefix));
  }

  /** Runs everything, publishes it, and tells what came out. */
  async run(options: { readonly progress?: Progress; readonly horizon?: string } = {}): Promise<RunResult> {
    const now = (): Date => new Date();
    return this.writing(async (engine) => {
      const { plan } = await this.compile(engine);
      return runPlan(plan, engine, {
        prefix: this.prefix,
        horizon: options.horizon ?? now().toISOString(),
        now,
        version,
        lists: JSON.stringify(listVersions()),
        ...(options.progress === undefined ? {} : { progress: options.progress }),
      });
    });
  }
}

async function existingTables(engine: Engine, prefix: string): Promise<Existing> {
  const existing = new Map<string, readonly string[]>();
  for (const layer of ["source", "core", "identity", "final", "meta"] as const) {
    for (const [name, columns] of await engine.tablesIn(schemaOf(prefix, layer)))
      existing.set(`${layer}.${name}`, columns);
  }
  return existing;
}

/** Opens the project of a folder (or of a config file). Throws all problems of its config at once. */
export async function openProject(at = ".", options: { readonly target?: string } = {}): Promise<Project> {
  const { project, folder } = await loadConfig(at, options.target);
  return new Project(project, folder);
}

/** Opens a project whose config was made in code; `folder` is where relative paths start. */
export function projectOf(config: Config, folder = ".", options: { readonly target?: string } = {}): Project {
  return new Project(checked(config, options.target).project, resolve(folder));
}
