import {
  addressed,
  type Buyer,
  type Good,
  gramsOf,
  type Order,
  prices,
  shopSynced,
  storefront,
  totalOf,
} from "./checkout.ts";
import type { Ledger } from "./ledger.ts";
import { countryNames } from "./names.ts";
import type { Random } from "./random.ts";
import { type ShopifyColumn, shopifyColumns } from "./shopify-columns.ts";
import { compare, type Row, Table } from "./table.ts";
import { HOUR, type Instant, inYear, MINUTE, sqlMillis } from "./time.ts";
import { type Company, junk } from "./world.ts";

/** Lumenry's own little shop, as Fivetran's Shopify connector leaves it: rows overwritten in place. */
export class Shop {
  readonly customers = new Table(shopifyColumns.customer);
  readonly orders = new Table(shopifyColumns.order);
  readonly refunds = new Table(shopifyColumns.refund);
  readonly transactions = new Table(shopifyColumns.transaction);
  readonly fulfillments = new Table(shopifyColumns.fulfillment);
  readonly abandoned = new Table(shopifyColumns.abandoned_checkout);
  readonly shops = new Table(shopifyColumns.shop);
  readonly #accounts = new Map<string, Row<ShopifyColumn<"customer">>>();
  readonly #random: Random;
  readonly #ledger: Ledger;

  constructor(random: Random, ledger: Ledger, lumenry: Company) {
    this.#random = random;
    this.#ledger = ledger;
    this.#open(lumenry);
  }

  order(at: Instant, buyer: Buyer, basket: readonly Good[], note = ""): Order | undefined {
    if (!inYear(at)) return undefined;
    const total = totalOf(basket);
    const account = buyer.guest ? undefined : this.#account(at, buyer, total);
    const row = this.orders.add({
      id: this.#id("6"),
      note,
      email: buyer.email,
      taxes_included: false,
      currency: "USD",
      ...prices(total),
      created_at: sqlMillis(at),
      updated_at: sqlMillis(at),
      ...addressed("shipping", buyer),
      ...addressed("billing", buyer),
      customer_id: account?.id,
      financial_status: "paid",
      processed_at: sqlMillis(at),
      processing_method: "direct",
      total_discounts: 0,
      total_weight: gramsOf(basket),
      source_name: "web",
      browser_ip: `203.0.113.${this.#random.int(1, 254)}`,
      buyer_accepts_marketing: this.#random.chance(0.4),
      token: this.#random.hex(32),
      checkout_token: this.#random.hex(32),
      test: false,
      landing_site_base_url: "/",
      _fivetran_synced: shopSynced(at),
    });
    this.#remember(buyer, account);
    const saleId = this.#transact(row, "sale", total, at);
    return { row, at, total, saleId };
  }

  fulfill({ row }: Order, at: Instant): void {
    if (!inYear(at)) return;
    const tracking = `1Z${this.#random.text(16, "0123456789ABCDEF")}`;
    this.fulfillments.add({
      id: this.#id("5"),
      _fivetran_synced: shopSynced(at),
      created_at: sqlMillis(at),
      location_id: "81234567890",
      order_id: row.id,
      status: "success",
      tracking_company: "Parcel Post",
      tracking_number: tracking,
      updated_at: sqlMillis(at),
      tracking_numbers: JSON.stringify([tracking]),
      tracking_urls: JSON.stringify([`https://parcels.example/${tracking}`]),
      shipment_status: "delivered",
      service: "manual",
    });
    const changes = { fulfillment_status: "fulfilled", closed_at: sqlMillis(at), updated_at: sqlMillis(at) };
    Object.assign(row, changes, { _fivetran_synced: shopSynced(at) });
  }

  refund({ row, total, saleId }: Order, amount: number, at: Instant, note: string): void {
    if (!inYear(at)) return;
    const id = this.#id("9");
    const times = { created_at: sqlMillis(at), processed_at: sqlMillis(at), _fivetran_synced: shopSynced(at) };
    this.refunds.add({ id, ...times, note, restock: true, user_id: "40467791943", order_id: row.id });
    this.#transact(row, "refund", amount, at, { refund_id: id, parent_id: saleId });
    const financial_status = amount >= total ? "refunded" : "partially_refunded";
    Object.assign(row, { financial_status, updated_at: sqlMillis(at), _fivetran_synced: shopSynced(at) });
  }

  cancel({ row, total, saleId }: Order, at: Instant): void {
    if (!inYear(at)) return;
    this.#transact(row, "void", total, at, { parent_id: saleId });
    const times = { cancelled_at: sqlMillis(at), updated_at: sqlMillis(at), _fivetran_synced: shopSynced(at) };
    Object.assign(row, times, { cancel_reason: "customer", financial_status: "voided" });
  }

  abandon(at: Instant, buyer: Buyer, basket: readonly Good[]): void {
    if (!inYear(at)) return;
    const total = totalOf(basket);
    const token = this.#random.hex(32);
    this.abandoned.add({
      id: this.#id("3"),
      _fivetran_synced: shopSynced(at + HOUR),
      abandoned_checkout_url: `https://shop.lumenry.example/checkouts/${token}/recover`,
      buyer_accepts_marketing: false,
      cart_token: this.#random.hex(32),
      created_at: sqlMillis(at),
      currency: "USD",
      customer_id: this.#accounts.get(buyer.key)?.id,
      customer_locale: "en",
      email: buyer.email,
      gateway: "shopify_payments",
      landing_site_base_url: "/",
      name: `#${this.#random.digits(8)}`,
      phone: buyer.phone,
      shipping_address_company: buyer.company,
      shipping_address_country: countryNames[buyer.country],
      shipping_address_country_code: buyer.country,
      shipping_address_first_name: buyer.first,
      shipping_address_last_name: buyer.last,
      shipping_address_name: `${buyer.first} ${buyer.last}`.trim(),
      source_name: "web",
      ...prices(total),
      taxes_included: false,
      token,
      total_discounts: 0,
      updated_at: sqlMillis(at + 20 * MINUTE),
      presentment_currency: "USD",
      _fivetran_deleted: false,
    });
    this.#remember(buyer);
  }

  /** Numbers the orders in the order in which they came. */
  close(): void {
    const names = new Map<Row<ShopifyColumn<"order">>["id"], string>();
    const inTime = this.orders.rows.toSorted((a, b) => compare(String(a.created_at), String(b.created_at)));
    for (const [i, row] of inTime.entries()) {
      Object.assign(row, { number: i + 1, order_number: 1001 + i, name: `#${1001 + i}` });
      names.set(row.id, `#${1001 + i}`);
    }
    for (const row of this.fulfillments.rows) row.name = `${names.get(row.order_id)}.1`;
  }

  #account(at: Instant, buyer: Buyer, total: number): Row<ShopifyColumn<"customer">> {
    const known = this.#accounts.get(buyer.key);
    const row =
      known ?? this.customers.add({ id: this.#id("7"), orders_count: 0, total_spent: 0, created_at: sqlMillis(at) });
    this.#accounts.set(buyer.key, row);
    Object.assign(row, {
      first_name: buyer.first,
      last_name: buyer.last,
      email: buyer.email.trim().toLowerCase(),
      phone: buyer.accountPhone,
      state: "enabled",
      orders_count: Number(row.orders_count) + 1,
      total_spent: Number(row.total_spent) + total,
      updated_at: sqlMillis(at),
      accepts_marketing: false,
      tax_exempt: false,
      verified_email: true,
      _fivetran_synced: shopSynced(at),
    });
    return row;
  }

  #remember({ owner, emailOwner, email, phone }: Buyer, account?: Row<ShopifyColumn<"customer">>): void {
    this.#ledger.saw(emailOwner, "email", email);
    if (owner === junk) this.#ledger.saw(junk, "phone", phone);
    if (account) this.#ledger.saw(owner, "shopify_customer_id", String(account.id));
  }

  #transact(order: Row<ShopifyColumn<"order">>, kind: string, amount: number, at: Instant, links = {}): string {
    const id = this.#id("4");
    const times = { created_at: sqlMillis(at), processed_at: sqlMillis(at), _fivetran_synced: shopSynced(at) };
    const fixed = { gateway: "shopify_payments", source_name: "web", currency: "USD", status: "success", test: false };
    this.transactions.add({ id, order_id: order.id, amount, kind, ...times, ...fixed, ...links });
    return id;
  }

  #open(lumenry: Company): void {
    const row = this.shops.add(storefront(lumenry));
    this.#ledger.sawGroup(lumenry, "domain", lumenry.domain);
    this.#ledger.sawGroup(lumenry, "myshopify_domain", lumenry.shopDomain);
    this.#ledger.saw({ because: "own shared inbox" }, "email", String(row.email));
  }

  /** Shopify's ids are long numbers; the first digit tells ours apart. */
  #id(first: string): string {
    return `${first}${this.#random.text(1, "123456789")}${this.#random.digits(11)}`;
  }
}
