import { nearestHint } from "../base/nearest.ts";
import { Bug } from "../base/problem.ts";
import type { Column } from "../model/column.ts";
import { type TableRef, tableName } from "../model/table.ts";
import { all, join, name, type Origin, originsOf, Sql, sql, table } from "./sql.ts";

/** Anything that can stand behind `from`: it knows its columns and where each of them comes from. */
export interface Relation {
  readonly columns: readonly string[];
  /** A table name, or a query. */
  readonly sql: Sql;
  readonly isQuery: boolean;
  originsOf(column: string): readonly Origin[];
}

/** A relation under a name, whose columns can be used in expressions. */
export interface Aliased {
  readonly alias: string;
  readonly relation: Relation;
  /** A column; a name that the relation lacks is a mistake of ours, found before any SQL runs. */
  col(column: string): Sql;
}

/** A table of ours as a relation. */
export function tableRelation(
  ref: TableRef,
  columns: readonly Column[],
  version: "current" | "prior" = "current",
): Relation {
  return namedRelation(
    table(ref, version),
    columns.map((column) => column.name),
    tableName(ref),
  );
}

/** Something that has a name in the warehouse and columns that are known. */
export function namedRelation(reference: Sql, columns: readonly string[], label: string): Relation {
  return { columns, sql: reference, isQuery: false, originsOf: (column) => [{ table: label, column }] };
}

/** Puts a relation under an alias. */
export function as(relation: Relation, alias: string): Aliased {
  return {
    alias,
    relation,
    col: (column) => {
      if (!relation.columns.includes(column)) {
        const hint = nearestHint(column, relation.columns);
        throw new Bug(`The relation "${alias}" has no column "${column}"${hint === undefined ? "." : `: ${hint}`}`);
      }
      return new Sql([{ kind: "column", alias, name: column, origins: () => relation.originsOf(column) }]);
    },
  };
}

/** A relation as it stands behind `from`: with its alias, in brackets when it is a query. */
export function source(aliased: Aliased): Sql {
  const { relation, alias } = aliased;
  if (!relation.isQuery) return sql`${relation.sql} as ${name(alias)}`;
  const query =
    relation instanceof Select && relation.computes
      ? new Sql([{ kind: "call", call: { fn: "computed", args: [relation.sql], words: [] } }])
      : relation.sql;
  return sql`(${query}) as ${name(alias)}`;
}

interface Join {
  readonly how: Sql;
  readonly to: Aliased;
  readonly on: Sql;
}

interface Parts {
  readonly items: ReadonlyMap<string, Sql>;
  readonly origin?: Sql;
  readonly joins: readonly Join[];
  readonly conditions: readonly Sql[];
  readonly groups: readonly Sql[];
  readonly groupConditions: readonly Sql[];
  readonly distinct: boolean;
}

/** A query under construction; every call gives a new one. It is itself a relation. */
export class Select implements Relation {
  readonly isQuery = true;
  private readonly parts: Parts;
  /** A column may be asked for as often as it is used in what is built upon it. */
  private readonly origins = new Map<string, readonly Origin[]>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  private and(more: Partial<Parts>): Select {
    return new Select({ ...this.parts, ...more });
  }

  /** With further columns. */
  with(items: Readonly<Record<string, Sql>>): Select {
    return this.and({ items: new Map([...this.parts.items, ...Object.entries(items)]) });
  }

  from(origin: Aliased | Sql): Select {
    return this.and({ origin: origin instanceof Sql ? origin : source(origin) });
  }

  join(to: Aliased, on: Sql): Select {
    return this.and({ joins: [...this.parts.joins, { how: sql`join`, to, on }] });
  }

  leftJoin(to: Aliased, on: Sql): Select {
    return this.and({ joins: [...this.parts.joins, { how: sql`left join`, to, on }] });
  }

  /** Beside each row the elements of a JSON array, as `_each.item` and `_each.position` (from 1). */
  each(array: Sql): Select {
    const from = new Sql([
      { kind: "call", call: { fn: "each", args: [this.parts.origin ?? sql``, array], words: [] } },
    ]);
    return this.and({ origin: from });
  }

  /** Beside each row the days from one to another, both among them, as `_days.day`: each by its first moment. */
  days(first: Sql, last: Sql): Select {
    const from = new Sql([
      { kind: "call", call: { fn: "days", args: [this.parts.origin ?? sql``, first, last], words: [] } },
    ]);
    return this.and({ origin: from });
  }

  where(...conditions: readonly Sql[]): Select {
    return this.and({ conditions: [...this.parts.conditions, ...conditions] });
  }

  groupBy(...groups: readonly Sql[]): Select {
    return this.and({ groups: [...this.parts.groups, ...groups] });
  }

  having(...conditions: readonly Sql[]): Select {
    return this.and({ groupConditions: [...this.parts.groupConditions, ...conditions] });
  }

  distinct(): Select {
    return this.and({ distinct: true });
  }

  get columns(): readonly string[] {
    return [...this.parts.items.keys()];
  }

  /** Whether any column is more than one of what it reads. */
  get computes(): boolean {
    return [...this.parts.items.values()].some(({ nodes }) => nodes.length !== 1 || nodes[0]?.kind !== "column");
  }

  originsOf(column: string): readonly Origin[] {
    const known = this.origins.get(column);
    if (known !== undefined) return known;
    const item = this.parts.items.get(column);
    const found = item === undefined ? [] : originsOf(item);
    this.origins.set(column, found);
    return found;
  }

  get sql(): Sql {
    const { items, origin, joins, conditions, groups, groupConditions, distinct } = this.parts;
    const columns = join(
      [...items].map(([column, item]) => sql`${item} as ${name(column)}`),
      sql`,\n  `,
    );
    const lines = [sql`select${distinct ? sql` distinct` : sql``}\n  ${columns}`];
    if (origin !== undefined) lines.push(sql`from ${origin}`);
    for (const { how, to, on } of joins) lines.push(sql`${how} ${source(to)} on ${on}`);
    if (conditions.length > 0) lines.push(sql`where ${all(conditions)}`);
    if (groups.length > 0) lines.push(sql`group by ${join(groups)}`);
    if (groupConditions.length > 0) lines.push(sql`having ${all(groupConditions)}`);
    return join(lines, sql`\n`);
  }
}

/** Begins a query: the columns that come out, by name. */
export function select(items: Readonly<Record<string, Sql>>): Select {
  return new Select({
    items: new Map(Object.entries(items)),
    joins: [],
    conditions: [],
    groups: [],
    groupConditions: [],
    distinct: false,
  });
}

/** The rows of all relations; they must have the same columns in the same order. */
export function unionAll(relations: readonly Relation[]): Relation {
  const [first] = relations;
  if (first === undefined) throw new Bug("A union of no relations.");
  for (const other of relations) {
    if (other.columns.join() !== first.columns.join()) {
      throw new Bug(`A union of different columns: ${first.columns.join()} and ${other.columns.join()}.`);
    }
  }
  if (relations.length === 1) return first;
  const origins = new Map<string, readonly Origin[]>();
  return {
    columns: first.columns,
    sql: join(
      relations.map((relation) => (relation.isQuery ? sql`(${relation.sql})` : sql`(select * from ${relation.sql})`)),
      sql`\nunion all\n`,
    ),
    isQuery: true,
    originsOf: (column) => {
      const known = origins.get(column);
      if (known !== undefined) return known;
      const all = relations.flatMap((relation) => relation.originsOf(column));
      const found = [...new Map(all.map((origin) => [`${origin.table}.${origin.column}`, origin])).values()];
      origins.set(column, found);
      return found;
    },
  };
}

/** A relation with the right columns and types, and no rows. */
export function noRows(columns: readonly Column[]): Relation {
  const items = columns.map(
    ({ name: column, type }) => [column, sql`cast(null as ${new Sql([{ kind: "type", type }])})`] as const,
  );
  return select(Object.fromEntries(items)).where(sql`false`);
}

/** Every column of a relation as it is, to be spread into `select`. */
export function columnsOf(
  aliased: Aliased,
  columns: readonly string[] = aliased.relation.columns,
): Record<string, Sql> {
  return Object.fromEntries(columns.map((column) => [column, aliased.col(column)]));
}

/** An alias that no column has: an engine would take the column for the row. */
export function freeAlias(wanted: string, columns: readonly string[]): string {
  const taken = new Set(columns.map((column) => column.toLowerCase()));
  let alias = wanted;
  while (taken.has(alias)) alias += "_";
  return alias;
}

/** Only those rows whose column holds one of the keys: the one way in which a road narrows what a definition reads. */
export function limitedTo(relation: Relation, column: string, keys: Sql): Relation {
  const rows = as(relation, "r");
  return select(columnsOf(rows))
    .from(rows)
    .where(sql`${rows.col(column)} in (${keys})`);
}
