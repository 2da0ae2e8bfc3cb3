import { type Condition, type Field, lookup, lower, minorUnits, optional } from "../../../config/fields.ts";
import type { EventDefinition } from "../../../config/source.ts";
import { filledColumn } from "../../fivetran.ts";
import type { CustomerFields, MentionOptions } from "../customer.ts";

export type Events = Readonly<Record<string, EventDefinition>>;

/** What the events of every table are told alike. */
export interface Context {
  readonly options: MentionOptions;
  /** Live mode only; undefined when test mode is wanted too. */
  readonly live: Condition | undefined;
}

/** An amount in whole units of the row's currency. */
export function amountOf(column: string): Required<Pick<EventDefinition, "value" | "unit">> {
  return { value: minorUnits(column, "currency"), unit: lower("currency") };
}

/** The customer behind an id, with what else the row says of the person; the company is known by the customer's own row. */
export function customerBehind(id: Field, said: Omit<CustomerFields, "id" | "account"> = {}): CustomerFields {
  const ofCustomer = (column: string) => lookup("customer", "id", id, column);
  return { id, ...said, account: { email: ofCustomer("email"), metadata: ofCustomer("metadata") } };
}

/** The row's own metadata; some tables have none. */
export const ownMetadata = { metadata: optional("metadata") } as const;

export function named(column: string): { readonly name: Field } {
  return { name: filledColumn(column) };
}
