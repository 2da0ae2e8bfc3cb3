import { describe, expect } from "vitest";
import { conforms } from "../conformance/conforms.ts";
import type { World } from "../worlds/world.ts";
import { storyOf } from "./config.ts";
import type { Description, RawTables } from "./description.ts";
import { oracle } from "./oracle.ts";
import { type Difference, differences } from "./picture.ts";
import { Random, seedOf } from "./random.ts";
import { horizon, RandomWorld, revised, united } from "./random-world.ts";
import { readPicture } from "./read.ts";
import { narrowed, widest } from "./widest.ts";

const seed = seedOf("random worlds");

/** CSV where a table is flat, JSON lines where it is not. */
async function lay(world: World, tables: RawTables) {
  const laid = await Promise.all(
    Object.entries(tables).map(async ([table, rows]) => {
      const isFlat = table === "contacts" || table === "orders";
      const blank = Object.fromEntries(columnsOf[table]?.map((column) => [column, null]) ?? []);
      const full = rows.map((row) => ({ ...blank, ...row }));
      // A table without rows has its header still.
      if (isFlat && full.length === 0) return [table, await world.csv(table, Object.keys(blank).join(","))] as const;
      return [table, isFlat ? await world.texts(table, full) : await world.json(table, full)] as const;
    }),
  );
  return Object.fromEntries(laid);
}

const columnsOf: Readonly<Record<string, readonly string[]>> = {
  contacts: [
    "id",
    "tenant",
    "at",
    "loaded",
    "deleted",
    "email",
    "phone",
    "crm_id",
    "name",
    "title",
    "company",
    "account_id",
  ],
  hits: [
    "id",
    "at",
    "loaded",
    "kind",
    "email",
    "phone",
    "user_id",
    "crm_id",
    "cookie",
    "name",
    "score",
    "plan",
    "amount",
  ],
  orders: ["id", "at", "deleted", "email", "phone", "user_id", "payer", "relation", "relation_phone", "name", "total"],
  letters: ["id", "at", "loaded", "sender", "recipients"],
};

async function compared(world: World, description: Description, snapshots: readonly RawTables[]) {
  const { picture, eventIds, broken } = await readPicture(world, description);
  const expected = oracle({ description, snapshots, horizon, eventId: (key) => eventIds.get(key) ?? "" });
  return { broken, expected, found: picture, differing: differences(expected, picture) };
}

/** The first differences, with the raw rows of the worlds that they are in: enough to make a story of. */
function report(differing: readonly Difference[], tables: RawTables, from: Random): string {
  const numbers = [...new Set(differing.flatMap(({ what }) => /\bw(\d+)/.exec(what)?.[1] ?? []))].slice(0, 2);
  const rows = numbers.flatMap((number) =>
    Object.entries(tables).flatMap(([table, all]) =>
      all
        .map((row) => JSON.stringify(row))
        .filter((row) => new RegExp(`w${number}\\b|w${number}x`, "i").test(row))
        .map((row) => `${table} ${row}`),
    ),
  );
  const shown = differing
    .slice(0, 6)
    .map(({ what, expected, found }) =>
      [what, `  expected ${JSON.stringify(expected)}`, `  found    ${JSON.stringify(found)}`].join("\n"),
    );
  return [`seed ${from.seed}: ${differing.length} differences`, ...shown, ...rows].join("\n");
}

describe("random worlds", () => {
  conforms("three thousand small worlds in one run", async (world) => {
    const random = new Random(seed);
    const worlds = Array.from({ length: 3000 }, (_, number) => new RandomWorld(random, number, random.between(1, 12)));
    const tables = united(worlds);
    await world.run(storyOf(widest, await lay(world, tables)), { horizon });
    const { broken, expected, differing } = await compared(world, widest, [tables]);
    // The worlds must be worth the trouble.
    expect(expected.persons.size).toBeGreaterThan(6000);
    expect([...expected.persons.values()].filter(({ identifiers }) => identifiers.length > 3).length).toBeGreaterThan(
      1000,
    );
    expect(broken).toEqual([]);
    expect(differing.length, report(differing, tables, random)).toBe(0);
  });

  for (let number = 0; number < 20; number++) {
    conforms(`a world of its own, in several runs (${number})`, async (world) => {
      const random = new Random(seed + 1 + number);
      const description = narrowed(random);
      const runs = random.between(1, 3);
      const arrived: RawTables[] = [];
      const snapshots: RawTables[] = [];
      for (let run = 0; run < runs; run++) {
        const worlds = Array.from({ length: random.between(2, 8) }, (_, part) => {
          return new RandomWorld(random, random.between(1, 2), random.between(5, 40), run * 10 + part);
        });
        const before = arrived.at(-1);
        arrived.push(united([...worlds, ...(before === undefined ? [] : [{ tables: revised(random, before) }])]));
        // What arrived before is there still, or has been rotated away; rows lie in any order.
        const there = united(
          arrived.filter((_, index) => index === run || random.chance(0.6)).map((tables) => ({ tables })),
        );
        const tables = Object.fromEntries(Object.entries(there).map(([table, rows]) => [table, random.shuffled(rows)]));
        snapshots.push(tables);
        await world.run(storyOf(description, await lay(world, tables)), { horizon });
        const { broken, expected, differing } = await compared(world, description, snapshots);
        expect(broken).toEqual([]);
        expect(
          differing.length,
          `run ${run + 1} of ${report(differing, united(arrived.map((one) => ({ tables: one }))), random)}`,
        ).toBe(0);
        expect(expected.events.size).toBeGreaterThan(0);
      }
    });
  }
});
