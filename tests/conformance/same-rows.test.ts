import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { storyOf } from "../oracle/config.ts";
import type { RawTables } from "../oracle/description.ts";
import { Random, seedOf } from "../oracle/random.ts";
import { horizon, RandomWorld, revised, united } from "../oracle/random-world.ts";
import { widest } from "../oracle/widest.ts";
import { World } from "../worlds/world.ts";
import { type EngineUnderTest, engines } from "./engines.ts";

/**
 * The same raw rows give the same on every engine: not only the same partition, which the oracle knows, but the same
 * ids, names, texts and numbers in every public table, to the last sign.
 */
const seed = seedOf("the same rows");

/** Numbers of ours name things within one warehouse, in the order in which its engine met them. */
const isOfTheWarehouse = (column: string): boolean => ["_entity", "_component", "_person", "_group"].includes(column);

/** Public tables, with the columns that say when a run was: nobody expects these to be equal. */
const tables = [
  ...["events", "persons", "groups", "person_participants", "group_participants", "memberships", "states"].map(
    (table) => `nexus.${table}`,
  ),
  ...["person", "group"].flatMap((entity) => [
    `nexus_identity.resolved_${entity}_identifiers`,
    `nexus_identity.resolved_${entity}_traits`,
    `nexus_core.${entity}_identifiers`,
    `nexus_core.${entity}_traits`,
  ]),
  "nexus_core.events",
  "nexus_core.membership_identifiers",
  "nexus_identity.identity_log",
  "nexus_identity.entity_aliases",
  ...widest.sources.flatMap(({ name }) =>
    ["events", "person_identifiers", "person_traits", "group_identifiers", "group_traits"].map(
      (what) => `nexus_source.${name}_${what}`,
    ),
  ),
];

/** Each table's rows as sorted lines. */
async function linesOf(world: World): Promise<ReadonlyMap<string, readonly string[]>> {
  const answers = await world.answers(tables.map((table) => `select * from ${table}`));
  return new Map(
    tables.map((table, at) => [
      table,
      (answers[at] ?? [])
        .map((row) =>
          JSON.stringify(
            Object.entries(row).filter(([column]) => !isOfTheWarehouse(column) && column !== "changed_at"),
          ),
        )
        .sort(),
    ]),
  );
}

const hashOf = (lines: readonly string[]): string => createHash("sha256").update(lines.join("\n")).digest("hex");

/** What one engine makes of two runs. */
async function published(engine: EngineUnderTest, snapshots: readonly RawTables[], skip: (reason: string) => void) {
  const world = await World.on(engine);
  try {
    const absent = await engine.prepare?.(world.folder);
    if (absent !== undefined) return skip(absent);
    const after = [];
    for (const snapshot of snapshots) {
      const laid = await Promise.all(
        Object.entries(snapshot).map(async ([table, rows]) => [table, await world.json(table, rows)] as const),
      );
      await world.run(storyOf(widest, Object.fromEntries(laid)), { horizon });
      after.push(await linesOf(world));
    }
    return after;
  } finally {
    await world.end();
  }
}

test("the same raw rows give the same public tables on every engine, run after run", { timeout: 300_000 }, async ({
  skip,
}) => {
  const random = new Random(seed);
  const worlds = Array.from({ length: 250 }, (_, number) => new RandomWorld(random, number, random.between(1, 12)));
  const first = united(worlds);
  const more = Array.from({ length: 50 }, (_, number) => new RandomWorld(random, number, random.between(1, 12)));
  const second = united([{ tables: revised(random, first) }, ...more]);
  const [expected, ...others] = await Promise.all(
    engines.map((engine) => published(engine, [first, second], (reason) => skip(reason))),
  );
  for (const found of others) {
    for (const run of [0, 1]) {
      for (const table of tables) {
        const [want = [], got = []] = [expected?.[run]?.get(table), found?.[run]?.get(table)];
        if (hashOf(want) === hashOf(got)) continue;
        const [wanted, had] = [new Set(want), new Set(got)];
        const place = `seed ${seed}, run ${run + 1}, ${table}`;
        expect
          .soft(got.filter((line) => !wanted.has(line)).slice(0, 3), place)
          .toEqual(want.filter((line) => !had.has(line)).slice(0, 3));
        expect.soft(got.length, place).toBe(want.length);
      }
    }
  }
  expect(expected?.[1]?.get("nexus.events")?.length).toBeGreaterThan(1000);
});
