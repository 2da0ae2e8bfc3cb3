import { expect, test } from "vitest";
import { expression, literal, literals, template } from "./jinja.ts";

test("what Jinja would take for its own is written so that it comes out as it went in", () => {
  expect(template("{{ a }} {% b %} {# c #} {d}")).toBe("{{ '{' }}{ a }} {{ '{' }}% b %} {{ '{' }}# c #} {d}");
  expect(template("a\r\nb{\r")).toBe("a{{ '\\r' }}\nb{{ '{' }}{{ '\\r' }}");
});

test("expressions stand between, and no brace before them becomes one of theirs", () => {
  expect(template(`from ${expression("ref('a')")} as a`)).toBe("from {{ ref('a') }} as a");
  expect(template(`{${expression("x")}}`)).toBe("{{ '{' }}{{ x }}}");
});

test("texts are literals of Jinja, whatever is in them", () => {
  expect(literal("it's a \\ b\r\nc")).toBe("'it\\'s a \\\\ b\\r\\nc'");
  expect(literals(["a", "b"])).toBe("['a', 'b']");
});
