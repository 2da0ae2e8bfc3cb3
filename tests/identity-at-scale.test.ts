import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import {
  anonymousId,
  defineConfig,
  defineModel,
  defineSource,
  duckdb,
  email,
  id,
  type Model,
  type Project,
  phone,
  projectOf,
  type Sql,
  sql,
} from "../src/index.ts";

/** A million rows take some ten seconds; machines are shared. */
const patience = 300_000;
const million = 1_000_000;

let folder = "";

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A project over rows that the warehouse makes itself: `id`, `at` and the identifiers. */
async function published(model: Model, rows: Sql): Promise<Project> {
  folder = await mkdtemp(join(tmpdir(), "nexus-scale-"));
  const site = defineSource(model, "site", {
    timezone: "UTC",
    tables: { views: rows },
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
  const project = projectOf(defineConfig({ model, warehouse: duckdb("warehouse.duckdb"), sources: [site] }), folder);
  await project.run();
  return project;
}

const of = (limits: { readonly perEntity?: number }) =>
  defineModel({
    entities: {
      person: { identifiers: { email: email(), phone: phone(), user_id: id(limits), cookie: anonymousId() } },
    },
  });

describe("a million identifiers", () => {
  test("in one chain are one person", { timeout: patience }, async () => {
    const project = await published(
      of({ perEntity: Number.POSITIVE_INFINITY }),
      sql`select i as id, timestamp '2025-01-01' as at, null::varchar as email, null::varchar as phone, 'u' || ((i + 1) // 2) as user_id, 'c' || (i // 2) as cookie from range(${million - 1}) as t(i)`,
    );
    const { rows } = await project.query(
      "select (select count(*) from nexus.persons), (select count(*) from nexus_identity.resolved_person_identifiers)",
    );
    expect(rows).toEqual([[1, million]]);
  });

  test("e-mails on one phone: the phone is quarantined, and they stay a million persons", {
    timeout: patience,
  }, async () => {
    const project = await published(
      of({}),
      sql`select i as id, timestamp '2025-01-01' as at, 'p' || i || '@acme.example' as email, '+14155550132' as phone, null::varchar as user_id, null::varchar as cookie from range(${million}) as t(i)`,
    );
    const { rows } = await project.query(
      "select (select count(*) from nexus.persons), (select rule from nexus_identity.resolved_person_identifiers where is_quarantined)",
    );
    expect(rows).toEqual([[million, "at most 4 email seen with one phone"]]);
  });
});
