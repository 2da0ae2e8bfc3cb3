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
  return async () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".pid"))) {
      const version = file.replace(/\.pid$/, "");
      const lock = join(folder, version, "data", "postmaster.pid");
      const pid = Number(readFileSync(join(folder, file), "utf8"));
      // A number may have become another's.
      if (!existsSync(lock) || Number(readFileSync(lock, "utf8").split("\n")[0]) !== pid) continue;
      process.kill(pid, "SIGINT");
      for (let tries = 0; tries < 100 && existsSync(lock); tries++) await wait(50);
    }
    rmSync(folder, { recursive: true, force: true });
  };
}
