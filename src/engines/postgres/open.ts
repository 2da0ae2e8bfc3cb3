import { NexusError } from "../../base/problem.ts";
import { helperStatements, helpersVersion } from "../../sql/dialects/postgres/helpers.ts";
import { postgres } from "../../sql/dialects/postgres.ts";
import { schemaOf } from "../../sql/locate.ts";
import type { Engine } from "../engine.ts";
import { type Connecting, connecting } from "./connection.ts";
import { type Client, type Driver, driver } from "./driver.ts";
import { PostgresEngine, type PostgresEngineOptions } from "./engine.ts";
import { explainError, explainOpening } from "./errors.ts";
import { takeLock } from "./lock.ts";
import { setUp } from "./settings.ts";

/** Opens a PostgreSQL database as an engine. Where another run writes the same schemas it is a `warehouse-locked` problem. */
export async function openPostgres(options: PostgresEngineOptions): Promise<Engine> {
  const api = await driver();
  const how = connecting(options.warehouse);
  if (!how.isNamed) {
    throw new NexusError({
      code: "config-invalid",
      message: "Nothing says where the PostgreSQL database is.",
      where: { path: "warehouse" },
      accepted: "postgres({ url: … }), postgres({ host: …, database: … }), or the environment's PGHOST",
      hint: "an `url` that is taken from the environment is missing where that variable is not set",
    });
  }
  const client = await connected(api, how);
  try {
    return new PostgresEngine(api, client, how, options, await prepared(client, how, options));
  } catch (cause) {
    await client.end().catch(() => undefined);
    if (cause instanceof NexusError) throw cause;
    throw new NexusError(explainError(cause, "", how, options.mode), { cause });
  }
}

async function connected(api: Driver, how: Connecting): Promise<Client> {
  try {
    const client = new api.Client(how.config);
    // A connection that breaks while nothing is asked of it: the next question tells.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  } catch (cause) {
    throw new NexusError(explainOpening(cause, how), { cause });
  }
}

/** Makes a fresh connection ours; the server's number of it. */
async function prepared(client: Client, how: Connecting, options: PostgresEngineOptions): Promise<number> {
  const ask = async (text: string): Promise<readonly (readonly unknown[])[]> =>
    (await client.query<unknown[]>({ text, rowMode: "array" })).rows;
  await setUp(client, options.warehouse);
  const [[process, version, encoding] = []] = await ask(
    "select pg_backend_pid(), current_setting('server_version_num'), current_setting('server_encoding')",
  );
  const server = Math.floor(Number(version) / 10_000);
  mustFit(how, server, String(encoding));
  if (options.mode === "write") await takeLock(ask, options.prefix, how.label);
  if (options.mode === "inspect") await client.query("begin");
  if (options.mode === "read") {
    // All questions of one reader see one published state.
    await client.query("begin transaction isolation level repeatable read, read only");
    await mustHaveRun(ask, options.prefix, how);
  } else await ensureHelpers(client, ask, options.prefix, server);
  return Number(process);
}

function mustFit(how: Connecting, server: number, encoding: string): void {
  if (server < 15) {
    throw new NexusError({
      code: "warehouse-unreadable",
      message: "This version of PostgreSQL is too old.",
      where: { path: how.label },
      found: `PostgreSQL ${server}`,
      accepted: "PostgreSQL 15 or later",
    });
  }
  if (encoding === "UTF8") return;
  throw new NexusError({
    code: "warehouse-unreadable",
    message: "The database cannot hold every text.",
    where: { path: how.label },
    found: `the encoding ${encoding}`,
    accepted: "a database whose encoding is UTF8",
    hint: "create database … encoding 'UTF8' template template0",
  });
}

async function mustHaveRun(
  ask: (text: string) => Promise<readonly (readonly unknown[])[]>,
  prefix: string,
  how: Connecting,
): Promise<void> {
  const runs = `${postgres.identifier(schemaOf(prefix, "meta"))}.runs`;
  const [[there] = []] = await ask(`select to_regclass(${postgres.literal(runs)}) is not null`);
  const published = there === "t" ? await ask(`select 1 from ${runs} where status = 'published' limit 1`) : [];
  if (published.length > 0) return;
  throw new NexusError({
    code: "not-run-yet",
    message: "Nothing is published yet.",
    where: { path: how.label },
    hint: "`nexus run` makes the first version",
  });
}

/** Makes our functions, where the database has not those of this version. */
async function ensureHelpers(
  client: Client,
  ask: (text: string) => Promise<readonly (readonly unknown[])[]>,
  prefix: string,
  server: number,
): Promise<void> {
  const plain = schemaOf(prefix, "meta");
  const schema = postgres.identifier(plain);
  const version = helpersVersion(server);
  const [[known] = []] = await ask(
    `select obj_description(p.oid, 'pg_proc') from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace where n.nspname = ${postgres.literal(plain)} and p.proname = 'without_nul'`,
  );
  if (known === version) return;
  const statements = [
    // Functions may name one another before all are there.
    "set check_function_bodies = off",
    `create schema if not exists ${schema}`,
    ...helperStatements(schema, server),
    `comment on function ${schema}.without_nul(text) is ${postgres.literal(version)}`,
    "set check_function_bodies = on",
  ];
  // A text of several statements is one transaction.
  await client.query(statements.join(";\n"));
}
