import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Whether node_modules is there, and not older than package-lock.json. */
function isInstalled() {
  const modules = join(root, "node_modules");
  if (!existsSync(modules)) return false;
  // npm writes this file at the end of every install.
  const mark = join(modules, ".package-lock.json");
  const lock = join(root, "package-lock.json");
  return !existsSync(lock) || statSync(lock).mtimeMs <= statSync(existsSync(mark) ? mark : modules).mtimeMs;
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Checks the version of Node.js, and installs with `npm ci` what is not installed yet. */
export function install() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Nexus needs Node.js 20.19 or newer; this is ${process.version}. See https://nodejs.org`);
  if (isInstalled()) return;
  process.stdout.write("Installing what package-lock.json lists (npm ci) ...");
  const began = performance.now();
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  // Run by `npm start`, npm says where it is itself; that needs no shell on any system.
  const npm = process.env.npm_execpath;
  const options = { cwd: root, encoding: "utf8" };
  const done = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (done.status !== 0)
    stop(`\n${done.stderr || done.stdout || done.error}\nnpm ci failed. Is there a way to the npm registry?`);
  process.stdout.write(` ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
}
