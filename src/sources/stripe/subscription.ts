import { entityTypes } from "../../config/entities.ts";
import type { Field } from "../../config/fields.ts";
import type { Model } from "../../config/model.ts";
import type { EventDefinition } from "../../config/source.ts";

/** How a project knows Stripe's subscriptions, where they are entities of its own. */
export interface SubscriptionOptions<E extends string = string, K extends string = string> {
  /** The entity type: registered under a key, which is Stripe's id (`sub_…`). */
  readonly type: E;
  /** The relationship from the customer, a person, to the subscription. */
  readonly owner?: K;
}

/** The same with the name of the key. */
export interface KeyedSubscription extends SubscriptionOptions {
  readonly key: string;
}

/** The key of the entity type in a model; a type that the model lacks is told when the config is looked at. */
export function keyed(model: Model, options: SubscriptionOptions): KeyedSubscription {
  const known = entityTypes(model.definition).find((one) => one.name === options.type);
  const [key = "id"] = Object.keys(known?.definition.identifiers ?? {});
  return { ...options, key };
}

/** Where a row says which subscription it is about. */
export interface SubscriptionFields {
  readonly id: Field;
  /** Of a row that is the subscription itself: only it says whose it is. */
  readonly traits?: Readonly<Record<string, Field>>;
}

/** The subscription that an event is about, in the role `subscription`, and that it is the customer's. */
export function subscriptionMentions(
  { id, traits }: SubscriptionFields,
  { type, key, owner }: KeyedSubscription,
): Pick<EventDefinition, "mentions" | "relationships"> {
  const mention = { role: "subscription", identifiers: { [key]: id } };
  if (traits === undefined) return { mentions: { [type]: [mention] } };
  return {
    mentions: { [type]: [{ ...mention, traits }] },
    ...(owner === undefined ? {} : { relationships: [{ kind: owner, from: "customer", to: "subscription" }] }),
  };
}
