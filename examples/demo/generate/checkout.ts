import { type Address, type Country, countryNames } from "./names.ts";
import type { ShopifyColumn } from "./shopify-columns.ts";
import type { Row } from "./table.ts";
import { DAY, type Instant, sqlMillis, syncedAfter, utc } from "./time.ts";
import type { Company, Owner } from "./world.ts";

export const goods = {
  counter: { title: "Lumenry Counter", price: 189, grams: 420 },
  mount: { title: "Wall mount", price: 29, grams: 250 },
  display: { title: "Window display kit", price: 349, grams: 3100 },
  shirt: { title: '"We stopped arguing" T-shirt', price: 24, grams: 180 },
  mug: { title: "Basket mug", price: 14, grams: 350 },
  stickers: { title: "Sticker pack", price: 6, grams: 30 },
  notebook: { title: "Numbers notebook", price: 16, grams: 260 },
} as const;
export type Good = keyof typeof goods;

/** Who buys, as the shop is told. */
export interface Buyer {
  readonly key: string;
  readonly email: string;
  readonly emailOwner: Owner;
  readonly first: string;
  readonly last: string;
  readonly company: string;
  readonly address: Address;
  readonly country: Country;
  /** As entered at the checkout. */
  readonly phone: string | undefined;
  /** As Shopify keeps it with the customer, in E.164. */
  readonly accountPhone: string | undefined;
  readonly owner: Owner;
  /** Guests leave an address, but no account. */
  readonly guest: boolean;
}

export interface Order {
  readonly row: Row<ShopifyColumn<"order">>;
  readonly at: Instant;
  readonly total: number;
  readonly saleId: string;
}

/** When Fivetran's Shopify connector, which runs every six hours, brings it. */
export const shopSynced = (at: Instant): string => sqlMillis(syncedAfter(at, 6));

export const totalOf = (basket: readonly Good[]): number => basket.reduce((sum, good) => sum + goods[good].price, 0);
export const gramsOf = (basket: readonly Good[]): number => basket.reduce((sum, good) => sum + goods[good].grams, 0);

export const prices = (total: number) => ({
  subtotal_price: total.toFixed(2),
  total_tax: "0.00",
  total_price: total.toFixed(2),
  total_line_items_price: total.toFixed(2),
});

export function addressed<K extends "shipping" | "billing">(
  kind: K,
  { first, last, company, phone, address, country }: Buyer,
) {
  const fields = {
    name: `${first} ${last}`.trim(),
    first_name: first,
    last_name: last,
    company,
    phone,
    address_1: address.street,
    city: address.city,
    country: countryNames[country],
    country_code: country,
    province: address.province,
    zip: address.zip,
  };
  const named = Object.entries(fields).map(([field, value]) => [`${kind}_address_${field}`, value]);
  return Object.fromEntries(named) as Row<ShopifyColumn<"order">>;
}

/** The row of the shop itself. */
export function storefront({ domain, shopDomain, name }: Company): Row<ShopifyColumn<"shop">> {
  const opened = utc("2025-09-01T12:00");
  return {
    id: "68123456789",
    _fivetran_deleted: false,
    _fivetran_synced: shopSynced(opened + DAY),
    address_1: "12 Mercer Street",
    city: "New York",
    country: "US",
    country_code: "US",
    country_name: "United States",
    created_at: sqlMillis(opened),
    currency: "USD",
    customer_email: `shop@${domain}`,
    domain: `shop.${domain}`,
    email: `shop@${domain}`,
    enabled_presentment_currencies: '["USD"]',
    has_storefront: true,
    iana_timezone: "America/New_York",
    money_format: "$ {{amount}}",
    myshopify_domain: shopDomain,
    name: `${name} Store`,
    password_enabled: false,
    plan_display_name: "Basic",
    plan_name: "basic",
    primary_locale: "en",
    province: "New York",
    province_code: "NY",
    shop_owner: "Maya Chen",
    taxes_included: false,
    timezone: "(GMT-05:00) America/New_York",
    updated_at: sqlMillis(opened),
    weight_unit: "lb",
    zip: "10013",
  };
}
