import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where servers live that tests start when they need them. */
    readonly postgresFolder: string;
  }
}

/** Gives tests a folder for their servers, and stops at the end what was started in it: by its number, nothing else. */
export default function postgresFolder({ provide }: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "nexus-postgres-"));
  chmodSync(folder, 0o755);
  provide("postgresFolder", folder);
  // Whoever stops the tests from outside stops the servers, too.
  const stopNow = (): void => void stopped(folder);
  process.once("exit", stopNow);
  for (const signal of ["SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      stopNow();
      process.exit(1);
    });
  return async () => {
    const locks = stopped(folder);
    for (let tries = 0; tries < 100 && locks.some(existsSync); tries++) await wait(50);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Tells the servers of a folder to stop; the files that are gone when they have. */
function stopped(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".pid"))
    .flatMap((file) => {
      const lock = join(folder, file.replace(/\.pid$/, ""), "data", "postmaster.pid");
      const pid = Number(readFileSync(join(folder, file), "utf8"));
      // A number may have become another's.
      if (!existsSync(lock) || Number(readFileSync(lock, "utf8").split("\n")[0]) !== pid) return [];
      process.kill(pid, "SIGINT");
      return [lock];
    });
}
