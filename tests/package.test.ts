import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as front from "../src/index.ts";
import * as sources from "../src/sources/index.ts";

/**
 * The package as a stranger gets it: packed, installed into an empty folder, imported, type-checked and run there. What
 * works only inside of this repository fails here.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const patience = 180_000;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number; readonly mode: number }[];
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const start = promisify(execFile);

/** Runs a program in a folder, without colours and questions. */
async function run(folder: string, program: string, ...args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, CI: "1", NO_COLOR: "1", FORCE_COLOR: "0", NODE_OPTIONS: "" };
  try {
    const { stdout, stderr } = await start(program, args, { cwd: folder, env, maxBuffer: 1 << 26 });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const failed = error as { readonly code?: number; readonly stdout?: string; readonly stderr?: string };
    return { code: failed.code ?? -1, out: failed.stdout ?? "", err: failed.stderr ?? String(error) };
  }
}

/** What must go well for anything else to make sense. */
async function must(folder: string, program: string, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await run(folder, program, ...args);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}\n${out}\n${err}`);
  return out;
}

/** Everything but what is made, fetched or nobody's business, so that packing starts from a clean slate. */
const left = new Set(["node_modules", ".git", "dist", ".work", "raw"]);
const isWanted = (path: string): boolean => !left.has(basename(path)) && !path.includes(".duckdb");

describe("the package", () => {
  let folder = "";
  let app = "";
  let packed: Packed;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "nexus-package-"));
    const copy = join(folder, "repository");
    await cp(root, copy, { recursive: true, filter: (from) => isWanted(from) });
    await symlink(join(root, "node_modules"), join(copy, "node_modules"));
    await must(copy, "npm", "run", "build");
    const answer = await must(copy, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", folder);
    [packed] = JSON.parse(answer) as [Packed];
    app = join(folder, "app");
    await mkdir(app);
    await writeFile(join(app, "package.json"), JSON.stringify({ name: "app", private: true, type: "module" }));
    const tarball = join(folder, packed.filename);
    await must(app, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", tarball);
  }, patience);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const nexus = (where: string, ...args: readonly string[]): Promise<Outcome> =>
    run(where, process.execPath, join(app, "node_modules", "nexus-cdp", "dist", "cli", "bin.js"), ...args);

  test("holds the program, the docs and the papers, and nothing else", async () => {
    const paths = packed.files.map(({ path }) => path);
    console.log(
      `${packed.filename}: ${paths.length} files, ${Math.round(packed.size / 1024)} kB packed, ${Math.round(packed.unpackedSize / 1024)} kB unpacked`,
    );
    expect(paths).toEqual(expect.arrayContaining(["package.json", "README.md", "LICENSE", "CHANGELOG.md"]));
    expect(paths.filter((path) => path.startsWith("docs/")).length).toBeGreaterThan(0);
    const papers = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|docs\/.*\.(md|txt|svg|png)|dist\/.*\.(js|d\.ts))$/;
    expect(paths.filter((path) => !papers.test(path))).toEqual([]);
    expect(paths.filter((path) => /\.test\.|^tests\/|shared\/|\.ts$/.test(path) && !path.endsWith(".d.ts"))).toEqual(
      [],
    );
  });

  test("has of each file of dist the source, and of each source its file", async () => {
    const built = packed.files.flatMap(({ path }) => /^dist\/(.*)\.js$/.exec(path)?.[1] ?? []);
    expect(built.length).toBeGreaterThan(50);
    expect(built.filter((path) => !existsSync(join(root, "src", `${path}.ts`)))).toEqual([]);
    const typed = packed.files.flatMap(({ path }) => /^dist\/(.*)\.d\.ts$/.exec(path)?.[1] ?? []);
    expect(new Set(typed)).toEqual(new Set(built));
  });

  test("names no place of the machine that built it", async () => {
    const texts = packed.files.filter(({ path }) => /\.(js|ts|json|md)$/.test(path));
    const found: string[] = [];
    for (const { path } of texts) {
      const text = await readFile(join(app, "node_modules", "nexus-cdp", path), "utf8");
      if (text.includes(root) || text.includes(folder) || /\/(home|Users)\/\w+\//.test(text)) found.push(path);
    }
    expect(found).toEqual([]);
  });

  test("gives the public names at each of its entries", async () => {
    const { exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
      exports: Readonly<Record<string, unknown>>;
    };
    const entries = Object.keys(exports).map((entry) => entry.replace(/^\./, "nexus-cdp"));
    expect(entries).toEqual(["nexus-cdp", "nexus-cdp/sources", "nexus-cdp/package.json"]);
    const program = `
      const names = {};
      for (const entry of ${JSON.stringify(entries)}) {
        const found = await import(entry, entry.endsWith(".json") ? { with: { type: "json" } } : undefined);
        names[entry] = Object.keys(found).sort();
      }
      console.log(JSON.stringify(names));`;
    const names = JSON.parse(
      await must(app, process.execPath, "--no-warnings", "--input-type=module", "--eval", program),
    );
    expect(names["nexus-cdp"]).toEqual(Object.keys(front).sort());
    expect(names["nexus-cdp/sources"]).toEqual(Object.keys(sources).sort());
    expect(names["nexus-cdp/package.json"]).toContain("default");
    expect(names["nexus-cdp"]).toMatchInlineSnapshot(`
      [
        "NexusError",
        "Project",
        "acceptedValues",
        "addresses",
        "allOf",
        "anonymousId",
        "anyOf",
        "column",
        "concat",
        "constant",
        "decoded",
        "defineConfig",
        "defineModel",
        "defineSource",
        "domain",
        "domainOf",
        "duckdb",
        "email",
        "epoch",
        "equals",
        "extract",
        "firstOf",
        "fittedSource",
        "header",
        "id",
        "is",
        "item",
        "items",
        "json",
        "lookup",
        "lower",
        "matches",
        "minorUnits",
        "not",
        "notNull",
        "openProject",
        "optional",
        "phone",
        "postgres",
        "present",
        "problemText",
        "projectOf",
        "relationship",
        "rowsOf",
        "sql",
        "sqlCheck",
        "unique",
        "version",
        "when",
        "withFreshness",
        "writeDocs",
      ]
    `);
    expect(names["nexus-cdp/sources"]).toMatchInlineSnapshot(`
      [
        "gmail",
        "googleCalendar",
        "segment",
        "shopify",
        "stripe",
      ]
    `);
  });

  test("keeps its inside to itself", async () => {
    const inner = await run(
      app,
      process.execPath,
      "--input-type=module",
      "--eval",
      'import "nexus-cdp/dist/sql/sql.js"',
    );
    expect(inner.err).toMatch(/ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  test("has types that hold in a strict project, without help", async () => {
    await writeFile(join(app, "nexus.config.ts"), config);
    const compilerOptions = {
      target: "es2023",
      lib: ["es2023"],
      module: "nodenext",
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
    };
    await writeFile(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["nexus.config.ts"] }));
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const { code, out, err } = await run(app, process.execPath, tsc, "-p", "tsconfig.json");
    expect(`${out}${err}`).toBe("");
    expect(code).toBe(0);
    // The same file with a mistake in it is refused, so that silence above means something.
    await writeFile(join(app, "nexus.config.ts"), config.replace('email: "mail"', 'e_mail: "mail"'));
    const wrong = await run(app, process.execPath, tsc, "-p", "tsconfig.json");
    expect(wrong.out).toMatch(/e_mail/);
    await rm(join(app, "nexus.config.ts"));
    await rm(join(app, "tsconfig.json"));
  });

  test("runs as a command: version and help", async () => {
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
    const linked = await run(app, join(app, "node_modules", ".bin", "nexus"), "--version");
    expect(linked.out.trim()).toBe(version);
    const help = await nexus(app, "--help");
    expect(help.code).toBe(0);
    for (const command of ["init", "check", "plan", "run", "show", "query"])
      expect(help.out).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
    expect((await nexus(app, "rnu")).code).toBe(2);
  });

  test("makes a project, runs it and shows somebody in it", async () => {
    const project = join(app, "first");
    await mkdir(project);
    const made = await nexus(project, "init");
    expect(made, made.err).toMatchObject({ code: 0 });
    expect(existsSync(join(project, "nexus.config.ts"))).toBe(true);

    const early = await nexus(project, "show", "ana@example.com");
    expect(early.code).toBe(1);
    expect(early.err).toMatch(/Nothing is published yet/);

    const ran = await nexus(project, "run");
    expect(ran, ran.err).toMatchObject({ code: 0 });
    expect(ran.out).toMatch(/run 1 published/);

    const someone = "select email, id from nexus.persons where email is not null order by event_count desc, id limit 1";
    const answer = JSON.parse((await nexus(project, "query", someone, "--json")).out) as unknown;
    const [identifier = ""] = JSON.stringify(answer).match(/[\w.+-]+@[\w.-]+/) ?? [];
    expect(identifier).toMatch(/@/);
    const shown = await nexus(project, "show", identifier);
    expect(shown, shown.err).toMatchObject({ code: 0 });
    expect(shown.out).toContain(identifier);
    expect(shown.out).toMatch(/per_[0-9a-f]{32}/);

    const nobody = await nexus(project, "show", "nobody-at-all");
    expect(nobody.code).toBe(1);
  });
});

const config = `import { defineConfig, defineModel, defineSource, domain, duckdb, email, id, phone, type Row } from "nexus-cdp";
import { stripe } from "nexus-cdp/sources";

const model = defineModel({
  entities: {
    person: {
      identifiers: { email: email(), phone: phone(), stripe_customer_id: id() },
      traits: { name: "text", seats: "number" },
    },
    group: { identifiers: { domain: domain() } },
  },
});

const config = defineConfig({
  model,
  warehouse: duckdb("warehouse.duckdb"),
  sources: [
    stripe(model, { schema: "stripe" }),
    defineSource(model, "shop", {
      tables: { orders: "orders.csv" },
      events: {
        order_placed: {
          from: "orders",
          id: "id",
          occurredAt: "placed_at",
          persons: [{ role: "buyer", identifiers: { email: "mail" }, traits: { seats: "seats" } }],
        },
      },
    }),
  ],
});

export const seats = (row: Row<typeof config, "persons">): number => row.seats ?? 0;
export default config;
`;
