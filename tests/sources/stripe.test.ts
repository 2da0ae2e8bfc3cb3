import { defineModel, domain, email, id, phone } from "nexus-cdp";
import { stripe } from "nexus-cdp/sources";
import { beforeAll, describe, expect, test } from "vitest";
import { type Expected, expectedEvents, fixture, readJson, toldEvents } from "./fixtures.ts";
import { slowly, type Telling, tell } from "./told.ts";

const model = defineModel({
  entities: {
    person: {
      identifiers: { user_id: id(), email: email(), phone: phone(), stripe_customer_id: id() },
      traits: { name: "text", city: "text", country: "text" },
    },
    group: { identifiers: { segment_group_id: id(), domain: domain() } },
  },
});

const metadata = { user_id: "app_user_id" };
let telling: Telling;

beforeAll(async () => {
  telling = await tell(model, [
    stripe(model, {
      files: `${fixture("stripe/fivetran")}/{table}.csv`,
      metadata,
      company: { emailDomain: "domain", metadata: { segment_group_id: "workspace" } },
    }),
    stripe(model, {
      name: "stripe_events",
      loader: "stripe-events",
      files: `${fixture("stripe/stripe-events")}/{table}.csv`,
      metadata,
      clientReference: "user_id",
      company: { emailDomain: "domain" },
    }),
  ]);
}, slowly);

describe("Stripe", () => {
  test.for([
    ["stripe", "stripe/fivetran"],
    ["stripe_events", "stripe/stripe-events"],
  ])("%s: gives what its fixture expects", async ([name = "", folder = ""]) => {
    const { events } = await readJson<{ events: Expected[] }>(`${folder}/expected.json`);
    expect(toldEvents(telling.told.get(name) ?? [])).toEqual(expectedEvents(events));
  });

  test("puts no row aside", () => {
    expect(telling.setAside).toEqual([]);
  });
});
