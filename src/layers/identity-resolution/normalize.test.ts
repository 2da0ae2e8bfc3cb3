import { createHash } from "node:crypto";
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import fc from "fast-check";
import { getDomain } from "tldts";
import { beforeAll, describe, expect, test } from "vitest";
import { anonymousId, domain, email, type IdentifierType, id, phone } from "../../config/model.ts";
import { freeMailDomains, publicSuffixes } from "../../kernels/lists.ts";
import type { TableRef } from "../../model/table.ts";
import { duckdb } from "../../sql/dialects/duckdb.ts";
import { namedRelation, type Relation, tableRelation } from "../../sql/relation.ts";
import { render } from "../../sql/render.ts";
import { name, type Sql, sql } from "../../sql/sql.ts";
import { listTables, normalized } from "./normalize.ts";

/** What became of a raw value: the compared form, or why there is none. */
type Outcome = readonly [value: string | null, blocked: string | null, rule: string | null];

const free = (value: string): Outcome => [value, null, null];
const shared = (value: string, rule = "role account"): Outcome => [value, "shared", rule];
const junk = (rule: string): Outcome => [null, "junk", rule];

const list = (ref: TableRef): Relation => {
  const found = listTables.find((table) => table.ref.name === ref.name);
  if (found === undefined) throw new Error(`No list table ${ref.name}.`);
  return tableRelation(found.ref, found.columns);
};

function query(type: IdentifierType): Sql {
  const values = namedRelation(name("given"), ["_value", "identifier_type", "raw_value"], "given");
  return normalized(values, { ...type, name: "tried" }, list).sql;
}

const rendered = (fragment: Sql) => render(fragment, duckdb, { locate: ({ name }) => [name], runValue: () => "null" });

let connection: DuckDBConnection;

async function append(table: string, rows: readonly (readonly (string | number | boolean | null)[])[]): Promise<void> {
  const appender = await connection.createAppender(table);
  for (const row of rows) {
    for (const cell of row) {
      if (cell === null) appender.appendNull();
      else if (typeof cell === "boolean") appender.appendBoolean(cell);
      else if (typeof cell === "number") appender.appendBigInt(BigInt(cell));
      else appender.appendVarchar(cell);
    }
    appender.endRow();
  }
  appender.closeSync();
}

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const table of listTables) {
    const columns = table.columns.map((one) => `${one.name} ${duckdb.type(one.type)}`);
    await connection.run(`create table ${table.ref.name} (${columns.join(", ")})`);
    await append(table.ref.name, table.rows());
  }
});

async function outcomes(type: IdentifierType, raws: readonly string[]): Promise<Outcome[]> {
  await connection.run("create or replace table given (_value bigint, identifier_type varchar, raw_value varchar)");
  await append(
    "given",
    raws.map((raw, index) => [index, "tried", raw]),
  );
  const reader = await connection.runAndReadAll(`select * from (${rendered(query(type))}) order by _value`);
  const text = (value: DuckDBValue | undefined) => (value === null ? null : String(value));
  const rows = reader.getRowsJS() as DuckDBValue[][];
  expect(rows.map((row) => row[2])).toEqual(raws);
  return rows.map((row) => [text(row[3]), text(row[4]), text(row[5])] as const);
}

type Case = readonly [raw: string, outcome: Outcome];

/** All cases of a table in one query: each raw text with what became of it, compared as one. */
async function expectAll(type: IdentifierType, cases: readonly Case[]): Promise<void> {
  const found = await outcomes(
    type,
    cases.map(([raw]) => raw),
  );
  expect(cases.map(([raw], index) => [raw, found[index]])).toEqual(cases);
}

/** Texts that break careless code; whatever they are, a row stays a row. */
const nasty = [
  "O'Brien",
  `"; drop table given; --`,
  "'; select 1; --",
  "a\0b",
  "\0",
  "😀",
  "👩‍👩‍👧",
  "שלום",
  "\u202eabc",
  "a\ufeffb",
  "\\",
  "%_%",
  "a\nb",
  "\ud83d\ude00@acme.example",
  "x".repeat(10_000),
  `${"a".repeat(10_000)}@acme.example`,
  `${"1".repeat(10_000)}`,
  `https://${"a.".repeat(5_000)}com/`,
  `${"\u200b ".repeat(5_000)}`,
  "(".repeat(10_000),
];

describe("e-mail", () => {
  test("addresses", async () => {
    await expectAll(email(), [
      ["ana@acme.example", free("ana@acme.example")],
      ["Ana.Rivera@Acme.Example", free("ana.rivera@acme.example")],
      [" \tana@acme.example\r\n", free("ana@acme.example")],
      ["\u00a0\u200bana@acme.example\ufeff\u3000", free("ana@acme.example")],
      ["a\0na@acme\u00ad.example", free("ana@acme.example")],
      ["mailto:ana@acme.example?subject=hello", free("ana@acme.example")],
      ["<ana@acme.example>", free("ana@acme.example")],
      ['"ana@acme.example"', free("ana@acme.example")],
      ["ana@acme.example.", free("ana@acme.example")],
      ["ana@acme.example,", free("ana@acme.example")],
      ["o'brien@acme.example", free("o'brien@acme.example")],
      ["用户@例え.example", free("用户@例え.example")],
      ["😀@acme.example", free("😀@acme.example")],
      ["..ana.@docomo.ne.jp", free("..ana.@docomo.ne.jp")],
      ["ana@example.com", free("ana@example.com")],
    ]);
  });

  test("dots and tags, by provider", async () => {
    await expectAll(email(), [
      ["ana.rivera+news@gmail.com", free("anarivera@gmail.com")],
      ["Ana.Rivera@GoogleMail.com", free("anarivera@gmail.com")],
      ["ana.rivera+a+b@outlook.com", free("ana.rivera@outlook.com")],
      ["ana+x@hotmail.co.uk", free("ana@hotmail.co.uk")],
      ["ana+x@icloud.com", free("ana@icloud.com")],
      ["ana+x@fastmail.com", free("ana@fastmail.com")],
      ["ana+x@proton.me", free("ana@proton.me")],
      ["ana+x@acme.example", free("ana+x@acme.example")],
      ["ana-x@yahoo.com", free("ana-x@yahoo.com")],
      ["ana.rivera@not-gmail.com", free("ana.rivera@not-gmail.com")],
      ["ana.rivera@gmail.com.example", free("ana.rivera@gmail.com.example")],
      ["...@gmail.com", junk("not an address")],
      ["+tag@gmail.com", junk("not an address")],
    ]);
  });

  test("junk", async () => {
    await expectAll(email(), [
      ["", junk("junk: empty")],
      [" \u00a0 ", junk("junk: empty")],
      ["NULL", junk("junk: null")],
      [" n/a ", junk("junk: n/a")],
      ["(none)", junk("junk: (none)")],
      ["ana", junk("not an address")],
      ["ana@acme", junk("not an address")],
      ["ana@acme..example", junk("not an address")],
      ["@acme.example", junk("not an address")],
      ["ana rivera@acme.example", junk("not an address")],
      ["ana@beta@acme.example", junk("not an address")],
      ["ana@acme.example; bo@beta.example", junk("not an address")],
      ["ana@[192.0.2.1]", junk("not an address")],
      [`${"a".repeat(310)}@acme.example`, junk("not an address")],
      ["test@acme.example", junk("placeholder address")],
      ["Test12+x@acme.example", junk("placeholder address")],
      ["t.est@gmail.com", junk("placeholder address")],
      ["no-email@acme.example", junk("placeholder address")],
      ["x123@noemail.com", junk("placeholder address")],
      ["order-1@shop.invalid", junk("placeholder address")],
      ["user@example.com", junk("placeholder address")],
      ["contest@acme.example", free("contest@acme.example")],
      ["nana@acme.example", free("nana@acme.example")],
    ]);
  });

  test("shared", async () => {
    await expectAll(email(), [
      ["info@acme.example", shared("info@acme.example")],
      ["Sales+eu@Acme.example", shared("sales+eu@acme.example")],
      ["postmaster@acme.example", shared("postmaster@acme.example")],
      ["no-reply@acme.example", shared("no-reply@acme.example")],
      ["comments-noreply@docs.acme.example", shared("comments-noreply@docs.acme.example")],
      ["do_not_reply.7@acme.example", shared("do_not_reply.7@acme.example")],
      ["bounce+71a=acme@mail.example", shared("bounce+71a=acme@mail.example")],
      ["informatics@acme.example", free("informatics@acme.example")],
      ["salesman@acme.example", free("salesman@acme.example")],
    ]);
  });

  test("a mailbox is one in every spelling, and two are two", async () => {
    const local = fc.stringMatching(/^[a-z]{2}[a-z0-9]{0,6}[a-z]{3}q$/);
    const mailbox = fc.tuple(local, fc.constantFrom("gmail.com", "outlook.de", "acme.example", "例え.example"));
    const dress = fc.constantFrom<(address: string) => string>(
      (address) => address,
      (address) => address.toUpperCase(),
      (address) => `<${address}>`,
      (address) => ` mailto:${address}\n`,
      (address) => `"${address}"`,
      (address) => `\u200b${address}\u00a0`,
      (address) => address.replace("@gmail.com", "+x.y@googlemail.com").replace(/^(.)/, (first) => `${first}`),
      (address) => (address.endsWith("@gmail.com") ? `${address[0]}.${address.slice(1)}` : address),
      (address) => address.replace("@outlook.de", "+tag@outlook.de"),
    );
    const tried = fc.sample(fc.tuple(mailbox, dress), { seed: 5322, numRuns: 2_000 });
    const addresses = tried.map(([[user, host]]) => `${user}@${host}`);
    const found = await outcomes(
      email(),
      tried.map(([, wear], index) => wear(addresses[index] ?? "")),
    );
    expect(found).toEqual(addresses.map(free));
  });
});

describe("id", () => {
  test("stays as it is, save for junk", async () => {
    await expectAll(id(), [
      ["u_17", free("u_17")],
      [" U_17 ", free(" U_17 ")],
      ["0017", free("0017")],
      ["1", free("1")],
      ["nullable", free("nullable")],
      ["None", junk("junk: none")],
      [' "undefined" ', junk("junk: undefined")],
      ["[object Object]", junk("junk: [object object]")],
      ["{}", junk("junk: {}")],
      ["0000", junk("junk: 0000")],
      ["-1", junk("junk: -1")],
      ["--", junk("junk: --")],
      ["???", junk("junk: ???")],
      ["00000000-0000-0000-0000-000000000000", junk("junk: 00000000-0000-0000-0000-000000000000")],
      ["D41D8CD98F00B204E9800998ECF8427E", junk("junk: d41d8cd98f00b204e9800998ecf8427e")],
      ["\u200b", junk("junk: empty")],
    ]);
    const hashes = ["", "null", "undefined"].flatMap((text) =>
      ["md5", "sha1", "sha256"].map((algorithm) => createHash(algorithm).update(text).digest("hex")),
    );
    expect(await outcomes(id(), hashes)).toEqual(hashes.map((hash) => junk(`junk: ${hash}`)));
    expect(await outcomes(anonymousId(), ["anonymous", "a1"])).toEqual([junk("junk: anonymous"), free("a1")]);
  });

  test("lists and a normalization of the user's own", async () => {
    await expectAll(id({ junk: ["demo"], shared: ["kiosk", "it's"] }), [
      ["demo", junk("junk list")],
      ["Demo", free("Demo")],
      ["kiosk", shared("kiosk", "shared list")],
      ["it's", shared("it's", "shared list")],
      ["u_17", free("u_17")],
    ]);
    await expectAll(email({ junk: ["jo@acme.example"], shared: ["desk@acme.example"] }), [
      ["JO@acme.example", junk("junk list")],
      ["desk@acme.example ", shared("desk@acme.example", "shared list")],
      ["info@acme.example", shared("info@acme.example")],
    ]);
    const digits = (raw: Sql): Sql => sql`nullif(replace(${raw}, '-', ''), 'x')`;
    for (const own of [id, email, phone, domain]) {
      await expectAll(own({ normalize: digits }), [
        ["12-34", free("1234")],
        ["-", junk("junk: -")],
        ["x", junk("normalized to nothing")],
        ["n/a", junk("junk: n/a")],
      ]);
    }
    expect(await outcomes(email({ normalize: digits }), ["in-fo@acme.example"])).toEqual([shared("info@acme.example")]);
    expect(await outcomes(domain({ normalize: digits }), ["gm-ail.com"])).toEqual([junk("free-mail domain")]);
  });
});

describe("domain", () => {
  test("the registrable domain", async () => {
    await expectAll(domain(), [
      ["acme.com", free("acme.com")],
      ["WWW.Acme.com.", free("acme.com")],
      ["https://ana:secret@shop.acme.co.uk:8080/a/b?c=d#e", free("acme.co.uk")],
      ["//acme.com", free("acme.com")],
      ["http:\\\\acme.com\\x", free("acme.com")],
      ["acme.com/@ana", free("acme.com")],
      ["ana@mail.acme.com", free("acme.com")],
      ["<mailto:ana@acme.com>", free("acme.com")],
      [" acme.com\u200b\n", free("acme.com")],
      ["a.b.c.d.e.f.g.h.i.j.acme.com", free("acme.com")],
      ["blog.foo.github.io", free("foo.github.io")],
      ["foo.myshopify.com", free("foo.myshopify.com")],
      ["a.b.ck", free("a.b.ck")],
      ["a.www.ck", free("www.ck")],
      ["a.b.kobe.jp", free("a.b.kobe.jp")],
      ["a.city.kobe.jp", free("city.kobe.jp")],
      ["acme.nosuchtld", free("acme.nosuchtld")],
      ["_dmarc.acme.com", free("acme.com")],
      ["www.MÜLLER.de", free("müller.de")],
      ["xn--mller-kva.de", free("xn--mller-kva.de")],
      ["公司.公司.cn", free("公司.公司.cn")],
    ]);
  });

  test("junk", async () => {
    await expectAll(domain(), [
      ["n/a", junk("junk: n/a")],
      ["localhost", junk("not a domain")],
      ["com", junk("not a domain")],
      ["192.0.2.1", junk("not a domain")],
      ["http://[2001:db8::1]/", junk("not a domain")],
      ["2001:db8::1", junk("not a domain")],
      ["acme..com", junk("not a domain")],
      ["-acme.com", junk("not a domain")],
      ["acme-.com", junk("not a domain")],
      ["acme corp.com", junk("not a domain")],
      ["ac!me.com", junk("not a domain")],
      [`${"a".repeat(64)}.com`, junk("not a domain")],
      ["co.uk", junk("public suffix")],
      ["github.io", junk("public suffix")],
      ["b.ck", junk("public suffix")],
      ["gmail.com", junk("free-mail domain")],
      ["ana@mail.yahoo.co.uk", junk("free-mail domain")],
      ["austin.rr.com", junk("free-mail domain")],
    ]);
  });

  test("as tldts has it: every suffix with names under it, bare and in an address", async () => {
    const mail = new Set(freeMailDomains());
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/);
    const wild = publicSuffixes().filter(({ kind }) => kind !== "rule");
    const suffix = fc.oneof(
      fc.constantFrom(...publicSuffixes()),
      fc.constantFrom(...wild),
      fc.constantFrom({ suffix: "com" }, { suffix: "de" }, { suffix: "unlisted" }),
    );
    const host = fc
      .tuple(fc.array(label, { maxLength: 4 }), suffix)
      .map(([labels, { suffix: end }]) => [...labels, end].join("."));
    const hosts = fc.sample(host, { seed: 3986, numRuns: 4_000 }).filter((one) => !/[.][0-9]+$/.test(one));
    const wanted = hosts.map((one): Outcome => {
      const registrable = getDomain(one, { allowPrivateDomains: true });
      if (registrable === null) return junk(one.includes(".") ? "public suffix" : "not a domain");
      return mail.has(registrable) ? junk("free-mail domain") : free(registrable);
    });
    expect(await outcomes(domain(), hosts)).toEqual(wanted);
    const urls = hosts.map((one) => `HTTPS://me@${one}:443/?q=${one}`);
    expect(await outcomes(domain(), urls)).toEqual(wanted);
  });
});

describe("every kind", () => {
  const kinds = { email: email(), phone: phone(), domain: domain(), id: id() };

  test.each(Object.entries(kinds))("%s: nasty texts are rows like others", async (_, type) => {
    const found = await outcomes(type, nasty);
    expect(found.filter(([value, blocked]) => (value === null) !== (blocked === "junk"))).toEqual([]);
    expect(found.filter(([, blocked, rule]) => (blocked === null) !== (rule === null))).toEqual([]);
    expect(await outcomes(type, [...nasty].reverse())).toEqual([...found].reverse());
  });

  test.each(Object.entries(kinds))("%s: what is normalized stays so", async (_, type) => {
    const text = fc.array(
      fc.constantFrom(..."aB0.+-@ ()/:<'\"\0\u200bé例😀", "gmail.com", "acme.example", "+1415555"),
      { maxLength: 12 },
    );
    const raws = fc.sample(text, { seed: 1, numRuns: 2_000 }).map((parts) => parts.join(""));
    const once = (await outcomes(type, raws)).flatMap(([value]) => (value === null ? [] : [value]));
    expect((await outcomes(type, once)).map(([value]) => value)).toEqual(once);
  });

  test.each(Object.entries(kinds))("%s: is SQL that every engine has", (_, type) => {
    const calls = new Set<string>();
    const patterns = new Set<string>();
    const visit = (piece: Sql): void => {
      for (const node of piece.nodes) {
        if (node.kind === "text") for (const [, word] of node.text.matchAll(/\b([a-z_]+)\(/g)) calls.add(word ?? "");
        if (node.kind !== "call") continue;
        calls.add(node.call.fn);
        if (node.call.fn.startsWith("regex")) patterns.add(rendered(node.call.args[1] ?? sql`null`));
        node.call.args.forEach(visit);
      }
    };
    visit(query(type));
    const known =
      "cast coalesce computed length lower nullif replace substr regexExtract regexMatches regexReplace splitPart";
    expect([...calls].filter((call) => !known.split(" ").includes(call))).toEqual([]);
    // What not all of them know: look-around, back-references, classes by letter, lazy and possessive quantifiers.
    const bare = [...patterns].map((pattern) => pattern.replace(/\[(?:\\.|[^\]\\])*\]/g, "[]"));
    expect(bare.filter((pattern) => /\(\?[^:]|\\[1-9dDwWsSbBpP]|[*+?}][?+]/.test(pattern))).toEqual([]);
    expect(rendered(query(type))).toBe(rendered(query(type)));
  });
});
