import type { Model, ModelDefinition } from "../config/model.ts";
import type { Source } from "../config/source.ts";
import { fittedSource, type Speaks } from "../config/vocabulary.ts";
import { eventsOf, type NameOptions, rawTables, type TableOptions } from "./fivetran.ts";
import { shopEvents } from "./shopify/events.ts";
import { fivetranShape, type RecordOptions, recordShape } from "./shopify/shape.ts";

const shopTables = [
  "customer",
  "order",
  "abandoned_checkout",
  "fulfillment",
  "fulfillment_event",
  "refund",
  "transaction",
  "shop",
] as const;

interface CommonOptions extends NameOptions, TableOptions<(typeof shopTables)[number]> {
  /** The shop's own `….myshopify.com`: with it every event mentions the shop, and every customer belongs to it. */
  readonly shop?: string;
  /** Orders of the bogus gateway are events, too. By default they are left out. */
  readonly testOrders?: boolean;
}

/** Shopify as Fivetran loads it, by its REST or by its GraphQL connector. */
export interface ShopifyFivetranOptions extends CommonOptions {
  readonly loader?: "fivetran";
}

/** Records of Shopify's REST Admin API or webhooks, a table for each kind with one JSON column. */
export interface ShopifyRecordOptions extends CommonOptions, RecordOptions {
  readonly loader: "records";
}

export type ShopifyOptions = ShopifyFivetranOptions | ShopifyRecordOptions;

/** The identifier types that Shopify fills. */
interface ShopifyVocabulary {
  readonly person: "email" | "phone" | "shopify_customer_id";
  readonly group: "myshopify_domain" | "domain";
}

/**
 * Customers, orders and checkouts of a Shopify shop.
 *
 * ```ts
 * shopify(model, { schema: "raw_shopify", shop: "acme.myshopify.com" })
 * ```
 *
 * Amounts are in the shop's own currency, in lower case in `value_unit` (`eur`).
 */
export function shopify<D extends ModelDefinition>(
  model: Model<D> & Speaks<D, ShopifyVocabulary>,
  options: ShopifyOptions = {},
): Source {
  const name = options.name ?? "shopify";
  const tables = rawTables(shopTables, options, { schema: name, required: ["customer", "order"] });
  const shape = options.loader === "records" ? recordShape(options) : fivetranShape;
  const context = { shape, shop: options.shop, testOrders: options.testOrders === true };
  return fittedSource(model, name, {
    ...(options.key === undefined ? {} : { key: options.key }),
    timezone: "UTC",
    tables,
    events: eventsOf(tables, shopEvents(context)),
  });
}
