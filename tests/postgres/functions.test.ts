import { describe, expect, test } from "vitest";
import { openDuckDb } from "../../src/engines/duckdb/engine.ts";
import type { Engine } from "../../src/engines/engine.ts";
import { openPostgres } from "../../src/engines/postgres/open.ts";
import { duckdb, postgres } from "../../src/index.ts";
import * as f from "../../src/sql/functions.ts";
import { render } from "../../src/sql/render.ts";
import { type Sql, sql, value } from "../../src/sql/sql.ts";
import type { Version } from "./native.ts";
import { asked, server } from "./server.ts";

/** Every function gives the same text on PostgreSQL as on DuckDB, for values that programs stumble over. */
const times = [
  ...["2025-03-01", "2025-03-01 09:00", "2025-03-01 09:00:00", "2025-03-01T09:00:00Z", "2025-03-01 09:00:00 UTC"],
  ...[
    "2025-03-01T09:00:00.123456789Z",
    "2025-03-01T09:00:00.12",
    "2025-03-01T09:00:00+02:00",
    "2025-03-01T09:00:00+0200",
  ],
  ...["2025-03-01T09:00:00+02", "2025-03-01T09:00:00 +02:00", "2025-03-01 09:00+02:00", "2025-03-01T09:00-05:30"],
  ...[
    "2025/03/01",
    "2025-3-1 9:5",
    "20250301",
    "2025-13-01",
    "2025-02-30",
    "2024-02-29",
    "2023-02-29",
    "2025-03-01 24:00:00",
  ],
  ...[
    "2025-03-01 25:00:00",
    "2025-03-01 23:59:60",
    "infinity",
    "-infinity",
    "epoch",
    "now",
    "today",
    "",
    "  2025-03-01  ",
  ],
  ...[
    "2025-03-01 09",
    "2025-03-01T",
    "2025-03-01 09:00:00 CET",
    "0001-01-01",
    "1899-12-31",
    "March 1, 2025",
    "01/03/2025",
  ],
  ...[
    "2025-03",
    "2025",
    "2025-03-01T09:00:00z",
    "2025-03-01 09:00:00 Z",
    "2025-03-01T09:00:00+99:00",
    "2025-03-01 09:00:00.",
  ],
  ...[
    "2025-03-30 02:30:00",
    "2025-10-26 02:30:00",
    "2025-03-01  09:00:00",
    "2025-03-01 09:00:00UTC",
    "2025-03-01\t09:00:00",
  ],
  ...["2025-03-01 009:00:00", "25-03-01", "2025-03-01T09:00:00+2", "2025-03-01-05:00", "2025/3-1", "2025\\3\\1", "1.5"],
];
const numbers = [
  ...[
    "12",
    " 12 ",
    "12.5",
    "-12.5",
    ".5",
    "5.",
    "1e3",
    "1E+3",
    "1_000.5",
    "+5",
    "inf",
    "-inf",
    "nan",
    "1e400",
    "1e-400",
    "1,5",
  ],
  ...[
    "--1",
    "1e",
    "e5",
    ".",
    "\t1.5\n",
    "1_",
    "1__0",
    "5e-324",
    "1e15",
    "123456789012345680",
    "1e16",
    "0.0001",
    "0.00001",
    "-0",
  ],
  ...[
    "1234567890123456.5",
    "0.1",
    "100000",
    "1e21",
    "999999999999999.9",
    "",
    "12a",
    "9223372036854775808",
    "0.5",
    "-0.5",
  ],
];
const documents = [
  ...['{"a": 1.50}', '{"a":1e3}', '{"a":1.0}', '{"a":12345678901234567890123}', '{"a":1e-7}', '{"a":1E30}', '{"a":-0}'],
  ...[
    '{"a":{"b" : [1, 2]}}',
    '{"a":"\\u00e9\\/"}',
    '{"a":null}',
    '{"a":true}',
    '{"a":1e400}',
    '{"a":" x y "}',
    "[1,2]",
  ],
  ...[
    '"x"',
    "12",
    "nope",
    '{"a":[ "x" , {"b":"c d"} ]}',
    '{"a":"\\ud83d\\ude00"}',
    '{"a":1} ',
    "{a:1}",
    "",
    "  ",
    "null",
  ],
];
const patterns: readonly (readonly [text: string, pattern: string])[] = [
  ["ab12", "\\d+"],
  ["a\nb", "a.b"],
  ["x@y", "^[\\x00-\\x7f]+$"],
  ["ABC", "(?i)abc"],
  ["foo bar", "\\bbar\\b"],
  ["éa", "\\w+"],
  ["order #123 of", "#(\\d+)"],
  ["a]b", "[]]"],
  ["a\u00a0b", "\\s"],
  ["xyz", "(?P<n>y)"],
  ["[x]", "[[]x"],
];
const at = sql`cast('2025-03-01 09:00:00.123456' as timestamp)`;
const key = f.orderKey(at, value("evt_0123456789abcdef"), sql`5`);

const expressions: readonly (readonly [string, Sql])[] = [
  ...["UTC", "Europe/Madrid", "America/New_York"].flatMap((zone) => [
    ...times.map((time) => [`${zone} ${time}`, f.text(f.timestampOf(value(time), zone))] as const),
    ...["2025-03-30 02:30:00", "2025-10-26 02:30:00", "2025-11-02 01:30:00"].map(
      (time) => [`${time} in ${zone}`, f.text(f.zoned(sql`cast(${time} as timestamp)`, zone))] as const,
    ),
  ]),
  ...(["seconds", "milliseconds", "microseconds"] as const).flatMap((unit) =>
    [
      "1740000000",
      "1740000000.5",
      "1740000000123",
      "1.74e9",
      "-5",
      "abc",
      "",
      "9e18",
      "253402300799.999999",
      "1e-3",
    ].map((number) => [`${number} ${unit}`, f.text(f.fromEpoch(value(number), unit))] as const),
  ),
  ...numbers.flatMap((number) => [
    [`number ${number}`, f.text(f.tryCast(value(number), "number"))] as const,
    [`finite ${number}`, f.text(f.finite(f.tryCast(value(number), "number")))] as const,
    [`integer ${number}`, f.text(f.tryCast(value(number), "integer"))] as const,
  ]),
  ...["true", "TRUE", "t", "f", "1", "0", "yes", "no", "y", "n", "on", "off", " true ", "2"].map(
    (text) => [`boolean ${text}`, f.text(f.tryCast(value(text), "boolean"))] as const,
  ),
  ...documents.flatMap((document) => [
    [`is JSON ${document}`, f.text(f.isJson(value(document)))] as const,
    ...[["a"], ["a", "b"], ["a", "1"]].map(
      (path) => [`${path} of ${document}`, f.jsonText(f.jsonOf(value(document)), path)] as const,
    ),
  ]),
  ...[
    '[{"name":"From","value":"a@b"},{"name":"to","value":"x"},{"name":"FROM","value":"c"}]',
    "[]",
    '{"a":1}',
    "nope",
    "[1]",
  ].map((headers) => [`header of ${headers}`, f.headerValue(value(headers), "From")] as const),
  ...["ÄİΣΟΔΟΣẞ", "ABC", "Ｆｕｌｌ", "ǅ", "K", "Ⅷ"].map((text) => [`lower ${text}`, f.lower(value(text))] as const),
  ...["\u00a0 x ", "\tx", " \u3000x\u2009", "\u200bx", " "].map(
    (text) => [`trim ${text}`, f.trim(value(text))] as const,
  ),
  ...patterns.flatMap(([text, pattern]) => [
    [`${pattern} matches ${text}`, f.text(f.regexMatches(value(text), value(pattern)))] as const,
    [`${pattern} in ${text}`, f.regexExtract(value(text), value(pattern))] as const,
    [`${pattern} replaced in ${text}`, f.regexReplace(value(text), value(pattern), sql`'_'`)] as const,
  ]),
  ["order", f.orderText(f.orderWithin(key, 3))],
  ["order of the mention", f.orderText(f.orderOfMention(f.orderWithin(key, 3)))],
  ["time of an order", f.text(f.orderTime(key))],
  ["text of a time", f.text(at)],
  ["text of a day", f.text(sql`cast('2025-01-02' as date)`)],
  ["id", f.publicId("per", [value("äb"), sql`cast(null as varchar)`, value("")])],
];

async function answers(engine: Engine): Promise<Readonly<Record<string, unknown>>> {
  const text = (expression: Sql): string =>
    render(expression, engine.dialect, { locate: ({ name }) => ["nexus_meta", name], runValue: () => "null" });
  const all: Record<string, unknown> = {};
  for (const [label, expression] of expressions) {
    const { rows } = await engine.ask(`select ${text(expression)} as said`);
    all[label] = rows[0]?.[0];
  }
  return all;
}

describe("functions of ours say what DuckDB says", () => {
  test.for<Version>(["packaged", "installed"])("on the %s server", async (version, { skip }) => {
    const running = await server(version);
    if ("absent" in running) return skip(running.absent);
    await asked(`${running.url}/postgres`, "create database functions");
    const memory = await openDuckDb({ warehouse: duckdb(":memory:"), folder: ".", mode: "write" });
    const engine = await openPostgres({
      warehouse: postgres({ url: `${running.url}/functions` }),
      folder: ".",
      prefix: "nexus",
      mode: "write",
    });
    try {
      expect(await answers(engine)).toEqual(await answers(memory));
    } finally {
      await Promise.all([engine.close(), memory.close()]);
    }
  });
});
