import { describe, expect } from "vitest";
import {
  anonymousId,
  defineModel,
  defineSource,
  domain,
  domainOf,
  email,
  id,
  optional,
  phone,
  unique,
} from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";

const model = defineModel({
  entities: {
    person: {
      identifiers: { email: email(), phone: phone(), user_id: id(), cookie: anonymousId({ contested: "preceding" }) },
      traits: { name: { type: "text", survives: ["most frequent", { sources: ["site"] }] } },
    },
    group: { identifiers: { domain: domain() } },
  },
});

describe("of a world with every kind of rule", () => {
  conforms("what always holds, holds, and is written down; profiles tell what was kept apart", async (world) => {
    const views = await world.texts("views", [
      { id: "v1", at: "2025-03-01 08:00", user_id: "u1", email: "ana@acme.example", cookie: "tablet", phone: null },
      { id: "v2", at: "2025-03-01 09:00", user_id: null, email: null, cookie: "tablet", phone: null },
      { id: "v3", at: "2025-03-01 10:00", user_id: "u2", email: "bo@acme.example", cookie: "tablet", phone: null },
      { id: "v4", at: "2025-03-01 11:00", user_id: null, email: null, cookie: "tablet", phone: "+14155550100" },
      { id: "v5", at: "2025-03-01 12:00", user_id: null, email: "info@acme.example", cookie: null, phone: "n/a" },
      ...[1, 2, 3, 4, 5].map((n) => ({
        id: `w${n}`,
        at: "2025-03-02",
        user_id: null,
        email: `p${n}@beta.example`,
        cookie: null,
        phone: "(415) 555-0100",
      })),
    ]);
    const site = defineSource(model, "site", {
      timezone: "UTC",
      tables: { views },
      freshness: { errorAfter: { hours: 24 * 3650 } },
      events: {
        page_viewed: {
          from: "views",
          id: "id",
          occurredAt: "at",
          persons: [
            {
              role: "visitor",
              identifiers: {
                user_id: optional("user_id"),
                email: optional("email"),
                cookie: optional("cookie"),
                phone: optional("phone"),
              },
              traits: { name: optional("email") },
            },
          ],
          groups: [{ role: "company", identifiers: { domain: domainOf("email") } }],
          memberships: [{ person: "visitor", group: "company", role: "staff" }],
        },
      },
    });
    await world.run({
      model,
      sources: [site],
      states: {
        activity: {
          of: "person",
          events: { "page viewed": "active" },
          timeouts: [{ after: { days: 30 }, value: "dormant" }],
          transitions: { active: ["dormant"] },
        },
        company: { of: "group", over: { members: "activity" }, count: "dormant" },
      },
      checks: { one_email: unique("persons", "email") },
    });
    const tested = await world.ran.test();
    expect(tested.checks.filter(({ status }) => status !== "passed")).toEqual([]);
    expect(tested).toMatchObject({ ok: true, run: 1 });
    expect(tested.notKept).toBeUndefined();
    const kinds = new Set(tested.checks.map(({ kind }) => kind));
    for (const kind of ["key", "reference", "alias", "mentions", "events", "intervals", "freshness", "transitions"])
      expect(kinds).toContain(kind);
    const [stored] = await world.rows("select count(distinct check_name) as n from nexus_meta.check_results");
    expect(Number(stored?.["n"])).toBe(tested.checks.length);

    const ana = await world.ran.show("ana@acme.example");
    expect(ana.refused.map((row) => row["with_value"])).toEqual(["tablet"]);
    expect(ana.sources).toMatchObject([{ source: "site", events: 2 }]);
    await expect(world.ran.show("415-555-0100")).rejects.toThrow(
      /The phone \+14155550100 is quarantined.*at most 4 email seen with one phone.*seen with .*p1@beta\.example/s,
    );
    const page = await world.ran.describe();
    expect(JSON.stringify(page)).toContain("page viewed");
  });
});
