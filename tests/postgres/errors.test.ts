import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { explainError } from "../../src/engines/postgres/errors.ts";
import { defineConfig, type Project, postgres, problemText } from "../../src/index.ts";
import { Random, seedOf } from "../oracle/random.ts";
import { asked } from "./server.ts";
import { problemsOf, Shop } from "./shop.ts";

/** Whatever goes wrong: a problem that says what happened, where and what to do, and nothing is half done. */
let shop: Shop;

beforeEach(async ({ skip }) => {
  const opened = await Shop.opened();
  if (typeof opened === "string") return skip(opened);
  shop = opened;
});

afterEach(async () => {
  await shop?.dropped();
});

const names = async (project: Project): Promise<readonly unknown[]> =>
  (await project.query("select name from nexus.persons order by name")).rows.flat();

/** What was published is there, and the next run does what the failed one could not. */
async function isWhole(): Promise<void> {
  expect(await names(shop.project())).toEqual(["Ana", "Bo"]);
  await shop.ask("insert into raw.orders values ('o3', '2025-03-03 09:00Z', 'cy@acme.example', 'Cy')");
  await shop.project().run();
  expect(await names(shop.project())).toEqual(["Ana", "Bo", "Cy"]);
  const left = await shop.ask(String.raw`select relname from pg_class where relname like '%\_\_next'`);
  expect(left).toEqual([]);
}

describe("a database that does not let us in", () => {
  test("for a wrong password, which is not told", async () => {
    const [problem, ...others] = await problemsOf(shop.project({ password: "s3cret-wrong" }).run());
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: "warehouse-unreadable",
      message: "The database does not let us in.",
      where: { path: `postgres://127.0.0.1:${shop.running.port}/${shop.database}` },
      found: 'password authentication failed for user "postgres"',
    });
    expect(problemText(problem as never)).not.toContain("s3cret");
  });

  test("for a host that nobody knows", async () => {
    const [problem] = await problemsOf(shop.project({ host: "nowhere.invalid" }).run());
    expect(problem).toMatchObject({ code: "warehouse-unreadable", message: "The host of the database is not known." });
    expect(problemText(problem as never)).not.toContain(shop.running.password);
  });

  test("for a port at which nobody answers", async () => {
    const [problem] = await problemsOf(shop.project({ port: 1 }).run());
    expect(problem).toMatchObject({ code: "warehouse-unreadable", message: "No database server answers there." });
  });

  test("for a database that is not there", async () => {
    const [problem] = await problemsOf(shop.project({ database: "nothing_here" }).run());
    expect(problem).toMatchObject({
      code: "warehouse-unreadable",
      message: "There is no such database.",
      found: 'database "nothing_here" does not exist',
    });
  });

  test("for an url that is none, without showing it", async () => {
    const [problem] = await problemsOf(shop.project({ url: "postgres://ana:s3cret@[host/db" }).run());
    expect(problem?.code).toMatch(/config-invalid|warehouse-unreadable/);
    expect(problemText(problem as never)).not.toContain("s3cret");
  });

  test("where nothing says which one is meant", async () => {
    const before = process.env["PGHOST"];
    delete process.env["PGHOST"];
    try {
      for (const url of [undefined, ""]) {
        const [problem] = await problemsOf(shop.project({ url }).run());
        expect(problem).toMatchObject({
          code: "config-invalid",
          message: "Nothing says where the PostgreSQL database is.",
        });
      }
    } finally {
      if (before !== undefined) process.env["PGHOST"] = before;
    }
  });
});

describe("a run that fails leaves what was published, and the next one finishes", () => {
  beforeEach(async () => {
    await shop.project().run();
  });

  /** Raw rows that take so many seconds to be read. */
  const slowRows = (seconds: number): Promise<unknown> =>
    shop.ask(
      `create view raw.slow as select o.* from raw.orders as o, lateral (select pg_sleep(${seconds}), o.id) as s where s.id = o.id`,
    );

  /** Stops the server's side of a run in the middle of a statement. */
  async function whileReading(act: (pid: number) => Promise<unknown>): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const [found] = await asked(
        `${shop.running.url}/postgres`,
        `select pid from pg_stat_activity where datname = '${shop.database}' and application_name = 'nexus' and wait_event = 'PgSleep'`,
      );
      if (found !== undefined) {
        await act(Number(found["pid"]));
        return;
      }
      await wait(25);
    }
    throw new Error("the run never came to the raw rows");
  }

  test("when its connection is cut", async () => {
    await slowRows(5);
    const running = problemsOf(shop.project({}, "raw.slow").run());
    await whileReading((pid) => asked(`${shop.running.url}/postgres`, `select pg_terminate_backend(${pid})`));
    const [problem] = await running;
    expect(problem).toMatchObject({
      code: "warehouse-unreadable",
      message: "The connection to the database was lost.",
      where: { step: "scan shop.ordered", path: `postgres://127.0.0.1:${shop.running.port}/${shop.database}` },
    });
    expect(problem?.hint).toMatch(/run again/);
    await isWhole();
    const runs = await shop.ask("select status from nexus_meta.runs order by run");
    expect(runs.map(({ status }) => status)).toEqual(["published", "killed", "published"]);
  });

  test("when its connection is cut at any time", async () => {
    const random = new Random(seedOf("cut connections"));
    for (let cut = 0; cut < 12; cut++) {
      await shop.ask(`insert into raw.orders values ('c${cut}', '2025-03-04 09:00Z', 'c${cut}@acme.example', 'C')`);
      const running = shop.project().run();
      const settled = running.then(
        () => "published",
        () => "failed",
      );
      await wait(random.between(0, 500));
      await asked(
        `${shop.running.url}/postgres`,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${shop.database}' and application_name = 'nexus'`,
      );
      await settled;
      // All of one run, whichever it is.
      const [seen = {}] = await shop.ask(
        "select (select count(*)::int from nexus.events) as events, (select count(*)::int from nexus.person_participants) as parts, (select count(*)::int from nexus_core.events) as core, (select sum(rows_kept)::int from nexus_meta.source_rows where run = (select max(run) from nexus_meta.runs where status = 'published')) as kept",
      );
      expect(new Set(Object.values(seen)).size, `seed ${random.seed}, ${JSON.stringify(seen)}`).toBe(1);
    }
    await shop.ask("delete from raw.orders where id like 'c%'", "drop schema nexus_source cascade");
    await shop.project().run();
    expect((await names(shop.project())).length).toBe(2);
    await isWhole();
  });

  test("when it is interrupted", async () => {
    await slowRows(5);
    const stop = new AbortController();
    const running = problemsOf(shop.project({}, "raw.slow").run({ signal: stop.signal }));
    await whileReading(async () => stop.abort());
    expect((await running)[0]).toMatchObject({ code: "interrupted" });
    await isWhole();
  });

  test("when a statement takes longer than it may", async () => {
    await slowRows(5);
    const [problem] = await problemsOf(shop.project({ statementTimeout: 0.3 }, "raw.slow").run());
    expect(problem).toMatchObject({
      code: "statement-failed",
      message: "A statement took longer than it may.",
      where: { step: "scan shop.ordered" },
    });
    expect(problem?.hint).toContain("statementTimeout");
    await isWhole();
  });

  test("when a user's own SQL fails", async () => {
    await shop.ask("create view raw.broken as select o.* from raw.orders as o where 1 / (length(o.id) - 2) > 0");
    const [problem] = await problemsOf(shop.project({}, "raw.broken").run());
    expect(problem).toMatchObject({
      code: "statement-failed",
      message: "division by zero",
      where: { step: "scan shop.ordered", table: "source.shop__ordered" },
    });
    await isWhole();
  });

  test("when another run is at it", async () => {
    await slowRows(1);
    const first = shop.project({}, "raw.slow").run();
    await whileReading(async () => {
      const [problem] = await problemsOf(shop.project().run());
      expect(problem).toMatchObject({ code: "warehouse-locked" });
      expect(problem?.message).toMatch(/^The warehouse is in use: a run from .+ writes the schemas "nexus"\.$/);
      // Whoever only reads need not wait.
      expect(await names(shop.project())).toEqual(["Ana", "Bo"]);
    });
    await first;
    await isWhole();
  });

  test("when something of the user's is built on a table whose columns change", async () => {
    await shop.ask("create view public.mine as select id, name from nexus.persons");
    await isWhole();
    await shop.ask("alter table nexus.persons add column extra text");
    const [problem] = await problemsOf(shop.project().run());
    expect(problem).toMatchObject({
      code: "statement-failed",
      message: "A table of ours has other columns now, and something of yours is built on it.",
      where: { step: "publish" },
    });
    expect(problem?.found).toContain("view mine depends on table nexus.persons");
    await shop.ask("drop view public.mine");
    await shop.project().run();
    expect(await names(shop.project())).toEqual(["Ana", "Bo", "Cy"]);
  });
});

describe("privileges", () => {
  const role = (): string => `${shop.database}_reader`;

  const as = (): { user: string; password: string } => ({ user: role(), password: "reader-secret" });

  beforeEach(async () => {
    await shop.ask(`create role ${role()} login password 'reader-secret'`);
  });

  test("a run needs the right to make schemas", async () => {
    const [problem] = await problemsOf(shop.project(as()).run());
    expect(problem).toMatchObject({
      code: "warehouse-unwritable",
      message: "The database user may not do that.",
      found: `permission denied for database ${shop.database}`,
      hint: `grant create on database ${shop.database} to …`,
    });
  });

  test("a run needs the right to read raw tables", async () => {
    await shop.ask(`grant create on database ${shop.database} to ${role()}`, `grant usage on schema raw to ${role()}`);
    const [problem] = await problemsOf(shop.project(as()).run());
    expect(problem).toMatchObject({
      code: "warehouse-unwritable",
      where: { source: "shop", table: "orders" },
      found: "permission denied for table orders",
      hint: "grant select on orders to …",
    });
    await shop.ask(`grant select on raw.orders to ${role()}`);
    await shop.project(as()).run();
    expect(await names(shop.project(as()))).toEqual(["Ana", "Bo"]);
  });

  test("readers keep what they were granted, run after run", async () => {
    await shop.project().run();
    await shop.ask(
      `grant usage on schema nexus, nexus_meta to ${role()}`,
      `grant select on all tables in schema nexus, nexus_meta to ${role()}`,
    );
    await shop.project().run();
    expect(await names(shop.project(as()))).toEqual(["Ana", "Bo"]);
  });

  test("a database that is read only takes no run", async () => {
    await shop.project().run();
    await shop.ask(`alter database ${shop.database} set default_transaction_read_only = on`);
    const [problem] = await problemsOf(shop.project().run());
    expect(problem).toMatchObject({
      code: "warehouse-unwritable",
      message: "The database takes no writes: it is a replica, or set to read only.",
    });
    expect(await names(shop.project())).toEqual(["Ana", "Bo"]);
  });
});

describe("questions", () => {
  test("find nothing before the first run", async () => {
    expect((await problemsOf(shop.project().query("select 1")))[0]).toMatchObject({ code: "not-run-yet" });
  });

  test("write nothing, and are stopped in time", async () => {
    const project = shop.project();
    await project.run();
    for (const question of [
      "delete from nexus.persons",
      "with gone as (delete from nexus.persons returning 1) select * from gone",
      "select 1; drop table nexus.persons",
      "explain analyze delete from nexus.persons",
      "select * into nexus.other from nexus.persons",
      "set transaction read write",
      "copy nexus.persons to program 'cat'",
    ])
      expect((await problemsOf(project.query(question)))[0], question).toMatchObject({ code: "query-refused" });
    const [late] = await problemsOf(project.query("select pg_sleep(30)", { seconds: 0.2 }));
    expect(late).toMatchObject({ code: "query-refused", message: "The query was stopped after 0.2 seconds." });
    expect(await names(project)).toEqual(["Ana", "Bo"]);
  });

  test("a mistake shows its place", async () => {
    await shop.project().run();
    const [problem] = await problemsOf(shop.project().query("select nam from nexus.persons"));
    expect(problem).toMatchObject({ code: "statement-failed", message: 'column "nam" does not exist' });
    expect(problem?.detail).toContain("select nam from nexus.persons\n       ^");
    expect(problem?.hint).toContain('"persons.name"');
  });
});

describe("what no test can bring about", () => {
  const how = { config: {}, label: "postgres://host:5432/db", isNamed: true, secrets: ["pa55word"] };
  const said = (code: string, message: string) => Object.assign(new Error(message), { code });

  test.each([
    ["53100", "could not extend file: No space left on device", "disk-full"],
    ["53200", "out of memory", "statement-failed"],
    ["57P01", "terminating connection due to administrator command", "warehouse-unreadable"],
    ["ECONNRESET", "read ECONNRESET", "warehouse-unreadable"],
    ["40P01", "deadlock detected", "warehouse-locked"],
    ["25006", "cannot execute INSERT in a read-only transaction", "warehouse-unwritable"],
  ])("%s %s", (code, message, expected) => {
    const problem = explainError(said(code, message), "insert into x select 1", how, "write");
    expect(problem.code).toBe(expected);
    expect(problem.found ?? problem.message).toBe(message);
    expect(problem.hint).toBeDefined();
  });

  test("a password in a statement or message is not shown", () => {
    const problem = explainError(said("XX000", "pa55word was wrong"), "select 'pa55word'", how, "write");
    expect(problemText(problem)).not.toContain("pa55word");
  });
});

test("settings that are none are told all at once", async () => {
  const definition = defineConfig({
    model: {} as never,
    sources: [],
    warehouse: { ...postgres({ host: "db" }), port: 0, pasword: "x", workMemory: "much" } as never,
  });
  const { validateConfig } = await import("../../src/config/validate.ts");
  const found = validateConfig(definition).map(({ where, message }) => `${where?.path}: ${message}`);
  expect(found).toContain('warehouse.pasword: Unknown setting "pasword".');
  expect(found.some((one) => one.startsWith("warehouse.port:"))).toBe(true);
  expect(found.some((one) => one.startsWith("warehouse.workMemory: A size is a number"))).toBe(true);
});
