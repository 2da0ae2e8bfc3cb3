import { describe, expect } from "vitest";
import { defineModel, defineSource, email, id, type RawTable, type Source, type Survives } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import type { World } from "./world.ts";

/** A customer as the shop, the register and support know her: the same columns, in three sources. */
const columns = "id, at, user_id, email, name, size";

const rows = {
  shop: `${columns}
    s1, 2025-03-01, u1, Ana@acme.example,  Ana,         3
    s2, 2025-03-02, u1, ana@acme.example,  Ana,         4
    s3, 2025-03-09, u1, ana@gmail.example, A. Rivera,   3`,
  crm: `${columns}
    c1, 2025-03-03, u1, ANA@ACME.example,  Ana Rivera,  5
    c2, 2025-03-04, u1, ana@work.example,  Ana M. Rivera, 6
    c3, 2025-03-04, u2, bo@beta.example,   ,            `,
  desk: `${columns}
    d1, 2025-03-08, u1, ana@work.example,  Rivera,      7
    d2, 2025-03-08, u2, bo@beta.example,   Bo,          1`,
};

async function survivors(world: World, survives: Survives | undefined) {
  const rule = survives === undefined ? {} : { survives };
  const model = defineModel({
    entities: {
      person: {
        identifiers: { user_id: id(), email: email(rule) },
        traits: { name: { type: "text", ...rule }, size: "number" },
      },
    },
  });
  const source = (name: string, table: RawTable): Source =>
    defineSource(model, name, {
      timezone: "UTC",
      tables: { table },
      events: {
        seen: {
          from: "table",
          id: "id",
          occurredAt: "at",
          persons: [
            {
              role: "customer",
              identifiers: { user_id: "user_id", email: "email" },
              traits: { name: "name", size: "size" },
            },
          ],
        },
      },
    });
  const sources: Source[] = [];
  for (const [name, text] of Object.entries(rows)) sources.push(source(name, await world.csv(name, text)));
  await world.run({ model, sources });
  const { email: address, name, size } = await world.profile("user_id u1");
  const current = await world.rows(
    "select t.trait_value, t.mentions from nexus_identity.resolved_person_traits as t join nexus.persons as p on p.id = t.person_id where p.user_id = 'u1' and t.trait_name = 'name' and t.is_current",
  );
  // The table of values marks the one that stands in the final table; all others stay beside it.
  expect(current.map((row) => row["trait_value"])).toEqual([name]);
  expect(size).toBe(3);
  return [address, name, Number(current[0]?.["mentions"])];
}

describe("of several values", () => {
  const stories: readonly (readonly [string, Survives | undefined, readonly unknown[]])[] = [
    ["the most recent survives, where no rule says otherwise", undefined, ["ana@gmail.example", "A. Rivera", 1]],
    ["the first", "first", ["Ana@acme.example", "Ana", 2]],
    [
      "the most frequent, in whatever spelling, of equals the most recent",
      "most frequent",
      ["ANA@ACME.example", "Ana", 2],
    ],
    ["the longest", "longest", ["ana@gmail.example", "Ana M. Rivera", 1]],
    [
      "the latest of the best source, whoever said it since",
      { sources: ["crm", "desk"] },
      ["ana@work.example", "Ana M. Rivera", 1],
    ],
    ["of the desk before all others", { sources: ["desk"] }, ["ana@work.example", "Rivera", 1]],
    [
      "rules in a row: each decides the ties of the one before",
      ["most frequent", "first"],
      ["Ana@acme.example", "Ana", 2],
    ],
    ["also behind sources", [{ sources: ["shop", "crm"] }, "longest"], ["ana@gmail.example", "A. Rivera", 1]],
  ];
  for (const [name, survives, expected] of stories)
    conforms(name, async (world) => {
      expect(await survivors(world, survives)).toEqual(expected);
    });

  conforms("a person whom the best source does not know has what the others say", async (world) => {
    await survivors(world, { sources: ["crm"] });
    expect(await world.profile("user_id u2")).toMatchObject({ name: "Bo", email: "bo@beta.example" });
  });
});
