import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { inject } from "vitest";
import { isRoot, programs, type Version } from "./native.ts";

/** A server that runs, or why it does not. */
export type Server = Running | { readonly absent: string };

export interface Running {
  readonly url: string;
  readonly port: number;
  readonly password: string;
  /** The process that was started, and is to be stopped. */
  readonly pid: number;
  readonly data: string;
}

/** One server of a version for all tests of a run: whoever asks first starts it, and the run's end stops it. */
export async function server(version: Version = "packaged"): Promise<Server> {
  const folder = inject("postgresFolder");
  const told = join(folder, `${version}.json`);
  const mine = (() => {
    try {
      mkdirSync(join(folder, `${version}.lock`));
      return true;
    } catch {
      return false;
    }
  })();
  if (mine) {
    const started = await start(version, folder).catch((error: unknown) => ({
      absent: `no server can be started here: ${error instanceof Error ? error.message : String(error)}`,
    }));
    writeFileSync(`${told}.next`, JSON.stringify(started));
    renameSync(`${told}.next`, told);
    return started;
  }
  for (let tries = 0; tries < 600; tries++) {
    if (existsSync(told)) return JSON.parse(readFileSync(told, "utf8")) as Server;
    await wait(100);
  }
  return { absent: "the server did not start within a minute" };
}

async function start(version: Version, folder: string): Promise<Server> {
  const found = programs(version, folder);
  if ("absent" in found) return found;
  const home = join(folder, version);
  mkdirSync(home);
  // A server refuses to be run by root.
  const as = isRoot() ? nobody() : {};
  if (as.uid !== undefined) chownSync(home, as.uid, as.gid ?? as.uid);
  const password = randomBytes(12).toString("hex");
  const secret = join(home, "secret");
  writeFileSync(secret, password);
  if (as.uid !== undefined) chownSync(secret, as.uid, as.gid ?? as.uid);
  const data = join(home, "data");
  const made = spawnSync(
    join(found.bin, "initdb"),
    [
      "-D",
      data,
      "-U",
      "postgres",
      "--auth=scram-sha-256",
      `--pwfile=${secret}`,
      "--encoding=UTF8",
      "--locale=C",
      "--no-sync",
    ],
    { ...as, cwd: home, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb: ${(made.stderr || String(made.error ?? "")).trim()}`);
  const port = await freePort();
  const log = openSync(join(home, "log"), "a");
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    max_connections: "60",
    shared_buffers: "128MB",
    autovacuum: "off",
  };
  const child = spawn(
    join(found.bin, "postgres"),
    ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...as, cwd: home, detached: true, stdio: ["ignore", log, log] },
  );
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new Error("the server's program cannot be run");
  // Known at once, so that it is stopped whatever comes.
  writeFileSync(join(folder, `${version}.pid`), String(pid));
  const url = `postgres://postgres:${password}@127.0.0.1:${port}`;
  await answering(`${url}/postgres`);
  return { url, port, password, pid, data };
}

function nobody(): { readonly uid?: number; readonly gid?: number } {
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name === "postgres" || name === "nobody") return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(`${userInfo().username} may not run a server, and there is no user who may`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await asked(url, "select 1");
      return;
    } catch (error) {
      if (tries > 300) throw error;
      await wait(50);
    }
  }
}

/** Asks one question on a connection of its own. */
export async function asked(url: string, ...texts: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    let rows: readonly Record<string, unknown>[] = [];
    for (const text of texts) rows = (await client.query<Record<string, unknown>>(text)).rows ?? [];
    return rows;
  } finally {
    await client.end();
  }
}

/** Lets everybody enter a folder that the server's user must reach. */
export function opened(folder: string): void {
  chmodSync(folder, 0o755);
}
