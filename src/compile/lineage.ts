import { tableName } from "../model/table.ts";
import type { Origin } from "../sql/sql.ts";
import { type Compiled, inputsFrom } from "./plan.ts";

/** Where a column comes from: the columns of the tables that its definition reads, one step back. */
export type Lineage = ReadonlyMap<string, ReadonlyMap<string, readonly Origin[]>>;

/** The lineage of every column of every table: the relations carry it, nobody writes it down. */
export function lineageOf(compiled: Compiled): Lineage {
  const inputs = inputsFrom(compiled.columns);
  return new Map(
    [...compiled.tables.values()].map((table) => {
      const relation = table.define(inputs);
      return [
        tableName(table.ref),
        new Map(table.columns.map(({ name }) => [name, relation.originsOf(name)])),
      ] as const;
    }),
  );
}

/** All the way back: the raw columns that a column is made from. */
export function rawOriginsOf(lineage: Lineage, table: string, column: string): readonly Origin[] {
  const found = new Map<string, Origin>();
  const seen = new Set<string>();
  const follow = (origin: Origin): void => {
    const key = `${origin.table}.${origin.column}`;
    if (seen.has(key)) return;
    seen.add(key);
    const before = lineage.get(origin.table)?.get(origin.column);
    if (before === undefined) found.set(key, origin);
    else before.forEach(follow);
  };
  follow({ table, column });
  return [...found.values()];
}
