import type { PostgresWarehouse } from "../../config/config.ts";
import type { ClientConfig } from "./driver.ts";
import { textOfAll } from "./values.ts";

/** How to connect, and how the database is named to people: without the password. */
export interface Connecting {
  readonly config: ClientConfig;
  readonly label: string;
  /** Whether anything says which server is meant; otherwise nobody should guess one. */
  readonly isNamed: boolean;
  /** What must never be printed. */
  readonly secrets: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the config and the environment say of a server, as its client wants it. */
export function connecting(warehouse: PostgresWarehouse, environment: Environment = process.env): Connecting {
  const { statementTimeout, ssl } = warehouse;
  // A variable of the environment that is empty says as little as one that is not set.
  const url = warehouse.url === "" ? undefined : warehouse.url;
  const said = parsed(url);
  const port = warehouse.port ?? said.port;
  const host = warehouse.host ?? said.host ?? environment["PGHOST"];
  const user = warehouse.user ?? said.user ?? environment["PGUSER"];
  const password = warehouse.password ?? said.password ?? environment["PGPASSWORD"];
  const database = warehouse.database ?? said.database ?? environment["PGDATABASE"];
  const given = Object.entries({ host, port, user, password, database, ssl }).filter(([, one]) => one !== undefined);
  const place = `${host ?? "localhost"}:${port ?? environment["PGPORT"] ?? 5432}`;
  return {
    config: {
      ...(url === undefined ? {} : { connectionString: url }),
      ...overriding(url, Object.fromEntries(given)),
      application_name: "nexus",
      connectionTimeoutMillis: 15_000,
      keepAlive: true,
      types: textOfAll,
      ...(statementTimeout === undefined ? {} : { statement_timeout: Math.round(statementTimeout * 1000) }),
    },
    label: `postgres://${place}/${database ?? user ?? ""}`,
    isNamed: url !== undefined || host !== undefined || environment["PGSERVICE"] !== undefined,
    secrets: [url, password].filter((secret): secret is string => secret !== undefined && secret !== ""),
  };
}

/** A connection string stands above all settings for the client, so that where both are there it is taken apart here. */
function overriding(url: string | undefined, given: Readonly<Record<string, unknown>>): ClientConfig {
  if (url === undefined) return given;
  const { ssl } = given;
  return { connectionString: withParts(url, given), ...(ssl === undefined ? {} : { ssl: ssl as boolean }) };
}

function withParts(url: string, given: Readonly<Record<string, unknown>>): string {
  let whole: URL;
  try {
    whole = new URL(url);
  } catch {
    return url;
  }
  // A socket's folder stands where a host would, and is no part of a URL.
  if (whole.hostname === "" || String(given["host"] ?? "").startsWith("/")) return url;
  if (given["host"] !== undefined) whole.hostname = String(given["host"]);
  if (given["port"] !== undefined) whole.port = String(given["port"]);
  if (given["user"] !== undefined) whole.username = encodeURIComponent(String(given["user"]));
  if (given["password"] !== undefined) whole.password = encodeURIComponent(String(given["password"]));
  if (given["database"] !== undefined) whole.pathname = `/${encodeURIComponent(String(given["database"]))}`;
  return whole.href;
}

interface Parts {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

function parsed(url: string | undefined): Parts {
  if (url === undefined) return {};
  try {
    const { hostname, port, username, password, pathname } = new URL(url);
    return {
      ...(hostname === "" ? {} : { host: decodeURIComponent(hostname) }),
      ...(port === "" ? {} : { port: Number(port) }),
      ...(username === "" ? {} : { user: decodeURIComponent(username) }),
      ...(password === "" ? {} : { password: decodeURIComponent(password) }),
      ...(pathname.length > 1 ? { database: decodeURIComponent(pathname.slice(1)) } : {}),
    };
  } catch {
    return {};
  }
}

/** A text in which no secret stands. */
export function masked(text: string, { secrets }: Pick<Connecting, "secrets">): string {
  return secrets
    .reduce((rest, secret) => rest.replaceAll(secret, "***"), text)
    .replace(/(postgres(?:ql)?:\/\/[^:@/\s]*):[^@/\s]*@/g, "$1:***@");
}
