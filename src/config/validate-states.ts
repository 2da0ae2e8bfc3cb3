import { words } from "../base/names.ts";
import { Sql } from "../sql/sql.ts";
import { type Field, nodeOf } from "./fields.ts";
import { eventColumnsTaken, type Findings } from "./findings.ts";
import type { Mention, Source } from "./source.ts";
import type { StateDefinition } from "./state.ts";

/** An event with what states may ask of it; its name is undefined where each row has its own. */
interface NamedEvent {
  readonly name: string | undefined;
  readonly columns: readonly string[];
  /** The roles in it, per entity type; undefined where rows have their own. */
  readonly roles: Readonly<Record<"person" | "group", readonly string[] | undefined>>;
}

/** The events of a source. */
export function namedEvents(source: Source): readonly NamedEvent[] {
  const { brings, events } = source.definition;
  const brought = { name: undefined, columns: [], roles: { person: undefined, group: undefined } };
  const named = Object.entries(events ?? {}).map(([key, event]): NamedEvent => {
    const name = event.name ?? words(key);
    return {
      name: typeof name === "string" ? name : constantOf(name),
      columns: Object.keys(event.columns ?? {}),
      roles: { person: rolesOf(event.persons ?? []), group: rolesOf(event.groups ?? []) },
    };
  });
  return brings === undefined ? named : [...named, brought];
}

function rolesOf(mentions: readonly Mention[]): readonly string[] | undefined {
  const roles = mentions.map(({ role }) => (typeof role === "string" ? role : constantOf(role)));
  return roles.includes(undefined) ? undefined : roles.filter((role) => role !== undefined);
}

function constantOf(field: Field): string | undefined {
  const node = nodeOf(field);
  return node instanceof Sql || node.kind !== "constant" ? undefined : String(node.value);
}

/** Whether what a state asks of events is there. */
export function checkState(
  findings: Findings,
  path: string,
  name: string,
  state: StateDefinition,
  known: { readonly events: readonly NamedEvent[]; readonly hasGroups: boolean },
): void {
  findings.name(path, name);
  if (state.of === "group" && !known.hasGroups) findings.add(`${path}.of`, 'The model has no entity type "group".');
  const names = [...new Set(known.events.flatMap((event) => event.name ?? []))];
  const anyName = known.events.some((event) => event.name === undefined);
  const named = [
    ...Object.keys(state.events ?? {}).map((event) => [`${path}.events`, event] as const),
    ...(state.entries ?? []).map((entry, index) => [`${path}.entries[${index}].event`, entry.event] as const),
  ];
  if (named.length === 0) {
    findings.add(path, "A state needs an event that leads into it.", {
      accepted: '`events: { "event name": "value" }` or `entries`',
    });
  }
  for (const [where, event] of named) {
    if (!anyName && !names.includes(event)) findings.unknown(where, "event", event, names);
  }
  (state.entries ?? []).forEach((entry, index) => {
    const where = `${path}.entries[${index}]`;
    if (entry.value === undefined && entry.number === undefined)
      findings.add(where, "An entry needs a value or a number.");
    const own = known.events.filter((event) => event.name === entry.event || event.name === undefined);
    const columns = [
      ...eventColumnsTaken.filter((one) => one !== "natural_id" && one !== "account"),
      ...own.flatMap((event) => event.columns),
    ];
    const roles = own.map((event) => event.roles[state.of]);
    if (entry.role !== undefined && own.length > 0 && !roles.includes(undefined)) {
      const there = [...new Set(roles.flatMap((role) => role ?? []))];
      if (!there.includes(entry.role)) findings.unknown(`${where}.role`, "role in the event", entry.role, there);
    }
    for (const said of [entry.value, entry.number]) {
      if (said === null || typeof said !== "object" || said instanceof Sql) continue;
      if (own.length > 0 && !columns.includes(said.column))
        findings.unknown(where, "column of the event", said.column, columns);
    }
  });
}
