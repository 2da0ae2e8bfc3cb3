import { describe, expect, test } from "vitest";
import { config, Folder, type Row, shop } from "./shop.ts";

/** Values that a form, a bug or an enemy puts where an identifier should be; each is somebody of their own. */
const somebody: Readonly<Record<string, string>> = {
  "10 kB": Array.from({ length: 1280 }, (_, index) => index.toString(36).padStart(8, "k")).join(""),
  "10 kB, another end": `${Array.from({ length: 1280 }, (_, index) => index.toString(36).padStart(8, "k")).join("")}z`,
  "a quote": "O'Brien",
  "two quotes": "O''Brien",
  "a double quote": 'say "hi"',
  SQL: "x'); drop table nexus.persons; --",
  "more SQL": "' or '1'='1",
  "a NUL": "left\u0000right",
  "another NUL": "left\u0000wrong",
  emoji: "👩🏽‍💻🇪🇺",
  "right to left": "שלום־עולם",
  "an override of direction": "\u202euser-evil",
  "composed é": "caf\u00e9",
  "decomposed é": "cafe\u0301",
  "a line break": "one\ntwo",
  "a tab": "one\ttwo",
  "a backslash": "C:\\temp",
  "a format": "%s%n$1 {0}",
  JSON: '{"a":1}',
  "capital letters": "ADA",
  "small letters": "ada",
};

/** Values that say nothing: nobody is made of them. */
const nobody: readonly (string | null)[] = ["", " ", "null", "NULL", "n/a", "undefined", "\u200b", null];

async function folderWith(field: string, values: readonly (string | null)[]): Promise<Folder> {
  const folder = Folder.make();
  const rows = values.map((value, index) =>
    JSON.stringify({ order_id: `o${index}`, created_at: "2025-01-01T10:00:00Z", total: 1, [field]: value }),
  );
  await folder.lines("orders.ndjson", ...rows);
  return folder;
}

const project = config({
  sources: [
    shop({ tables: { orders: "orders.ndjson" } }, { persons: [{ role: "buyer", identifiers: { user_id: "user" } }] }),
  ],
});

describe("an identifier", () => {
  test("of any bytes is one person, found again as it is, and joined with none", async () => {
    const values = Object.values(somebody);
    const folder = await folderWith("user", values);
    await folder.run(project);
    const persons = await folder.ask("select user_id from nexus.persons", project);
    expect(persons.map((person) => person["user_id"]).sort()).toEqual(values.toSorted());
    expect(
      await folder.ask("select count(distinct id) as ids, sum(event_count) as events from nexus.persons", project),
    ).toEqual([{ ids: values.length, events: values.length }]);
    // The tables that SQL in a value meant to drop are there, and a second run changes nobody.
    const before = await folder.ask("select id, user_id from nexus.persons order by id", project);
    await folder.run(project);
    expect(await folder.ask("select id, user_id from nexus.persons order by id", project)).toEqual(before);
  });

  test("that says nothing makes nobody, and its event stays", async () => {
    const folder = await folderWith("user", nobody);
    await folder.run(project);
    expect(await folder.ask("select count(*) as persons from nexus.persons", project)).toEqual([{ persons: 0 }]);
    expect(await folder.ask("select count(*) as events from nexus.events", project)).toEqual([
      { events: nobody.length },
    ]);
  });

  test("that is such an e-mail, phone or domain stops nothing either", async () => {
    const folder = Folder.make();
    const rows = [...Object.values(somebody), ...nobody].map((value, index) =>
      JSON.stringify({
        order_id: `o${index}`,
        created_at: "2025-01-01T10:00:00Z",
        total: 1,
        mail: value === null ? null : `${value}@acme.example`,
        other_mail: value,
        phone: value,
        site: value,
      }),
    );
    await folder.lines("orders.ndjson", ...rows);
    const all = config({
      sources: [
        shop(
          { tables: { orders: "orders.ndjson" } },
          {
            persons: [
              { role: "buyer", identifiers: { email: "mail", phone: "phone" } },
              { role: "payer", identifiers: { email: "other_mail" } },
            ],
            groups: [{ role: "company", identifiers: { domain: "site" } }],
            memberships: [{ person: "buyer", group: "company" }],
          },
        ),
      ],
    });
    expect(await folder.refusal(all)).toBe("(nothing failed)");
    expect(await folder.ask("select count(*) as events from nexus.events", all)).toEqual([{ events: rows.length }]);
    const emails = await folder.ask(
      "select identifier_value from nexus_identity.resolved_person_identifiers where identifier_type = 'email' order by 1",
      all,
    );
    const texts = emails.map((row: Row) => String(row["identifier_value"]));
    expect(texts).toContain("o'brien@acme.example");
    expect(texts).toContain("ada@acme.example");
    expect(
      texts.filter((text) => /\p{Cc}/u.test(text)),
      "control characters",
    ).toEqual([]);
  });

  test("that is an event's id is kept apart by every byte", async () => {
    const folder = Folder.make();
    const rows = Object.values(somebody).map((value) =>
      JSON.stringify({ order_id: value, created_at: "2025-01-01T10:00:00Z", total: 1, user: "ana" }),
    );
    await folder.lines("orders.ndjson", ...rows);
    await folder.run(project);
    expect(await folder.ask("select count(*) as events, count(distinct id) as ids from nexus.events", project)).toEqual(
      [{ events: rows.length, ids: rows.length }],
    );
  });
});

test("half a character in JSON names its line", async () => {
  const folder = Folder.make();
  await folder.lines("orders.ndjson", '{"order_id":"1","created_at":"2025-01-01","total":1,"user":"\\ud800"}');
  const complaint = await folder.refusal(project);
  expect(complaint).toContain("A record of a JSON file is broken.");
  expect(complaint).toContain("surrogate");
  expect(complaint).toContain("line 1");
});
