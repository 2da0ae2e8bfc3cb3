import { expect, test } from "vitest";
import { defineConfig, defineModel, defineSource, domain, duckdb, email, id, type Model } from "../../src/index.ts";
import { Folder } from "./shop.ts";

/** The complaint about a config over a model that types would not let through. */
async function complaint(definition: object, more: object = {}): Promise<string> {
  const model = defineModel(definition as never) as Model;
  const config = defineConfig({ model, warehouse: duckdb("x.duckdb"), sources: [], ...more });
  return Folder.make().complaint(() => Folder.make().project(config));
}

const person = { identifiers: { email: email() } };
const group = { identifiers: { domain: domain(), account_id: id() } };

test("an entity type of one's own is resolved or registered, and has names that are free", async () => {
  const entities = {
    person,
    event: { key: "event_id" },
    both: { key: "both_id", identifiers: { both_id: id() } },
    neither: { traits: { name: "text" } },
    "Big-One": { key: "big_id" },
    state_of_mind: { key: "mind_id", plural: "states" },
    person_group: { key: "pair_id", prefix: "per" },
    ticket: { key: "ticket_id", prefix: "T1", priority: ["ticket_id"] },
  };
  expect(await complaint({ entities })).toMatchInlineSnapshot(`
    ""event" is the name of tables of ours.
      at:       path model.entities.event
      found:    "event"
    "events" is a table that is there already.
      at:       path model.entities.event.plural
      found:    "events"
      hint:     give it a \`plural\` of its own
    An entity type is resolved from \`identifiers\`, or registered under a \`key\`.
      at:       path model.entities.both
      found:    both
      accepted: identifiers: { device_id: id() }, or key: "subscription_id"
    An entity type is resolved from \`identifiers\`, or registered under a \`key\`.
      at:       path model.entities.neither
      found:    neither
      accepted: identifiers: { device_id: id() }, or key: "subscription_id"
    "Big-One" cannot be a name.
      at:       path model.entities.Big-One
      found:    "Big-One"
      accepted: small letters, digits and single _ between them, beginning with a letter
    "Big" cannot stand before ids.
      at:       path model.entities.Big-One.prefix
      found:    "Big"
      accepted: two to six small letters or digits, beginning with a letter
      hint:     give it a \`prefix\` of its own
    "states" is a table that is there already.
      at:       path model.entities.state_of_mind.plural
      found:    "states"
      hint:     give it a \`plural\` of its own
    Other ids begin with "sta_".
      at:       path model.entities.state_of_mind.prefix
      found:    "sta"
      hint:     give it a \`prefix\` of its own
    Other ids begin with "per_".
      at:       path model.entities.person_group.prefix
      found:    "per"
      hint:     give it a \`prefix\` of its own
    A type that is registered under a key has no other identifiers to be ordered.
      at:       path model.entities.ticket.priority
    "T1" cannot stand before ids.
      at:       path model.entities.ticket.prefix
      found:    "T1"
      accepted: two to six small letters or digits, beginning with a letter
      hint:     give it a \`prefix\` of its own"
  `);
});

test("names of entity types do not meet, and registered ones have columns like all others", async () => {
  const entities = {
    person,
    subscription: { key: "subscription_id", traits: { event_count: "number", subscription_id: "text" } },
    subscriber: { key: "subscriber_id" },
    subs: { key: "sub_id", plural: "subscriptions", prefix: "subm" },
  };
  expect(await complaint({ entities })).toMatchInlineSnapshot(`
    ""event_count" is a column of the final table already.
      at:       path model.entities.subscription.traits.event_count
    "subscription_id" is an identifier type already: both would be one column.
      at:       path model.entities.subscription.traits.subscription_id
    Ids of subscriber and subscription would begin alike.
      at:       path model.entities.subscriber.prefix
      found:    "sub"
      hint:     give one of them a \`prefix\` of its own
    Ids of subs and subscription would begin alike.
      at:       path model.entities.subs.prefix
      found:    "subm"
      hint:     give one of them a \`prefix\` of its own
    "subscriptions" is the table of another entity type.
      at:       path model.entities.subs.plural"
  `);
});

test("relationships tie entity types that are there, and only like stands above like", async () => {
  const relationships = {
    owner: { from: "persn", to: "subscription" },
    membership: { from: "person", to: "group" },
    parent: { from: "group", to: "person", above: "to" },
    boss: { from: "person", to: "person", above: "to", single: "from" },
    "of-": { from: "person", to: "person", singel: "to" },
  };
  expect(await complaint({ entities: { person, group }, relationships })).toMatchInlineSnapshot(`
    "Unknown setting "singel".
      at:       path model.relationships.of-.singel
      found:    "singel"
      accepted: from, to, description, single, above
      hint:     did you mean "single"?
    Unknown entity type "persn".
      at:       path model.relationships.owner.from
      found:    "persn"
      accepted: "person", "group"
      hint:     did you mean "person"?
    Unknown entity type "subscription".
      at:       path model.relationships.owner.to
      found:    "subscription"
      accepted: "person", "group"
    Only entities of one type stand above each other.
      at:       path model.relationships.parent.above
      found:    from a group to a person
      accepted: two sides of the same entity type
    The side that stands above is the one of which each has one.
      at:       path model.relationships.boss.single
      found:    "from"
      accepted: "to", or nothing
    "of-" cannot be a name.
      at:       path model.relationships.of-
      found:    "of-"
      accepted: small letters, digits and single _ between them, beginning with a letter
    Memberships come built in.
      at:       path model.relationships.membership
      hint:     events claim them with \`memberships\`"
  `);
});

test("mentions, claims and states speak of types, mentions and relationships that are there", async () => {
  const model = defineModel({
    entities: { person, group, subscription: { key: "subscription_id" } },
    relationships: {
      owner: { from: "person", to: "subscription" },
      parent: { from: "group", to: "group", above: "to" },
    },
  });
  const event = { from: "log", id: "id", occurredAt: "at" };
  const events = {
    subscribed: {
      ...event,
      persons: [{ role: "payer", identifiers: { email: "email" } }],
      mentions: {
        subscription: [{ role: "payer", identifiers: { subscription_id: "sub", plan: "plan" } }],
        subscripton: [{ role: "other", identifiers: { subscription_id: "sub" } }],
      },
      relationships: [
        { kind: "ownr", from: "payer", to: "subscription" },
        { kind: "owner", from: "payer", to: "contract" },
        { kind: "owner", from: "payer" },
        { kind: "owner", ends: true },
        { kind: "owner", to: "payer", role: "a", roleOf: "from", ends: true },
      ],
    },
  };
  const source = defineSource(model, "billing", {
    tables: { log: "log.csv" },
    events: events as never,
    brings: { events: "log", mentions: { contract: { identifiers: "contracts" } }, relationships: "claims" },
  });
  const states = {
    lifecycle: { of: "subscription", events: { subscribed: "active" } },
    level: { of: "group", events: { subscribed: "high" } },
    wrong: { of: "contract", events: { subscribed: "active" } },
    billing: { of: "person", over: { state: "lifecycle", through: "ownr" }, best: ["active"] },
    own: { of: "person", over: { state: "level", through: "owner" }, best: ["high"] },
    side: { of: "person", over: { state: "lifecycle", through: "owner", side: "from" }, best: ["active"] },
    above: { of: "group", over: { state: "level", through: "parent" }, best: ["high"] },
    members: { of: "subscription", over: { members: "lifecycle" }, count: true },
  };
  expect(
    await complaint(
      { entities: model.definition.entities, relationships: model.definition.relationships },
      {
        sources: [source],
        states,
      },
    ),
  ).toMatchInlineSnapshot(`
    "Two mentions of the event have the key "payer".
      at:       path sources[0] (billing).events.subscribed.mentions.subscription[0]
      hint:     give one of them a \`key\` of its own
    Unknown identifier type of subscription "plan".
      at:       path sources[0] (billing).events.subscribed.mentions.subscription[0].identifiers.plan
      found:    "plan"
      accepted: "subscription_id"
    The model has no entity type "subscripton".
      at:       path sources[0] (billing).events.subscribed.mentions.subscripton
      hint:     did you mean "subscription"?
    Unknown relationship of the model "ownr".
      at:       path sources[0] (billing).events.subscribed.relationships[0].kind
      found:    "ownr"
      accepted: "owner", "parent"
      hint:     did you mean "owner"?
    Unknown subscription mention "contract".
      at:       path sources[0] (billing).events.subscribed.relationships[1].to
      found:    "contract"
      accepted: none is declared
    A side of the claim is missing.
      at:       path sources[0] (billing).events.subscribed.relationships[2].to
      accepted: the role or key of a mention; only what \`ends\` may leave a side open
    A claim speaks of nobody.
      at:       path sources[0] (billing).events.subscribed.relationships[3]
      accepted: \`from\` and \`to\`; one of them where it \`ends\`
    The role is given already.
      at:       path sources[0] (billing).events.subscribed.relationships[4].roleOf
      found:    role "a"
    There is no mention on this side.
      at:       path sources[0] (billing).events.subscribed.relationships[4].roleOf
      found:    "from"
    "payer" is a person, where a subscription is needed.
      at:       path sources[0] (billing).events.subscribed.relationships[4].to
      found:    "payer"
      accepted: a mention of a subscription
    Unknown table "contracts".
      at:       path sources[0] (billing).brings.mentions.contract.identifiers
      found:    "contracts"
      accepted: "log"
    Unknown table "claims".
      at:       path sources[0] (billing).brings.relationships
      found:    "claims"
      accepted: "log"
    The model has no entity type "contract".
      at:       path sources[0] (billing).brings.mentions.contract
      hint:     declare it: entities: { contract: { identifiers: { … } } }
    Unknown entity type "contract".
      at:       path states.wrong.of
      found:    "contract"
      accepted: "person", "group", "subscription"
    Unknown relationship of a person "ownr".
      at:       path states.billing.over.through
      found:    "ownr"
      accepted: "owner"
      hint:     did you mean "owner"?
    "level" is a state of a group, where one of a subscription is needed.
      at:       path states.own.over.state
      found:    "level"
      accepted: "lifecycle", "members"
    A person stands on this side of "owner" itself.
      at:       path states.side.over.side
      found:    "from"
      accepted: "to", or nothing
    Both sides of "parent" are of one type: say which the others stand on.
      at:       path states.above.over.side
      accepted: side: "from" or side: "to"
    A state of a subscription cannot go over this.
      at:       path states.members.over
      found:    members
      accepted: over: { state: "…", through: "owner" }"
  `);
});

test("names of tables that come out alike are told before anything is made", async () => {
  const folder = Folder.make();
  await folder.lines("log.csv", "id,at,key", "1,2025-01-01,a");
  const model = defineModel({ entities: { person, item: { key: "item_id" }, order_item: { key: "line_id" } } });
  const event = { from: "log", id: "id", occurredAt: "at" } as const;
  const tables = { log: "log.csv" };
  const shop = defineSource(model, "shop", {
    timezone: "UTC",
    tables,
    events: { ordered: { ...event, mentions: { order_item: [{ role: "line", identifiers: { line_id: "key" } }] } } },
  });
  const other = defineSource(model, "shop_order", {
    timezone: "UTC",
    tables,
    events: { ordered: { ...event, mentions: { item: [{ role: "item", identifiers: { item_id: "key" } }] } } },
  });
  const config = defineConfig({ model, warehouse: duckdb("x.duckdb"), sources: [shop, other] });
  expect(await folder.complaint(() => folder.project(config).run())).toMatchInlineSnapshot(`
    "Two tables would have the same name.
      at:       table source.shop_order_item_identifiers
      found:    "One row a mention of a order_item in an event of shop." and "One row a mention of a item in an event of shop_order."
      hint:     give one of the sources or entity types another name
    Two tables would have the same name.
      at:       table source.shop_order_item_traits
      found:    "The traits in each mention of a order_item in an event of shop." and "The traits in each mention of a item in an event of shop_order."
      hint:     give one of the sources or entity types another name"
  `);
});

test("what nothing speaks of is told, and stops nothing", async () => {
  const folder = Folder.make();
  await folder.lines("log.csv", "id,at,mail", "1,2025-01-01,ana@acme.example");
  const model = defineModel({
    entities: { person, ticket: { key: "ticket_id" } },
    relationships: { reporter: { from: "person", to: "ticket" } },
  });
  const log = defineSource(model, "log", {
    tables: { log: "log.csv" },
    events: {
      seen: { from: "log", id: "id", occurredAt: "at", persons: [{ role: "who", identifiers: { email: "mail" } }] },
    },
  });
  const project = folder.project(defineConfig({ model, warehouse: duckdb("x.duckdb"), sources: [log] }));
  const told = [
    { severity: "warning", message: "No event mentions a ticket: nexus.tickets stays empty." },
    { severity: "warning", message: 'No event claims the relationship "reporter".' },
    { severity: "warning", message: 'The source "log" names no time zone: times without one are taken as UTC.' },
  ];
  expect(await project.check()).toMatchObject(told);
  expect((await project.run()).warnings).toMatchObject(told);
});
