import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Config, defineConfig, defineSource, equals, optional, type Warehouse } from "../../src/index.ts";
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

test("dbt reads files where the warehouse does; a row that cannot be read stops the build", { timeout: patience }, ({
  skip,
}) => {
  if (engine === undefined) throw new Error("There is no engine.");
  const lay = (_: unknown, folder: string): Promise<void> => writeFile(join(folder, "views.csv"), views);
  return scene(engine, lay, site, skip, async (scene) => {
    const { folder, project, taker } = scene;
    await project.run({ horizon });
    expect((await taker.run("deps")).ok).toBe(true);
    const built = await taker.run("build", { nexus_horizon: "2025-12-31" });
    expect(notWell(built)).toBeUndefined();
    expect(await expectSame(scene)).toEqual([
      "acme_source.site_set_aside",
      "acme_identity.refused_links",
      "acme.states",
      "acme.state_counts_per_day",
    ]);

    await writeFile(join(folder, "views.csv"), `${views}v6,tomorrow,2025-03-06,page,,u3,,Cem\n`);
    const failed = await taker.run("build", { nexus_horizon: "2025-12-31" });
    expect(outcome(failed, "fail")).toEqual(["nexus_acme_readable_site_page_viewed"]);
    expect(outcome(failed, "success")).not.toContain("nexus_acme_final__events");
  });
});
