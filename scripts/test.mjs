// `npm test`: installs on a fresh clone, runs the tests, and ends with their total on a line of its own.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, root } from "./install.mjs";

install();
const folder = mkdtempSync(join(tmpdir(), "nexus-test-"));
const report = join(folder, "report.json");
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const args = [vitest, "run", ...process.argv.slice(2), ...reporters];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
try {
  const counts = JSON.parse(readFileSync(report, "utf8"));
  const skipped = counts.numPendingTests + (counts.numTodoTests ?? 0);
  // A file that cannot be loaded, or prepared, has no failed test, but fails all the same.
  const broken = counts.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((one) => one.status === "failed"),
  );
  const failed = counts.numFailedTests + broken.length;
  process.stdout.write(
    `${counts.numPassedTests} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}\n`,
  );
} catch {
  process.stdout.write("0 passed, 1 failed\n");
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
