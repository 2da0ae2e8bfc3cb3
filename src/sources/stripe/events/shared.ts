import {
  type Condition,
  epoch,
  equals,
  type Field,
  firstOf,
  json,
  lower,
  minorUnits,
  optional,
} from "../../../config/fields.ts";
import type { EventDefinition } from "../../../config/source.ts";
import { isNotFalse, where } from "../../fivetran.ts";
import { type CustomerFields, type MentionOptions, mentions } from "../customer.ts";

export type Events = Readonly<Record<string, EventDefinition>>;

/** What the events of Stripe's own event objects are told. */
export interface EventsContext {
  readonly options: MentionOptions;
  /** Live mode only, unless test mode is wanted too. */
  readonly liveOnly: boolean;
  /** The JSON column with the whole event object; undefined when the table has its columns. */
  readonly record: string | undefined;
  readonly ingestedAt: Field;
  /** The identifier that Checkout was given as `client_reference_id`. */
  readonly clientReference: string | undefined;
}

/** A reader of the event object, wherever it is. */
type At = (path: string) => Field;

function reader(record: string | undefined): At {
  if (record !== undefined) return (path) => json(record, path);
  return (path) => {
    const [column = path, ...rest] = path.split(".");
    return rest.length === 0 ? optional(column) : json(column, rest);
  };
}

/** What is the same in every event: one row of the table, its time, and the object that it is about. */
export function eventMaker({ options, liveOnly, record, ingestedAt, clientReference }: EventsContext) {
  const at = reader(record);
  const object = (path: string) => at(`data.object.${path}`);
  const live = liveOnly ? isNotFalse(at("livemode")) : undefined;
  return {
    object,
    reference: clientReference === undefined ? {} : { [clientReference]: object("client_reference_id") },
    before: (path: string) => at(`data.previous_attributes.${path}`),
    amount: (path: string) => ({
      value: minorUnits(object(path), object("currency")),
      unit: lower(object("currency")),
    }),
    of: (types: readonly string[], ...conditions: readonly Condition[]) => ({
      from: "event",
      id: at("id"),
      // Some loaders have made a time of the seconds already.
      occurredAt: firstOf(epoch(at("created"), "seconds"), at("created")),
      ingestedAt,
      ...where(equals(at("type"), ...types), live, ...conditions),
    }),
    customer: (said: Omit<CustomerFields, "id" | "account" | "metadata">, id = object("customer")) => {
      const metadata = object("metadata");
      const email = said.email ?? object("customer_email");
      return mentions({ id, metadata, account: { email, metadata }, ...said }, options);
    },
  };
}

/** The words in which events are written. */
export type Make = ReturnType<typeof eventMaker>;
