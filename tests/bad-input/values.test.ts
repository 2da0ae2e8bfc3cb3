import { expect, test } from "vitest";
import { config, Folder, shop } from "./shop.ts";
test("x", async () => {
  const f = Folder.make();
  await f.lines("orders.csv", "order_id,created_at,email,total", "1,2025-01-01 10:00:00,ana@acme.example,10", "2,2025-01-02 10:00:00,bo@acme.example,ten");
  const t = performance.now();
  const r = await f.run();
  console.log(performance.now() - t, r.sources, r.steps.length);
  console.log(await f.ask("select * from nexus.events"));
  console.log(await f.refusal(config({ sources: [shop({ badValues: "fail" })] })));
});
