import type { DuckDbWarehouse } from "../../config/config.ts";
import { concat, constant, domainOf } from "../../config/fields.ts";
import { domain, email, phone } from "../../config/model.ts";
import type { Proposal, ProposedTable } from "./proposal.ts";

const orders = `order_id,customer_email,customer_phone,total,currency,created_at,synced_at
1001,ana.rivera@acme.example,+1 415 555 0142,240.00,USD,2026-01-12 09:14:03,2026-03-01 04:00:00
1002,bo.lindqvist@birchwood.example,+46 70 174 06 05,89.50,EUR,2026-01-15 16:40:51,2026-03-01 04:00:00
1003,chidi.okafor.example@gmail.com,+1 212 555 0177,35.00,USD,2026-01-19 11:02:37,2026-03-01 04:00:00
1004,ana.rivera@acme.example,+1 415 555 0142,120.00,USD,2026-01-28 08:55:20,2026-03-01 04:00:00
1005,dana@cedar-hill.example,,310.75,USD,2026-02-02 19:21:44,2026-03-01 04:00:00
1006,bo.lindqvist@birchwood.example,+46 70 174 06 05,42.00,EUR,2026-02-06 13:37:09,2026-03-01 04:00:00
1007,emi.sato@acme.example,+1 415 555 0188,480.00,USD,2026-02-09 22:10:30,2026-03-01 04:00:00
1008,ana.rivera@acme.example,+1 415 555 0142,75.25,USD,2026-02-14 07:45:12,2026-03-01 04:00:00
1009,farah@dune.example,+44 20 7946 0321,66.00,GBP,2026-02-17 10:30:58,2026-03-01 04:00:00
1010,dana@cedar-hill.example,,19.90,USD,2026-02-20 15:05:16,2026-03-01 04:00:00
1011,chidi.okafor.example@gmail.com,+1 212 555 0177,58.40,USD,2026-02-24 12:48:02,2026-03-01 04:00:00
1012,emi.sato@acme.example,+1 415 555 0188,150.00,USD,2026-02-27 17:33:39,2026-03-01 04:00:00
`;

const signups = `id,email,first_name,last_name,phone,plan,signed_up_at,synced_at
su_01,dana@cedar-hill.example,Dana,Whitfield,,starter,2026-01-05 10:00:00,2026-03-01 04:05:00
su_02,ana.rivera.example@gmail.com,Ana,Rivera,(415) 555-0142,free,2026-01-09 20:31:15,2026-03-01 04:05:00
su_03,chidi.okafor.example@gmail.com,Chidi,Okafor,+1 212 555 0177,free,2026-01-18 14:22:08,2026-03-01 04:05:00
su_04,emi.sato@acme.example,Emi,Sato,415-555-0188,team,2026-02-03 09:12:47,2026-03-01 04:05:00
su_05,bo@lindqvist.example,Bo,Lindqvist,+46 70 174 06 05,starter,2026-02-11 18:03:29,2026-03-01 04:05:00
su_06,farah@dune.example,Farah,Haddad,+44 20 7946 0321,team,2026-02-16 11:54:33,2026-03-01 04:05:00
su_07,gus.moreau@elm.example,Gus,Moreau,+33 1 99 00 12 34,free,2026-02-21 08:26:50,2026-03-01 04:05:00
`;

function seen(label: string, text: string, source: string, event: string): ProposedTable {
  const [header = "", ...rows] = text.trim().split("\n");
  return {
    label,
    files: [label],
    rows: rows.length,
    isWhole: true,
    columns: header.split(","),
    source,
    event,
    choices: [],
    unused: [],
    notes: [],
  };
}

/** A small project with data of its own: two shops' worth of invented rows that share customers. */
export function exampleProposal(warehouse: DuckDbWarehouse): Proposal {
  return {
    origin: { kind: "example", at: "data" },
    warehouse,
    model: {
      entities: {
        person: {
          identifiers: { email: email(), phone: phone({ region: "US" }) },
          traits: { name: { type: "text", pii: true }, plan: "text" },
        },
        group: { identifiers: { domain: domain() } },
      },
    },
    sources: [
      {
        name: "orders",
        remarks: [],
        definition: {
          timezone: "UTC",
          tables: { orders: "data/orders.csv" },
          events: {
            order: {
              from: "orders",
              name: "order",
              id: "order_id",
              occurredAt: "created_at",
              ingestedAt: "synced_at",
              value: "total",
              unit: "currency",
              persons: [{ role: "customer", identifiers: { email: "customer_email", phone: "customer_phone" } }],
              groups: [{ role: "company", identifiers: { domain: domainOf("customer_email") } }],
              memberships: [{ person: "customer", group: "company", role: "member" }],
            },
          },
        },
        events: { order: { above: [], fields: {} } },
      },
      {
        name: "signups",
        remarks: [],
        definition: {
          timezone: "UTC",
          tables: { signups: "data/signups.csv" },
          events: {
            signup: {
              from: "signups",
              name: "signup",
              id: "id",
              occurredAt: "signed_up_at",
              ingestedAt: "synced_at",
              persons: [
                {
                  role: "person",
                  identifiers: { email: "email", phone: "phone" },
                  traits: { name: concat("first_name", constant(" "), "last_name"), plan: "plan" },
                },
              ],
              groups: [{ role: "company", identifiers: { domain: domainOf("email") } }],
              memberships: [{ person: "person", group: "company", role: "member" }],
            },
          },
        },
        events: {
          signup: {
            above: [
              "Ana signs up with a private address: the phone that she also gave with her orders makes both one person.",
            ],
            fields: {},
          },
        },
      },
    ],
    states: {
      lifecycle: {
        of: "person",
        description: "what somebody has become to us",
        events: { signup: "signed up", order: "customer" },
      },
    },
    tables: [
      seen("data/orders.csv", orders, "orders", "order"),
      seen("data/signups.csv", signups, "signups", "signup"),
    ],
    remarks: { phone: "Numbers that do not say their country are taken as numbers of US." },
    files: [
      { path: "data/orders.csv", text: orders },
      { path: "data/signups.csv", text: signups },
    ],
  };
}
