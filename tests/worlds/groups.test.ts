import { describe, expect } from "vitest";
import {
  defineModel,
  defineSource,
  domain,
  domainOf,
  email,
  equals,
  id,
  item,
  items,
  optional,
  type RawTable,
} from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import { shown, type World } from "./world.ts";

const model = defineModel({
  entities: {
    person: { identifiers: { email: email(), user_id: id() }, traits: { name: "text" } },
    group: { identifiers: { domain: domain(), account_id: id() }, traits: { company: "text" } },
  },
});

/** Leads as a form leaves them: who wrote, and of which company. */
function leads(table: RawTable) {
  return defineSource(model, "forms", {
    timezone: "UTC",
    tables: { leads: table },
    events: {
      form_sent: {
        from: "leads",
        id: "id",
        occurredAt: "at",
        deletedAt: optional("deleted"),
        persons: [
          {
            role: "lead",
            identifiers: { email: "email", user_id: optional("user_id") },
            traits: { name: optional("name") },
          },
        ],
        groups: [
          {
            role: "company",
            identifiers: { domain: domainOf("email"), account_id: optional("account") },
            traits: { company: optional("company") },
          },
        ],
        memberships: [{ person: "lead", group: "company", role: "staff" }],
      },
    },
  });
}

/** `ana@acme.example in acme.example as staff since 2025-03-01, last 2025-03-02` */
async function members(world: World): Promise<readonly string[]> {
  const rows = await world.rows(
    "select p.email, coalesce(g.domain, g.account_id) as of_group, m.role, m.since, m.last_seen_at, m.until from nexus.memberships as m join nexus.persons as p on p.id = m.person_id join nexus.groups as g on g.id = m.group_id",
  );
  return rows
    .map((row) => {
      const until = row["until"] === null ? "" : ` until ${shown(row["until"])}`;
      return `${row["email"]} in ${row["of_group"]} as ${row["role"]} since ${shown(row["since"])}, last ${shown(row["last_seen_at"])}${until}`;
    })
    .sort();
}

describe("groups", () => {
  conforms("who writes from one domain is of one company", async (world) => {
    const table = await world.csv(
      "leads",
      `id, at,         email,                  company
       l1, 2025-03-01, ana@acme.example,       ACME
       l2, 2025-03-02, bo@mail.ACME.example,   ACME Ltd.
       l3, 2025-03-03, cy@beta.example,
       l4, 2025-03-04, ana@acme.example,
       l5, 2025-03-05, di@shop.beta.co.uk,     Beta UK`,
    );
    await world.run({ model, sources: [leads(table)] });
    expect(await world.identities("group")).toEqual([
      ["domain acme.example"],
      ["domain beta.co.uk"],
      ["domain beta.example"],
    ]);
    expect(await world.profile("domain acme.example", "group")).toMatchObject({
      company: "ACME Ltd.",
      event_count: 3,
      first_seen_at: "2025-03-01",
      last_seen_at: "2025-03-04",
    });
    expect(await world.timeline("domain acme.example", "group")).toEqual([
      "2025-03-01 form sent (company)",
      "2025-03-02 form sent (company)",
      "2025-03-04 form sent (company)",
    ]);
  });

  conforms("free mail makes no company, and neither does a public suffix", async (world) => {
    const table = await world.csv(
      "leads",
      `id, at,         email
       l1, 2025-03-01, ana@gmail.com
       l2, 2025-03-02, bo@hotmail.co.uk
       l3, 2025-03-03, cy@yahoo.com
       l4, 2025-03-04, di@co.uk
       l5, 2025-03-05, ed@localhost`,
    );
    await world.run({ model, sources: [leads(table)] });
    expect(await world.identities("group")).toEqual([]);
    expect(await members(world)).toEqual([]);
  });

  conforms("an account that two domains share makes them one company", async (world) => {
    const table = await world.csv(
      "leads",
      `id, at,         email,            account
       l1, 2025-03-01, ana@acme.example, a1
       l2, 2025-03-02, bo@beta.example,  a1
       l3, 2025-03-03, cy@gmail.com,     a1`,
    );
    await world.run({ model, sources: [leads(table)] });
    expect(await world.identities("group")).toEqual([["account_id a1", "domain acme.example", "domain beta.example"]]);
    expect(await world.rows("select count(*) as n from nexus.memberships")).toEqual([{ n: 3 }]);
  });

  conforms(
    "a membership lasts from the first claim, and follows a person who turns out to be another",
    async (world) => {
      const first = `id, at,         email,            user_id
                   l1, 2025-03-02, ana@acme.example, u1
                   l2, 2025-03-01, ana@beta.example,
                   l3, 2025-03-03, ana@acme.example,`;
      await world.run({ model, sources: [leads(await world.csv("leads", first))] });
      expect(await members(world)).toEqual([
        "ana@acme.example in acme.example as staff since 2025-03-02, last 2025-03-03",
        "ana@beta.example in beta.example as staff since 2025-03-01, last 2025-03-01",
      ]);
      await world.run({
        model,
        sources: [leads(await world.csv("leads", `${first}\nl4, 2025-03-04, ana@beta.example, u1`))],
      });
      expect(await members(world)).toEqual([
        "ana@beta.example in acme.example as staff since 2025-03-02, last 2025-03-03",
        "ana@beta.example in beta.example as staff since 2025-03-01, last 2025-03-04",
      ]);
    },
  );

  conforms("a membership ends with the event that says so, and lasts again when it is claimed anew", async (world) => {
    const staff = async (text: string) => {
      const rows = await world.csv("rows", `id, at, email, what\n${text}`);
      const said = (what: string, ends: boolean) => ({
        from: "rows",
        id: "id",
        occurredAt: "at",
        where: equals("what", what),
        persons: [{ role: "worker", identifiers: { email: "email" } }],
        groups: [{ role: "company", identifiers: { domain: domainOf("email") } }],
        memberships: [{ person: "worker", group: "company", role: "staff", ends }],
      });
      const hr = defineSource(model, "hr", {
        timezone: "UTC",
        tables: { rows },
        events: { hired: said("hired", false), left: said("left", true) },
      });
      await world.run({ model, sources: [hr] }, { horizon: "2025-06-01T00:00:00Z" });
      return members(world);
    };
    const hired = "h1, 2025-03-01, ana@acme.example, hired\nh2, 2025-03-02, bo@acme.example, hired";
    const left = `${hired}\nl1, 2025-04-01, ana@acme.example, left\nl2, 2025-09-01, bo@acme.example, left`;
    expect(await staff(left)).toEqual([
      "ana@acme.example in acme.example as staff since 2025-03-01, last 2025-03-01 until 2025-04-01",
      "bo@acme.example in acme.example as staff since 2025-03-02, last 2025-03-02",
    ]);
    // What ended before it was claimed began with the claim, and what only ended was none.
    expect(
      await staff(
        "l1, 2025-02-01, ana@acme.example, left\nh1, 2025-03-01, ana@acme.example, hired\nl2, 2025-02-01, cy@acme.example, left",
      ),
    ).toContain("ana@acme.example in acme.example as staff since 2025-03-01, last 2025-03-01");
    await world.afresh();
    expect((await staff(`${left}\nh3, 2025-05-01, ana@acme.example, hired`)).slice(0, 2)).toEqual([
      "ana@acme.example in acme.example as staff since 2025-03-01, last 2025-03-01 until 2025-04-01",
      "ana@acme.example in acme.example as staff since 2025-05-01, last 2025-05-01",
    ]);
  });

  conforms("a membership whose only claim was deleted is gone", async (world) => {
    const rows = (deleted: string) => `id, at,         email,            deleted
                                       l1, 2025-03-01, ana@acme.example, ${deleted}
                                       l2, 2025-03-01, bo@acme.example,`;
    await world.run({ model, sources: [leads(await world.csv("leads", rows("")))] });
    expect(await members(world)).toHaveLength(2);
    await world.run({ model, sources: [leads(await world.csv("leads", rows("true")))] });
    expect(await members(world)).toEqual([
      "bo@acme.example in acme.example as staff since 2025-03-01, last 2025-03-01",
    ]);
  });

  conforms("a membership that only the future claims has not been seen yet", async (world) => {
    const table = await world.csv(
      "leads",
      "id, at, email\nl1, 2030-01-01, ana@acme.example\nl2, 2025-03-01, bo@acme.example\nl3, 2030-01-01, bo@acme.example",
    );
    await world.run({ model, sources: [leads(table)] }, { horizon: "2025-03-31T00:00:00Z" });
    expect(await members(world)).toEqual([
      "ana@acme.example in acme.example as staff since 2030-01-01, last null",
      "bo@acme.example in acme.example as staff since 2025-03-01, last 2025-03-01",
    ]);
  });

  conforms("of a list, each element belongs to its own company, and all of them to the host's", async (world) => {
    const meetings = await world.json("meetings", [
      {
        id: "m1",
        at: "2025-03-01",
        host: "ana@acme.example",
        guests: [{ email: "bo@beta.example" }, { email: "cy@gamma.example" }, { email: "di@gmail.com" }],
      },
    ]);
    const calendar = defineSource(model, "calendar", {
      timezone: "UTC",
      tables: { meetings },
      events: {
        meeting: {
          from: "meetings",
          id: "id",
          occurredAt: "at",
          lists: { guests: items("guests") },
          persons: [
            { role: "host", identifiers: { email: "host" } },
            { role: "guest", each: "guests", identifiers: { email: item("email") } },
          ],
          groups: [
            { role: "host company", identifiers: { domain: domainOf("host") } },
            { role: "guest company", each: "guests", identifiers: { domain: domainOf(item("email")) } },
          ],
          memberships: [
            { person: "host", group: "host company", role: "staff" },
            { person: "guest", group: "guest company" },
            { person: "guest", group: "host company", role: "visitor" },
          ],
        },
      },
    });
    await world.run({ model, sources: [calendar] });
    const on = "since 2025-03-01, last 2025-03-01";
    expect(await members(world)).toEqual([
      `ana@acme.example in acme.example as staff ${on}`,
      `bo@beta.example in acme.example as visitor ${on}`,
      `bo@beta.example in beta.example as guest ${on}`,
      `cy@gamma.example in acme.example as visitor ${on}`,
      `cy@gamma.example in gamma.example as guest ${on}`,
      `di@gmail.com in acme.example as visitor ${on}`,
    ]);
  });

  conforms("a company has ids of its own kind, that last as those of people do", async (world) => {
    const first = "id, at, email, account\nl1, 2025-03-01, ana@acme.example,\nl2, 2025-03-02, bo@gmail.com, a1";
    await world.run({ model, sources: [leads(await world.csv("leads", first))] });
    const [older, younger] = [
      await world.idOf("domain acme.example", "group"),
      await world.idOf("account_id a1", "group"),
    ];
    expect(older).toMatch(/^grp_[0-9a-f]{32}$/);
    await world.run({
      model,
      sources: [leads(await world.csv("leads", `${first}\nl3, 2025-03-03, cy@acme.example, a1`))],
    });
    expect(await world.idOf("account_id a1", "group")).toBe(older);
    expect(
      await world.rows(
        `select entity_type, entity_id, kind from nexus_identity.entity_aliases where alias_id = '${younger}'`,
      ),
    ).toEqual([{ entity_type: "group", entity_id: older, kind: "merged" }]);
  });
});
