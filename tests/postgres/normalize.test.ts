import fc from "fast-check";
import { expect, test } from "vitest";
import { openDuckDb } from "../../src/engines/duckdb/engine.ts";
import type { Engine } from "../../src/engines/engine.ts";
import { openPostgres } from "../../src/engines/postgres/open.ts";
import { anonymousId, domain, duckdb, email, id, phone, postgres } from "../../src/index.ts";
import { listTables, normalized } from "../../src/layers/identity-resolution/normalize.ts";
import { namedRelation, tableRelation } from "../../src/sql/relation.ts";
import { render } from "../../src/sql/render.ts";
import { name } from "../../src/sql/sql.ts";
import { asked, server } from "./server.ts";

/** What identifiers are compared as decides who is one: it must be the same text on every engine, whatever is given. */
const types = {
  email: email(),
  phone: phone({ region: "DE" }),
  usPhone: phone(),
  domain: domain(),
  id: id(),
  cookie: anonymousId(),
};

const pieces = [
  ..."aZ09.+-@ ()/:<'\"éΣİ😀_~#?,;[]\\",
  ...["\u200b", "\u00a0", "\u3000", "\t", "\n", "\u00ad", "٣", "５", "ß", "\ufeff", "ä", "xn--"],
  ...[
    "gmail.com",
    "googlemail.com",
    "acme.example",
    "co.uk",
    "github.io",
    "outlook.com",
    "b.ck",
    "müller.de",
    "mailto:",
  ],
  ...[
    "+1415555",
    "2671",
    "0049",
    "(0)",
    "+49 30 ",
    "tel:",
    " ext. 5",
    "https://",
    "www.",
    "user",
    "null",
    "n/a",
    "noreply",
  ],
];

const odd = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 9 }).map((parts) => parts.join(""));
const host = fc
  .tuple(
    fc.constantFrom("", "www.", "Shop.", "a-b."),
    fc.constantFrom("gmail.com", "Acme.co.uk", "müller.de", "x.github.io", "outlook.com", "İ.example"),
  )
  .map((parts) => parts.join(""));
const mailbox = fc
  .tuple(
    fc.constantFrom("", "<", "mailto:", "Ana <", " "),
    fc.constantFrom("ana", "Ana.B", "a+tag", "a.n.a+x+y", "İvan", "no-reply", "info", "Σοφία", "o'brien"),
    fc.constantFrom("@", "@", "@", " @ ", "@@"),
    host,
    fc.constantFrom("", ">", ".", "?subject=x", "\u200b", " "),
  )
  .map((parts) => parts.join(""));
const page = fc
  .tuple(
    fc.constantFrom("http://", "HTTPS://me@", "//", ""),
    host,
    fc.constantFrom("", "/", ":8080/a?b#c", "/x y", "."),
  )
  .map((parts) => parts.join(""));
const dialled = fc.stringMatching(/^(\+|00|\+49 |0049|0|\(0\)|\+1 |1-)?[1-9][0-9 ()/.-]{5,13}( ext\. 12|x9)?$/);

const raws = fc.sample(fc.oneof(odd, mailbox, page, dialled), { seed: 20, numRuns: 6_000 });

async function laid(engine: Engine): Promise<void> {
  await engine.run("create schema if not exists lists");
  for (const { ref, columns, rows } of listTables) {
    const spelt = columns.map((one) => `${one.name} ${engine.dialect.type(one.type)}`);
    await engine.run(`create table lists.${ref.name} (${spelt.join(", ")})`);
    await engine.load(["lists", ref.name], columns, [rows()]);
  }
  const given = engine.dialect.statements.createEmptyTable(name("lists", "given"), columns);
  await engine.run(render(given, engine.dialect, { locate: () => [], runValue: () => "null" }));
  await engine.load(["lists", "given"], columns, [raws.map((raw, at) => [at, "tried", raw])]);
}

const columns = [
  { name: "_value", type: "integer", description: "" },
  { name: "identifier_type", type: "text", description: "" },
  { name: "raw_value", type: "text", description: "" },
] as const;

async function outcomes(engine: Engine): Promise<Readonly<Record<string, readonly string[]>>> {
  await laid(engine);
  const found: Record<string, readonly string[]> = {};
  for (const [kind, type] of Object.entries(types)) {
    const values = namedRelation(
      name("lists", "given"),
      columns.map((one) => one.name),
      "given",
    );
    const query = normalized(values, { ...type, name: "tried" }, (ref) =>
      tableRelation(ref, listTables.find((list) => list.ref.name === ref.name)?.columns ?? []),
    ).sql;
    const text = render(query, engine.dialect, {
      locate: ({ layer, name: table }) => [layer === "meta" ? "nexus_meta" : "lists", table],
      runValue: () => "null",
    });
    const { rows } = await engine.ask(
      `select _value, raw_value, identifier_value, blocked, rule from (${text}) as n order by _value`,
    );
    found[kind] = rows.map(([, ...cells]) =>
      // DuckDB's client drops this sign where a text begins with it; the text itself has it.
      JSON.stringify(cells.map((cell) => (typeof cell === "string" ? cell.replace(/^\ufeff+/, "") : cell))),
    );
  }
  return found;
}

test("raw identifiers are compared as the same text on PostgreSQL as on DuckDB", async ({ skip }) => {
  const running = await server();
  if ("absent" in running) return skip(running.absent);
  await asked(`${running.url}/postgres`, "create database normalizing");
  const memory = await openDuckDb({ warehouse: duckdb(":memory:"), folder: ".", mode: "write" });
  const warehouse = postgres({ url: `${running.url}/normalizing` });
  const engine = await openPostgres({ warehouse, folder: ".", prefix: "nexus", mode: "write" });
  try {
    const [expected, found] = [await outcomes(memory), await outcomes(engine)];
    for (const kind of Object.keys(types)) {
      const differing = (found[kind] ?? []).flatMap((line, at) =>
        line === expected[kind]?.[at] ? [] : [[expected[kind]?.[at], line]],
      );
      expect.soft(differing.slice(0, 5), `${kind}: ${differing.length} differ`).toEqual([]);
    }
    // Worth the trouble: many are identifiers, in many spellings.
    for (const kind of ["email", "phone", "domain"])
      expect(expected[kind]?.filter((line) => JSON.parse(line)[1] !== null).length, kind).toBeGreaterThan(50);
  } finally {
    await Promise.all([engine.close(), memory.close()]);
  }
});
