import { words } from "../base/names.ts";
import { Sql } from "../sql/sql.ts";
import { type Field, nodeOf } from "./fields.ts";
import { eventColumnsTaken, type Findings } from "./findings.ts";
import { knownValues } from "./known-values.ts";
import { entriesOf, secondsOf } from "./resolve-states.ts";
import type { Mention, Source } from "./source.ts";
import type { EventStateDefinition, StateDefinition, StateTimeout } from "./state.ts";
import { checkCircles, checkCombined, checkOver, checkTransitions } from "./validate-derived.ts";

/** An event with what states may ask of it; its name is undefined where each row has its own. */
interface NamedEvent {
  readonly name: string | undefined;
  readonly columns: readonly string[];
  /** The roles in it, per entity type; undefined where rows have their own. */
  readonly roles: Readonly<Record<"person" | "group", readonly string[] | undefined>>;
  /** The roles of the memberships that it claims; undefined where rows have their own. */
  readonly memberships: readonly string[] | undefined;
}

/** The events of a source. */
export function namedEvents(source: Source): readonly NamedEvent[] {
  const { brings, events } = source.definition;
  const brought = {
    name: undefined,
    columns: [],
    roles: { person: undefined, group: undefined },
    memberships: brings?.memberships === undefined ? [] : undefined,
  };
  const named = Object.entries(events ?? {}).map(([key, event]): NamedEvent => {
    const name = event.name ?? words(key);
    const persons = rolesOf(event.persons ?? []);
    const claimed = (event.memberships ?? []).map(({ role }) => role);
    return {
      name: typeof name === "string" ? name : constantOf(name),
      columns: Object.keys(event.columns ?? {}),
      roles: { person: persons, group: rolesOf(event.groups ?? []) },
      // A claim without a role takes the person's.
      memberships: claimed.every((role) => role !== undefined)
        ? claimed
        : persons && [...claimed.filter((role) => role !== undefined), ...persons],
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

/** Whether all that states ask for is there, and they do not go in circles. */
export function checkStates(
  findings: Findings,
  states: Readonly<Record<string, StateDefinition>>,
  known: { readonly events: readonly NamedEvent[]; readonly hasGroups: boolean },
): void {
  for (const [name, state] of Object.entries(states)) {
    const path = `states.${name}`;
    findings.name(path, name);
    if (state.of === "group" && !known.hasGroups) findings.add(`${path}.of`, 'The model has no entity type "group".');
    const kinds = [
      ...(["events", "entries", "timeouts"].some((key) => key in state) ? ["from events"] : []),
      ...(state.from === undefined ? [] : ["`from` other states"]),
      ...(state.over === undefined ? [] : ["`over` memberships"]),
    ];
    if (kinds.length > 1) {
      findings.add(path, "A state is made in one way only.", {
        found: kinds.join(" and "),
        accepted: "`events`, `entries` and `timeouts`; or `from`; or `over`",
      });
      continue;
    }
    if (state.from !== undefined) checkCombined(findings, path, state, states);
    else if (state.over !== undefined) checkOver(findings, path, state, states, rolesOfMemberships(known.events));
    else checkOfEvents(findings, path, state, known.events);
    checkTransitions(findings, path, name, states);
  }
  checkCircles(findings, states);
}

function rolesOfMemberships(events: readonly NamedEvent[]): readonly string[] | undefined {
  const roles = events.map(({ memberships }) => memberships);
  return roles.includes(undefined) ? undefined : [...new Set(roles.flatMap((of) => of ?? []))];
}

const strangers = ["best", "cases", "otherwise", "count", "sum", "value", "number"] as const;

function checkOfEvents(
  findings: Findings,
  path: string,
  state: EventStateDefinition,
  events: readonly NamedEvent[],
): void {
  for (const key of strangers) {
    if (key in state)
      findings.add(
        `${path}.${key}`,
        `\`${key}\` belongs to a state that is made \`from\` others, or \`over\` memberships.`,
      );
  }
  const names = [...new Set(events.flatMap((event) => event.name ?? []))];
  const anyName = events.some((event) => event.name === undefined);
  const mustBeEvent = (where: string, event: string): void => {
    if (!anyName && !names.includes(event)) findings.unknown(where, "event", event, names);
  };
  const mustBeRole = (where: string, event: string, role: string | undefined): void => {
    const own = eventsNamed(events, event);
    const roles = own.map((one) => one.roles[state.of]);
    if (role === undefined || own.length === 0 || roles.includes(undefined)) return;
    const there = [...new Set(roles.flatMap((of) => of ?? []))];
    if (!there.includes(role)) findings.unknown(`${where}.role`, "role in the event", role, there);
  };
  if (entriesOf(state).length === 0) {
    findings.add(path, "A state needs an event that leads into it.", {
      accepted: '`events: { "event name": "value" }` or `entries`; `from` other states; or `over` memberships',
    });
  }
  for (const event of Object.keys(state.events ?? {})) mustBeEvent(`${path}.events`, event);
  (state.entries ?? []).forEach((entry, index) => {
    const where = `${path}.entries[${index}]`;
    mustBeEvent(`${where}.event`, entry.event);
    if (entry.value === undefined && entry.number === undefined)
      findings.add(where, "An entry needs a value or a number.");
    mustBeRole(where, entry.event, entry.role);
    const own = eventsNamed(events, entry.event);
    const columns = [
      ...eventColumnsTaken.filter((one) => one !== "natural_id" && one !== "account"),
      ...own.flatMap((event) => event.columns),
    ];
    for (const said of [entry.value, entry.number]) {
      if (said === null || typeof said !== "object" || said instanceof Sql) continue;
      if (own.length > 0 && !columns.includes(said.column))
        findings.unknown(where, "column of the event", said.column, columns);
    }
  });
  (state.timeouts ?? []).forEach((timeout, index) => {
    const where = `${path}.timeouts[${index}]`;
    checkTimeout(findings, where, state, timeout);
    (timeout.without ?? []).forEach((one, place) => {
      const of = `${where}.without[${place}]`;
      const { event, role } = typeof one === "string" ? { event: one, role: undefined } : { role: undefined, ...one };
      mustBeEvent(of, event);
      mustBeRole(of, event, role);
    });
  });
}

function eventsNamed(events: readonly NamedEvent[], name: string): readonly NamedEvent[] {
  return events.filter((event) => event.name === name || event.name === undefined);
}

/** A thousand years: more is a slip, and would lead out of what engines know as times. */
const longest = 1000 * 366 * 86_400;

function checkTimeout(findings: Findings, where: string, state: EventStateDefinition, timeout: StateTimeout): void {
  const seconds = secondsOf(timeout.after);
  const parts = Object.values(timeout.after);
  if (!parts.every((part) => Number.isSafeInteger(part) && part >= 0) || seconds <= 0 || seconds > longest) {
    findings.add(`${where}.after`, "The time of a timeout is none.", {
      found: JSON.stringify(timeout.after),
      accepted: "whole days, hours or minutes, more than nothing: { days: 30 }, { hours: 36 }",
    });
  }
  if (timeout.without?.length === 0) {
    findings.add(`${where}.without`, "Nothing is named that could be missing.", {
      accepted: "events by name; without the setting, those of the state's entries",
    });
  }
  if (timeout.value === undefined && timeout.number === undefined)
    findings.add(where, "A timeout needs a value or a number.");
  const known = knownValues(state);
  for (const value of timeout.from ?? [])
    if (known !== undefined && !known.includes(value))
      findings.unknown(`${where}.from`, "value of the state", value, known);
}
