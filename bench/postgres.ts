/**
 * The question: how long does a run of all layers take on PostgreSQL? The world of `bench.ts`, copied into tables of a
 * database first; that is not counted.
 *
 *   NEXUS_BENCH_DATABASE=postgres://… node --import jiti/register bench/postgres.ts [rows]
 *
 * Drops the schemas `raw` and those of an earlier run in that database.
 */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { openProject } from "nexus-cdp";
import { Client } from "pg";
import { from } from "pg-copy-streams";
import { makeWorld, workFolder } from "./world.ts";

const rows = Number(process.argv[2] ?? 1_000_000);
const url = process.env["NEXUS_BENCH_DATABASE"];
if (url === undefined) throw new Error("NEXUS_BENCH_DATABASE says where the database is");
await makeWorld(rows, 1);
const world = join(workFolder, `world-${rows}-1`);

const client = new Client({ connectionString: url });
await client.connect();
for (const schema of ["raw", "nexus_source", "nexus_core", "nexus_identity", "nexus", "nexus_meta"])
  await client.query(`drop schema if exists ${schema} cascade`);
await client.query("create schema raw");
const duckDb = await (await DuckDBInstance.create(":memory:")).connect();
for (const table of ["product", "orders"]) {
  const [parquet, csv] = [join(world, `${table}.parquet`), join(world, `${table}.csv`)];
  await duckDb.run(`copy (select * from '${parquet}') to '${csv}' (format csv, header false, nullstr '\\N')`);
  const described = await (await duckDb.run(`describe select * from '${parquet}'`)).getRowObjects();
  const types: Readonly<Record<string, string>> = { VARCHAR: "text", DOUBLE: "double precision" };
  const columns = described.map(({ column_name, column_type }) => {
    const type = String(column_type);
    return `"${String(column_name)}" ${types[type] ?? type}`;
  });
  await client.query(`create table raw.${table} (${columns.join(", ")})`);
  await pipeline(createReadStream(csv), client.query(from(`copy raw.${table} from stdin (format csv, null '\\N')`)));
  await client.query(`analyze raw.${table}`);
}
await client.end();

const started = performance.now();
const project = await openProject(import.meta.dirname);
const { steps } = await project.run({ horizon: "2026-01-01T00:00:00Z" });
const wall = (performance.now() - started) / 1000;
const slowest = [...steps].sort((a, b) => b.seconds - a.seconds).slice(0, 12);
const counted = await project.query(
  "select (select count(*) from nexus.persons) as persons, (select count(*) from nexus.events) as events",
);
console.log(
  JSON.stringify({
    events: rows,
    wall,
    rss: Math.round(process.resourceUsage().maxRSS / 1024),
    stages: Object.fromEntries(slowest.map((step) => [step.id, Math.round(step.seconds * 100) / 100])),
    counted: counted.rows[0],
  }),
);
