import { words } from "../base/names.ts";
import { Sql } from "../sql/sql.ts";
import { membershipKind, mentionsOf } from "./entities.ts";
import { type Field, nodeOf } from "./fields.ts";
import { eventColumnsTaken, type Findings } from "./findings.ts";
import { knownValues } from "./known-values.ts";
import { claimsOf, mentionKey } from "./resolve.ts";
import { entriesOf, secondsOf } from "./resolve-states.ts";
import type { BroughtTables, EventDefinition, Mention, Source } from "./source.ts";
import type { EventStateDefinition, StateDefinition, StateTimeout } from "./state.ts";
import type { Vocabulary } from "./validate-claims.ts";
import { checkCircles, checkCombined, checkOver, checkTransitions } from "./validate-derived.ts";

/** An event with what states may ask of it; its name is undefined where each row has its own. */
interface NamedEvent {
  readonly name: string | undefined;
  readonly columns: readonly string[];
  /** The roles in it, per entity type; undefined where rows have their own. */
  readonly roles: ReadonlyMap<string, readonly string[] | undefined>;
  /** The roles in which it claims memberships or a relationship; undefined where rows have their own. */
  readonly claimed: ReadonlyMap<string, readonly string[] | undefined>;
}

/** The events of a source. */
export function namedEvents(source: Source): readonly NamedEvent[] {
  const { brings, events } = source.definition;
  const brought = { name: undefined, columns: [], roles: new Map(), claimed: claimedByTables(brings) };
  const named = Object.entries(events ?? {}).map(([key, event]): NamedEvent => {
    const name = event.name ?? words(key);
    return {
      name: typeof name === "string" ? name : constantOf(name),
      columns: Object.keys(event.columns ?? {}),
      roles: new Map(mentionsOf(event).map(({ entity, mentions }) => [entity, rolesOf(mentions)])),
      claimed: rolesOfClaims(event),
    };
  });
  return brings === undefined ? named : [...named, brought];
}

/** Rows of brought tables have roles of their own. */
function claimedByTables(brings: BroughtTables | undefined): NamedEvent["claimed"] {
  return new Map([
    ...(brings?.memberships === undefined ? [] : [[membershipKind, undefined] as const]),
    ...(brings?.relationships === undefined ? [] : [["*", undefined] as const]),
  ]);
}

function rolesOfClaims(event: EventDefinition): NamedEvent["claimed"] {
  const claims = claimsOf(event);
  const mentions = mentionsOf(event).flatMap((of) => of.mentions.map((mention) => ({ ...of, mention })));
  return new Map(
    [...new Set(claims.map(({ kind }) => kind))].map((kind) => {
      const roles = claims
        .filter((claim) => claim.kind === kind)
        .flatMap(({ role, ...claim }): readonly (string | undefined)[] => {
          if (typeof role !== "object") return role === undefined ? [] : [role];
          const said = mentions.filter(({ entity, mention }) => mentionKey(mention, entity) === claim[role.of]);
          return said.map(({ mention }) =>
            typeof mention.role === "string" ? mention.role : constantOf(mention.role),
          );
        });
      return [kind, roles.includes(undefined) ? undefined : roles.filter((role) => role !== undefined)];
    }),
  );
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
  known: Vocabulary & { readonly events: readonly NamedEvent[] },
): void {
  for (const [name, state] of Object.entries(states)) {
    const path = `states.${name}`;
    findings.name(path, name);
    const types = known.types.map((type) => type.name);
    if (!types.includes(state.of)) {
      findings.unknown(`${path}.of`, "entity type", state.of, types);
      continue;
    }
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
    else if (state.over !== undefined) {
      checkOver(findings, path, state, states, {
        relationships: known.relationships,
        rolesOf: (kind) => rolesOfKind(known.events, kind),
      });
    } else checkOfEvents(findings, path, state, known.events);
    checkTransitions(findings, path, name, states);
  }
  checkCircles(findings, states);
}

/** The roles in which a relationship is claimed by any event; undefined where rows have their own. */
function rolesOfKind(events: readonly NamedEvent[], kind: string): readonly string[] | undefined {
  const roles = events.flatMap(({ claimed }) =>
    [kind, "*"].filter((one) => claimed.has(one)).map((one) => claimed.get(one)),
  );
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
    const roles = own.map((one) => one.roles.get(state.of));
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
