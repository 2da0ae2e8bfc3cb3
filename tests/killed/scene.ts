import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Seen } from "./reader.ts";
import type { Durations, Moment } from "./run-and-die.ts";
import { consistentQuestion, fingerprint, horizon, loadBatch, projectIn } from "./world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A world that has been published once and has new raw rows since then; a twin that ran again undisturbed; and a reader
 * who looks on while runs in copies of this world are killed.
 */
export class Scene {
  private readonly home = mkdtempSync(join(tmpdir(), "nexus-killed-"));
  private readonly world = join(this.home, "world");
  private reader: ChildProcess | undefined;
  private told: AsyncIterator<string> | undefined;
  private copies = 0;
  private readonly children: ChildProcess[] = [];
  /** The answers to the reader's question before and after the second run, and what the twin published. */
  before = "";
  after = "";
  private control: Readonly<Record<string, string>> = {};

  static async set(rows: number): Promise<Scene> {
    const scene = new Scene();
    scene.compile();
    await loadBatch(scene.world, 1, rows);
    await projectIn(scene.world).run({ horizon });
    await loadBatch(scene.world, 2, rows);
    scene.before = await answer(scene.world);
    const twin = await scene.copy();
    await projectIn(twin).run({ horizon });
    scene.after = await answer(twin);
    scene.control = await fingerprint(projectIn(twin));
    scene.reader = scene.program("reader");
    scene.told = linesOf(scene.reader);
    return scene;
  }

  end(): void {
    for (const child of this.children) child.kill("SIGKILL");
    rmSync(this.home, { recursive: true, force: true });
  }

  /** The programs of these tests as JavaScript: compiled once, each start of them is short. */
  private compile(): void {
    const programs = ["run-and-die.ts", "reader.ts"].map((name) => join(root, "tests/killed", name));
    const compilerOptions = {
      noEmit: false,
      rootDir: root,
      outDir: this.home,
      typeRoots: [join(root, "node_modules/@types")],
    };
    writeFileSync(
      join(this.home, "tsconfig.json"),
      JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions, files: programs, include: [] }),
    );
    try {
      execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", this.home], { stdio: "pipe" });
    } catch {
      // Types are checked elsewhere; what is emitted runs.
    }
    copyFileSync(join(root, "package.json"), join(this.home, "package.json"));
    symlinkSync(join(root, "node_modules"), join(this.home, "node_modules"));
  }

  private program(name: string, ...args: readonly string[]): ChildProcess {
    const file = join(this.home, "tests/killed", `${name}.js`);
    const child = spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "inherit"] });
    this.children.push(child);
    return child;
  }

  /** The world in a folder of its own. */
  async copy(): Promise<string> {
    this.copies += 1;
    const folder = join(this.home, `copy-${this.copies}`);
    await cp(this.world, folder, { recursive: true });
    return folder;
  }

  /** A run that is left alone, in a process like those that die. */
  async undisturbed(): Promise<Durations> {
    const victim = new Victim(await this.copy(), (folder) => this.program("run-and-die", folder, '{"at":"never"}'));
    return victim.finishes();
  }

  /** A process that will run a folder, or a copy of the world, and die at a moment; it loads its code while others work. */
  async victim(moment: Moment, folder?: string): Promise<Victim> {
    const where = folder ?? (await this.copy());
    return new Victim(where, (of) => this.program("run-and-die", of, JSON.stringify(moment)));
  }

  /** A world with the same raw rows that has never run. */
  async unborn(): Promise<string> {
    const folder = await this.copy();
    rmSync(join(folder, "world.duckdb"));
    rmSync(join(folder, "world.duckdb.published"), { recursive: true });
    return folder;
  }

  /** Lets runs of one folder die one after the other, runs again, and looks whether all is as if nothing had happened. */
  async aftermath(victim: Victim, ...more: readonly Moment[]): Promise<void> {
    const { folder } = victim;
    this.reader?.stdin?.write(`${folder}\n`);
    await victim.dies();
    await this.checkPublished(folder);
    for (const moment of more) {
      await (await this.victim(moment, folder)).dies();
      await this.checkPublished(folder);
    }
    await projectIn(folder).run({ horizon });
    expect(await answer(folder)).toBe(this.after);
    expect(await fingerprint(projectIn(folder)), "the same as without the kill").toEqual(this.control);
    await this.checkRecords(folder);
    await this.checkLeftovers(folder);

    const seen = await this.seen();
    expect(seen.errors, "what the reader met").toEqual([]);
    expect(seen.reads).toBeGreaterThan(0);
    const inOrder = [this.before, this.after].filter((one) => seen.answers.includes(one));
    expect(seen.answers, "one run, then the next, nothing else").toEqual(inOrder);
    rmSync(folder, { recursive: true, force: true });
  }

  /** Sends the reader away from the folder and hears what it saw. */
  private async seen(): Promise<Seen> {
    this.reader?.stdin?.write(`${this.world}\n`);
    for (;;) {
      const line = await this.told?.next();
      const seen = JSON.parse(String(line?.value)) as Seen;
      if (seen.folder !== this.world) return seen;
    }
  }

  private async checkPublished(folder: string): Promise<void> {
    expect([this.before, this.after], "what is published is of one run").toContain(await answer(folder));
  }

  private async checkRecords(folder: string): Promise<void> {
    const runs = await projectIn(folder).reading(async (engine) => {
      const { rows } = await engine.ask("select status, problem from nexus_meta.runs order by run");
      return rows.map(([status, problem]) => (problem === null ? status : `${String(status)}: ${String(problem)}`));
    });
    // A run may die before it has a number; once its tables have flipped it is published, whatever comes then.
    expect(runs[0]).toBe("published");
    expect(runs.at(-1)).toBe("published");
    expect(["killed", "published"]).toEqual(expect.arrayContaining(runs.slice(1)));
  }

  private async checkLeftovers(folder: string): Promise<void> {
    const working =
      "select table_schema || '.' || table_name from information_schema.tables where table_name like '%\\_\\_next%' escape '\\'";
    const project = projectIn(folder);
    expect((await project.writing((engine) => engine.ask(working))).rows, "working tables in the warehouse").toEqual(
      [],
    );
    expect((await project.reading((engine) => engine.ask(working))).rows, "working tables in the copy").toEqual([]);
    const files = (await readdir(folder, { recursive: true })).filter((file) => !file.startsWith("raw"));
    const expected = /^world\.duckdb(\.published(\/(current|\d{8}\.duckdb))?)?$/;
    expect(
      files.filter((file) => !expected.test(file)),
      "files",
    ).toEqual([]);
    expect(files.filter((file) => /\d{8}\.duckdb$/.test(file)).length, "copies kept").toBeLessThanOrEqual(2);
  }
}

/** A process that runs a project and dies of it. */
export class Victim {
  readonly folder: string;
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(folder: string, start: (folder: string) => ChildProcess) {
    this.folder = folder;
    this.child = start(folder);
    this.lines = linesOf(this.child);
  }

  private async goes(): Promise<void> {
    expect((await this.lines.next()).value).toBe("ready");
    this.child.stdin?.write("go\n");
  }

  /** Lets it run to its end. */
  async finishes(): Promise<Durations> {
    await this.goes();
    return JSON.parse(String((await this.lines.next()).value)) as Durations;
  }

  /** Lets it run to its death; a run that was quicker than its moment is as good. */
  async dies(): Promise<void> {
    const exit = once(this.child, "exit");
    await this.goes();
    const [code, signal] = (await exit) as [number | null, string | null];
    expect(signal ?? code).toSatisfy((how: unknown) => how === "SIGKILL" || how === 0);
  }
}

function linesOf(child: ChildProcess): AsyncIterator<string> {
  const lines: Interface = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> });
  return lines[Symbol.asyncIterator]();
}

async function answer(folder: string): Promise<string> {
  return projectIn(folder).reading(async (engine) => String((await engine.ask(consistentQuestion)).rows[0]?.[0]));
}
