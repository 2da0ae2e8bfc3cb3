import { NexusError } from "../../base/problem.ts";
import type { RawTable } from "../../config/source.ts";
import { bytewise } from "../../sql/functions.ts";
import { join, name, rawTable, Sql, sql, value } from "../../sql/sql.ts";
import type { RawDescription } from "../engine.ts";
import type { Asking } from "./asking.ts";
import { fileOf, loadFile } from "./files.ts";
import { foldType } from "./values.ts";

/** A raw table as it is: how it is read, and its columns. Undefined when it is not there. */
export async function describeRaw(
  table: RawTable,
  brokenLines: "allowed" | undefined,
  asking: Asking,
): Promise<RawDescription | undefined> {
  if (table instanceof Sql) return described(sql`(${table})`, "an SQL query", asking);
  const file = fileOf(table);
  if (file !== undefined) return loadFile(file, brokenLines, asking);
  const spelt = typeof table === "string" ? table : "table" in table ? table.table : table.file;
  const found = await partsOf(spelt, asking);
  return found === undefined ? undefined : described(rawTable(...found), spelt, asking);
}

/** A table's name as it is spelt in the database; a name that only differs in its case is meant, too. */
async function partsOf(spelt: string, { ask }: Asking): Promise<readonly string[] | undefined> {
  const parts = spelt.split(".");
  const table = parts.at(-1) ?? "";
  const schema = parts.at(-2);
  if (parts.length > 3 || parts.some((part) => part === "")) return undefined;
  const inSchema =
    schema === undefined ? sql`n.nspname = any(current_schemas(false))` : sql`lower(n.nspname) = lower(${schema})`;
  const inDatabase = parts.length === 3 ? sql` and current_database() = ${value(parts[0] ?? "")}` : sql``;
  const { rows } = await ask(
    sql`select n.nspname::text, c.relname::text from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relkind in ('r', 'v', 'm', 'f', 'p') and lower(c.relname) = lower(${table}) and ${inSchema}${inDatabase} order by c.relname <> ${table}, n.nspname <> ${schema ?? ""}, array_position(current_schemas(false), n.nspname), 1, 2`,
    1,
  );
  const [found] = rows;
  return found === undefined ? undefined : found.map(String);
}

interface Described {
  readonly name: string;
  readonly oid: number;
}

/** The columns of whatever can stand behind `from`. */
async function columnsOf(reference: Sql, { ask }: Asking): Promise<readonly Described[]> {
  const { columns } = await ask(sql`select * from ${reference} as r limit 0`, 1);
  return columns.map((column) => ({ name: column.name, oid: oidOf(column.type) }));
}

const oids: Readonly<Record<string, number>> = {
  BOOLEAN: 16,
  BIGINT: 20,
  SMALLINT: 21,
  INTEGER: 23,
  TEXT: 25,
  JSON: 114,
  REAL: 700,
  DOUBLE: 701,
  VARCHAR: 1043,
  DATE: 1082,
  TIMESTAMP: 1114,
  "TIMESTAMP WITH TIME ZONE": 1184,
  NUMERIC: 1700,
  UUID: 2950,
  JSONB: 3802,
};

function oidOf(type: string): number {
  return oids[type] ?? Number(type.replace("TYPE ", ""));
}

async function described(reference: Sql, label: string, asking: Asking): Promise<RawDescription> {
  const found = await columnsOf(reference, asking);
  const twice = found.find((one, at) => found.some((other, before) => before < at && other.name === one.name));
  if (twice !== undefined) {
    throw new NexusError({
      code: "name-taken",
      message: `Two columns of ${label} have the name "${twice.name}".`,
      hint: "name them apart in the query: … as other_name",
    });
  }
  const unknown = found.filter(({ oid }) => foldType(oid) === undefined).map(({ oid }) => oid);
  const nested = new Set<number>();
  if (unknown.length > 0) {
    const kinds = await asking.ask(
      sql`select oid::bigint from pg_type where oid in (${join(unknown)}) and typcategory in ('A', 'C')`,
    );
    for (const [oid] of kinds.rows) nested.add(Number(oid));
  }
  const columns = found.map(({ name: column, oid }) => ({
    name: column,
    type: nested.has(oid) ? ("json" as const) : (foldType(oid) ?? ("other" as const)),
    oid,
  }));
  if (columns.length === 0) return { reference, label, columns };
  const items = columns.map(({ name: column, type, oid }) => {
    const plain = name("r", column);
    // Texts of ours are compared by their bytes, whatever collation the raw table has.
    if (type === "text")
      return sql`${bytewise(oid === 25 || oid === 1043 ? plain : sql`${plain}::text`)} as ${name(column)}`;
    return nested.has(oid) ? sql`to_json(${plain}) as ${name(column)}` : sql`${plain}`;
  });
  return {
    reference: sql`(select ${join(items)} from ${reference} as r)`,
    label,
    columns: columns.map(({ name: column, type }) => ({ name: column, type })),
  };
}
