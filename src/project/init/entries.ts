import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, relative, resolve, sep } from "node:path";
import { nearestHint } from "../../base/nearest.ts";
import { NexusError } from "../../base/problem.ts";
import type { RawTable } from "../../config/source.ts";
import type { Engine } from "../../engines/engine.ts";
import { Sql } from "../../sql/sql.ts";
import { dataFiles, type FileGroup, groupFiles, isDataFile, literally } from "./files.ts";
import { nameFrom, wordsOf } from "./words.ts";

/** Where raw data was looked for. */
export interface Origin {
  readonly kind: "files" | "schema" | "example";
  /** The folder relative to the project, or the schema. */
  readonly at: string;
}

/** A raw table that a project may be made of. */
export interface Entry {
  /** As a person would name it: a file, a glob, `schema.table`. */
  readonly label: string;
  /** As the config spells it. */
  readonly table: RawTable;
  /** Its name, fit for the config: `orders`. */
  readonly name: string;
  /** What parts the system that it comes from from others: a folder or the beginning of names. */
  readonly family: string | undefined;
  /** For files: those that it is made of, as the config would name them. */
  readonly files: readonly string[];
}

export interface Entries {
  readonly origin: Origin;
  readonly entries: readonly Entry[];
}

/** Words that many tables of one system begin with, without being the system's name. */
const commonWords = new Set(
  `account address campaign cart category company contact country coupon customer dim dw email event fact fct form inventory
  invoice item lead line mail member message org organization order page payment person plan price product profile raw sales
  session shipping src staff stg subscription support task tbl team ticket track transaction user v view visit web`.split(
    /\s+/,
  ),
);

/** Schemas whose name says nothing about where the data comes from. */
const plainSchemas = new Set(
  "main public raw data dbo default landing source sources src staging stage analytics dwh warehouse lake".split(" "),
);

/** Tables that loaders and frameworks keep for themselves. */
export function isHousekeeping(name: string): boolean {
  return /^(_dlt_|_fivetran|fivetran_audit|_sdc_|_airbyte_(state|stream)|schema_migrations$|ar_internal_metadata$|django_migrations$|alembic_version$|knex_migrations|flyway_schema_history$|__drizzle|_prisma_migrations$)/i.test(
    name,
  );
}

/** Looks for raw tables: in the folder or schema given, else in the project's folder. No entries: there is nothing yet. */
export async function findEntries(options: {
  readonly folder: string;
  readonly from?: string;
  /** The folder that `from` is relative to; by default the project's. */
  readonly standing?: string;
  readonly engine: Engine;
}): Promise<Entries> {
  const { folder, from, standing = folder, engine } = options;
  if (from === undefined) return found(folder, engine);
  const { path, kind } = await placeOf(from, [standing, folder]);
  const file = basename(path);
  if (kind === "file" && isDataFile(file))
    return {
      origin: { kind: "files", at: slashed(relative(folder, path)) },
      entries: await fileEntries(folder, resolve(path, ".."), [file], engine),
    };
  const files = kind === "folder" ? await dataFiles(path) : [];
  if (files.length > 0)
    return {
      origin: { kind: "files", at: slashed(relative(folder, path)) || "." },
      entries: await fileEntries(folder, path, files, engine),
    };
  const entries = await schemaEntries(engine, from);
  if (entries.length > 0) return { origin: { kind: "schema", at: from }, entries };
  if (kind === "folder") throw emptyFolder(from);
  throw kind === "file" ? noData(from) : await nothingThere(standing, from, engine);
}

/** Where a path leads from the first of several folders in which it is there. */
async function placeOf(
  from: string,
  folders: readonly string[],
): Promise<{ readonly path: string; readonly kind: "folder" | "file" | undefined }> {
  for (const folder of folders) {
    const path = resolve(folder, from);
    const kind = await stat(path).then(
      (at) => (at.isDirectory() ? "folder" : "file"),
      () => undefined,
    );
    if (kind !== undefined) return { path, kind };
  }
  return { path: resolve(folders[0] ?? ".", from), kind: undefined };
}

/** Without being told: data files in the project's folder, then in `data` and `raw`, then the warehouse's only schema. */
async function found(folder: string, engine: Engine): Promise<Entries> {
  const here = existsSync(folder) ? await dataFiles(folder, { recursive: false }) : [];
  const places: { readonly at: string; readonly files: readonly string[] }[] = [{ at: ".", files: here }];
  for (const at of ["data", "raw"]) {
    const path = resolve(folder, at);
    if (existsSync(path) && (await stat(path)).isDirectory()) places.push({ at, files: await dataFiles(path) });
  }
  const filled = places.filter(({ files }) => files.length > 0);
  if (filled.length > 0) {
    const entries: Entry[] = [];
    for (const { at, files } of filled)
      entries.push(...(await fileEntries(folder, resolve(folder, at), files, engine)));
    return { origin: { kind: "files", at: filled.map(({ at }) => at).join(", ") }, entries };
  }
  const [schema, ...others] = await schemas(engine);
  if (schema !== undefined && others.length === 0)
    return { origin: { kind: "schema", at: schema }, entries: await schemaEntries(engine, schema) };
  return { origin: { kind: "example", at: "data" }, entries: [] };
}

const acceptedFiles = ".csv, .tsv, .json, .ndjson, .jsonl or .parquet, also as .gz";

function emptyFolder(from: string): NexusError {
  return new NexusError({
    code: "not-found",
    message: `The folder "${from}" holds no data files.`,
    where: { file: from },
    accepted: acceptedFiles,
  });
}

function noData(from: string): NexusError {
  return new NexusError({
    code: "not-found",
    message: `The file "${from}" is no data file.`,
    where: { file: from },
    accepted: acceptedFiles,
  });
}

async function nothingThere(standing: string, from: string, engine: Engine): Promise<NexusError> {
  const folders = (await readdir(standing, { withFileTypes: true }).catch(() => [])).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith("."),
  );
  const known = [...(await schemas(engine)), ...folders.map(({ name }) => name)];
  const hint = nearestHint(from, known);
  return new NexusError({
    code: "not-found",
    message: `There is neither a folder nor a schema "${from}".`,
    found: `"${from}"`,
    accepted:
      known.length === 0
        ? "a folder of data files, or a schema of the warehouse"
        : known.map((name) => `"${name}"`).join(", "),
    ...(hint === undefined ? {} : { hint }),
  });
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}

async function fileEntries(
  folder: string,
  root: string,
  files: readonly string[],
  engine: Engine,
): Promise<readonly Entry[]> {
  const base = slashed(relative(folder, root));
  const within = (path: string): string => (base === "" ? path : `${base}/${path}`);
  const groups: FileGroup[] = [];
  for (const group of groupFiles(files)) {
    const alike = await areAlike(group.files.map(within), engine);
    groups.push(...(alike ? [group] : group.files.flatMap((file) => groupFiles([file]))));
  }
  const families = familiesOf(groups.filter(({ family }) => family === undefined).map(({ stem }) => stem));
  return groups.map((group) => {
    const label = base === "" ? group.pattern : `${literally(base)}/${group.pattern}`;
    const shared = group.family === undefined ? families.get(group.stem) : undefined;
    const family = group.family === undefined ? shared : nameFrom(group.family, "files");
    return { label, table: label, name: inFamily(group.stem, shared), family, files: group.files.map(within) };
  });
}

/** Whether files that are called alike hold the same things: the first and the last share most of their columns. */
async function areAlike(files: readonly string[], engine: Engine): Promise<boolean> {
  const [first, last] = [files[0], files.at(-1)];
  if (first === undefined || last === undefined || first === last) return true;
  const mine = await columnsOf(first, engine);
  const theirs = await columnsOf(last, engine);
  const shared = mine.filter((column) => theirs.includes(column)).length;
  return shared * 2 >= Math.min(mine.length, theirs.length);
}

async function columnsOf(file: string, engine: Engine): Promise<readonly string[]> {
  const described = await engine.describe(literally(file)).catch((error: unknown) => {
    if (error instanceof NexusError) return undefined;
    throw error;
  });
  return described?.columns.map(({ name }) => name) ?? [];
}

/** `shopify_orders`, `shopify_customers` → shopify; a beginning that is a thing itself (`order_items`) parts no systems. */
function familiesOf(names: readonly string[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const first = (name: string): string | undefined => {
    const words = name.split("_").filter((word) => word !== "");
    const [head] = words;
    return words.length > 1 &&
      head !== undefined &&
      !commonWords.has(head) &&
      !names.includes(head) &&
      !names.includes(`${head}s`)
      ? head
      : undefined;
  };
  for (const name of names) {
    const head = first(name);
    if (head !== undefined) counts.set(head, (counts.get(head) ?? 0) + 1);
  }
  return new Map(
    names.flatMap((name) => {
      const head = first(name);
      return head !== undefined && (counts.get(head) ?? 0) > 1 ? [[name, head] as const] : [];
    }),
  );
}

function inFamily(name: string, family: string | undefined): string {
  return family === undefined ? name : name.slice(family.length + 1);
}

async function schemas(engine: Engine): Promise<readonly string[]> {
  const names = (await engine.tableNames()).map((table) => table.split(".").slice(0, -1).join("."));
  return [...new Set(names)].filter((name) => !/^nexus(_|$)/.test(name)).sort();
}

async function schemaEntries(engine: Engine, schema: string): Promise<readonly Entry[]> {
  const direct = [...(await engine.tablesIn(schema)).keys()].map((table) => [table]);
  // An attached database, with or without its schema.
  const dotted =
    direct.length > 0
      ? []
      : (await engine.tableNames())
          .filter((name) => name.startsWith(`${schema}.`))
          .map((name) => name.slice(schema.length + 1).split("."));
  const tables = [...direct, ...dotted].sort((a, b) => (a.join(".") < b.join(".") ? -1 : 1));
  const named = tables.map((parts) => ({ parts, name: nameFrom(wordsOf(parts.at(-1) ?? "").join(" "), "table") }));
  const families = familiesOf(named.map(({ name }) => name));
  const [last = ""] = schema.split(".").slice(-1);
  const ofSchema = plainSchemas.has(last.toLowerCase()) ? undefined : nameFrom(last, "warehouse");
  return named.map(({ parts, name }) => {
    const family = ofSchema ?? families.get(name);
    const path = [...schema.split("."), ...parts];
    return {
      label: path.join("."),
      table: tableNamed(engine, path, direct.length > 0),
      name: ofSchema === undefined ? inFamily(name, family) : name,
      family,
      files: [],
    };
  });
}

/** A name with dots in its parts cannot be written as `schema.table`, and one that ends like a file would be read as one. */
function tableNamed(engine: Engine, path: readonly string[], partsAreWhole: boolean): RawTable {
  const [table = ""] = path.slice(-1);
  const dotted = path.join(".");
  if (partsAreWhole && table.includes(".")) {
    const quoted = path.map((part) => engine.dialect.identifier(part)).join(".");
    return new Sql([{ kind: "text", text: `select * from ${quoted}` }]);
  }
  return isDataFile(dotted) || /\.txt$/i.test(dotted) ? { table: dotted } : dotted;
}
