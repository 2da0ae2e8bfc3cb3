import type { DuckDbWarehouse } from "../../config/config.ts";
import type { ModelDefinition } from "../../config/model.ts";
import type { EventDefinition, SourceDefinition } from "../../config/source.ts";
import type { EventStateDefinition } from "../../config/state.ts";
import type { Origin } from "./entries.ts";

/** A project that `nexus init` would write, and why it is as it is. */
export interface Proposal {
  /** Where raw data was found; `example` when there was none. */
  readonly origin: Origin;
  readonly warehouse: DuckDbWarehouse;
  readonly model: ModelDefinition;
  readonly sources: readonly ProposedSource[];
  readonly states: Readonly<Record<string, EventStateDefinition>>;
  /** Every table that was seen, also those that nothing is made of. */
  readonly tables: readonly ProposedTable[];
  /** Why an identifier type is as it is, by its name. */
  readonly remarks: Readonly<Record<string, string>>;
  /** The example's data, to be written beside the config. */
  readonly files: readonly ProposedFile[];
}

export interface ProposedSource {
  readonly name: string;
  readonly definition: SourceDefinition;
  readonly remarks: readonly string[];
  /** By the event's key. */
  readonly events: Readonly<Record<string, EventRemarks>>;
}

/** What stands as comments in an event. */
export interface EventRemarks {
  readonly above: readonly string[];
  readonly fields: { readonly [field in keyof EventDefinition]?: readonly string[] };
}

/** What was found in a table and what it was taken for. */
export interface ProposedTable {
  /** A file, a glob, or `schema.table`. */
  readonly label: string;
  /** For a glob: the files that it stands for. */
  readonly files: readonly string[];
  /** Rows that were looked at, and whether these are all. */
  readonly rows: number;
  readonly isWhole: boolean;
  readonly columns: readonly string[];
  readonly source?: string;
  readonly event?: string;
  readonly choices: readonly Choice[];
  /** Columns that were taken for nothing, and such parts of columns that were taken for something else. */
  readonly unused: readonly string[];
  /** What the user should look at. */
  readonly notes: readonly string[];
  /** Why nothing is made of the table. */
  readonly leftOut?: string;
}

/** What a column was taken for: `id`, `occurredAt`, `customer.email`. */
export interface Choice {
  readonly what: string;
  readonly columns: readonly string[];
  readonly why: string;
}

export interface ProposedFile {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly text: string;
}
