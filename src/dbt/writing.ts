import { numberOf } from "../base/number-of.ts";
import { Bug } from "../base/problem.ts";
import type { Column } from "../model/column.ts";
import { type Layer, type TableRef, tableName } from "../model/table.ts";
import { schemaOf, workingSuffix } from "../sql/locate.ts";
import { noRows } from "../sql/relation.ts";
import { render } from "../sql/render.ts";
import { join, name, type Sql, sql } from "../sql/sql.ts";
import { expression, literal, template } from "./jinja.ts";
import type { PackageInput } from "./package.ts";

/** The name of a project's package: `nexus`, with the prefix of its schemas where that is another. */
export function packageName(prefix: string): string {
  return prefix === "nexus" ? prefix : `nexus_${prefix}`;
}

/** Where raw tables are whose name has no schema. */
const unnamedSource = "raw";

/** Names of the package, and SQL trees as text for Jinja: tables are references, values of the run are variables. */
export class Writing {
  readonly input: Pick<PackageInput, "prefix" | "dialect" | "columns">;
  readonly package: string;
  /** Names of sources, by the database and the schema that they stand for. */
  private readonly sources = new Map<string, string>();

  constructor(input: Pick<PackageInput, "prefix" | "dialect" | "columns">) {
    this.input = input;
    this.package = packageName(input.prefix);
  }

  /** The name of a table's model, unique in a project. */
  model({ layer, name }: TableRef): string {
    return `${this.package}_${layer}__${name}`;
  }

  /** The expression that stands for a table. */
  ref(table: TableRef): string {
    return `ref(${literal(this.model(table))})`;
  }

  schema(layer: Layer): string {
    return schemaOf(this.input.prefix, layer);
  }

  /** A name that the engine keeps whole, with room for what may be put behind it. */
  fitting(name: string, room = 0): string {
    const most = (this.input.dialect.longestName ?? Number.POSITIVE_INFINITY) - room;
    return name.length <= most ? name : `${name.slice(0, most - 9)}_${numberOf(name).toString(16).padStart(8, "0")}`;
  }

  /** The name of a raw table's source: one for each database and schema, whatever signs their names have. */
  sourceOf(parts: readonly string[]): string {
    const place = parts.slice(0, -1);
    const key = JSON.stringify(place);
    const known = this.sources.get(key);
    if (known !== undefined) return known;
    const plain = place.length === 0 ? unnamedSource : place.join("_");
    const taken = new Set(this.sources.values());
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}_${number}`;
    this.sources.set(key, name);
    return name;
  }

  /** A fragment as text of a file. `instead` has expressions for tables in it, by `layer.name`. */
  text(fragment: Sql, instead: ReadonlyMap<string, string> = new Map()): string {
    return template(this.open(fragment, instead));
  }

  /** The same with its expressions still open: part of a text that `template` will be given. */
  open(fragment: Sql, instead: ReadonlyMap<string, string> = new Map()): string {
    return render(fragment, this.input.dialect, {
      locate: (table) => {
        throw new Bug(`${tableName(table)} has no name in a dbt package.`);
      },
      runValue: (of) =>
        of === "run" ? expression("var('nexus_run', 1)") : `cast('${expression("nexus_horizon()")}' as timestamp)`,
      spell: (table, version) => this.spelt(table, version, instead),
      spellRaw: (parts) => expression(`source(${literal(this.sourceOf(parts))}, ${literal(parts.at(-1) ?? "")})`),
    });
  }

  /** A query whose columns have the types that were declared for them. */
  declared(columns: readonly Column[], query: Sql): Sql {
    const items = columns.map(
      ({ name: column, type }) => sql`${this.input.dialect.asColumn(name("q", column), type)} as ${name(column)}`,
    );
    return sql`select\n  ${join(items, sql`,\n  `)}\nfrom (\n${query}\n) as q`;
  }

  private spelt(table: TableRef, version: "current" | "prior", instead: ReadonlyMap<string, string>): string {
    const known = this.input.columns.get(tableName(table));
    if (version === "current") {
      const other = instead.get(tableName(table));
      if (other === undefined && known === undefined) throw new Bug(`No model has the table ${tableName(table)}.`);
      return expression(other ?? this.ref(table));
    }
    // Before a build from nothing nothing was published.
    if (known !== undefined) return `(${this.open(noRows(known).sql)})`;
    const schema = `"${expression(`nexus_schema(${literal(this.schema(table.layer))})`)}"`;
    if (table.layer === "meta" || table.name.endsWith(workingSuffix)) return `${schema}."${table.name}"`;
    throw new Bug(`No model has what was ${tableName(table)} before.`);
  }
}
