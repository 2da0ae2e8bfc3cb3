import type { Client } from "./driver.ts";

/** Fails when a connection breaks: what waits for an answer then would wait for ever, as not all of its client notices. */
export function lossOf(client: Client): Promise<never> {
  const loss = new Promise<never>((_, reject) => {
    client.once("error", reject);
    client.once("end", () => reject(new Error("Connection terminated")));
  });
  // Nobody need be waiting when it happens.
  loss.catch(() => undefined);
  return loss;
}
