import { describe, expect } from "vitest";
import {
  allOf,
  defineModel,
  defineSource,
  domain,
  email,
  equals,
  id,
  optional,
  phone,
  type RawTable,
} from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { shown, type World } from "./world.ts";

const model = defineModel({
  entities: {
    person: { identifiers: { email: email(), user_id: id() }, traits: { name: "text" } },
    group: { identifiers: { domain: domain(), account_id: id() }, traits: { name: "text" } },
    household: { identifiers: { phone: phone({ region: "ES" }), address_id: id() }, prefix: "hh" },
    subscription: { key: "subscription_id", traits: { plan: "text", seats: "number" } },
    company_car: { key: "plate", plural: "fleet" },
  },
  relationships: {
    owner: { from: "person", to: "subscription", single: "from" },
    driver: { from: "person", to: "company_car" },
    parent: { from: "group", to: "group", above: "to", description: "whose subsidiary a company is" },
    lives_in: { from: "person", to: "household", single: "to" },
  },
});

/** What a billing system says of subscriptions: who owns them, and how they stand. */
function billing(table: RawTable) {
  const subscription = [
    { role: "subscription", identifiers: { subscription_id: "sub" }, traits: { plan: optional("plan") } },
  ] as const;
  const owner = [{ role: "payer", identifiers: { email: "email" } }] as const;
  return defineSource(model, "billing", {
    timezone: "UTC",
    tables: { log: table },
    events: {
      subscribed: {
        from: "log",
        where: equals("what", "begun"),
        id: "id",
        occurredAt: "at",
        persons: owner,
        mentions: { subscription },
        relationships: [{ kind: "owner", from: "payer", to: "subscription" }],
      },
      cancelled: {
        from: "log",
        where: equals("what", "ended"),
        id: "id",
        occurredAt: "at",
        mentions: { subscription },
        relationships: [{ kind: "owner", to: "subscription", ends: true }],
      },
    },
  });
}

/** `owner: ana@acme.example → s1, 2025-01-01 to 2025-02-01` */
async function related(world: World, kind: string): Promise<readonly string[]> {
  const rows = await world.rows(
    `select r.kind, coalesce(p.email, f.domain, f.account_id) as whose, coalesce(s.subscription_id, c.plate, h.phone, t.domain, t.account_id) as what, r.role, r.since, r.until
from nexus.relationships as r
left join nexus.persons as p on p.id = r.from_id
left join nexus.groups as f on f.id = r.from_id
left join nexus.groups as t on t.id = r.to_id
left join nexus.subscriptions as s on s.id = r.to_id
left join nexus.fleet as c on c.id = r.to_id
left join nexus.households as h on h.id = r.to_id
where r.kind = '${kind}'`,
  );
  return rows
    .map(({ whose, what, role, since, until }) => {
      const as = role === null ? "" : ` as ${role}`;
      return `${whose} → ${what}${as}, ${shown(since)} to ${until === null ? "now" : shown(until)}`;
    })
    .sort();
}

describe("own entity types", () => {
  conforms("a registered type has one entity a key, the same tables, and ids of its own", async (world) => {
    const log = await world.csv(
      "log",
      `id, what,  at,         sub, email,            plan
       e1, begun, 2025-01-01, s1,  ana@acme.example, basic
       e2, begun, 2025-01-02, S1,  bo@acme.example,  basic
       e3, begun, 2025-01-05, s1,  ANA@acme.example, pro
       e4, ended, 2025-02-01, s1,  ,                 `,
    );
    await world.run({ model, sources: [billing(log)] });
    // A key is compared as it is.
    expect(await world.identities("subscription")).toEqual([["subscription_id S1"], ["subscription_id s1"]]);
    const rows = await world.rows(
      "select id, subscription_id, plan, is_identified, event_count, first_seen_at, last_seen_at from nexus.subscriptions where subscription_id = 's1'",
    );
    expect(rows.map(({ id: of, ...row }) => ({ ...row, id: String(of).slice(0, 4) }))).toMatchObject([
      { id: "sub_", subscription_id: "s1", plan: "pro", is_identified: true },
    ]);
    expect(Number(rows[0]?.["event_count"])).toBe(3);
    const participants = await world.rows(
      "select p.role, e.name from nexus.subscription_participants as p join nexus.events as e on e.id = p.event_id join nexus.subscriptions as s on s.id = p.subscription_id where s.subscription_id = 's1' order by e.occurred_at",
    );
    expect(participants.map(({ role, name }) => `${name} (${role})`)).toEqual([
      "subscribed (subscription)",
      "subscribed (subscription)",
      "cancelled (subscription)",
    ]);
    // Layers 2, 3 and 4 have them, too.
    for (const table of [
      "nexus_source.billing_subscription_identifiers",
      "nexus_source.billing_subscription_traits",
      "nexus_core.subscription_identifiers",
      "nexus_core.subscription_traits",
      "nexus_identity.resolved_subscription_identifiers",
      "nexus_identity.resolved_subscription_traits",
    ]) {
      const [counted] = await world.rows(`select count(*) as rows from ${table}`);
      expect(Number(counted?.["rows"]), table).toBeGreaterThan(1);
    }
    const log1 = await world.rows(
      "select entity_type from nexus_identity.identity_log where entity_type = 'subscription'",
    );
    expect(log1.length).toBe(2);
    const profile = await world.ran.show("s1");
    expect(profile.entityType).toBe("subscription");
    expect(profile.relationships.map(({ kind, side, label, until }) => [kind, side, label, until !== null])).toEqual([
      ["owner", "from", "ANA@acme.example", true],
    ]);
    expect((await world.ran.show("ana@acme.example")).relationships.map(({ label }) => label)).toEqual(["s1"]);
    expect((await world.ran.timeline("s1")).events.length).toBe(3);
    expect((await world.ran.test()).checks.filter(({ status }) => status !== "passed")).toEqual([]);
  });

  conforms("a type that is added later is told to be missing, until a run has made it", async (world) => {
    const log = await world.csv("log", "id, what, at, sub, email\ne1, begun, 2025-01-01, s1, ana@acme.example");
    const young = defineModel({ entities: { person: { identifiers: { email: email() } } } });
    const before = defineSource(young, "billing", {
      timezone: "UTC",
      tables: { log },
      events: {
        subscribed: {
          from: "log",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "payer", identifiers: { email: "email" } }],
        },
      },
    });
    await world.run({ model: young, sources: [before] });
    const id0 = await world.idOf("email ana@acme.example");
    const later = { model, sources: [billing(log)] };
    const project = world.opened(later);
    await expect(project.show("ana@acme.example")).rejects.toThrow("The config speaks of what no run has made yet.");
    await expect(project.test()).rejects.toThrow("nexus run");
    expect((await project.describe()).figures).toBeUndefined();
    await world.run(later);
    expect(await world.idOf("email ana@acme.example")).toBe(id0);
    expect(await related(world, "owner")).toEqual(["ana@acme.example → s1, 2025-01-01 to now"]);
  });

  conforms("a resolved type is one by its identifiers, as persons are", async (world) => {
    const table = await world.csv(
      "visits",
      `id, at,         email,        phone,           address
       v1, 2025-01-01, ana@x.example, 612 345 678,     a1
       v2, 2025-01-02, bo@x.example,  +34 612345678,
       v3, 2025-01-03, cy@x.example,  ,                a1
       v4, 2025-01-04, di@x.example,  612 000 111,     a2`,
    );
    const visits = defineSource(model, "visits", {
      timezone: "UTC",
      tables: { visits: table },
      events: {
        visit: {
          from: "visits",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "guest", identifiers: { email: "email" } }],
          mentions: { household: [{ role: "home", identifiers: { phone: "phone", address_id: "address" } }] },
          relationships: [{ kind: "lives_in", from: "guest", to: "home" }],
        },
      },
    });
    await world.run({ model, sources: [visits] });
    expect(await world.identities("household")).toEqual([
      ["address_id a1", "phone +34612345678"],
      ["address_id a2", "phone +34612000111"],
    ]);
    expect(await related(world, "lives_in")).toEqual([
      "ana@x.example → +34 612345678, 2025-01-01 to now",
      "bo@x.example → +34 612345678, 2025-01-02 to now",
      "cy@x.example → +34 612345678, 2025-01-03 to now",
      "di@x.example → 612 000 111, 2025-01-04 to now",
    ]);
  });
});

describe("relationships", () => {
  conforms("of a single side each has one at a time, and an open end ends whoever it is", async (world) => {
    const log = await world.csv(
      "log",
      `id, what,  at,         sub, email
       e1, begun, 2025-01-01, s1,  ana@acme.example
       e2, begun, 2025-01-03, s1,  bo@acme.example
       e3, begun, 2025-01-04, s1,  bo@acme.example
       e4, begun, 2025-01-05, s1,  ana@acme.example
       e5, ended, 2025-01-07, s1,
       e6, begun, 2025-01-09, s1,  ana@acme.example
       e7, begun, 2025-01-02, s2,  ana@acme.example
       e8, ended, 2025-01-01, s3,`,
    );
    await world.run({ model, sources: [billing(log)] });
    expect(await related(world, "owner")).toEqual([
      "ana@acme.example → s1, 2025-01-01 to 2025-01-03",
      "ana@acme.example → s1, 2025-01-05 to 2025-01-07",
      "ana@acme.example → s1, 2025-01-09 to now",
      "ana@acme.example → s2, 2025-01-02 to now",
      "bo@acme.example → s1, 2025-01-03 to 2025-01-05",
    ]);
    const ids = await world.rows("select count(*) as all_rows, count(distinct id) as ids from nexus.relationships");
    expect(ids.map((row) => Number(row["all_rows"]) - Number(row["ids"]))).toEqual([0]);
    // What a claim says of nobody is there, with nobody.
    const claims = await world.rows(
      "select kind, from_identifier, to_identifier, ends from nexus_source.billing_relationship_identifiers where ends",
    );
    expect(claims.map(({ from_identifier, to_identifier }) => [from_identifier, to_identifier]).sort()).toEqual([
      [null, "s1"],
      [null, "s3"],
    ]);
    const resolved = await world.rows(
      "select from_id, to_id from nexus_identity.resolved_relationship_identifiers where from_id is null",
    );
    expect(resolved.length).toBe(2);
  });

  conforms("roles stand side by side, and an end without one ends all of them", async (world) => {
    const table = await world.csv(
      "keys",
      `id, at,         what,   role,    email,         plate
       k1, 2025-01-01, given,  daily,   ana@x.example, M1
       k2, 2025-01-02, given,  weekend, ana@x.example, M1
       k3, 2025-01-03, given,  daily,   bo@x.example,  M1
       k4, 2025-01-04, taken,  ,        ana@x.example, M1
       k5, 2025-01-05, given,  daily,   ana@x.example, M2
       k6, 2025-01-06, given,  weekend, ana@x.example, M2
       k7, 2025-01-07, closed, daily,   ana@x.example, M2`,
    );
    const common = {
      from: "keys",
      id: "id",
      occurredAt: "at",
      persons: [{ role: "driver", identifiers: { email: "email" } }],
      mentions: { company_car: [{ role: "car", identifiers: { plate: "plate" } }] },
    } as const;
    const claim = { kind: "driver", from: "driver", to: "car" } as const;
    const given = (role: string) => ({
      ...common,
      where: allOf(equals("what", "given"), equals("role", role)),
      relationships: [{ ...claim, role }],
    });
    const keys = defineSource(model, "keys", {
      timezone: "UTC",
      tables: { keys: table },
      events: {
        daily: given("daily"),
        weekend: given("weekend"),
        taken: { ...common, where: equals("what", "taken"), relationships: [{ ...claim, ends: true }] },
        closed: {
          ...common,
          where: equals("what", "closed"),
          relationships: [{ ...claim, role: "daily", ends: true }],
        },
      },
    });
    await world.run({ model, sources: [keys] });
    expect(await related(world, "driver")).toEqual([
      "ana@x.example → M1 as daily, 2025-01-01 to 2025-01-04",
      "ana@x.example → M1 as weekend, 2025-01-02 to 2025-01-04",
      "ana@x.example → M2 as daily, 2025-01-05 to 2025-01-07",
      "ana@x.example → M2 as weekend, 2025-01-06 to now",
      "bo@x.example → M1 as daily, 2025-01-03 to now",
    ]);
  });

  conforms(
    "of events of one moment the one that is declared first has the last word; one event goes in its own order",
    async (world) => {
      const table = await world.csv(
        "tickets",
        `id, at,         what,     ticket, agent
       t1, 2025-01-01, assigned, t1,     ana@x.example
       t2, 2025-01-02, assigned, t1,     bo@x.example
       t3, 2025-01-03, closed,   t1,     bo@x.example
       t4, 2025-01-03, watched,  t1,     ana@x.example
       t5, 2025-01-05, watched,  t1,     ana@x.example
       t6, 2025-01-05, left,     t1,     ana@x.example
       t7, 2025-01-09, left,     t1,     cy@x.example
       t8, 2025-01-09, watched,  t1,     cy@x.example`,
      );
      const desk = defineModel({
        entities: { person: { identifiers: { email: email() } }, ticket: { key: "ticket_id" } },
        relationships: {
          assignee: { from: "ticket", to: "person", single: "to" },
          watcher: { from: "ticket", to: "person" },
        },
      });
      const event = (what: string) => ({
        from: "tickets",
        where: equals("what", what),
        id: "id",
        occurredAt: "at",
        persons: [{ role: "agent", identifiers: { email: "agent" } }],
        mentions: { ticket: [{ role: "ticket", identifiers: { ticket_id: "ticket" } }] },
      });
      const assignee = { kind: "assignee", from: "ticket", to: "agent" } as const;
      const watcher = { kind: "watcher", from: "ticket", to: "agent" } as const;
      const source = defineSource(desk, "desk", {
        timezone: "UTC",
        tables: { tickets: table },
        events: {
          // Whoever it was is it no more, and now it is this one.
          assigned: {
            ...event("assigned"),
            relationships: [{ kind: "assignee", from: "ticket", ends: true }, assignee],
          },
          closed: { ...event("closed"), relationships: [{ ...assignee, ends: true }] },
          watched: { ...event("watched"), relationships: [watcher] },
          left: { ...event("left"), relationships: [{ ...watcher, ends: true }] },
        },
      });
      await world.run({ model: desk, sources: [source] });
      const rows = await world.rows(
        "select r.kind, p.email, r.since, r.until from nexus.relationships as r join nexus.persons as p on p.id = r.to_id order by 1, 3, 2",
      );
      expect(
        rows.map((row) => [row["kind"], row["email"], shown(row["since"]), row["until"] && shown(row["until"])]),
      ).toEqual([
        ["assignee", "ana@x.example", "2025-01-01", "2025-01-02"],
        ["assignee", "bo@x.example", "2025-01-02", "2025-01-03"],
        // Who left and watches again at one moment watches on.
        ["watcher", "ana@x.example", "2025-01-03", null],
        ["watcher", "cy@x.example", "2025-01-09", null],
      ]);
    },
  );

  conforms("a chain is as deep as it is, and a table of an earlier config is told", async (world) => {
    const levels = 130;
    const rows = Array.from({ length: levels }, (_, index) => ({
      id: `m${index}`,
      at: "2025-01-01",
      message: `m${index}`,
      above: `m${index + 1}`,
    }));
    const table = await world.texts("messages", rows);
    const mail = defineModel({
      entities: { person: { identifiers: { email: email() } }, message: { key: "message_id" } },
      relationships: { reply: { from: "message", to: "message", above: "to" } },
    });
    const event = {
      from: "messages",
      id: "id",
      occurredAt: "at",
      mentions: {
        message: [
          { role: "message", identifiers: { message_id: "message" } },
          { role: "answered", identifiers: { message_id: "above" } },
        ],
      },
    } as const;
    const relationships = [{ kind: "reply", from: "message", to: "answered" }] as const;
    const source = defineSource(mail, "mail", {
      timezone: "UTC",
      tables: { messages: table },
      events: { answered: { ...event, relationships } },
    });
    await world.run({ model: mail, sources: [source] });
    const [deepest] = await world.rows("select max(depth) as deepest, count(*) as all_rows from nexus.ancestors");
    expect([Number(deepest?.["deepest"]), Number(deepest?.["all_rows"])]).toEqual([
      levels,
      (levels * (levels + 1)) / 2,
    ]);

    const plain = defineModel({
      entities: { person: { identifiers: { email: email() } }, message: { key: "message_id", plural: "mails" } },
    });
    const later = defineSource(plain, "mail", {
      timezone: "UTC",
      tables: { messages: table },
      events: { answered: event },
    });
    const { warnings } = await world.run({ model: plain, sources: [later] });
    expect(warnings.flatMap(({ where }) => where?.table ?? []).sort()).toEqual([
      "nexus.ancestors",
      "nexus.messages",
      "nexus.relationships",
    ]);
  });

  conforms("companies stand above each other, in circles, too", async (world) => {
    const table = await world.csv(
      "crm",
      `id, at,         account, parent
       c1, 2025-01-01, leaf,    branch
       c2, 2025-01-02, branch,  root
       c3, 2025-01-03, other,   old
       c4, 2025-01-04, other,   root
       c5, 2025-01-05, a,       b
       c6, 2025-01-06, b,       a
       c7, 2025-01-07, under,   a
       c8, 2025-01-08, self,    self`,
    );
    const crm = defineSource(model, "crm", {
      timezone: "UTC",
      tables: { accounts: table },
      events: {
        account_placed: {
          from: "accounts",
          id: "id",
          occurredAt: "at",
          groups: [
            { role: "account", identifiers: { account_id: "account" }, traits: { name: "account" } },
            { role: "parent", identifiers: { account_id: "parent" }, traits: { name: "parent" } },
          ],
          relationships: [{ kind: "parent", from: "account", to: "parent" }],
        },
      },
    });
    await world.run({ model, sources: [crm] });
    expect(await related(world, "parent")).toEqual([
      "a → b, 2025-01-05 to now",
      "b → a, 2025-01-06 to now",
      "branch → root, 2025-01-02 to now",
      "leaf → branch, 2025-01-01 to now",
      "other → old, 2025-01-03 to 2025-01-04",
      "other → root, 2025-01-04 to now",
      "under → a, 2025-01-07 to now",
    ]);
    const above = await world.rows(
      "select g.account_id as below, a.account_id as above, n.depth, n.is_top from nexus.ancestors as n join nexus.groups as g on g.id = n.entity_id join nexus.groups as a on a.id = n.ancestor_id",
    );
    expect(
      above.map((row) => `${row["below"]} < ${row["above"]} ${row["depth"]}${row["is_top"] ? " top" : ""}`).sort(),
    ).toEqual([
      "a < b 1",
      "b < a 1",
      "branch < root 1 top",
      "leaf < branch 1",
      "leaf < root 2 top",
      "other < root 1 top",
      "under < a 1",
      "under < b 2",
    ]);
    const { ancestors } = await world.ran.show("leaf");
    expect(ancestors.map(({ depth, label }) => [Number(depth), label])).toEqual([
      [1, "branch"],
      [2, "root"],
    ]);
    // A circle is told, not hidden.
    const { checks } = await world.ran.test();
    expect(
      checks.filter(({ status }) => status !== "passed").map(({ name, status, failing }) => [name, status, failing]),
    ).toEqual([["hierarchy:parent", "warned", 2]]);
  });

  conforms("a membership that ended and began again has an interval each", async (world) => {
    const table = await world.csv(
      "staff",
      `id, at,         what,  email,         domain
       s1, 2025-01-01, joins, ana@x.example, x.example
       s2, 2025-01-02, joins, ana@x.example, x.example
       s3, 2025-02-01, quits, ana@x.example, x.example
       s4, 2025-02-02, quits, ana@x.example, x.example
       s5, 2025-03-01, joins, ana@x.example, x.example
       s6, 2025-04-01, quits, bo@x.example,  x.example
       s7, 2025-05-01, joins, cy@x.example,  x.example`,
    );
    const staff = (what: string) =>
      ({
        from: "staff",
        where: equals("what", what),
        id: "id",
        occurredAt: "at",
        persons: [{ role: "worker", identifiers: { email: "email" } }],
        groups: [{ role: "employer", identifiers: { domain: "domain" } }],
        memberships: [{ person: "worker", group: "employer", ...(what === "quits" ? { ends: true } : {}) }],
      }) as const;
    const source = defineSource(model, "hr", {
      timezone: "UTC",
      tables: { staff: table },
      events: { joined: staff("joins"), left: staff("quits") },
    });
    await world.run({ model, sources: [source] });
    const rows = await world.rows(
      "select m.id, p.email, m.since, m.until, m.last_seen_at from nexus.memberships as m join nexus.persons as p on p.id = m.person_id order by p.email, m.since",
    );
    expect(
      rows.map(({ email: who, since, until, last_seen_at }) => [
        who,
        shown(since),
        until && shown(until),
        shown(last_seen_at),
      ]),
    ).toEqual([
      ["ana@x.example", "2025-01-01", "2025-02-01", "2025-01-02"],
      ["ana@x.example", "2025-03-01", null, "2025-03-01"],
      ["cy@x.example", "2025-05-01", null, "2025-05-01"],
    ]);
    expect(new Set(rows.map((row) => row["id"])).size).toBe(3);
  });

  conforms("a state of a subscription is its own, and its owner's is made over all of them", async (world) => {
    const log = await world.csv(
      "log",
      `id, what,  at,         sub, email
       e1, begun, 2025-01-01, s1,  ana@acme.example
       e2, begun, 2025-01-02, s2,  ana@acme.example
       e3, ended, 2025-01-05, s1,
       e4, begun, 2025-01-03, s3,  bo@acme.example
       e5, begun, 2025-01-08, s3,  cy@acme.example`,
    );
    await world.run({
      model,
      sources: [billing(log)],
      states: {
        lifecycle: { of: "subscription", events: { subscribed: "active", cancelled: "cancelled" } },
        billing: { of: "person", over: { state: "lifecycle", through: "owner" }, best: ["active", "cancelled"] },
        owned: { of: "person", over: { state: "lifecycle", through: "owner" }, count: "active" },
      },
    });
    const states = async (state: string, type: string, key: string): Promise<readonly string[]> => {
      const rows = await world.rows(
        `select e.${key} as whose, s.state_value, s.state_entered_at, s.state_exited_at from nexus.states as s join nexus.${type} as e on e.id = s.entity_id where s.state_name = '${state}'`,
      );
      return rows
        .map((row) => {
          const until = row["state_exited_at"] === null ? "now" : shown(row["state_exited_at"]);
          return `${row["whose"]} ${row["state_value"]} ${shown(row["state_entered_at"])} to ${until}`;
        })
        .sort();
    };
    expect(await states("lifecycle", "subscriptions", "subscription_id")).toEqual([
      "s1 active 2025-01-01 to 2025-01-05",
      "s1 cancelled 2025-01-05 to now",
      "s2 active 2025-01-02 to now",
      "s3 active 2025-01-03 to now",
    ]);
    // A subscription that ended has no owner any more, so that it counts for nobody.
    expect(await states("billing", "persons", "email")).toEqual([
      "ana@acme.example active 2025-01-01 to now",
      "bo@acme.example active 2025-01-03 to 2025-01-08",
      "cy@acme.example active 2025-01-08 to now",
    ]);
    expect(await states("owned", "persons", "email")).toEqual([
      "ana@acme.example 1 2025-01-01 to 2025-01-02",
      "ana@acme.example 1 2025-01-05 to now",
      "ana@acme.example 2 2025-01-02 to 2025-01-05",
      "bo@acme.example 0 2025-01-08 to now",
      "bo@acme.example 1 2025-01-03 to 2025-01-08",
      "cy@acme.example 1 2025-01-08 to now",
    ]);
  });

  conforms("tables that have the shape of layer 2 bring own types and relationships, too", async (world) => {
    const events = await world.csv(
      "events",
      "event_id, occurred_at, event_name\nt1, 2025-03-01, opened\nt2, 2025-03-02, moved",
    );
    const subscriptions = await world.csv(
      "subscriptions",
      `event_id, edge_id, entity_type,  identifier_type, identifier_value, role
       t1,       e1,      subscription, subscription_id, s1,               contract
       t2,       e2,      subscription, subscription_id, s1,               contract`,
    );
    const claims = await world.csv(
      "claims",
      `event_id, kind,   from_identifier, from_identifier_type, to_identifier, to_identifier_type, role
       t1,       owner,  ana@x.example,   email,                s1,            subscription_id,    signer
       t2,       owner,  bo@x.example,    email,                s1,            subscription_id,    signer
       t1,       parent, x.example,       domain,               y.example,     domain,
       t1,       other,  x.example,       domain,               z.example,     domain,`,
    );
    const source = defineSource(model, "tickets", {
      timezone: "UTC",
      tables: { events, subscriptions, claims },
      brings: {
        events: "events",
        mentions: { subscription: { identifiers: "subscriptions", shape: "long" } },
        relationships: "claims",
      },
    });
    await world.run({ model, sources: [source] });
    expect(await world.identities("subscription")).toEqual([["subscription_id s1"]]);
    expect(await related(world, "owner")).toEqual([
      "ana@x.example → s1 as signer, 2025-03-01 to 2025-03-02",
      "bo@x.example → s1 as signer, 2025-03-02 to now",
    ]);
    expect(await related(world, "parent")).toEqual(["x.example → y.example, 2025-03-01 to now"]);
    expect((await world.ran.test()).checks.filter(({ status }) => status !== "passed")).toEqual([]);
  });
});
