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
  type Problem,
  type Progress,
  type Project,
  phone,
  projectOf,
  type RunResult,
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
  event: Partial<NonNullable<Parameters<typeof defineSource<typeof model.definition>>[2]["events"]>[string]> = {},
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

  /** The problems that an attempt fails with; anything but a NexusError is thrown on. */
  async problems(attempt: () => unknown): Promise<readonly Problem[]> {
    try {
      await attempt();
      return [];
    } catch (error) {
      if (error instanceof NexusError) return error.problems;
      throw error;
    }
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

/** The user that owns nothing. */
const nobody = 65_534;

/** Tries something as a user who owns nothing: root may write everything, so it lends its effective user for as long. */
export async function asNobody<T>(attempt: () => Promise<T>): Promise<T> {
  const { seteuid, setegid, getuid } = process;
  if (getuid?.() !== 0 || seteuid === undefined || setegid === undefined) return attempt();
  setegid(nobody);
  seteuid(nobody);
  try {
    return await attempt();
  } finally {
    seteuid(0);
    setegid(0);
  }
}

/** The time that stories take for now. */
export const horizon = "2025-12-31T00:00:00Z";

/** A complaint without the SQL that we make around a user's: of the statement, the first line and those with the user's part. */
export function brief(complaint: string, part: string): string {
  const [message = "", ...statement] = complaint.split(/\n {4}(?=(?:create|insert|describe|select) )/);
  const [first = "", ...rest] = statement.join("\n    ").split("\n");
  const kept = rest.filter((line) => line.includes(part));
  return [message.replace(/LINE \d+:/, "LINE <n>:"), `    ${first}`, "    …", ...kept, "    …"].join("\n");
}

function rowsOf(answer: {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
}): readonly Row[] {
  return answer.rows.map((row) => Object.fromEntries(answer.columns.map((column, index) => [column.name, row[index]])));
}
