import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  addresses,
  defineConfig,
  defineModel,
  defineSource,
  domain,
  duckdb,
  email,
  id,
  item,
  type Project,
  phone,
  projectOf,
} from "../../src/index.ts";

/** The time that all runs take for now. */
export const horizon = "2025-12-31T00:00:00Z";

const model = defineModel({
  entities: {
    person: { identifiers: { email: email(), phone: phone(), user_id: id() }, traits: { name: "text" } },
    group: { identifiers: { domain: domain() }, traits: { name: "text" } },
  },
});

/** Orders with customers and their companies, and mails with many recipients: every kind of step is in its plan. */
const shop = defineSource(model, "shop", {
  timezone: "UTC",
  ingestedAt: "loaded_at",
  tables: { orders: "raw/orders-*.csv" },
  events: {
    order_placed: {
      from: "orders",
      id: "order_id",
      occurredAt: "created_at",
      value: "total",
      persons: [
        {
          role: "buyer",
          identifiers: { email: "email", phone: "phone", user_id: "user_id" },
          traits: { name: "customer_name" },
        },
      ],
      groups: [{ role: "company", identifiers: { domain: "domain" }, traits: { name: "company_name" } }],
      memberships: [{ person: "buyer", group: "company" }],
    },
  },
});

const mail = defineSource(model, "mail", {
  timezone: "UTC",
  tables: { messages: "raw/messages-*.ndjson" },
  events: {
    mail_sent: {
      from: "messages",
      id: "id",
      occurredAt: "sent_at",
      lists: { recipients: addresses("to") },
      persons: [
        { role: "sender", identifiers: { email: "from" } },
        {
          role: "recipient",
          each: "recipients",
          identifiers: { email: item("address") },
          traits: { name: item("name") },
        },
      ],
    },
  },
});

/** The project of a folder. */
export function projectIn(folder: string): Project {
  const config = defineConfig({
    model,
    warehouse: duckdb("world.duckdb", { threads: 2 }),
    sources: [shop, mail],
    states: { custom: { of: "person", events: { "order placed": "customer" } } },
  });
  return projectOf(config, folder);
}

const day = 86_400_000;

function timeOf(index: number): string {
  return new Date(Date.UTC(2025, 0, 1) + (index * day) / 200).toISOString();
}

/**
 * One batch of raw rows. The second batch brings new people, new events of known ones, newer versions of known orders, and
 * links between people who were two: it changes every table.
 */
export async function loadBatch(folder: string, batch: number, size: number): Promise<void> {
  await mkdir(join(folder, "raw"), { recursive: true });
  const first = (batch - 1) * size;
  const orders = ["order_id,created_at,total,email,phone,user_id,customer_name,domain,company_name,loaded_at"];
  const messages: string[] = [];
  for (let index = first; index < first + size; index++) {
    const person = (index * 7919) % Math.ceil(size / 2);
    const company = person % 40;
    const newcomer = batch > 1 && index % 5 === 0 ? `new${index}` : `user${person}`;
    // In later batches the e-mail of one and the user id of another stand in one row: two persons become one.
    const linked = batch > 1 && index % 11 === 0 ? (person + 1) % Math.ceil(size / 2) : person;
    const version = batch > 1 && index % 13 === 0 ? index - size : index;
    orders.push(
      [
        `o${version}`,
        timeOf(version),
        index % 100,
        `${newcomer}@company${company}.example`,
        index % 3 === 0 ? `+1212555${String(1000 + (person % 9000))}` : "",
        index % 2 === 0 ? `u${linked}` : "",
        `Person ${person} of batch ${batch}`,
        `company${company}.example`,
        `Company ${company}`,
        timeOf(index),
      ].join(","),
    );
    if (index % 4 === 0) {
      const to = [person, person + 1, person + 2].map(
        (one) => `"Person, ${one}" <user${one}@company${one % 40}.example>`,
      );
      messages.push(
        JSON.stringify({
          id: `m${index}`,
          sent_at: timeOf(index),
          from: `user${person}@company${company}.example`,
          to: to.join(", "),
        }),
      );
    }
  }
  await writeFile(join(folder, "raw", `orders-${batch}.csv`), `${orders.join("\n")}\n`);
  await writeFile(join(folder, "raw", `messages-${batch}.ndjson`), `${messages.join("\n")}\n`);
}

/**
 * What everything that was published is: rows and a sum of hashes of each table and view that people read. Numbers and times of runs
 * are left out, and inner numbers of identifiers and entities (`_value`, `_entity`), which are given as threads come.
 */
export async function fingerprint(project: Project): Promise<Readonly<Record<string, string>>> {
  return project.reading(async (engine) => {
    const { rows } = await engine.ask(
      `select table_schema || '.' || table_name, string_agg('"' || column_name || '"', ', ' order by ordinal_position)
       from information_schema.columns join information_schema.tables using (table_catalog, table_schema, table_name)
       where table_catalog = current_database() and table_schema like 'nexus%' and table_schema <> 'nexus_meta'
         and (table_schema <> 'nexus_identity' or table_type = 'VIEW')
         and column_name not in ('run', 'changed_at') and (column_name = '_ingested_at' or not starts_with(column_name, '_'))
       group by all order by all`,
    );
    const each = rows.map(
      ([table, columns]) =>
        `select '${String(table)}', count(*) || ' rows, ' || coalesce(sum(hash(${String(columns)})::hugeint), 0) from ${String(table)}`,
    );
    const answer = await engine.ask(each.join(" union all "));
    return Object.fromEntries(answer.rows.map(([table, found]) => [String(table), String(found)]));
  });
}

/** One question over several tables of which the answer belongs to exactly one run. */
export const consistentQuestion = `select
  (select count(*) from nexus.events) || ' events, '
  || (select count(distinct event_id || person_id) from nexus.person_participants) || ' participations, '
  || (select sum(event_count) from nexus.persons) || ' counted, '
  || (select count(*) from nexus.memberships) || ' memberships, '
  || (select count(*) from nexus.states) || ' states, '
  || (select count(*) from nexus_core.events) || ' core events, '
  || (select count(*) from nexus_source.shop_events) + (select count(*) from nexus_source.mail_events) || ' source events'`;
