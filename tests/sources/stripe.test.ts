import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, defineModel, domain, duckdb, email, id, phone, projectOf } from "nexus-cdp";
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

  test.for([
    ["fivetran", "stripe/fivetran"],
    ["stripe-events", "stripe/stripe-events"],
  ] as const)(
    "%s: subscriptions may be entities of their own, each with its events and its customer",
    { timeout: slowly },
    async ([loader, folder]) => {
      const own = defineModel({
        entities: {
          person: { identifiers: { email: email(), phone: phone(), stripe_customer_id: id() } },
          subscription: { key: "stripe_id", traits: { plan: "text" } },
        },
        relationships: { subscriber: { from: "person", to: "subscription", single: "from" } },
      });
      const files = `${fixture(folder)}/{table}.csv`;
      const subscriptionEntity = { type: "subscription", owner: "subscriber" } as const;
      const source =
        loader === "fivetran"
          ? stripe(own, { files, subscriptionEntity })
          : stripe(own, { loader, files, subscriptionEntity });
      const at = await mkdtemp(join(tmpdir(), "nexus-stripe-"));
      try {
        const project = projectOf(defineConfig({ model: own, sources: [source], warehouse: duckdb("w.duckdb") }), at);
        await project.run({ horizon: "2027-01-01T00:00:00Z" });
        const { rows } = await project.query(
          "select s.stripe_id, s.plan, p.stripe_customer_id, s.event_count from nexus.subscriptions as s left join nexus.relationships as r on r.to_id = s.id left join nexus.persons as p on p.id = r.from_id order by 1, 3",
        );
        expect(rows).toMatchSnapshot();
        const told = await project.query(
          "select distinct e.name from nexus.subscription_participants as p join nexus.events as e on e.id = p.event_id order by 1",
        );
        expect(told.rows.flat()).toEqual(expect.arrayContaining(["invoice paid", "subscription created"]));
      } finally {
        await rm(at, { recursive: true, force: true });
      }
    },
  );

  test("puts no row aside", () => {
    expect(telling.setAside).toEqual([]);
  });
});
