import { describe, expect, test } from "vitest";
import { inTurn, rewrittenPattern } from "./postgres/pattern.ts";
import { postgres } from "./postgres.ts";

describe("a name", () => {
  test("that fits stays as it is", () => {
    expect(postgres.identifier("a".repeat(63))).toBe(`"${"a".repeat(63)}"`);
    expect(postgres.identifier('we"ird')).toBe('"we""ird"');
  });

  test("that PostgreSQL would cut is told apart by a hash, and keeps its end", () => {
    const long = (tail: string): string => `${"shop__".repeat(12)}${tail}__twice__next`;
    const [one, other] = [postgres.identifier(long("a")), postgres.identifier(long("b"))];
    expect(one).not.toBe(other);
    for (const name of [one, other, postgres.identifier(`${"ä".repeat(60)}__next`)]) {
      expect(new TextEncoder().encode(name.slice(1, -1)).length).toBeLessThanOrEqual(63);
      expect(name).toMatch(/__next"$/);
    }
    expect(one).toBe(postgres.identifier(long("a")));
  });
});

test("the sign NUL is left out of texts", () => {
  expect(postgres.literal("a\0b'c")).toBe("'ab''c'");
});

describe("a pattern in PostgreSQL's spelling", () => {
  test.each([
    ["^[a-z]+$", "^[a-z]+$"],
    ["a.b", "a[^\\n]b"],
    ["(?s)a.b", "a.b"],
    ["(?i)abc", "(?i)abc"],
    ["\\x00-\\x7f", "\\u0001-\\u007f"],
    ["[\\x00-\\x20]", "[\\u0001-\\u0020]"],
    ["\\d+\\s\\W", "[0-9]+[\\t\\n\\f\\r ][^0-9A-Za-z_]"],
    ["[\\d-]", "[0-9-]"],
    ["\\bx\\b", "\\yx\\y"],
    ["[]a]", "[\\]a]"],
    ["[[]x", "[\\[]x"],
    ["[[:upper:]]", "[[:upper:]]"],
    ["(?P<n>y)", "(y)"],
    ["\\.", "\\."],
  ])("%s", (given, expected) => {
    expect(rewrittenPattern(given)).toBe(expected);
  });
});

test("what a text begins with is replaced before the rest", () => {
  expect(inTurn("^[a|b]*(?:x|y)?|z$|[|]+")).toEqual(["^[a|b]*(?:x|y)?", "z$|[|]+"]);
  expect(inTurn("a|b")).toEqual(["a|b"]);
  expect(inTurn("^(?:a|b)$")).toEqual(["^(?:a|b)$"]);
});
