import { type Field, optional } from "../config/fields.ts";
import type { IdentifierName, Model, ModelDefinition, OwnEntityName, RelationshipName } from "../config/model.ts";
import type { Source, SourceDefinition } from "../config/source.ts";
import { fittedSource, type Speaks } from "../config/vocabulary.ts";
import { eventsOf, isNotFalse, loadedAt, type NameOptions, rawTables, type TableOptions } from "./fivetran.ts";
import type { IdentifierOptions, MentionOptions } from "./stripe/customer.ts";
import { rawEvents } from "./stripe/events/index.ts";
import { type FivetranTable, fivetranEvents, fivetranTables } from "./stripe/fivetran/index.ts";
import { keyed, type SubscriptionOptions } from "./stripe/subscription.ts";

interface CommonOptions<PI extends string, GI extends string, E extends string, K extends string>
  extends NameOptions,
    IdentifierOptions<PI, GI> {
  /** Subscriptions as entities of their own, with the events and invoices that are about them. By default they are none. */
  readonly subscriptionEntity?: SubscriptionOptions<E, K>;
  /** Rows of test mode, too. By default only live ones make events. */
  readonly testMode?: boolean;
}

/** Stripe as Fivetran loads it: a table for each kind of object. */
export interface StripeFivetranOptions<
  PI extends string = string,
  GI extends string = string,
  E extends string = string,
  K extends string = string,
> extends CommonOptions<PI, GI, E, K>,
    TableOptions<FivetranTable> {
  readonly loader?: "fivetran";
  /** Connectors from before February 2022 have `subscription` instead. Never both: they hold the same subscriptions. */
  readonly subscriptions?: "subscription_history" | "subscription";
}

/** Stripe's own event objects, as webhooks deliver and `GET /v1/events` lists them: `id`, `type`, `created`, `data`. */
export interface StripeEventsOptions<
  PI extends string = string,
  GI extends string = string,
  E extends string = string,
  K extends string = string,
> extends CommonOptions<PI, GI, E, K>,
    TableOptions<"event"> {
  readonly loader: "stripe-events";
  /** The JSON column that holds the whole event object. By default the table has its fields as columns, `data` as JSON. */
  readonly record?: string;
  /** When the row was loaded. By default `synced_at`, `_ingested_at` or `_airbyte_extracted_at`, whichever there is. */
  readonly ingestedAt?: Field;
  /** The identifier that your code gives to Checkout as `client_reference_id`. */
  readonly clientReference?: PI;
}

export type StripeOptions<
  PI extends string = string,
  GI extends string = string,
  E extends string = string,
  K extends string = string,
> = StripeFivetranOptions<PI, GI, E, K> | StripeEventsOptions<PI, GI, E, K>;

/** The identifier types that Stripe fills. */
interface StripeVocabulary {
  readonly person: "email" | "phone" | "stripe_customer_id";
  readonly group: never;
}

/**
 * Customers, subscriptions, invoices and payments of Stripe, each as the customer lives it.
 *
 * ```ts
 * stripe(model, { schema: "raw_stripe", metadata: { user_id: "app_user_id" } })
 * ```
 *
 * Amounts are in whole units (19.99, not 1999), their `value_unit` the currency in lower case (`usd`).
 */
export function stripe<D extends ModelDefinition>(
  model: Model<D> & Speaks<D, StripeVocabulary>,
  options: StripeOptions<
    IdentifierName<D, "person">,
    IdentifierName<D, "group">,
    OwnEntityName<D>,
    RelationshipName<D>
  > = {},
): Source {
  const name = options.name ?? "stripe";
  return fittedSource(model, name, {
    ...(options.key === undefined ? {} : { key: options.key }),
    timezone: "UTC",
    ...(options.loader === "stripe-events" ? fromEvents(name, options, model) : fromFivetran(name, options, model)),
  });
}

/** The same options, with the key under which the model has subscriptions. */
function mentionOptions({ subscriptionEntity, ...options }: StripeOptions, model: Model): MentionOptions {
  return subscriptionEntity === undefined
    ? options
    : { ...options, subscriptionEntity: keyed(model, subscriptionEntity) };
}

function fromFivetran(
  name: string,
  options: StripeFivetranOptions,
  model: Model,
): Pick<SourceDefinition, "tables" | "events"> {
  const tables = rawTables(fivetranTables, options, {
    schema: name,
    required: ["customer"],
    physical: { subscription: options.subscriptions ?? "subscription_history" },
  });
  const live = options.testMode === true ? undefined : isNotFalse(optional("livemode"));
  return { tables, events: eventsOf(tables, fivetranEvents({ options: mentionOptions(options, model), live })) };
}

function fromEvents(
  name: string,
  options: StripeEventsOptions,
  model: Model,
): Pick<SourceDefinition, "tables" | "events"> {
  const events = rawEvents({
    options: mentionOptions(options, model),
    liveOnly: options.testMode !== true,
    record: options.record,
    ingestedAt: options.ingestedAt ?? loadedAt,
    clientReference: options.clientReference,
  });
  return { tables: rawTables(["event"], options, { schema: name, required: ["event"] }), events };
}
