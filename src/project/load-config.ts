import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { createJiti } from "jiti";
import { NexusError, type Problem } from "../base/problem.ts";
import { publishedTables } from "../compile/published-tables.ts";
import type { Config } from "../config/config.ts";
import { isConfig } from "../config/load.ts";
import type { Project } from "../config/project.ts";
import { resolveConfig } from "../config/resolve.ts";
import { validateConfig } from "../config/validate.ts";
import { checkProblems } from "../config/validate-checks.ts";
import { spelt } from "../questions/checks/check-question.ts";

/** A config that was found, is valid, and has every default filled in. */
export interface LoadedConfig {
  readonly project: Project;
  /** The config's folder: relative paths start here. */
  readonly folder: string;
  readonly file: string;
}

const names = ["nexus.config.ts", "nexus.config.mts", "nexus.config.js", "nexus.config.mjs"];

/** The config of a folder, or the file itself. */
export function findConfig(at: string): string {
  const path = resolve(at);
  if (existsSync(path) && names.every((name) => !existsSync(join(path, name))) && /\.[mc]?[jt]s$/.test(path))
    return path;
  const found = names.map((name) => join(path, name)).find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new NexusError({
    code: "config-not-found",
    message: "There is no nexus.config.ts here.",
    where: { file: path },
    accepted: names.join(", "),
    hint: "`nexus init` makes one; `--config <folder or file>` names another place",
  });
}

/** Loads, checks and completes a config. All its problems are thrown at once. */
export async function loadConfig(at: string, target?: string): Promise<LoadedConfig> {
  const file = findConfig(at);
  // The package's own entries, so that the config and the program share one copy of it.
  const self = {
    "nexus-cdp": new URL(`../index${own}`, import.meta.url).pathname,
    "nexus-cdp/sources": new URL(`../sources/index${own}`, import.meta.url).pathname,
  };
  // The config is read anew each time; what its text compiles to is remembered by that text.
  const jiti = createJiti(import.meta.url, { moduleCache: false, alias: self });
  const loaded = await jiti.import(file).catch((cause: unknown) => {
    if (cause instanceof NexusError) throw cause;
    throw new NexusError(
      {
        code: "config-failed-to-load",
        message: "The config cannot be loaded.",
        where: { file: shown(file) },
        found: firstLine(cause instanceof Error ? cause.message : String(cause)),
        ...placeOf(cause, file),
      },
      { cause },
    );
  });
  const config = typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : loaded;
  if (!isConfig(config)) {
    throw new NexusError({
      code: "config-invalid",
      message: "The config file exports no config.",
      where: { file: shown(file) },
      accepted: "export default defineConfig({ … })",
    });
  }
  return { ...checked(config, target, file), folder: dirname(file), file };
}

const own = import.meta.url.endsWith(".ts") ? ".ts" : ".js";

/** Checks a config that was made in code, and completes it. */
export function checked(config: Config, target: string | undefined, file?: string): { readonly project: Project } {
  if (!isConfig(config)) {
    throw new NexusError({
      code: "config-invalid",
      message: "This is no config.",
      accepted: "what defineConfig({ … }) gives",
    });
  }
  const problems = validateConfig(config);
  const known = Object.keys(config.definition.targets ?? {});
  const wrongTarget =
    target === undefined || known.includes(target)
      ? []
      : [
          {
            code: "name-unknown",
            message: `Unknown target "${target}".`,
            where: { path: "targets" },
            found: `"${target}"`,
            accepted: known.join(", ") || "none is declared",
          } as const,
        ];
  const inOrder = problems.length === 0 && wrongTarget.length === 0 ? resolveConfig(config, target) : undefined;
  // What checks may name follows from all else.
  const all = [...problems, ...wrongTarget, ...(inOrder === undefined ? [] : unfitChecks(inOrder))];
  if (all.length > 0) {
    throw new NexusError(
      all.map((problem) => ({
        ...problem,
        where: { ...(file === undefined ? {} : { file: shown(file) }), ...problem.where },
      })),
    );
  }
  return { project: resolveConfig(config, target) };
}

function unfitChecks(project: Project): readonly Problem[] {
  if (project.checks.every((check) => "sql" in check)) return [];
  const named = publishedTables(project).map(({ ref, columns }) => ({ name: spelt(ref), columns }));
  return checkProblems(project.checks, named);
}

function shown(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith("..") ? file : near;
}

/** What went wrong, without the places and the modules that loaders put behind it. */
function firstLine(message: string): string {
  return (message.split("\n", 1)[0] ?? message).trim();
}

/** The line of the config that an error points at, where it names one. */
function placeOf(cause: unknown, file: string): { detail?: string } {
  // A missing module is named by the message; the place would be one in compiled text.
  if (cause instanceof Error && "code" in cause && cause.code === "MODULE_NOT_FOUND") return {};
  const stack = cause instanceof Error ? (cause.stack ?? "") : "";
  const place = new RegExp(`${file.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}:\\d+:\\d+`).exec(stack)?.[0];
  return place === undefined ? {} : { detail: `at ${place}` };
}
