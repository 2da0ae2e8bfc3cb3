import { NexusError } from "../base/problem.ts";
import { publishedTables } from "../compile/published-tables.ts";
import type { Project } from "../config/project.ts";
import type { Engine } from "../engines/engine.ts";
import { published, schemaOf } from "../sql/locate.ts";

/**
 * An error of a question over what is published. Where the config publishes tables or columns that are not there, because no
 * run has made them yet, it says so; otherwise it is the error itself.
 */
export async function explained(error: unknown, engine: Engine, project: Project): Promise<unknown> {
  if (!(error instanceof NexusError) || error.problems.every(({ code }) => code !== "statement-failed")) return error;
  const missing = await notMadeYet(engine, project);
  return missing.length === 0 ? error : madeByNoRun(missing);
}

/** Throws where what is published lacks a table of the config. */
export async function mustBeMade(engine: Engine, project: Project): Promise<void> {
  const missing = (await notMadeYet(engine, project)).filter((name) => name.split(".").length < 3);
  if (missing.length > 0) throw madeByNoRun(missing);
}

function madeByNoRun([first, ...others]: readonly string[]): NexusError {
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return new NexusError({
    code: "not-run-yet",
    message: "The config speaks of what no run has made yet.",
    found: `no ${first} in what is published${more}`,
    hint: "nexus run",
  });
}

/**
 * Tables and columns of the config that what is published lacks: tables first (`nexus.persons`), then columns
 * (`nexus.persons.plan`). Tables of sources may be missing: their raw tables may be.
 */
async function notMadeYet(engine: Engine, project: Project): Promise<readonly string[]> {
  const prefix = project.schemaPrefix;
  const there = new Map<string, Awaited<ReturnType<Engine["tablesIn"]>>>();
  const tables: string[] = [];
  const columns: string[] = [];
  for (const { ref, columns: declared } of publishedTables(project)) {
    if (ref.layer === "source") continue;
    const schema = schemaOf(prefix, ref.layer);
    const known = there.get(schema) ?? (await engine.tablesIn(schema));
    there.set(schema, known);
    const spelt = published(prefix)(ref).join(".");
    const found = known.get(ref.name);
    if (found === undefined) tables.push(spelt);
    else columns.push(...declared.filter(({ name }) => !found.has(name)).map(({ name }) => `${spelt}.${name}`));
  }
  return [...tables, ...columns];
}
