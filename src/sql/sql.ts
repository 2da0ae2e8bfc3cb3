import type { ColumnType } from "../model/column.ts";
import type { TableRef } from "../model/table.ts";

/** A value that a run brings: it stays a node until rendering, so that stored SQL is the same in every run. */
export type RunValue = "horizon" | "run";

export type SqlValue = string | number | bigint | boolean | null;

/** Where a column comes from: a table of ours, or a raw one. */
export interface Origin {
  readonly table: string;
  readonly column: string;
}

/**
 * The functions that engines spell differently; `functions.ts` has a typed helper, with its meaning, for each.
 * `args` are SQL, `words` are plain settings of ours (a type, a time zone, a path), never data.
 */
export type FunctionName =
  | "text"
  | "lower"
  | "trim"
  | "md5"
  | "digest"
  | "isMoment"
  | "finite"
  | "tryCast"
  | "timestampOf"
  | "zoned"
  | "fromEpoch"
  | "addDays"
  | "addSeconds"
  | "dayOf"
  | "days"
  | "exact"
  | "isJson"
  | "jsonOf"
  | "jsonPart"
  | "jsonText"
  | "headerValue"
  | "rowJson"
  | "rowsJson"
  | "firstBy"
  | "lastBy"
  | "regexMatches"
  | "regexReplace"
  | "regexExtract"
  | "splitPart"
  | "bytewise"
  | "each"
  | "computed"
  | "orderKey"
  | "orderWithin"
  | "orderOfMention"
  | "orderText"
  | "orderTime"
  | "orderToCome";

export interface DialectCall {
  readonly fn: FunctionName;
  readonly args: readonly Sql[];
  readonly words: readonly string[];
}

/** What an SQL text is made of. Only `text` is spelt as it stands, and only template literals of code become `text`. */
export type SqlNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "name"; readonly parts: readonly string[] }
  | { readonly kind: "raw"; readonly parts: readonly string[] }
  | { readonly kind: "value"; readonly value: SqlValue }
  | { readonly kind: "table"; readonly table: TableRef; readonly version: "current" | "prior" }
  | { readonly kind: "run"; readonly value: RunValue }
  | {
      readonly kind: "column";
      readonly alias: string;
      readonly name: string;
      readonly origins: () => readonly Origin[];
    }
  | { readonly kind: "call"; readonly call: DialectCall }
  | { readonly kind: "origins"; readonly origins: readonly Origin[] }
  | { readonly kind: "type"; readonly type: ColumnType };

/** Marks fragments of every copy of this program: a config may have been loaded with a copy of its own. */
const mark: unique symbol = Symbol.for("nexus-cdp.sql");

/** A piece of SQL as a tree. It becomes text only when a dialect renders it. */
export class Sql {
  readonly [mark] = true;
  readonly nodes: readonly SqlNode[];

  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && mark in value;
  }

  constructor(nodes: readonly SqlNode[]) {
    this.nodes = nodes;
  }
}

/** What may stand in `${}` of the tag: fragments are joined in, anything else becomes a literal value. */
export type SqlPart = Sql | SqlValue;

/**
 * Composes SQL: `` sql`lower(${name("email")}) = ${"O'Brien"}` ``. Values are quoted by the dialect, never pasted.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly SqlPart[]): Sql {
  const nodes: SqlNode[] = [];
  strings.forEach((text, index) => {
    if (text !== "") nodes.push({ kind: "text", text });
    if (index < parts.length) nodes.push(...nodesOf(parts[index] as SqlPart));
  });
  return new Sql(nodes);
}

function nodesOf(part: SqlPart): readonly SqlNode[] {
  return part instanceof Sql ? part.nodes : [{ kind: "value", value: part }];
}

/** An identifier of one or more parts, quoted: `name("raw", "orders")` → `"raw"."orders"`. */
export function name(...parts: readonly string[]): Sql {
  return new Sql([{ kind: "name", parts }]);
}

/** A raw table of the warehouse by its name: where the SQL is written for others, they may call it otherwise. */
export function rawTable(...parts: readonly string[]): Sql {
  return new Sql([{ kind: "raw", parts }]);
}

/** A literal value. */
export function value(literal: SqlValue): Sql {
  return new Sql([{ kind: "value", value: literal }]);
}

/** A value of the run, such as its horizon. */
export function runValue(which: RunValue): Sql {
  return new Sql([{ kind: "run", value: which }]);
}

/** The name of a table of ours: what this run makes of it, or what was published before the run. */
export function table(ref: TableRef, version: "current" | "prior" = "current"): Sql {
  return new Sql([{ kind: "table", table: ref, version }]);
}

/** The dialect's spelling of a column type. */
export function typeName(type: ColumnType): Sql {
  return new Sql([{ kind: "type", type }]);
}

/** Free SQL of a user, with the columns that it is known to read, for lineage: they stay invisible in the text. */
export function traced(fragment: Sql, origins: readonly Origin[]): Sql {
  return new Sql([...fragment.nodes, { kind: "origins", origins }]);
}

/** Fragments in a row with a separator between them. */
export function join(fragments: readonly SqlPart[], separator: Sql = sql`, `): Sql {
  return new Sql(fragments.flatMap((part, index) => [...(index === 0 ? [] : separator.nodes), ...nodesOf(part)]));
}

/** All conditions at once; true when there are none. */
export function all(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : join(conditions, sql` and `);
}

/** The first that is not null; a single one stays as it is. */
export function coalesce(fragments: readonly Sql[]): Sql {
  const [only, ...others] = fragments;
  if (only === undefined) return sql`null`;
  return others.length === 0 ? only : sql`coalesce(${join(fragments)})`;
}

/** The columns that a fragment reads, as their origins. */
export function originsOf(fragment: Sql): readonly Origin[] {
  const found = new Map<string, Origin>();
  const visit = (piece: Sql): void => {
    for (const node of piece.nodes) {
      if (node.kind === "column")
        for (const origin of node.origins()) found.set(`${origin.table}.${origin.column}`, origin);
      if (node.kind === "origins")
        for (const origin of node.origins) found.set(`${origin.table}.${origin.column}`, origin);
      if (node.kind === "call") node.call.args.forEach(visit);
    }
  };
  visit(fragment);
  return [...found.values()];
}

/** The raw tables of the warehouse that a fragment names. */
export function rawTablesOf(fragment: Sql): readonly (readonly string[])[] {
  return fragment.nodes.flatMap((node) => {
    if (node.kind === "raw") return [node.parts];
    return node.kind === "call" ? node.call.args.flatMap((arg) => rawTablesOf(arg)) : [];
  });
}

/** The tables of ours that a fragment names. */
export function tablesOf(
  fragment: Sql,
): readonly { readonly table: TableRef; readonly version: "current" | "prior" }[] {
  return fragment.nodes.flatMap((node) => {
    if (node.kind === "table") return [{ table: node.table, version: node.version }];
    return node.kind === "call" ? node.call.args.flatMap((arg) => tablesOf(arg)) : [];
  });
}
