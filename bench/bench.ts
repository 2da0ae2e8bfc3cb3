/**
 * The question: how much dearer is the product than the least hand-written SQL that makes the same outputs?
 * Both run in fresh processes, in turn, over the same world; the median of each is what counts.
 */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeWorld } from "./world.ts";

interface Measured {
  readonly wall: number;
  readonly cpu: number;
  readonly rss: number;
  readonly stages: Readonly<Record<string, unknown>>;
}

/** The floor speaks of processor time by stage. */
interface FloorLine {
  readonly cpuSeconds?: Readonly<Record<string, number>>;
  readonly rssMB?: number;
}

const run = promisify(execFile);
const sizes = (process.argv[2] ?? "1000000").split(",").map(Number);
const rounds = Number(process.argv[3] ?? 3);

async function measured(script: string, rows: number): Promise<Measured> {
  const { stdout } = await run(
    process.execPath,
    ["--import", "jiti/register", join(import.meta.dirname, script), String(rows)],
    {
      maxBuffer: 1 << 26,
    },
  );
  const said = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as Measured & FloorLine;
  const { cpuSeconds, rssMB } = said;
  return cpuSeconds === undefined
    ? said
    : {
        wall: said.wall,
        cpu: Object.values(cpuSeconds).reduce((sum, one) => sum + one, 0),
        rss: rssMB ?? 0,
        stages: cpuSeconds,
      };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const results = [];
for (const rows of sizes) {
  await makeWorld(rows, 1);
  const floors: Measured[] = [];
  const products: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    floors.push(await measured("floor.ts", rows));
    products.push(await measured("product.ts", rows));
  }
  const of = (all: readonly Measured[]) => ({
    wall: median(all.map((one) => one.wall)),
    cpu: median(all.map((one) => one.cpu)),
    rss: median(all.map((one) => one.rss)),
  });
  const [floor, product] = [of(floors), of(products)];
  results.push({
    at: new Date().toISOString().slice(11, 16),
    rows,
    rounds,
    floor,
    product,
    ratio: product.wall / floor.wall,
    stages: { floor: floors[0]?.stages, product: products[0]?.stages },
  });
  const line = (name: string, one: typeof floor): string =>
    `${name.padEnd(8)} wall ${one.wall.toFixed(1).padStart(7)} s   cpu ${one.cpu.toFixed(1).padStart(7)} s   peak memory ${String(one.rss).padStart(6)} MB`;
  console.log(`\n${rows.toLocaleString("en-US")} events, median of ${rounds}`);
  console.log(line("floor", floor));
  console.log(line("product", product));
  console.log(
    `product / floor: ${(product.wall / floor.wall).toFixed(2)} of wall, ${(product.cpu / floor.cpu).toFixed(2)} of cpu`,
  );
}
const day = new Date().toISOString().slice(0, 10);
const folder = join(import.meta.dirname, "results");
const file = join(folder, `${day}.json`);
await mkdir(folder, { recursive: true });
const machine = { cores: cpus().length, memory: Math.round(totalmem() / 1024 ** 3), node: process.version };
// What was measured before on the same day stays, in the order in which it was.
const earlier: typeof results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).results : [];
const all = [...earlier, ...results];
await writeFile(file, `${JSON.stringify({ day, machine, results: all }, null, 2)}\n`);
