/** A program for tests: opens the warehouse of a folder for writing, says so, and lets go when its input ends. */
import { defineConfig, defineModel, duckdb, email, projectOf } from "../../src/index.ts";

const model = defineModel({ entities: { person: { identifiers: { email: email() } } } });
const config = defineConfig({ model, warehouse: duckdb("shop.duckdb"), sources: [] });

await projectOf(config, process.argv[2]).writing(async () => {
  console.log("held");
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.once("end", resolve));
});
