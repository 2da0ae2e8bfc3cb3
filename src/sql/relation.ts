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
        throw new Bug(`The relation "${alias}" has no column "${column}"${hint === undefined ? "" : `: ${hint}`}.`);
      }
      return new Sql([{ kind: "column", alias, name: column, origins: () => relation.originsOf(column) }]);
    },
  };
}

/** A relation as it stands behind `from`: with its alias, in brackets when it is a query. */
export function source(aliased: Aliased): Sql {
  const { relation, alias } = aliased;
  return relation.isQuery ? sql`(${relation.sql}) as ${name(alias)}` : sql`${relation.sql} as ${name(alias)}`;
}

interface Join {
  readonly how: Sql;
  readonly to: Aliased;
  readonly on: Sql;
}

/** A query under construction; every call gives a new one. It is itself a relation. */
export class Select implements Relation {
  readonly isQuery = true;
  private readonly items: ReadonlyMap<string, Sql>;
  private readonly origin: Sql | undefined;
  private readonly joins: readonly Join[];
  private readonly conditions: readonly Sql[];
  private readonly groups: readonly Sql[];
  private readonly distinctRows: boolean;

  constructor(
    items: ReadonlyMap<string, Sql>,
    origin?: Sql,
    joins: readonly Join[] = [],
    conditions: readonly Sql[] = [],
    groups: readonly Sql[] = [],
    distinctRows = false,
  ) {
    this.items = items;
    this.origin = origin;
    this.joins = joins;
    this.conditions = conditions;
    this.groups = groups;
    this.distinctRows = distinctRows;
  }

  /** With further columns. */
  with(items: Readonly<Record<string, Sql>>): Select {
    const more = new Map([...this.items, ...Object.entries(items)]);
    return new Select(more, this.origin, this.joins, this.conditions, this.groups, this.distinctRows);
  }

  from(origin: Aliased | Sql): Select {
    const from = origin instanceof Sql ? origin : source(origin);
    return new Select(this.items, from, this.joins, this.conditions, this.groups, this.distinctRows);
  }

  join(to: Aliased, on: Sql): Select {
    return this.joined(sql`join`, to, on);
  }

  /** Beside each row the elements of a JSON array, as `_each.item` and `_each.position` (from 1). */
  each(array: Sql): Select {
    const from = new Sql([{ kind: "call", call: { fn: "each", args: [this.origin ?? sql``, array], words: [] } }]);
    return new Select(this.items, from, this.joins, this.conditions, this.groups, this.distinctRows);
  }

  leftJoin(to: Aliased, on: Sql): Select {
    return this.joined(sql`left join`, to, on);
  }

  where(...conditions: readonly Sql[]): Select {
    return new Select(
      this.items,
      this.origin,
      this.joins,
      [...this.conditions, ...conditions],
      this.groups,
      this.distinctRows,
    );
  }

  groupBy(...groups: readonly Sql[]): Select {
    return new Select(
      this.items,
      this.origin,
      this.joins,
      this.conditions,
      [...this.groups, ...groups],
      this.distinctRows,
    );
  }

  distinct(): Select {
    return new Select(this.items, this.origin, this.joins, this.conditions, this.groups, true);
  }

  private joined(how: Sql, to: Aliased, on: Sql): Select {
    return new Select(
      this.items,
      this.origin,
      [...this.joins, { how, to, on }],
      this.conditions,
      this.groups,
      this.distinctRows,
    );
  }

  get columns(): readonly string[] {
    return [...this.items.keys()];
  }

  originsOf(column: string): readonly Origin[] {
    const item = this.items.get(column);
    return item === undefined ? [] : originsOf(item);
  }

  get sql(): Sql {
    const items = join(
      [...this.items].map(([column, item]) => sql`${item} as ${name(column)}`),
      sql`,\n  `,
    );
    const parts = [sql`select${this.distinctRows ? sql` distinct` : sql``}\n  ${items}`];
    if (this.origin !== undefined) parts.push(sql`from ${this.origin}`);
    for (const { how, to, on } of this.joins) parts.push(sql`${how} ${source(to)} on ${on}`);
    if (this.conditions.length > 0) parts.push(sql`where ${all(this.conditions)}`);
    if (this.groups.length > 0) parts.push(sql`group by ${join(this.groups)}`);
    return join(parts, sql`\n`);
  }
}

/** Begins a query: the columns that come out, by name. */
export function select(items: Readonly<Record<string, Sql>>): Select {
  return new Select(new Map(Object.entries(items)));
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
  return {
    columns: first.columns,
    sql: join(
      relations.map((relation) => (relation.isQuery ? sql`(${relation.sql})` : sql`(select * from ${relation.sql})`)),
      sql`\nunion all\n`,
    ),
    isQuery: true,
    originsOf: (column) => relations.flatMap((relation) => relation.originsOf(column)),
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

/** Only those rows whose column holds one of the keys: the one way in which a road narrows what a definition reads. */
export function limitedTo(relation: Relation, column: string, keys: Sql): Relation {
  const rows = as(relation, "r");
  return select(columnsOf(rows))
    .from(rows)
    .where(sql`${rows.col(column)} in (${keys})`);
}
