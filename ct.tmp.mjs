import { rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
if (process.argv[2] === "one") {
  const { openProject } = await import("nexus-cdp");
  const { runPlan } = await import("./dist/runner/run.js");
  const p = await openProject("bench");
  const t = performance.now();
  const slow = [];
  await p.writing(async (engine) => {
    for (const s of JSON.parse(process.env.SETS ?? "[]")) await engine.run(s);
    const { plan } = await p.compile(engine);
    const r = await runPlan(plan, engine, { prefix: p.prefix, horizon: "2026-01-01T00:00:00Z", now: () => new Date(), version: "x", lists: "", progress: { started() {}, done(s) { slow.push([s.id, s.seconds]); } } });
  });
  const c = process.cpuUsage();
  console.log(JSON.stringify({ wall: (performance.now() - t) / 1000, cpu: (c.user + c.system) / 1e6, slow }));
} else {
  const variants = JSON.parse(process.argv[2]);
  const rounds = Number(process.argv[3] ?? 3);
  const W = "/work/main/bench/.work";
  const all = variants.map(() => []);
  for (let r = 0; r < rounds; r++) for (const [k, v] of variants.entries()) {
    for (const f of [".duckdb", ".duckdb.wal", ".duckdb.published", ".duckdb.tmp"]) rmSync(`${W}/ct${f}`, { recursive: true, force: true });
    const o = spawnSync(process.execPath, ["ct.tmp.mjs", "one"], { encoding: "utf8", env: { ...process.env, NEXUS_BENCH_WORLD: `${W}/world-1000000-1`, NEXUS_BENCH_FILE: `${W}/ct.duckdb`, SETS: JSON.stringify(v) } });
    if (o.status !== 0) { console.log(o.stderr.slice(0, 500)); process.exit(1); }
    all[k].push(JSON.parse(o.stdout.trim().split("\n").at(-1)));
  }
  const med = (x) => [...x].sort((a, b) => a - b)[Math.floor(x.length / 2)];
  for (const [k, v] of variants.entries()) console.log(JSON.stringify(v).padEnd(50), "wall", all[k].map(x => x.wall.toFixed(1)).join(" "), "cpu", all[k].map(x => x.cpu.toFixed(1)).join(" "));
  const steps = all[0][0].slow.map(([id], i) => [id, med(all[0].map((x) => x.slow[i][1]))]).sort((a, b) => b[1] - a[1]);
  if (process.argv[4]) for (const [id, s] of steps.slice(0, 40)) console.log(s.toFixed(2), id);
  rmSync(`${W}/ct.duckdb`, { force: true }); rmSync(`${W}/ct.duckdb.published`, { recursive: true, force: true });
}
