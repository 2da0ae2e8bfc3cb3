import type { PostgresWarehouse } from "../../config/config.ts";
import { postgres } from "../../sql/dialects/postgres.ts";
import type { Client } from "./driver.ts";

/** What every connection is told: times in UTC, and one spelling of values whatever the database's own settings are. */
const settings: Readonly<Record<string, string>> = {
  TimeZone: "UTC",
  DateStyle: "ISO, YMD",
  IntervalStyle: "postgres",
  client_min_messages: "warning",
  standard_conforming_strings: "on",
  extra_float_digits: "1",
  // To compile a query costs more than most of ours take.
  jit: "off",
};

export async function setUp(client: Client, { workMemory }: PostgresWarehouse): Promise<void> {
  const all = { ...settings, ...(workMemory === undefined ? {} : { work_mem: workMemory.replace(" ", "") }) };
  await client.query(
    Object.entries(all)
      .map(([setting, to]) => `set ${postgres.identifier(setting.toLowerCase())} = ${postgres.literal(to)}`)
      .join("; "),
  );
}
