/**
 * The floor: what does the least hand-written work cost that makes all outputs of layers 2 to 5 from the two Parquet
 * files of a world, persisted, closed and copied for readers? One fresh process; nothing generic, nothing kept for a
 * next run. The product's full build is measured against it.
 *
 *   npx jiti bench/floor.ts 1000000 [seed]   →  one line of JSON; bench/.work/floor-1000000-1.duckdb
 *
 * How it saves: raw identifiers become integers while the files are read (a dictionary per type comes first), so that
 * the kept rows, the evidence and everything up to the final tables is narrow. Node streams the evidence once and
 * collects, in typed arrays, the components and all that can be said of an identifier or entity by adding up: first
 * and last sighting, counts, the most recent raw value. The public tables of layers 2 to 4 are views over that.
 */
import { copyFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, INTEGER } from "@duckdb/node-api";
import { makeWorld, type World, workFolder } from "./world.ts";

/** What the product has, too: see `nexus.config.ts`. */
const settings = { threads: "2", memory_limit: "4GB", preserve_insertion_order: "false" };

type Numbers = Int32Array | Float64Array;

/** An identifier type of one entity type; its raw values are numbered from `offset` on. */
interface IdentifierType {
  readonly name: string;
  readonly strong: boolean;
  /** SQL over `raw`; without it the raw value is the identifier. Null is junk. */
  readonly normalize?: string;
  /** SQL over `normalized`: an identifier that is an entity of its own and never links. */
  readonly shared?: string;
  readonly columns: readonly { readonly source: "product" | "orders"; readonly column: string }[];
  offset: number;
  count: number;
}

const identifierType = (
  name: string,
  columns: { product?: string; orders?: string },
  rest: { strong?: boolean; normalize?: string; shared?: string } = {},
): IdentifierType => ({
  name,
  strong: true,
  ...rest,
  columns: (["product", "orders"] as const).flatMap((source) => {
    const column = columns[source];
    return column === undefined ? [] : [{ source, column }];
  }),
  offset: 0,
  count: 0,
});

const clean = "lower(trim(raw))";
const digits = "regexp_replace(raw, '[^0-9]', '', 'g')";

const personTypes = [
  identifierType(
    "email",
    { product: "email", orders: "customer_email" },
    {
      normalize: `CASE WHEN ${clean} NOT LIKE '%_@_%.__%' OR ${clean} = 'test@test.com' THEN NULL
        WHEN ${clean} LIKE '%@gmail.com' THEN replace(split_part(split_part(${clean}, '@', 1), '+', 1), '.', '') || '@gmail.com'
        ELSE ${clean} END`,
      shared: "split_part(normalized, '@', 1) IN ('info', 'support', 'sales', 'billing', 'admin', 'noreply')",
    },
  ),
  identifierType(
    "phone",
    { product: "phone", orders: "customer_phone" },
    {
      normalize: `CASE WHEN ltrim(${digits}, '0') = '' THEN NULL
        WHEN ${digits} LIKE '00%' AND length(${digits}) >= 10 THEN '+' || substr(${digits}, 3)
        WHEN raw LIKE '%+%' AND length(${digits}) >= 8 THEN '+' || ${digits}
        WHEN length(${digits}) = 11 AND ${digits} LIKE '1%' THEN '+' || ${digits}
        WHEN length(${digits}) = 10 THEN '+1' || ${digits} END`,
    },
  ),
  identifierType("user_id", { product: "user_id" }),
  identifierType("anonymous_id", { product: "anonymous_id" }, { strong: false }),
  identifierType("customer_id", { orders: "customer_id" }),
];

const groupTypes = [
  identifierType("domain", { product: "company_domain" }, { normalize: `regexp_replace(${clean}, '^www\\.', '')` }),
  identifierType("myshopify_domain", { orders: "shop_domain" }, { normalize: clean }),
];

const part = (text: string) => `'${text.length}:${text}'`;
const eventKey = (source: string, event: string, key: string) =>
  `md5(${part(source)} || ${part(event)} || length(${key}) || ':' || ${key})::UUID`;
/** The same 128 bits as text for people. */
const hex = (key: string) => `replace(${key}::VARCHAR, '-', '')`;
const eventIdOf = (key: string) => `'evt_' || ${hex(key)}`;

/** Which identifier of a mention stands for it: any that links, else one that is shared; a column `node` each. */
const representative = (names: readonly string[]) =>
  `coalesce(${names.map((name) => `${name}.linking`)}, ${names.map((name) => `${name}.node`)})`;

/** Runs the whole of it and says how long each stage took. */
export async function runFloor(world: World, file: string): Promise<Record<string, unknown>> {
  for (const path of [file, `${file}.wal`, `${file}.published`]) rmSync(path, { force: true });
  const started = performance.now();
  const seconds: Record<string, number> = {};
  const cpuSeconds: Record<string, number> = {};
  let lap = started;
  let cpuLap = process.cpuUsage();
  const stage = (name: string) => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(cpuLap);
    seconds[name] = Math.round(now - lap) / 1000;
    cpuSeconds[name] = Math.round((user + system) / 1000) / 1000;
    lap = now;
    cpuLap = process.cpuUsage();
  };

  const instance = await DuckDBInstance.create(file, { ...settings, temp_directory: `${file}.tmp` });
  const db = await instance.connect();
  const run = (sql: string) => db.run(sql);
  const files = { product: `'${world.product}'`, orders: `'${world.orders}'` };

  for (const type of [...personTypes, ...groupTypes]) await buildDictionary(db, type, files);
  numberFrom(personTypes);
  numberFrom(groupTypes);
  stage("dictionaries");

  await keepSources(db, files);
  stage("kept");
  await dropDuplicates(db);
  stage("deduplicated");

  await buildEvidence(db);
  stage("evidence");

  await resolve(db, "person", personTypes);
  await resolve(db, "group", groupTypes);
  stage("components");
  await mintEntities(db, "person", personTypes);
  await mintEntities(db, "group", groupTypes);
  stage("entities");

  await buildTraits(db);
  stage("traits");

  await run(`CREATE TABLE events AS
    SELECT ${eventIdOf("event_key")} AS id, occurred_at, replace(event, ' ', '_') AS type, event AS name, 'product' AS source,
      event || ' on ' || device AS description, revenue_cents / 100.0 AS value, currency AS value_unit, 1 AS significance
    FROM product_kept
    UNION ALL
    SELECT ${eventIdOf("event_key")}, occurred_at, 'order_placed', 'order placed', 'orders',
      items || ' items, ' || status, total_cents / 100.0, currency, 2 FROM orders_kept`);
  stage("events");

  const participants = (entity: string, role: string) => `
    CREATE TABLE ${entity}_participants AS
    SELECT 'prt_' || hex AS id, entity.id AS ${entity}_id, 'evt_' || hex AS event_id, '${role}' AS role, occurred_at
    FROM (SELECT ${hex("event_key")} AS hex, occurred_at, ${entity}_node FROM product_kept UNION ALL SELECT ${hex("event_key")}, occurred_at, ${entity}_node FROM orders_kept)
    JOIN ${entity}_nodes AS nodes ON node = ${entity}_node JOIN ${entity}_entities AS entity USING (entity)`;
  await run(participants("person", "actor"));
  stage("person_participants");
  await run(participants("group", "account"));
  stage("group_participants");

  await run(finalEntities("person", "persons", personTypes, ["name", "plan", "city"]));
  await run(finalEntities("group", "groups", groupTypes, ["name"]));
  stage("persons and groups");

  await run(`CREATE TABLE memberships AS
    SELECT 'mem_' || md5(person.id || grp.id) AS id, person.id AS person_id, grp.id AS group_id, role, since
    FROM (
      SELECT p.entity AS person, g.entity AS grp, min(role) AS role, min(occurred_at) AS since
      FROM membership_claims JOIN person_nodes AS p ON p.node = person_node JOIN group_nodes AS g ON g.node = group_node GROUP BY ALL
    ) JOIN person_entities AS person ON person.entity = person JOIN group_entities AS grp ON grp.entity = grp`);
  stage("memberships");

  await run(states);
  stage("states");

  await createViews(db);
  await run("CHECKPOINT");
  db.closeSync();
  instance.closeSync();
  stage("checkpoint and close");
  copyFileSync(file, `${file}.published`);
  stage("published copy");

  return {
    seconds,
    cpuSeconds,
    wall: Math.round(performance.now() - started) / 1000,
    rssMB: Math.round(process.resourceUsage().maxRSS / 1024),
    fileMB: Math.round(statSync(file).size / 1e6),
  };
}

/** Distinct raw values, numbered by position; where there is a normalizer, spellings of one identifier share a node. */
async function buildDictionary(db: DuckDBConnection, type: IdentifierType, files: Record<string, string>) {
  const mentioned = type.columns.map(({ source, column }) => `SELECT ${column} AS raw FROM ${files[source]}`);
  const distinct = `SELECT raw FROM (${mentioned.join(" UNION ALL ")}) WHERE raw IS NOT NULL GROUP BY raw`;
  if (type.normalize === undefined) {
    await db.run(`CREATE TABLE ${type.name}_dictionary AS ${distinct}`);
  } else {
    await db.run(`CREATE TEMP TABLE distinct_raw AS SELECT raw, ${type.normalize} AS normalized FROM (${distinct})`);
    await db.run(`CREATE TABLE ${type.name}_dictionary AS
      SELECT rowid::INT AS id, raw, normalized, min(rowid::INT) OVER (PARTITION BY normalized) AS spelling, ${type.shared ?? "false"} AS shared
      FROM distinct_raw`);
    await db.run("DROP TABLE distinct_raw");
  }
  const [row] = (await db.runAndReadAll(`SELECT count(*)::INT FROM ${type.name}_dictionary`)).getRows();
  type.count = Number(row?.[0]);
}

function numberFrom(types: readonly IdentifierType[]) {
  let offset = 0;
  for (const type of types) {
    type.offset = offset;
    offset += type.count;
  }
}

/** The dictionary of a type in one shape: `id`, `raw`, `normalized`, `node` (null = junk), `linking` (null = shared or junk). */
const dictionary = ({ name, offset, normalize }: IdentifierType) =>
  normalize === undefined
    ? `(SELECT (rowid + ${offset})::INT AS id, raw, raw AS normalized, (rowid + ${offset})::INT AS node, (rowid + ${offset})::INT AS linking FROM ${name}_dictionary)`
    : `(SELECT id + ${offset} AS id, raw, normalized, CASE WHEN normalized IS NOT NULL THEN spelling + ${offset} END AS node,
        CASE WHEN normalized IS NOT NULL AND NOT shared THEN spelling + ${offset} END AS linking FROM ${name}_dictionary)`;

const joinDictionaries = (source: string) =>
  [...personTypes, ...groupTypes]
    .flatMap((type) =>
      type.columns.filter((column) => column.source === source).map(({ column }) => ({ type, column })),
    )
    .map(({ type, column }) => `LEFT JOIN ${dictionary(type)} AS ${type.name} ON ${type.name}.raw = source.${column}`)
    .join("\n");

/** Layer 2: one wide table per source, its identifiers as numbers of raw values. */
async function keepSources(db: DuckDBConnection, files: Record<"product" | "orders", string>) {
  await db.run(`CREATE TABLE set_aside AS
    SELECT 'product' AS source, CASE WHEN message_id IS NULL THEN 'no id' ELSE 'no time' END AS reason, to_json(p)::VARCHAR AS row
      FROM ${files.product} AS p WHERE message_id IS NULL OR occurred_at IS NULL
    UNION ALL
    SELECT 'orders', CASE WHEN order_id IS NULL THEN 'no id' ELSE 'no time' END, to_json(o)::VARCHAR
      FROM ${files.orders} AS o WHERE order_id IS NULL OR created_at IS NULL`);
  await db.run(`CREATE TABLE product_kept AS
    SELECT ${eventKey("product", "event", "message_id")} AS event_key, occurred_at, loaded_at AS _ingested_at, event, device, revenue_cents, currency,
      email.id AS email, phone.id AS phone, user_id.id AS user_id, anonymous_id.id AS anonymous_id, domain.id AS domain,
      ${representative(["email", "phone", "user_id", "anonymous_id"]).replaceAll(/(user_id|anonymous_id)\.linking/g, "$1.id")} AS person_node,
      domain.node AS group_node, full_name AS name, plan, seats, company_name
    FROM ${files.product} AS source ${joinDictionaries("product")}
    WHERE message_id IS NOT NULL AND occurred_at IS NOT NULL`);
  await db.run(`CREATE TABLE orders_kept AS
    SELECT ${eventKey("orders", "order", "order_id::VARCHAR")} AS event_key, created_at AS occurred_at, synced_at AS _ingested_at, order_id, status, items, total_cents, currency,
      email.id AS email, phone.id AS phone, customer_id.id AS customer_id, myshopify_domain.id AS myshopify_domain,
      ${representative(["email", "phone", "customer_id"])} AS person_node,
      myshopify_domain.node AS group_node, customer_name AS name, city, shop_name
    FROM ${files.orders} AS source ${joinDictionaries("orders")}
    WHERE order_id IS NOT NULL AND created_at IS NOT NULL`);
}

/** Of rows with one event id the newest ingested wins. Rare, so the losers are deleted afterwards. */
async function dropDuplicates(db: DuckDBConnection) {
  for (const table of ["product_kept", "orders_kept"])
    await db.run(`DELETE FROM ${table} WHERE rowid IN (
      SELECT rowid FROM ${table} WHERE event_key IN (SELECT event_key FROM ${table} GROUP BY event_key HAVING count(*) > 1)
      QUALIFY row_number() OVER (PARTITION BY event_key ORDER BY _ingested_at DESC) > 1)`);
}

/** Distinct combinations of raw values. The first mention of one is a lookup (see the view), not stored: only minting asks. */
async function buildEvidence(db: DuckDBConnection) {
  const sightings = "min(occurred_at) AS first_seen_at, max(occurred_at) AS last_seen_at, count(*)::INT AS mentions";
  await db.run(`CREATE TABLE person_evidence AS
    SELECT email, phone, user_id, anonymous_id, customer_id, ${sightings} FROM (
      SELECT email, phone, user_id, anonymous_id, NULL::INT AS customer_id, occurred_at FROM product_kept
      UNION ALL SELECT email, phone, NULL, NULL, customer_id, occurred_at FROM orders_kept)
    WHERE coalesce(email, phone, user_id, anonymous_id, customer_id) IS NOT NULL GROUP BY ALL`);
  await db.run(`CREATE TABLE group_evidence AS
    SELECT domain, myshopify_domain, ${sightings} FROM (
      SELECT domain, NULL::INT AS myshopify_domain, occurred_at FROM product_kept
      UNION ALL SELECT NULL, myshopify_domain, occurred_at FROM orders_kept)
    WHERE coalesce(domain, myshopify_domain) IS NOT NULL GROUP BY ALL`);
}

/** A whole column vector as the typed array that it is (2048 long, of which `rowCount` count; the query leaves no nulls). */
const itemsOf = <T extends Numbers>(chunk: DuckDBDataChunk, column: number) =>
  (chunk.getColumnVector(column) as unknown as { readonly items: T }).items;

async function append(db: DuckDBConnection, table: string, columns: readonly Numbers[], length: number) {
  const appender = await db.createAppender(table);
  const types = columns.map((column) => (column instanceof Int32Array ? INTEGER : DOUBLE));
  await db.run("BEGIN");
  for (let from = 0; from < length; from += 2048) {
    const size = Math.min(2048, length - from);
    const chunk = DuckDBDataChunk.create(types, size);
    for (const [i, column] of columns.entries()) {
      itemsOf(chunk, i).set(column.subarray(from, from + size));
      chunk.getColumnVector(i).flush();
    }
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  await db.run("COMMIT");
}

function find(parent: Int32Array, node: number): number {
  let at = node;
  for (let up = parent[at] as number; up !== at; up = parent[at] as number) {
    const above = parent[up] as number;
    parent[at] = above;
    at = above;
  }
  return at;
}

/** Exact components of the evidence, with all that adds up over identifiers and entities. */
async function resolve(db: DuckDBConnection, entityType: string, types: readonly IdentifierType[]) {
  const total = types.reduce((sum, type) => sum + type.count, 0);
  const nodeOf = new Int32Array(total);
  const parent = new Int32Array(total);
  for (let id = 0; id < total; id++) nodeOf[id] = parent[id] = id;
  const shared = new Uint8Array(total);
  for (const type of types.filter(({ normalize }) => normalize !== undefined)) {
    const rows = await db.stream(`SELECT id, coalesce(node, -1), (linking IS NULL)::INT FROM ${dictionary(type)}`);
    for await (const chunk of rows) {
      const [ids, nodes, flags] = [0, 1, 2].map((column) => itemsOf<Int32Array>(chunk, column)) as [
        Int32Array,
        Int32Array,
        Int32Array,
      ];
      for (let row = 0; row < chunk.rowCount; row++) {
        const id = ids[row] as number;
        nodeOf[id] = nodes[row] as number;
        shared[id] = flags[row] as number;
      }
    }
  }

  // what is summed over one node lies side by side, because the visits are at random: first, last, mentions, raw value's last
  const sums = new Float64Array(4 * total);
  for (let at = 0; at < sums.length; at += 4) sums[at] = Infinity;
  const nodeFirst = (node: number) => sums[4 * node] as number;
  const nodeLast = (node: number) => sums[4 * node + 1] as number;
  const nodeMentions = (node: number) => sums[4 * node + 2] as number;
  const rawLast = (id: number) => sums[4 * id + 3] as number;
  const represented = new Int32Array(total);
  const evidence = await db.stream(`SELECT ${types.map(({ name }) => `coalesce(${name}, -1)`)},
    epoch_us(first_seen_at)::DOUBLE, epoch_us(last_seen_at)::DOUBLE, mentions FROM ${entityType}_evidence`);
  for await (const chunk of evidence) {
    const columns = types.map((_, column) => itemsOf<Int32Array>(chunk, column));
    const firsts = itemsOf<Float64Array>(chunk, types.length);
    const lasts = itemsOf<Float64Array>(chunk, types.length + 1);
    const counts = itemsOf<Int32Array>(chunk, types.length + 2);
    const rows = chunk.rowCount;
    for (let row = 0; row < rows; row++) {
      const first = firsts[row] as number;
      const last = lasts[row] as number;
      const count = counts[row] as number;
      let root = -1;
      let alone = -1;
      for (let column = 0; column < columns.length; column++) {
        const id = (columns[column] as Int32Array)[row] as number;
        if (id < 0) continue;
        const node = nodeOf[id] as number;
        if (node < 0) continue;
        const at = 4 * node;
        if (last > (sums[4 * id + 3] as number)) sums[4 * id + 3] = last;
        if (first < (sums[at] as number)) sums[at] = first;
        if (last > (sums[at + 1] as number)) sums[at + 1] = last;
        sums[at + 2] = (sums[at + 2] as number) + count;
        if (shared[node]) alone = node;
        else if (root < 0) root = find(parent, node);
        else {
          const other = find(parent, node);
          if (other < root) {
            parent[root] = other;
            root = other;
          } else parent[other] = root;
        }
      }
      const stands = root < 0 ? alone : root;
      if (stands >= 0) represented[stands] = (represented[stands] as number) + count;
    }
  }

  // the nodes that were seen, with their entities numbered from 0; a root is the least of its component, so it comes first
  const nodes = new Int32Array(total);
  const entityOf = new Int32Array(total);
  let nodeCount = 0;
  let entityCount = 0;
  for (let node = 0; node < total; node++) {
    if (nodeOf[node] !== node || nodeMentions(node) === 0) continue;
    const root = find(parent, node);
    entityOf[node] = root === node ? entityCount++ : (entityOf[root] as number);
    nodes[nodeCount++] = node;
  }
  const firsts = new Float64Array(entityCount).fill(Infinity);
  const lasts = new Float64Array(entityCount);
  const counts = new Int32Array(entityCount);
  const identified = new Int32Array(entityCount);
  const current = types.map(() => new Int32Array(entityCount).fill(-1));
  for (const [position, type] of types.entries()) {
    const best = current[position] as Int32Array;
    for (let id = type.offset; id < type.offset + type.count; id++) {
      const node = nodeOf[id] as number;
      if (node < 0 || nodeMentions(node) === 0) continue;
      const entity = entityOf[node] as number;
      if (node === id) {
        if (type.strong) identified[entity] = 1;
        counts[entity] = (counts[entity] as number) + (represented[id] as number);
      }
      const rival = best[entity] as number;
      if (rawLast(id) > 0 && (rival < 0 || rawLast(id) > rawLast(rival))) best[entity] = id;
    }
  }
  for (let i = 0; i < nodeCount; i++) {
    const node = nodes[i] as number;
    const entity = entityOf[node] as number;
    if (nodeFirst(node) < (firsts[entity] as number)) firsts[entity] = nodeFirst(node);
    if (nodeLast(node) > (lasts[entity] as number)) lasts[entity] = nodeLast(node);
  }

  const gather = <T extends Numbers>(into: T, value: (node: number) => number): T => {
    for (let i = 0; i < nodeCount; i++) into[i] = value(nodes[i] as number);
    return into;
  };
  const bornWith = new Int32Array(nodeCount);
  for (let i = 0; i < nodeCount; i++)
    bornWith[i] = nodeFirst(nodes[i] as number) === firsts[entityOf[nodes[i] as number] as number] ? 1 : 0;
  await db.run(
    `CREATE TABLE ${entityType}_nodes (node INT, entity INT, first_us DOUBLE, last_us DOUBLE, mentions INT, born_with INT)`,
  );
  await append(
    db,
    `${entityType}_nodes`,
    [
      nodes,
      gather(new Int32Array(nodeCount), (node) => entityOf[node] as number),
      gather(new Float64Array(nodeCount), nodeFirst),
      gather(new Float64Array(nodeCount), nodeLast),
      gather(new Int32Array(nodeCount), nodeMentions),
      bornWith,
    ],
    nodeCount,
  );
  const entities = Int32Array.from({ length: entityCount }, (_, entity) => entity);
  await db.run(`CREATE TEMP TABLE ${entityType}_unborn (entity INT, first_us DOUBLE, last_us DOUBLE, event_count INT, identified INT,
    ${types.map(({ name }) => `${name} INT`)})`);
  await append(db, `${entityType}_unborn`, [entities, firsts, lasts, counts, identified, ...current], entityCount);
}

/** An entity's id comes from its first mention and the position of its identifier there. Every id is an alias of itself. */
async function mintEntities(db: DuckDBConnection, entityType: string, types: readonly IdentifierType[]) {
  const position = types.map(({ offset, count }, i) => `WHEN node < ${offset + count} THEN ${i}`).join(" ");
  const mentions = (["product", "orders"] as const).map(
    (source) => `SELECT ${entityType}_node AS node, occurred_at, event_key FROM ${source}_kept`,
  );
  // a shared identifier beside one that links stands for no mention, so it is looked up by its own column
  for (const type of types.filter(({ shared }) => shared !== undefined))
    for (const { source } of type.columns)
      mentions.push(`SELECT d.node, occurred_at, event_key FROM ${source}_kept JOIN ${dictionary(type)} AS d ON d.id = ${type.name}
        WHERE d.node IS NOT NULL AND d.linking IS NULL AND d.node <> ${entityType}_node`);
  const prefix = entityType.slice(0, 3).replace("gro", "grp");
  await db.run(`CREATE TABLE ${entityType}_entities AS
    WITH first_mention AS (
      SELECT entity, min({ event_key: event_key, position: CASE ${position} END }) AS born
      FROM (${mentions.join(" UNION ALL ")})
      JOIN (SELECT node, entity, make_timestamp(first_us::BIGINT) AS occurred_at FROM ${entityType}_nodes WHERE born_with = 1) USING (node, occurred_at)
      GROUP BY entity
    )
    SELECT entity, '${prefix}_' || md5(${part(entityType)} || ${eventIdOf("born.event_key")} || born.position) AS id, born.event_key AS born_by, unborn.* EXCLUDE (entity)
    FROM ${entityType}_unborn AS unborn JOIN first_mention USING (entity)`);
  await db.run(`CREATE TABLE ${entityType}_log AS
    SELECT 1 AS run_number, current_timestamp::TIMESTAMP AS logged_at, node, entity, CASE born_with WHEN 1 THEN 'birth' ELSE 'accretion' END AS kind FROM ${entityType}_nodes`);
  await db.run(`DROP TABLE ${entityType}_unborn`);
}

/** A row per entity, trait and value; the value seen last is current, ties by event id. */
async function buildTraits(db: DuckDBConnection) {
  const traits = {
    person: { name: ["product.name", "orders.name"], plan: ["product.plan"], city: ["orders.city"] },
    group: { name: ["product.company_name", "orders.shop_name"] },
  };
  for (const [entityType, columns] of Object.entries(traits)) {
    const values = Object.entries(columns).map(([trait, places]) => {
      const seen = places.map((place) => {
        const [source, column] = place.split(".");
        return `SELECT ${entityType}_node AS node, ${column} AS value, occurred_at, event_key, '${source}' AS source FROM ${source}_kept
          WHERE ${column} IS NOT NULL`;
      });
      return `SELECT entity, '${trait}' AS trait, value, min(occurred_at) AS first_occurred_at,
          max({ seen: occurred_at, event_key: event_key, source: source }) AS last
        FROM (${seen.join(" UNION ALL ")}) JOIN ${entityType}_nodes USING (node) GROUP BY entity, value`;
    });
    await db.run(`CREATE TABLE ${entityType}_traits AS
      SELECT entity, trait, value, first_occurred_at, last.seen AS occurred_at, last.event_key, last.source,
        row_number() OVER (PARTITION BY entity, trait ORDER BY last DESC) = 1 AS is_current
      FROM (${values.join(" UNION ALL ")})`);
  }
  await db.run(`CREATE VIEW membership_claims AS
    SELECT event_key, occurred_at, person_node, group_node, 'member' AS role, 'product' AS source FROM product_kept WHERE person_node IS NOT NULL AND group_node IS NOT NULL
    UNION ALL
    SELECT event_key, occurred_at, person_node, group_node, 'customer', 'orders' FROM orders_kept WHERE person_node IS NOT NULL AND group_node IS NOT NULL`);
}

const finalEntities = (
  entityType: string,
  table: string,
  types: readonly IdentifierType[],
  traits: readonly string[],
) => `
  CREATE TABLE ${table} AS
  SELECT entity.id, ${types.map(({ name }) => `trim(${name}.raw::VARCHAR) AS ${name}`)}, ${traits.map((trait) => `${trait}_trait.value AS ${trait}`)},
    identified = 1 AS is_identified, make_timestamp(first_us::BIGINT) AS first_seen_at, make_timestamp(last_us::BIGINT) AS last_seen_at, event_count
  FROM ${entityType}_entities AS entity
  ${types.map((type) => `LEFT JOIN ${dictionary(type)} AS ${type.name} ON ${type.name}.id = entity.${type.name}`).join("\n")}
  ${traits
    .map(
      (trait) =>
        `LEFT JOIN (SELECT entity, value FROM ${entityType}_traits WHERE trait = '${trait}' AND is_current) AS ${trait}_trait USING (entity)`,
    )
    .join("\n")}`;

/** Half-open intervals of a person's billing and plan; of neighbours with one value the first stands. */
const states = `
  CREATE TABLE states AS
  WITH changes AS (
    SELECT entity, 'billing_lifecycle' AS state_name, CASE event WHEN 'subscription started' THEN 'active' ELSE 'cancelled' END AS state_value, occurred_at, event_key
      FROM product_kept JOIN person_nodes ON node = person_node WHERE event IN ('subscription started', 'subscription cancelled')
    UNION ALL
    SELECT entity, 'plan', plan, occurred_at, event_key FROM product_kept JOIN person_nodes ON node = person_node WHERE event = 'plan changed' AND plan IS NOT NULL
  ),
  entered AS (
    SELECT * FROM changes
    QUALIFY state_value IS DISTINCT FROM lag(state_value) OVER (PARTITION BY entity, state_name ORDER BY occurred_at, state_value, event_key)
  ),
  intervals AS (
    SELECT *, lead(occurred_at) OVER (PARTITION BY entity, state_name ORDER BY occurred_at, state_value, event_key) AS state_exited_at FROM entered
  )
  SELECT 'sta_' || ${hex("event_key")} AS id, 'person' AS entity_type, entities.id AS entity_id, state_name, state_value,
    occurred_at AS state_entered_at, state_exited_at, state_exited_at IS NULL AS is_current, 'product' AS source, ${eventIdOf("event_key")} AS event_id
  FROM intervals JOIN person_entities AS entities USING (entity)`;

/** The public shape of layers 2 to 4. */
async function createViews(db: DuckDBConnection) {
  const raw = (types: readonly IdentifierType[], from: string) =>
    types
      .map((type) => `LEFT JOIN ${dictionary(type)} AS ${type.name} ON ${type.name}.id = ${from}.${type.name}`)
      .join(" ");
  const typesOf = (source: string, types: readonly IdentifierType[]) =>
    types.filter((type) => type.columns.some((column) => column.source === source));
  const sources = {
    product: { traits: "name, plan", groupTraits: "company_name AS name, seats" },
    orders: { traits: "name, city", groupTraits: "shop_name AS name" },
  };
  for (const [source, { traits, groupTraits }] of Object.entries(sources)) {
    await db.run(`CREATE VIEW ${source}_events AS
      SELECT events.*, kept.* EXCLUDE (event_key, occurred_at) FROM events JOIN ${source}_kept AS kept ON events.id = ${eventIdOf("event_key")}`);
    for (const [entityType, types, columns] of [
      ["person", typesOf(source, personTypes), traits],
      ["group", typesOf(source, groupTypes), groupTraits],
    ] as const) {
      await db.run(`CREATE VIEW ${source}_${entityType}_identifiers AS
        SELECT ${eventIdOf("event_key")} AS id, ${eventIdOf("event_key")} AS event_id, ${types.map(({ name }) => `${name}.raw::VARCHAR AS ${name}`)}, occurred_at, '${source}' AS source, _ingested_at
        FROM ${source}_kept AS kept ${raw(types, "kept")}`);
      await db.run(`CREATE VIEW ${source}_${entityType}_traits AS
        SELECT ${eventIdOf("event_key")} AS id, ${eventIdOf("event_key")} AS event_id, ${columns}, occurred_at, '${source}' AS source, _ingested_at FROM ${source}_kept`);
    }
  }
  for (const [entityType, types] of [
    ["person", personTypes],
    ["group", groupTypes],
  ] as const) {
    const identifiers = types.map(
      (type) =>
        `SELECT '${type.name}' AS identifier_type, raw::VARCHAR AS raw_value, normalized::VARCHAR AS identifier_value, id, node FROM ${dictionary(type)}`,
    );
    await db.run(`CREATE VIEW ${entityType}_dictionary AS ${identifiers.join(" UNION ALL ")}`);
    await db.run(`CREATE VIEW resolved_${entityType}_identifiers AS
      SELECT identifier_type, identifier_value, e.id AS ${entityType}_id, make_timestamp(n.first_us::BIGINT) AS first_seen_at,
        make_timestamp(n.last_us::BIGINT) AS last_seen_at, n.mentions
      FROM ${entityType}_nodes AS n JOIN ${entityType}_dictionary AS d ON d.id = n.node JOIN ${entityType}_entities AS e USING (entity)`);
    await db.run(`CREATE VIEW resolved_${entityType}_traits AS
      SELECT e.id AS ${entityType}_id, trait AS trait_name, value AS trait_value, occurred_at, first_occurred_at, source, ${eventIdOf("event_key")} AS event_id, is_current
      FROM ${entityType}_traits JOIN ${entityType}_entities AS e USING (entity)`);
  }
  for (const [entityType, types] of [
    ["person", personTypes],
    ["group", groupTypes],
  ] as const) {
    const mentioned = ["product", "orders"].map((source) => {
      const own = new Set(typesOf(source, types));
      return `SELECT ${types.map((type) => (own.has(type) ? type.name : `NULL::INT AS ${type.name}`))}, occurred_at, event_key FROM ${source}_kept`;
    });
    await db.run(`CREATE VIEW ${entityType}_evidence_with_first_mention AS
      SELECT e.*, ${eventIdOf("min(event_key)")} AS first_mention FROM ${entityType}_evidence AS e JOIN (${mentioned.join(" UNION ALL ")}) AS m
        ON m.occurred_at = e.first_seen_at AND ${types.map(({ name }) => `m.${name} IS NOT DISTINCT FROM e.${name}`).join(" AND ")} GROUP BY ALL`);
  }
  await db.run(`CREATE VIEW resolved_membership_identifiers AS
    SELECT ${eventIdOf("c.event_key")} AS id, ${eventIdOf("c.event_key")} AS membership_identifier_id, p.id AS person_id, g.id AS group_id, role
    FROM membership_claims AS c JOIN person_nodes AS pn ON pn.node = person_node JOIN person_entities AS p ON p.entity = pn.entity
    JOIN group_nodes AS gn ON gn.node = group_node JOIN group_entities AS g ON g.entity = gn.entity`);
  await db.run(`CREATE VIEW identity_log AS
    SELECT run_number, logged_at, 'person' AS entity_type, e.id AS entity_id, d.identifier_type, d.identifier_value, kind
      FROM person_log AS l JOIN person_entities AS e USING (entity) JOIN person_dictionary AS d ON d.id = l.node
    UNION ALL
    SELECT run_number, logged_at, 'group', e.id, d.identifier_type, d.identifier_value, kind
      FROM group_log AS l JOIN group_entities AS e USING (entity) JOIN group_dictionary AS d ON d.id = l.node`);
  await db.run(`CREATE VIEW entity_aliases AS
    SELECT id AS alias_id, id AS entity_id, NULL::VARCHAR AS kind, true AS is_primary FROM person_entities
    UNION ALL SELECT id, id, NULL, true FROM group_entities`);
}

/**
 * A hash of the partition that knows neither ids nor order: every identifier is hashed with the least of its entity.
 * @param resolved a relation with `identifier_type`, `identifier_value`, `person_id`
 */
export const partitionHash = (resolved: string): string => `
  WITH hashed AS (SELECT person_id, md5(identifier_type || ':' || identifier_value) AS h FROM ${resolved} WHERE person_id IS NOT NULL),
  least AS (SELECT person_id, min(h) AS l FROM hashed GROUP BY person_id)
  SELECT (sum(md5_number_lower(h || l)::HUGEINT) % 18446744073709551616)::VARCHAR AS partition FROM hashed JOIN least USING (person_id)`;

/** Counts of the outputs and the hash of the partition: looked at afterwards, outside the measured time. */
export async function describeFloor(file: string): Promise<Record<string, unknown>> {
  const instance = await DuckDBInstance.create(file, { ...settings, access_mode: "READ_ONLY" });
  const db = await instance.connect();
  const value = async (sql: string) => (await db.runAndReadAll(sql)).getRowsJson()[0]?.[0];
  const rows: Record<string, number> = {};
  for (const table of [
    "product_kept",
    "orders_kept",
    "set_aside",
    "person_evidence",
    "group_evidence",
    "person_nodes",
    "group_nodes",
    "person_traits",
    "group_traits",
    "membership_claims",
    "events",
    "persons",
    "groups",
    "memberships",
    "person_participants",
    "group_participants",
    "states",
  ])
    rows[table] = Number(await value(`SELECT count(*) FROM ${table}`));
  const partition = await value(partitionHash("resolved_person_identifiers"));
  db.closeSync();
  instance.closeSync();
  return { rows, partition };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [rows, seed] = [Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 1)];
  const file = join(workFolder, `floor-${rows}-${seed}.duckdb`);
  const measured = await runFloor(await makeWorld(rows, seed), file);
  console.log(JSON.stringify({ events: rows, ...measured, ...(await describeFloor(file)) }));
}
