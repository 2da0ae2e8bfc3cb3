import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectOf } from "../../src/index.ts";
import { expectSame, notWell, outcome, patience, scene, tablesOf } from "./scene.ts";
import { enginesForDbt, layBoth } from "./warehouses.ts";
import { kettleAndLeaf, rowsOf } from "./world.ts";

const horizon = "2025-06-20T12:30:00Z";
const vars = { nexus_horizon: horizon };

describe.each(enginesForDbt)("dbt on $name", (engine) => {
  test(
    "builds what a first run publishes, row for row; and nothing where it cannot",
    { timeout: patience },
    ({ skip }) =>
      scene(
        engine,
        (places, folder) => layBoth(places, folder, rowsOf(1)),
        kettleAndLeaf,
        skip,
        async (scene) => {
          const { folder, places, project, taker } = scene;
          await project.run({ horizon });
          expect((await taker.run("deps")).ok).toBe(true);
          const built = await taker.run("build", vars);
          expect(notWell(built)).toBeUndefined();
          expect(outcome(built, "warn")).toEqual(["nexus_no_braces"]);
          // Nothing is held to a limit here.
          expect(await expectSame(scene)).toEqual(["nexus_identity.refused_links"]);

          // What a run remembers is not replaced, and nothing is written beside it.
          const before = await tablesOf(scene);
          const one = ["--target", "taken", "--select", "nexus_identity__person_components"];
          const other = await taker.run("run", vars, one);
          expect(other.said).toContain("The schema nexus_meta is of nexus run.");
          expect([other.ok, outcome(other, "success")]).toEqual([false, []]);
          expect(await tablesOf(scene)).toEqual(before);
          // Models of the project itself may read it.
          const own = await taker.run("run", vars, ["--target", "taken", "--select", "events_per_source"]);
          expect(notWell(own)).toBeUndefined();

          // The next package takes the place of the first, over a database that has been built, with rows that need a kernel.
          await projectOf(kettleAndLeaf(places.forNexus, engine.broken), folder).dbt(join(folder, "package"));
          await layBoth(places, folder, rowsOf(1, engine.broken === "limited" ? "none" : "letters"));
          const failed = await taker.run("build", vars);
          expect(failed.ok).toBe(false);
          expect(outcome(failed, "fail")).toEqual([
            engine.broken === "limited" ? "nexus_within_limits_person" : "nexus_no_mail_headers",
          ]);
          expect(outcome(failed, "error")).toEqual([]);
          expect(outcome(failed, "skipped")).toEqual(
            expect.arrayContaining([
              "nexus_identity__person_assignment",
              "nexus_final__persons",
              "nexus_final__states",
            ]),
          );
        },
      ),
  );
});
