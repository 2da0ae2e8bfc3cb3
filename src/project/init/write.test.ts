import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { NexusError } from "../../base/problem.ts";
import { type Config, duckdb } from "../../config/config.ts";
import { openDuckDb } from "../../engines/duckdb/engine.ts";
import { loadConfig } from "../load-config.ts";
import { projectOf, version } from "../project.ts";
import { configText, type Proposal, proposeProject, writeProject } from "./index.ts";

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function folderWith(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "nexus-init-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

async function proposed(folder: string, from?: string): Promise<Proposal> {
  const engine = await openDuckDb({ warehouse: duckdb("warehouse.duckdb"), folder, mode: "inspect" });
  try {
    return await proposeProject({ folder, engine, ...(from === undefined ? {} : { from }) });
  } finally {
    await engine.close();
  }
}

/** Writes a project, loads its config as text and runs it; then asks what it made. */
async function ran(folder: string, from: string | undefined, query: string): Promise<readonly (readonly unknown[])[]> {
  await writeProject(folder, await proposed(folder, from));
  // Not through `openProject`, which would give the config a copy of the package of its own beside the test's.
  const { default: config }: { default: Config } = await import(join(folder, "nexus.config.ts"));
  const project = projectOf(config, folder);
  await project.run();
  return project.reading(async (engine) => (await engine.ask(query)).rows);
}

/** TypeScript's complaints about configs, with the package's own sources in the place of its build. */
async function typeErrors(configs: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const folder = await folderWith(configs);
  const compilerOptions = {
    target: "es2023",
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    rewriteRelativeImportExtensions: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    paths: { "nexus-cdp": [join(root, "src/index.ts")] },
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const output = await promisify(execFile)(process.execPath, [tsc, "-p", "tsconfig.json", "--pretty", "false"], {
    cwd: folder,
  }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
  // What is unfinished in the package itself is no business of this test.
  const mine = new RegExp(`^(${Object.keys(configs).join("|")}|error)`);
  return output.split("\n").filter((line) => mine.test(line));
}

const shop = {
  "raw/shop/orders_2025.csv": [
    "Order ID,Customer E-Mail,customer_id,total_cents,currency,created_at,_synced_at",
    "1,ana@acme.example,7,1999,USD,2025-03-01 10:00:00,2026-01-01 00:00:00",
    "2,bo@beta.example,8,500,USD,2025-04-01 10:00:00,2026-01-01 00:00:00",
  ].join("\n"),
  "raw/shop/orders_2026.csv": [
    "Order ID,Customer E-Mail,customer_id,total_cents,currency,created_at,_synced_at",
    "3,ana@acme.example,7,2500,USD,2026-03-01 10:00:00,2026-04-01 00:00:00",
  ].join("\n"),
  "raw/tickets.ndjson": [
    '{"id":"t1","ts":1767225600,"record":{"requester":{"email":"Ana@Acme.example"}}}',
    '{"id":"t2","ts":1767225660,"record":{"requester":{"email":"cy@gmail.com"}}}',
  ].join("\n"),
  "raw/plans.csv": "id,label\n1,starter\n2,team",
  "raw/visits.csv": ["page,anonymous_id,Date", "/,anon-1,02/01/2026", "/pricing,anon-1,13/01/2026"].join("\n"),
};

/** Lists, addresses with names, and a row that is deleted. */
const desk = {
  "tickets.ndjson": [
    '{"id":"t1","created_at":"2026-01-01T10:00:00Z","requester":{"id":"r1","email":"ana@acme.example"},"ccs":[{"email":"bo@beta.example","name":"Bo Chen"}],"a b":{"to-all":["cy@acme.example"]}}',
    '{"id":"t2","created_at":"2026-01-02T10:00:00Z","requester":{"id":"r2","email":"bo@beta.example"},"ccs":[]}',
  ].join("\n"),
  "leads.csv": [
    "Nr;Erstellt am;Vorname;Nachname;Contact;Telefon (privat);Is Deleted",
    '1;13.01.2026 10:00;Ana;Rivera;"""Rivera, Ana"" <ana@acme.example>";+1 415 555 0101;false',
    "2;14.01.2026 10:00;Cy;Diaz;Cy Diaz <cy@acme.example>;+1 415 555 0102;true",
  ].join("\n"),
};

const header = [
  ...['"Id"', '"E-mail Address"', '""', '"say ""hi"""', '"1st"', '"select"', '"Größe"', '"created at"'],
  ...['"it\'s"', '"back`tick"', '"a\\b"', `"\${x}"`],
].join(",");
const rows = ["1,ana@acme.example,x,q,1,2,3,2026-01-01,5,6,7,8", "1,ana@acme.example,x,q,1,2,3,2026-01-02,5,6,7,9"];

/** Names of files and columns that want to be quoted; all columns together are the row's key. */
const nasty = {
  "data/it's [new] (1).csv": [header, ...rows].join("\n"),
  "data/注文.csv": [header, ...rows].join("\n").replaceAll("2026-01-0", "13.01.202"),
};

describe("the config", () => {
  test("says what it is made of, in the order of a reader", async () => {
    const proposal = await proposed(await folderWith(shop), "raw");
    expect(configText(proposal)).toMatchInlineSnapshot(`
      "import {
        anonymousId,
        concat,
        constant,
        defineConfig,
        defineModel,
        defineSource,
        domain,
        domainOf,
        duckdb,
        email,
        epoch,
        id,
        json,
        minorUnits,
        sql,
      } from "nexus-cdp";

      /** Who there is, and how they are told apart: from the strongest identifier to the weakest. */
      const model = defineModel({
        entities: {
          person: {
            identifiers: { email: email(), customer_id: id(), anonymous_id: anonymousId() },
          },
          group: {
            identifiers: { domain: domain() },
          },
        },
      });

      export default defineConfig({
        model,
        warehouse: duckdb("warehouse.duckdb"),
        sources: [
          defineSource(model, "shop", {
            // The zone of times that do not say theirs: change it where they are of another, such as "Europe/Berlin".
            timezone: "UTC",
            tables: { orders: "raw/shop/orders_*.csv" },
            events: {
              order: {
                from: "orders",
                name: "order",
                id: "Order ID",
                occurredAt: "created_at",
                ingestedAt: "_synced_at",
                value: minorUnits("total_cents", "currency"),
                unit: "currency",
                persons: [{ role: "customer", identifiers: { email: "Customer E-Mail", customer_id: "customer_id" } }],
                groups: [{ role: "company", identifiers: { domain: domainOf("Customer E-Mail") } }],
                memberships: [{ person: "customer", group: "company", role: "member" }],
              },
            },
          }),
          defineSource(model, "tickets", {
            // The zone of times that do not say theirs: change it where they are of another, such as "Europe/Berlin".
            timezone: "UTC",
            tables: { tickets: "raw/tickets.ndjson" },
            events: {
              ticket: {
                from: "tickets",
                name: "ticket",
                id: "id",
                occurredAt: epoch("ts", "seconds"),
                persons: [{ role: "requester", identifiers: { email: json("record", "requester.email") } }],
                groups: [{ role: "company", identifiers: { domain: domainOf(json("record", "requester.email")) } }],
                memberships: [{ person: "requester", group: "company", role: "member" }],
              },
            },
          }),
          defineSource(model, "visits", {
            // The zone of times that do not say theirs: change it where they are of another, such as "Europe/Berlin".
            timezone: "UTC",
            tables: { visits: "raw/visits.csv" },
            events: {
              visit: {
                from: "visits",
                name: "visit",
                // No column is the row's own key: these tell the rows apart.
                // Where one of them changes, the row becomes another event, and its deletion does not find the first: a key
                // that stays the same is better.
                id: concat("Date", constant("|"), "anonymous_id"),
                occurredAt: sql\`try_strptime(trim("Date"), ['%d/%m/%Y', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y, %H:%M', '%d/%m/%Y, %H:%M:%S'])\`,
                persons: [{ role: "person", identifiers: { anonymous_id: "anonymous_id" } }],
              },
            },
          }),
          // Left out: raw/plans.csv, as no column is a time.
        ],
      });
      "
    `);
  });

  test("runs", async () => {
    const persons = await ran(
      await folderWith(shop),
      "raw",
      "select email, event_count from nexus.persons order by email nulls last",
    );
    expect(persons).toEqual([
      ["ana@acme.example", 3],
      ["bo@beta.example", 1],
      ["cy@gmail.com", 1],
      [null, 2],
    ]);
  });

  test("runs with lists of persons and addresses with names", async () => {
    expect(
      await ran(await folderWith(desk), undefined, "select email, event_count, name from nexus.persons order by 1"),
    ).toEqual([
      ["ana@acme.example", 2, "Ana Rivera"],
      ["bo@beta.example", 2, "Bo Chen"],
      ["cy@acme.example", 1, null],
    ]);
  });

  test("nasty names stay what they are", async () => {
    expect(await ran(await folderWith(nasty), undefined, "select count(*) from nexus.events")).toEqual([[4]]);
  });

  test("passes TypeScript", async () => {
    const configs = {
      "shop.ts": configText(await proposed(await folderWith(shop), "raw")),
      "nasty.ts": configText(await proposed(await folderWith(nasty))),
      "desk.ts": configText(await proposed(await folderWith(desk))),
      "example.ts": configText(await proposed(await folderWith())),
    };
    expect(await typeErrors(configs)).toEqual([]);
    expect(
      await typeErrors({
        "wrong.ts": configs["example.ts"].replace('email: "customer_email"', 'mail: "customer_email"'),
      }),
    ).toMatchObject([expect.stringContaining("wrong.ts")]);
  }, 240_000);

  test("is found and taken by the loader", async () => {
    const folder = await folderWith({ "raw/shop/orders_2025.csv": shop["raw/shop/orders_2025.csv"] });
    await writeProject(folder, await proposed(folder));
    const { project } = await loadConfig(folder);
    expect(project.sources.map(({ name }) => name)).toEqual(["shop"]);
  });
});

describe("the files around it", () => {
  test("all are written into an empty folder", async () => {
    const folder = await folderWith();
    const { written, kept, todo } = await writeProject(folder, await proposed(folder));
    expect({ written, kept, todo }).toEqual({
      written: [
        "data/orders.csv",
        "data/signups.csv",
        "nexus.config.ts",
        ".gitignore",
        "package.json",
        "tsconfig.json",
      ],
      kept: [],
      todo: [],
    });
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("node_modules/\n*.duckdb\n*.duckdb.*\n");
    expect(JSON.parse(await readFile(join(folder, "package.json"), "utf8"))).toMatchObject({
      private: true,
      type: "module",
      dependencies: { "nexus-cdp": version },
    });
  });

  test("what is there stays as it is, and what is to be done is said", async () => {
    const folder = await folderWith({
      "package.json": "{}\n",
      "tsconfig.json": "{}\n",
      ".gitignore": "dist\n*.duckdb",
    });
    const { kept, todo } = await writeProject(folder, await proposed(folder));
    expect(kept).toEqual(["package.json", "tsconfig.json"]);
    expect(todo).toEqual([`npm install nexus-cdp@${version}`]);
    expect(await readFile(join(folder, "package.json"), "utf8")).toBe("{}\n");
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("dist\n*.duckdb\nnode_modules/\n*.duckdb.*\n");
  });

  test("a config is replaced only by force", async () => {
    const folder = await folderWith({ "nexus.config.js": "export default 1;\n" });
    const proposal = await proposed(folder);
    const refused = await writeProject(folder, proposal).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(NexusError);
    expect((refused as NexusError).problems).toMatchObject([
      { code: "usage", message: "There is a nexus.config.js already.", hint: expect.stringContaining("--force") },
    ]);
    const { written, todo } = await writeProject(folder, proposal, { force: true });
    expect(written).toContain("nexus.config.ts");
    expect(todo).toEqual(["remove nexus.config.js: nexus.config.ts is read instead"]);
  });
});

describe("the example", () => {
  test("is what its own data would be taken for", async () => {
    const folder = await folderWith();
    const example = await proposed(folder);
    expect(example.origin.kind).toBe("example");
    await writeProject(folder, example);
    const seen = await proposed(folder);
    expect(seen.origin).toEqual({ kind: "files", at: "data" });
    expect(seen.model).toEqual(example.model);
    expect(seen.remarks).toEqual(example.remarks);
    expect(seen.sources.map(({ name, definition }) => ({ name, definition }))).toEqual(
      example.sources.map(({ name, definition }) => ({ name, definition })),
    );
  });

  test("runs, and shows one person of two sources whose addresses the phone joins", async () => {
    const found = await ran(
      await folderWith(),
      undefined,
      `select p.name, count(distinct e.source), count(distinct i.identifier_value)
       from nexus.persons as p
       join nexus.person_participants as pp on pp.person_id = p.id
       join nexus.events as e on e.id = pp.event_id
       join nexus_identity.resolved_person_identifiers as i on i.person_id = p.id and i.identifier_type = 'email'
       where p.name = 'Ana Rivera' group by all`,
    );
    expect(found).toEqual([["Ana Rivera", 2, 2]]);
  });
});
