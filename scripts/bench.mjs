#!/usr/bin/env node
/** `npm run bench [-- sizes [rounds]]`: the product beside its floor, in fresh processes. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const bench = join(import.meta.dirname, "..", "bench", "bench.ts");
const { status } = spawnSync(process.execPath, ["--import", "jiti/register", bench, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
