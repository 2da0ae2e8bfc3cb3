import { Bug } from "../base/problem.ts";
import { type Inputs, type Read, type Table, type TableRef, tableName } from "../model/table.ts";
import type { Dialect } from "../sql/dialect.ts";
import { workingSuffix } from "../sql/locate.ts";
import { as, columnsOf, limitedTo, type Relation, select, source, tableRelation, unionAll } from "../sql/relation.ts";
import { join, name, type Sql, sql, table as tableSql } from "../sql/sql.ts";
import type { Statement } from "../sql/statements.ts";

/**
 * The rows of a table that changed, before and after: those that are gone and those that are new. A row that was
 * rewritten is there twice.
 */
export type Changed = Relation;

/** The incremental road of one table: from what changed in its reads to what changes in its rows. */
export interface Road {
  /** Finds the dirty units, makes them anew beside what lives, and compares. Writes nothing that readers see. */
  readonly prepare: readonly Statement[];
  /** Takes the difference over, by rows: to be run at once with those of all other tables. */
  readonly apply: readonly Statement[];
  /** Drops what `prepare` made; the tables that read this one must have had their turn before. */
  readonly cleanUp: readonly Statement[];
  /** What `prepare` found to be different: the change that the next tables are touched by. */
  readonly changed: Changed;
}

/**
 * Compiles the incremental road of a table: touch → build → compare → apply.
 *
 * `changed` has the reads that changed, by `layer.name`; those that did not are left out. `inputs` gives each read as it
 * is now. What lives must be what the definition gave for the reads as they were before.
 *
 * A read that touches all units, or a definition without a scope, makes the table anew as a whole; even then only rows
 * that differ are written.
 */
export function incrementalRoad(
  table: Table<Relation>,
  changed: ReadonlyMap<string, Changed>,
  inputs: Inputs<Relation>,
  dialect: Dialect,
): Road {
  if (table.key.length === 0) throw new Bug(`${tableName(table.ref)} has no key by which its rows could be replaced.`);
  const { statements } = dialect;
  const scratch = (what: string): TableRef => ({
    layer: table.ref.layer,
    name: `${table.ref.name}__${what}${workingSuffix}`,
  });
  const [dirtyRef, builtRef, goneRef, newRef] = [scratch("dirty"), scratch("built"), scratch("gone"), scratch("new")];
  const rowsOf = (ref: TableRef): Relation => tableRelation(ref, table.columns, "prior");
  const scratches = [dirtyRef, builtRef, goneRef, newRef];
  const write = (label: string, fragment: Sql, when?: string): Statement =>
    when === undefined ? { does: "write", label, sql: fragment } : { does: "write", label, sql: fragment, when };
  const make = (ref: TableRef, what: string, query: Sql): Statement =>
    write(what, statements.createTableAs(tableSql(ref, "prior"), query));

  const reads = table.reads.filter((read) => read.prior !== true && changed.has(tableName(read.table)));
  const units = sql`select unit from ${tableSql(dirtyRef, "prior")}`;
  const column = scopeColumn(table, reads);
  const live = rowsOf(table.ref);
  const built = table.define(column === undefined ? inputs : limitedInputs(table, inputs, units));
  const lives = column === undefined ? live : limitedTo(live, column, units);
  const columns = table.columns.map((one) => one.name);

  return {
    prepare: [
      ...scratches.map((ref) => write(`clear ${ref.name}`, statements.dropTable(tableSql(ref, "prior")))),
      make(dirtyRef, "touch", dirtyUnits(reads, changed, inputs, column)),
      { does: "count", label: "dirty", sql: sql`select count(*) from ${tableSql(dirtyRef, "prior")}` },
      ...[builtRef, goneRef, newRef].map((ref) =>
        write(`create ${ref.name}`, statements.createEmptyTable(tableSql(ref, "prior"), table.columns)),
      ),
      write("build", statements.insertInto(tableSql(builtRef, "prior"), columns, only(built, columns)), "dirty"),
      write(
        "compare, gone",
        statements.insertInto(tableSql(goneRef, "prior"), columns, without(lives, rowsOf(builtRef), columns)),
        "dirty",
      ),
      write(
        "compare, new",
        statements.insertInto(tableSql(newRef, "prior"), columns, without(rowsOf(builtRef), lives, columns)),
        "dirty",
      ),
    ],
    apply: [
      { does: "count", label: "gone", sql: sql`select count(*) from ${tableSql(goneRef, "prior")}` },
      { does: "count", label: "new", sql: sql`select count(*) from ${tableSql(newRef, "prior")}` },
      write(
        "drop gone rows",
        statements.deleteFrom(tableSql(table.ref, "prior"), isAmong(table.key, tableSql(goneRef, "prior"))),
        "gone",
      ),
      write(
        "add new rows",
        statements.insertInto(tableSql(table.ref, "prior"), columns, only(rowsOf(newRef), columns)),
        "new",
      ),
    ],
    cleanUp: scratches.map((ref) => write(`drop ${ref.name}`, statements.dropTable(tableSql(ref, "prior")))),
    changed: unionAll([rowsOf(goneRef), rowsOf(newRef)]),
  };
}

/** The inputs of a definition, each read narrowed to the rows that the units can come from, by its touch. */
export function limitedInputs(table: Table<Relation>, inputs: Inputs<Relation>, units: Sql): Inputs<Relation> {
  return (ref, version) => {
    const whole = inputs(ref, version);
    const [read, another] = table.reads.filter(
      (one) => tableName(one.table) === tableName(ref) && (one.prior === true) === (version === "prior"),
    );
    if (read === undefined) throw new Bug(`${tableName(table.ref)} does not declare that it reads ${tableName(ref)}.`);
    if (another !== undefined) throw new Bug(`${tableName(table.ref)} declares twice that it reads ${tableName(ref)}.`);
    const { touch } = read;
    switch (touch.by) {
      case "all":
        return whole;
      case "carries":
        return limitedTo(whole, touch.column, units);
      case "through": {
        const lookup = as(inputs(touch.lookup), "l");
        const found = onColumns(touch).map((on) =>
          select({ found: lookup.col(on) })
            .from(lookup)
            .where(sql`${lookup.col(touch.carries)} in (${units})`),
        );
        return limitedTo(whole, touch.column, unionAll(found).sql);
      }
    }
  };
}

function onColumns({ on }: Extract<Read["touch"], { by: "through" }>): readonly string[] {
  return typeof on === "string" ? [on] : on;
}

/** The column of the units to be made anew; undefined when all of them are. */
function scopeColumn({ scope }: Table<Relation>, changedReads: readonly Read[]): string | undefined {
  return changedReads.some((read) => read.touch.by === "all") ? undefined : scope.column;
}

/** The units that changed rows belong to, or belonged to: a column `unit`. */
function dirtyUnits(
  reads: readonly Read[],
  changed: ReadonlyMap<string, Changed>,
  inputs: Inputs<Relation>,
  column: string | undefined,
): Sql {
  const touched = reads.map((read) => {
    const rows = changed.get(tableName(read.table));
    if (rows === undefined) throw new Bug(`Nothing is known of what changed in ${tableName(read.table)}.`);
    const c = as(rows, "c");
    const { touch } = read;
    // What touches all units has no unit to name: one row stands for all of them.
    if (column === undefined || touch.by === "all") return sql`select distinct 1 as unit from ${source(c)}`;
    if (touch.by === "carries") return sql`select ${c.col(touch.column)} as unit from ${source(c)}`;
    // The look-up as it is now: where it changed itself, it is a read that carries the units of before and after.
    const l = as(inputs(touch.lookup), "l");
    const found = onColumns(touch).map((on) => sql`${l.col(on)} in (select ${c.col(touch.column)} from ${source(c)})`);
    return sql`select ${l.col(touch.carries)} as unit from ${source(l)} where ${join(found, sql` or `)}`;
  });
  const all = touched.length === 0 ? sql`select 1 as unit where false` : join(touched, sql`\nunion all\n`);
  return sql`select distinct unit from (${all}) as t where unit is not null`;
}

function narrowed(relation: Relation, columns: readonly string[]): Relation {
  const r = as(relation, "r");
  return select(columnsOf(r, columns)).from(r);
}

/** The columns by name, in the order given. */
function only(relation: Relation, columns: readonly string[]): Sql {
  return narrowed(relation, columns).sql;
}

/** The rows of one that are not in another; nulls are alike. */
function without(relation: Relation, other: Relation, columns: readonly string[]): Sql {
  return sql`${only(relation, columns)}\nexcept\n${only(other, columns)}`;
}

/** Whether a row has the key of one of a table's rows. */
function isAmong(key: readonly string[], rows: Sql): Sql {
  const columns = join(key.map((one) => name(one)));
  return sql`${key.length === 1 ? columns : sql`(${columns})`} in (select ${columns} from ${rows})`;
}
