import { execFileSync, spawn } from "node:child_process";
import { copyFile, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The command line as a user meets it: a process of its own, its two outputs and its exit code. */
export interface Said {
  readonly out: string;
  readonly err: string;
  /** Null where a signal ended it. */
  readonly code: number | null;
}

const root = join(import.meta.dirname, "..", "..");

/** What a user installs: compiled once, each command is as fast as theirs. With a folder for a project of theirs. */
export class Built {
  readonly home: string;
  readonly folder: string;

  private constructor(home: string, folder: string) {
    this.home = home;
    this.folder = folder;
  }

  static async make(): Promise<Built> {
    const home = await mkdtemp(join(tmpdir(), "nexus-built-"));
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json"), "--outDir", join(home, "dist")]);
    await copyFile(join(root, "package.json"), join(home, "package.json"));
    await symlink(join(root, "node_modules"), join(home, "node_modules"));
    return new Built(home, await mkdtemp(join(tmpdir(), "nexus-cli-")));
  }

  async end(): Promise<void> {
    for (const made of [this.home, this.folder]) await rm(made, { recursive: true, force: true });
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(join(this.folder, file), text);
  }

  readonly nexus = (...args: readonly string[]): Promise<Said> => this.start(args).said;

  /** A command that goes on, so that a test can get in its way. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [join(this.home, "dist", "cli", "bin.js"), ...args], {
      cwd: this.folder,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = new Promise<Said>((resolve) => {
      let [out, err] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        out += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        err += text;
      });
      child.on("close", (code) => resolve({ out, err, code }));
    });
    return { child, said };
  }
}

const model = (identifiers: string): string =>
  `defineModel({ entities: { person: { identifiers: { ${identifiers} }, traits: { name: "text" } } } })`;

/** A small shop's config; what differs between tests is given. */
export function shopConfig(
  given: { readonly identifiers?: string; readonly checks?: string; readonly warehouse?: string } = {},
): string {
  const { identifiers = "email: email(), phone: phone()", checks = "", warehouse = "nexus.duckdb" } = given;
  return `
import { defineConfig, defineModel, defineSource, duckdb, email, phone, sql } from "nexus-cdp";
const model = ${model(identifiers)};
const shop = defineSource(model, "shop", {
  timezone: "UTC",
  tables: { orders: "orders.csv" },
  events: { order_placed: {
    from: "orders", id: "order_id", occurredAt: "created_at", value: "total", unit: "currency",
    persons: [{ role: "buyer", identifiers: { email: "email", phone: "phone" }, traits: { name: "name" } }],
  } },
});
export default defineConfig({
  model, warehouse: duckdb("${warehouse}"), sources: [shop],
  targets: { prod: { schemaPrefix: "prod" } },
  checks: { ${checks} },
});
`;
}
