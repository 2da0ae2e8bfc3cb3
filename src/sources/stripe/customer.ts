import { domainOf, type Field, firstOf, json } from "../../config/fields.ts";
import type { EventDefinition, Mention } from "../../config/source.ts";
import { filled } from "../fivetran.ts";
import { type KeyedSubscription, type SubscriptionFields, subscriptionMentions } from "./subscription.ts";

/** What a project adds to the identifiers that Stripe has of its own. */
export interface IdentifierOptions<PI extends string = string, GI extends string = string> {
  /** Identifiers of the person that your own code wrote into Stripe's metadata: identifier ← metadata key. */
  readonly metadata?: { readonly [name in PI]?: string };
  /** The company that a customer pays for: how to know it. Without it no event mentions a company. */
  readonly company?: {
    /** The identifier that is the domain of the customer's e-mail address (free-mail domains make no company). */
    readonly emailDomain?: GI;
    /** Identifiers of the company in the customer's metadata: identifier ← metadata key. */
    readonly metadata?: { readonly [name in GI]?: string };
  };
}

/** What a project says, and the key of its subscriptions. */
export interface MentionOptions extends IdentifierOptions {
  readonly subscriptionEntity?: KeyedSubscription;
}

/** Where a row says who the customer is. */
export interface CustomerFields {
  readonly id: Field;
  readonly email?: Field;
  readonly phone?: Field;
  readonly traits?: Readonly<Record<string, Field>>;
  /** The row's own metadata. */
  readonly metadata?: Field;
  /** Identifiers of the user's own naming. */
  readonly further?: Readonly<Record<string, Field>>;
  /** The subscription that the row is about. */
  readonly subscription?: SubscriptionFields;
  /** The customer's e-mail and metadata, wherever they are: they tell the company. */
  readonly account?: { readonly email?: Field; readonly metadata?: Field };
}

/** A JSON column's values under the keys that the user gave. */
function keysOf(
  keys: { readonly [name: string]: string | undefined } | undefined,
  metadata: Field | undefined,
): Record<string, Field> {
  if (keys === undefined || metadata === undefined) return {};
  const entries = Object.entries(keys).flatMap(([name, key]) =>
    key === undefined ? [] : [[name, json(metadata, [key])] as const],
  );
  return Object.fromEntries(entries);
}

function companyIdentifiers({ account }: CustomerFields, { company }: IdentifierOptions): Record<string, Field> {
  const { emailDomain } = company ?? {};
  const domain =
    emailDomain === undefined || account?.email === undefined ? {} : { [emailDomain]: domainOf(filled(account.email)) };
  return { ...domain, ...keysOf(company?.metadata, account?.metadata) };
}

/** The customer of an event and, where the project wants it, the company that the customer pays for. */
export function mentions(
  fields: CustomerFields,
  options: MentionOptions,
  others: readonly Mention[] = [],
): Pick<EventDefinition, "persons" | "groups" | "memberships" | "mentions" | "relationships"> {
  const identifiers: Record<string, Field> = {
    stripe_customer_id: fields.id,
    ...(fields.email === undefined ? {} : { email: filled(fields.email) }),
    ...(fields.phone === undefined ? {} : { phone: filled(fields.phone) }),
  };
  const further = [
    ...Object.entries(keysOf(options.metadata, fields.metadata)),
    ...Object.entries(fields.further ?? {}),
  ];
  for (const [type, field] of further) {
    const known = identifiers[type];
    identifiers[type] = known === undefined ? field : firstOf(known, field);
  }
  const customer: Mention = {
    role: "customer",
    identifiers,
    ...(fields.traits === undefined ? {} : { traits: fields.traits }),
  };
  const persons = [customer, ...others];
  const about =
    fields.subscription === undefined || options.subscriptionEntity === undefined
      ? {}
      : subscriptionMentions(fields.subscription, options.subscriptionEntity);
  const company = companyIdentifiers(fields, options);
  if (Object.keys(company).length === 0) return { persons, ...about };
  return {
    persons,
    ...about,
    groups: [{ role: "company", identifiers: company }],
    memberships: [{ person: "customer", group: "company", role: "billing contact" }],
  };
}
