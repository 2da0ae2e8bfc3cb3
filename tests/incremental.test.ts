import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Changed, incrementalRoad, type Road } from "../src/compile/incremental.ts";
import { compile, inputsFrom } from "../src/compile/plan.ts";
import { resolveConfig } from "../src/config/resolve.ts";
import { type Table, type TableRef, tableName } from "../src/model/table.ts";
import { duckdb } from "../src/sql/dialects/duckdb.ts";
import { published } from "../src/sql/locate.ts";
import { as, type Relation, source, tableRelation } from "../src/sql/relation.ts";
import { render } from "../src/sql/render.ts";
import { join, name, type Sql, sql } from "../src/sql/sql.ts";
import type { Statement } from "../src/sql/statements.ts";
import { catalogue } from "./golden/catalogue.ts";
import { LiveProject } from "./golden/live.ts";
import { golden } from "./golden/project.ts";
import { prefix } from "./golden/texts.ts";

/**
 * The incremental road, walked by tables of the golden project: only full runs ship yet, and this proves that the same
 * definitions can be taken the other way.
 */
const { tables, columns } = compile(resolveConfig(golden()), catalogue, new Map());
const inputs = inputsFrom(columns);

function definition(layer: TableRef["layer"], table: string): Table<Relation> {
  const found = tables.get(tableName({ layer, name: table }));
  if (found === undefined) throw new Error(`No definition of ${layer}.${table}.`);
  return found;
}

const mentions = definition("core", "person_mentions");
const evidence = definition("identity", "person_evidence_entities");
const sightings = definition("identity", "person_sightings");
const participants = definition("final", "person_participants");
const persons = definition("final", "persons");

test("every definition with a key has a road", () => {
  const text = (fragment: Sql): string =>
    render(fragment, duckdb, { locate: published(prefix), runValue: (of) => `:${of}` });
  let roads = 0;
  for (const table of tables.values()) {
    const reads = table.reads.filter((read) => read.prior !== true);
    if (table.key.length === 0 || reads.length === 0) continue;
    const changed = new Map(reads.map((read) => [tableName(read.table), inputs(read.table)]));
    const road = incrementalRoad(table, changed, inputs, duckdb);
    for (const statement of [...road.prepare, ...road.apply, ...road.cleanUp]) expect(text(statement.sql)).not.toBe("");
    roads += 1;
  }
  expect(roads).toBeGreaterThan(40);
});

describe("over two runs", () => {
  let project: LiveProject;

  beforeAll(async () => {
    project = await LiveProject.after(7, "published");
  });
  afterAll(async () => {
    await project.close();
  });

  /** Whatever a story does to the warehouse is taken back. */
  async function inScratch(story: () => Promise<void>): Promise<void> {
    await project.engine.run("begin transaction");
    try {
      await story();
    } finally {
      await project.engine.run("rollback");
    }
  }

  /** Runs statements as a runner does; the rows written and counted, by label. */
  async function walk(statements: readonly Statement[]): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const { does, label, when, sql: fragment } of statements) {
      if (when !== undefined && (counts.get(when) ?? 0) === 0) continue;
      counts.set(label, does === "count" ? await project.number(fragment) : await project.run(fragment));
    }
    return counts;
  }

  const rowsOf = (table: Table<Relation>): Relation => tableRelation(table.ref, table.columns);

  /** Rewrites rows of a table, and tells what changed. */
  async function change(table: Table<Relation>, ...statements: readonly Sql[]): Promise<Changed> {
    const before = name(`before_${table.ref.name}`);
    const changed = name(`changed_${table.ref.name}`);
    const live = rowsOf(table).sql;
    await project.run(sql`create or replace temp table ${before} as select * from ${live}`);
    for (const statement of statements) await project.run(statement);
    await project.run(
      sql`create or replace temp table ${changed} as (select * from ${before} except select * from ${live}) union all (select * from ${live} except select * from ${before})`,
    );
    return { columns: rowsOf(table).columns, sql: changed, isQuery: false, originsOf: () => [] };
  }

  const changesOf = (...of: readonly (readonly [Table<Relation>, Changed])[]): ReadonlyMap<string, Changed> =>
    new Map(of.map(([table, changed]) => [tableName(table.ref), changed]));

  /** In how many rows what lives differs from the definition over all that it reads. */
  function difference(table: Table<Relation>): Promise<number> {
    const [full, live] = [sql`(${table.define(inputs).sql})`, sql`select * from ${rowsOf(table).sql}`];
    return project.number(
      sql`select (select count(*) from (${full} except all ${live}) as a) + (select count(*) from (${live} except all ${full}) as b)`,
    );
  }

  async function take(road: Road): Promise<ReadonlyMap<string, number>> {
    return new Map([...(await walk(road.prepare)), ...(await walk(road.apply))]);
  }

  /** How many rows of a query there are. */
  const count = (query: Sql): Promise<number> => project.number(sql`select count(*) from (${query}) as q`);

  const [m, e] = [rowsOf(mentions).sql, rowsOf(evidence).sql];

  /** A letter is forgotten, a guest comes to one more brew, a mention moves in time, a combination turns out to be of somebody else. */
  async function someChanges(): Promise<{ readonly inMentions: Changed; readonly inEvidence: Changed }> {
    const someEvents = (of: number): Sql =>
      sql`select event_id from (select distinct event_id from ${m}) as s order by event_id limit ${of}`;
    const inMentions = await change(
      mentions,
      sql`delete from ${m} where event_id in (${someEvents(3)})`,
      sql`insert into ${m} select * replace ('evt_new' as event_id) from ${m} order by event_id, _site, _element limit 1`,
      sql`update ${m} set occurred_at = occurred_at - interval 1 day where event_id in (${someEvents(2)})`,
    );
    const pair = sql`select min(_entity) as _from, max(_entity) as _to from ${e}`;
    const inEvidence = await change(
      evidence,
      sql`update ${e} set _entity = p._to from (${pair}) as p where ${e}._entity = p._from`,
    );
    return { inMentions, inEvidence };
  }

  test("what lives is what the definitions say, to begin with", async () => {
    expect(await difference(participants)).toBe(0);
    expect(await difference(persons)).toBe(0);
  });

  test("participants follow their mentions, and only rows of changed persons are written", async () => {
    await inScratch(async () => {
      const { inMentions, inEvidence } = await someChanges();
      const outdated = await difference(participants);
      expect(outdated).toBeGreaterThan(5);
      const road = incrementalRoad(
        participants,
        changesOf([mentions, inMentions], [evidence, inEvidence]),
        inputs,
        duckdb,
      );
      const counts = await take(road);
      expect(await difference(participants)).toBe(0);
      // Exactly what differed was written, out of a table that is much larger.
      expect((counts.get("drop gone rows") ?? 0) + (counts.get("add new rows") ?? 0)).toBe(outdated);
      expect(outdated).toBeLessThan((await count(sql`select 1 from ${rowsOf(participants).sql}`)) / 5);
      const strangers = sql`select 1 from ${source(as(road.changed, "c"))} where c._entity not in (select unit from ${name("nexus", "person_participants__dirty__next")})`;
      expect(await count(strangers)).toBe(0);
      expect(counts.get("dirty")).toBeLessThan(await count(sql`select distinct _entity from ${e}`));
      await walk(road.cleanUp);
      expect([...(await project.engine.tablesIn(prefix)).keys()].filter((one) => one.includes("__"))).toEqual([]);
    });
  });

  test("persons follow their participants, whose change is the next touch", async () => {
    await inScratch(async () => {
      const { inMentions, inEvidence } = await someChanges();
      const first = incrementalRoad(
        participants,
        changesOf([mentions, inMentions], [evidence, inEvidence]),
        inputs,
        duckdb,
      );
      await take(first);
      const outdated = await difference(persons);
      expect(outdated).toBeGreaterThan(0);
      const second = incrementalRoad(
        persons,
        changesOf([participants, first.changed], [evidence, inEvidence]),
        inputs,
        duckdb,
      );
      const counts = await take(second);
      expect(await difference(persons)).toBe(0);
      expect((counts.get("drop gone rows") ?? 0) + (counts.get("add new rows") ?? 0)).toBe(outdated);
      await walk([...first.cleanUp, ...second.cleanUp]);
    });
  });

  test("persons follow a sighting, which reaches them through the assignment", async () => {
    await inScratch(async () => {
      const s = rowsOf(sightings).sql;
      const a = rowsOf(definition("identity", "person_assignment")).sql;
      const one = sql`select min(_value) from ${a}`;
      const inSightings = await change(
        sightings,
        // 2 to the 68th is a microsecond: the sighting moves 400 days back.
        sql`update ${s} set first_order = first_order - 400 * 86400000000::hugeint * 295147905179352825856 where _value = (${one})`,
      );
      const road = incrementalRoad(persons, changesOf([sightings, inSightings]), inputs, duckdb);
      const counts = await take(road);
      expect(counts.get("dirty")).toBe(1);
      expect(counts.get("build")).toBe(1);
      expect([counts.get("drop gone rows"), counts.get("add new rows")]).toEqual([1, 1]);
      expect(await difference(persons)).toBe(0);
    });
  });

  test("a change that makes no difference writes nothing", async () => {
    await inScratch(async () => {
      const inMentions = await change(mentions, sql`update ${m} set _ingested_at = timestamp '2030-01-01 00:00:00'`);
      const road = incrementalRoad(participants, changesOf([mentions, inMentions]), inputs, duckdb);
      const counts = await take(road);
      expect(counts.get("dirty")).toBeGreaterThan(10);
      expect([counts.get("gone"), counts.get("new")]).toEqual([0, 0]);
      expect(counts.has("drop gone rows") || counts.has("add new rows")).toBe(false);
      expect(await difference(participants)).toBe(0);
    });
  });

  test("no change at all makes nothing", async () => {
    await inScratch(async () => {
      const inMentions = await change(mentions);
      for (const changed of [changesOf([mentions, inMentions]), changesOf()]) {
        const counts = await take(incrementalRoad(participants, changed, inputs, duckdb));
        expect(counts.get("dirty")).toBe(0);
        expect(counts.has("build")).toBe(false);
        expect([counts.get("gone"), counts.get("new")]).toEqual([0, 0]);
      }
    });
  });

  /** Tables that a run could take this way today: made from tables that are there between runs. */
  const walkable = [...tables.values()].filter(
    ({ stored, lifetime, key, reads }) =>
      stored === "table" &&
      lifetime === "derived" &&
      key.length > 0 &&
      reads.length > 0 &&
      reads.every((read) => read.prior !== true && tables.get(tableName(read.table))?.lifetime !== "work"),
  );

  test("most stored tables can go this way", () => {
    expect(walkable.length).toBeGreaterThan(15);
  });

  test.each(walkable.map((table) => [tableName(table.ref), table] as const))(
    "%s forgets rows that its reads lose, and has them again when they are back",
    async (label, table) => {
      const lossy = table.reads.flatMap((read) => {
        const of = tables.get(tableName(read.table));
        return read.touch.by === "all" || of === undefined || of.stored !== "table" ? [] : [of];
      });
      await inScratch(async () => {
        const lost = new Map<string, Changed>();
        for (const read of lossy) {
          const keys = join(
            read.key.map((one) => sql`cast(${name(one)} as varchar)`),
            sql` || '/' || `,
          );
          lost.set(
            tableName(read.ref),
            await change(read, sql`delete from ${rowsOf(read).sql} where hash(${keys}) % 100 < 12`),
          );
        }
        // What nobody spells in two ways is in no table of normal forms.
        const isEmpty = (await project.rows(sql`select 1 as one from ${rowsOf(table).sql} limit 1`)).length === 0;
        if (lossy.length > 0 && !isEmpty)
          expect(await difference(table), `${label} before its road`).toBeGreaterThan(0);
        await take(incrementalRoad(table, lost, inputs, duckdb));
        expect(await difference(table), `${label} without the rows`).toBe(0);
        for (const read of lossy) {
          const list = join(read.columns.map((one) => name(one.name)));
          const gone = lost.get(tableName(read.ref))?.sql ?? sql``;
          await project.run(sql`insert into ${rowsOf(read).sql} (${list}) select ${list} from ${gone}`);
        }
        await take(incrementalRoad(table, lost, inputs, duckdb));
        expect(await difference(table), `${label} with the rows again`).toBe(0);
      });
    },
  );
});
