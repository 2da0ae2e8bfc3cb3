import { type Condition, equals, firstOf, lower, not, present } from "../../config/fields.ts";
import type { EventDefinition } from "../../config/source.ts";
import { filled, isTrue, titled, where } from "../fivetran.ts";
import { buyerOf, customer, fullName, purchase } from "./mentions.ts";
import type { Shape } from "./shape.ts";

type Events = Readonly<Record<string, EventDefinition>>;

export interface ShopContext {
  readonly shape: Shape;
  /** The shop's myshopify domain. */
  readonly shop: string | undefined;
  /** Orders of the bogus gateway are orders, too. */
  readonly testOrders: boolean;
}

/** What happens in a shop. REST and GraphQL name amounts, currencies and statuses differently; whichever is there counts. */
export function shopEvents(context: ShopContext): Events {
  return { ...customerEvents(context), ...orderEvents(context), ...deliveryEvents(context), ...shopOpened(context) };
}

function rowOf({ at, ingestedAt, deletedAt }: Shape, from: string) {
  return { from, id: at("id"), ingestedAt, deletedAt };
}

function customerEvents({ shape, shop }: ShopContext): Events {
  const { at } = shape;
  const name = fullName(at("name"), at("first_name"), at("last_name"));
  const identifiers = { shopify_customer_id: at("id"), email: filled(at("email")), phone: filled(at("phone")) };
  return {
    customer_created: {
      ...rowOf(shape, "customer"),
      name: "customer created",
      type: "customer",
      occurredAt: at("created_at"),
      significance: 3,
      description: name,
      columns: { customer_state: lower(at("state")), marketing: lower(at("email_marketing_consent.state")) },
      ...customer({ role: "customer", identifiers, traits: { name } }, shop),
    },
  };
}

function orderEvents({ shape, shop, testOrders }: ShopContext): Events {
  const { at } = shape;
  const real: Condition | undefined = testOrders ? undefined : not(isTrue(at("test")));
  const order = {
    ...rowOf(shape, "order"),
    type: "order",
    value: firstOf(at("total_price"), at("total_price_set.shop_amount")),
    unit: lower(firstOf(at("currency"), at("total_price_set.shop_currency_code"), at("currency_code"))),
    description: titled("Order", filled(at("name"))),
    columns: {
      order_number: filled(at("name")),
      financial_status: lower(firstOf(at("financial_status"), at("display_financial_status"))),
      fulfillment_status: lower(firstOf(at("fulfillment_status"), at("display_fulfillment_status"))),
      order_channel: at("source_name"),
      cancel_reason: lower(at("cancel_reason")),
    },
    ...purchase(shape, shop),
  };
  return {
    order_placed: {
      ...order,
      name: "order placed",
      // An order that was imported was placed before it was created.
      occurredAt: firstOf(at("processed_at"), at("created_at")),
      significance: 4,
      ...where(real),
    },
    order_cancelled: {
      ...order,
      name: "order cancelled",
      occurredAt: at("cancelled_at"),
      significance: 4,
      ...where(real, present(at("cancelled_at"))),
    },
    checkout_abandoned: {
      ...order,
      ...rowOf(shape, "abandoned_checkout"),
      name: "checkout abandoned",
      type: "checkout",
      occurredAt: at("created_at"),
      significance: 3,
      description: titled("Checkout", filled(at("name"))),
      columns: { order_channel: at("source_name"), recovery_url: at("abandoned_checkout_url") },
      ...where(not(present(at("completed_at")))),
    },
  };
}

/** What happens to an order later, in tables that have just the order's id. */
function deliveryEvents({ shape, shop }: ShopContext): Events {
  const { at, of, refunded } = shape;
  const orderCurrency = (path: string) => of("order", at("order_id"), path);
  const behind = firstOf(at("order_id"), of("fulfillment", at("fulfillment_id"), "order_id"));
  return {
    order_fulfilled: {
      ...rowOf(shape, "fulfillment"),
      name: "order fulfilled",
      type: "order",
      occurredAt: at("created_at"),
      significance: 2,
      ...where(equals(lower(at("status")), "success")),
      description: titled("Shipment", filled(at("name"))),
      columns: { order_id: at("order_id"), tracking_company: at("tracking_company") },
      ...buyerOf(shape, at("order_id"), shop),
    },
    order_delivered: {
      ...rowOf(shape, "fulfillment_event"),
      name: "order delivered",
      type: "order",
      occurredAt: firstOf(at("happened_at"), at("created_at")),
      significance: 3,
      ...where(equals(lower(at("status")), "delivered")),
      columns: { order_id: behind },
      ...buyerOf(shape, behind, shop),
    },
    order_refunded: {
      ...rowOf(shape, "refund"),
      name: "order refunded",
      type: "order",
      occurredAt: firstOf(at("processed_at"), at("created_at")),
      significance: 4,
      value: firstOf(at("total_refunded_set.shop_amount"), refunded),
      unit: lower(
        firstOf(at("total_refunded_set.shop_currency_code"), orderCurrency("currency"), orderCurrency("currency_code")),
      ),
      description: filled(at("note")),
      columns: { order_id: at("order_id") },
      ...buyerOf(shape, at("order_id"), shop),
    },
  };
}

/** The shop itself: its domains, its name, and who owns it. */
function shopOpened({ shape }: ShopContext): Events {
  const { at } = shape;
  const name = filled(firstOf(at("shop_owner"), at("shop_owner_name")));
  const phone = filled(firstOf(at("phone"), at("billing_address.phone")));
  return {
    shop_opened: {
      ...rowOf(shape, "shop"),
      name: "shop opened",
      type: "shop",
      occurredAt: at("created_at"),
      significance: 2,
      description: filled(at("name")),
      columns: { plan: filled(firstOf(at("plan_display_name"), at("plan_name"))) },
      persons: [{ role: "owner", identifiers: { email: filled(at("email")), phone }, traits: { name } }],
      groups: [
        {
          role: "merchant",
          identifiers: {
            myshopify_domain: filled(at("myshopify_domain")),
            domain: filled(firstOf(at("domain"), at("primary_domain_host"))),
          },
          traits: { name: filled(at("name")) },
        },
      ],
      memberships: [{ person: "owner", group: "merchant", role: "owner" }],
    },
  };
}
