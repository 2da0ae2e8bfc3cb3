import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Shop } from "./shop.ts";

/** What is visible when: everything of a run at once, and nobody has to wait. */
let shop: Shop;

beforeEach(async ({ skip }) => {
  const opened = await Shop.opened();
  if (typeof opened === "string") return skip(opened);
  shop = opened;
  await shop.project().run();
});

afterEach(async () => {
  await shop?.dropped();
});

const both =
  "select (select count(*)::int from nexus.events) as events, (select count(*)::int from nexus.person_participants) as parts, (select max(run)::int from nexus_meta.runs where status = 'published') as run";

async function reader(): Promise<Client> {
  const client = new Client({ connectionString: shop.url });
  await client.connect();
  return client;
}

test("readers see all of a run or nothing of it, and are never kept waiting", async () => {
  const client = await reader();
  await client.query("set lock_timeout = '20ms'");
  const seen = new Map<number, Set<string>>();
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      const [row] = (await client.query<{ events: number; parts: number; run: number }>(both)).rows;
      if (row === undefined) throw new Error("no row");
      seen.set(row.run, (seen.get(row.run) ?? new Set()).add(`${row.events} ${row.parts}`));
    }
  })();
  for (let more = 3; more < 7; more++) {
    await shop.ask(`insert into raw.orders values ('o${more}', '2025-03-03 09:00Z', 'c${more}@acme.example', 'C')`);
    await shop.project().run();
  }
  isOver = true;
  await reading;
  await client.end();
  expect([...seen].map(([run, found]) => [run, ...found])).toEqual(
    [...seen.keys()].map((run) => [run, `${run + 1} ${run + 1}`]),
  );
  expect(seen.size).toBeGreaterThan(2);
});

test("a reader in the middle of something goes on with what was there, and a run does not wait for it", async () => {
  const client = await reader();
  await client.query("begin isolation level repeatable read");
  expect((await client.query(both)).rows).toEqual([{ events: 2, parts: 2, run: 1 }]);
  await shop.ask("insert into raw.orders values ('o3', '2025-03-03 09:00Z', 'cy@acme.example', 'Cy')");
  await shop.project().run();
  expect((await client.query(both)).rows).toEqual([{ events: 2, parts: 2, run: 1 }]);
  await client.query("commit");
  expect((await client.query(both)).rows).toEqual([{ events: 3, parts: 3, run: 2 }]);
  await client.end();
});

test("tables keep what others have made of them", async () => {
  const identity =
    "select 'nexus.persons'::regclass::oid::int as persons, 'nexus_identity.resolved_person_identifiers'::regclass::oid::int as identifiers";
  await shop.ask(
    "create index mine on nexus.persons (name)",
    "create view public.people as select name from nexus.persons",
  );
  const before = await shop.ask(identity);
  await shop.project().run();
  expect(await shop.ask(identity)).toEqual(before);
  expect(await shop.ask("select name from public.people order by 1")).toEqual([{ name: "Ana" }, { name: "Bo" }]);
  expect(await shop.ask("select indexname from pg_indexes where tablename = 'persons' order by 1")).toEqual([
    { indexname: "mine" },
    { indexname: "persons_by_id" },
  ]);
});

test("only rows that differ are written", async () => {
  const tables = await shop.ask(
    "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema like 'nexus%' and table_schema <> 'nexus_meta' order by 1",
  );
  const names = tables.map(({ name }) => String(name)).filter((name) => !/_(domains|suffixes|codes)$/.test(name));
  const versions = async (): Promise<readonly string[]> => {
    const rows = names.map(
      (name) => `select '${name} ' || t.xmin || ' ' || t.ctid || ' ' || t::text as row from ${name} as t`,
    );
    return (await shop.ask(`${rows.join(" union all ")} order by 1`)).map(({ row }) => String(row));
  };
  const before = await versions();
  expect(names).toContain("nexus_identity.person_log");
  await shop.project().run();
  expect(await versions()).toEqual(before);

  await shop.ask(
    "update raw.orders set name = 'Anna' where id = 'o1'",
    "insert into raw.orders values ('o3', '2025-03-03 09:00Z', 'cy@acme.example', null)",
    "delete from nexus.persons where name = 'Bo'",
  );
  await shop.project().run();
  const after = new Set(await versions());
  const gone = before.filter((row) => !after.has(row)).map((row) => row.split(" ", 1)[0]);
  // Ana's name on its way from the raw row, and Bo's row, which is back.
  expect(gone).toEqual([
    "nexus.persons",
    "nexus.persons",
    "nexus_core.person_mentions",
    "nexus_identity.person_trait_values",
    "nexus_source.shop__ordered",
  ]);
  expect(await shop.ask("select name from nexus.persons order by name")).toEqual([
    { name: "Anna" },
    { name: "Bo" },
    { name: null },
  ]);
});
