import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Built, type Said, shopConfig } from "./built.ts";

let built: Built;
const nexus = (...args: readonly string[]): Promise<Said> => built.nexus(...args);

const name = `Ana ${"Maria ".repeat(20)}Rivera`;

beforeAll(async () => {
  built = await Built.make();
  await built.write("nexus.config.ts", shopConfig());
  await built.write(
    "orders.csv",
    `order_id,created_at,email,phone,name,total,currency
1,2026-01-05 10:00:07.120001,ana@acme.example,,${name},1234567.125,usd
`,
  );
  expect((await nexus("run", "--horizon", "2026-02-01")).code).toBe(0);
});

afterAll(() => built.end());

describe("an answer is exact", () => {
  const exact =
    "select p.name, e.occurred_at, e.value, 12345678901234567 as whole from nexus.events as e, nexus.persons as p";

  test("as a table: whole texts, whole times, plain numbers", async () => {
    const { out, err } = await nexus("query", exact);
    expect(out.split("\n")).toEqual([
      expect.stringMatching(/^name +occurred_at +value +whole$/),
      `${name}  2026-01-05T10:00:07.120001Z  1234567.125  12345678901234567`,
      "",
    ]);
    expect(err).toMatch(/^1 row in [\d.]+ s\n$/);
  });

  test("as CSV", async () => {
    expect((await nexus("query", exact, "--csv")).out).toBe(
      `name,occurred_at,value,whole\r\n${name},2026-01-05T10:00:07.120001Z,1234567.125,12345678901234567\r\n`,
    );
  });

  test("as JSON, where numbers that JSON cannot hold are texts", async () => {
    const { out } = await nexus("query", "select 'nan'::double as n, 12345678901234567 as whole", "--json");
    expect(JSON.parse(out)).toMatchObject({ rows: [["NaN", "12345678901234567"]] });
  });

  test("signs that break a line are shown by their code in a table, and kept in CSV", async () => {
    const nasty = `select 'a' || chr(10) || 'b' || chr(9) || chr(27) || 'c' as "x${"\n"}y", 'said "so", twice' as s, null as n, '' as e`;
    expect((await nexus("query", nasty)).out).toBe(
      `x\\ny           s                 n  e\na\\nb\\t\\u001bc  said "so", twice  –\n`,
    );
    expect((await nexus("query", nasty, "--csv")).out).toBe(
      `"x\ny",s,n,e\r\n"a\nb\t\u001bc","said ""so"", twice",,""\r\n`,
    );
  });

  test("wide signs and emoji keep their columns", async () => {
    const { out } = await nexus(
      "query",
      "select * from (values ('日本', 1), ('👩‍👩‍👧', 2), ('é', 3)) as v(t, n) order by n",
    );
    expect(out).toBe("t     n\n日本  1\n👩‍👩‍👧    2\né     3\n");
  });

  test("CSV has its header also without rows", async () => {
    expect(await nexus("query", "select 1 as one, 2 as two where false", "--csv")).toMatchObject({
      code: 0,
      out: "one,two\r\n",
    });
  });

  test("tens of thousands of rows are no trouble", async () => {
    const { out } = await nexus("query", "select range as n from range(40000)", "-n", "50000");
    expect(out.split("\n")).toHaveLength(40_002);
  });
});

describe("what is asked", () => {
  test.each([
    ["nothing", ""],
    ["blanks", " \n "],
    ["a comment", "-- nothing"],
    ["comments in each other", "/* a /* b */ c */ ; -- d"],
    ["a semicolon", ";"],
  ])("%s is refused in words", async (_, text) => {
    const { code, out } = await nexus("query", text, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ code: "query-refused", message: "There is no question." }] });
  });

  test.each([
    ["several statements", "select 1; select 2"],
    ["ATTACH", "attach 'x.duckdb'"],
    ["COPY", "copy nexus.persons to 'x.csv'"],
    ["a file", "select * from read_csv('orders.csv')"],
    ["a file by its name", "select * from 'orders.csv'"],
    ["PRAGMA", "/* a */ pragma version"],
    ["a write", "delete from nexus.persons"],
    ["an explained write", "explain analyze delete from nexus.persons"],
    ["a setting", "set threads = 1"],
  ])("%s is refused", async (_, text) => {
    const { code, out } = await nexus("query", text, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ code: "query-refused", accepted: expect.anything() }] });
  });

  test("a query may begin with a comment, and end with a semicolon", async () => {
    expect((await nexus("query", "-- how many\nselect count(*) as n from nexus.persons;", "--csv")).out).toBe(
      "n\r\n1\r\n",
    );
  });

  test("any number of seconds may be given", async () => {
    expect((await nexus("query", "select 1", "--seconds", "99999999999")).code).toBe(0);
  });

  test("CSV and JSON at once are wrong usage", async () => {
    const { code, out } = await nexus("query", "select 1", "--csv", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ code: "usage" }] });
  });
});

test("a reader that closes the pipe is no mistake, and stops no run", async () => {
  for (const args of [["--help"], ["query", "select * from range(100000)", "-n", "100000"], ["run"]]) {
    const { child, said } = built.start(args);
    child.stdout.destroy();
    child.stderr.destroy();
    expect(await said).toMatchObject({ code: 0 });
  }
  const { out } = await nexus("query", "select status from nexus_meta.runs order by run", "--csv");
  expect(out).toBe("status\r\npublished\r\npublished\r\n");
});
