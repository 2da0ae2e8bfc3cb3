import { describe, expect } from "vitest";
import { defineModel, defineSource, domain, email, id, phone, type RawTable } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import type { World } from "./world.ts";

const model = defineModel({
  entities: {
    person: { identifiers: { email: email(), phone: phone(), user_id: id() }, traits: { name: "text", plan: "text" } },
    group: { identifiers: { domain: domain() }, traits: { name: "text" } },
  },
});

const events = (world: World): Promise<RawTable> =>
  world.csv(
    "events",
    `event_id, occurred_at, event_name,  event_type, value
     t1,       2025-03-01,  ticket opened, ticket,   2
     t2,       2025-03-02,  ticket closed, ticket,`,
  );

describe("tables that have the shape of layer 2 already", () => {
  conforms("wide: a row is a mention, its traits stand in a table of their own", async (world) => {
    const persons = await world.csv(
      "persons",
      `id, event_id, email,            phone,        role
       m1, t1,       ana@acme.example, +14155550132, requester
       m2, t2,       Ana@Acme.example, ,             requester
       m3, t2,       bo@beta.example,  ,             agent`,
    );
    const traits = await world.csv("traits", "id, event_id, name\nm1, t1, Ana Rivera\nm3, t2, Bo");
    const tickets = defineSource(model, "tickets", {
      timezone: "UTC",
      tables: { events: await events(world), persons, traits },
      brings: { events: "events", persons: { identifiers: "persons", traits: "traits" } },
    });
    await world.run({ model, sources: [tickets] });
    expect(await world.identities()).toEqual([
      ["email ana@acme.example", "phone +14155550132"],
      ["email bo@beta.example"],
    ]);
    expect(await world.profile("phone +14155550132")).toMatchObject({ name: "Ana Rivera", event_count: 2 });
    expect(await world.profile("email bo@beta.example")).toMatchObject({ name: "Bo" });
    expect(await world.timeline("email ana@acme.example")).toEqual([
      "2025-03-01 ticket opened (requester)",
      "2025-03-02 ticket closed (requester)",
    ]);
  });

  conforms("long: limits look at every value of an edge, not only at the first of its type", async (world) => {
    const identifiers = await world.csv(
      "identifiers",
      `event_id, edge_id, entity_type, identifier_type, identifier_value
       t1,       e1,      person,      email,           ana@acme.example
       t1,       e1,      person,      user_id,         u1
       t1,       e1,      person,      phone,           +14155550101
       t1,       e1,      person,      phone,           +14155550199
       t2,       e2,      person,      email,           bo@beta.example
       t2,       e2,      person,      user_id,         u2
       t2,       e2,      person,      phone,           +14155550102
       t2,       e2,      person,      phone,           +14155550199`,
    );
    const tickets = defineSource(model, "tickets", {
      timezone: "UTC",
      tables: { events: await events(world), identifiers },
      brings: { events: "events", persons: { identifiers: "identifiers", shape: "long" } },
    });
    await world.run({ model, sources: [tickets] });
    expect(await world.identities()).toEqual([
      ["email ana@acme.example", "phone +14155550101", "user_id u1"],
      ["email bo@beta.example", "phone +14155550102", "user_id u2"],
      ["phone +14155550199"],
    ]);
  });

  conforms("long: an edge that a limit takes apart is nobody itself", async (world) => {
    const strict = defineModel({
      entities: { person: { identifiers: { email: email(), user_id: id({ perEntity: 1 }) } } },
    });
    const identifiers = await world.csv(
      "identifiers",
      `event_id, edge_id, entity_type, identifier_type, identifier_value
       t1,       e1,      person,      user_id,         u1
       t1,       e1,      person,      user_id,         u2`,
    );
    const tickets = defineSource(strict, "tickets", {
      timezone: "UTC",
      tables: { events: await events(world), identifiers },
      brings: { events: "events", persons: { identifiers: "identifiers", shape: "long" } },
    });
    await world.run({ model: strict, sources: [tickets] });
    expect(await world.rows("select user_id from nexus.persons order by 1")).toEqual([
      { user_id: "u1" },
      { user_id: "u2" },
    ]);
    expect(await world.rows("select * from nexus_identity.refused_links")).toEqual([]);
  });

  conforms(
    "long: rows that share an edge and an entity type are evidence of one, with the edge's traits",
    async (world) => {
      const identifiers = await world.csv(
        "identifiers",
        `event_id, edge_id, entity_type, identifier_type, identifier_value,  role
       t1,       e1,      person,      email,           ana@acme.example,  requester
       t1,       e1,      person,      phone,           +14155550132,      requester
       t1,       e1,      group,       domain,          acme.example,      company
       t2,       e2,      person,      email,           ana@acme.example,  requester
       t2,       e2,      person,      email,           ana@home.example,  requester
       t2,       e3,      person,      email,           bo@beta.example,   agent
       t2,       e3,      person,      shoe_size,       44,                agent`,
      );
      const traits = await world.csv("traits", "id, name, plan\ne1, Ana, free\ne2, Ana Rivera,\ne3, Bo, pro");
      const tickets = defineSource(model, "tickets", {
        timezone: "UTC",
        tables: { events: await events(world), identifiers, traits },
        brings: {
          events: "events",
          persons: { identifiers: "identifiers", shape: "long", traits: "traits" },
          groups: { identifiers: "identifiers", shape: "long" },
        },
      });
      await world.run({ model, sources: [tickets] });
      expect(await world.identities()).toEqual([
        ["email ana@acme.example", "email ana@home.example", "phone +14155550132"],
        ["email bo@beta.example"],
      ]);
      expect(await world.identities("group")).toEqual([["domain acme.example"]]);
      expect(await world.profile("email ana@home.example")).toMatchObject({ name: "Ana Rivera", plan: "free" });
      expect(await world.profile("email bo@beta.example")).toMatchObject({ name: "Bo", plan: "pro", event_count: 1 });
    },
  );

  conforms(
    "long: an edge ties its rows in all events of its source, and in no other; without one, each row is alone",
    async (world) => {
      const long = async (name: string, text: string) =>
        defineSource(model, name, {
          timezone: "UTC",
          tables: {
            events: await events(world),
            identifiers: await world.csv(
              `${name}_identifiers`,
              `event_id, edge_id, entity_type, identifier_type, identifier_value\n${text}`,
            ),
          },
          brings: { events: "events", persons: { identifiers: "identifiers", shape: "long" } },
        });
      const tickets = await long(
        "tickets",
        `t1, 1, person, email,   ana@acme.example
       t2, 1, person, phone,   +14155550132
       t1, 2, person, email,   bo@beta.example
       t2,  , person, email,   cy@acme.example
       t2,  , person, user_id, u9
       t2, 3, person, email,   n/a`,
      );
      const calls = await long(
        "calls",
        `t1, 1, person, email,   dee@acme.example
       t2, 2, person, user_id, u2`,
      );
      await world.run({ model, sources: [tickets, calls] });
      expect(await world.identities()).toEqual([
        ["email ana@acme.example", "phone +14155550132"],
        ["email bo@beta.example"],
        ["email cy@acme.example"],
        ["email dee@acme.example"],
        ["user_id u2"],
        ["user_id u9"],
      ]);
      expect(await world.rows("select count(*) as persons from nexus.persons")).toEqual([{ persons: 6 }]);
    },
  );

  conforms("memberships: each side by an identifier and its type", async (world) => {
    const persons = await world.csv("persons", "id, event_id, email, user_id\nm1, t1, ana@acme.example, u1");
    const claims = await world.csv(
      "claims",
      `event_id, person_identifier, person_identifier_type, group_identifier, group_identifier_type, role
       t1,       u1,                user_id,                acme.example,     domain,                employee`,
    );
    const tickets = defineSource(model, "tickets", {
      timezone: "UTC",
      tables: { events: await events(world), persons, claims },
      brings: { events: "events", persons: { identifiers: "persons" }, memberships: "claims" },
    });
    await world.run({ model, sources: [tickets] });
    const ana = await world.idOf("email ana@acme.example");
    const acme = await world.idOf("domain acme.example", "group");
    expect(await world.rows("select person_id, group_id, role from nexus.memberships")).toEqual([
      { person_id: ana, group_id: acme, role: "employee" },
    ]);
  });
});
