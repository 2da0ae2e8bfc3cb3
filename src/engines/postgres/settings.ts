import type { PostgresWarehouse } from "../../config/config.ts";
import { postgres } from "../../sql/dialects/postgres.ts";
import type { Client } from "./driver.ts";

/** Tells a connection what every one is told, and what the config says of memory. */
export async function setUp(client: Client, { workMemory }: PostgresWarehouse): Promise<void> {
  const memory = workMemory === undefined ? [] : [`set work_mem = ${postgres.literal(workMemory.replace(" ", ""))}`];
  await client.query([...postgres.session, ...memory].join("; "));
}
