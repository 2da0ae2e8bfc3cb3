import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunResult } from "nexus-cdp";
import { defineConfig, duckdb, type Model, type ModelDefinition, projectOf, type Source } from "nexus-cdp";

export type Identifiers = Readonly<Record<string, string>>;

/** Somebody, or some group, that an event mentions. */
export interface Mentioned {
  readonly role: string;
  readonly identifiers: Identifiers;
  readonly traits: Readonly<Record<string, unknown>>;
}

/** That a person of one role belongs to the group of another. */
export interface Belonging {
  readonly person: string;
  readonly group: string;
  readonly role: string;
}

/** What a source makes of its raw rows: an event, with everybody in it. */
export interface Told {
  /** Key of its definition. */
  readonly event: string;
  /** The natural id. */
  readonly id: string;
  readonly name: string;
  /** UTC, with six digits behind the second. */
  readonly occurredAt: string;
  readonly value: number | undefined;
  readonly unit: string | undefined;
  readonly persons: readonly Mentioned[];
  readonly groups: readonly Mentioned[];
  readonly memberships: readonly Belonging[];
  /** Everything else that stands beside the event. */
  readonly columns: Readonly<Record<string, unknown>>;
}

export interface Telling {
  readonly result: RunResult;
  /** By source. */
  readonly told: ReadonlyMap<string, readonly Told[]>;
  /** Rows that a source put aside, with its reason. */
  readonly setAside: readonly string[];
}

/** A run is quick, but not on a machine that is busy with ten others. */
export const slowly = 300_000;

const horizon = "2027-01-01T00:00:00Z";

/** Runs sources through the whole pipeline in a folder of their own, and reads what layer 2 says of them. */
export async function tell(model: Model<ModelDefinition>, sources: readonly Source[]): Promise<Telling> {
  const folder = await mkdtemp(join(tmpdir(), "nexus-sources-"));
  try {
    const project = projectOf(defineConfig({ model, sources, warehouse: duckdb("warehouse.duckdb") }), folder);
    const result = await project.run({ horizon });
    return await project.reading(async (published) => {
      const ask = async (sql: string): Promise<Row[]> => {
        const { columns, rows } = await published.ask(sql);
        return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
      };
      const told = new Map<string, readonly Told[]>();
      const setAside: string[] = [];
      for (const { name } of sources) {
        told.set(name, await read(ask, name));
        const aside = await ask(`select event, reason from nexus_source.${name}_set_aside`);
        setAside.push(...aside.map((row) => `${name}.${row["event"]}: ${row["reason"]}`));
      }
      return { result, told, setAside };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Row = Readonly<Record<string, unknown>>;

type Ask = (sql: string) => Promise<Row[]>;

/** `2024-01-03T09:00:00Z` → `2024-01-03T09:00:00.000000Z`. */
export function microseconds(time: string): string {
  const [, seconds = "", fraction = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return `${seconds}.${fraction.padEnd(6, "0")}Z`;
}

async function read(ask: Ask, source: string): Promise<Told[]> {
  const table = (name: string) => ask(`select * from nexus_source.${source}_${name}`);
  const keys = await naturalIds(ask, source);
  const persons = mentions(await table("person_identifiers"), await table("person_traits"));
  const groups = mentions(await table("group_identifiers"), await table("group_traits"));
  const claims = grouped(await table("membership_identifiers"));
  return (await table("events")).map((row): Told => {
    const { event_id, occurred_at, event_name, value, value_unit, ...columns } = row;
    const key = String(event_id);
    const [event = "?", id = "?"] = keys.get(key) ?? [];
    const [people, companies] = [persons.get(key) ?? [], groups.get(key) ?? []];
    return {
      event,
      id,
      name: String(event_name),
      occurredAt: microseconds(String(occurred_at)),
      value: value === null ? undefined : Number(value),
      unit: value_unit === null ? undefined : String(value_unit),
      persons: people,
      groups: companies,
      memberships: (claims.get(key) ?? []).map((claim) => ({
        person: holder(people, claim["person_identifier_type"], claim["person_identifier"]),
        group: holder(companies, claim["group_identifier_type"], claim["group_identifier"]),
        role: String(claim["role"]),
      })),
      columns,
    };
  });
}

/** Event id → key of the definition and natural id. */
async function naturalIds(ask: Ask, source: string): Promise<ReadonlyMap<string, readonly [string, string]>> {
  const tables = await ask(
    `select table_name from information_schema.columns where table_schema = 'nexus_source' and column_name = 'natural_id' and starts_with(table_name, '${source}__') `,
  );
  const found = new Map<string, readonly [string, string]>();
  for (const { table_name } of tables) {
    const name = String(table_name);
    const rows = await ask(`select event_id, natural_id from nexus_source.${name}`);
    for (const row of rows)
      found.set(String(row["event_id"]), [
        name.slice(source.length + 2).replace(/__events$/, ""),
        String(row["natural_id"]),
      ]);
  }
  return found;
}

function grouped(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = String(row["event_id"]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

const own = ["id", "event_id", "role", "occurred_at", "source", "_ingested_at"];

/** The columns that are neither null nor those that every row has. */
function filledIn(row: Row): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([name, cell]) => !own.includes(name) && cell !== null));
}

/** Event id → who is mentioned in it. */
function mentions(identifiers: readonly Row[], traits: readonly Row[]): ReadonlyMap<string, readonly Mentioned[]> {
  const traitsById = new Map(traits.map((row) => [row["id"], filledIn(row)]));
  return new Map(
    [...grouped(identifiers)].map(([event, rows]) => [
      event,
      rows.map((row) => ({
        role: String(row["role"]),
        identifiers: filledIn(row) as Identifiers,
        traits: traitsById.get(row["id"]) ?? {},
      })),
    ]),
  );
}

/** The role of whoever has an identifier. */
function holder(of: readonly Mentioned[], type: unknown, value: unknown): string {
  const found = of.find(({ identifiers }) => identifiers[String(type)] === value);
  return found?.role ?? `nobody with ${type} ${value}`;
}

/** In one order, whatever order they came in. */
export function inOrder<T>(all: readonly T[]): T[] {
  return all.toSorted((a, b) => {
    const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
    return one < other ? -1 : one > other ? 1 : 0;
  });
}
