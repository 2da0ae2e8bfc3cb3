#!/usr/bin/env node
/** `npm run bench [-- sizes [rounds]]`: the product, built as users have it, beside its floor, in fresh processes. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
const built = spawnSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
if (built.status !== 0) process.exit(1);
const bench = join(root, "bench", "bench.ts");
const { status } = spawnSync(process.execPath, ["--import", "jiti/register", bench, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
