import { describe, expect, test } from "vitest";
import { csvStructure } from "../csv-header.ts";
import { sameHeaders } from "./csv-table.ts";

describe("the header of a CSV file says how it is cut", () => {
  test.each([
    ["id,email,at", ","],
    ["id;email;at", ";"],
    ["id\temail\tat", "\t"],
    ["id|email|at", "|"],
    // What stands inside of quotes parts nothing.
    ['id;"price, in euro, net";"a, b, c"', ";"],
    ["email", ","],
  ])("%s", (line, delimiter) => {
    expect(csvStructure([line])?.delimiter).toBe(delimiter);
  });

  test("what the config gives counts, then what the name of the file says where the header shows nothing", () => {
    expect(csvStructure(["a,b;c"], ";")?.columns).toEqual(["a,b", "c"]);
    expect(csvStructure(["email"], undefined, "\t")?.delimiter).toBe("\t");
  });

  test("names may be quoted, hold quotes, and span lines; lines of nothing before them count for nothing", () => {
    expect(csvStructure(["", '"say ""hi""","of two', 'lines", plain '])?.columns).toEqual([
      'say "hi"',
      "of two\nlines",
      "plain",
    ]);
  });

  test("names that come again get a number, columns without one their place", () => {
    expect(csvStructure(["a,A,a_1,,"])?.columns).toEqual(["a", "A_1", "a_1_1", "column3", "column4"]);
  });

  test("there is none in a file without text", () => {
    expect(csvStructure([])).toBeUndefined();
    expect(csvStructure(["", "  "])).toBeUndefined();
  });
});

test("files of one header are read together", () => {
  const structure = { delimiter: ",", columns: ["a"] };
  expect(
    sameHeaders([
      { path: "1.csv", ...structure },
      { path: "2.csv", delimiter: ";", columns: ["a"] },
      { path: "3.csv", ...structure },
    ]).map(({ paths }) => paths),
  ).toEqual([["1.csv", "3.csv"], ["2.csv"]]);
});
