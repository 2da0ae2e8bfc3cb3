import type { Column } from "../../model/column.ts";
import type { Sql } from "../../sql/sql.ts";
import type { Answer } from "../engine.ts";

/** What describing needs of the engine. */
export interface Asking {
  readonly folder: string;
  ask(query: Sql, limit?: number): Promise<Answer>;
  run(statement: Sql): Promise<void>;
  load(
    table: readonly string[],
    columns: readonly Column[],
    batches: AsyncIterable<readonly (readonly unknown[])[]>,
  ): Promise<number>;
}
