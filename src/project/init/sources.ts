import { words } from "../../base/names.ts";
import { type Field, type FieldNode, nodeOf } from "../../config/fields.ts";
import type { EventDefinition, Mention, SourceDefinition } from "../../config/source.ts";
import type { Sql } from "../../sql/sql.ts";
import { isLoadersDeletion } from "./bookkeeping.ts";
import type { Draft } from "./draft.ts";
import type { DraftMention } from "./drafts.ts";
import type { Look } from "./look.ts";
import { fieldOf, type Profile } from "./profile.ts";
import type { Choice, EventRemarks, ProposedSource, ProposedTable } from "./proposal.ts";
import { mentionsOf, type ProposedVocabulary } from "./vocabulary.ts";
import { fresh, nameFrom } from "./words.ts";

/** Systems that have a ready-made source. */
const readyMade: ReadonlyMap<string, string> = new Map(
  Object.entries({
    gmail: "gmail",
    google_calendar: "googleCalendar",
    segment: "segment",
    shopify: "shopify",
    stripe: "stripe",
  }),
);

/** Puts events of one system into one source; a table that belongs to none is a source itself. */
export function proposedSources(
  drafts: readonly Draft[],
  vocabulary: ProposedVocabulary,
): { readonly sources: readonly ProposedSource[]; readonly tables: ReadonlyMap<Draft, ProposedTable> } {
  const families = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const { family, label } = draft.look.entry;
    const key = family === undefined ? `table ${label}` : `family ${family}`;
    families.set(key, [...(families.get(key) ?? []), draft]);
  }
  const taken = new Set<string>();
  const tables = new Map<Draft, ProposedTable>();
  const sources = [...families.values()].map((members) => {
    const [first] = members;
    const name = fresh(first?.look.entry.family ?? first?.look.entry.name ?? "source", taken);
    return proposedSource(name, members, vocabulary, tables);
  });
  return { sources, tables };
}

function proposedSource(
  name: string,
  drafts: readonly Draft[],
  vocabulary: ProposedVocabulary,
  tables: Map<Draft, ProposedTable>,
): ProposedSource {
  const events: Record<string, EventDefinition> = {};
  const remarks: Record<string, EventRemarks> = {};
  const raw: Record<string, SourceDefinition["tables"][string]> = {};
  const takenTables = new Set<string>();
  const takenEvents = new Set<string>();
  for (const draft of drafts) {
    const table = fresh(draft.look.entry.name, takenTables);
    const key = fresh(eventKey(draft.look.words.own), takenEvents);
    raw[table] = draft.look.entry.table;
    events[key] = eventDefinition(draft, table, key, vocabulary);
    remarks[key] = eventRemarks(draft);
    tables.set(draft, proposedTable(draft, name, key, vocabulary));
  }
  const ready = readyMade.get(name);
  return {
    name,
    definition: {
      timezone: "UTC",
      ...(drafts.some(({ look }) => look.broken !== undefined) ? { badValues: "set-aside" } : {}),
      tables: raw,
      events,
    },
    remarks:
      ready === undefined
        ? []
        : [`There is a ready-made source for this system: ${ready}(model, …) from "nexus-cdp/sources".`],
    events: remarks,
  };
}

/** The words of a table's name in the singular, as the key of its event. */
function eventKey(own: readonly string[]): string {
  const key = nameFrom(own.join(" "), "event");
  return workingTables.has(key) ? `${key}_event` : key;
}

/** Names of tables that a run makes beside an event's. */
const workingTables = new Set(["next", "winners", "twice", "set_aside"]);

/** A field where a plain text would be taken as the text itself. */
function said(profile: Profile): FieldNode | Sql {
  return nodeOf(fieldOf(profile));
}

function eventDefinition(draft: Draft, from: string, key: string, vocabulary: ProposedVocabulary): EventDefinition {
  const { id, occurredAt, ingestedAt, deletedAt, name, value, mentioned } = draft;
  const mention = (of: DraftMention): Mention => ({
    role: of.role,
    ...(of.key === undefined ? {} : { key: of.key }),
    ...(of.each === undefined ? {} : { each: of.each }),
    identifiers: fields(of.identifiers.map((one) => [vocabulary.typeOf(draft, one), one.field])),
    ...(of.traits.length === 0 ? {} : { traits: fields(of.traits.map((trait) => [trait.name, trait.field])) }),
  });
  return {
    from,
    name: name === undefined ? words(key) || "event" : said(name),
    id: id.field,
    occurredAt: occurredAt.field,
    ...(ingestedAt === undefined ? {} : { ingestedAt: ingestedAt.field }),
    ...(deletedAt === undefined ? {} : { deletedAt: fieldOf(deletedAt) }),
    ...(value === undefined ? {} : { value: value.field }),
    ...(value?.unit === undefined ? {} : { unit: fieldOf(value.unit) }),
    ...(Object.keys(mentioned.lists).length === 0 ? {} : { lists: mentioned.lists }),
    ...(mentioned.persons.length === 0 ? {} : { persons: mentioned.persons.map(mention) }),
    ...(mentioned.groups.length === 0 ? {} : { groups: mentioned.groups.map(mention) }),
    ...(mentioned.memberships.length === 0 ? {} : { memberships: mentioned.memberships }),
  };
}

function fields(entries: readonly (readonly [string, Field])[]): Readonly<Record<string, Field>> {
  return Object.fromEntries(entries);
}

function eventRemarks(draft: Draft): EventRemarks {
  const { id, occurredAt, occurredIsLoaded, ingestedAt, ingestedIsGuess, mentioned, value, look } = draft;
  const nobody = mentioned.persons.length === 0 && mentioned.groups.length === 0;
  const guess =
    ingestedAt !== undefined && ingestedIsGuess && !occurredIsLoaded
      ? ["Not the loader's own time, but it changes whenever the row does."]
      : [];
  return {
    above: [
      ...(look.broken === undefined ? [] : [`Lines that cannot be read are set aside. ${look.broken}`]),
      ...(look.rows === 0 ? ["The table has no rows yet: all of this is guessed from the names of its columns."] : []),
      ...(nobody ? ["No column names a person or a group: these events belong to nobody."] : []),
      ...mentioned.notes.map(sentence),
    ],
    fields: {
      ...(id.notes.length === 0 ? {} : { id: id.notes.map(sentence) }),
      occurredAt: [
        ...(occurredIsLoaded
          ? ["No column says when it happened, so this is when the row was loaded or last changed."]
          : []),
        ...occurredAt.notes.map(sentence),
      ],
      ingestedAt: guess,
      ...(value === undefined || value.notes.length === 0 ? {} : { value: value.notes.map(sentence) }),
    },
  };
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function proposedTable(draft: Draft, source: string, event: string, vocabulary: ProposedVocabulary): ProposedTable {
  const { look, id, occurredAt, occurredIsLoaded, ingestedAt, deletedAt, name, value } = draft;
  const choice = (what: string, profile: Profile | undefined, why: string): readonly Choice[] =>
    profile === undefined ? [] : [{ what, columns: [profile.label], why }];
  const mentions = mentionsOf(draft).flatMap((mention) => {
    const called = mention.key ?? mention.role;
    return [
      ...mention.identifiers.map((one) => ({
        what: `${called}.${vocabulary.typeOf(draft, one)}`,
        columns: [one.profile.label],
        why: one.why,
      })),
      ...mention.traits.map((trait) => ({ what: `${called}.${trait.name}`, columns: trait.labels, why: trait.why })),
    ];
  });
  const remarks = eventRemarks(draft);
  const choices = [
    { what: "id", columns: id.labels, why: id.why },
    ...choice(
      "occurredAt",
      occurredAt.profile,
      occurredIsLoaded ? "when the row was loaded or changed, for want of a better time" : occurredAt.why,
    ),
    ...choice("ingestedAt", ingestedAt?.profile, ingestedAt?.why ?? ""),
    ...choice(
      "deletedAt",
      deletedAt,
      deletedAt !== undefined && isLoadersDeletion(deletedAt)
        ? "how the loader marks rows that are gone"
        : "whether the row is deleted, or when it was",
    ),
    ...choice("name", name, "each row says what happened"),
    ...choice("value", value?.profile, "an amount"),
    ...choice("unit", value?.unit, "the amount's currency"),
    ...mentions,
  ];
  return {
    label: look.entry.label,
    files: look.entry.files,
    rows: look.rows,
    isWhole: look.isWhole,
    columns: look.raw.columns.map((column) => column.name),
    source,
    event,
    choices,
    unused: unusedOf(look, new Set(choices.flatMap(({ columns }) => columns))),
    notes: [...remarks.above, ...Object.values(remarks.fields).flat()],
  };
}

/** Columns that are taken for nothing; where only parts of one are taken, its other parts. */
function unusedOf({ profiles }: Look, used: ReadonlySet<string>): readonly string[] {
  const columns = new Set(profiles.filter(({ label }) => used.has(label)).map(({ column }) => column));
  return profiles
    .filter(({ column, path }) => (path.length === 0 ? !columns.has(column) : columns.has(column)))
    .filter(({ column, label }) => !used.has(label) && !used.has(column))
    .map(({ label }) => label);
}
