// `npm start`: installs on a fresh clone, then builds the demo and shows what came of it. Needs only Node.js and npm.
import { join } from "node:path";
import { install, root } from "./install.mjs";

install();
const { createJiti } = await import("jiti");
const jiti = createJiti(import.meta.url, {
  alias: { "nexus-cdp": join(root, "src/index.ts"), "nexus-cdp/sources": join(root, "src/sources/index.ts") },
});
await jiti.import(join(root, "examples/demo/start.ts"));
