import { anonymousId, defineModel, domain, email, id, phone } from "nexus-cdp";
import { segment } from "nexus-cdp/sources";
import { beforeAll, describe, expect, test } from "vitest";
import { type Expected, expectedEvents, fixture, readJson, toldEvents } from "./fixtures.ts";
import { slowly, type Telling, tell } from "./told.ts";

const model = defineModel({
  entities: {
    person: {
      identifiers: { user_id: id(), email: email(), phone: phone(), anonymous_id: anonymousId() },
      traits: { name: "text", title: "text" },
    },
    group: {
      identifiers: { segment_group_id: id(), domain: domain() },
      traits: { name: "text", plan: "text", employees: "number" },
    },
  },
});

let telling: Telling;

beforeAll(async () => {
  telling = await tell(model, [
    segment(model, {
      files: `${fixture("segment")}/{table}.csv`,
      events: [
        {
          table: "report_exported",
          columns: ["format", "pages"],
          value: "price",
          unit: "currency",
          significance: 3,
        },
      ],
      identifiers: { phone: "phone" },
      traits: { title: "title" },
      groupIdentifiers: { domain: "website" },
      groupTraits: { plan: "plan", employees: "employees" },
    }),
  ]);
}, slowly);

describe("Segment", () => {
  test("gives what its fixture expects", async () => {
    const { events } = await readJson<{ events: Expected[] }>("segment/expected.json");
    expect(toldEvents(telling.told.get("segment") ?? [])).toEqual(expectedEvents(events));
  });

  test("puts no row aside", () => {
    expect(telling.setAside).toEqual([]);
  });
});
