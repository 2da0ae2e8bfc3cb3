import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Client, Driver } from "./driver.ts";
import { copied } from "./values.ts";

type Batches = Iterable<readonly (readonly unknown[])[]> | AsyncIterable<readonly (readonly unknown[])[]>;

/** Appends rows by COPY: as fast as the server takes them, with no more of them in memory than it wants. */
export async function copyRows(api: Driver, client: Client, target: string, batches: Batches): Promise<number> {
  let rows = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const batch of batches) {
      if (batch.length === 0) continue;
      rows += batch.length;
      yield batch.map((row) => `${row.map(copied).join("\t")}\n`).join("");
    }
  }
  await pipeline(Readable.from(lines()), client.query(api.copyFrom(`copy ${target} from stdin`)));
  return rows;
}
