import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineModel, domain, email } from "nexus-cdp";
import { gmail, googleCalendar } from "nexus-cdp/sources";
import { beforeAll, describe, expect, test } from "vitest";
import { slowly, type Told, tell } from "./told.ts";

const model = defineModel({
  entities: {
    person: { identifiers: { email: email() }, traits: { name: "text", internal: "boolean" } },
    group: { identifiers: { domain: domain() } },
  },
});
const ownDomains = ["ourco.example"];

/** `role address "name"` of everybody in an event, in the order of the text. */
function people({ persons }: Told): string[] {
  return persons
    .map(({ role, identifiers, traits: { name } }) =>
      [role, identifiers["email"], ...(name === undefined ? [] : [`"${name}"`])].join(" "),
    )
    .sort();
}

/** Runs sources over records that are laid down as JSON lines. */
async function tellOf(
  tables: Readonly<Record<string, readonly unknown[]>>,
  sources: (path: (table: string) => string) => Parameters<typeof tell>[1],
): Promise<ReadonlyMap<string, readonly Told[]>> {
  const folder = await mkdtemp(join(tmpdir(), "nexus-shapes-"));
  const path = (table: string): string => join(folder, `${table}.ndjson`);
  for (const [table, rows] of Object.entries(tables))
    await writeFile(path(table), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  try {
    const { told, setAside } = await tell(model, sources(path));
    expect(setAside).toEqual([]);
    return told;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Values of a `To` header, and who is in them: RFC 5322 with its old forms and its abuses, and RFC 2047. */
const headers: readonly (readonly [header: string, persons: readonly string[]])[] = [
  ["ana@acme.example", ["ana@acme.example"]],
  ["Ana Rivera <ana@acme.example>", ['ana@acme.example "Ana Rivera"']],
  ['"Rivera, Ana" <ana@acme.example>, bo@beta.example', ['ana@acme.example "Rivera, Ana"', "bo@beta.example"]],
  ['"Ana \\"Ace\\" R." <ana@acme.example>', ['ana@acme.example "Ana "Ace" R."']],
  ["ana@acme.example (Ana Rivera)", ['ana@acme.example "Ana Rivera"']],
  ["Pat (Ops, EU) <pat@acme.example>", ['pat@acme.example "Pat"']],
  ["=?UTF-8?B?Sm9zw6k=?= <jose@acme.example>", ['jose@acme.example "José"']],
  ["=?iso-8859-1?Q?Andr=E9_P=2E?= <a@acme.example>", ['a@acme.example "André P."']],
  ["=?UTF-8?Q?Ana_?= =?UTF-8?Q?Rivera?= <ana@acme.example>", ['ana@acme.example "Ana Rivera"']],
  ["=?UTF-8?Q?Rivera=2C_Ana?= <ana@acme.example>", ['ana@acme.example "Rivera, Ana"']],
  ['Finance: bill@acme.example, "A. P." <ap@acme.example>;', ['ap@acme.example "A. P."', "bill@acme.example"]],
  ["undisclosed-recipients:;", []],
  ["Undisclosed recipients:;", []],
  ["ana@acme.example,\r\n\tbo@beta.example", ["ana@acme.example", "bo@beta.example"]],
  ["Ana@ACME.Example", ["Ana@ACME.Example"]],
  ["ana+news@acme.example", ["ana+news@acme.example"]],
  ['"ana@acme.example" <ana@acme.example>', ["ana@acme.example"]],
  ["'Ana Rivera' via Support <support@ourco.example>", ["support@ourco.example"]],
  ["", []],
  ["<>", []],
  ["Mail Delivery Subsystem", []],
  ["a@b@c", []],
  ["ana@acme.example;bo@beta.example", ["ana@acme.example", "bo@beta.example"]],
  ["用户@例え.example", ["用户@例え.example"]],
  ["ana@xn--r8jz45g.example", ["ana@xn--r8jz45g.example"]],
];

describe("mail headers", () => {
  let told: readonly Told[];

  beforeAll(async () => {
    const rows = headers.map(([to], index) => ({
      connection_id: "pat",
      synced_at: "2026-03-02T10:00:00Z",
      record: {
        id: `m${index}`,
        threadId: `t${index}`,
        internalDate: "1772442847000",
        labelIds: ["INBOX"],
        payload: {
          headers: [
            { name: "From", value: "Sam <sam@beta.example>" },
            { name: "TO", value: to },
          ],
        },
      },
    }));
    const all = await tellOf({ messages: rows }, (path) => [gmail(model, { table: path("messages"), ownDomains })]);
    told = all.get("gmail") ?? [];
  }, slowly);

  test.for(headers.map(([to, persons], index) => ({ to, persons, index })))("$to", ({ persons, index }) => {
    const message = told.find(({ event, id }) => event === "message" && id === `pat:m${index}`);
    const recipients = persons.map((person) => `recipient ${person}`);
    expect(message === undefined ? "no event" : people(message)).toEqual(
      [...recipients, 'sender sam@beta.example "Sam"'].sort(),
    );
  });
});

/** Our description of Google's records, which lies beside the project where it is made. */
const description = fileURLToPath(new URL("../../../shared/data/google/SHAPES.md", import.meta.url));
const isThere = existsSync(description);
const reason = isThere ? "" : " (skipped: ../shared/data/google/SHAPES.md is not beside the project)";

describe.skipIf(!isThere)(`the description of Google's records${reason}`, () => {
  const text = isThere ? readFileSync(description, "utf8") : "";
  const section = (from: string, to: string): string => text.slice(text.indexOf(from), text.indexOf(to));
  const blocksOf = (part: string): Record<string, unknown>[] =>
    [...part.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, json = ""]) => JSON.parse(json));
  const mail = blocksOf(section("## 2 Gmail", "## 3 Google Calendar"));
  const calendar = blocksOf(section("## 3 Google Calendar", "### 3.6"));
  let told: ReadonlyMap<string, readonly Told[]>;

  beforeAll(async () => {
    const [flat = {}, message = {}] = mail;
    const loaded = { connection_id: "pat", synced_at: "2026-03-05T10:00:00Z" };
    const { payload, ...lifted } = message;
    const { headers: top } = payload as { readonly headers: unknown };
    const tables = {
      emails: [{ record: flat }],
      messages: [{ ...loaded, record: message }],
      lifted: [{ _connection_id: "pat", _ingested_at: loaded.synced_at, _raw_record: { ...lifted, headers: top } }],
      events: calendar.map((record) => ({ ...loaded, record })),
    };
    told = await tellOf(tables, (path) => [
      gmail(model, { name: "emails", table: path("emails"), ownDomains }),
      gmail(model, { name: "messages", table: path("messages"), ownDomains }),
      gmail(model, { name: "lifted", table: path("lifted"), ownDomains, record: "_raw_record" }),
      googleCalendar(model, { table: path("events"), ownDomains }),
    ]);
  }, slowly);

  const shown = (source: string): string[] =>
    (told.get(source) ?? [])
      .map((one) => [`${one.event} ${one.id} at ${one.occurredAt}`, ...people(one)].join("\n  "))
      .sort();

  test("has the blocks that are read here", () => {
    expect([mail.length, calendar.length]).toEqual([2, 5]);
  });

  test("every header of its table is tried above", () => {
    const rows = section("### 2.3", "### 2.4").match(/^\| (?!case \| header).*$/gm) ?? [];
    expect(rows.length).toBe(19);
    const values = rows.flatMap((row) => {
      // Two backticks with nothing between them are the empty header.
      const cell = row.split("|")[2]?.replace("`` , ", "") ?? "";
      return [...cell.matchAll(/`([^`]+)`/g)].map(([, value = ""]) => value);
    });
    const written = values.map((value) => value.replace("\\r\\n\\t", "\r\n\t"));
    const tried = new Set(headers.map(([value]) => value));
    expect(written.filter((value) => !tried.has(value))).toEqual([]);
    expect(written.length).toBe(23);
  });

  test("2.1, the flat record: sender and recipients", () => {
    const who = [
      'recipient Pat.ONeil@ACME.example "O\'Neil, Pat (Ops)"',
      "recipient li@beta.example",
      "recipient support@ourco.example",
      'sender ana.rivera@acme.example "Rivera, Ana"',
    ].join("\n  ");
    expect(shown("emails")).toEqual([
      `message 18e1f0a2b3c4d5e6 at 2026-03-02T09:14:07.000000Z\n  ${who}`,
      `thread 18e1ef0000000001 at 2026-03-02T09:14:07.000000Z\n  ${who}`,
    ]);
  });

  const everybody = [
    'cc ap@acme.example "A. P."',
    "cc bill@acme.example",
    "mailbox pat@ourco.example",
    'recipient jane@ourco.example "Doe, Jane"',
    'recipient pat@ourco.example "Pat Lee"',
    'sender jose.mueller@acme.example "José Müller"',
  ].join("\n  ");

  test.for(["messages", "lifted"])(
    "2.2, the API's message (%s): names decoded, members of a group, the mailbox",
    (name) => {
      expect(shown(name)).toEqual([
        `message <CAF1=x@mail.acme.example> at 2026-03-02T09:14:07.000000Z\n  ${everybody}`,
        `thread <CAF0=y@mail.ourco.example> at 2026-03-02T09:14:07.000000Z\n  ${everybody}`,
      ]);
    },
  );

  test("3.1 to 3.5: the moved occurrence and the whole day are meetings; what is cancelled, gone or a plan is none", () => {
    expect(shown("google_calendar")).toEqual([
      "meeting 5kq9o0m2@calendar.example/20260304T150000Z at 2026-03-04T16:00:00.000000Z\n  " +
        [
          "attendee ana.rivera@acme.example",
          'declined attendee jose@acme.example "José Müller"',
          'organizer pat@ourco.example "Pat Lee"',
        ].join("\n  "),
      "meeting allday1@calendar.example at 2026-03-09T00:00:00.000000Z",
    ]);
  });

  test("our own addresses are internal, the others are not", () => {
    const all = [...told.values()].flat().flatMap(({ persons }) => persons);
    const wrong = all.filter(
      ({ identifiers, traits }) => traits["internal"] !== identifiers["email"]?.endsWith("@ourco.example"),
    );
    expect(wrong).toEqual([]);
  });
});
