/** One run of the product over the world of a company, in a process of its own; prints a line of JSON. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { openProject } from "nexus-cdp";
import { makeWorld, workFolder } from "./world.ts";

const [rows, seed] = [Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 1)];
const file = join(workFolder, `product-${rows}-${seed}.duckdb`);
await makeWorld(rows, seed);
await mkdir(workFolder, { recursive: true });
for (const left of [file, `${file}.wal`, `${file}.published`, `${file}.tmp`])
  await rm(left, { recursive: true, force: true });

process.env["NEXUS_BENCH_WORLD"] = join(workFolder, `world-${rows}-${seed}`);
process.env["NEXUS_BENCH_FILE"] = file;
const started = performance.now();
const project = await openProject(import.meta.dirname);
const result = await project.run({ horizon: "2026-01-01T00:00:00Z" });
const wall = (performance.now() - started) / 1000;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const slowest = [...result.steps].sort((a, b) => b.seconds - a.seconds).slice(0, 12);
const counted = await project.query(
  "select (select count(*) from nexus.persons) as persons, (select count(*) from nexus.events) as events",
);
console.log(
  JSON.stringify({
    events: rows,
    wall,
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    rss: Math.round(maxRSS / 1024),
    stages: Object.fromEntries(slowest.map((step) => [step.id, Math.round(step.seconds * 100) / 100])),
    counted: counted.rows[0],
  }),
);
