import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import {
  type Config,
  type ConfigDefinition,
  defineConfig,
  defineModel,
  defineSource,
  domain,
  duckdb,
  email,
  id,
  NexusError,
  type Progress,
  type Project,
  phone,
  projectOf,
  type RunResult,
  type Warehouse,
} from "../../src/index.ts";

/** The vocabulary of the small shop that all stories of bad input happen in. */
export const model = defineModel({
  entities: {
    person: { identifiers: { email: email(), phone: phone(), user_id: id() }, traits: { name: "text", age: "number" } },
    group: { identifiers: { domain: domain() }, traits: { name: "text" } },
  },
});

/** One table of orders, one event, one person in it: what most stories need. */
export const orderPlaced = {
  from: "orders",
  id: "order_id",
  occurredAt: "created_at",
  value: "total",
  persons: [{ role: "buyer", identifiers: { email: "email" } }],
} as const;

/** The source `shop` with some of its settings changed; `event` changes its one event. */
export function shop(
  settings: Partial<Parameters<typeof defineSource<typeof model.definition>>[2]> = {},
  event: Partial<
    NonNullable<Parameters<typeof defineSource<typeof model.definition>>[2]["events"]>[string]
  > = {},
) {
  return defineSource(model, "shop", {
    timezone: "UTC",
    tables: { orders: "orders.csv" },
    events: { order_placed: { ...orderPlaced, ...event } },
    ...settings,
  });
}

/** A config over the shop's model; without sources it has the shop. */
export function config(
  definition: Partial<Omit<ConfigDefinition<typeof model.definition>, "model">> = {},
): Config<typeof model.definition> {
  return defineConfig({ model, warehouse: duckdb("shop.duckdb"), sources: [shop()], ...definition });
}

/** A row of an answer. */
export type Row = Readonly<Record<string, unknown>>;

/** A folder for one test, gone after it, with short ways to fill it, to run a project in it, and to look at the outcome. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "nexus-bad-input-"));

  static make(): Folder {
    const folder = new Folder();
    onTestFinished(() => rmSync(folder.path, { recursive: true, force: true }));
    return folder;
  }

  at(...parts: readonly string[]): string {
    return join(this.path, ...parts);
  }

  /** Writes a file. */
  async put(file: string, content: string | Uint8Array): Promise<string> {
    const path = this.at(file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  }

  /** Writes lines, with a line break behind each. */
  async lines(file: string, ...lines: readonly string[]): Promise<string> {
    return this.put(file, lines.map((line) => `${line}\n`).join(""));
  }

  project(of: Config = config()): Project {
    return projectOf(of, this.path);
  }

  run(of: Config = config(), progress?: Progress): Promise<RunResult> {
    return this.project(of).run({ horizon, ...(progress === undefined ? {} : { progress }) });
  }

  /** The whole text that a user sees when an attempt fails, with this folder's path as `<folder>`. */
  async complaint(attempt: Promise<unknown> | (() => unknown)): Promise<string> {
    const failure = await Promise.resolve()
      .then(() => (typeof attempt === "function" ? attempt() : attempt))
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    if (failure === undefined) return "(nothing failed)";
    const text = failure instanceof NexusError ? failure.message : `(not a NexusError) ${String(failure)}`;
    return text.replaceAll(this.path, "<folder>");
  }

  /** The complaint of a run. */
  refusal(of: Config = config()): Promise<string> {
    return this.complaint(() => this.run(of));
  }

  /** Asks what was published. */
  async ask(query: string, of: Config = config()): Promise<readonly Row[]> {
    return this.project(of).reading(async (engine) => rowsOf(await engine.ask(query)));
  }

  /** Asks the warehouse itself, which also has what failed runs left. */
  async inside(query: string, of: Config = config()): Promise<readonly Row[]> {
    return this.project(of).writing(async (engine) => rowsOf(await engine.ask(query)));
  }
}

/** The time that stories take for now. */
export const horizon = "2025-12-31T00:00:00Z";

/** A warehouse in the folder, by default `shop.duckdb`. */
export function warehouse(path = "shop.duckdb"): Warehouse {
  return duckdb(path);
}

function rowsOf(answer: {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
}): readonly Row[] {
  return answer.rows.map((row) => Object.fromEntries(answer.columns.map((column, index) => [column.name, row[index]])));
}
