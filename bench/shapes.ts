/**
 * The question: do shapes that break others stay linear here? `node --import jiti/register bench/shapes.ts [identifiers]`
 * runs the product over each and prints what it made, and the seconds of identity resolution.
 *
 * - chain: every identifier hangs on the next one, all are one person
 * - chain with limits: the same, where each cookie hangs between two users that must stay two
 * - hub: as many e-mails on one phone, which is quarantined
 * - one in a hundred: pairs of users, of which every hundredth shares a browser
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { anonymousId, defineConfig, defineModel, defineSource, duckdb, email, id, phone, projectOf } from "nexus-cdp";
import { workFolder } from "./world.ts";

const identifiers = Number(process.argv[2] ?? 1_000_000);
const none = Number.POSITIVE_INFINITY;
const at = "timestamp '2025-01-01' + to_seconds(cast(i as integer))";

const links = (row: string, count: number): string =>
  `select i as id, ${at} as at, ${row} from range(${count}) as t(i)`;
const shapes = {
  chain: {
    limited: false,
    sql: links(
      "null as email, null as phone, 'u' || cast((i + 1) // 2 as integer) as user_id, 'c' || cast(i // 2 as integer) as cookie",
      identifiers - 1,
    ),
  },
  "chain with limits": {
    limited: true,
    sql: links(
      "null as email, null as phone, 'u' || cast((i + 1) // 2 as integer) as user_id, 'c' || cast(i // 2 as integer) as cookie",
      identifiers - 1,
    ),
  },
  hub: {
    limited: true,
    sql: links(
      "'p' || i || '@acme.example' as email, '+14155550132' as phone, null as user_id, null as cookie",
      identifiers,
    ),
  },
  "pairs without limits": { limited: false, sql: pairs() },
  "one in a hundred": { limited: true, sql: pairs() },
} as const;

/** Users with an address and a browser each; of every hundred pairs one has the browser in common. */
function pairs(): string {
  return links(
    "'p' || (i // 2) || '@acme.example' as email, null as phone, 'u' || (i // 2) as user_id, case when (i // 4) % 100 = 0 then 'shared' || (i // 4) else 'c' || (i // 2) end as cookie",
    identifiers,
  );
}

for (const [name, { limited, sql }] of Object.entries(shapes)) {
  const folder = join(workFolder, "shapes");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`copy (${sql}) to '${join(folder, "views.parquet")}' (format parquet)`);
  connection.closeSync();
  const free = limited ? {} : { perEntity: none };
  const model = defineModel({
    entities: {
      person: { identifiers: { email: email(free), phone: phone(), user_id: id(free), cookie: anonymousId() } },
    },
  });
  const site = defineSource(model, "site", {
    timezone: "UTC",
    tables: { views: "views.parquet" },
    events: {
      viewed: {
        from: "views",
        id: "id",
        occurredAt: "at",
        persons: [
          { role: "visitor", identifiers: { email: "email", phone: "phone", user_id: "user_id", cookie: "cookie" } },
        ],
      },
    },
  });
  const project = projectOf(
    defineConfig({ model, warehouse: duckdb("shape.duckdb", { threads: 2, memoryLimit: "4GB" }), sources: [site] }),
    folder,
  );
  const started = performance.now();
  const { steps } = await project.run({ horizon: "2026-01-01T00:00:00Z" });
  const wall = (performance.now() - started) / 1000;
  const resolving = steps.filter(({ id: step }) =>
    /components|constrained|quarantined|over_limit|settled|refusals/.test(step),
  );
  const { rows } = await project.query(
    "select (select count(*) from nexus.persons), (select count(*) from nexus_identity.resolved_person_identifiers where is_quarantined), (select count(*) from nexus_identity.refused_links)",
  );
  const [persons, quarantined, refused] = rows[0] ?? [];
  const seconds = resolving.reduce((sum, step) => sum + step.seconds, 0);
  console.log(
    `${name.padEnd(22)} ${String(persons).padStart(9)} persons, ${String(quarantined)} quarantined, ${String(refused).padStart(7)} links refused   components and limits ${seconds.toFixed(2)} s, all layers ${wall.toFixed(1)} s`,
  );
}
