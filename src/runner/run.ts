import { NexusError, type Problem } from "../base/problem.ts";
import type { Engine } from "../engines/engine.ts";
import {
  type MetaTable,
  rowProblemsTable,
  runsTable,
  sourceRowsTable,
  stepsTable,
  watermarksTable,
} from "../model/run-records.ts";
import type { Plan, Step } from "../model/step.ts";
import { type TableRef, tableName } from "../model/table.ts";
import { locatedAt, published, schemaOf, working, workingSuffix } from "../sql/locate.ts";
import { type Rendering, render } from "../sql/render.ts";
import { join, name, type RunValue, type Sql, sql, table, value } from "../sql/sql.ts";
import { statementsOf } from "../sql/statements.ts";
import { type Recording, recordedChecks } from "./check-records.ts";
import { contractComponents } from "./contract.ts";
import type { Progress, RunResult, SourceRows, StepDone } from "./report.ts";
import { writeComponents, writeConstrained, writeParsed } from "./rows.ts";
import { misfit, retypedValues, sourceRows, unread } from "./scanned.ts";

/** What a run needs beside its plan. */
export interface RunOptions extends Recording {
  /** The time that the run takes for now, as ISO text; nothing else reads a clock. */
  readonly horizon: string;
  readonly version: string;
  /** Versions of the packaged lists: they are part of the rules. */
  readonly lists: string;
  readonly progress?: Progress;
  /** To be told with the result. */
  readonly warnings?: readonly Problem[];
}

/** Walks a plan on an engine. Nothing that readers see changes before the last step, and then everything at once. */
export async function runPlan(plan: Plan<Sql>, engine: Engine, options: RunOptions): Promise<RunResult> {
  const started = performance.now();
  const walk = new Walk(plan, engine, options);
  await walk.begin();
  try {
    for (const [index, step] of plan.steps.entries()) await walk.step(step, index + 1);
  } catch (error) {
    await walk.failed(error);
    throw error;
  }
  const checks = await recordedChecks(engine, options, walk);
  const readableAt = await engine.publishCopy(walk.run);
  return {
    run: walk.run,
    horizon: options.horizon,
    seconds: (performance.now() - started) / 1000,
    steps: walk.done,
    sources: walk.sources,
    checks,
    warnings: [...(options.warnings ?? []), ...walk.warnings],
    readableAt,
  };
}

/** One run on its way. */
class Walk {
  run = 0;
  readonly done: StepDone[] = [];
  readonly sources: SourceRows[] = [];
  readonly warnings: Problem[] = [];
  private readonly texts: string[] = [];
  private readonly plan: Plan<Sql>;
  private readonly engine: Engine;
  private readonly options: RunOptions;
  private readonly problems: Sql[] = [];
  private startedAt = "";

  constructor(plan: Plan<Sql>, engine: Engine, options: RunOptions) {
    this.plan = plan;
    this.engine = engine;
    this.options = options;
  }

  /** Makes the schemas, clears what a killed run left, and takes the next number. */
  async begin(): Promise<void> {
    const { engine, options } = this;
    for (const layer of ["source", "core", "identity", "final", "meta"] as const) {
      await engine.run(this.fixed(engine.dialect.statements.createSchema(name(schemaOf(options.prefix, layer)))));
      for (const left of (await engine.tablesIn(schemaOf(options.prefix, layer))).keys()) {
        if (left.endsWith(workingSuffix))
          await engine.run(
            this.fixed(engine.dialect.statements.dropTable(name(schemaOf(options.prefix, layer), left))),
          );
      }
    }
    const runs = this.live(runsTable.ref);
    await engine.run(this.fixed(engine.dialect.statements.createEmptyTable(runs, runsTable.columns)));
    await engine.run(this.fixed(sql`update ${runs} set status = 'killed' where status = 'running'`));
    await this.catchUp(runs);
    const { rows } = await engine.ask(this.fixed(sql`select coalesce(max(run), 0) + 1 from ${runs}`));
    this.run = Number(rows[0]?.[0] ?? 1);
    this.startedAt = iso(options.now());
    await this.insert(runsTable, [
      [this.run, "running", time(this.startedAt), null, time(options.horizon), options.version, options.lists, null],
    ]);
  }

  /** A run that ended between its publish and the copy for readers is finished first, whatever becomes of this one. */
  private async catchUp(runs: Sql): Promise<void> {
    const { rows } = await this.engine.ask(this.fixed(sql`select max(run) from ${runs} where status = 'published'`));
    const last = rows[0]?.[0] ?? undefined;
    if (last === undefined || Number(last) === (await this.engine.readableRun())) return;
    await this.engine.publishCopy(Number(last));
  }

  async step(step: Step<Sql>, position: number): Promise<void> {
    const { engine, options, plan } = this;
    const of = plan.steps.length;
    options.progress?.started?.({ id: step.id, layer: step.layer, position, of });
    const started = performance.now();
    const rows = await this.attempt(step).catch((error: unknown) => {
      throw located(error, step);
    });
    const took = (): number => (performance.now() - started) / 1000;
    const done: StepDone = { position, id: step.id, kind: step.kind, layer: step.layer, rows, seconds: took() };
    this.done.push(done);
    if (step.kind !== "publish") return options.progress?.done?.({ ...done, of });
    await this.publish(step, engine);
    // Its own record was written by the transaction that it is: how long that took is known behind it.
    const published = { ...done, seconds: took() };
    this.done.splice(-1, 1, published);
    await engine.run(
      this.fixed(
        sql`update ${this.live(stepsTable.ref)} set seconds = ${published.seconds} where run = ${this.run} and position = ${position}`,
      ),
    );
    options.progress?.done?.({ ...published, of });
  }

  /** Leaves a record of what stopped the run; what was published before stays as it is. */
  async failed(error: unknown): Promise<void> {
    const message = error instanceof NexusError ? (error.problems[0]?.message ?? error.message) : String(error);
    const finished = iso(this.options.now());
    await this.engine
      .run(
        this.fixed(
          sql`update ${this.live(runsTable.ref)} set status = 'failed', finished_at = ${time(finished)}, problem = ${message} where run = ${this.run}`,
        ),
      )
      .catch(() => undefined);
  }

  private async attempt(step: Step<Sql>): Promise<number> {
    const counts = new Map<string, number>();
    let written = 0;
    const stored: string[] = [];
    for (const statement of statementsOf(step, this.engine.dialect)) {
      stored.push(this.stored(statement.sql));
      if (statement.when !== undefined && (counts.get(statement.when) ?? 0) === 0) continue;
      if (statement.does === "count") {
        const { rows } = await this.engine.ask(this.text(statement.sql), 1);
        counts.set(statement.label, Number(rows[0]?.[0] ?? 0));
        if (step.kind === "scan" && statement.label === "unreadable") await this.judge(step, counts);
      } else {
        const { rows } = await this.engine.run(this.text(statement.sql));
        counts.set(`${statement.label} rows`, rows);
        if (
          statement.label !== "leave out" &&
          statement.label !== "withdraw" &&
          statement.label !== "give way" &&
          !statement.label.startsWith("find ") &&
          statement.label !== "drop losers" &&
          statement.label !== "delete" &&
          statement.label !== "gather statistics"
        )
          written += rows;
      }
    }
    if (step.kind === "components" || step.kind === "parse" || step.kind === "load") {
      const target = this.locate(step.table);
      const text = (query: Sql): string => this.text(query);
      if (step.kind === "load") written = await this.engine.load(target, step.columns, [step.rows()]);
      else if (step.kind === "parse") written = await writeParsed(step, this.engine, text, target);
      else if (this.engine.can.streamsNumbers) written = await writeComponents(step, this.engine, text, target);
      else written = await contractComponents(step, this.engine, text);
      stored.push(...this.kernelSql(step));
    }
    if (step.kind === "constrained") {
      written = await writeConstrained(
        step,
        this.engine,
        (query) => this.text(query),
        (ref) => this.locate(ref),
      );
      stored.push(this.stored(step.nodes), this.stored(step.evidence));
    }
    if (step.kind === "check" && (counts.get("rows") ?? 0) > 0) {
      throw new NexusError({ code: "statement-failed", message: step.message, found: `${counts.get("rows")} rows` });
    }
    if (step.kind === "scan") {
      const rows = sourceRows(step, counts);
      this.sources.push(rows);
      this.warnings.push(...misfit(rows));
      this.warnings.push(...unread(step, counts));
      for (const [reason, rows] of retypedValues(step, counts))
        this.problems.push(row([this.run, step.source, step.event, "left out", reason, rows]));
    }
    if (step.kind === "build") this.countEvents(step.table, written);
    this.texts.push(stored.join(";\n\n"));
    return written;
  }

  /** Where several rows tell of an event, its events are counted when they are made. */
  private countEvents(table: TableRef, kept: number): void {
    for (const scan of this.plan.steps) {
      if (scan.kind !== "scan" || scan.made === undefined || tableName(scan.made) !== tableName(table)) continue;
      const at = this.sources.findIndex((one) => one.source === scan.source && one.event === scan.event);
      const found = this.sources[at];
      if (found !== undefined) this.sources[at] = { ...found, kept };
    }
  }

  private kernelSql(step: Step<Sql>): readonly string[] {
    if (step.kind === "parse") return [this.stored(step.query)];
    return step.kind === "components"
      ? [step.size, step.blocked, step.same, step.evidence].map((query) => this.stored(query))
      : [];
  }

  /** Notes why rows cannot be used, and stops the run when the source asks for that. */
  private async judge(step: Extract<Step<Sql>, { kind: "scan" }>, counts: ReadonlyMap<string, number>): Promise<void> {
    const bad = (counts.get("unusable") ?? 0) + (counts.get("unreadable") ?? 0);
    if (bad === 0) return;
    const next = table(step.table);
    const reasons = sql`select case when _unusable is not null then 'set aside' else 'left out' end, coalesce(_unusable, _unreadable), count(*) from ${next} where _unusable is not null or _unreadable is not null group by 1, 2`;
    const { rows } = await this.engine.ask(this.text(reasons));
    for (const [what, reason, count] of rows)
      this.problems.push(row([this.run, step.source, step.event, String(what), String(reason), Number(count)]));
    if (step.badValues !== "fail") return;
    const sample = await this.engine.ask(this.text(sql`select row from (${step.setAside.query}) as s limit 1`), 1);
    const found = Object.entries(JSON.parse(String(sample.rows[0]?.[0] ?? "{}")) as Readonly<Record<string, unknown>>)
      .map(([column, said]) => `${column}: ${typeof said === "string" ? said : JSON.stringify(said)}`)
      .join("\n");
    throw new NexusError({
      code: "value-not-castable",
      message: `${bad} raw ${bad === 1 ? "row" : "rows"} of ${step.source}.${step.event} cannot be read: ${rows.map(([, reason, count]) => `${String(reason)} (${String(count)})`).join(", ")}.`,
      where: { source: step.source, event: step.event, step: step.id },
      accepted: 'with badValues: "null" values are left out and counted, with "set-aside" the rows are put beside',
      detail: `the first of them:\n${found}`,
    });
  }

  /** All tables flip together, with the record of the run. */
  private async publish(step: Extract<Step<Sql>, { kind: "publish" }>, engine: Engine): Promise<void> {
    const { statements } = engine.dialect;
    const live = published(this.options.prefix);
    const moves = [
      ...step.tables.flatMap(({ table: ref, key }) =>
        statements.replaceTable(locatedAt(live(ref)), locatedAt(this.locate(ref)), key),
      ),
      ...step.drops.map((ref) => statements.dropTable(name(...this.locate(ref)))),
      ...step.sought.flatMap(({ table: ref, column }) => statements.createIndex?.(locatedAt(live(ref)), column) ?? []),
    ];
    const views = step.views.flatMap(({ view, query }) => statements.replaceView(locatedAt(live(view)), query));
    const finished = iso(this.options.now());
    const placeholder = (of: RunValue): string => `:${of}`;
    this.texts.push(
      [
        ...moves.map((fragment) => this.fixed(fragment)),
        ...views.map((fragment) => this.liveText(fragment, placeholder)),
      ].join(";\n\n"),
    );
    const records = [
      sql`update ${this.live(runsTable.ref)} set status = 'published', finished_at = ${time(finished)} where run = ${this.run}`,
      ...this.inserts(
        stepsTable,
        this.done.map((done, index) =>
          row([
            this.run,
            done.position,
            done.id,
            done.kind,
            done.layer,
            done.rows,
            done.seconds,
            this.texts[index] ?? null,
          ]),
        ),
      ),
      ...this.inserts(
        sourceRowsTable,
        this.sources.map((of) =>
          row([
            this.run,
            of.source,
            of.event,
            of.read,
            of.setAside,
            of.kept,
            of.duplicates,
            of.conflicts,
            of.remembered,
            of.deleted,
            of.unreadable,
          ]),
        ),
      ),
      ...this.inserts(rowProblemsTable, this.problems),
      ...this.watermarks(),
    ].map((fragment) => this.fixed(fragment));
    const texts = [
      ...moves.map((fragment) => this.fixed(fragment)),
      ...views.map((fragment) => this.liveText(fragment)),
    ];
    await engine.atomically([...texts, ...records]).catch((error: unknown) => {
      throw located(error, step);
    });
  }

  /** How far each scanned table has come, from what is published now. */
  private watermarks(): readonly Sql[] {
    const columns = join(watermarksTable.columns.map((column) => name(column.name)));
    const startedAt = time(this.startedAt);
    return this.plan.steps.flatMap((step) =>
      step.kind !== "scan"
        ? []
        : [
            sql`insert into ${this.live(watermarksTable.ref)} (${columns}) select ${this.run}, ${step.source}, ${step.event}, case when max(_ingested_at) > ${startedAt} then ${startedAt} else max(_ingested_at) end from ${this.live(step.table)}`,
          ],
    );
  }

  private inserts(meta: MetaTable, rows: readonly Sql[]): readonly Sql[] {
    if (rows.length === 0) return [];
    const columns = join(meta.columns.map((column) => name(column.name)));
    return [sql`insert into ${this.live(meta.ref)} (${columns}) values ${join(rows)}`];
  }

  private async insert(meta: MetaTable, rows: readonly (readonly (string | number | null | Sql)[])[]): Promise<void> {
    for (const fragment of this.inserts(meta, rows.map(row))) await this.engine.run(this.fixed(fragment));
  }

  private live(ref: TableRef): Sql {
    return name(...published(this.options.prefix)(ref));
  }

  private locate(ref: TableRef): readonly string[] {
    return working(this.options.prefix, this.plan)(ref, "current");
  }

  /** SQL to be run, in working names and with the run's values. */
  private text(fragment: Sql): string {
    return render(fragment, this.engine.dialect, {
      locate: working(this.options.prefix, this.plan),
      runValue: (of) => this.runValue(of),
    });
  }

  /** SQL to be kept: the same in every run. */
  private stored(fragment: Sql): string {
    return render(fragment, this.engine.dialect, {
      locate: working(this.options.prefix, this.plan),
      runValue: (of) => `:${of}`,
    });
  }

  /** SQL over what is published, as views are. */
  private liveText(fragment: Sql, runValue: Rendering["runValue"] = (of) => this.runValue(of)): string {
    return render(fragment, this.engine.dialect, { locate: published(this.options.prefix), runValue });
  }

  private runValue(of: RunValue): string {
    return of === "run" ? String(this.run) : this.fixed(time(this.options.horizon));
  }

  private fixed(fragment: Sql): string {
    return render(fragment, this.engine.dialect, { locate: published(this.options.prefix), runValue: () => "null" });
  }
}

function row(cells: readonly (string | number | null | Sql)[]): Sql {
  return sql`(${join(cells)})`;
}

/** An ISO text as a timestamp of the warehouse. */
function time(isoText: string): Sql {
  return sql`cast(${value(isoText.replace("T", " ").replace(/Z$/, ""))} as timestamp)`;
}

function iso(date: Date): string {
  return date.toISOString();
}

/** A problem with the step that it happened in. */
function located(error: unknown, step: Step<Sql>): unknown {
  if (!(error instanceof NexusError)) return error;
  const [written] = step.writes;
  const place = { step: step.id, ...(written === undefined ? {} : { table: `${written.layer}.${written.name}` }) };
  return new NexusError(
    error.problems.map((problem): Problem => ({ ...problem, where: { ...place, ...problem.where } })),
    { cause: error.cause },
  );
}
