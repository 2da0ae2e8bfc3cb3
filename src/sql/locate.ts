import type { Plan } from "../model/step.ts";
import { type Layer, type TableRef, tableName } from "../model/table.ts";
import type { Located } from "./dialect.ts";
import type { Rendering } from "./render.ts";
import type { Sql } from "./sql.ts";

const suffixes: Readonly<Record<Layer, string>> = {
  source: "_source",
  core: "_core",
  identity: "_identity",
  final: "",
  meta: "_meta",
};

/** `nexus_source`, `nexus_core`, `nexus_identity`, `nexus`, `nexus_meta`. */
export function schemaOf(prefix: string, layer: Layer): string {
  return `${prefix}${suffixes[layer]}`;
}

/** Where a table lives once it is published. */
export function published(prefix: string): (table: TableRef) => readonly string[] {
  return (table) => [schemaOf(prefix, table.layer), table.name];
}

/** The parts of a name as what they are. */
export function locatedAt([schema = "", name = ""]: readonly string[]): Located {
  return { schema, name };
}

/** Where a table is while the run makes it: beside what lives, under a name of its own. */
export function working(prefix: string, plan: Plan<Sql>): Rendering["locate"] {
  const made = new Set(plan.makes.map(tableName));
  const live = published(prefix);
  return (table, version) => {
    const [schema = "", name = ""] = live(table);
    return version === "current" && made.has(tableName(table)) ? [schema, `${name}${workingSuffix}`] : [schema, name];
  };
}

/** Ends the name of every table that a run has not published. */
export const workingSuffix = "__next";
