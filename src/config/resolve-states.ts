import { words } from "../base/names.ts";
import { inOrder } from "../base/order.ts";
import { membershipKind, type Relationship } from "./entities.ts";
import type { DerivedState, MembersState, State, Timeout } from "./project.ts";
import type {
  DerivedStateDefinition,
  EventStateDefinition,
  MembersStateDefinition,
  Span,
  StateDefinition,
  StateEntry,
  StateTimeout,
} from "./state.ts";

/** The states of a config with every default filled in, each behind those that it is made from. Throws where they go in a circle. */
export function resolvedStates(
  definitions: Readonly<Record<string, StateDefinition>>,
  relationships: readonly Relationship[],
): readonly State[] {
  const named = Object.entries(definitions);
  const ordered = inOrder(
    named,
    ([name]) => name,
    ([, state]) => statesNeeded(state),
  );
  return ordered.map(([name, state]) => resolvedState(name, state, relationships));
}

/** The states that a state is made from, by name. */
export function statesNeeded(state: StateDefinition): readonly string[] {
  if (state.from !== undefined) return state.from;
  return state.over === undefined ? [] : [stateOver(state.over)];
}

/** The name of the state that members, groups, or others have. */
export function stateOver(over: MembersStateDefinition["over"]): string {
  if ("state" in over) return over.state;
  return "members" in over ? over.members : over.groups;
}

/** Through what others are reached, and the side that they stand on. The relationship must be there. */
export function wayOver(
  over: MembersStateDefinition["over"],
  of: string,
  relationships: readonly Relationship[],
): Pick<MembersState, "relationship" | "side"> {
  if (!("state" in over)) return { relationship: membershipKind, side: "members" in over ? "from" : "to" };
  const found = relationships.find(({ name }) => name === over.through);
  return { relationship: over.through, side: over.side ?? (found?.from === of ? "to" : "from") };
}

/** The length of a span, in seconds. */
export function secondsOf({ days = 0, hours = 0, minutes = 0 }: Span): number {
  return days * 86_400 + hours * 3600 + minutes * 60;
}

/** Everything that leads into a state of events, in the order in which it counts at one instant. */
export function entriesOf(state: EventStateDefinition): readonly StateEntry[] {
  return [...Object.entries(state.events ?? {}).map(([event, value]) => ({ event, value })), ...(state.entries ?? [])];
}

function resolvedState(name: string, state: StateDefinition, relationships: readonly Relationship[]): State {
  const common = {
    name,
    of: state.of,
    description: state.description ?? `${words(name)} of a ${state.of}`,
    transitions: new Map(Object.entries(state.transitions ?? {})),
    first: state.first,
    ...numbersOf(state),
  };
  if (state.from !== undefined) return { ...common, entries: [], timeouts: [], derived: combined(state) };
  if (state.over !== undefined)
    return { ...common, entries: [], timeouts: [], derived: overMembers(state, relationships) };
  const entries = entriesOf(state);
  return {
    ...common,
    entries: entries.map((entry, position) => ({ ...entry, position })),
    timeouts: (state.timeouts ?? [])
      .map((timeout) => resolvedTimeout(timeout, entries))
      .sort((one, other) => one.seconds - other.seconds),
    derived: undefined,
  };
}

/** Whether a state may have a number, and whether its value is nothing else. */
export function numbersOf(state: StateDefinition): Pick<State, "hasNumber" | "isMeasured"> {
  const both = (hasNumber: boolean, hasValue: boolean) => ({ hasNumber, isMeasured: hasNumber && !hasValue });
  if (state.from !== undefined)
    return both(state.number !== undefined, state.value !== undefined || state.cases !== undefined);
  if (state.over !== undefined) return both(state.count !== undefined || state.sum !== undefined, false);
  const all = [...entriesOf(state), ...(state.timeouts ?? [])];
  return both(
    all.some(({ number }) => number !== undefined),
    all.some(({ value }) => value !== undefined && value !== null),
  );
}

function resolvedTimeout(timeout: StateTimeout, entries: readonly StateEntry[]): Timeout {
  const { after, without = [], from, value, number } = timeout;
  return {
    seconds: secondsOf(after),
    without: without
      .map((one) => (typeof one === "string" ? { event: one, role: undefined } : { role: undefined, ...one }))
      // An entry that always says something starts the clock by itself.
      .filter(
        ({ event, role }) =>
          !entries.some(
            (entry) =>
              entry.event === event && entry.number === undefined && (entry.role === undefined || entry.role === role),
          ),
      ),
    from,
    value: value === undefined && number !== undefined ? String(number) : (value ?? null),
    number: value === null ? undefined : number,
  };
}

function combined(state: DerivedStateDefinition): DerivedState {
  const { from, cases, otherwise = null, value, number } = state;
  if (cases === undefined) return { kind: "combined", from, rule: { kind: "sql", value, number } };
  return {
    kind: "combined",
    from,
    rule: {
      kind: "cases",
      cases: cases.map(({ when, value: becomes }) => ({
        when: Object.entries(when).map(
          ([name, values]) => [name, typeof values === "string" || values === null ? [values] : values] as const,
        ),
        value: becomes,
      })),
      otherwise,
    },
  };
}

function overMembers(state: MembersStateDefinition, relationships: readonly Relationship[]): MembersState {
  const { over, best, cases = [], otherwise = null, count, sum } = state;
  const way = wayOver(over, state.of, relationships);
  const common = { kind: "members", state: stateOver(over), role: over.role, ...way } as const;
  if (sum !== undefined) return { ...common, rule: { kind: "sum" } };
  if (count !== undefined)
    return { ...common, rule: { kind: "count", values: count === true ? undefined : several(count) } };
  return {
    ...common,
    rule: {
      kind: "cases",
      cases:
        best === undefined
          ? cases.map((one) =>
              "any" in one
                ? { quantity: "any", values: several(one.any), value: one.value }
                : { quantity: "all", values: several(one.all), value: one.value },
            )
          : best.map((value) => ({ quantity: "any", values: [value], value })),
      otherwise,
    },
  };
}

function several(values: string | readonly string[]): readonly string[] {
  return typeof values === "string" ? [values] : values;
}
