import { createRequire } from "node:module";
import { resolve } from "node:path";
import { nearestHint } from "../base/nearest.ts";
import { NexusError, type Problem } from "../base/problem.ts";
import { namesThatDoNotFit } from "../compile/names-that-fit.ts";
import { type Compiled, compile, type Existing } from "../compile/plan.ts";
import type { Config } from "../config/config.ts";
import { likelySlips } from "../config/likely-slips.ts";
import type { Project as ResolvedProject } from "../config/project.ts";
import { dbtPackage } from "../dbt/write.ts";
import type { Answer, Engine } from "../engines/engine.ts";
import { amendPublished, type Opening, openEngine, type Published, publishedIn } from "../engines/open.ts";
import { listVersions } from "../kernels/lists.ts";
import { definitionOf } from "../layers/tables/mention-sites.ts";
import type { ColumnType } from "../model/column.ts";
import { tableName } from "../model/table.ts";
import { checkRecords, failuresKept } from "../runner/check-records.ts";
import type { CheckResult, Progress, RunResult } from "../runner/report.ts";

export type { CheckResult, CheckStatus, Progress, RunResult, SourceRows, StepDone } from "../runner/report.ts";

import { runPlan } from "../runner/run.ts";
import { published, schemaOf } from "../sql/locate.ts";
import { noRows } from "../sql/relation.ts";
import { render } from "../sql/render.ts";
import { sql } from "../sql/sql.ts";
import type { PlainRow, Profile, RunSummary, Timeline } from "./answers.ts";
import { readCatalogue } from "./catalogue.ts";
import { askChecks, checksOf, isWell, named, type TestResult } from "./checking.ts";
import { packageInput, type WrittenPackage, writePackage } from "./dbt-package.ts";
import { type Description, descriptionOf, figuresOf } from "./describe.ts";
import { Desk, identifierAsked } from "./desk.ts";
import { horizonOf, momentOf } from "./horizon.ts";
import { checked, loadConfig } from "./load-config.ts";
import { explained, mustBeMade } from "./not-made-yet.ts";
import { type PlannedStep, planText } from "./planned.ts";
import { mustAsk } from "./question.ts";
import { type StopSignal, stopping } from "./stopping.ts";
import { unfitSql } from "./unfit-sql.ts";

/** The program's version, from its package. */
export const version: string = (createRequire(import.meta.url)("../../package.json") as { version: string }).version;

/** So many of the rows that speak against a check come with its result, when nobody says how many. */
const rowsShown = 5;

/** An opened project: the desk that all doors ask. */
export class Project {
  readonly resolved: ResolvedProject;
  readonly folder: string;

  constructor(resolved: ResolvedProject, folder: string) {
    this.resolved = resolved;
    this.folder = folder;
  }

  get prefix(): string {
    return this.resolved.schemaPrefix;
  }

  /** Opens the warehouse for a run, for the time of one task. */
  async writing<T>(task: (engine: Engine) => Promise<T>): Promise<T> {
    return this.with("write", task);
  }

  /** Opens what is published, of one moment; no run ever locks it. */
  async reading<T>(task: (engine: Engine, published: Published) => Promise<T>): Promise<T> {
    const published = await publishedIn(this.opening("read"));
    return this.with("read", (engine) => task(engine, published), published);
  }

  /** Compiles the project against its warehouse: raw tables and columns are looked up, all problems come at once. */
  async compile(engine: Engine): Promise<Compiled> {
    const catalogue = await readCatalogue(this.resolved, engine);
    const compiled = compile(this.resolved, catalogue, await existingTables(engine, this.prefix));
    const tooLong = namesThatDoNotFit(compiled, engine.dialect, this.prefix);
    if (tooLong.length > 0) throw new NexusError(tooLong);
    return compiled;
  }

  /** Looks at raw tables without writing anything. */
  async inspecting<T>(task: (engine: Engine) => Promise<T>): Promise<T> {
    return this.with("inspect", task);
  }

  /** Runs everything, publishes it, and tells what came out. */
  async run(options: RunRequest = {}): Promise<RunResult> {
    const now = (): Date => new Date();
    const horizon = options.horizon === undefined ? now().toISOString() : horizonOf(options.horizon);
    const walk = async (engine: Engine, progress: Progress): Promise<RunResult> => {
      const { plan, warnings } = await this.compile(engine);
      return runPlan(plan, engine, {
        warnings: [...likelySlips(this.resolved), ...warnings],
        prefix: this.prefix,
        horizon,
        now,
        version,
        lists: JSON.stringify(listVersions()),
        progress,
        check: async () => {
          const { own } = await checksOf(this.resolved, engine);
          return askChecks(own, { engine, prefix: this.prefix, horizon, rows: failuresKept });
        },
      });
    };
    const { checks, ...result } = await this.writing((engine) =>
      stopping(engine, options.signal, options.progress ?? {}, (progress) => walk(engine, progress)),
    );
    return { ...result, checks: checks.map((check) => ({ ...check, rows: check.rows.slice(0, rowsShown) })) };
  }

  /**
   * Asks all checks, or those that are named (by name, or by kind), of what is published: what always holds, and the
   * project's own. The results are written down, unless a run has the warehouse.
   */
  async test(request: TestRequest = {}): Promise<TestResult> {
    const started = performance.now();
    const tested = await this.reading(async (engine, published) => {
      const { run, horizon } = await new Desk(engine, this.prefix, this.resolved).lastRun();
      await mustBeMade(engine, this.resolved);
      const { builtIn, own } = await checksOf(this.resolved, engine);
      const wanted = named([...builtIn, ...own], request.checks ?? []);
      const asking = { engine, prefix: this.prefix, horizon, rows: Math.max(failuresKept, request.rows ?? 0) };
      const done = request.done === undefined ? {} : { done: request.done };
      return { run, horizon, published, checks: await askChecks(wanted, { ...asking, ...done }) };
    });
    const { run, horizon, published, checks } = tested;
    const testedAt = new Date().toISOString();
    const records = { run, testedAt, checks };
    const kept = await amendPublished(this.opening("write"), published, (engine) =>
      checkRecords(records, this.prefix, engine.dialect),
    ).then(
      () => ({}),
      (error: unknown) => {
        if (!(error instanceof NexusError)) throw error;
        const [notKept] = error.problems;
        return notKept === undefined ? {} : { notKept };
      },
    );
    const shown = checks.map((check) => ({ ...check, rows: check.rows.slice(0, request.rows ?? rowsShown) }));
    return {
      run,
      horizon,
      testedAt,
      seconds: (performance.now() - started) / 1000,
      ok: checks.every(isWell),
      checks: shown,
      ...kept,
    };
  }

  /** What a run would do, step by step, with its SQL in working names. */
  async plan(): Promise<readonly PlannedStep[]> {
    return this.inspecting(async (engine) => {
      const { plan } = await this.compile(engine);
      return plan.steps.map((step, index) => ({
        position: index + 1,
        id: step.id,
        kind: step.kind,
        layer: step.layer,
        reason: step.reason,
        reads: step.reads.map(tableName),
        writes: step.writes.map(tableName),
        sql: planText(step, plan, this.prefix, engine.dialect),
      }));
    });
  }

  /** Looks for everything that would stop a run, and for what may not be meant: the config, raw tables and columns. */
  async check(): Promise<readonly Problem[]> {
    return this.inspecting(async (engine) => {
      try {
        const compiled = await this.compile(engine);
        const unfit = await unfitSql(compiled, engine, this.prefix);
        return [...unfit, ...likelySlips(this.resolved), ...compiled.warnings];
      } catch (error) {
        if (error instanceof NexusError) return error.problems;
        throw error;
      }
    });
  }

  /** Rows as an event definition would make them, before any run: `preview("shop.order_placed")`. */
  async preview(definition: string, limit = 20): Promise<Answer> {
    return this.inspecting(async (engine) => {
      const { layers } = await this.compile(engine);
      const names = layers.scanned.map((kept) => definitionOf(kept.context.event));
      const kept = layers.scanned.find((one) => definitionOf(one.context.event) === definition);
      if (kept === undefined) {
        const hint = nearestHint(definition, names);
        throw new NexusError({
          code: "name-unknown",
          message: `There is no event definition "${definition}".`,
          accepted: names.join(", "),
          ...(hint === undefined ? {} : { hint }),
        });
      }
      const query = kept.define((_, __) => noRows(kept.columns)).sql;
      return engine.ask(
        render(sql`select * from (${query}) as p limit ${limit}`, engine.dialect, {
          locate: published(this.prefix),
          runValue: () => "null",
        }),
      );
    });
  }

  /**
   * Everything known of whom an identifier (in any spelling) or an id stands for. With `asOf` (an ISO date or time) its
   * states are those that it had then.
   */
  async show(identifier: string, options: { readonly asOf?: string } = {}): Promise<Profile> {
    const asked = identifierAsked(identifier);
    const asOf = options.asOf === undefined ? undefined : momentOf(options.asOf, "time asked for");
    return this.asking((desk) => desk.profile(asked, asOf));
  }

  /**
   * How many entities are in each state now, or were at `asOf` (an ISO date or time): rows with `entity_type`, `state_name`,
   * `state_value` (null for measured states), `entities`, `state_number_sum`.
   */
  async states(options: { readonly state?: string; readonly asOf?: string } = {}): Promise<readonly PlainRow[]> {
    const { asOf, ...rest } = options;
    const then = asOf === undefined ? {} : { asOf: momentOf(asOf, "time asked for") };
    return this.asking((desk) => desk.states({ ...rest, ...then }));
  }

  /** The same for the end of each day between two (ISO dates, both included): rows of `nexus.state_counts_per_day`. */
  async statesPerDay(
    options: { readonly state?: string; readonly from?: string; readonly to?: string } = {},
  ): Promise<readonly PlainRow[]> {
    const { from, to, ...rest } = options;
    const days = {
      ...(from === undefined ? {} : { from: momentOf(from, "first day").slice(0, 10) }),
      ...(to === undefined ? {} : { to: momentOf(to, "last day").slice(0, 10) }),
    };
    return this.asking((desk) => desk.statesPerDay({ ...rest, ...days }));
  }

  /** What happened to whom an identifier or an id stands for, the latest first. */
  async timeline(identifier: string, options: Parameters<Desk["timeline"]>[1] = {}): Promise<Timeline> {
    const asked = identifierAsked(identifier);
    return this.asking((desk) => desk.timeline(asked, options));
  }

  /** The project for people: tables, columns and where they come from; after a run, what is there, in numbers. */
  async describe(): Promise<Description> {
    const compiled = await this.inspecting((engine) => this.compile(engine)).catch((error: unknown) => {
      if (!(error instanceof NexusError)) throw error;
      return error.problems[0]?.message ?? error.message;
    });
    const figures = await this.asking(async (desk, engine) => {
      const { run } = await desk.lastRun();
      return figuresOf(engine, this.resolved, run);
    }).catch((error: unknown) => {
      if (error instanceof NexusError && error.problems.every(({ code }) => code === "not-run-yet")) return undefined;
      throw error;
    });
    return descriptionOf(this.resolved, compiled, figures);
  }

  /** Writes the project as a dbt package, for a full build in its warehouse, into a folder that is new or holds an older one. */
  async dbt(folder: string): Promise<WrittenPackage> {
    const input = await this.inspecting(async (engine) =>
      packageInput(this.resolved, await readCatalogue(this.resolved, engine), engine.dialect),
    );
    return writePackage(dbtPackage({ ...input, version }), folder);
  }

  /** What came of the published run. */
  async summary(run: number): Promise<RunSummary> {
    return this.asking(async (desk, engine) => {
      const { own } = await checksOf(this.resolved, engine);
      return desk.summary(run, own);
    });
  }

  /** Answers one read-only SQL statement over what is published, with limits on rows and time. */
  async query(text: string, limits: { readonly rows?: number; readonly seconds?: number } = {}): Promise<Answer> {
    mustAsk(text);
    // A timer of Node cannot wait longer than 2^31 milliseconds: it would ring at once.
    const seconds = Math.min(limits.seconds ?? 30, 2_147_483);
    return this.reading((engine) => engine.askGuarded(text, { rows: limits.rows ?? 1000, seconds }));
  }

  /** Asks our own questions over what is published. */
  private async asking<T>(task: (desk: Desk, engine: Engine) => Promise<T>): Promise<T> {
    return this.reading((engine) =>
      task(new Desk(engine, this.prefix, this.resolved), engine).catch(async (error: unknown) => {
        throw await explained(error, engine, this.resolved);
      }),
    );
  }

  private opening(mode: Opening["mode"]): Opening {
    return { warehouse: this.resolved.warehouse, folder: this.folder, prefix: this.prefix, mode };
  }

  private async with<T>(
    mode: Opening["mode"],
    task: (engine: Engine) => Promise<T>,
    published?: Published,
  ): Promise<T> {
    const engine = await openEngine(this.opening(mode), published);
    try {
      return await task(engine);
    } finally {
      await engine.close();
    }
  }
}

/** What a run may be told. */
export interface RunRequest {
  readonly progress?: Progress;
  /** The time that the run takes for now: an ISO date, or a time with its offset (UTC without one). */
  readonly horizon?: string;
  /** Stops the run: it ends with a problem of the code `interrupted`, and what was published before stays. */
  readonly signal?: StopSignal;
}

/** What a test may be told. */
export interface TestRequest {
  /** Names of checks, or kinds of them; by default all. */
  readonly checks?: readonly string[];
  /** How many of the rows that speak against a check come with it, 5 by default. */
  readonly rows?: number;
  /** Is told each check that has been asked. */
  readonly done?: (result: CheckResult, position: number, of: number) => void;
}

async function existingTables(engine: Engine, prefix: string): Promise<Existing> {
  const existing = new Map<string, ReadonlyMap<string, ColumnType | undefined>>();
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
