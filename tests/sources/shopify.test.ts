import { defineModel, domain, email, id, phone } from "nexus-cdp";
import { shopify } from "nexus-cdp/sources";
import { beforeAll, describe, expect, test } from "vitest";
import { type Expected, expectedEvents, fixture, readJson, toldEvents } from "./fixtures.ts";
import { slowly, type Telling, tell } from "./told.ts";

const model = defineModel({
  entities: {
    person: {
      identifiers: { email: email(), phone: phone(), shopify_customer_id: id() },
      traits: { name: "text", city: "text", country: "text" },
    },
    group: { identifiers: { myshopify_domain: id(), domain: domain() }, traits: { name: "text" } },
  },
});

const shop = "harbor-beans.myshopify.com";
const shapes = ["rest", "graphql", "records"] as const;
let telling: Telling;

beforeAll(async () => {
  telling = await tell(
    model,
    shapes.map((name) => {
      const files = `${fixture(`shopify/${name}`)}/{table}.csv`;
      return name === "records"
        ? shopify(model, { name, shop, files, loader: "records" })
        : shopify(model, { name, shop, files });
    }),
  );
}, slowly);

describe("Shopify", () => {
  test.for(shapes)("%s: gives what its fixture expects", async (name) => {
    const { events } = await readJson<{ events: Expected[] }>(`shopify/${name}/expected.json`);
    expect(toldEvents(telling.told.get(name) ?? [])).toEqual(expectedEvents(events));
  });

  test("puts no row aside", () => {
    expect(telling.setAside).toEqual([]);
  });
});
