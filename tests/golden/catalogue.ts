import type { Catalogue } from "../../src/config/project.ts";
import { rawTable } from "../../src/sql/sql.ts";
import { type RawType, rawTables } from "./project.ts";

/** Where each raw table is used, as `source.table`. */
const uses: Readonly<Record<string, string>> = {
  "shop.orders": "orders",
  "shop.customers": "customers",
  "shop.products": "products",
  "steep.brews": "brews",
  "steep.letters": "letters",
  "steep.plans": "plans",
};

/** The raw tables as an engine would describe them, known without one. */
export const catalogue: Catalogue = new Map(
  Object.entries(uses).map(([use, table]) => [
    use,
    { reference: rawTable("raw", table), label: `raw.${table}`, columns: columnsOf(table) },
  ]),
);

function columnsOf(table: string): { readonly name: string; readonly type: RawType }[] {
  const columns: Readonly<Record<string, RawType>> =
    Object.entries(rawTables).find(([one]) => one === table)?.[1] ?? {};
  return Object.entries(columns).map(([column, type]) => ({ name: column, type }));
}
