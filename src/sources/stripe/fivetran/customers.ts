import { firstOf, optional } from "../../../config/fields.ts";
import { filledColumn, fivetranRow, flag, isTrue, where } from "../../fivetran.ts";
import { type CustomerFields, mentions } from "../customer.ts";
import { facts } from "../facts.ts";
import { type Context, type Events, named, ownMetadata } from "./shared.ts";

/** The row that ties a customer's id to an e-mail address: other tables have just the id. */
const customer: CustomerFields = {
  id: "id",
  email: "email",
  phone: optional("phone"),
  ...ownMetadata,
  account: { email: "email", ...ownMetadata },
  traits: { ...named("name"), city: filledColumn("address_city"), country: filledColumn("address_country") },
};

const recipient = {
  role: "recipient",
  identifiers: { phone: filledColumn("shipping_phone") },
  traits: named("shipping_name"),
};

export function customerEvents({ options, live }: Context): Events {
  const row = { ...fivetranRow, from: "customer", id: "id" };
  return {
    customer_created: {
      ...facts.customer_created,
      ...row,
      occurredAt: "created",
      ...where(live),
      description: firstOf(filledColumn("description"), filledColumn("name"), "id"),
      columns: { currency: optional("currency"), delinquent: flag("delinquent") },
      ...mentions(customer, options, [recipient]),
    },
    // Stripe does not say when: the first load that saw the customer gone is the closest there is.
    customer_deleted: {
      ...facts.customer_deleted,
      ...row,
      occurredAt: "_fivetran_synced",
      keep: "earliest",
      ...where(live, isTrue(optional("is_deleted"))),
      description: firstOf(filledColumn("description"), filledColumn("name"), "id"),
      ...mentions({ id: "id" }, options),
    },
  };
}
