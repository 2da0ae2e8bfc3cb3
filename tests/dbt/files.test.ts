import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  type Config,
  defineConfig,
  defineSource,
  equals,
  optional,
  projectOf,
  type Warehouse,
} from "../../src/index.ts";
import { people } from "../worlds/site.ts";
import { expectSame, notWell, outcome, patience, scene } from "./scene.ts";
import { enginesForDbt } from "./warehouses.ts";

const horizon = "2025-12-31T00:00:00Z";

/** The shop's site, its views in a CSV file; a row that cannot be read stops everything. */
function site(warehouse: Warehouse): Config {
  const source = defineSource(people, "site", {
    timezone: "UTC",
    badValues: "fail",
    tables: { views: "views.csv" },
    events: {
      page_viewed: {
        from: "views",
        id: "id",
        occurredAt: "at",
        ingestedAt: optional("loaded"),
        where: equals("kind", "page"),
        persons: [
          {
            role: "visitor",
            identifiers: { email: "email", user_id: "user_id", cookie: "cookie" },
            traits: { name: "name" },
          },
        ],
      },
    },
  });
  return defineConfig({ model: people, warehouse, sources: [source], schemaPrefix: "acme" });
}

const views = `id,at,loaded,kind,email,user_id,cookie,name
v1,2025-03-01 09:00,2025-03-02,page,ana@acme.example,,c1,Ana
v2,2025-03-02 09:00,2025-03-02,page,ANA@acme.example,u1,,"Ana ""{{ A }}"" Rivera"
v2,2025-03-02 09:00,2025-03-03,page,ana@acme.example,u1,c2,Ana Rivera
v3,2025-03-03 09:00,2025-03-03,page,bo@acme.example,,c3,Bo
v3,2025-03-03 09:00,2025-03-04,click,bo@acme.example,,c3,Bo
v4,2025-03-04 09:00,2025-03-04,page,,,c2,
v5,2025-03-05 09:00,2025-03-05,page,bo@home.example,u2,,Bo
v5,2025-03-05 09:00,2025-03-05,page,bo@home.example,u2,,Bob
`;

const [engine] = enginesForDbt;

const incremental = { "+materialized": "incremental" };

test("dbt reads files where the warehouse does; a row that cannot be read stops the build", { timeout: patience }, ({
  skip,
}) => {
  if (engine === undefined) throw new Error("There is no engine.");
  const lay = (_: unknown, folder: string): Promise<void> => writeFile(join(folder, "views.csv"), views);
  return scene(engine, lay, site, skip, async (scene) => {
    const { folder, project, taker } = scene;
    await project.run({ horizon });
    expect((await taker.run("deps")).ok).toBe(true);
    const built = await taker.run("build", { nexus_horizon: "2025-12-31 00:00:00+00:00" });
    expect(notWell(built)).toBeUndefined();
    expect(await expectSame(scene)).toEqual([
      "acme_source.site_set_aside",
      "acme_identity.refused_links",
      "acme.states",
      "acme.state_counts_per_day",
    ]);

    await writeFile(join(folder, "views.csv"), `${views}v6,tomorrow,2025-03-06,page,,u3,,Cem\n`);
    // The settings of a project are stronger than those of a package: this one was told what to add, and left one model out.
    const settings = { "+materialized": "table", identity: { nexus_acme_identity__free_mail_domains: incremental } };
    await taker.settings({ models: { ...incremental, nexus_acme: settings } });
    // It asks no tests, and is stopped all the same.
    const failed = await taker.run("run", { nexus_horizon: "2025-12-31" });
    expect(failed.said).toContain("Raw rows of site.page_viewed cannot be read. Rows: 1");
    expect(failed.said).toContain("It would be made as incremental");
    expect(failed.said).toContain("{nexus_acme: {+materialized: table}}");
    expect(outcome(failed, "error").toSorted()).toEqual([
      "nexus_acme_identity__free_mail_domains",
      "nexus_acme_source__site__page_viewed",
    ]);
    expect(outcome(failed, "skipped")).toContain("nexus_acme_final__events");
  });
});

test("a warehouse that reads no files is told where dbt looks for them", async ({ skip }) => {
  const folder = await mkdtemp(join(tmpdir(), "nexus-dbt-"));
  const places = await enginesForDbt.find(({ name }) => name === "postgres")?.places(folder);
  if (places === undefined || typeof places === "string") return skip(places ?? "there is no such engine");
  try {
    await writeFile(join(folder, "views.csv"), views);
    const { cannot } = await projectOf(site(places.forNexus), folder).dbt(join(folder, "package"));
    expect(cannot.find(({ about }) => about === "site.views")?.message).toBe(
      "The file views.csv is not brought to the warehouse: load it as the table nexus_files.site__views, its columns text.",
    );
    const written = (path: string) => readFile(join(folder, "package", path), "utf8");
    expect(await written("models/sources.yml")).toContain(
      '    schema: "nexus_files"\n    tables:\n      - name: "site__views"',
    );
    expect(await written("models/source/nexus_acme_source__site__page_viewed__read.sql")).toContain(
      "from {{ source('nexus_files', 'site__views') }} as r",
    );
  } finally {
    await places.dismiss();
    await rm(folder, { recursive: true, force: true });
  }
});
