import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ParsedAddress, parseAddresses } from "./addresses.ts";

/** `Name <address>` for each mailbox, or the bare address where there is no name: short to write, exact to compare. */
const shown = (header: string | null) =>
  parseAddresses(header).map(({ name, address }) => (name === null ? address : `${name} <${address}>`));

type Row = readonly [what: string, header: string, mailboxes: readonly string[]];

const everyday: Row[] = [
  ["bare", "ana@acme.example", ["ana@acme.example"]],
  ["name", "Ana Rivera <ana@acme.example>", ["Ana Rivera <ana@acme.example>"]],
  [
    "comma in a quoted name",
    '"Rivera, Ana" <ana@acme.example>, bo@beta.example',
    ["Rivera, Ana <ana@acme.example>", "bo@beta.example"],
  ],
  ["escaped quote", '"Ana \\"Ace\\" R." <ana@acme.example>', ['Ana "Ace" R. <ana@acme.example>']],
  ["old style comment", "ana@acme.example (Ana Rivera)", ["Ana Rivera <ana@acme.example>"]],
  ["comment inside", "Pat (Ops, EU) <pat@acme.example>", ["Pat <pat@acme.example>"]],
  ["encoded word, B", "=?UTF-8?B?Sm9zw6k=?= <jose@acme.example>", ["José <jose@acme.example>"]],
  ["encoded word, Q", "=?iso-8859-1?Q?Andr=E9_P=2E?= <a@acme.example>", ["André P. <a@acme.example>"]],
  ["split encoded words", "=?UTF-8?Q?Ana_?= =?UTF-8?Q?Rivera?= <ana@acme.example>", ["Ana Rivera <ana@acme.example>"]],
  ["encoded comma", "=?UTF-8?Q?Rivera=2C_Ana?= <ana@acme.example>", ["Rivera, Ana <ana@acme.example>"]],
  ["group", 'Finance: bill@acme.example, "A. P." <ap@acme.example>;', ["bill@acme.example", "A. P. <ap@acme.example>"]],
  ["empty group", "undisclosed-recipients:;", []],
  ["empty group with a blank", "Undisclosed recipients:;", []],
  ["folded", "ana@acme.example,\r\n\tbo@beta.example", ["ana@acme.example", "bo@beta.example"]],
  ["case", "Ana@ACME.Example", ["Ana@ACME.Example"]],
  ["plus tag", "ana+news@acme.example", ["ana+news@acme.example"]],
  ["name is the address", '"ana@acme.example" <ana@acme.example>', ["ana@acme.example"]],
  [
    "via a list",
    "'Ana Rivera' via Support <support@ourco.example>",
    ["'Ana Rivera' via Support <support@ourco.example>"],
  ],
  ["empty", "", []],
  ["empty angle", "<>", []],
  ["no address", "Mail Delivery Subsystem", []],
  ["two at signs", "a@b@c", []],
  ["semicolon", "ana@acme.example;bo@beta.example", ["ana@acme.example", "bo@beta.example"]],
  ["international local part and domain", "用户@例え.example", ["用户@例え.example"]],
  ["punycode domain", "ana@xn--r8jz45g.example", ["ana@xn--r8jz45g.example"]],
];

const names: Row[] = [
  ["unquoted comma", "Rivera, Ana <ana@acme.example>", ["Rivera, Ana <ana@acme.example>"]],
  ["folded inside quotes", '"Ana\r\n Rivera" <ana@acme.example>', ["Ana Rivera <ana@acme.example>"]],
  ["nested comment", "bo@beta.example (Bo (the, elder) Chen)", ["Bo (the, elder) Chen <bo@beta.example>"]],
  [
    "address inside a comment",
    "(ask (Bo, bo@beta.example) x) ana@acme.example",
    ["ask (Bo, bo@beta.example) x <ana@acme.example>"],
  ],
  ["empty quotes", '"" <ana@acme.example>', ["ana@acme.example"]],
  ["blank quotes", '" " <ana@acme.example>', ["ana@acme.example"]],
  ["address in another case", "ANA@acme.example <ana@ACME.example>", ["ana@ACME.example"]],
  ["address in Outlook's quotes", "'ana@acme.example' <ana@acme.example>", ["ana@acme.example"]],
  ["address as its comment", "ana@acme.example (ana@acme.example)", ["ana@acme.example"]],
  ["another address as the name", '"bo@beta.example" <ana@acme.example>', ["bo@beta.example <ana@acme.example>"]],
  ["many at signs in the name", '"a@b@c" <ana@acme.example>', ["a@b@c <ana@acme.example>"]],
  ["emoji", "Ana 😀 <ana@acme.example>", ["Ana 😀 <ana@acme.example>"]],
  ["right to left", "דנה לוי <dana@acme.example>", ["דנה לוי <dana@acme.example>"]],
  ["NUL", "A\0na <ana@acme.example>", ["Ana <ana@acme.example>"]],
  ["half a character", "Ana \ud83d <ana@acme.example>", ["Ana <ana@acme.example>"]],
  [
    "encoded NUL and line break",
    "=?UTF-8?Q?A=00na=0D=0ARivera?= <ana@acme.example>",
    ["A na Rivera <ana@acme.example>"],
  ],
  ["encoded word in quotes", '"=?UTF-8?B?Sm9zw6k=?=" <jose@acme.example>', ["José <jose@acme.example>"]],
  ["encoded comment", "jose@acme.example (=?UTF-8?B?Sm9zw6k=?=)", ["José <jose@acme.example>"]],
  ["encoded address as the name", "=?UTF-8?Q?ana=40acme.example?= <ana@acme.example>", ["ana@acme.example"]],
  ["character split over words", "=?UTF-8?Q?=F0=9F=98?= =?UTF-8?Q?=80?= <ana@acme.example>", ["😀 <ana@acme.example>"]],
  ["blanks inside a word", "=?UTF-8?Q?Rivera, Ana?= <ana@acme.example>", ["Rivera, Ana <ana@acme.example>"]],
  ["language tag", "=?UTF-8*es?Q?Jos=C3=A9?= <jose@acme.example>", ["José <jose@acme.example>"]],
  // Node 20.18.3 and later 20.x take windows-1252 for Latin-1 in TextDecoder; the decoder must not lean on it.
  ["windows-1252", "=?windows-1252?Q?Dan_O=92Brien?= <dan@acme.example>", ["Dan O’Brien <dan@acme.example>"]],
  ["Japanese", "=?ISO-2022-JP?B?GyRCQ2ZFRBsoQg==?= <nakata@acme.example>", ["中田 <nakata@acme.example>"]],
  ["Chinese", "=?GB2312?B?1tDOxA==?= <zhong@acme.example>", ["中文 <zhong@acme.example>"]],
  ["Cyrillic", "=?koi8-r?B?6dfBzg==?= <ivan@acme.example>", ["Иван <ivan@acme.example>"]],
  ["unknown charset", "=?x-nope?Q?Ana?= <ana@acme.example>", ["Ana <ana@acme.example>"]],
  ["broken base64", "=?UTF-8?B?!!!!?= <ana@acme.example>", ["ana@acme.example"]],
];

const lists: Row[] = [
  [
    "group among mailboxes",
    "a@x.example, Team: b@x.example, C <c@x.example>;, d@x.example",
    ["a@x.example", "b@x.example", "C <c@x.example>", "d@x.example"],
  ],
  ["group in a group", "T: U: a@x.example;;", ["a@x.example"]],
  ["unclosed group", "Team: a@x.example, b@x.example", ["a@x.example", "b@x.example"]],
  ["repeat", "a@x.example, a@x.example", ["a@x.example", "a@x.example"]],
  ["semicolons between names", "Ana <a@x.example>; Bo <b@y.example>", ["Ana <a@x.example>", "Bo <b@y.example>"]],
  ["empty places", ",<a@x.example>, , ,<b@x.example>,", ["a@x.example", "b@x.example"]],
  ["the clear one beside a broken one", "a@b@c, ana@acme.example", ["ana@acme.example"]],
  ["name without an address, then an address", "Mail Delivery Subsystem, bo@beta.example", ["bo@beta.example"]],
];

const addresses: Row[] = [
  ["unclosed angle", "Bo <bo@beta.example", ["Bo <bo@beta.example>"]],
  ["blanks in the angle", "Bo < bo @ beta.example >", ["Bo <bo@beta.example>"]],
  ["comments in the address", "bo(x)@beta(y).example", ["x y <bo@beta.example>"]],
  ["route", "<@relay.example:bo@beta.example>", ["bo@beta.example"]],
  ["quoted at sign", '"ana@acme.example"@beta.example', ['"ana@acme.example"@beta.example']],
  ["quoted blank", '"ana rivera"@acme.example', []],
  ["needless quotes", '"ana"@acme.example', ["ana@acme.example"]],
  ["unclosed quote", '"Ana <ana@acme.example>, bo@beta.example', []],
  ["IPv4 literal", "bo@[192.0.2.1]", ["bo@[192.0.2.1]"]],
  ["IPv6 literal", "bo@[IPv6:2001:db8::1]", ["bo@[IPv6:2001:db8::1]"]],
  ["emoji", "😀@acme.example", ["😀@acme.example"]],
  ["right to left", "דנה@דוגמה.example", ["דנה@דוגמה.example"]],
  ["names of Object.prototype", "__proto__@acme.example, constructor", ["__proto__@acme.example"]],
  ["two dots in the local part", "ana..r@acme.example", ["ana..r@acme.example"]],
  ["domain without a dot", "root@localhost", ["root@localhost"]],
  ["nothing before the at sign", "@acme.example", []],
  ["nothing after the at sign", "ana@", []],
  ["empty label", "ana@acme..example, bo@.example, cy@acme.example.", []],
  ["stray bracket", "ana@acme.example>", []],
  ["stray quotes", "<'ana@acme.example'>", []],
  ["two at signs in the angle", "Ana <a@b@c>", []],
  ["half a character", "\ud83d@acme.example, a@\ud83d.example", []],
  ["only inside an encoded word", "=?UTF-8?Q?Ana_=3Cana=40acme.example=3E?=", []],
  ["only inside a comment", "(ana@acme.example)", []],
  ["not an address at all", "Ana <MAILER-DAEMON>", []],
];

describe.each([
  ["every day", everyday],
  ["names", names],
  ["lists", lists],
  ["addresses", addresses],
])("%s", (_, rows) => {
  test.each(rows)("%s: %j", (_what, header, mailboxes) => {
    expect(shown(header)).toEqual(mailboxes);
  });
});

test("no header, no mailbox", () => {
  expect(parseAddresses(null)).toEqual([]);
});

const seeded = { seed: 5322, numRuns: 2_000 };

const character = fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 });
const spoken = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 24 })
  .filter((name) => name.trim() === name && !/[\p{Cc}\p{Cs}]|\s\s|[^\S ]|=\?/u.test(name));
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
const plainAddress = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9+_-]{1,12}$/), fc.constantFrom("", "用户", "é"), label)
  .map(([local, more, domain]) => `${local}${more}@${domain}.example`);
const mailbox: fc.Arbitrary<ParsedAddress> = fc
  .record({ name: fc.option(spoken), address: plainAddress })
  .filter(({ name, address }) => name === null || !name.toLowerCase().includes(address.toLowerCase()));

const quoted = ({ name, address }: ParsedAddress) =>
  name === null ? address : `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`;

/** The name as encoded words of `size` bytes each, parted wherever that falls, also inside a character. */
const encoded = (size: number) => (mailbox: ParsedAddress) => {
  if (mailbox.name === null) return mailbox.address;
  const bytes = Buffer.from(mailbox.name);
  const words: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    words.push(`=?UTF-8?B?${bytes.subarray(at, at + size).toString("base64")}?=`);
  }
  return `${words.join("\r\n ")} <${mailbox.address}>`;
};

test("quoted names come back as they were, whatever stands between the mailboxes", () => {
  fc.assert(
    fc.property(
      fc.array(mailbox, { maxLength: 5 }),
      fc.constantFrom(",", ", ", ",\r\n\t", " ; ", ",,"),
      (list, comma) => {
        expect(parseAddresses(list.map(quoted).join(comma))).toEqual(list);
        expect(parseAddresses(`"Team: x@y" : ${list.map(quoted).join(", ")};`)).toEqual(list);
      },
    ),
    seeded,
  );
});

test("encoded names come back as they were", () => {
  fc.assert(
    fc.property(fc.array(mailbox, { maxLength: 5 }), fc.constantFrom(3, 12, 45), (list, size) => {
      expect(parseAddresses(list.map(encoded(size)).join(", "))).toEqual(list);
    }),
    seeded,
  );
});

test("any text gives well-formed mailboxes and no error", () => {
  const piece = fc.oneof(
    character,
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.constantFrom(..."\"'\\()<>[]@,:;.=?_ \t\r\n\0\ud83d\ude00"),
    fc.constantFrom(
      "ana@acme.example",
      "a@b@c",
      "=?UTF-8?Q?",
      "=?iso-2022-jp?B?",
      "=?utf-16?b?",
      "?=",
      "=E9",
      "\u202e",
      "\u00a0",
    ),
  );
  const header = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(header, (text) => {
      for (const { name, address } of parseAddresses(text)) {
        const outsideQuotes = address.replace(/^"(?:[^"\\]|\\.)+"/, "local");
        expect(outsideQuotes).toMatch(/^[^@]+@[^@]+$/);
        expect(address).not.toMatch(/[\s\p{Cc}\p{Cs}]/u);
        expect(outsideQuotes).not.toMatch(/[<>(),;"\\]/);
        if (name !== null) {
          expect(name).not.toBe("");
          expect(name).toBe(name.trim());
          expect(name).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        }
      }
    }),
    { ...seeded, numRuns: 20_000 },
  );
});

/** Shapes that make a careless parser recurse deeply or walk the same text again and again. */
const relentless: Record<string, (size: number) => string> = {
  ...Object.fromEntries([..."<(\"@,:;[\\ \0'="].map((sign) => [`only ${sign}`, (size: number) => sign.repeat(size)])),
  "nested comments": (size) => `${"(".repeat(size / 2)}${")".repeat(size / 2)}`,
  "comments in the local part": (size) => `${"a(x)".repeat(size / 4)}@b.example`,
  "many at signs": (size) => "a@".repeat(size / 2),
  "quoted local parts": (size) => '"a"@'.repeat(size / 4),
  "many angles": (size) => "<a@b>".repeat(size / 5),
  "name fragments": (size) => `${"a, ".repeat(size / 3)}Ana <ana@acme.example>`,
  "groups in groups": (size) => "a:".repeat(size / 2),
  "blanks between": (size) => `Ana${" ".repeat(size)}<ana@acme.example>`,
  "blanks before an at sign": (size) => `${" ".repeat(size)}@`,
  "escapes in an open quote": (size) => `"${"\\".repeat(size)}`,
  "open encoded words": (size) => "=?UTF-8?Q?".repeat(size / 10),
  "encoded words": (size) => `${"=?UTF-8?B?YQ==?= ".repeat(size / 17)}<ana@acme.example>`,
  "mixed encoded words": (size) => `${"=?utf-8?q?=FF?= =?koi8-r?b?6dc=?= ".repeat(size / 32)}<ana@acme.example>`,
  "blanks after an encoded word": (size) => `=?utf-8?q?a?=${" ".repeat(size)}x <ana@acme.example>`,
  "long local part": (size) => `${"a".repeat(size)}@acme.example`,
  "many labels": (size) => `a@${"b.".repeat(size / 2)}`,
  "many labels with blanks": (size) => `a@${"b . ".repeat(size / 4)}`,
  "quotes in the address": (size) => `<"${'\\"'.repeat(size / 2)}`,
  "a long list": (size) => "Ana Rivera <ana@acme.example>, ".repeat(size / 31),
};

test.each(Object.keys(relentless))("10 kB and 100 kB of %j come to an end", (shape) => {
  for (const size of [10_000, 100_000]) expect(parseAddresses(relentless[shape]?.(size) ?? null)).toBeInstanceOf(Array);
});

test("a long list loses nobody", () => {
  const list = Array.from({ length: 5_000 }, (_, place) => ({
    name: `Ana ${place}`,
    address: `ana${place}@acme.example`,
  }));
  expect(parseAddresses(list.map(quoted).join(", "))).toEqual(list);
});
