import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** How a database is told to dbt, in `profiles.yml`. */
export type Output = Readonly<Record<string, string | number | Readonly<Record<string, string>>>>;

/** The program of dbt, or why there is none: `NEXUS_DBT`, `.dbt` as `.ci/run` sets it up, or on the path. */
export function program(): { readonly at: string } | { readonly absent: string } {
  const named = process.env["NEXUS_DBT"];
  if (named !== undefined) return existsSync(named) ? { at: named } : { absent: `NEXUS_DBT: there is no ${named}` };
  const own = fileURLToPath(new URL("../../.dbt/bin/dbt", import.meta.url));
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "dbt"));
  const found = [own, ...onPath].find((at) => existsSync(at));
  if (found === undefined)
    return { absent: "no dbt is found: .ci/run sets it up where there is Python, or NEXUS_DBT names its program" };
  if (found === own) return { at: own };
  const { stdout } = spawnSync(found, ["--version"], { encoding: "utf8", env: quiet });
  const lacks = ["duckdb", "postgres"].filter((adapter) => !stdout.includes(adapter));
  return lacks.length === 0 ? { at: found } : { absent: `${found} cannot reach ${lacks.join(" and ")}` };
}

const quiet: NodeJS.ProcessEnv = { ...process.env, DO_NOT_TRACK: "1", DBT_SEND_ANONYMOUS_USAGE_STATS: "false" };

/** What a command of dbt came to. */
export interface Done {
  readonly ok: boolean;
  readonly said: string;
  /** By the name of a model or test: `success`, `pass`, `fail`, `error`, `skipped`, `warn`. */
  readonly results: ReadonlyMap<string, string>;
}

const itself = { name: "taker", version: "1.0.0", profile: "taker" };

/** A small dbt project that takes one package. */
export class DbtProject {
  readonly folder: string;
  private readonly at: string;

  private constructor(folder: string, at: string) {
    this.folder = folder;
    this.at = at;
  }

  /** Makes it in a folder. */
  static async taking(
    packageFolder: string,
    folder: string,
    at: string,
    outputs: { readonly own: Output; readonly [target: string]: Output },
    model: string,
  ): Promise<DbtProject> {
    await mkdir(join(folder, "models"), { recursive: true });
    const files: Readonly<Record<string, string>> = {
      "dbt_project.yml": JSON.stringify(itself),
      "packages.yml": `packages:\n  - local: ${packageFolder}\n`,
      // JSON is YAML, too.
      "profiles.yml": JSON.stringify({ taker: { target: "own", outputs } }),
      // Models of its own may build on those of the package.
      "models/events_per_source.sql": `select source, count(*) as events from {{ ref('${model}') }} group by source\n`,
    };
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
    return new DbtProject(folder, at);
  }

  /** Gives its `dbt_project.yml` more settings. */
  async settings(more: Readonly<Record<string, unknown>>): Promise<void> {
    await writeFile(join(this.folder, "dbt_project.yml"), JSON.stringify({ ...itself, ...more }));
  }

  /** Runs a command, such as `build`. */
  async run(command: string, vars: Readonly<Record<string, string>> = {}, more: readonly string[] = []): Promise<Done> {
    const variables = command === "deps" ? [] : ["--vars", JSON.stringify(vars)];
    const args = [command, ...variables, "--no-use-colors", ...more];
    const results = join(this.folder, "target", "run_results.json");
    await rm(results, { force: true });
    const { code, said } = await new Promise<{ code: number | null; said: string }>((resolve, reject) => {
      const child = spawn(this.at, args, { cwd: this.folder, env: { ...quiet, DBT_PROFILES_DIR: this.folder } });
      let said = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (said += String(piece)));
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, said }));
    });
    const told = existsSync(results)
      ? (JSON.parse(await readFile(results, "utf8")) as {
          readonly results: readonly { readonly unique_id: string; readonly status: string }[];
        })
      : { results: [] };
    return {
      ok: code === 0,
      said,
      results: new Map(told.results.map(({ unique_id, status }) => [unique_id.split(".")[2] ?? unique_id, status])),
    };
  }
}
