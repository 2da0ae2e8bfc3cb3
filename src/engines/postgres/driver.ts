import { NexusError } from "../../base/problem.ts";

export type { Client, ClientConfig } from "pg";
export type { default as Cursor } from "pg-cursor";

/** The PostgreSQL client: connections, answers that come in pieces, rows in bulk. */
export interface Driver {
  readonly Client: typeof import("pg").Client;
  readonly Cursor: typeof import("pg-cursor");
  readonly copyFrom: typeof import("pg-copy-streams").from;
}

let loading: Promise<Driver> | undefined;

/** The PostgreSQL client, loaded when it is first needed. */
export function driver(): Promise<Driver> {
  loading ??= load().catch((cause: unknown) => {
    loading = undefined;
    throw new NexusError(
      {
        code: "warehouse-unreadable",
        message: "The PostgreSQL client is not installed.",
        hint: "npm install pg@8.23.1 pg-cursor@2.22.0 pg-copy-streams@7.0.0",
      },
      { cause },
    );
  });
  return loading;
}

async function load(): Promise<Driver> {
  const [pg, cursor, copy] = await Promise.all([import("pg"), import("pg-cursor"), import("pg-copy-streams")]);
  return { Client: pg.default.Client, Cursor: cursor.default, copyFrom: copy.from };
}
