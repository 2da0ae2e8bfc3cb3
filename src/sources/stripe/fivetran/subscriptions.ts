import { type Field, firstOf, lookup, lower, minorUnits, optional, present } from "../../../config/fields.ts";
import { fivetranRow, flag, isNotFalse, titled, where } from "../../fivetran.ts";
import { mentions } from "../customer.ts";
import { facts } from "../facts.ts";
import { type Context, customerBehind, type Events, ownMetadata } from "./shared.ts";

/** The price of the subscription's item, a plan in older accounts. With several items it is one of them. */
const planId = lookup("subscription_item", "subscription_id", "id", "plan_id");

function ofPriceOrPlan(ofPrice: string, ofPlan = ofPrice): Field {
  return firstOf(lookup("price", "id", planId, ofPrice), lookup("plan", "id", planId, ofPlan));
}

const productName = lookup("product", "id", ofPriceOrPlan("product_id"), "name");
const plan = firstOf(productName, ofPriceOrPlan("nickname"), planId);

/** As they are now, whenever the event was. */
const columns = {
  subscription_id: "id",
  plan_id: planId,
  plan,
  unit_amount: minorUnits(ofPriceOrPlan("unit_amount", "amount"), ofPriceOrPlan("currency")),
  currency: lower(ofPriceOrPlan("currency")),
  billing_interval: ofPriceOrPlan("recurring_interval", "interval"),
  quantity: optional("quantity"),
};

/**
 * Of `subscription_history` every version is there, and one that was closed may have been loaded after the one that
 * replaced it: there a version is as new as its start. Of `subscription` each load is a version.
 */
const since = firstOf(optional("_fivetran_start"), "_fivetran_synced");

/** One event for each of the row's times, and one whenever its status is seen to change. */
export function subscriptionEvents({ options, live }: Context): Events {
  const row = {
    ...fivetranRow,
    ingestedAt: since,
    from: "subscription",
    id: "id",
    columns,
    ...mentions(
      customerBehind("customer_id", { ...ownMetadata, subscription: { id: "id", traits: { plan } } }),
      options,
    ),
  };
  const at = (time: string) => ({
    ...row,
    occurredAt: time,
    ...where(live, isNotFalse(optional("_fivetran_active")), present(time)),
    description: titled("Subscription", plan),
  });
  return {
    subscription_created: { ...facts.subscription_created, ...at("created") },
    trial_started: { ...facts.trial_started, ...at("trial_start") },
    trial_ended: { ...facts.trial_ended, ...at("trial_end") },
    subscription_cancelled: { ...facts.subscription_cancelled, ...at("canceled_at") },
    subscription_ended: { ...facts.subscription_ended, ...at("ended_at") },
    subscription_status_changed: {
      ...facts.subscription_status_changed,
      ...row,
      occurredAt: since,
      ...where(live),
      changesOf: ["status"],
      columns: { ...columns, status: "status", cancel_at_period_end: flag("cancel_at_period_end") },
      description: titled("Status", "status"),
    },
  };
}
