import { describe, expect } from "vitest";
import { column, defineModel, defineSource, id, item, items, json, type RawTable } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import type { RawRow } from "../conformance/engines.ts";

/** Texts that programs stumble over. Each must come out of every field as it went in. */
const nasty: Readonly<Record<string, string>> = {
  quotes: `O'Brien "the 'one'" \`x\``,
  sql: `'; drop table nexus.persons; --`,
  comment: "/* */ -- ; $1 ? :name {{x}} \u0024{y} %s",
  backslash: "\\ \\n \\' \\\\",
  emoji: "👩‍👩‍👧‍👦 ☂️ 🇪🇸",
  astral: "𝒜𐍈 and \u{10ffff}",
  rightToLeft: "שלום \u202eabc\u202c مرحبا",
  combining: "e\u0301 is not é",
  controls: "a\u0001\u0007b\u001f\u007f\u0085c",
  lines: "one\ntwo\r\nthree\u2028four",
  tab: "a\tb",
  commas: `a,b;c|d\t"e","f"`,
  json: `{"a":["b",null]}`,
  percent: "100%_of%20it",
  invisible: "a\u200bb\u00a0c\ufeffd",
  wide: "ＦＵＬＬ　ｗｉｄｔｈ",
  turkish: "İıŞş",
  sharp: "straße STRASSE",
  number: "00123",
  exponent: "1e5",
  date: "2025-03-01",
  long: "0123456789abcdef".repeat(640),
  longEmoji: "🙂".repeat(2_560),
  dollar: "$$body$$ $tag$",
  leading: " =1+1",
};

/** One more, which not every file format can carry. */
const withNul = { nul: "a\u0000b" };

const model = defineModel({
  entities: {
    person: { identifiers: { user_id: id(), other_id: id() }, traits: { name: "text" } },
    group: { identifiers: { account: id() }, traits: { company: "text" } },
  },
});

const row = (key: string, text: string): RawRow => ({
  id: `${key} ${text}`,
  tenant: text,
  at: "2025-03-01",
  text,
  key,
});

/** Every field that can carry a text carries it. */
function everywhere(table: RawTable) {
  return defineSource(model, "texts", {
    timezone: "UTC",
    account: "tenant",
    tables: { rows: table },
    events: {
      said: {
        from: "rows",
        id: "id",
        occurredAt: "at",
        name: column("text"),
        type: column("text"),
        description: "text",
        unit: "text",
        columns: { own: "text" },
        persons: [
          {
            key: "one",
            role: column("text"),
            identifiers: { user_id: "text", other_id: "key" },
            traits: { name: "text" },
          },
        ],
        groups: [{ key: "all", role: column("text"), identifiers: { account: "text" }, traits: { company: "text" } }],
        memberships: [{ person: "one", group: "all" }],
      },
    },
  });
}

const questions: Readonly<Record<string, string>> = {
  "nexus_source events, own column": "select own as said from nexus_source.texts_events",
  "nexus_source identifiers": "select user_id as said from nexus_source.texts_person_identifiers",
  "nexus_core identifiers": "select user_id as said from nexus_core.person_identifiers",
  "nexus_core identifiers, raw": "select user_id_raw as said from nexus_core.person_identifiers",
  "nexus_identity identifiers":
    "select identifier_value as said from nexus_identity.resolved_person_identifiers where identifier_type = 'user_id'",
  "nexus_identity traits": "select trait_value as said from nexus_identity.resolved_person_traits",
  "events.name": "select name as said from nexus.events",
  "events.type": "select type as said from nexus.events",
  "events.description": "select description as said from nexus.events",
  "events.value_unit": "select value_unit as said from nexus.events",
  "persons.name": "select name as said from nexus.persons",
  "groups.company": "select company as said from nexus.groups",
  "person_participants.role": "select role as said from nexus.person_participants",
  "memberships.role": "select role as said from nexus.memberships",
  "states.state_value": "select state_value as said from nexus.states",
};

const stateOfEverybody = { mood: { of: "person", entries: [{ event: "x", value: "y" }] } } as const;

describe("strings", () => {
  for (const format of ["CSV", "JSON"] as const) {
    conforms(`whatever stands in a text comes out of every field as it went in (${format})`, async (world) => {
      const texts = { ...nasty, ...(format === "JSON" ? withNul : {}) };
      const rows = Object.entries(texts).map(([key, text]) => row(key, text));
      const table = format === "CSV" ? await world.texts("rows", rows) : await world.json("rows", rows);
      const states = {
        mood: {
          of: "person",
          entries: Object.values(nasty).map((text) => ({ event: text, value: { column: "own" } })),
        },
      } as const;
      const { sources } = await world.run({ model, sources: [everywhere(table)], states });
      expect(sources).toMatchObject([{ kept: rows.length, setAside: 0, duplicates: 0 }]);
      const expected = Object.values(texts).sort();
      const answers = await world.answers(Object.values(questions));
      for (const [index, question] of Object.keys(questions).entries()) {
        const found = (answers[index] ?? []).map(({ said }) => String(said)).sort();
        expect(found, question).toEqual(question.startsWith("states") ? Object.values(nasty).sort() : expected);
      }
      // Nobody was joined with anybody, and everybody with their other key.
      expect(await world.rows("select count(*) as n from nexus.persons")).toEqual([{ n: rows.length }]);
      const ids = await world.rows(
        "select identifier_value as said, person_id from nexus_identity.resolved_person_identifiers",
      );
      const idOf = new Map(ids.map(({ said, person_id }) => [said, person_id]));
      for (const [key, text] of Object.entries(texts)) expect(idOf.get(text), key).toBe(idOf.get(key));
    });
  }

  conforms("a NUL in a text of the config is a character like any other", async (world) => {
    const table = await world.json("rows", [row("k1", withNul.nul), row("k2", "a"), row("k3", "ab")]);
    const states = { mood: { of: "person", events: { [withNul.nul]: withNul.nul } } } as const;
    await world.run({ model, sources: [everywhere(table)], states });
    expect(await world.rows("select state_value from nexus.states")).toEqual([{ state_value: withNul.nul }]);
  });

  conforms("texts inside of JSON and of its lists come out as they went in, too", async (world) => {
    const texts = { ...nasty, ...withNul };
    const all = Object.entries(texts).map(([key, text]) => ({ key, text }));
    const rows = await world.json("rows", [
      { id: "r1", at: "2025-03-01", body: { deep: { 'o\'dd "key"': nasty["quotes"] } }, all },
    ]);
    const source = defineSource(model, "texts", {
      timezone: "UTC",
      tables: { rows },
      events: {
        said: {
          from: "rows",
          id: "id",
          occurredAt: "at",
          description: json("body", ["deep", 'o\'dd "key"']),
          lists: { all: items("all") },
          persons: [
            {
              role: "one",
              each: "all",
              identifiers: { user_id: item("text"), other_id: item("key") },
              traits: { name: item("text") },
            },
          ],
        },
      },
    });
    await world.run({ model, sources: [source] });
    const found = await world.rows("select other_id, user_id, name from nexus.persons order by other_id");
    const expected = Object.entries(texts).map(([key, text]) => ({
      other_id: key,
      user_id: text.replace(/^ +| +$/g, ""),
      name: text,
    }));
    expect(found.map((one) => JSON.stringify(one))).toEqual(
      expected.sort((a, b) => (a.other_id < b.other_id ? -1 : 1)).map((one) => JSON.stringify(one)),
    );
    expect(await world.rows("select description from nexus.events")).toEqual([{ description: nasty["quotes"] }]);
  });

  conforms("texts that are told apart by nothing but what cannot be seen are told apart", async (world) => {
    const alike = [
      "ana",
      "ana ",
      " ana",
      "Ana",
      "ana\u200b",
      "ana\u00a0",
      "an\u0430",
      "ana\n",
      "ana\u0000",
      "ana\u0000b",
      "e\u0301",
      "é",
      "ﬁ",
      "fi",
    ];
    const table = await world.json(
      "rows",
      alike.map((text, index) => row(`k${index}`, text)),
    );
    await world.run({ model, sources: [everywhere(table)], states: stateOfEverybody });
    expect(await world.rows("select count(distinct user_id) as n from nexus_core.person_identifiers")).toEqual([
      { n: alike.length },
    ]);
    expect(await world.rows("select count(*) as n, count(distinct id) as ids from nexus.persons")).toEqual([
      { n: alike.length, ids: alike.length },
    ]);
  });
});
