import type { Description, RawTables } from "./description.ts";

/** What the oracle is asked. */
export interface Question {
  readonly description: Description;
  /** The raw tables as each run found them, the last one last: what raw forgets, layer 2 remembers. */
  readonly snapshots: readonly RawTables[];
  readonly horizon: string;
  /** The public id of an event: only to break ties of the same instant as the pipeline does. */
  readonly eventId: (key: string) => string;
}
