import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Built, type Said, shopConfig } from "./built.ts";

let built: Built;
const nexus = (...args: readonly string[]): Promise<Said> => built.nexus(...args);

const config = shopConfig({
  checks: 'orders_are_paid: { description: "no order is free", sql: sql`select * from nexus.events where value = 0` }',
});
const orders = `order_id,created_at,email,phone,name,total,currency
1,2026-01-05 10:00:00,Ana@Acme.example,(415) 555-0132,Ana Rivera,10.5,usd
2,2026-01-06 11:00:00,ana.private@gmail.com,415-555-0132,Ana R.,0,usd
3,2026-01-07 12:00:00,bo@beta.example,,Bo,30,usd
4,not a time,cy@beta.example,,Cy,30,usd
`;

beforeAll(async () => {
  built = await Built.make();
  await built.write("nexus.config.ts", config);
  await built.write("orders.csv", orders);
});

afterAll(() => built.end());

describe("before any run", () => {
  test("check finds the project in order and leaves no file behind", async () => {
    const said = await nexus("check");
    expect(said).toMatchObject({ code: 0, err: "" });
    expect(said.out).toContain("in order");
  });

  test("preview shows rows as the definition makes them", async () => {
    const said = await nexus("preview", "shop.order_placed", "--json");
    const rows = JSON.parse(said.out) as Record<string, unknown>[];
    expect(rows).toHaveLength(4);
    expect(rows.find((row) => row["natural_id"] === "1")).toMatchObject({
      value: 10.5,
      buyer__email: "Ana@Acme.example",
    });
    expect(rows.find((row) => row["natural_id"] === "4")).toMatchObject({ _unusable: "occurred_at is not a time" });
  });

  test("a definition that is not there is named with the nearest", async () => {
    const said = await nexus("preview", "shop.order_plced");
    expect(said.code).toBe(1);
    expect(said.err).toContain('did you mean "shop.order_placed"?');
  });

  test("plan tells every step with its reason, and its SQL on demand", async () => {
    const steps = JSON.parse((await nexus("plan", "--json")).out) as { id: string; reason: string }[];
    expect(steps.map((step) => step.id)).toContain("build final.persons");
    const text = (await nexus("plan", "--sql")).out;
    expect(text).toContain('insert into "nexus"."persons__next"');
    expect(text).toContain(":horizon");
  });

  test("show says that nothing is published yet", async () => {
    const said = await nexus("show", "ana@acme.example");
    expect(said.code).toBe(1);
    expect(said.err).toContain("Nothing is published yet.");
    expect(said.err).toContain("nexus run");
  });
});

describe("after a run", () => {
  let ran: Said;
  beforeAll(async () => {
    ran = await nexus("run", "--horizon", "2026-02-01");
  });

  test("the run ends with what its user wants to know, plain lines when nobody looks", () => {
    // One check of the project's own fails.
    expect(ran.code).toBe(3);
    expect(ran.err).toMatch(/^\[1\/\d+\] ensure {2}0 rows {2}[\d.]+ s$/m);
    expect(ran.err + ran.out).not.toContain("\u001b");
    expect(ran.out).toMatch(/^shop\s+4\s+1\s+0\s+0\s+0\s+0\s+3\s+100 %/m);
    expect(ran.out).toMatch(/^persons\s+2\s+2\s+0\s+0\s+2\s+0\s+0\s+0\s+0/m);
    expect(ran.out).toMatch(/^orders_are_paid\s+fails\s+1\s+no order is free/m);
    expect(ran.out).toContain("readers open");
  });

  test("show finds a person by any spelling of any identifier", async () => {
    for (const spelling of [
      "ana@acme.example",
      "ANA@acme.example ",
      "(415) 555-0132",
      "+14155550132",
      "1 (415) 555 01 32",
      "Ana.Private+shop@googlemail.com",
    ]) {
      const profile = JSON.parse((await nexus("show", spelling, "--json")).out) as { row: Record<string, unknown> };
      expect(profile.row).toMatchObject({ name: "Ana R.", email: "ana.private@gmail.com", event_count: 2 });
    }
    const page = (await nexus("show", "ana@acme.example")).out;
    expect(page).toContain("identifiers");
    expect(page).toContain("+14155550132");
  });

  test("timeline goes on page by page", async () => {
    const first = JSON.parse((await nexus("timeline", "ana@acme.example", "-n", "1", "--json")).out) as {
      events: Record<string, unknown>[];
      next: { occurredAt: string; id: string };
    };
    expect(first.events).toMatchObject([{ name: "order placed", value: 0 }]);
    const before = `${first.next.occurredAt} ${first.next.id}`;
    const second = JSON.parse((await nexus("timeline", "ana@acme.example", "--before", before, "--json")).out) as {
      events: Record<string, unknown>[];
      next?: unknown;
    };
    expect(second.events).toMatchObject([{ name: "order placed", value: 10.5, roles: "buyer" }]);
    expect(second.next).toBeUndefined();
  });

  test("check tells what would stop a run, with the exit code of a problem", async () => {
    await built.write("broken.config.ts", config.replace("orders.csv", "order.csv"));
    const said = await nexus("check", "--config", "broken.config.ts");
    expect([said.code, said.out]).toEqual([1, ""]);
    expect(said.err).toContain('The raw table "order.csv" is not there.');
    expect((await nexus("check", "--config")).code).toBe(2);
  });

  test("nobody is found with a hint at who is near", async () => {
    const said = await nexus("show", "acme");
    expect(said.code).toBe(1);
    expect(said.err).toContain("near to it:");
  });

  test("query answers one question, with limits", async () => {
    const said = await nexus("query", "select id from nexus.persons order by id", "--limit", "1", "--json");
    expect(JSON.parse(said.out)).toMatchObject({ columns: [{ name: "id" }], more: true });
    expect((JSON.parse(said.out) as { rows: unknown[] }).rows).toHaveLength(1);
  });

  test.each([
    ["a write", "delete from nexus.persons"],
    ["two statements", "select 1; select 2"],
    ["a file", "select * from read_csv('orders.csv')"],
    ["a copy", "copy nexus.persons to 'x.csv'"],
    ["an attachment", "attach 'x.duckdb'"],
    ["a setting", "set memory_limit = '1GB'"],
    ["nonsense", "selct 1"],
  ])("query refuses %s", async (_, text) => {
    const said = await nexus("query", text);
    expect(said.code).toBe(1);
    expect(said.out).toBe("");
    expect(said.err).not.toBe("");
  });

  test("another target has schemas of its own", async () => {
    expect((await nexus("run", "--target", "prod", "--json")).code).toBe(3);
    const said = await nexus("query", "select count(*) as n from prod.persons", "--target", "prod", "--json");
    expect(JSON.parse(said.out)).toMatchObject({ rows: [[2]] });
  });
});

describe("wrong usage", () => {
  test.each([
    ["an unknown command", ["rnu"], "run"],
    ["an unknown option", ["run", "--horizn", "x"], "--horizon"],
    ["a limit that is no number", ["timeline", "x", "-n", "many"], "whole number"],
  ])("%s ends with 2 and a suggestion", async (_, args, said) => {
    const { code, err } = await nexus(...args);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  test("an unknown target names those that are there", async () => {
    const { code, err } = await nexus("run", "--target", "prd");
    expect(code).toBe(1);
    expect(err).toContain("prod");
  });

  test("problems come as JSON when JSON was asked for", async () => {
    const { code, out } = await nexus("show", "x", "--config", "nowhere", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ code: "config-not-found" }] });
  });

  test("every command explains itself with examples", async () => {
    for (const command of ["init", "check", "preview", "plan", "run", "test", "show", "timeline", "query", "docs"]) {
      const { code, out } = await nexus(command, "--help");
      expect(code).toBe(0);
      expect(out).toContain("Examples:");
    }
  });
});
