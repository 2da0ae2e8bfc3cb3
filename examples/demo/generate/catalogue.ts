import type { StripeColumn } from "./stripe-columns.ts";
import type { Table } from "./table.ts";
import { DAY, type Instant, sqlTime, syncedAfter, utc } from "./time.ts";

export type PlanName = "Starter" | "Growth" | "Scale";
export type Currency = "usd" | "eur";

export interface Price {
  readonly id: string;
  readonly plan: PlanName;
  readonly currency: Currency;
  /** In the smallest unit of the currency, a month. */
  readonly cents: number;
}

/** When Fivetran's Stripe connector, which runs every six hours, brings it. */
export const stripeSynced = (at: Instant): string => sqlTime(syncedAfter(at, 6));

const cents: Readonly<Record<PlanName, number>> = { Starter: 4900, Growth: 14900, Scale: 39900 };
const founded = utc("2025-09-01T11:00");

/** Lumenry's three products, each with a price in dollars and one in euros. */
export function openCatalogue(
  products: Table<StripeColumn<"product">>,
  prices: Table<StripeColumn<"price">>,
  newId: (prefix: string, length?: number) => string,
): Price[] {
  const created = sqlTime(founded);
  const loaded = { _fivetran_synced: stripeSynced(founded + DAY), created, livemode: true, metadata: "{}" };
  const alive = { active: true, is_deleted: false };
  return (Object.keys(cents) as PlanName[]).flatMap((plan) => {
    const product = { id: newId("prod", 14), name: `Lumenry ${plan}`, type: "service", updated: created };
    products.add({ ...product, ...loaded, ...alive });
    return (["usd", "eur"] as const).map((currency) => {
      const id = newId("price");
      prices.add({
        id,
        ...loaded,
        ...alive,
        billing_scheme: "per_unit",
        currency,
        lookup_key: `${plan.toLowerCase()}_${currency}`,
        nickname: `${plan}, monthly`,
        product_id: product.id,
        recurring_interval: "month",
        recurring_interval_count: 1,
        recurring_usage_type: "licensed",
        type: "recurring",
        unit_amount: cents[plan],
        unit_amount_decimal: cents[plan],
      });
      return { id, plan, currency, cents: cents[plan] };
    });
  });
}
