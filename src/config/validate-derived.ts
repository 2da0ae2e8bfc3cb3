import { inOrder } from "../base/order.ts";
import { NexusError } from "../base/problem.ts";
import { membershipKind, type Relationship } from "./entities.ts";
import type { Findings } from "./findings.ts";
import { knownValues } from "./known-values.ts";
import { numbersOf, stateOver, statesNeeded } from "./resolve-states.ts";
import type { DerivedStateDefinition, MembersStateDefinition, StateDefinition } from "./state.ts";

type States = Readonly<Record<string, StateDefinition>>;

/** A state that others name: it must be there, and be of the right entity type. */
function mustBeState(
  findings: Findings,
  path: string,
  name: string,
  of: StateDefinition["of"],
  states: States,
): StateDefinition | undefined {
  const fit = Object.keys(states).filter((one) => states[one]?.of === of);
  const found = states[name];
  if (found === undefined) findings.unknown(path, "state", name, fit);
  else if (found.of !== of) {
    findings.add(path, `"${name}" is a state of a ${found.of}, where one of a ${of} is needed.`, {
      found: `"${name}"`,
      accepted: fit.length === 0 ? "none is declared" : fit.map((one) => `"${one}"`).join(", "),
    });
  } else return found;
  return undefined;
}

function mustHaveValues(
  findings: Findings,
  path: string,
  state: StateDefinition | undefined,
  values: readonly (string | null)[],
): void {
  const known = state === undefined ? undefined : knownValues(state);
  if (known === undefined) return;
  for (const value of values)
    if (value !== null && !known.includes(value)) findings.unknown(path, "value of the state", value, known);
}

const several = <T>(values: T | readonly T[]): readonly T[] => (Array.isArray(values) ? values : [values as T]);

/** Whether a state made from others of the same entity finds what it asks for. */
export function checkCombined(findings: Findings, path: string, state: DerivedStateDefinition, states: States): void {
  if (state.from.length === 0)
    findings.add(`${path}.from`, "A state is made from no other one.", { accepted: "names of other states" });
  state.from.forEach((name, index) => {
    const where = `${path}.from[${index}]`;
    mustBeState(findings, where, name, state.of, states);
    if (state.from.indexOf(name) < index)
      findings.add(where, `"${name}" stands there twice.`, { code: "name-taken", found: `"${name}"` });
    // Its number would be another column of the same name.
    if (name.endsWith("_number") && hasBoth(states[name.slice(0, -"_number".length)]))
      if (state.from.includes(name.slice(0, -"_number".length)))
        findings.add(where, `"${name}" is the number of another state that is named beside it.`, {
          code: "name-taken",
        });
  });
  const { cases, value, number } = state;
  for (const key of ["best", "count", "sum"])
    if (key in state)
      findings.add(`${path}.${key}`, `\`${key}\` belongs to a state that is made \`over\` memberships.`);
  if (cases === undefined ? value === undefined && number === undefined : value !== undefined || number !== undefined) {
    findings.add(path, "A state made from others needs one rule.", {
      accepted: "`cases` with `otherwise`; or `value`, `number` or both as sql`…`",
    });
  }
  if (cases === undefined && state.otherwise !== undefined)
    findings.add(`${path}.otherwise`, "`otherwise` belongs to `cases`: say it in the SQL.");
  (cases ?? []).forEach((one, index) => {
    const where = `${path}.cases[${index}]`;
    const when = Object.entries(one.when ?? {});
    if (when.length === 0 || "any" in one || "all" in one)
      findings.add(where, "A case of a state made from others has a `when`, and no other condition.", {
        accepted: "when: { state: value }; for what holds without a condition, `otherwise`",
      });
    for (const [name, values] of when) {
      const at = `${where}.when.${name}`;
      const asked = states[name];
      if (!state.from.includes(name)) findings.unknown(at, "state in `from`", name, state.from);
      else if (asked !== undefined && numbersOf(asked).isMeasured && several(values).some((of) => of !== null))
        findings.add(at, `"${name}" is a number, which a case compares with texts.`, {
          hint: `value: sql\`case when ${name} >= … then '…' end\``,
        });
      else if (asked !== undefined && asked.of === state.of) mustHaveValues(findings, at, asked, several(values));
    }
  });
}

function hasBoth(state: StateDefinition | undefined): boolean {
  if (state === undefined) return false;
  const { hasNumber, isMeasured } = numbersOf(state);
  return hasNumber && !isMeasured;
}

/** What is known of relationships. */
interface KnownRelationships {
  readonly relationships: readonly Relationship[];
  /** The roles in which one is claimed, where they are known. */
  rolesOf(kind: string): readonly string[] | undefined;
}

/** Whether a state made over memberships, or another relationship, finds what it asks for. */
export function checkOver(
  findings: Findings,
  path: string,
  state: MembersStateDefinition,
  states: States,
  known: KnownRelationships,
): void {
  const { over, best, cases, count, sum } = state;
  const way = checkWay(findings, path, state, known.relationships);
  if (way === undefined) return;
  const name = stateOver(over);
  const asked = mustBeState(findings, `${path}.over.${way.key}`, name, way.other, states);
  const roles = known.rolesOf(way.kind);
  if (over.role !== undefined && roles !== undefined && !roles.includes(over.role)) {
    const what = way.kind === membershipKind ? "role of a membership" : `role of ${way.kind}`;
    findings.unknown(`${path}.over.role`, what, over.role, roles);
  }
  for (const stranger of ["value", "number"])
    if (stranger in state)
      findings.add(`${path}.${stranger}`, `\`${stranger}\` belongs to a state that is made \`from\` others.`);
  if ([best, cases, count, sum].filter((rule) => rule !== undefined).length !== 1) {
    findings.add(path, "A state over memberships needs one rule.", {
      accepted: "one of `best`, `cases`, `count` and `sum`",
    });
  }
  if (state.otherwise !== undefined && best === undefined && cases === undefined)
    findings.add(`${path}.otherwise`, "`otherwise` belongs to `best` and `cases`.");
  if (sum !== undefined && asked !== undefined && !numbersOf(asked).hasNumber)
    findings.add(`${path}.sum`, `"${name}" has no number that could be summed.`);
  mustHaveValues(findings, `${path}.best`, asked, best ?? []);
  if (count !== undefined && count !== true) mustHaveValues(findings, `${path}.count`, asked, several(count));
  (cases ?? []).forEach((one, index) => {
    const where = `${path}.cases[${index}]`;
    const values = ["any" in one ? one.any : undefined, "all" in one ? one.all : undefined].filter(
      (of) => of !== undefined,
    );
    const [only] = values;
    if (values.length !== 1 || only === undefined || "when" in one) {
      findings.add(where, "A case over memberships has either `any` or `all`.", {
        accepted: '{ any: "active", value: "…" }, { all: ["canceled"], value: "…" }',
      });
    } else mustHaveValues(findings, where, asked, several(only));
  });
}

/** How a state reaches the others: the setting that names their state, their entity type, and the kind of relationship. */
function checkWay(
  findings: Findings,
  path: string,
  { of, over }: MembersStateDefinition,
  relationships: readonly Relationship[],
): { readonly key: string; readonly other: string; readonly kind: string } | undefined {
  // The config may come from a place without types.
  const settings = Object.keys(over).filter((one) => one !== "role");
  const wrong = (accepted: string): undefined => {
    findings.add(`${path}.over`, `A state of a ${of} cannot go over this.`, {
      found: settings.join(", ") || "nothing",
      accepted,
    });
    return undefined;
  };
  const own = relationships.filter((one) => !one.isMembership && (one.from === of || one.to === of));
  const through = own.map((one) => `over: { state: "…", through: "${one.name}" }`);
  if (!("state" in over)) {
    const sides: Readonly<Record<string, readonly [key: string, other: string]>> = {
      group: ["members", "person"],
      person: ["groups", "group"],
    };
    const [key, other] = sides[of] ?? [];
    const plain = key === undefined ? [] : [`over: { ${key}: "name of a state of a ${other}" }`];
    if (key === undefined || other === undefined || settings.length !== 1 || settings[0] !== key)
      return wrong([...plain, ...through].join(", or ") || `a relationship of a ${of}, which the model does not have`);
    return { key, other, kind: membershipKind };
  }
  if (over.through === undefined || settings.some((one) => !["state", "through", "side"].includes(one)))
    return wrong(through.join(", or ") || `a relationship of a ${of}, which the model does not have`);
  const found = own.find((one) => one.name === over.through);
  if (found === undefined) {
    findings.unknown(
      `${path}.over.through`,
      `relationship of a ${of}`,
      over.through,
      own.map((one) => one.name),
    );
    return undefined;
  }
  if (found.from === found.to && over.side === undefined) {
    findings.add(`${path}.over.side`, `Both sides of "${found.name}" are of one type: say which the others stand on.`, {
      accepted: 'side: "from" or side: "to"',
    });
    return undefined;
  }
  const side = over.side ?? (found.from === of ? "to" : "from");
  const mine = side === "to" ? found.from : found.to;
  if (mine !== of) {
    findings.add(`${path}.over.side`, `A ${of} stands on this side of "${found.name}" itself.`, {
      found: `"${side}"`,
      accepted: `"${side === "to" ? "from" : "to"}", or nothing`,
    });
    return undefined;
  }
  return { key: "state", other: found[side], kind: found.name };
}

/** Whether the values of transitions are some that the state may have. */
export function checkTransitions(findings: Findings, path: string, name: string, states: States): void {
  const state = states[name];
  for (const [from, to] of Object.entries(state?.transitions ?? {}))
    mustHaveValues(findings, `${path}.transitions.${from}`, state, [from, ...to]);
  mustHaveValues(findings, `${path}.first`, state, state?.first ?? []);
}

/** Every circle of states that are made from each other. */
export function checkCircles(findings: Findings, states: States): void {
  let left = Object.entries(states);
  for (;;) {
    try {
      inOrder(
        left,
        ([name]) => name,
        ([, state]) => statesNeeded(state),
      );
      return;
    } catch (error) {
      if (!(error instanceof NexusError)) throw error;
      const circle = String(error.problems[0]?.found);
      const members = circle.split(" → ");
      findings.add(`states.${members[0]}`, `States are made from each other in a circle: ${circle}.`, {
        code: "circle",
        found: circle,
      });
      left = left.filter(([name]) => !members.includes(name));
    }
  }
}
