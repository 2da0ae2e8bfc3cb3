import type { CheckDefinition } from "./checks.ts";
import type { Model, ModelDefinition } from "./model.ts";
import type { Source } from "./source.ts";
import type { StateDefinition } from "./state.ts";

/** Where everything is computed and kept. */
export type Warehouse = DuckDbWarehouse | PostgresWarehouse;

/** A DuckDB file. */
export interface DuckDbWarehouse {
  readonly engine: "duckdb";
  /** The file, relative to the config's folder. */
  readonly path: string;
  /** Other DuckDB files to read raw tables from, by schema name. */
  readonly attach: Readonly<Record<string, string>>;
  readonly memoryLimit?: string;
  readonly threads?: number;
}

/** A DuckDB file in the project's folder. */
export function duckdb(
  path: string,
  options: {
    readonly attach?: Readonly<Record<string, string>>;
    readonly memoryLimit?: string;
    readonly threads?: number;
  } = {},
): DuckDbWarehouse {
  return { engine: "duckdb", path, attach: {}, ...options };
}

/** A PostgreSQL database (15 or later). What is not said comes from the environment, as `psql` takes it: `PGHOST`, `PGPASSWORD`… */
export interface PostgresWarehouse extends PostgresOptions {
  readonly engine: "postgres";
}

/** Where a PostgreSQL database is, and who we are there. */
export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database?sslmode=verify-full`; what stands beside it in other options wins. */
  readonly url?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
  readonly user?: string | undefined;
  /** Better not in a file: take it from the environment (`PGPASSWORD`, or `process.env` in the config). */
  readonly password?: string | undefined;
  /** Whether the connection is encrypted: `true` with a certificate that is checked. */
  readonly ssl?: boolean | { readonly ca?: string; readonly rejectUnauthorized?: boolean } | undefined;
  /** Seconds that one statement of a run may take; without it the server's own bound holds. */
  readonly statementTimeout?: number | undefined;
  /** Memory for each sort and join, such as `"256MB"` (`work_mem`). */
  readonly workMemory?: string | undefined;
}

/**
 * A PostgreSQL database, where the raw tables lie, too: `postgres({ url: process.env.DATABASE_URL })`. Schemas begin
 * with the config's `schemaPrefix`.
 */
export function postgres(options: PostgresOptions = {}): PostgresWarehouse {
  return { engine: "postgres", ...options };
}

export interface Target {
  readonly warehouse?: Warehouse;
  readonly schemaPrefix?: string;
}

export interface ConfigDefinition<D extends ModelDefinition = ModelDefinition> {
  readonly model: Model<D>;
  readonly warehouse: Warehouse;
  /** Put before the schemas: `nexus` gives `nexus_source` … `nexus`. */
  readonly schemaPrefix?: string;
  readonly targets?: Readonly<Record<string, Target>>;
  /** The target when none is named. */
  readonly target?: string;
  readonly sources: readonly Source[];
  readonly states?: Readonly<Record<string, StateDefinition>>;
  readonly checks?: Readonly<Record<string, CheckDefinition>>;
}

export interface Config<D extends ModelDefinition = ModelDefinition> {
  readonly kind: "nexus-config";
  readonly definition: ConfigDefinition<D>;
}

/** The one thing that `nexus.config.ts` exports. */
export function defineConfig<D extends ModelDefinition>(definition: ConfigDefinition<D>): Config<D> {
  return { kind: "nexus-config", definition };
}
