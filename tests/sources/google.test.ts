import { defineModel, domain, email } from "nexus-cdp";
import { type GmailOptions, type GoogleCalendarOptions, gmail, googleCalendar } from "nexus-cdp/sources";
import { beforeAll, describe, expect, test } from "vitest";
import { fixture, readJson } from "./fixtures.ts";
import { inOrder, microseconds, slowly, type Telling, type Told, tell } from "./told.ts";

const model = defineModel({
  entities: {
    person: { identifiers: { email: email() }, traits: { name: "text", internal: "boolean" } },
    group: { identifiers: { domain: domain() } },
  },
});

/** What a file of a fixture comes to, see the fixture's README. */
interface ExpectedFile {
  readonly options: Omit<GmailOptions & GoogleCalendarOptions, "table">;
  readonly events: readonly ExpectedEvent[];
  readonly nothing: readonly {
    readonly event: string;
    readonly id: string;
    readonly because: string;
  }[];
}

interface ExpectedEvent {
  readonly event: string;
  readonly id: string;
  readonly name: string;
  readonly occurred_at: string;
  readonly because: string;
  readonly automatic?: boolean;
  readonly persons: readonly {
    readonly role: string;
    readonly email: string;
    readonly name: string | null;
    readonly internal: boolean;
  }[];
}

const files = {
  gmail: ["messages", "emails", "columns"],
  "google-calendar": ["events", "columns"],
} as const;

let telling: Telling;
const expected = new Map<string, ExpectedFile>();

beforeAll(async () => {
  const sources = [];
  for (const [folder, names] of Object.entries(files)) {
    const all = await readJson<Record<string, ExpectedFile>>(`${folder}/expected.json`);
    for (const file of names) {
      const of = all[`${file}.ndjson`];
      if (of === undefined) throw new Error(`${folder} expects nothing of ${file}.ndjson`);
      const name = `${folder}_${file}`.replace("-", "_");
      expected.set(name, of);
      // Natural ids tell copies apart by `connection_id`, as the rows have it.
      const options = { ...of.options, name, table: fixture(`${folder}/${file}.ndjson`) };
      sources.push(folder === "gmail" ? gmail(model, options) : googleCalendar(model, options));
    }
  }
  telling = await tell(model, sources);
}, slowly);

const keyOf = ({ event, id }: { readonly event: string; readonly id: string }): string => `${event} ${id}`;

function shownExpected({ event, id, name, occurred_at, persons }: ExpectedEvent): string {
  const lines = persons.map((of) => `  ${of.role} ${of.email} "${of.name ?? ""}"${of.internal ? " internal" : ""}`);
  return [`${event} ${id}: ${name} at ${microseconds(occurred_at)}`, ...inOrder(lines)].join("\n");
}

function shownTold({ event, id, name, occurredAt, persons }: Told): string {
  const lines = persons.map(({ role, identifiers, traits }) => {
    const { name: called = "", internal } = traits;
    return `  ${role} ${identifiers["email"]} "${called}"${internal === true ? " internal" : ""}`;
  });
  return [`${event} ${id}: ${name} at ${occurredAt}`, ...inOrder(lines)].join("\n");
}

describe.each(["gmail_messages", "gmail_emails", "gmail_columns", "google_calendar_events", "google_calendar_columns"])(
  "%s",
  (name) => {
    const told = (): readonly Told[] => telling.told.get(name) ?? [];
    const of = (): ExpectedFile => expected.get(name) ?? { options: {}, events: [], nothing: [] };

    test("gives the events and persons that its fixture expects, and no others", () => {
      expect(told().map(shownTold).sort()).toEqual(of().events.map(shownExpected).sort());
      const none = new Set(of().nothing.map(keyOf));
      expect(told().filter((one) => none.has(keyOf(one)))).toEqual([]);
    });

    test("tells automatic messages from those that somebody wrote", () => {
      const got = new Map(told().map((one) => [keyOf(one), one.columns]));
      for (const one of of().events.filter(({ automatic }) => automatic !== undefined)) {
        const { automatic, significance } = got.get(keyOf(one)) ?? {};
        expect([one.id, significance]).toEqual([one.id, one.automatic ? 1 : 2]);
        if (one.event === "message") expect([one.id, automatic]).toEqual([one.id, String(one.automatic)]);
      }
    });
  },
);

test("Google's fixtures put no row aside", () => {
  expect(telling.setAside).toEqual([]);
});
