import { randomBytes } from "node:crypto";
import {
  defineConfig,
  defineModel,
  defineSource,
  email,
  NexusError,
  type PostgresOptions,
  type Problem,
  type Project,
  postgres,
  projectOf,
} from "../../src/index.ts";
import type { Version } from "./native.ts";
import { asked, type Running, server } from "./server.ts";

const model = defineModel({ entities: { person: { identifiers: { email: email() }, traits: { name: "text" } } } });

/** A database with two orders in it, and a project over them. */
export class Shop {
  readonly running: Running;
  readonly database: string;

  private constructor(running: Running, database: string) {
    this.running = running;
    this.database = database;
  }

  /** A new database, or why there can be none. */
  static async opened(version: Version = "packaged"): Promise<Shop | string> {
    const running = await server(version);
    if ("absent" in running) return running.absent;
    const database = `shop_${randomBytes(4).toString("hex")}`;
    await asked(`${running.url}/postgres`, `create database ${database}`);
    const shop = new Shop(running, database);
    await shop.ask(
      "create schema raw",
      "create table raw.orders (id text, at timestamptz, email text, name text)",
      "insert into raw.orders values ('o1', '2025-03-01 09:00Z', 'ana@acme.example', 'Ana'), ('o2', '2025-03-02 09:00Z', 'bo@acme.example', 'Bo')",
    );
    return shop;
  }

  get url(): string {
    return `${this.running.url}/${this.database}`;
  }

  /** As the server's owner. */
  ask(...texts: readonly string[]): Promise<readonly Record<string, unknown>[]> {
    return asked(this.url, ...texts);
  }

  project(options: PostgresOptions = {}, table = "raw.orders"): Project {
    const shop = defineSource(model, "shop", {
      timezone: "UTC",
      tables: { orders: table },
      events: {
        ordered: {
          from: "orders",
          id: "id",
          occurredAt: "at",
          persons: [{ role: "buyer", identifiers: { email: "email" }, traits: { name: "name" } }],
        },
      },
    });
    return projectOf(defineConfig({ model, sources: [shop], warehouse: postgres({ url: this.url, ...options }) }), ".");
  }

  async dropped(): Promise<void> {
    await asked(
      `${this.running.url}/postgres`,
      `drop database if exists ${this.database} with (force)`,
      `drop role if exists ${this.database}_reader`,
    );
  }
}

/** The problems of what must fail. */
export async function problemsOf(attempt: Promise<unknown>): Promise<readonly Problem[]> {
  const error = await attempt.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (error instanceof NexusError) return error.problems;
  throw new Error(`no problem, but ${error === undefined ? "success" : String(error)}`);
}
