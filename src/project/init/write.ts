import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { NexusError } from "../../base/problem.ts";
import { version } from "../project.ts";
import { configText } from "./config-text.ts";
import type { Proposal } from "./proposal.ts";

/** What became of each file of a project, as paths relative to its folder. */
export interface Written {
  readonly written: readonly string[];
  /** Was there already and stays as it is. */
  readonly kept: readonly string[];
  /** What is still to be done by hand. */
  readonly todo: readonly string[];
}

const configNames = ["nexus.config.ts", "nexus.config.mts", "nexus.config.js", "nexus.config.mjs"];

/** The name of the config that a folder has already. Throws `usage` when there is one, unless `force` allows to replace it. */
export function configIn(folder: string, options: { readonly force?: boolean }): string | undefined {
  const there = configNames.find((name) => existsSync(join(folder, name)));
  if (there !== undefined && options.force !== true) {
    throw new NexusError({
      code: "usage",
      message: `There is a ${there} already.`,
      where: { file: there },
      hint: "`--force` replaces it; another folder leaves it as it is",
    });
  }
  return there;
}

/**
 * Writes a proposed project: `nexus.config.ts`, `.gitignore`, and `package.json` and `tsconfig.json` where there are
 * none. Throws `usage` when the folder has a config already, unless `force` allows to replace it.
 */
export async function writeProject(
  folder: string,
  proposal: Proposal,
  options: { readonly force?: boolean } = {},
): Promise<Written> {
  const there = configIn(folder, options);
  const written: string[] = [];
  const kept: string[] = [];
  const write = async (path: string, text: string, replace = false): Promise<void> => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    if (!replace && existsSync(file)) {
      kept.push(path);
      return;
    }
    await writeFile(file, text);
    written.push(path);
  };
  for (const { path, text } of proposal.files) await write(path, text);
  await write("nexus.config.ts", configText(proposal), true);
  await ignore(folder, written, kept);
  await write("package.json", packageText(folder));
  await write("tsconfig.json", tsconfigText);
  const todo = (await dependsOnUs(folder)) ? [] : [`npm install nexus-cdp@${version}`];
  const shadow =
    there !== undefined && there !== "nexus.config.ts" ? [`remove ${there}: nexus.config.ts is read instead`] : [];
  return { written, kept, todo: [...shadow, ...todo] };
}

/** What runs leave behind. */
const ignored = ["node_modules/", "*.duckdb", "*.duckdb.*"];

/** Adds to `.gitignore` what it lacks. */
async function ignore(folder: string, written: string[], kept: string[]): Promise<void> {
  const file = join(folder, ".gitignore");
  const before = existsSync(file) ? await readFile(file, "utf8") : "";
  const lines = before.split(/\r?\n/).map((line) => line.trim());
  const lacking = ignored.filter((line) => !lines.includes(line) && !lines.includes(line.replace(/\/$/, "")));
  if (lacking.length === 0) {
    kept.push(".gitignore");
    return;
  }
  const start = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  await writeFile(file, `${start}${lacking.join("\n")}\n`);
  written.push(".gitignore");
}

function packageText(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const content = {
    name: name === "" ? "customer-data" : name,
    private: true,
    type: "module",
    dependencies: { "nexus-cdp": version },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const tsconfigText = `${JSON.stringify(
  {
    compilerOptions: { target: "es2023", module: "nodenext", strict: true, skipLibCheck: true, noEmit: true },
    include: ["nexus.config.ts"],
  },
  null,
  2,
)}\n`;

async function dependsOnUs(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => "{}");
  return text.includes('"nexus-cdp"');
}
