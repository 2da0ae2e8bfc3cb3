import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publishedTables } from "../../src/compile/published-tables.ts";
import { resolveConfig } from "../../src/config/resolve.ts";
import { tableName } from "../../src/model/table.ts";
import { askChecks } from "../../src/project/checking.ts";
import { type CheckQuestion, spelt } from "../../src/questions/checks/check-question.ts";
import { builtInChecks } from "../../src/questions/checks/checks.ts";
import { referencesOf } from "../../src/questions/checks/references.ts";
import { schemaOf } from "../../src/sql/locate.ts";
import { horizon, LiveProject } from "../golden/live.ts";
import { golden } from "../golden/project.ts";
import { prefix } from "../golden/texts.ts";

/** Every built-in check passes on a warehouse that is well, and is seen to fail on one that was made wrong on purpose. */
const project = resolveConfig(golden());
const tables = publishedTables(project);
const checks = builtInChecks(project, tables);
const checked = (kind: CheckQuestion["kind"]) => checks.filter((check) => check.kind === kind);
const named = (name: string): CheckQuestion => {
  const found = checks.find((check) => check.name === name);
  if (found === undefined) throw new Error(`no check ${name}`);
  return found;
};

let world: LiveProject;
beforeAll(async () => {
  world = await LiveProject.after(3, "published");
});
afterAll(() => world.close());

const ask = async (...asked: readonly CheckQuestion[]) =>
  askChecks(asked, { engine: world.engine, prefix, horizon, rows: 5 });

/** Does some damage, asks a check, and puts everything back. */
async function whenWrong(check: CheckQuestion, ...damage: readonly string[]) {
  await world.engine.run("begin transaction");
  try {
    for (const statement of damage) await world.engine.run(statement);
    const [result] = await ask(check);
    return result;
  } finally {
    await world.engine.run("rollback");
  }
}

/** Where a table is, by the name that checks give it. */
function placeOf(name: string): string {
  const table = tables.find((one) => spelt(one.ref) === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return `"${schemaOf(prefix, table.ref.layer)}"."${table.ref.name}"`;
}

/** A view as a table that can be made wrong. */
function asTable(name: string): readonly string[] {
  const table = tables.find((one) => spelt(one.ref) === name);
  if (table?.stored !== "view") return [];
  const place = placeOf(name);
  return [
    `create temp table damaged as select * from ${place}`,
    `drop view ${place}`,
    `create table ${place} as select * from damaged`,
    "drop table damaged",
  ];
}

test("a warehouse that is well passes them all", async () => {
  const results = await ask(...checks);
  expect(results.filter(({ status }) => status !== "passed")).toEqual([]);
});

test("every published table with a key has its check, and every id in it refers to something", () => {
  const without = tables.filter((table) => !checks.some(({ name }) => name === `key:${spelt(table.ref)}`));
  // The log is a list of what happened; what was set aside has no id.
  expect(without.map((table) => tableName(table.ref)).filter((name) => !name.endsWith("_set_aside"))).toEqual([
    "identity.identity_log",
  ]);
  const own = new Set([
    ...project.entities.flatMap((entity) => [...entity.identifiers, ...entity.traits].map(({ name }) => name)),
    ...project.sources.flatMap((source) => source.events.flatMap((event) => event.columns.map(([name]) => name))),
  ]);
  const loose = tables.flatMap((table) =>
    table.columns
      .filter(
        ({ name }) => name.endsWith("_id") && !own.has(name) && !(table.key.length === 1 && table.key[0] === name),
      )
      .filter(({ name }) => referencesOf(table, name, { tables, project }).length === 0)
      .map(({ name }) => `${spelt(table.ref)}.${name}`),
  );
  expect(loose).toEqual(["identity.entity_aliases.alias_id"]);
});

describe("a key", () => {
  test.each(checked("key").map((check) => [check.name, check] as const))("%s", async (name, check) => {
    const table = name.slice("key:".length);
    const twice = `insert into ${placeOf(table)} select * from ${placeOf(table)} limit 1`;
    expect(await whenWrong(check, ...asTable(table), twice)).toMatchObject({ status: "failed", failing: 1 });
  });

  test("that is null", async () => {
    const gone = "update nexus.persons set id = null where id = (select min(id) from nexus.persons)";
    expect(await whenWrong(named("key:persons"), gone)).toMatchObject({ failing: 1, rows: [{ id: null, rows: 1 }] });
  });
});

describe("a reference", () => {
  test.each(checked("reference").map((check) => [check.name, check] as const))("%s", async (name, check) => {
    const [, place = "", type] = name.split(":");
    const [table, column] = [place.slice(0, place.lastIndexOf(".")), place.slice(place.lastIndexOf(".") + 1)];
    // Of which type an id is stands beside it, or follows from the kind.
    const typed = column.endsWith("_identifier_id")
      ? "kind"
      : column === "ancestor_id"
        ? "entity_type"
        : column.replace(/_id$/, "_type");
    const of = type === undefined ? "" : ` and ${typed} = '${type}'`;
    const where = `rowid = (select min(rowid) from ${placeOf(table)} where ${column} is not null${of})`;
    const lost = `update ${placeOf(table)} set ${column} = 'nobody' where ${where}`;
    // In this shop nothing is kept apart: a row that is wrong is made.
    const made = `insert into ${placeOf(table)} (entity_type, identifier_type, ${column}) values ('${type}', 'email', 'nobody')`;
    const damage = table === "identity.refused_links" ? made : lost;
    expect(await whenWrong(check, ...asTable(table), damage)).toMatchObject({
      status: "failed",
      failing: 1,
      rows: [{ [column]: "nobody" }],
    });
  });
});

describe("an id that only stands for another", () => {
  test.each(checked("alias").map((check) => [check.name, check] as const))("%s", async (name, check) => {
    const [, place = ""] = name.split(":");
    const [table, column] = place.split(".") as [string, string];
    const old = `insert into nexus_identity.entity_aliases (alias_id, entity_id, kind) values ('per_old', 'per_new', 'merged')`;
    const where = `rowid = (select min(rowid) from ${placeOf(table)} where ${column} is not null)`;
    const referred = `update ${placeOf(table)} set ${column} = 'per_old' where ${where}`;
    expect(await whenWrong(check, ...asTable("identity.entity_aliases"), old, referred)).toMatchObject({
      status: "failed",
      failing: 1,
      rows: [{ [column]: "per_old", stands_for: "per_new" }],
    });
  });
});

describe("a mention", () => {
  const some = "(select min(_combination) from nexus_identity.person_evidence_entities)";
  const mentions = named("mentions:person");

  test("that says who it is and has nobody", async () => {
    const lost = `delete from nexus_identity.person_evidence_entities where _combination = ${some}`;
    const found = await whenWrong(mentions, lost);
    expect(found?.status).toBe("failed");
    expect(new Set(found?.rows.map((row) => row["entities"]))).toEqual(new Set([0]));
  });

  test("that has two persons", async () => {
    const twice = `insert into nexus_identity.person_evidence_entities select _combination, (select min(x._entity) from nexus.persons as x where x._entity <> e._entity), mentions from nexus_identity.person_evidence_entities as e where _combination = ${some}`;
    const found = await whenWrong(mentions, twice);
    expect(found?.status).toBe("failed");
    expect(new Set(found?.rows.map((row) => row["entities"]))).toEqual(new Set([2]));
  });

  test("whose person is gone", async () => {
    const gone = "delete from nexus.persons where _entity = (select max(_entity) from nexus.person_participants)";
    expect(await whenWrong(mentions, gone)).toMatchObject({ status: "failed" });
  });

  test("of which no evidence is left", async () => {
    const one = "(select min(_combination) from nexus_core.person_mentions)";
    const lost = ["person_evidence", "person_evidence_entities"].map(
      (table) => `delete from nexus_identity.${table} where _combination = ${one}`,
    );
    expect(await whenWrong(mentions, ...lost)).toMatchObject({ status: "failed" });
  });

  test("of a group that has nobody", async () => {
    const lost = "delete from nexus_identity.group_evidence_entities";
    expect(await whenWrong(named("mentions:group"), lost)).toMatchObject({ status: "failed" });
  });
});

describe("an event", () => {
  const events = named("events:once");

  test("that is missing in the final table", async () => {
    const gone = "delete from nexus.events where id = (select min(id) from nexus.events)";
    expect(await whenWrong(events, gone)).toMatchObject({ failing: 1, rows: [{ in_log: 1, in_final: 0 }] });
  });

  test("that appears twice", async () => {
    const twice = "insert into nexus.events select * from nexus.events limit 1";
    expect(await whenWrong(events, twice)).toMatchObject({ failing: 1, rows: [{ in_log: 1, in_final: 2 }] });
  });

  test("that nobody knows of", async () => {
    const made = "insert into nexus.events (id) values ('evt_made_up')";
    expect(await whenWrong(events, made)).toMatchObject({ failing: 1, rows: [{ in_log: 0, in_final: 1 }] });
  });
});

describe("intervals of a state", () => {
  const given = (...rows: readonly string[]) => [
    "delete from nexus.states",
    `insert into nexus.states (id, entity_type, entity_id, state_name, state_value, state_number, state_entered_at, state_exited_at, is_current) values ${rows.join(", ")}`,
  ];
  const interval = (id: string, value: string, from: string, to: string | null, current = to === null) =>
    `('${id}', 'person', 'per_1', 'plan', '${value}', null, timestamp '${from}', ${to === null ? "null" : `timestamp '${to}'`}, ${current})`;
  const all = checked("intervals");
  const failing = async (...rows: readonly string[]) => {
    const found = [];
    for (const check of all)
      if ((await whenWrong(check, ...given(...rows)))?.status === "failed") found.push(check.name);
    return found;
  };

  test("that touch, with a gap, or come back to a value later are well", async () => {
    const first = interval("a", "free", "2025-01-01", "2025-02-01");
    const second = interval("b", "paid", "2025-02-01", "2025-03-01");
    expect(await failing(first, second, interval("c", "paid", "2025-04-01", null))).toEqual([]);
  });

  test("that overlap", async () => {
    const first = interval("a", "free", "2025-01-01", "2025-02-02");
    expect(await failing(first, interval("b", "paid", "2025-02-01", null))).toEqual(["intervals:states:overlap"]);
  });

  test("after one that has no end", async () => {
    const first = interval("a", "free", "2025-01-01", null);
    expect(await failing(first, interval("b", "paid", "2025-02-01", null))).toEqual(["intervals:states:overlap"]);
  });

  test("that are empty, or current with an end", async () => {
    expect(await failing(interval("a", "free", "2025-01-01", "2025-01-01"))).toEqual(["intervals:states:half_open"]);
    expect(await failing(interval("a", "free", "2025-01-01", "2025-01-02", true))).toEqual([
      "intervals:states:half_open",
    ]);
  });

  test("that go on with the same value", async () => {
    const first = interval("a", "free", "2025-01-01", "2025-02-01");
    expect(await failing(first, interval("b", "free", "2025-02-01", null))).toEqual(["intervals:states:neighbours"]);
  });
});
