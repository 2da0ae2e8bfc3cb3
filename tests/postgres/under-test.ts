import { basename } from "node:path";
import { Client } from "pg";
import { postgres } from "../../src/index.ts";
import type { EngineUnderTest, RawRow } from "../conformance/engines.ts";
import { asked, server } from "./server.ts";

let url = "";

/** Each world has a database of its own. */
function databaseOf(folder: string): string {
  return basename(folder).toLowerCase().replace(/[^a-z0-9_]/g, "_");
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** PostgreSQL, on a server that the tests start. */
export const postgreSql: EngineUnderTest = {
  name: "postgres",
  prepare: async (folder) => {
    const running = await server();
    if ("absent" in running) return running.absent;
    url = running.url;
    await asked(`${url}/postgres`, `create database ${quoted(databaseOf(folder))}`);
    return undefined;
  },
  dismiss: async (folder) => {
    if (url !== "") await asked(`${url}/postgres`, `drop database if exists ${quoted(databaseOf(folder))} with (force)`);
  },
  warehouse: (folder) => postgres({ url: `${url}/${databaseOf(folder)}` }),
  reference: ({ table }) => ({ table: `raw.${table}` }),
  put: async (folder, { table, columns, rows, format }) => {
    const type = format === "json" ? "json" : "text";
    const named = `raw.${quoted(table)}`;
    const client = new Client({ connectionString: `${url}/${databaseOf(folder)}` });
    await client.connect();
    try {
      await client.query(
        `create schema if not exists raw; drop table if exists ${named}; create table ${named} (${columns.map((one) => `${quoted(one)} ${type}`).join(", ")})`,
      );
      await client.query(
        `insert into ${named} select * from json_to_recordset($1) as r (${columns.map((one) => `${quoted(one)} ${type}`).join(", ")})`,
        [JSON.stringify(rows.map((row) => (format === "json" ? row : textsOf(row))))],
      );
    } finally {
      await client.end();
    }
  },
  forget: async (folder) => {
    const schemas = ["nexus", "nexus_source", "nexus_core", "nexus_identity", "nexus_meta"];
    await asked(`${url}/${databaseOf(folder)}`, ...schemas.map((one) => `drop schema if exists ${one} cascade`));
  },
};

/** As a CSV file has it: all cells are texts, and an empty one is none. */
function textsOf(row: RawRow): RawRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, cell]) => [
      column,
      cell === null || cell === undefined || cell === ""
        ? null
        : typeof cell === "object"
          ? JSON.stringify(cell)
          : String(cell).replaceAll("\0", ""),
    ]),
  );
}
