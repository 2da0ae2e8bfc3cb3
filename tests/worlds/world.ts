import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ConfigDefinition,
  defineConfig,
  type Model,
  type ModelDefinition,
  type Project,
  projectOf,
  type RawTable,
  type RunResult,
} from "../../src/index.ts";
import type { EngineUnderTest, RawRow, RawRows } from "../conformance/engines.ts";

/** A row of an answer. */
export type Row = Readonly<Record<string, unknown>>;

/** What a world's project says; its warehouse is the engine's affair. */
export type Story<D extends ModelDefinition> = Omit<ConfigDefinition<D>, "warehouse" | "model"> & {
  readonly model: Model<D>;
};

/** The time that stories take for now, unless they say another. */
export const now = "2025-12-31T00:00:00Z";

/** A small world: raw tables in a folder of its own, a project over them, and short ways to look at the result. */
export class World {
  readonly folder: string;
  readonly engine: EngineUnderTest;
  private project: Project | undefined;

  private constructor(folder: string, engine: EngineUnderTest) {
    this.folder = folder;
    this.engine = engine;
  }

  static async on(engine: EngineUnderTest): Promise<World> {
    return new World(await mkdtemp(join(tmpdir(), "nexus-world-")), engine);
  }

  async end(): Promise<void> {
    await this.engine.dismiss?.(this.folder);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Forgets the warehouse and everything that ran; raw tables stay as they are. */
  async afresh(): Promise<void> {
    await this.engine.forget(this.folder);
  }

  /** Lays down a raw table, written as CSV with blanks for alignment. An empty cell is null. */
  async csv(table: string, text: string): Promise<RawTable> {
    const [columns = [], ...lines] = text
      .trim()
      .split("\n")
      .map((line) => line.split(",").map((cell) => cell.trim()));
    const rows = lines.map((cells) =>
      Object.fromEntries(columns.map((column, index) => [column, cells[index] === "" ? null : (cells[index] ?? null)])),
    );
    return this.put({ table, columns, rows, format: "csv" });
  }

  /** Lays down a raw table from objects, as a file of JSON lines where the engine reads files. */
  async json(table: string, rows: readonly RawRow[]): Promise<RawTable> {
    return this.put({ table, columns: columnsOf(rows), rows, format: "json" });
  }

  /** Lays down a raw table from objects, all of its columns text. */
  async texts(table: string, rows: readonly RawRow[]): Promise<RawTable> {
    return this.put({ table, columns: columnsOf(rows), rows, format: "csv" });
  }

  private async put(raw: RawRows): Promise<RawTable> {
    await this.engine.put(this.folder, raw);
    return this.engine.reference(raw);
  }

  /** The project that a story makes here, which has not run. */
  opened<D extends ModelDefinition>(story: Story<D>): Project {
    return projectOf(defineConfig<D>({ ...story, warehouse: this.engine.warehouse(this.folder) }), this.folder);
  }

  /** Runs the whole pipeline. */
  async run<D extends ModelDefinition>(
    story: Story<D>,
    options: { readonly horizon?: string } = {},
  ): Promise<RunResult> {
    this.project = this.opened(story);
    return this.project.run({ horizon: options.horizon ?? now });
  }

  /** Asks what was published. */
  async rows(sql: string): Promise<readonly Row[]> {
    const [answer = []] = await this.answers([sql]);
    return answer;
  }

  /** The project as it ran last. */
  get ran(): Project {
    if (this.project === undefined) throw new Error("Nothing ran yet in this world.");
    return this.project;
  }

  /** Asks several questions of one published state. */
  async answers(questions: readonly string[]): Promise<readonly (readonly Row[])[]> {
    return this.ran.reading(async (engine) => {
      const answers: Row[][] = [];
      for (const question of questions) {
        const { columns, rows } = await engine.ask(question);
        answers.push(rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]]))));
      }
      return answers;
    });
  }

  /** Who is who: of each entity its identifiers as `type value`. Entities and identifiers in the order of their text. */
  async identities(of = "person"): Promise<readonly (readonly string[])[]> {
    const rows = await this.rows(
      `select ${of}_id as id, identifier_type || ' ' || identifier_value as identifier from nexus_identity.resolved_${of}_identifiers`,
    );
    const byId = new Map<string, string[]>();
    for (const { id, identifier } of rows) {
      const key = String(id);
      byId.set(key, [...(byId.get(key) ?? []), String(identifier)]);
    }
    return [...byId.values()].map((all) => all.sort()).sort((a, b) => (a.join("\n") < b.join("\n") ? -1 : 1));
  }

  /** The public id of whoever has an identifier, given as `type value` in its compared form. */
  async idOf(identifier: string, of = "person"): Promise<string> {
    const [type = "", value = ""] = parted(identifier);
    const rows = await this.rows(
      `select ${of}_id as id from nexus_identity.resolved_${of}_identifiers where identifier_type = '${quoted(type)}' and identifier_value = '${quoted(value)}'`,
    );
    if (rows.length !== 1) throw new Error(`${rows.length} rows have the identifier "${identifier}".`);
    return String(rows[0]?.["id"]);
  }

  /** What an id leads to: `living per_…`, `merged per_…`, `ended`; the first answer first. */
  async leadsTo(id: string): Promise<readonly string[]> {
    const rows = await this.rows(
      `select kind, entity_id from nexus_identity.entity_aliases where alias_id = '${id}' order by is_primary desc, entity_id`,
    );
    return rows.map(({ kind, entity_id }) => [kind, ...(entity_id === null ? [] : [entity_id])].join(" "));
  }

  /** What a run changed about who is who: `merge email ana@acme.example`, in the order of the text. */
  async logged(run: number): Promise<readonly string[]> {
    const rows = await this.rows(
      `select kind || ' ' || identifier_type || ' ' || identifier_value as entry from nexus_identity.identity_log where run = ${run}`,
    );
    return rows.map(({ entry }) => String(entry)).sort();
  }

  /** The final row of whoever has an identifier, without ids and counters of ours. */
  async profile(identifier: string, of = "person"): Promise<Row> {
    const id = await this.idOf(identifier, of);
    const rows = await this.rows(`select * from nexus.${of}s where id = '${id}'`);
    if (rows.length !== 1) throw new Error(`${rows.length} rows have the id ${id}.`);
    const { id: _id, _entity, ...rest } = rows[0] ?? {};
    return Object.fromEntries(Object.entries(rest).map(([name, cell]) => [name, shown(cell)]));
  }

  /** All that happened: `2025-03-01 09:00 page viewed of site`. */
  async happened(): Promise<readonly string[]> {
    const rows = await this.rows("select occurred_at, name, source from nexus.events order by 1, 2, 3");
    return rows.map(({ occurred_at, name, source }) => `${shown(occurred_at)} ${name} of ${source}`);
  }

  /** What somebody took part in: `2025-03-01 09:00 page viewed (visitor)`, in the order of time, then name. */
  async timeline(identifier: string, of = "person"): Promise<readonly string[]> {
    const id = await this.idOf(identifier, of);
    const rows = await this.rows(
      `select e.occurred_at, e.name, p.role from nexus.${of}_participants as p join nexus.events as e on e.id = p.event_id where p.${of}_id = '${id}' order by e.occurred_at, e.name, p.role`,
    );
    return rows.map(({ occurred_at, name, role }) => `${shown(occurred_at)} ${String(name)} (${String(role)})`);
  }

  /** The intervals of a state: `2025-01-01 – 2025-02-01 trialing`, the last one without an end. */
  async states(identifier: string, state: string, of = "person"): Promise<readonly string[]> {
    const id = await this.idOf(identifier, of);
    const rows = await this.rows(
      `select * from nexus.states where entity_id = '${id}' and state_name = '${quoted(state)}' order by state_entered_at`,
    );
    return rows.map(({ state_entered_at: from, state_exited_at: to, state_value: value }) =>
      [shown(from), "–", ...(to === null ? [] : [shown(to)]), value].join(" "),
    );
  }
}

/** A time as people write it: what is zero at its end is left out. Everything else stays as it is. */
export function shown(cell: unknown): unknown {
  if (typeof cell !== "string" || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(cell)) return cell;
  return cell
    .replace("T", " ")
    .replace(/Z$/, "")
    .replace(/\.0+$/, "")
    .replace(/( \d\d:\d\d):00$/, "$1")
    .replace(/ 00:00$/, "");
}

/** `email ana@acme.example` → its type and its value, which may hold blanks itself. */
function parted(identifier: string): readonly [string, string] {
  const blank = identifier.indexOf(" ");
  return [identifier.slice(0, blank), identifier.slice(blank + 1)];
}

/** A text inside of quotes of SQL. */
export function quoted(text: string): string {
  return text.replaceAll("'", "''");
}

function columnsOf(rows: readonly RawRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}
