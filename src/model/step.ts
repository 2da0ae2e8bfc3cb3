import type { Column } from "./column.ts";
import type { Layer, TableRef } from "./table.ts";

/** What all steps have. `Query` is the SQL tree of the `sql` room. */
interface StepBase {
  /** Unique in the plan; says what is made: `scan shop.order_placed`, `build final.persons`. */
  readonly id: string;
  readonly layer: Layer;
  /** Why the plan has it. */
  readonly reason: string;
  readonly reads: readonly TableRef[];
  readonly writes: readonly TableRef[];
}

/** Makes schemas, and the tables that later steps expect to be there from earlier runs. */
export interface EnsureStep extends StepBase {
  readonly kind: "ensure";
  readonly layers: readonly Layer[];
  readonly tables: readonly { readonly table: TableRef; readonly columns: readonly Column[] }[];
  /** Columns that a table of an earlier run lacks. */
  readonly additions: readonly { readonly table: TableRef; readonly column: Column }[];
}

/** Fills a table with rows that come with the program. */
export interface LoadStep extends StepBase {
  readonly kind: "load";
  readonly table: TableRef;
  readonly columns: readonly Column[];
  rows(): readonly (readonly (string | number | boolean | null)[])[];
}

/** Reads raw rows into a kept table: sets aside what cannot be used, keeps what raw forgot, settles keys that come twice. */
export interface ScanStep<Query> extends StepBase {
  readonly kind: "scan";
  readonly source: string;
  readonly event: string;
  readonly table: TableRef;
  readonly columns: readonly Column[];
  readonly query: Query;
  readonly setAside: { readonly table: TableRef; readonly columns: readonly Column[]; readonly query: Query };
  /** The `reason` of each line that the reading of `query` put aside. */
  readonly rejected?: Query;
  /** Keys of raw rows that are no such events (any more), with `_ingested_at`. */
  readonly withdrawn?: Query;
  /** The events that are made from its rows, where these are not the events themselves. */
  readonly made?: TableRef;
  /** Columns that earlier runs kept and the definition does not have: they stay with their rows, should it have them again. */
  readonly carried: readonly Column[];
  /** Columns that earlier runs kept in another type. */
  readonly retyped: readonly Column[];
  readonly key: string;
  /** What the source ever said to be deleted, with the version that said so: raw may forget it, an old version may come. */
  readonly deletions?: {
    readonly table: TableRef;
    readonly columns: readonly Column[];
    /** The columns that say that a row is gone. */
    readonly marks: readonly string[];
  };
  readonly badValues: "fail" | "null" | "set-aside";
}

/** Makes a table from a query. */
export interface BuildStep<Query> extends StepBase {
  readonly kind: "build";
  readonly table: TableRef;
  readonly columns: readonly Column[];
  readonly query: Query;
}

/** Parses distinct texts of mails with a library, and loads what it finds. */
export interface ParseStep<Query> extends StepBase {
  readonly kind: "parse";
  /** The mailboxes of address headers, or what encoded words say. */
  readonly finds: "mailboxes" | "words";
  readonly table: TableRef;
  readonly columns: readonly Column[];
  /** One text column: the distinct texts. */
  readonly query: Query;
}

/**
 * Connected components of the admitted evidence. The inputs are what limits and refusals will narrow:
 * `blocked` values never link, `same` values are one identifier, `evidence` rows tie what they hold together.
 */
export interface ComponentsStep<Query> extends StepBase {
  readonly kind: "components";
  readonly entity: string;
  readonly table: TableRef;
  readonly columns: readonly Column[];
  /** `top`: the highest number given. */
  readonly size: Query;
  /** `_value`, `is_shared`: shared ones are entities of their own, the others none at all. */
  readonly blocked: Query;
  /** `_value`, `_node`. */
  readonly same: Query;
  /** A column of numbers per identifier type. */
  readonly evidence: Query;
  /** The names of its columns. */
  readonly values: readonly string[];
  /** How many of its last columns only tie: what holds nothing else is nobody. */
  readonly ties: number;
}

/** How many values of one identifier type an entity may hold, kept to by the links of the types that are `against`. */
export interface HeldToLimit {
  /** Places of types in the order of priority. */
  readonly rank: number;
  readonly most: number;
  readonly against: readonly number[];
  /** To links of these types, a value that was seen with nothing else yields to a part of which more is known. */
  readonly yieldsTo: readonly number[];
}

/**
 * The components that hold more than a limit allows, resolved again by a kernel that keeps to it. Nothing else is pulled
 * out of the warehouse.
 */
export interface ConstrainedStep<Query> extends StepBase {
  readonly kind: "constrained";
  readonly entity: string;
  /** `_rank` of each node, in order of its place. */
  readonly nodes: Query;
  /** A column of places per identifier type, in order of the first sighting. */
  readonly evidence: Query;
  /** What is resolved again, for a person to read: how many identifiers of each type a component holds, and may hold. */
  readonly held: Query;
  readonly limits: readonly HeldToLimit[];
  /** By rank, what becomes of a value that would bring together what a limit keeps apart. */
  readonly contested: readonly ("apart" | "first" | "preceding")[];
  /** `_place`, `_part`, `_contested`. */
  readonly parts: { readonly table: TableRef; readonly columns: readonly Column[] };
  /** `_place`, `_other`, `_limit`. */
  readonly refused: { readonly table: TableRef; readonly columns: readonly Column[] };
}

/** Stops the run when a question has rows for an answer. */
export interface CheckStep<Query> extends StepBase {
  readonly kind: "check";
  readonly query: Query;
  readonly message: string;
}

/** Everything becomes visible at once: finished tables take the place of what lives, views are made anew. */
export interface PublishStep<Query> extends StepBase {
  readonly kind: "publish";
  readonly tables: readonly { readonly table: TableRef; readonly key: readonly string[] }[];
  readonly drops: readonly TableRef[];
  /** Columns of finished tables by which single rows are looked up. */
  readonly sought: readonly { readonly table: TableRef; readonly column: string }[];
  readonly views: readonly { readonly view: TableRef; readonly query: Query }[];
}

export type Step<Query> =
  | EnsureStep
  | LoadStep
  | ScanStep<Query>
  | BuildStep<Query>
  | ParseStep<Query>
  | ComponentsStep<Query>
  | ConstrainedStep<Query>
  | CheckStep<Query>
  | PublishStep<Query>;

/** What a run does, as data: runner, `nexus plan`, docs and dbt read this list and no other. */
export interface Plan<Query> {
  readonly steps: readonly Step<Query>[];
  /** Tables that this plan makes: in its SQL they have a working name until they are published. */
  readonly makes: readonly TableRef[];
}
