import type { Column } from "../model/column.ts";
import type { Plan } from "../model/step.ts";
import type { Table, TableRef } from "../model/table.ts";
import type { Dialect } from "../sql/dialect.ts";
import type { Relation } from "../sql/relation.ts";
import type { Sql } from "../sql/sql.ts";

/** What a package is written from: a plan for a warehouse in which nothing of ours is yet. */
export interface PackageInput {
  /** Of the schemas. */
  readonly prefix: string;
  readonly dialect: Dialect;
  readonly plan: Plan<Sql>;
  /** Every definition, by `layer.name`. */
  readonly tables: ReadonlyMap<string, Table<Relation>>;
  readonly columns: ReadonlyMap<string, readonly Column[]>;
  /** What must hold, beside the keys of one column and the references. */
  readonly checks: readonly PackageCheck[];
  readonly references: readonly PackageReference[];
  /** Raw tables that dbt cannot read as a run does. */
  readonly gaps: readonly Gap[];
  /** Of the program. */
  readonly version: string;
  /** Versions of the packaged lists. */
  readonly lists: string;
}

/** A question whose rows speak against something that must hold. */
export interface PackageCheck {
  readonly name: string;
  readonly description: string;
  readonly severity: "error" | "warn";
  /** So many rows may speak against it. */
  readonly threshold: number;
  readonly question: Sql;
  /** Whether each row says in `level` how grave it is. */
  readonly isGraded?: true;
  /** Whether it is SQL of the user's own, which names tables as they are called in the warehouse. */
  readonly isFree: boolean;
}

/** Every value of a column is there in another. */
export interface PackageReference {
  readonly table: TableRef;
  readonly column: string;
  readonly to: { readonly table: TableRef; readonly column: string };
}

/** Something that a run does and dbt cannot. */
export interface Gap {
  /** What it is about: `builds`, an entity type, a table. */
  readonly about: string;
  /** What is not done, and what comes instead. */
  readonly message: string;
  /** Whether it stops the build where the data has such a thing. */
  readonly stops?: true;
}

/** A dbt package: its files by path, and what it cannot do. */
export interface DbtPackage {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
  readonly models: number;
  readonly tests: number;
  readonly cannot: readonly Gap[];
}
