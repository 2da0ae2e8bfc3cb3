import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { NexusError } from "../base/problem.ts";
import { namesThatDoNotFit } from "../compile/names-that-fit.ts";
import { compile } from "../compile/plan.ts";
import type { Catalogue, Project as ResolvedProject } from "../config/project.ts";
import type { DbtPackage, Gap, PackageInput, PackageReference } from "../dbt/package.ts";
import { listVersions } from "../kernels/lists.ts";
import { tableName } from "../model/table.ts";
import { spelt } from "../questions/checks/check-question.ts";
import { builtInChecks, ownChecks } from "../questions/checks/checks.ts";
import { referencesOf } from "../questions/checks/references.ts";
import type { Dialect } from "../sql/dialect.ts";
import { bytewise } from "../sql/functions.ts";
import { join as joined, name, rawTable, rawTablesOf as rawTables, type Sql, sql } from "../sql/sql.ts";

/** What was written of a dbt package. */
export interface WrittenPackage extends Pick<DbtPackage, "name" | "models" | "tests" | "cannot"> {
  readonly folder: string;
  readonly files: number;
}

/** Compiles a project for a warehouse in which nothing of ours is yet, with all that a dbt package must know. */
export function packageInput(
  project: ResolvedProject,
  found: Catalogue,
  dialect: Dialect,
): Omit<PackageInput, "version"> {
  const { catalogue, gaps } = forOthers(project, found);
  const compiled = compile(project, catalogue, new Map());
  const tooLong = namesThatDoNotFit(compiled, dialect, project.schemaPrefix);
  if (tooLong.length > 0) throw new NexusError(tooLong);
  const tables = compiled.layers.tables.filter((table) => table.published);
  const references = tables.flatMap((table) =>
    table.columns.flatMap(({ name: column }) =>
      referencesOf(table, column, { tables, project })
        .filter(({ when }) => when === undefined)
        .map((to): PackageReference => ({ table: table.ref, column, to: { table: to.table.ref, column: to.column } })),
    ),
  );
  // What dbt has words of its own for.
  const inWords = new Set([
    ...tables.filter(({ key }) => key.length === 1).map(({ ref }) => `key:${spelt(ref)}`),
    ...references.map(({ table, column }) => `reference:${spelt(table)}.${column}`),
  ]);
  const builtIn = builtInChecks(project, tables).filter(({ name: check }) => !inWords.has(check));
  const own = ownChecks(project, tables, (ref) => compiled.columns.has(tableName(ref)));
  return {
    prefix: project.schemaPrefix,
    dialect,
    plan: compiled.plan,
    tables: compiled.tables,
    columns: compiled.columns,
    checks: [...builtIn, ...own].map((check) => ({ ...check, isFree: check.kind === "sql" })),
    references,
    gaps,
    lists: JSON.stringify(listVersions()),
  };
}

/** The schema in which files of ours are looked for that the warehouse cannot read itself. */
const filesSchema = "nexus_files";

/** `crm.leads` of an attached file is a table of a database, which dbt knows by its whole name. */
function inItsDatabase({ warehouse }: ResolvedProject, reference: Sql): Sql {
  const [[first, table, ...others] = [], ...more] = rawTables(reference);
  const attached = "attach" in warehouse ? Object.keys(warehouse.attach) : [];
  if (first === undefined || table === undefined || others.length + more.length > 0) return reference;
  return attached.includes(first) ? rawTable(first, "main", table) : reference;
}

/** Raw tables as others can read them, who do not have the files of this machine, or the connection that read them. */
function forOthers(
  project: ResolvedProject,
  found: Catalogue,
): { readonly catalogue: Catalogue; readonly gaps: readonly Gap[] } {
  const gaps: Gap[] = [];
  const unnamed: string[] = [];
  const catalogue = new Map(
    [...found].map(([use, { leniently, isLoaded, ...raw }]) => {
      const source = project.sources.find((one) => use.startsWith(`${one.name}.`));
      if (isLoaded === true) {
        const table = use.replace(".", "__");
        gaps.push({
          about: use,
          message: `The file ${raw.label} is not brought to the warehouse: load it as the table ${filesSchema}.${table}, its columns ${raw.columns[0]?.type === "json" ? "json" : "text"}.`,
        });
        const items = raw.columns.map(({ name: column, type }) =>
          type === "text" ? sql`${bytewise(name("r", column))} as ${name(column)}` : name("r", column),
        );
        return [
          use,
          { ...raw, reference: sql`(select ${joined(items)} from ${rawTable(filesSchema, table)} as r)` },
        ] as const;
      }
      if (leniently !== undefined && source?.badValues === "set-aside")
        gaps.push({
          about: use,
          stops: true,
          message: `Lines of ${raw.label} with too few or too many columns are not set aside: they stop the build.`,
        });
      if (rawTables(raw.reference).length === 0) unnamed.push(`${use} (${raw.label})`);
      return [use, { ...raw, reference: inItsDatabase(project, raw.reference) }] as const;
    }),
  );
  if (unnamed.length > 0)
    gaps.push({
      about: "raw files and queries",
      message: `dbt does not know them as sources; models read them as they were given, files by the path that they have here: ${unnamed.join(", ")}.`,
    });
  const missing = project.sources.flatMap((source) =>
    [...source.tables.keys()].map((table) => `${source.name}.${table}`).filter((use) => !found.has(use)),
  );
  if (missing.length > 0)
    gaps.push({
      about: "raw tables",
      message: `What is made of these, which are not there, is left out until the package is written anew: ${missing.join(", ")}.`,
    });
  return { catalogue, gaps };
}

/** A file that tells a folder to be a package of ours. */
const sign = "dbt_project.yml";

/** What a package has in its folder; whatever else lies there is the user's. The sign comes late: a half package has none. */
const entries = ["models", "tests", "macros", "README.md", sign];

/** Writes a package within its folder, then puts it in the place of what this command wrote before: all of it, or nothing. */
export async function writePackage(made: DbtPackage, given: string): Promise<WrittenPackage> {
  const folder = resolve(given);
  await mustBeOurs(folder, made.name);
  let isMade: string | undefined;
  let within: string | undefined;
  try {
    isMade = await mkdir(folder, { recursive: true });
    within = await mkdtemp(join(folder, ".nexus-dbt-"));
    const [next, old] = [join(within, "next"), join(within, "old")];
    await mkdir(old);
    for (const [path, text] of made.files) {
      await mkdir(dirname(join(next, path)), { recursive: true });
      await writeFile(join(next, path), text);
    }
    await replaceEntries(folder, next, old);
  } catch (cause) {
    if (isMade !== undefined) await rm(isMade, { recursive: true, force: true });
    throw new NexusError(
      {
        code: "file-unwritable",
        message: "The dbt package cannot be written.",
        where: { file: folder },
        found: cause instanceof Error ? cause.message : String(cause),
        hint: "--out names another folder",
      },
      { cause },
    );
  } finally {
    if (within !== undefined) await rm(within, { recursive: true, force: true });
  }
  const { name: packageName, models, tests, cannot } = made;
  return { folder, name: packageName, files: made.files.size, models, tests, cannot };
}

/** Moves what is there out of the way, and what is new to its place; where a move fails, all are undone. */
async function replaceEntries(folder: string, next: string, old: string): Promise<void> {
  const done: (readonly [from: string, to: string])[] = [];
  const move = async (from: string, to: string): Promise<void> => {
    if (!existsSync(from)) return;
    await rename(from, to);
    done.push([from, to]);
  };
  try {
    for (const entry of entries) {
      await move(join(folder, entry), join(old, entry));
      await move(join(next, entry), join(folder, entry));
    }
  } catch (cause) {
    for (const [from, to] of done.reverse()) await rename(to, from);
    throw cause;
  }
}

/** A folder that holds anything but this package, and what users put beside it, is a problem. */
async function mustBeOurs(folder: string, packageName: string): Promise<void> {
  if (!existsSync(folder)) return;
  const inside = await readdir(folder).catch(() => undefined);
  if (inside?.length === 0) return;
  const said = inside?.includes(sign) === true ? await readFile(join(folder, sign), "utf8") : "";
  const other = /^# Written by nexus dbt: the package (\w+)\.\n/.exec(said)?.[1];
  if (other === packageName) return;
  const holds = inside === undefined ? "a file" : inside.slice(0, 5).join(", ");
  throw new NexusError({
    code: "file-unwritable",
    message:
      other === undefined
        ? "The folder for the dbt package holds something else."
        : `The folder for the dbt package ${packageName} holds another one, of another schemaPrefix.`,
    where: { file: folder },
    found: other === undefined ? holds : `the package ${other}`,
    accepted: `a folder that is new or empty, or one in which this command wrote ${packageName}`,
    hint: "--out names another folder",
  });
}
