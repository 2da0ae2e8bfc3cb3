/**
 * The world of a company, made up: product events and shop orders of persons who have several e-mails, phones and
 * devices, written the way real systems write them. Everything is a hash of the row number, so that one size and one
 * seed always give the same files.
 *
 *   npx jiti bench/world.ts 1000000 [seed]   →  bench/.work/world-1000000-1/{product,orders,truth}.parquet
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";

export interface World {
  readonly product: string;
  readonly orders: string;
  /** `identifier_type`, `identifier_value` (normalized), `person`: what each person owns; hubs and role accounts are nobody's. */
  readonly truth: string;
}

export const workFolder = join(dirname(fileURLToPath(import.meta.url)), ".work");

const firstNames =
  "Ada,Ben,Carla,Dan,Eve,Finn,Grace,Hugo,Ines,Jack,Kira,Liam,Maya,Noah,Olga,Paul,Quinn,Rosa,Sam,Tara,Uma,Vera,Will,Yara";
const lastNames =
  "Ahmed,Brown,Chen,Diaz,Evans,Fischer,Garcia,Hansen,Ito,Jones,Khan,Lopez,Meyer,Novak,Okafor,Patel,Rossi,Smith,Tran,Weber";
const cities =
  "Austin,Berlin,Chicago,Denver,Lisbon,London,Madrid,Miami,New York,Oslo,Paris,Portland,Rome,Seattle,Tokyo,Toronto";
const areaCodes = "212,213,305,312,404,408,415,425,503,512,602,617,646,650,702,713,718,720,773,818";
const eventNames =
  "page viewed,page viewed,page viewed,page viewed,logged in,logged in,report opened,report exported,search done,file uploaded,comment added,invite sent,settings saved,signed up,subscription started,subscription cancelled,plan changed";
const junk = ["n/a", "", "null", " ", "test@test.com", "N/A", "none"];

const list = (names: string) => `[${names.split(",").map((name) => `'${name}'`)}]`;
const pick = (names: string, h: string) => `${list(names)}[1 + (${h}) % ${names.split(",").length}]`;

/** Each macro takes a person `p` (or a company `c`, or a row `i`) and says one thing about it. */
const macros = (seed: number, persons: number, companies: number) => `
  CREATE MACRO h(x, salt) AS (hash(x * 128 + salt + ${BigInt(seed) << 44n}) >> 1)::BIGINT;
  CREATE MACRO chance(x, salt, per_thousand) AS h(x, salt) % 1000 < per_thousand;
  -- the square of a uniform number: a few persons do very much, most do little
  CREATE MACRO person_of(i) AS least(floor(${persons} * pow((h(i, 1) % 1000000007) / 1000000007.0, 2))::BIGINT, ${persons - 1});
  CREATE MACRO first_name(p) AS ${pick(firstNames, "h(p, 10)")};
  CREATE MACRO last_name(p) AS ${pick(lastNames, "h(p, 11)")};
  CREATE MACRO has_company(p) AS chance(p, 12, 600);
  CREATE MACRO company_of(p) AS h(p, 13) % ${companies};
  CREATE MACRO shop_of(p) AS h(p, 14) % ${Math.max(1, Math.floor(companies / 10))};
  CREATE MACRO domain_of(c) AS lower(${pick(lastNames, "h(c, 15)")}) || '-' || c || '.com';
  CREATE MACRO email_count(p) AS 1 + chance(p, 16, 300)::INT + chance(p, 17, 120)::INT;
  CREATE MACRO phone_count(p) AS chance(p, 18, 600)::INT + chance(p, 19, 150)::INT;
  CREATE MACRO device_count(p) AS 1 + h(p, 20) % 4;
  CREATE MACRO has_user(p) AS chance(p, 21, 650);
  CREATE MACRO has_customer(p) AS chance(p, 22, 600);
  CREATE MACRO user_id(p) AS 'user_' || (p * 7919 % 1000003 + p * 1000003);
  CREATE MACRO customer_id(p) AS 7000000000 + p * 13;
  CREATE MACRO email(p, k) AS CASE
    WHEN k = 0 AND has_company(p) THEN lower(first_name(p) || '.' || last_name(p)) || p || '@' || domain_of(company_of(p))
    WHEN k = 2 THEN lower(last_name(p)) || '_' || p || '@outlook.com'
    ELSE lower(first_name(p) || last_name(p)) || k || p || '@gmail.com' END;
  CREATE MACRO digits(n) AS ${pick(areaCodes, "n % 20")} || (200 + n // 20 % 800) || lpad((n // 16000 % 10000)::VARCHAR, 4, '0');
  CREATE MACRO phone(p, k) AS digits((p * 2 + k) * 7654321 % 160000000);
  CREATE MACRO uuid_text(x) AS left(x, 8) || '-' || substr(x, 9, 4) || '-' || substr(x, 13, 4) || '-' || substr(x, 17, 4) || '-' || right(x, 12);
  -- one device in two hundred belongs to the neighbour
  CREATE MACRO device(p, k) AS uuid_text(md5(CASE WHEN chance(p * 4 + k, 23, 5) THEN 'd' || (p + 1) * 4 ELSE 'd' || p * 4 + k END || '/${seed}'));

  CREATE MACRO spelled_email(x, i) AS CASE h(i, 30) % 40
    WHEN 0 THEN upper(x) WHEN 1 THEN ' ' || x || ' ' WHEN 2 THEN upper(left(x, 1)) || substr(x, 2)
    WHEN 3 THEN replace(x, '@gmail.com', '+news@gmail.com') WHEN 4 THEN CASE WHEN x LIKE '%@gmail.com' THEN left(x, 3) || '.' || substr(x, 4) ELSE x END
    ELSE x END;
  CREATE MACRO spelled_phone(x, i) AS CASE h(i, 31) % 8
    WHEN 0 THEN '(' || left(x, 3) || ') ' || substr(x, 4, 3) || '-' || right(x, 4)
    WHEN 1 THEN left(x, 3) || '-' || substr(x, 4, 3) || '-' || right(x, 4)
    WHEN 2 THEN x WHEN 3 THEN '1' || x WHEN 4 THEN '001' || x
    WHEN 5 THEN '+1 ' || left(x, 3) || ' ' || substr(x, 4, 3) || ' ' || right(x, 4)
    ELSE '+1' || x END;
  CREATE MACRO written_email(p, i) AS CASE
    WHEN chance(i, 32, 6) THEN [${junk.map((value) => `'${value}'`)}][1 + h(i, 33) % ${junk.length}]
    WHEN chance(i, 34, 3) THEN ['info', 'support', 'sales', 'billing'][1 + h(i, 33) % 4] || '@' || domain_of(company_of(p))
    WHEN h(i, 35) % 2000 = 0 THEN ['frontdesk@hotel-lobby.com', 'kiosk@library.org'][1 + h(i, 33) % 2]
    ELSE spelled_email(email(p, h(i, 36) % email_count(p)), i) END;
  CREATE MACRO written_phone(p, i) AS CASE
    WHEN chance(i, 37, 5) THEN ['0000000000', '', 'n/a', '123'][1 + h(i, 38) % 4]
    WHEN h(i, 39) % 1000 = 0 THEN ['2125550100', '4155550199'][1 + h(i, 38) % 2]
    WHEN phone_count(p) > 0 THEN spelled_phone(phone(p, h(i, 40) % phone_count(p)), i) END;
  CREATE MACRO plan_of(i) AS ['free', 'starter', 'team', 'business'][1 + h(i, 41) % 4];
  -- a row comes again with a newer loaded_at: it stands in for the row fifty before it
  CREATE MACRO original(i) AS CASE WHEN i >= 50 AND h(i, 42) % 500 = 0 THEN i - 50 ELSE i END;
  CREATE MACRO is_broken(i) AS h(i, 43) % 10000 = 0;`;

const product = (rows: number) => `
  WITH numbered AS (SELECT n, original(n) AS i FROM numbers WHERE n < ${rows}),
  cast_of AS (SELECT n, i, person_of(i) AS p, h(i, 2) % 1000 AS mode, h(i, 3) AS dice FROM numbered),
  shown AS (
    SELECT *, mode < 880 AS with_device, (mode >= 500) AND has_user(p) AS with_user, mode BETWEEN 800 AND 939 AS identifies FROM cast_of
  )
  SELECT
    CASE WHEN is_broken(n) AND n % 2 = 0 THEN NULL ELSE uuid_text(md5('m' || i)) END AS message_id,
    CASE WHEN is_broken(n) AND n % 2 = 1 THEN NULL
      ELSE TIMESTAMP '2023-01-01' + to_microseconds(i * ${Math.floor(63_072_000_000_000 / rows)} + dice % 1000000) END AS occurred_at,
    TIMESTAMP '2023-01-01' + to_microseconds(n * ${Math.floor(63_072_000_000_000 / rows)} + 300000000) AS loaded_at,
    ${pick(eventNames, "dice")} AS event,
    CASE WHEN with_user THEN user_id(p) END AS user_id,
    CASE WHEN with_device OR NOT has_user(p) THEN device(p, h(i, 4) % device_count(p)) END AS anonymous_id,
    CASE WHEN identifies THEN written_email(p, i) END AS email,
    CASE WHEN identifies AND mode % 5 < 2 THEN written_phone(p, i) END AS phone,
    CASE WHEN identifies THEN first_name(p) || ' ' || last_name(p) END AS full_name,
    CASE WHEN identifies OR event IN ('plan changed', 'subscription started') THEN plan_of(i) END AS plan,
    CASE WHEN identifies THEN (dice % 50)::INT END AS seats,
    CASE WHEN (identifies OR with_user AND mode % 10 = 0) AND has_company(p)
      THEN CASE dice % 20 WHEN 0 THEN 'www.' || domain_of(company_of(p)) WHEN 1 THEN upper(domain_of(company_of(p))) ELSE domain_of(company_of(p)) END
      END AS company_domain,
    CASE WHEN identifies AND has_company(p) THEN 'Company ' || company_of(p) END AS company_name,
    'https://app.example.com/' || ['home', 'reports', 'files', 'settings', 'team'][1 + dice % 5] || '/' || dice % 5000 AS url,
    ['iPhone', 'Mac', 'Windows PC', 'Android', 'iPad'][1 + h(p, 5) % 5] AS device,
    ['US', 'DE', 'FR', 'GB', 'BR', 'JP'][1 + h(p, 6) % 6] AS country,
    CASE WHEN event = 'subscription started' THEN (dice % 40) * 500 END AS revenue_cents,
    CASE WHEN event = 'subscription started' THEN 'USD' END AS currency,
    '10.' || dice % 256 || '.' || dice // 256 % 256 || '.' || h(p, 7) % 256 AS ip,
    ['direct', 'google', 'newsletter', 'partner'][1 + h(i, 8) % 4] AS utm_source,
    '4.' || dice % 12 || '.' || dice % 9 AS app_version,
    '{"session":"' || h(p, 9) % 100000 || '-' || dice % 97 || '","ms":' || dice % 9000 || ',"tab":' || dice % 7 || '}' AS properties
  FROM shown`;

const orders = (rows: number, total: number) => `
  WITH numbered AS (SELECT n, original(n) AS j FROM numbers WHERE n < ${rows}),
  cast_of AS (SELECT n, j, j + ${total} AS i, person_of(j + ${total}) AS p, h(j + ${total}, 3) AS dice FROM numbered)
  SELECT
    CASE WHEN is_broken(i + n - j) AND n % 2 = 0 THEN NULL ELSE 5000000000 + j * 7 END AS order_id,
    CASE WHEN is_broken(i + n - j) AND n % 2 = 1 THEN NULL
      ELSE TIMESTAMP '2023-01-01' + to_microseconds(j * ${Math.floor(63_072_000_000_000 / rows)} + dice % 1000000) END AS created_at,
    TIMESTAMP '2023-01-01' + to_microseconds(n * ${Math.floor(63_072_000_000_000 / rows)} + 900000000) AS synced_at,
    ['paid', 'paid', 'paid', 'refunded', 'open'][1 + dice % 5] AS status,
    dice % 30000 + 500 AS total_cents,
    ['USD', 'USD', 'EUR'][1 + dice % 3] AS currency,
    CASE WHEN has_customer(p) AND dice % 20 > 0 THEN customer_id(p) END AS customer_id,
    CASE WHEN dice % 16 > 0 THEN written_email(p, i) END AS customer_email,
    CASE WHEN dice % 9 < 4 THEN written_phone(p, i) END AS customer_phone,
    first_name(p) || ' ' || last_name(p) AS customer_name,
    ${pick(cities, "h(p, 50) + (dice % 40 = 0)::INT")} AS city,
    'shop-' || shop_of(p) || '.myshopify.com' AS shop_domain,
    'Shop ' || shop_of(p) AS shop_name,
    (1 + dice % 6)::INT AS items,
    CASE WHEN dice % 8 = 0 THEN 'SAVE' || dice % 30 END AS discount_code,
    ['web', 'pos', 'app'][1 + dice % 3] AS channel,
    'gid://shopify/Order/' || (5000000000 + j * 7) AS admin_url,
    CASE WHEN dice % 25 = 0 THEN 'please ring twice at number ' || dice % 400 END AS note
  FROM cast_of`;

const truth = (persons: number) => `
  SELECT 'email' AS identifier_type, email(p, k) AS identifier_value, p AS person FROM range(${persons}) AS persons(p), range(3) AS nth(k) WHERE k < email_count(p)
  UNION ALL SELECT 'phone', '+1' || phone(p, k), p FROM range(${persons}) AS persons(p), range(2) AS nth(k) WHERE k < phone_count(p)
  UNION ALL SELECT 'anonymous_id', device(p, k), p FROM range(${persons}) AS persons(p), range(4) AS nth(k) WHERE k < device_count(p)
  UNION ALL SELECT 'user_id', user_id(p), p FROM range(${persons}) AS persons(p) WHERE has_user(p)
  UNION ALL SELECT 'customer_id', customer_id(p)::VARCHAR, p FROM range(${persons}) AS persons(p) WHERE has_customer(p)`;

/** Makes the files unless they are there already. */
export async function makeWorld(rows: number, seed = 1): Promise<World> {
  const folder = join(workFolder, `world-${rows}-${seed}`);
  const world = (at: string): World => ({
    product: join(at, "product.parquet"),
    orders: join(at, "orders.parquet"),
    truth: join(at, "truth.parquet"),
  });
  if (existsSync(folder)) return world(folder);
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "4GB" });
  const connection = await instance.connect();
  const persons = Math.floor(rows / 5);
  const orderRows = Math.floor(rows * 0.3);
  await connection.run(macros(seed, persons, Math.max(1, Math.floor(rows / 200))));
  // read from a table, because range() itself runs on one thread
  await connection.run(`CREATE TABLE numbers AS SELECT range AS n FROM range(${rows})`);
  const files = world(draft);
  await connection.run(`COPY (${product(rows - orderRows)}) TO '${files.product}' (FORMAT parquet)`);
  await connection.run(`COPY (${orders(orderRows, rows)}) TO '${files.orders}' (FORMAT parquet)`);
  await connection.run(`COPY (${truth(persons)}) TO '${files.truth}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  renameSync(draft, folder);
  return world(folder);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  const world = await makeWorld(Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 1));
  console.log(JSON.stringify({ ...world, seconds: (performance.now() - started) / 1000 }));
}
