import { expect, test } from "vitest";
import {
  acceptedValues,
  type CheckDefinition,
  notNull,
  relationship,
  sql,
  sqlCheck,
  unique,
  withFreshness,
} from "../../src/index.ts";
import { config, Folder, shop } from "./shop.ts";

/** What is wrong with checks is told when the config is loaded, before anything is opened. */
const refusal = (checks: Readonly<Record<string, CheckDefinition>>): Promise<string> =>
  Folder.make().complaint(() => Folder.make().project(config({ checks })));

test("a table that is not there is named with the nearest", async () => {
  expect(await refusal({ one: unique("person", "email") })).toMatch(
    /^Unknown table "person"\.\n {2}at: {7}path checks\.one\.columns\n {2}found: {4}"person"\n {2}accepted: .*"persons".*\n {2}hint: {5}did you mean "persons"\?$/,
  );
  expect(await refusal({ one: notNull("nexus_core.events", "event_id") })).toContain('did you mean "core.events"?');
});

test("a column that is not there is named with the nearest", async () => {
  expect(await refusal({ one: notNull("persons", ["id", "emial"]) })).toMatchInlineSnapshot(`
    "Unknown column of persons "emial".
      at:       path checks.one.columns
      found:    "emial"
      accepted: "id", "email", "phone", "user_id", "name", "age", "is_identified", "first_seen_at", "last_seen_at", "event_count", "_entity"
      hint:     did you mean "email"?"
  `);
});

test("both ends of a relationship are looked at", async () => {
  const complaint = await refusal({ one: relationship("memberships.persn_id", "groups.di") });
  expect(complaint).toContain('did you mean "person_id"?');
  expect(complaint).toContain('did you mean "id"?');
  expect(await refusal({ one: relationship("persons", "groups.id") })).toMatchInlineSnapshot(`
    "A column needs its table.
      at:       path checks.one.from
      found:    "persons"
      accepted: table.column, such as "memberships.person_id" or "core.events.event_id""
  `);
});

test("values are of the column's type", async () => {
  expect(await refusal({ one: acceptedValues("persons", "age", [18, "19"]) })).toMatchInlineSnapshot(`
    "age of persons is of the type number.
      at:       path checks.one.values
      found:    "19"
      accepted: values of the type number"
  `);
  expect(await refusal({ one: acceptedValues("events", "occurred_at", ["2025-01-01"]) })).toContain("sqlCheck(sql`…`)");
  expect(await refusal({ one: acceptedValues("persons", "emial", ["a"]) })).toContain('did you mean "email"?');
});

test("columns and values cannot be none", async () => {
  expect(await refusal({ one: unique("persons", []) })).toContain("checks.one");
  expect(await refusal({ one: acceptedValues("persons", "name", []) })).toContain("checks.one");
});

test("a setting that no check has", async () => {
  const one = { ...sqlCheck(sql`select 1`), severty: "warn" } as CheckDefinition;
  expect(await refusal({ one })).toContain('did you mean "severity"?');
});

test("a severity and a threshold of another kind", async () => {
  const grave = { ...sqlCheck(sql`select 1`), severity: "fatal" } as unknown as CheckDefinition;
  expect(await refusal({ one: grave })).toContain("checks.one");
  expect(await refusal({ one: sqlCheck(sql`select 1`, { threshold: -1 }) })).toContain("checks.one");
});

test("a freshness needs a limit, and warns before it fails", async () => {
  const of = (freshness: Parameters<typeof withFreshness>[1]): Promise<string> =>
    Folder.make().complaint(() => Folder.make().project(config({ sources: [withFreshness(shop(), freshness)] })));
  expect(await of({})).toMatchInlineSnapshot(`
    "A freshness without a limit says nothing.
      at:       path sources[0] (shop).freshness
      accepted: warnAfter: { hours: 24 }, errorAfter: { hours: 48 }, or one of both"
  `);
  expect(await of({ warnAfter: { hours: 48 }, errorAfter: { hours: 24 } })).toMatchInlineSnapshot(`
    "The warning comes no earlier than the error, so that it is never given.
      at:       path sources[0] (shop).freshness
      found:    warnAfter 48 hours, errorAfter 24 hours
      accepted: fewer hours in warnAfter than in errorAfter"
  `);
  expect(await of({ warnAfter: { hours: 0 } })).toContain("freshness.warnAfter.hours");
});

test("a check cannot be called like a kind of checks", async () => {
  expect(await refusal({ events: sqlCheck(sql`select 1`) })).toMatch(/^"events" is a kind of checks\./);
});

test("a name of a table or column that is SQL stays a name", async () => {
  expect(await refusal({ one: unique('persons"; drop table x; --', "id") })).toContain("Unknown table");
});
