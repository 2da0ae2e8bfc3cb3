import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { NexusError } from "../../base/problem.ts";
import { duckdb } from "../../config/config.ts";
import { item, items, json } from "../../config/fields.ts";
import type { EventDefinition } from "../../config/source.ts";
import { openDuckDb } from "../../engines/duckdb/engine.ts";
import { type Proposal, proposeProject } from "./index.ts";

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "nexus-init-"));
  folders.push(folder);
  return folder;
}

/** A folder with files in it. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await emptyFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** What is proposed for a folder, after some statements in its warehouse. */
async function proposed(
  folder: string,
  options: {
    readonly from?: string;
    readonly statements?: readonly string[];
    readonly entries?: readonly string[];
    readonly region?: string;
    readonly standing?: string;
  } = {},
): Promise<Proposal> {
  const { statements = [], ...rest } = options;
  const engine = await openDuckDb({
    warehouse: duckdb("warehouse.duckdb"),
    folder,
    mode: statements.length > 0 ? "write" : "inspect",
  });
  try {
    for (const statement of statements) await engine.run(statement.replaceAll("{folder}", folder));
    return await proposeProject({ folder, engine, ...rest });
  } finally {
    await engine.close();
  }
}

/** The only event of a source. */
function eventOf(proposal: Proposal, source: string): EventDefinition {
  const definition = proposal.sources.find(({ name }) => name === source)?.definition;
  const [event] = Object.values(definition?.events ?? {});
  if (event === undefined)
    throw new Error(`no source ${source} among ${proposal.sources.map(({ name }) => name).join(", ")}`);
  return event;
}

/** What is proposed for one CSV file. */
async function eventOfCsv(name: string, text: string): Promise<EventDefinition> {
  const proposal = await proposed(await folderWith({ [`${name}.csv`]: text }));
  return eventOf(proposal, name);
}

/** Rows of CSV from a function of the row's number. */
function csv(header: string, rows: number, row: (index: number) => string): string {
  return [header, ...Array.from({ length: rows }, (_, index) => row(index))].join("\n");
}

const day = (index: number): string => `2026-01-${String(1 + (index % 28)).padStart(2, "0")} 10:00:00`;

describe("what a row is told apart by", () => {
  test("a unique id", async () => {
    const event = await eventOfCsv(
      "orders",
      csv("email,order_id,id,created_at", 4, (n) => `a${n}@acme.example,${n},x${n},${day(n)}`),
    );
    expect(event.id).toBe("id");
  });

  test("the table's own id, where none is called id", async () => {
    const event = await eventOfCsv(
      "orders",
      csv("customer_id,order_id,created_at", 4, (n) => `${n},o${n},${day(n)}`),
    );
    expect(event.id).toBe("order_id");
  });

  test("an id that repeats in every load, as loaders that append leave it", async () => {
    const event = await eventOfCsv(
      "orders",
      csv(
        "id,email,status,created_at,_synced_at",
        8,
        (n) =>
          `${n % 4},a${n % 4}@acme.example,${n < 4 ? "open" : "paid"},${day(n % 4)},2026-02-0${1 + Math.floor(n / 4)} 00:00:00`,
      ),
    );
    expect(event).toMatchObject({ id: "id", ingestedAt: "_synced_at" });
  });

  test("time and identifiers, where there is no key", async () => {
    const event = await eventOfCsv(
      "visits",
      csv("email,page,visited_at", 6, (n) => `a${n % 2}@acme.example,/p,${day(n)}`),
    );
    expect(event.id).toEqual({ kind: "concat", fields: ["visited_at", { kind: "constant", value: "|" }, "email"] });
  });

  test("the keys of others", async () => {
    const rows = ["1,p1", "1,p2", "2,p1", "2,p2"].map((keys) => `${keys},1,2026-01-01`);
    const event = await eventOfCsv("order_items", ["order_id,product_id,quantity,created_at", ...rows].join("\n"));
    expect(event.id).toEqual({ kind: "concat", fields: ["order_id", { kind: "constant", value: "|" }, "product_id"] });
  });

  test.each([
    ["activity", "event_id"],
    ["mails", "message_id"],
    ["clicks", "uuid"],
    ["crm", "contact_id"],
    ["subscribers", "contact_id"],
    ["charges", "charge_id"],
    ["log", "EVENTID"],
    ["things", "_id"],
    ["pedidos", "id_pedido"],
    ["ordini", "id_ordine"],
    ["bestellungen", "bestellnummer"],
    ["kunden", "KundenNr"],
    ["inscrits", "identifiant"],
  ])("a row of %s is told apart by %s", async (table, key) => {
    const event = await eventOfCsv(
      table,
      csv(`email,${key},kind,created_at,_ingested_at,_deleted`, 6, (n) =>
        [`a${n}@acme.example`, `k${n}`, n % 2, day(n), day(n), false].join(","),
      ),
    );
    expect(event).toMatchObject({ id: key, ingestedAt: "_ingested_at", deletedAt: "_deleted" });
  });

  test.each([
    ["visits", "user_id"],
    ["orders", "customer_id"],
    ["hits", "session_id"],
    ["order_items", "order_id"],
  ])("a row of %s is not told apart by %s, though few rows have it once each", async (table, key) => {
    const event = await eventOfCsv(
      table,
      csv(`${key},email,created_at`, 6, (n) => `k${n},a${n}@acme.example,${day(n)}`),
    );
    expect(event.id).not.toBe(key);
  });

  test("a key that is called after something else is doubted in few rows", async () => {
    const proposal = await proposed(
      await folderWith({ "crm.csv": csv("contact_id,created_at", 6, (n) => `c${n},${day(n)}`) }),
    );
    expect(proposal.tables[0]?.notes).toEqual([
      '"contact_id" is different in all of 6 rows: if another row may repeat it, only the newest of them counts.',
    ]);
  });

  test.each([
    ["when they were loaded", "_synced_at", (n: number) => day(n)],
    ["when they changed", "geändert_am", (n: number) => day(n)],
    ["a deletion", "_deleted", (n: number) => String(n >= 4)],
  ])("versions of a row that %s tells apart", async (_, column, version) => {
    const event = await eventOfCsv(
      "crm",
      csv(`contact_id,email,created_at,${column}`, 8, (n) =>
        [`c${n % 4}`, `a${n % 4}@acme.example`, day(n % 4), version(n)].join(","),
      ),
    );
    expect(event.id).toBe("contact_id");
  });

  test("rows that are about the same are no versions: they happened at several times", async () => {
    const event = await eventOfCsv(
      "scores",
      csv("user_id,score,scored_at,loaded_at", 8, (n) => `u${n % 2},${n},${day(n)},${day(n + 9)}`),
    );
    expect(event.id).toEqual({ kind: "concat", fields: ["scored_at", { kind: "constant", value: "|" }, "user_id"] });
  });

  test("what loaders write beside a row is no part of a made-up key, and what that means is said", async () => {
    const header = "email,colour,day,_ingested_at,_deleted,_fivetran_synced,is_deleted,updated_at,_file";
    const text = csv(header, 6, (n) =>
      [`a${n % 2}@acme.example`, `c${n % 3}`, "2026-01-01", day(n), n > 4, day(n), n > 3, day(n), `f${n}`].join(","),
    );
    const { tables } = await proposed(await folderWith({ "picks.csv": text }));
    expect(tables[0]?.choices[0]).toMatchObject({ what: "id", columns: ["email", "colour", "day"] });
    expect(tables[0]?.notes).toEqual(
      expect.arrayContaining([
        expect.stringContaining("a key that stays the same is better"),
        '"_ingested_at", "_deleted", "_fivetran_synced", "is_deleted", "updated_at", "_file" may differ between versions of one row, and are no part of it.',
      ]),
    );
  });

  test("all columns, where nothing less does; rows that are equal in all are one", async () => {
    const rows = [
      "a@acme.example,blue,1,2026-01-01",
      "a@acme.example,red,1,2026-01-01",
      "a@acme.example,red,2,2026-01-01",
      "a@acme.example,red,2,2026-01-01",
    ];
    const proposal = await proposed(await folderWith({ "picks.csv": ["email,colour,size,day", ...rows].join("\n") }));
    expect(proposal.tables[0]?.choices[0]).toMatchObject({ what: "id", columns: ["email", "colour", "size", "day"] });
    expect(proposal.tables[0]?.notes.join()).toContain("rows that are equal in all count once");
  });
});

describe("when it happened and when it was loaded", () => {
  test.each([
    ["created_at,updated_at,_fivetran_synced", "created_at", "_fivetran_synced"],
    ["updated_at,occurred_at,created_at", "occurred_at", "updated_at"],
    ["received_at,timestamp,sent_at", "timestamp", "received_at"],
    ["shipped_at,ordered_at,_airbyte_extracted_at", "ordered_at", "_airbyte_extracted_at"],
    ["due_date,order_date,loaded_at", "order_date", "loaded_at"],
    ["Date,birth_date", "Date", undefined],
    ["birth_date,synced_at", "synced_at", "synced_at"],
    ["last_seen_at,closed_at", "last_seen_at", undefined],
  ])("%s", async (header, occurredAt, ingestedAt) => {
    const event = await eventOfCsv(
      "orders",
      csv(`id,${header}`, 4, (n) => [n, ...header.split(",").map(() => day(n))].join(",")),
    );
    expect(event.occurredAt).toBe(occurredAt);
    expect(event.ingestedAt).toBe(ingestedAt);
  });

  test.each([
    ["1767225600", "seconds"],
    ["1767225600123", "milliseconds"],
    ["1767225600123456", "microseconds"],
  ])("%s is a number of %s", async (value, unit) => {
    const event = await eventOfCsv(
      "events",
      csv("id,ts", 3, (n) => `${n},${value}`),
    );
    expect(event.occurredAt).toEqual({ kind: "epoch", field: "ts", unit });
  });

  test("a loader's number of seconds", async () => {
    const event = await eventOfCsv(
      "events",
      csv("id,created_at,_dlt_load_id", 3, (n) => `${n},${day(n)},1767225600.12345`),
    );
    expect(event.ingestedAt).toEqual({ kind: "epoch", field: "_dlt_load_id", unit: "seconds" });
  });

  test.each([
    ["25/12/2025 09:05", "%d/%m/%Y %H:%M"],
    ["12/25/2025", "%m/%d/%Y"],
    ["25.12.2025", "%d.%m.%Y"],
    ["Dec 25, 2025", "%b %d, %Y"],
    ["20251225", "%Y%m%d"],
  ])("%s is read by the engine's own parser", async (value, format) => {
    const event = await eventOfCsv(
      "orders",
      csv("id,Order Date", 3, (n) => `${n},"${value}"`),
    );
    expect(JSON.stringify(event.occurredAt)).toContain(`'${format}'`);
    expect(JSON.stringify(event.occurredAt)).toContain('try_strptime(trim(\\"Order Date\\")');
  });

  test.each([
    ["fecha", "03.02.2026", "%d.%m.%Y"],
    ["Datum", "13.01.26", "%d.%m.%y"],
    ["fecha_venta", "31/12/2025 14:05", "%d/%m/%Y %H:%M"],
    ["erstellt am", "31.12.2025, 14:05:06", "%d.%m.%Y, %H:%M:%S"],
    ["Created", "12/25/2025, 9:05:00 AM", "%m/%d/%Y, %I:%M:%S %p"],
    ["whatever", "31-12-2025", "%d-%m-%Y"],
  ])("%s with %s is spelt %s", async (column, value, format) => {
    const event = await eventOfCsv(
      "orders",
      csv(`id,${column}`, 3, (n) => `${n},"${value}"`),
    );
    expect(JSON.stringify(event.occurredAt)).toContain(`'${format}'`);
  });

  test.each([
    "creado",
    "creado_en",
    "fecha_alta",
    "fecha de creación",
    "datum",
    "erstellt_am",
    "Erstelldatum",
    "date_creation",
    "créé_le",
    "data_criacao",
    "aangemaakt_op",
    "date_joined",
  ])("%s is called like a time", async (column) => {
    const proposal = await proposed(
      await folderWith({
        "log.csv": csv(`id,birth,geburtsdatum,fecha_nacimiento,actualizado,${column}`, 4, (n) =>
          [n, ...Array.from({ length: 5 }, () => day(n))].join(","),
        ),
      }),
    );
    expect(eventOf(proposal, "log")).toMatchObject({ occurredAt: column, ingestedAt: "actualizado" });
    expect(proposal.tables[0]?.notes.join()).not.toContain("values");
  });

  test("a column whose values alone say that it is a time is taken, and that is said", async () => {
    const proposal = await proposed(
      await folderWith({
        "log.csv": csv("id,geboren,xyz,abc", 4, (n) => `${n},195${n}-03-02,${day(n)},${13 + n}.01.2026`),
      }),
    );
    expect(eventOf(proposal, "log").occurredAt).toBe("xyz");
    expect(proposal.tables[0]?.notes[1]).toBe(
      'Only the values of "xyz" say that it is a time; so do those of "geboren", "abc".',
    );
  });

  test("numbers are no times by their values alone", async () => {
    const { tables } = await proposed(
      await folderWith({ "log.csv": csv("id,phone,ref", 3, (n) => `${n},212555013${n},2026010${n}`) }),
    );
    expect(tables).toMatchObject([{ leftOut: "no column is a time" }]);
  });

  test("where the day and the month may be either, the table is left out, with the reason", async () => {
    const text = csv("id,date,_synced_at", 3, (n) => `${n},0${1 + n}/02/2026,${day(n)}`);
    const { sources, tables } = await proposed(await folderWith({ "orders.csv": text }));
    expect(sources).toEqual([]);
    expect(tables[0]?.leftOut).toBe(
      '"date" may be day/month/year or month/day/year: no value has a day above 12 that would tell',
    );
  });

  test("or the next best time is taken, with the reason", async () => {
    const proposal = await proposed(
      await folderWith({
        "orders.csv": csv("id,date,ended_at", 3, (n) => `${n},0${1 + n}/02/2026,${day(n)}`),
      }),
    );
    expect(eventOf(proposal, "orders").occurredAt).toBe("ended_at");
    expect(proposal.tables[0]?.notes.join()).toContain('"date" may be day/month/year or month/day/year');
  });

  test("a table without any time is left out, with the reason", async () => {
    const proposal = await proposed(await folderWith({ "plans.csv": csv("id,name", 3, (n) => `${n},plan ${n}`) }));
    expect(proposal.sources).toEqual([]);
    expect(proposal.tables).toMatchObject([{ label: "plans.csv", leftOut: "no column is a time" }]);
  });

  test("a zone is written beside all times, so that nothing warns", async () => {
    const folder = await folderWith({
      "naive.csv": csv("id,created_at", 3, (n) => `${n},${day(n)}`),
      "zoned.csv": csv("id,created_at", 3, (n) => `${n},${day(n).replace(" ", "T")}Z`),
    });
    const { sources } = await proposed(folder);
    expect(sources.map(({ name, definition }) => [name, definition.timezone])).toEqual([
      ["naive", "UTC"],
      ["zoned", "UTC"],
    ]);
  });
});

describe("who is mentioned", () => {
  test("a customer by address, phone and key; the company behind the address", async () => {
    const event = await eventOfCsv(
      "orders",
      csv(
        "id,customer_id,customer_email,customer_phone,customer_name,created_at",
        4,
        (n) => `${n},${n},a${n}@acme.example,+1 415 555 010${n},Ana ${"BCDE"[n]}ee,${day(n)}`,
      ),
    );
    expect(event.persons).toEqual([
      {
        role: "customer",
        identifiers: { email: "customer_email", customer_id: "customer_id", phone: "customer_phone" },
        traits: { name: "customer_name" },
      },
    ]);
    expect(event.groups).toEqual([
      { role: "company", identifiers: { domain: { kind: "domain", field: "customer_email" } } },
    ]);
    expect(event.memberships).toEqual([{ person: "customer", group: "company", role: "member" }]);
  });

  test("columns that are called like identifiers and hold something else are left alone", async () => {
    const event = await eventOfCsv(
      "users",
      csv(
        "id,email,email_verified,email_hash,phone_verified,phone_type,created_at",
        4,
        (n) => `${n},a${n}@acme.example,true,${"ab".repeat(16)},false,mobile,${day(n)}`,
      ),
    );
    expect(event.persons).toEqual([{ role: "user", identifiers: { email: "email", user_id: "id" } }]);
  });

  test("addresses are found by their values, too", async () => {
    const event = await eventOfCsv(
      "tickets",
      csv("id,requester,created_at", 4, (n) => `${n},a${n}@acme.example,${day(n)}`),
    );
    expect(event.persons).toEqual([{ role: "requester", identifiers: { email: "requester" } }]);
  });

  test("sender and recipient are two persons", async () => {
    const event = await eventOfCsv(
      "messages",
      csv(
        "id,from_email,from_name,to_email,sent_at",
        4,
        (n) => `${n},a${n}@acme.example,Ana Bee,b${n}@beta.example,${day(n)}`,
      ),
    );
    expect(event.persons).toEqual([
      { role: "from", identifiers: { email: "from_email" }, traits: { name: "from_name" } },
      { role: "to", identifiers: { email: "to_email" } },
    ]);
    expect(event.groups?.map(({ role }) => role)).toEqual(["from company", "to company"]);
  });

  test("words that make odd names for roles", async () => {
    const header = "id,1st_contact_email,company_email,billing_email,客户_email,constructor_email,created_at";
    const text = csv(header, 4, (n) =>
      [n, ..."abcde".split("").map((who) => `${who}${n}@acme.example`), day(n)].join(","),
    );
    const event = await eventOfCsv("deals", text);
    expect(event.persons?.map(({ role }) => role)).toEqual([
      "company contact",
      "billing contact",
      "other person",
      "constructor",
      "1st contact",
    ]);
  });

  test("a second address is tied to the first by what else tells who they are", async () => {
    const event = await eventOfCsv(
      "contacts",
      csv("id,email,personal_email,created_at", 4, (n) => `${n},a${n}@acme.example,a${n}@home.example,${day(n)}`),
    );
    expect(event.persons).toEqual([
      { role: "contact", identifiers: { email: "email", contact_id: "id" } },
      { role: "contact", key: "personal_email", identifiers: { email: "personal_email", contact_id: "id" } },
    ]);
    expect(event.memberships).toHaveLength(1);
  });

  test.each([
    ["Telefon;E-Mail-Adresse", "E-Mail-Adresse", "Telefon"],
    ["Telefonnummer;Mailadresse", "Mailadresse", "Telefonnummer"],
    ["Correo electrónico;Teléfono", "Correo electrónico", "Teléfono"],
    ["Adresse e-mail;Phone", "Adresse e-mail", "Phone"],
    ["E-Mail-Adresse;Phone;Name", "E-Mail-Adresse", "Phone"],
    ["Kunden-E-Mail;Telefon;Name", "Kunden-E-Mail", "Telefon"],
    ["billing_email;phone;name", "billing_email", "phone"],
    ["Email 1;Phone 1", "Email 1", "Phone 1"],
    ["email;Phone (work)", "email", "Phone (work)"],
    ["Phone_work;primary email", "primary email", "Phone_work"],
  ])("a row with the columns %s is about one person", async (header, email, phone) => {
    const columns = header.split(";");
    const value = (column: string, n: number): string => {
      if (column === email) return `a${n}@acme.example`;
      return column === phone ? `+1415555010${n}` : `Ana Rivera${"x".repeat(n)}`;
    };
    const event = await eventOfCsv(
      "leads",
      csv(`id;created_at;${header}`, 4, (n) => [n, day(n), ...columns.map((one) => value(one, n))].join(";")),
    );
    const name = columns.find((column) => column.toLowerCase() === "name");
    expect(event.persons).toEqual([
      {
        role: "lead",
        identifiers: { email, lead_id: "id", phone },
        ...(name === undefined ? {} : { traits: { name } }),
      },
    ]);
  });

  test("an address of somebody else is another person's, also beside a number that does not say whose it is", async () => {
    const roles = async (header: string): Promise<unknown> => {
      const text = csv(`id,created_at,${header}`, 4, (n) =>
        [
          n,
          day(n),
          ...header.split(",").map((one, at) => (one === "phone" ? `+1415555010${n}` : `a${n}${at}@acme.example`)),
        ].join(),
      );
      return (await eventOfCsv("log", text)).persons?.map(({ role, identifiers }) => [role, Object.keys(identifiers)]);
    };
    expect(await roles("email,billing_email")).toEqual([
      ["person", ["email"]],
      ["billing contact", ["email"]],
    ]);
    expect(await roles("requester_email,assignee_email")).toEqual([
      ["requester", ["email"]],
      ["assignee", ["email"]],
    ]);
    expect(await roles("phone,assignee_email")).toEqual([
      ["person", ["phone"]],
      ["assignee", ["email"]],
    ]);
  });

  test.each(["alt_email", "Email 2", "email2", "secondary_email", "E-Mail (privat)"])(
    "%s with nothing but the number of the first address is left out, and that is said",
    async (second) => {
      const text = csv(`created_at;Email;${second};Phone`, 4, (n) =>
        [day(n), `a${n}@acme.example`, `a${n}@home.example`, `+1415555010${n}`].join(";"),
      );
      const proposal = await proposed(await folderWith({ "log.csv": text }));
      expect(eventOf(proposal, "log").persons).toEqual([
        { role: "person", identifiers: { email: "Email", phone: "Phone" } },
      ]);
      expect(proposal.tables[0]?.notes.join()).toContain(`"${second}" is another email of the same person: left out`);
    },
  );

  test("addresses with names, numbers of somewhere, first and last names, companies, in German and English", async () => {
    const rows = (header: string): string =>
      csv(header, 4, (n) =>
        [n, day(n), "Ana", "Rivera", "Acme", `Ana Rivera <a${n}@acme.example>`, `+1415555010${n}`].join(";"),
      );
    const german = await eventOfCsv(
      "leads",
      rows("id;created_at;Vorname;Nachname;Firma;Contact;Telefon (geschäftlich)"),
    );
    expect(german.persons).toEqual([
      {
        role: "lead",
        identifiers: { email: "Contact", lead_id: "id", phone: "Telefon (geschäftlich)" },
        traits: { name: { kind: "concat", fields: ["Vorname", { kind: "constant", value: " " }, "Nachname"] } },
      },
    ]);
    expect(german.groups?.[0]?.traits).toEqual({ name: "Firma" });
    const english = await eventOfCsv("leads", rows("id;created_at;first_name;last_name;company;Contact;Phone (work)"));
    expect(english.persons?.[0]?.traits).toEqual({
      name: { kind: "concat", fields: ["first_name", { kind: "constant", value: " " }, "last_name"] },
    });
    expect(english.persons?.[0]?.identifiers).toMatchObject({ phone: "Phone (work)" });
    expect(english.groups?.[0]?.traits).toEqual({ name: "company" });
  });

  test("a column that says the same address once more is nobody else's", async () => {
    const text = (other: (n: number) => string): string =>
      csv("created_at,Contact,Email", 4, (n) => `${day(n)},Ana Rivera <${other(n)}@Acme.example>,a${n}@acme.example`);
    const same = await proposed(await folderWith({ "log.csv": text((n) => `a${n}`) }));
    expect(eventOf(same, "log").persons).toEqual([{ role: "person", identifiers: { email: "Email" } }]);
    expect(same.tables[0]?.notes.join()).toContain('"Contact" holds the same e-mails as "Email": left out');
    expect(same.tables[0]?.unused).toEqual(["Contact"]);
    const different = await eventOfCsv(
      "log",
      text((n) => `b${n}`),
    );
    expect(different.persons).toHaveLength(2);
  });

  test("of two numbers of one person one is taken, and that is said", async () => {
    const text = csv("created_at,Email,home_phone,work_phone", 4, (n) =>
      [day(n), `a${n}@acme.example`, `+1415555010${n}`, `+1415555020${n}`].join(),
    );
    const proposal = await proposed(await folderWith({ "log.csv": text }));
    expect(eventOf(proposal, "log").persons).toEqual([
      { role: "person", identifiers: { email: "Email", phone: "home_phone" } },
    ]);
    expect(proposal.tables[0]?.notes.join()).toContain('"work_phone" holds phone numbers, too: "home_phone" is taken');
  });

  test("keys of those who are spoken of inside of objects, and lists of persons", async () => {
    const ticket = (n: number): string =>
      JSON.stringify({
        id: `t${n}`,
        created_at: day(n),
        requester: { id: `r${n}`, email: `a${n}@acme.example` },
        ccs: n === 1 ? [] : [{ email: "bo@beta.example", name: "Bo" }, { email: "cy@gamma.example" }],
        record: { attendees: [{ emailAddress: { address: "bo@beta.example", name: "Bo" } }], rooms: ["A"] },
        to: ["ana@acme.example"],
        tags: ["a"],
      });
    const proposal = await proposed(await folderWith({ "tickets.ndjson": [0, 1, 2].map(ticket).join("\n") }));
    const event = eventOf(proposal, "tickets");
    expect(event.lists).toEqual({
      ccs: items("ccs"),
      to: items("to"),
      record_attendees: items("record", "attendees"),
    });
    expect(event.persons).toEqual([
      {
        role: "requester",
        identifiers: { email: json("requester", "email"), requester_id: json("requester", "id") },
      },
      { role: "cc", each: "ccs", identifiers: { email: item("email") }, traits: { name: item("name") } },
      { role: "to", each: "to", identifiers: { email: item() } },
      {
        role: "attendee",
        each: "record_attendees",
        identifiers: { email: item("emailAddress.address") },
        traits: { name: item("emailAddress.name") },
      },
    ]);
    expect(proposal.tables[0]?.unused).toEqual(["tags", "record.rooms"]);
  });

  test("columns that are taken for nothing are named", async () => {
    const text = csv("id,created_at,email,total,currency,note,colour", 3, (n) =>
      [n, day(n), `a${n}@acme.example`, `${n}.50`, "EUR", "hi", "blue"].join(),
    );
    const proposal = await proposed(await folderWith({ "orders.csv": text }));
    expect(proposal.tables[0]?.unused).toEqual(["note", "colour"]);
  });

  test("somebody who is seen with many customers is staff, and a phone with many addresses is a switchboard", async () => {
    const text = csv(
      "id,email,user_id,phone,created_at",
      40,
      (n) => `${n},a${n}@acme.example,u${n % 3},+1 415 555 01${10 + (n % 2)},${day(n)}`,
    );
    const proposal = await proposed(await folderWith({ "orders.csv": text }));
    expect(eventOf(proposal, "orders").persons).toEqual([{ role: "user", identifiers: { email: "email" } }]);
    expect(proposal.tables[0]?.notes).toEqual([
      'One value of "user_id" is seen with 13.3 of "email" on average, so it is shared or somebody else\'s: left out.',
      'One value of "phone" is seen with 20.0 of "email" on average, so it is shared or somebody else\'s: left out.',
    ]);
  });

  test("a browser is a weak identifier", async () => {
    const proposal = await proposed(
      await folderWith({
        "pages.csv": csv("id,anonymous_id,user_id,timestamp", 4, (n) => `${n},anon-${n},u${n},${day(n)}`),
      }),
    );
    expect(proposal.model.entities.person.identifiers).toMatchObject({
      user_id: { strong: true },
      anonymous_id: { strong: false },
    });
  });

  test.each([
    ["device", "device_id", "5f1c0a9e-3b7d-4c55-9a01-0c5e7f2b8d1"],
    ["device_id", "device_id", "d-8fa2c"],
    ["browser_id", "browser_id", "b91f0c2e7a"],
    ["cookie", "cookie_id", "GA1.2.1930471029.17000000"],
    ["visitor", "visitor_id", "v-77ab01"],
  ])("%s is an anonymous id where its values are made up, such as %s", async (column, type, value) => {
    const event = await eventOfCsv(
      "views",
      csv(`id,${column},viewed_at`, 6, (n) => `${n},${value}${n % 3},${day(n)}`),
    );
    expect(event.persons).toEqual([{ role: "person", identifiers: { [type]: column } }]);
  });

  test.each([
    ["device", ["iPhone", "Mac"]],
    ["device", ["iPhone14-2", "SM-G991B", "Pixel8"]],
    ["device_id", ["iPhone 14", "Windows PC"]],
    ["browser", ["Chrome/120.0", "120.0.1"]],
    ["browser_id", ["Chrome", "Firefox"]],
    ["cookie", ["0", "1"]],
    ["visitor", ["new", "returning"]],
  ])("%s is none where it says %j", async (column, values) => {
    const event = await eventOfCsv(
      "views",
      csv(`id,${column},viewed_at`, 6, (n) => `${n},${values[n % values.length]},${day(n)}`),
    );
    expect(event.persons).toBeUndefined();
  });

  test("first and last names are put together", async () => {
    const event = await eventOfCsv(
      "users",
      csv("id,First Name,Last Name,Title,City,created_at", 4, (n) => `${n},Ana,Bee,CEO,Lima,${day(n)}`),
    );
    expect(event.persons?.[0]?.traits).toEqual({
      name: { kind: "concat", fields: ["First Name", { kind: "constant", value: " " }, "Last Name"] },
      title: "Title",
      city: "City",
    });
  });

  test("companies: their domain, key and name; websites on social networks link nobody", async () => {
    const proposal = await proposed(
      await folderWith({
        "companies.csv": csv(
          "id,name,website,created_at",
          12,
          (n) =>
            `${n},Acme ${n},${n === 0 ? "https://www.facebook.com/acme" : `https://www.acme${n}.example/`},${day(n)}`,
        ),
      }),
    );
    expect(eventOf(proposal, "companies")).toMatchObject({
      groups: [{ role: "company", identifiers: { domain: "website", company_id: "id" }, traits: { name: "name" } }],
    });
    expect(eventOf(proposal, "companies").persons).toBeUndefined();
    expect(proposal.model.entities.group?.identifiers["domain"]?.shared).toContain("facebook.com");
  });

  test("a domain that is the same in all rows is the site's own", async () => {
    const event = await eventOfCsv(
      "pages",
      csv("id,email,domain,timestamp", 12, (n) => `${n},a${n}@acme.example,shop.example,${day(n)}`),
    );
    expect(event.groups).toEqual([{ role: "company", identifiers: { domain: { kind: "domain", field: "email" } } }]);
  });

  test("nobody: the event stands alone and says so", async () => {
    const proposal = await proposed(
      await folderWith({ "deploys.csv": csv("id,version,created_at", 3, (n) => `${n},v${n},${day(n)}`) }),
    );
    expect(eventOf(proposal, "deploys").persons).toBeUndefined();
    expect(proposal.tables[0]?.notes).toEqual(["No column names a person or a group: these events belong to nobody."]);
    // A project must have a person's identifier all the same.
    expect(Object.keys(proposal.model.entities.person.identifiers)).toEqual(["email"]);
  });

  test("numbers of two systems are not the same keys; keys with letters are", async () => {
    const rows = (key: (n: number) => string) =>
      csv("id,customer_id,user_id,created_at", 4, (n) => `${n},${key(n)},usr_${n},${day(n)}`);
    const proposal = await proposed(
      await folderWith({
        "raw/shop/orders.csv": rows((n) => String(n)),
        "raw/billing/invoices.csv": rows((n) => String(n)),
      }),
      { from: "raw" },
    );
    expect(Object.keys(proposal.model.entities.person.identifiers)).toEqual([
      "billing_customer_id",
      "user_id",
      "shop_customer_id",
    ]);
  });

  test("one system's tables share their keys", async () => {
    const folder = await folderWith({
      "raw/shop/orders.csv": csv("id,customer_id,created_at", 4, (n) => `${n},${n},${day(n)}`),
      "raw/shop/customers.csv": csv("id,email,created_at", 4, (n) => `${n},a${n}@acme.example,${day(n)}`),
    });
    const [shop, ...others] = (await proposed(folder, { from: "raw" })).sources;
    expect(others).toEqual([]);
    expect(shop?.definition.events).toMatchObject({
      order: { persons: [{ role: "customer", identifiers: { customer_id: "customer_id" } }] },
      customer: { persons: [{ role: "customer", identifiers: { customer_id: "id", email: "email" } }] },
    });
  });

  test("the country of phone numbers without one is that of most rows", async () => {
    const folder = await folderWith({
      "leads.csv": csv(
        "id,phone,country,created_at",
        4,
        (n) => `${n},030 2312562${n},${n === 0 ? "France" : "Germany"},${day(n)}`,
      ),
    });
    const { model, remarks } = await proposed(folder);
    expect(model.entities.person.identifiers["phone"]?.region).toBe("DE");
    expect(remarks["phone"]).toBe("Numbers that do not say their country are taken as numbers of DE.");
  });
});

describe("the country of phone numbers that is given", () => {
  test("in small letters, too", async () => {
    const folder = await folderWith({
      "leads.csv": csv("id,phone,created_at", 4, (n) => `${n},030 2312562${n},${day(n)}`),
    });
    const { model } = await proposed(folder, { region: "de" });
    expect(model.entities.person.identifiers["phone"]?.region).toBe("DE");
  });

  test.each([
    ["XX", expect.anything()],
    ["UK", 'did you mean "GB"?'],
    ["Germany", 'did you mean "DE"?'],
  ])("%s is none", async (region, hint) => {
    const error = await proposed(await emptyFolder(), { region }).catch((thrown: unknown) => thrown);
    expect((error as NexusError).problems).toMatchObject([
      { code: "usage", found: `"${region}"`, accepted: expect.stringContaining("ISO 3166"), hint },
    ]);
  });
});

describe("what else an event has", () => {
  test("an amount with a fraction and its currency", async () => {
    const event = await eventOfCsv(
      "orders",
      csv("id,total,currency,created_at", 3, (n) => `${n},${n}.50,USD,${day(n)}`),
    );
    expect(event).toMatchObject({ value: "total", unit: "currency" });
  });

  test("an amount that may be cents is left alone; one that says so is not", async () => {
    expect(
      await eventOfCsv(
        "charges",
        csv("id,amount,created_at", 3, (n) => `${n},1900,${day(n)}`),
      ),
    ).not.toHaveProperty("value");
    const event = await eventOfCsv(
      "charges",
      csv("id,amount_cents,currency,created_at", 3, (n) => `${n},1900,usd,${day(n)}`),
    );
    expect(event.value).toEqual({ kind: "minor", field: "amount_cents", currency: "currency" });
  });

  test.each([
    ["amount", "currency"],
    ["Betrag", "Währung"],
  ])("whole numbers in %s beside %s are an amount, and that they may be cents is said", async (amount, currency) => {
    const text = csv(`id,${amount},${currency},created_at`, 3, (n) => `${n},${n}00,EUR,${day(n)}`);
    const proposal = await proposed(await folderWith({ "charges.csv": text }));
    expect(eventOf(proposal, "charges")).toMatchObject({ value: amount, unit: currency });
    expect(proposal.tables[0]?.notes.join()).toContain(`All of "${amount}" are whole numbers`);
  });

  test("the name, where each row says what happened", async () => {
    const event = await eventOfCsv(
      "tracks",
      csv("id,event,user_id,timestamp", 12, (n) => `${n},${n % 2 ? "Report Opened" : "Report Shared"},u${n},${day(n)}`),
    );
    expect(event.name).toEqual({ kind: "column", column: "event", optional: false });
  });

  test.each([
    ["Is Deleted", ["false", "true"]],
    ["is_deleted", ["0", "1"]],
    ["isDeleted", ["No", "Yes"]],
    ["deleted", ["f", "t"]],
    ["deleted_at", ["", "2026-02-01 10:00:00"]],
    ["Deleted At", ["", ""]],
    ["_deleted", ["", "true"]],
    ["Gelöscht am", ["", "2026-02-01T10:00:00Z"]],
  ])("the source's own mark of deletion: %s with %j", async (column, values) => {
    const event = await eventOfCsv(
      "orders",
      csv(`id,created_at,${column}`, 4, (n) => `${n},${day(n)},${values[n % 2]}`),
    );
    expect(event.deletedAt).toBe(column);
  });

  test.each([
    ["deleted", ["by Ana", "by Bo"]],
    ["deleted_by", ["", "true"]],
    ["deleted_at", ["soon", "2026-02-01 10:00:00"]],
  ])("is not %s with %j", async (column, values) => {
    const event = await eventOfCsv(
      "orders",
      csv(`id,created_at,${column}`, 4, (n) => `${n},${day(n)},${values[n % 2]}`),
    );
    expect(event).not.toHaveProperty("deletedAt");
  });

  test("the loader's mark of deletion", async () => {
    const event = await eventOfCsv(
      "orders",
      csv("id,created_at,_fivetran_deleted", 3, (n) => `${n},${day(n)},false`),
    );
    expect(event.deletedAt).toBe("_fivetran_deleted");
  });
});

describe("JSON", () => {
  test("columns of NDJSON, and what lies in objects to the second level", async () => {
    const lines = Array.from({ length: 3 }, (_, n) =>
      JSON.stringify({
        id: `m${n}`,
        record: {
          customer: { email: `a${n}@acme.example`, deep: { email: "x@y.example" } },
          createdAt: `2026-01-0${n + 1}T00:00:00Z`,
          "odd key": 1,
        },
        synced_at: "2026-02-01 00:00:00",
      }),
    );
    const proposal = await proposed(await folderWith({ "messages.ndjson": lines.join("\n") }));
    const email = { kind: "json", field: "record", path: ["customer", "email"] };
    expect(eventOf(proposal, "messages")).toMatchObject({
      id: "id",
      occurredAt: { kind: "json", field: "record", path: ["createdAt"] },
      ingestedAt: "synced_at",
      persons: [{ role: "customer", identifiers: { email } }],
      groups: [{ identifiers: { domain: { kind: "domain", field: email } } }],
    });
  });

  test("objects in a text column", async () => {
    const event = await eventOfCsv(
      "events",
      csv("id,payload,created_at", 3, (n) => `${n},"{""user"":{""email"":""a${n}@acme.example""}}",${day(n)}`),
    );
    expect(event.persons).toEqual([
      { role: "user", identifiers: { email: { kind: "json", field: "payload", path: ["user", "email"] } } },
    ]);
  });
});

describe("where tables are found", () => {
  test("files of one stem are one table", async () => {
    const orders = csv("order_id,email,created_at", 3, (n) => `${n},a${n}@acme.example,${day(n)}`);
    const proposal = await proposed(
      await folderWith({ "data/orders_2024.csv": orders, "data/orders_2025.csv": orders.replaceAll("\n", "\n1") }),
    );
    expect(proposal.origin).toEqual({ kind: "files", at: "data" });
    expect(proposal.sources[0]?.definition.tables).toEqual({ orders: "data/orders_*.csv" });
    expect(proposal.tables[0]?.files).toEqual(["data/orders_2024.csv", "data/orders_2025.csv"]);
  });

  test("files that are called alike and hold different things stay apart", async () => {
    const proposal = await proposed(
      await folderWith({
        "export_1.csv": "id,email,created_at\n1,a@acme.example,2026-01-01",
        "export_2.csv": "sku,price,day\nx,1,2026-01-01",
      }),
    );
    expect(proposal.tables.map(({ label }) => label)).toEqual(["export_1.csv", "export_2.csv"]);
  });

  test("Parquet keeps its types", async () => {
    const folder = await emptyFolder();
    const proposal = await proposed(folder, {
      statements: [
        "copy (select i as order_id, 'a' || i || '@acme.example' as email, timestamptz '2026-01-01 00:00:00+00' + to_days(i::int) as created_at, {'phone': '+1 415 555 010' || i} as contact from range(4) as t(i)) to '{folder}/orders.parquet' (format parquet)",
      ],
    });
    expect(proposal.sources[0]?.definition.timezone).toBe("UTC");
    expect(eventOf(proposal, "orders")).toMatchObject({
      id: "order_id",
      occurredAt: "created_at",
      persons: [{ identifiers: { email: "email", phone: { kind: "json", field: "contact", path: ["phone"] } } }],
    });
  });

  test("a schema of the warehouse, one system by the beginning of its tables' names", async () => {
    const table = (name: string) =>
      `create table raw."${name}" as select i as id, 'a' || i || '@acme.example' as email, timestamp '2026-01-01' as created_at from range(3) as t(i)`;
    const proposal = await proposed(await emptyFolder(), {
      from: "raw",
      statements: [
        "create schema raw",
        table("hubspot_contacts"),
        table("hubspot_deals"),
        table("orders"),
        table("odd.name"),
        table("_dlt_loads"),
        table("csv"),
      ],
    });
    expect(proposal.origin).toEqual({ kind: "schema", at: "raw" });
    expect(proposal.sources.map(({ name, definition }) => [name, definition.tables])).toEqual([
      ["csv", { csv: { table: "raw.csv" } }],
      ["hubspot", { contacts: "raw.hubspot_contacts", deals: "raw.hubspot_deals" }],
      ["odd_name", { odd_name: expect.anything() }],
      ["orders", { orders: "raw.orders" }],
    ]);
    expect(proposal.tables.find(({ label }) => label === "raw._dlt_loads")?.leftOut).toBe(
      "it is a loader's or a framework's own table",
    );
  });

  test("a schema that is called after a system is one source", async () => {
    const proposal = await proposed(await emptyFolder(), {
      from: "crm",
      statements: [
        "create schema crm",
        "create table crm.people as select 1 as id, 'a@acme.example' as email, timestamp '2026-01-01' as created_at",
        "create table crm.deals as select 1 as id, now() as created_at",
      ],
    });
    expect(proposal.sources.map(({ name, definition }) => [name, Object.keys(definition.events ?? {})])).toEqual([
      ["crm", ["deal", "person"]],
    ]);
  });

  test("only the tables that were chosen", async () => {
    const text = csv("id,created_at", 3, (n) => `${n},${day(n)}`);
    const proposal = await proposed(await folderWith({ "a.csv": text, "b.csv": text }), { entries: ["b.csv"] });
    expect(proposal.tables.map(({ label }) => label)).toEqual(["b.csv"]);
  });

  test("what cannot be read is left out, with the reason", async () => {
    const proposal = await proposed(
      await folderWith({
        "broken.json": '{"a":',
        "empty.csv": "",
        "headless.csv": "1,ana@acme.example,2026-01-01\n2,bo@beta.example,2026-01-02",
        "list.json": "[1, 2]",
        "package.json": "{}",
      }),
    );
    expect(proposal.tables.map(({ label, leftOut }) => [label, leftOut])).toEqual([
      ["broken.json", expect.stringContaining("it cannot be read: A record of a JSON file is broken.")],
      ["empty.csv", expect.stringContaining("empty")],
      ["headless.csv", 'its first line holds values such as "ana@acme.example", not the names of columns'],
      ["list.json", expect.stringContaining("names")],
    ]);
  });

  test("a file with a broken line is read without it", async () => {
    const text = csv("id,email,created_at", 4, (n) => (n === 2 ? "2,oops" : `${n},a${n}@acme.example,${day(n)}`));
    const proposal = await proposed(await folderWith({ "orders.csv": text }));
    expect(proposal.sources[0]?.definition.badValues).toBe("set-aside");
    expect(proposal.tables[0]).toMatchObject({
      rows: 3,
      notes: [expect.stringContaining("Lines that cannot be read are set aside.")],
    });
  });

  test("a broken line of a CRLF file is told without loose ends", async () => {
    const lines = csv("id,email,created_at", 4, (n) => (n === 2 ? "2,oops" : `${n},a${n}@acme.example,${day(n)}`));
    const proposal = await proposed(await folderWith({ "orders.csv": lines.replaceAll("\n", "\r\n") }));
    expect(proposal.tables[0]?.notes[0]).toMatch(/ Line 4: 2 columns(: 2,oops)?$/);
  });

  test("neither a folder nor a schema", async () => {
    const error = await proposed(await folderWith({ "exports/notes.txt": "" }), { from: "export" }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(NexusError);
    expect((error as NexusError).problems).toMatchObject([
      {
        code: "not-found",
        message: 'There is neither a folder nor a schema "export".',
        hint: 'did you mean "exports"?',
      },
    ]);
  });

  test("a folder is that of where the user stands, and paths are those of the config's folder", async () => {
    const standing = await folderWith({
      "data [1]/orders.csv": csv("id,created_at", 3, (n) => `${n},${day(n)}`),
      "projects/mine/notes.txt": "",
    });
    const folder = join(standing, "projects/mine");
    for (const from of ["data [1]", "./data [1]/orders.csv"]) {
      const { sources } = await proposed(folder, { from, standing });
      expect(sources[0]?.definition.tables).toEqual({ orders: "../../data [[]1]/orders.csv" });
    }
  });

  test("a schema is one of the project's warehouse, wherever the user stands", async () => {
    const { origin } = await proposed(await emptyFolder(), {
      from: "raw",
      standing: await folderWith({ "raw/notes.txt": "" }),
      statements: ["create schema raw", "create table raw.orders as select 1 as id, now() as created_at"],
    });
    expect(origin).toEqual({ kind: "schema", at: "raw" });
  });

  test("a file that is no data", async () => {
    const error = await proposed(await folderWith({ "notes.txt": "" }), { from: "notes.txt" }).catch(
      (thrown: unknown) => thrown,
    );
    expect((error as NexusError).problems).toMatchObject([
      { code: "not-found", message: 'The file "notes.txt" is no data file.' },
    ]);
  });

  test("a folder without data", async () => {
    const error = await proposed(await folderWith({ "exports/notes.txt": "" }), { from: "exports" }).catch(
      (thrown: unknown) => thrown,
    );
    expect((error as NexusError).problems).toMatchObject([
      { code: "not-found", message: 'The folder "exports" holds no data files.' },
    ]);
  });
});

test("a table without rows is guessed from the names of its columns", async () => {
  const proposal = await proposed(await folderWith({ "signups.csv": "id,email,phone,email_verified,created_at\n" }));
  expect(eventOf(proposal, "signups")).toMatchObject({
    id: "id",
    occurredAt: "created_at",
    persons: [{ role: "person", identifiers: { email: "email", phone: "phone" } }],
  });
  expect(proposal.tables[0]?.notes).toContain(
    "The table has no rows yet: all of this is guessed from the names of its columns.",
  );
});

test("nasty names of files and columns make a valid project", async () => {
  const header = [
    '"Id"',
    '"E-mail Address"',
    '"email"',
    '"Email"',
    '""',
    '"say ""hi"""',
    '"1st"',
    '"select"',
    '"Größe"',
    '"注文"',
    '"created at"',
    '"it\'s"',
    '"back`tick"',
    '"a\\b"',
    `"\${x}"`,
  ];
  const row = (n: number) =>
    [n, `a${n}@acme.example`, "x", "y", "z", "q", "1", "2", "3", "4", day(n), "5", "6", "7", "8"].join(",");
  const text = [header.join(","), row(0), row(1), row(2)].join("\n");
  const folder = await folderWith({
    "2024.csv": text,
    "Ünï cödé (1).csv": text,
    "we[i]rd*.csv": text,
    "next.csv": text,
    "constructor.csv": text,
    "注文.csv": text,
  });
  const proposal = await proposed(folder);
  expect(proposal.tables.map(({ label, leftOut }) => [label, leftOut])).toEqual([
    ["2024.csv", undefined],
    ["constructor.csv", undefined],
    ["next.csv", undefined],
    ["we[[]i]rd[*].csv", undefined],
    ["Ünï cödé (1).csv", undefined],
    ["注文.csv", undefined],
  ]);
  expect(proposal.sources.map(({ name, definition }) => [name, Object.keys(definition.events ?? {})[0]])).toEqual([
    ["table_2024", "table_2024"],
    ["constructor", "constructor"],
    ["next", "next_event"],
    ["we_i_rd", "we_i_rd"],
    ["uni_code", "uni_code"],
    ["table", "table"],
  ]);
  for (const { name } of proposal.sources) {
    expect(eventOf(proposal, name)).toMatchObject({
      id: "Id",
      occurredAt: "created at",
      persons: [{ identifiers: { email: "E-mail Address" } }],
    });
  }
});
