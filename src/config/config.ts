import type { CheckDefinition } from "./checks.ts";
import type { Model, ModelDefinition } from "./model.ts";
import type { Source } from "./source.ts";
import type { StateDefinition } from "./state.ts";

/** Where everything is computed and kept. */
export interface Warehouse {
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
): Warehouse {
  return { engine: "duckdb", path, attach: {}, ...options };
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
