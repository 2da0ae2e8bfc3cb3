import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limitedInputs } from "../src/compile/incremental.ts";
import { compile, inputsFrom } from "../src/compile/plan.ts";
import { resolveConfig } from "../src/config/resolve.ts";
import { type Table, type TableRef, tableName } from "../src/model/table.ts";
import { as, type Relation, source } from "../src/sql/relation.ts";
import { join, name, type Sql, sql, tablesOf } from "../src/sql/sql.ts";
import { catalogue } from "./golden/catalogue.ts";
import { LiveProject } from "./golden/live.ts";
import { golden, plain } from "./golden/project.ts";

/**
 * The scope law: `define(inputs limited to S) = define(inputs) where scope in S`, for any S. Whoever keeps it can be made
 * anew for a few units alone, as its declared touches say. Prior reads are of what the run before published.
 */
const { tables, columns, layers } = compile(resolveConfig(golden()), catalogue, new Map());
const definitions = [...tables.values()];
const kept = new Set(layers.scanned.map((table) => tableName(table.ref)));

/** Whether a table is made anew from everything: it says so, or each of its reads does. */
const isWhole = (table: Table<Relation>): boolean => table.scope.unit === "whole";
const isUnlimited = (table: Table<Relation>): boolean =>
  !isWhole(table) && table.reads.length > 0 && table.reads.every((read) => read.touch.by === "all");
const scoped = definitions.filter((table) => !isWhole(table) && !isUnlimited(table));

/** Worlds of raw rows. */
const seeds = [7, 2025];

/** How many units of a hundred S takes; nothing at all among them. */
const shares = [0, 4, 50];

const key = (ref: TableRef, version: "current" | "prior"): string => `${version} ${tableName(ref)}`;

describe("every definition", () => {
  test("is counted: those with a scope, those made anew as a whole", () => {
    expect(definitions.length).toBeGreaterThan(50);
    expect(scoped.length).toBeGreaterThan(30);
    expect(definitions.filter(isWhole).map(({ ref }) => tableName(ref))).toMatchInlineSnapshot(`
      [
        "source.kettle__order_placed__set_aside",
        "source.kettle__customer_changed__set_aside",
        "source.steep__tea_brewed__set_aside",
        "source.steep__letter_sent__set_aside",
        "source.steep__plan_changed__set_aside",
        "source.shop_set_aside",
        "source.steep_set_aside",
        "identity.person_dictionary",
        "identity.person_same",
        "identity.person_over_limit",
        "identity.person_quarantined",
        "identity.person_constrained",
        "identity.person_settled",
        "identity.person_refusals",
        "identity.person_held",
        "identity.person_claims",
        "identity.person_births",
        "identity.person_entities",
        "identity.person_log",
        "identity.resolved_person_identifiers",
        "identity.group_dictionary",
        "identity.group_same",
        "identity.group_held",
        "identity.group_claims",
        "identity.group_births",
        "identity.group_entities",
        "identity.group_log",
        "identity.resolved_group_identifiers",
        "identity.order_dictionary",
        "identity.order_same",
        "identity.order_held",
        "identity.order_claims",
        "identity.order_births",
        "identity.order_entities",
        "identity.order_log",
        "identity.resolved_order_identifiers",
        "identity.identity_log",
        "identity.entity_aliases",
        "identity.refused_links",
        "identity.resolved_membership_identifiers",
        "identity.resolved_relationship_identifiers",
        "final.relationships",
        "final.ancestors",
        "final.state_counts_per_day",
      ]
    `);
  });

  test("that has a scope is limited by one of its reads, but for these", () => {
    expect(definitions.filter(isUnlimited).map(({ ref }) => tableName(ref))).toMatchInlineSnapshot(`
      [
        "identity.person_sightings",
        "identity.group_sightings",
        "identity.order_sightings",
      ]
    `);
  });
});

describe.each([
  ["the golden project", golden()],
  ["the plain project", plain()],
])("every definition of %s", (label, config) => {
  const { tables: found, columns: known } = compile(resolveConfig(config), catalogue, new Map());
  const all = [...found.values()];
  const readsOf = (table: Table<Relation>) => ({
    declared: new Set(table.reads.map((read) => key(read.table, read.prior === true ? "prior" : "current"))),
    read: new Set(tablesOf(table.define(inputsFrom(known)).sql).map((one) => key(one.table, one.version))),
  });

  test("names the column of its scope, and has it", () => {
    const wrong = all.filter(
      ({ scope, columns: own }) => scope.unit !== "whole" && !own.some((column) => column.name === scope.column),
    );
    expect(
      wrong.map(({ ref, scope }) => `${tableName(ref)}: ${scope.unit} ${scope.column ?? "without a column"}`),
    ).toEqual([]);
  });

  test("names columns in its touches that are there", () => {
    const has = (ref: TableRef, column: string): boolean =>
      known.get(tableName(ref))?.some((one) => one.name === column) === true;
    const wrong = all.flatMap(({ ref, reads }) =>
      reads
        .filter(
          ({ table, touch }) =>
            (touch.by !== "all" && !has(table, touch.column)) ||
            (touch.by === "through" &&
              !([touch.on].flat().every((on) => has(touch.lookup, on)) && has(touch.lookup, touch.carries))),
        )
        .map(({ table }) => `${tableName(ref)} ← ${tableName(table)}`),
    );
    expect(wrong).toEqual([]);
  });

  test("reads what it looks units up in, and is touched by changes there", () => {
    const wrong = all.flatMap(({ ref, reads }) =>
      reads.flatMap(({ touch }) => {
        if (touch.by !== "through") return [];
        const own = reads.find((read) => read.prior !== true && tableName(read.table) === tableName(touch.lookup));
        const covered = own?.touch.by === "all" || (own?.touch.by === "carries" && own.touch.column === touch.carries);
        return covered ? [] : [`${tableName(ref)} looks up in ${tableName(touch.lookup)}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test("reads a table in one way only", () => {
    const wrong = all.filter(({ reads }) => {
      const names = reads.map((read) => key(read.table, read.prior === true ? "prior" : "current"));
      return new Set(names).size < names.length;
    });
    expect(wrong.map(({ ref }) => tableName(ref))).toEqual([]);
  });

  test("declares everything that it reads", () => {
    const wrong = all.flatMap((table) => {
      const { declared, read } = readsOf(table);
      return [...read].filter((one) => !declared.has(one)).map((one) => `${tableName(table.ref)} reads ${one}`);
    });
    expect(wrong).toEqual([]);
  });

  test("gives the columns that it declares", () => {
    const inputs = inputsFrom(known);
    const wrong = all.filter(
      (table) => table.define(inputs).columns.join() !== table.columns.map((column) => column.name).join(),
    );
    expect(wrong.map(({ ref }) => tableName(ref))).toEqual([]);
  });

  // Where a model leaves something out, a definition may be shorter than what it declares.
  test.skipIf(label !== "the golden project")("reads everything that it declares", () => {
    const wrong = all.flatMap((table) => {
      const { declared, read } = readsOf(table);
      return [...declared].filter((one) => !read.has(one)).map((one) => `${tableName(table.ref)} never reads ${one}`);
    });
    expect(wrong).toEqual([]);
  });

  test("can be limited", () => {
    const units = sql`select 1`;
    const wrong = all.flatMap((table) => {
      try {
        table.define(limitedInputs(table, inputsFrom(known), units));
        return [];
      } catch (error) {
        return [`${tableName(table.ref)}: ${String(error)}`];
      }
    });
    expect(wrong).toEqual([]);
  });
});

describe.each(seeds)("in the world of seed %i", (seed) => {
  let project: LiveProject;
  const inputs = inputsFrom(columns);
  const [full, part, universe, scope] = [name("law_full"), name("law_part"), name("law_units"), name("law_scope")];

  beforeAll(async () => {
    project = await LiveProject.after(seed, "unpublished");
  });
  afterAll(async () => {
    await project.close();
  });

  const keep = (table: Sql, query: Sql): Promise<number> =>
    project.run(sql`create or replace temp table ${table} as\n${query}`);

  test("enough happens: ids are born, joined, merged, split and ended", async () => {
    const kinds = await project.rows(
      sql`select distinct kind from ${source(as(inputs({ layer: "identity", name: "person_log" }), "l"))}`,
    );
    expect(kinds.flat()).toEqual(expect.arrayContaining(["birth", "accretion", "merge", "split", "end"]));
  });

  test("rows have the key that their definition names", async () => {
    const wrong: string[] = [];
    for (const table of definitions.filter((one) => one.key.length > 0)) {
      const rows = as(table.stored === "table" ? inputs(table.ref) : table.define(inputs), "r");
      const columns = join(table.key.map((column) => rows.col(column)));
      const twice = await project.number(
        sql`select count(*) from (select 1 from ${source(rows)} group by ${columns} having count(*) > 1) as t`,
      );
      if (twice > 0) wrong.push(`${tableName(table.ref)}: ${twice} keys (${table.key.join(", ")}) stand twice`);
    }
    expect(wrong).toEqual([]);
  });

  test.each(scoped.map((table) => [tableName(table.ref), table] as const))("%s keeps the law", async (label, table) => {
    const column = table.scope.column ?? "";
    const unit = name(column);
    await keep(full, table.define(inputs).sql);
    // Units that could be there: those that are, those that inputs speak of, those that are there without the inputs.
    const nothing = sql`select ${unit} from ${full} where false`;
    const spoken = table.reads.flatMap((read) => {
      const rows = as(inputs(read.table, read.prior === true ? "prior" : undefined), "c");
      return read.touch.by === "carries" ? [sql`select ${rows.col(read.touch.column)} from ${source(rows)}`] : [];
    });
    const without = kept.has(label)
      ? [sql`select ${unit} from (${table.define(limitedInputs(table, inputs, nothing)).sql}) as n`]
      : [];
    const all = join([sql`select ${unit} as unit from ${full}`, ...spoken, ...without], sql` union `);
    await keep(universe, sql`select unit from (${all}) as u where unit is not null`);
    for (const share of shares) {
      const chosen = sql`hash(cast(unit as varchar), ${seed}) % 100 < ${share}`;
      await keep(scope, sql`select unit from ${universe} where ${chosen}`);
      const units = sql`select unit from ${scope}`;
      await keep(part, table.define(limitedInputs(table, inputs, units)).sql);
      const expected = sql`select * from ${full} where ${unit} in (${units})`;
      // Raw rows know no scope: a scan reads all of them, and only what it says of S counts.
      const found = kept.has(label)
        ? sql`select * from ${part} where ${unit} in (${units})`
        : sql`select * from ${part}`;
      const missing = sql`select * from ((${expected}) except all (${found})) as d`;
      const surplus = sql`select * from ((${found}) except all (${expected})) as d`;
      const counts = await project.rows(
        sql`select (select count(*) from (${missing}) as m), (select count(*) from (${surplus}) as s)`,
      );
      const [lost = 0, more = 0] = (counts[0] ?? []).map(Number);
      if (lost + more === 0) continue;
      const total = await project.number(sql`select count(*) from ${scope}`);
      const sample = { missing: await project.rows(missing, 3), surplus: await project.rows(surplus, 3) };
      expect.fail(
        `${label}: limited to ${total} units, ${lost} rows are missing and ${more} are too many.\n${JSON.stringify(sample, null, 1)}`,
      );
    }
  });
});
