import { allOf, concat, constant, domainOf, type Field, firstOf, present, when } from "../../config/fields.ts";
import type { EventDefinition, MembershipClaim, Mention } from "../../config/source.ts";
import { filled } from "../fivetran.ts";
import type { Shape } from "./shape.ts";

type Mentions = Pick<EventDefinition, "persons" | "groups" | "memberships">;

/** A full name, out of its parts if need be. */
export function fullName(whole: Field, first: Field, last: Field): Field {
  const [given, family] = [filled(first), filled(last)];
  const both = when(allOf(present(given), present(family)), concat(given, constant(" "), family));
  return firstOf(filled(whole), both, given, family);
}

/** The shop that sells, where its domain is known. */
function merchants(shop: string | undefined): readonly Mention[] {
  return shop === undefined ? [] : [{ role: "merchant", identifiers: { myshopify_domain: constant(shop) } }];
}

function memberships(person: string, shop: string | undefined): readonly MembershipClaim[] {
  return shop === undefined ? [] : [{ person, group: "merchant", role: "customer" }];
}

/** One person of the shop's, as a customer of it. */
export function customer(mention: Mention & { readonly role: string }, shop: string | undefined): Mentions {
  const groups = merchants(shop);
  return { persons: [mention], groups, memberships: memberships(mention.role, shop) };
}

/** Who buys, for whom, at which shop and for which company: what orders and checkouts tell alike. */
export function purchase({ at }: Shape, shop: string | undefined): Mentions {
  const email = filled(firstOf(at("email"), at("contact_email")));
  const billing = (part: string) => at(`billing_address.${part}`);
  const buyer: Mention = {
    role: "buyer",
    identifiers: {
      shopify_customer_id: at("customer.id"),
      email,
      phone: firstOf(filled(at("phone")), filled(billing("phone"))),
    },
    traits: {
      name: fullName(billing("name"), billing("first_name"), billing("last_name")),
      city: filled(billing("city")),
      country: filled(billing("country_code")),
    },
  };
  const shipping = (part: string) => at(`shipping_address.${part}`);
  // A present goes to somebody else: only a phone that both have makes them one person.
  const recipient: Mention = {
    role: "recipient",
    identifiers: { phone: filled(shipping("phone")) },
    traits: { name: fullName(shipping("name"), shipping("first_name"), shipping("last_name")) },
  };
  const company: Mention = {
    role: "company",
    where: present(filled(billing("company"))),
    identifiers: { domain: domainOf(email) },
    traits: { name: filled(billing("company")) },
  };
  return {
    persons: [buyer, recipient],
    groups: [...merchants(shop), company],
    memberships: [...memberships("buyer", shop), { person: "buyer", group: "company", role: "member" }],
  };
}

/** The buyer of the order behind a row that has only the order's id. */
export function buyerOf({ of }: Shape, orderId: Field, shop: string | undefined): Mentions {
  const order = (path: string) => of("order", orderId, path);
  const identifiers = { shopify_customer_id: order("customer.id"), email: filled(order("email")) };
  return customer({ role: "buyer", identifiers }, shop);
}
