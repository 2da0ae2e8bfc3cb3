import { expect, test } from "vitest";
import { Bug } from "../base/problem.ts";
import { duckdb } from "./dialects/duckdb.ts";
import { publicId } from "./functions.ts";
import { as, namedRelation, select, unionAll } from "./relation.ts";
import { render } from "./render.ts";
import { all, coalesce, name, runValue, type Sql, sql, table, value } from "./sql.ts";

const text = (fragment: Sql): string =>
  render(fragment, duckdb, {
    locate: (ref, version) => ["nexus", version === "prior" ? ref.name : `${ref.name}__next`],
    runValue: (of) => `:${of}`,
  });

test("values are quoted, names are quoted, and neither can break out", () => {
  expect(text(sql`select ${name('a"b')} = ${"O'Brien'; drop table x --"}`)).toBe(
    `select "a""b" = 'O''Brien''; drop table x --'`,
  );
});

test("fragments nest, literals keep their kind", () => {
  expect(text(all([sql`a = ${1}`, sql`b is ${null}`, sql`c = ${true}`]))).toBe("a = 1 and b is null and c = true");
  expect(text(coalesce([sql`a`]))).toBe("a");
  expect(text(coalesce([sql`a`, value("x")]))).toBe("coalesce(a, 'x')");
});

test("tables and run values stay open until they are rendered", () => {
  const ref = { layer: "final", name: "persons" } as const;
  expect(text(sql`${table(ref)} ${table(ref, "prior")} ${runValue("horizon")}`)).toBe(
    `"nexus"."persons__next" "nexus"."persons" :horizon`,
  );
});

test("a relation knows its columns and where they come from", () => {
  const orders = as(namedRelation(name("raw", "orders"), ["id", "mail"], "raw.orders"), "o");
  const query = select({ key: publicId("evt", [orders.col("id")]), mail: sql`lower(${orders.col("mail")})` })
    .from(orders)
    .where(sql`${orders.col("mail")} is not null`);
  expect(query.originsOf("key")).toEqual([{ table: "raw.orders", column: "id" }]);
  const outer = as(query, "q");
  expect(
    select({ m: outer.col("mail") })
      .from(outer)
      .originsOf("m"),
  ).toEqual([{ table: "raw.orders", column: "mail" }]);
  expect(text(query.sql)).toContain(`where "o"."mail" is not null`);
});

test("a column that is not there is found before any SQL runs", () => {
  const orders = as(namedRelation(name("orders"), ["id", "mail"], "orders"), "o");
  expect(() => orders.col("mial")).toThrow(new Bug('The relation "o" has no column "mial": did you mean "mail"?'));
  expect(() => unionAll([select({ a: sql`1` }), select({ b: sql`1` })])).toThrow(Bug);
});
