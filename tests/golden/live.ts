import { type Compiled, compile, type Existing } from "../../src/compile/plan.ts";
import { resolveConfig } from "../../src/config/resolve.ts";
import { openDuckDb } from "../../src/engines/duckdb/engine.ts";
import type { Engine } from "../../src/engines/engine.ts";
import { duckdb } from "../../src/index.ts";
import type { ColumnType } from "../../src/model/column.ts";
import { runPlan } from "../../src/runner/run.ts";
import { published, schemaOf, working } from "../../src/sql/locate.ts";
import { type Rendering, render } from "../../src/sql/render.ts";
import type { Sql } from "../../src/sql/sql.ts";
import { catalogue } from "./catalogue.ts";
import { golden } from "./project.ts";
import { firstRows, laterRows } from "./rows.ts";
import { prefix } from "./texts.ts";
import { layRaw } from "./warehouse.ts";

export const horizon = "2025-06-20T00:00:00Z";

/**
 * The golden project after two runs, over raw rows of a seed and over what became of them. `published`: both are done.
 * `unpublished`: on the brink of the second publish, what the first run published is there (`prior`) and beside it
 * everything that the second run made (`current`), tables that live for one run among them.
 */
export class LiveProject {
  readonly engine: Engine;
  readonly compiled: Compiled;
  private readonly locate: Rendering["locate"];

  private constructor(engine: Engine, compiled: Compiled, locate: Rendering["locate"]) {
    this.engine = engine;
    this.compiled = compiled;
    this.locate = locate;
  }

  static async after(seed: number, second: "published" | "unpublished"): Promise<LiveProject> {
    const warehouse = duckdb(":memory:", { threads: 2 });
    const engine = await openDuckDb({ warehouse, folder: ".", mode: "write" });
    const rows = firstRows(seed);
    const options = { prefix, horizon, now: () => new Date(horizon), version: "0", lists: "{}" };
    await layRaw(engine, rows);
    await runPlan(compile(resolveConfig(golden()), catalogue, new Map()).plan, engine, options);
    await layRaw(engine, laterRows(rows, seed + 1));
    const compiled = compile(resolveConfig(golden()), catalogue, await existing(engine));
    const { plan } = compiled;
    if (second === "published") {
      await runPlan(plan, engine, options);
      return new LiveProject(engine, compiled, published(prefix));
    }
    await runPlan({ ...plan, steps: plan.steps.filter((step) => step.kind !== "publish") }, engine, options);
    return new LiveProject(engine, compiled, working(prefix, plan));
  }

  async close(): Promise<void> {
    await this.engine.close();
  }

  /** SQL as the second run itself would say it, or over what it published. */
  text(fragment: Sql): string {
    return render(fragment, this.engine.dialect, {
      locate: this.locate,
      runValue: (of) => (of === "run" ? "2" : `timestamp '${horizon.replace("T", " ").replace("Z", "")}'`),
    });
  }

  async run(fragment: Sql): Promise<number> {
    return (await this.engine.run(this.text(fragment))).rows;
  }

  async rows(fragment: Sql, limit?: number): Promise<readonly (readonly unknown[])[]> {
    return (await this.engine.ask(this.text(fragment), limit)).rows;
  }

  async number(fragment: Sql): Promise<number> {
    return Number((await this.rows(fragment))[0]?.[0] ?? 0);
  }
}

/** Every table that the first run left, as the compiler wants to know them. */
async function existing(engine: Engine): Promise<Existing> {
  const found = new Map<string, ReadonlyMap<string, ColumnType | undefined>>();
  for (const layer of ["source", "core", "identity", "final", "meta"] as const) {
    for (const [name, columns] of await engine.tablesIn(schemaOf(prefix, layer)))
      found.set(`${layer}.${name}`, columns);
  }
  return found;
}
