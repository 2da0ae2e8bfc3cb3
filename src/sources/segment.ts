import {
  allOf,
  concat,
  constant,
  equals,
  type Field,
  firstOf,
  lower,
  not,
  optional,
  present,
  when,
} from "../config/fields.ts";
import type { IdentifierName, Model, ModelDefinition, TraitName } from "../config/model.ts";
import type { EventDefinition, Mention, Source } from "../config/source.ts";
import { fittedSource, type Speaks } from "../config/vocabulary.ts";
import { eventsOf, type NameOptions, rawTables, type TableOptions, titled } from "./fivetran.ts";

const segmentTables = ["tracks", "pages", "screens", "identifies", "groups", "users", "aliases"] as const;

/** Ours ← Segment's column. */
type Columns<N extends string> = { readonly [name in N]?: string };

/** One of Segment's per-event tables: `tracks` has what all events have in common, its own table has its properties, too. */
export interface SegmentEvent {
  /** Name of the table: `order_completed`. */
  readonly table: string;
  /** Properties to keep beside the event. */
  readonly columns?: readonly string[];
  /** The property that is its worth, in whole units, and the one that is the currency. */
  readonly value?: string;
  readonly unit?: string;
  /** From 1 to 5; 2 by default. */
  readonly significance?: number;
}

export interface SegmentOptions<
  PI extends string = string,
  PT extends string = string,
  GI extends string = string,
  GT extends string = string,
> extends NameOptions,
    TableOptions<(typeof segmentTables)[number]> {
  /** Events whose properties are wanted: they are read from their own tables instead of `tracks`. */
  readonly events?: readonly (string | SegmentEvent)[];
  /** Further identifiers among the traits of `identifies` and `users`, such as `{ phone: "phone" }`. */
  readonly identifiers?: Columns<PI>;
  /** Traits of the person among those of `identifies` and `users`. The name is found by itself. */
  readonly traits?: Columns<PT>;
  /** Further identifiers among the traits of `groups`, such as `{ domain: "website" }`. */
  readonly groupIdentifiers?: Columns<GI>;
  /** Traits of the group among those of `groups`. The name is found by itself. */
  readonly groupTraits?: Columns<GT>;
}

/** The identifier types that Segment fills. */
interface SegmentVocabulary {
  readonly person: "user_id" | "anonymous_id" | "email";
  readonly group: "segment_group_id";
}

/** The columns that may be missing, as fields. */
function optionals(columns: { readonly [name: string]: string | undefined } = {}): Readonly<Record<string, Field>> {
  const entries = Object.entries(columns).flatMap(([name, column]) =>
    column === undefined ? [] : [[name, optional(column)] as const],
  );
  return Object.fromEntries(entries);
}

/**
 * Product events of Segment, from its own warehouse schema.
 *
 * ```ts
 * segment(model, { schema: "production", events: [{ table: "report_exported", columns: ["format"] }] })
 * ```
 */
export function segment<D extends ModelDefinition>(
  model: Model<D> & Speaks<D, SegmentVocabulary>,
  options: SegmentOptions<
    IdentifierName<D, "person">,
    TraitName<D, "person">,
    IdentifierName<D, "group">,
    TraitName<D, "group">
  > = {},
): Source {
  const name = options.name ?? "segment";
  return fittedSource(model, name, {
    ...(options.key === undefined ? {} : { key: options.key }),
    ...definition(name, options),
  });
}

function definition(name: string, options: SegmentOptions) {
  const own = (options.events ?? []).map(
    (event): SegmentEvent => (typeof event === "string" ? { table: event } : event),
  );
  const tables = rawTables<string>([...segmentTables, ...own.map(({ table }) => table)], options, {
    schema: name,
    required: own.map(({ table }) => table),
  });
  const events = { ...calls(own), ...profiles(options), ...Object.fromEntries(own.map(ownEvent)) };
  return { timezone: "UTC", tables, ingestedAt: loadedAt, events: eventsOf(tables, events) };
}

/** The rows of a warehouse sync arrive long after Segment received them, so its own time of loading comes first. */
const loadedAt = firstOf(optional("loaded_at"), optional("uuid_ts"), "received_at");

/** `timestamp` is the device's clock put right; groups and users of some syncs have only the others. */
const occurredAt = firstOf(optional("timestamp"), optional("original_timestamp"), optional("sent_at"), "received_at");

const email = firstOf(optional("email"), optional("context_traits_email"));

const user = {
  role: "user",
  identifiers: {
    user_id: optional("user_id"),
    anonymous_id: optional("anonymous_id"),
    email: optional("context_traits_email"),
  },
} as const satisfies Mention;

/** The group on whose behalf somebody acted. */
const account = {
  groups: [{ role: "account", identifiers: { segment_group_id: optional("context_group_id") } }],
  memberships: [{ person: "user", group: "account", role: "member" }],
} as const satisfies Partial<EventDefinition>;

const call = { id: "id", occurredAt, persons: [user], ...account } as const satisfies Partial<EventDefinition>;

const pageColumns = {
  url: optional("url"),
  path: optional("path"),
  title: optional("title"),
  referrer: firstOf(optional("referrer"), optional("context_page_referrer")),
  utm_source: optional("context_campaign_source"),
  utm_medium: optional("context_campaign_medium"),
  utm_campaign: optional("context_campaign_name"),
};

/** What somebody did, saw, or was called. */
function calls(own: readonly SegmentEvent[]): Readonly<Record<string, EventDefinition>> {
  const elsewhere = own.map(({ table }) => table);
  return {
    track: {
      ...call,
      from: "tracks",
      name: firstOf(optional("event_text"), "event"),
      type: "track",
      significance: 2,
      ...(elsewhere.length === 0 ? {} : { where: not(equals("event", ...elsewhere)) }),
      columns: { event: "event", url: optional("context_page_url"), path: optional("context_page_path") },
    },
    page_viewed: {
      ...call,
      from: "pages",
      type: "page",
      significance: 1,
      description: firstOf(optional("title"), optional("name"), optional("path"), optional("url")),
      columns: pageColumns,
    },
    screen_viewed: {
      ...call,
      from: "screens",
      type: "screen",
      significance: 1,
      description: firstOf(optional("name"), optional("title")),
    },
    // Who a person was before: for Segment always the anonymous id, unless an app says otherwise.
    aliased: {
      ...call,
      from: "aliases",
      type: "identify",
      significance: 1,
      persons: [{ ...user, identifiers: { user_id: optional("user_id"), anonymous_id: optional("previous_id") } }],
    },
  };
}

function ownEvent({
  table,
  columns = [],
  value,
  unit,
  significance = 2,
}: SegmentEvent): readonly [string, EventDefinition] {
  const properties = Object.fromEntries(columns.map((column) => [column, optional(column)]));
  return [
    table,
    {
      ...call,
      from: table,
      name: firstOf(optional("event_text"), optional("event"), constant(table)),
      type: "track",
      significance,
      ...(value === undefined ? {} : { value: optional(value) }),
      ...(unit === undefined ? {} : { unit: lower(optional(unit)) }),
      columns: properties,
    },
  ];
}

/** Who somebody is, and what a group is called. */
function profiles(options: SegmentOptions): Readonly<Record<string, EventDefinition>> {
  const [first, last] = [optional("first_name"), optional("last_name")];
  const name = firstOf(
    optional("name"),
    when(allOf(present(first), present(last)), concat(first, constant(" "), last)),
    first,
    last,
  );
  const traits = { name, ...optionals(options.traits) };
  const identified = { ...user.identifiers, email, ...optionals(options.identifiers) };
  const group: Mention = {
    role: "account",
    identifiers: { segment_group_id: "group_id", ...optionals(options.groupIdentifiers) },
    traits: { name: optional("name"), ...optionals(options.groupTraits) },
  };
  return {
    user_identified: {
      ...call,
      from: "identifies",
      type: "identify",
      significance: 1,
      persons: [{ ...user, identifiers: identified, traits }],
    },
    // One row a user with the newest traits. It has the e-mail even where `identifies` was synced too late to.
    user_updated: {
      ...call,
      from: "users",
      type: "identify",
      significance: 1,
      persons: [{ role: "user", identifiers: { ...identified, user_id: "id" }, traits }],
    },
    group_identified: {
      ...call,
      from: "groups",
      type: "group",
      significance: 2,
      description: titled("Group", optional("name")),
      groups: [group],
    },
  };
}
