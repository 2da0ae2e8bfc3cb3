import { basename } from "node:path";
import { Client } from "pg";
import { postgres } from "../../src/index.ts";
import type { EngineUnderTest } from "../conformance/engines.ts";
import { asked, server } from "./server.ts";

let url = "";

/** Each world has a database of its own. */
function databaseOf(folder: string): string {
  return basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, "_");
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
    await asked(`${url}/${databaseOf(folder)}`, "create schema raw");
    return undefined;
  },
  dismiss: async (folder) => {
    if (url !== "")
      await asked(`${url}/postgres`, `drop database if exists ${quoted(databaseOf(folder))} with (force)`);
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
        `drop table if exists ${named}; create table ${named} (${columns.map((one, at) => `${nameOf(one, at)} ${type}`).join(", ")})`,
      );
      if (columns.length > 0 && rows.length > 0)
        await client.query(
          `insert into ${named} select * from unnest(${columns.map((_, at) => `$${at + 1}::${type}[]`).join(", ")})`,
          columns.map((column) =>
            rows.map((row) => (format === "json" ? documentOf(row[column]) : textOf(row[column]))),
          ),
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
function textOf(cell: unknown): string | null {
  if (cell === null || cell === undefined || cell === "") return null;
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

function documentOf(cell: unknown): string | null {
  return cell === null || cell === undefined ? null : JSON.stringify(cell);
}

/** A column has a name here; files may have one without, which is then called by its place. */
const nameOf = (column: string, at: number): string => quoted(column === "" ? `column${at}` : column);
