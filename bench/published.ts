/**
 * The question: how much dearer is the product than the least hand-written SQL and one union-find, on a world that others
 * have published numbers for? Five tables of two million rows, 1.2 million persons drawn uniformly, each with one e-mail,
 * one phone of ten digits and one loyalty id, which rows have in the shares below; a third of the addresses of the first two
 * tables in capitals; and in the fourth table a key of ten thousand values (one in two hundred rows) that must join nobody.
 * Out come the person of every row, and a row per person with its e-mail, phone and name.
 *
 *   node --import jiti/register bench/published.ts [rows a table] [rounds]
 *
 * Both sides run in turn, in processes of their own, and their partitions are held against each other.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { anonymousId, defineConfig, defineModel, defineSource, duckdb, email, id, phone, projectOf } from "nexus-cdp";
import { UnionFind } from "../src/kernels/union-find.ts";
import { workFolder } from "./world.ts";

const names = ["shop", "app", "store", "web", "support"] as const;
const shares = {
  email: [0.95, 0.85, 0.8, 0.65, 0.6],
  phone: [0.9, 0.8, 0.8, 0.3, 0.6],
  loyalty: [0.85, 0, 1, 0, 0.75],
} as const;

const [role, ...given] = process.argv.slice(2);
const isPart = role === "floor" || role === "product";
const rows = Number((isPart ? given[0] : role) ?? 2_000_000);
const folder = join(workFolder, `published-${rows}`);
const persons = Math.round(rows * 0.6);

async function opened(path = ":memory:") {
  const instance = await DuckDBInstance.create(path, { memory_limit: "4GB", threads: "2" });
  return instance.connect();
}

async function makeWorld(): Promise<void> {
  if (existsSync(folder)) return;
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const db = await opened();
  for (const [at, name] of names.entries()) {
    const chance = (salt: number, share: number) => `(hash(i * 16 + ${at * 1000 + salt}) % 1000) < ${share * 1000}`;
    const address = "'person' || p || '@' || ['mail', 'post', 'acme', 'beta'][1 + p % 4] || '.example'";
    const spelt =
      at < 2
        ? `case hash(i * 16 + 7) % 6 when 0 then upper(${address}) when 1 then 'P' || substr(${address}, 2) else ${address} end`
        : address;
    await db.run(`copy (
      select ${at * rows} + i as id, timestamp '2024-01-01' + to_seconds(cast(hash(i * 16 + ${at}) % 31536000 as integer)) as seen_at,
        case when ${chance(1, shares.email[at] ?? 0)} then ${spelt} end as email,
        case when ${chance(2, shares.phone[at] ?? 0)} then '+1' || (2012000000 + p * 5) end as phone,
        case when ${chance(3, shares.loyalty[at] ?? 0)} then 'L' || p end as loyalty_id,
        ${name === "web" ? `'k' || (hash(i * 16 + 9) % ${Math.ceil(rows / 200)})` : "cast(null as varchar)"} as visitor,
        'Person ' || p as name, p as truth
      from (select i, cast(hash(i * 16 + ${at * 1000 + 5}) % ${persons} as bigint) as p from range(${rows}) as t(i))
    ) to '${join(making, `${name}.parquet`)}' (format parquet)`);
  }
  db.closeSync();
  renameSync(making, folder);
}

/** The least that gives the same: three keys a row, one union-find, labels back. */
async function floor(): Promise<void> {
  const file = join(workFolder, "published-floor.duckdb");
  for (const left of [file, `${file}.wal`]) rmSync(left, { force: true });
  const started = performance.now();
  const db = await opened(file);
  const all = names
    .map(
      (name) =>
        `select id, seen_at, lower(email) as email, phone, loyalty_id, name from '${join(folder, `${name}.parquet`)}'`,
    )
    .join(" union all ");
  await db.run(`create table row_keys as ${all}`);
  await db.run(`create table keys as select row_number() over () - 1 as node, kind, said from (
    select distinct 'e' as kind, email as said from row_keys where email is not null
    union all select distinct 'p', phone from row_keys where phone is not null
    union all select distinct 'l', loyalty_id from row_keys where loyalty_id is not null)`);
  await db.run(`create table combinations as select row_number() over () as number, email, phone, loyalty_id from (
    select distinct email, phone, loyalty_id from row_keys)`);
  await db.run(`create table edges as select c.number, cast(coalesce(e.node, -1) as integer) as e, cast(coalesce(p.node, -1) as integer) as p, cast(coalesce(l.node, -1) as integer) as l
    from combinations as c left join keys as e on e.kind = 'e' and e.said = c.email
    left join keys as p on p.kind = 'p' and p.said = c.phone left join keys as l on l.kind = 'l' and l.said = c.loyalty_id`);
  const counted = await (await db.run("select count(*) from keys")).getRows();
  const found = new UnionFind(Number(counted[0]?.[0] ?? 0));
  const edges = await db.stream("select e, p, l from edges");
  for (;;) {
    const chunk = await edges.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const columns = [0, 1, 2].map((at) => (chunk.getColumnVector(at) as unknown as { items: Int32Array }).items);
    for (let row = 0; row < chunk.rowCount; row++) {
      let first = -1;
      for (const column of columns) {
        const node = column[row] as number;
        if (node < 0) continue;
        if (first < 0) first = node;
        else found.union(first, node);
      }
    }
  }
  await db.run("create table labels (node integer, component integer)");
  const appender = await db.createAppender("labels");
  for (let node = 0, size = Number(counted[0]?.[0] ?? 0); node < size; node++) {
    appender.appendInteger(node);
    appender.appendInteger(found.find(node));
    appender.endRow();
  }
  appender.closeSync();
  await db.run(`create table row_persons as select r.id, 'per_' || md5(cast(l.component as varchar)) as person_id
    from row_keys as r join combinations as c on c.email is not distinct from r.email and c.phone is not distinct from r.phone and c.loyalty_id is not distinct from r.loyalty_id
    join edges as e on e.number = c.number join labels as l on l.node = case when e.e >= 0 then e.e when e.p >= 0 then e.p else e.l end`);
  await db.run(`create table persons as select p.person_id as id, arg_max(r.email, r.seen_at) filter (r.email is not null) as email, arg_max(r.phone, r.seen_at) filter (r.phone is not null) as phone, arg_max(r.name, r.seen_at) as name
    from row_persons as p join row_keys as r on r.id = p.id group by p.person_id`);
  await db.run("checkpoint");
  said(started);
}

/** The same from a config. */
async function product(): Promise<void> {
  const file = join(workFolder, "published-product.duckdb");
  for (const left of [file, `${file}.wal`, `${file}.published`, `${file}.tmp`])
    rmSync(left, { recursive: true, force: true });
  const model = defineModel({
    entities: {
      person: {
        identifiers: { email: email(), phone: phone(), loyalty_id: id(), visitor: anonymousId() },
        traits: { name: "text" },
      },
    },
  });
  const sources = names.map((name) =>
    defineSource(model, name, {
      timezone: "UTC",
      tables: { rows: `${name}.parquet` },
      events: {
        seen: {
          from: "rows",
          id: "id",
          occurredAt: "seen_at",
          persons: [
            {
              role: "customer",
              identifiers: { email: "email", phone: "phone", loyalty_id: "loyalty_id", visitor: "visitor" },
              traits: { name: "name" },
            },
          ],
          columns: { row_id: "id" },
        },
      },
    }),
  );
  const started = performance.now();
  // The bar is of the whole process: beside DuckDB stands what finds the components, and the program itself.
  const warehouse = duckdb(file, { threads: 2, memoryLimit: "3GB" });
  const { steps } = await projectOf(defineConfig({ model, warehouse, sources }), folder).run({ horizon: "2026-01-01" });
  const slowest = [...steps].sort((a, b) => b.seconds - a.seconds).slice(0, 8);
  said(started, Object.fromEntries(slowest.map((step) => [step.id, step.seconds])));
}

function said(started: number, stages: object = {}): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1e6;
  console.log(
    JSON.stringify({ wall: (performance.now() - started) / 1000, cpu, rss: Math.round(maxRSS / 1024), stages }),
  );
}

/** How many pairs of a row's person differ between the two partitions, and from the truth. */
async function compared() {
  const db = await opened();
  await db.run(`attach '${join(workFolder, "published-floor.duckdb")}' as f (read_only)`);
  await db.run(`attach '${join(workFolder, "published-product.duckdb")}' as p (read_only)`);
  const rowsOf = names.map((name) => `select event_id, row_id from p.nexus_source.${name}_events`).join(" union all ");
  const answer = await db.run(`with matched as (
      select f.person_id as a, q.person_id as b from f.row_persons as f join (${rowsOf}) as e on cast(e.row_id as bigint) = f.id join p.nexus.person_participants as q on q.event_id = e.event_id)
    select (select count(*) from f.row_persons), (select count(*) from matched), (select count(distinct a) from matched), (select count(distinct b) from matched), (select count(*) from (select distinct a, b from matched))`);
  const [[floorRows, rowsInBoth, floorPersons, productPersons, pairs] = []] = (await answer.getRows()) as bigint[][];
  return {
    floorRows,
    rowsInBoth,
    floorPersons,
    productPersons,
    equal: floorPersons === pairs && productPersons === pairs,
  };
}

if (role === "floor") await floor();
else if (role === "product") await product();
else {
  await makeWorld();
  const rounds = Number(given[0] ?? 1);
  for (let round = 0; round < rounds; round++)
    for (const side of ["floor", "product"])
      console.log(
        side.padEnd(8),
        execFileSync(process.execPath, ["--import", "jiti/register", import.meta.filename, side, String(rows)], {
          encoding: "utf8",
        }).trim(),
      );
  console.log(await compared());
}
