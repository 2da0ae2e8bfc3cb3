import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** `nexus init` as a user meets it: from the folder in which they stand to a project that runs. */
interface Said {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

const root = join(import.meta.dirname, "..", "..");
const made: string[] = [];
let home = "";

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "nexus-built-"));
  made.push(home);
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json"), "--outDir", join(home, "dist")]);
  await copyFile(join(root, "package.json"), join(home, "package.json"));
  await symlink(join(root, "node_modules"), join(home, "node_modules"));
});

afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true });
});

function nexus(folder: string, ...args: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(home, "dist", "cli", "bin.js"), ...args],
      { cwd: folder, env: { ...process.env, NO_COLOR: "1" } },
      (error, out, err) => resolve({ out, err, code: typeof error?.code === "number" ? error.code : 0 }),
    );
  });
}

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "nexus-init-"));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const contacts = `contact_id;correo;fecha_alta;_synced_at;_deleted;note
c1;ana@acme.example;13/01/2026 10:00;2026-02-01 00:00:00;false;
c2;bo@beta.example;14/01/2026 10:00;2026-02-01 00:00:00;false;
c1;ana.rivera@acme.example;13/01/2026 10:00;2026-02-02 00:00:00;false;
c2;bo@beta.example;14/01/2026 10:00;2026-02-02 00:00:00;true;
`;
const plans = "id,name\n1,starter\n2,team\n";

describe("--from", () => {
  test("is a folder of where the user stands; the project in another one runs", async () => {
    const folder = await folderWith({ "my data/crm.csv": contacts, "my data/plans.csv": plans });
    const init = await nexus(folder, "init", "my project", "--from", "my data", "--region", "es");
    expect(init, init.err).toMatchObject({ code: 0 });
    expect(init.out).toContain("id ← contact_id");
    expect(init.out).toContain("not used ../my data/crm.csv: note");
    expect(init.out).toContain("left out ../my data/plans.csv: no column is a time");
    expect(init.out).toContain('next:\n  cd "my project"\n  npm install\n  npx nexus check\n  npx nexus run\n');

    const project = join(folder, "my project");
    expect(await readFile(join(project, "nexus.config.ts"), "utf8")).toContain('"../my data/crm.csv"');
    const check = await nexus(project, "check");
    expect(check).toMatchObject({ code: 0, err: "" });
    expect(check.out).not.toContain("warning");
    expect(await nexus(project, "run")).toMatchObject({ code: 0 });
    // A changed value makes no second event, and a deletion reaches the first.
    const answer = await nexus(project, "query", "select occurred_at from nexus.events", "--json");
    expect(JSON.parse(answer.out)).toMatchObject({ rows: [["2026-01-13T10:00:00Z"]] });
  });

  test("is a folder of the project where both are one", async () => {
    const folder = await folderWith({ "data/crm.csv": contacts, "package.json": '{ "type": "module" }' });
    const init = await nexus(folder, "init", "--from", "data");
    expect(init).toMatchObject({ code: 0 });
    expect(init.out).toContain("next:\n  npx nexus check\n  npx nexus run\n");
    expect(await readFile(join(folder, "nexus.config.ts"), "utf8")).toContain('"data/crm.csv"');
  });

  test("leaves nothing behind where there is no such folder", async () => {
    const folder = await folderWith({ "data/crm.csv": contacts });
    const init = await nexus(folder, "init", "mine", "--from", "dta");
    expect(init.code).toBe(1);
    expect(init.err).toContain('did you mean "data"?');
    expect(await readdir(folder)).toEqual(["data"]);
  });
});

test("a country that does not exist is refused before anything is written", async () => {
  const folder = await folderWith({ "data/crm.csv": contacts });
  const init = await nexus(folder, "init", "mine", "--from", "data", "--region", "XX");
  expect(init.code).not.toBe(0);
  expect(init.err).toContain('"XX" is no country of phone numbers.');
  expect(existsSync(join(folder, "mine"))).toBe(false);
});

test("where no table can be taken, it says why of each, writes nothing and fails", async () => {
  const folder = await folderWith({ "data/plans.csv": plans, "data/empty.csv": "" });
  const init = await nexus(folder, "init", "--from", "data");
  expect(init).toMatchObject({ code: 1, out: "" });
  expect(init.err).toContain("No table can be taken: nothing is written.");
  expect(init.err).toContain("data/plans.csv is left out: no column is a time.");
  expect(init.err).toContain("data/empty.csv is left out: it cannot be read: A CSV file is empty");
  expect(await readdir(folder)).toEqual(["data"]);

  const json = await nexus(folder, "init", "--from", "data", "--json");
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({
    problems: [{ code: "not-found" }, { message: expect.stringContaining("empty.csv") }, { found: "id, name" }],
  });
});

test("a config that is there stays, whatever the data", async () => {
  const folder = await folderWith({ "nexus.config.ts": "export default 1;\n", "data/plans.csv": plans });
  const init = await nexus(folder, "init", "--from", "data");
  expect(init.code).not.toBe(0);
  expect(init.err).toContain("There is a nexus.config.ts already.");
  expect(await readFile(join(folder, "nexus.config.ts"), "utf8")).toBe("export default 1;\n");
});
