import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runReport } from "../../src/cli/run-report.ts";
import {
  anonymousId,
  defineConfig,
  defineModel,
  defineSource,
  duckdb,
  email,
  phone,
  projectOf,
} from "../../src/index.ts";

/** What the run report says of who is who, run after run, so that before and after add up. */
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nexus-report-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One run over so many views; values that are shared link nobody. */
async function run(shared: readonly string[], ...views: readonly string[]) {
  await writeFile(join(folder, "views.csv"), ["id,at,email,phone,cookie", ...views, ""].join("\n"));
  const model = defineModel({
    entities: {
      person: { identifiers: { email: email(), phone: phone({ shared: [...shared] }), cookie: anonymousId() } },
    },
  });
  const site = defineSource(model, "site", {
    timezone: "UTC",
    tables: { views: "views.csv" },
    events: {
      viewed: {
        from: "views",
        id: "id",
        occurredAt: "at",
        persons: [{ role: "visitor", identifiers: { email: "email", phone: "phone", cookie: "cookie" } }],
      },
    },
  });
  const project = projectOf(defineConfig({ model, warehouse: duckdb("nexus.duckdb"), sources: [site] }), folder);
  const result = await project.run({ horizon: "2026-02-01" });
  const summary = await project.summary(result.run);
  const lines = runReport(result, summary).split("\n");
  const at = lines.findIndex((line) => line.startsWith("resolved"));
  const words = (line = ""): string[] => line.trim().split(/ {2,}/);
  const [names, counts] = [words(lines[at]), words(lines.slice(at + 1).find((line) => line.startsWith("persons")))];
  const row: Record<string, string> = {};
  for (const [index, name] of names.entries()) row[name] = counts[index] ?? "";
  return { row, summary };
}

const [ana, bo, cy] = [
  "1,2026-01-01,ana@acme.example,,",
  "2,2026-01-02,bo@acme.example,,",
  "3,2026-01-03,cy@acme.example,,",
];
const others = ["4,2026-01-04,billing@acme.example,,", "5,2026-01-05,,,c-77", "6,2026-01-06,,,c-77"];
const oneSwitchboard = ["ana", "bo", "cy"].map(
  (who, index) => `${who},2026-01-1${index},${who}@acme.example,+14155550132,`,
);

describe("who is who in the run report", () => {
  test("a shared address is no browser", async () => {
    const { row, summary } = await run([], ana, bo, cy, ...others);
    expect(row).toMatchObject({ "in all": "5", identified: "3", anonymous: "1", shared: "1", born: "5", merged: "0" });
    expect(summary.entities).toMatchObject([{ entities: 5, identified: 3, shared: 1 }]);
  });

  test("of those with as many identifiers the one with most events comes first", async () => {
    const { summary } = await run([], ana, bo, cy, ...others);
    expect(summary.biggest[0]).toMatchObject({ label: "c-77", identifiers: 1, event_count: 2 });
  });

  test("merged are the ids that live on in another", async () => {
    const { row } = await run([], ana, bo, cy, ...others, ...oneSwitchboard);
    expect(row).toMatchObject({ "in all": "3", born: "0", merged: "2", split: "0", ended: "0" });
  });

  test("split are those that come out of another, also under an id of before", async () => {
    const { row } = await run(["+14155550132"], ana, bo, cy, ...others, ...oneSwitchboard);
    const grown = Number(row["born"]) + Number(row["split"]) - Number(row["merged"]) - Number(row["ended"]);
    expect(row).toMatchObject({ "in all": "6", merged: "0", ended: "0" });
    expect(grown).toBe(3);
  });
});
