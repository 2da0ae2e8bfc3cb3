import type {
  DerivedStateDefinition,
  EventStateDefinition,
  MembersStateDefinition,
  StateDefinition,
  StateEntry,
  StateTimeout,
} from "../../src/index.ts";
import type { Instant } from "./time.ts";

/** Something that happened, with who took part in it. */
export interface Happening {
  /** The public id of its event. */
  readonly id: string;
  readonly at: Instant;
  readonly name: string;
  readonly doer: string;
  readonly other: string | null;
  readonly label: string | null;
  readonly amount: string | null;
}

/** Somebody joined a team, or left it. */
export interface Membership {
  readonly at: Instant;
  readonly person: string;
  readonly team: string;
  readonly role: string;
  readonly ends: boolean;
}

/** A state from events, others or members; where SQL decides, the same in TypeScript. */
export interface StateTold {
  readonly definition: StateDefinition;
  readonly decides?: (held: Readonly<Record<string, Held>>) => Held;
}

/** What a state is at some time. */
export interface Held {
  readonly value: string | null;
  readonly number: number | null;
}

interface Change extends Held {
  readonly at: Instant;
  readonly event: string;
}

const none: Held = { value: null, number: null };
const second = 1_000_000;

/**
 * What states must be, found the slow way: at each instant at which anything may change, everything is looked at anew, one
 * entity at a time.
 */
export class StateOracle {
  private readonly told: Readonly<Record<string, StateTold>>;
  private readonly happenings: readonly Happening[];
  private readonly memberships: readonly Membership[];
  private readonly horizon: Instant;
  private readonly known = new Map<string, readonly Change[]>();

  constructor(
    told: Readonly<Record<string, StateTold>>,
    happenings: readonly Happening[],
    memberships: readonly Membership[],
    horizon: Instant,
  ) {
    this.told = told;
    this.happenings = happenings;
    this.memberships = memberships;
    this.horizon = horizon;
  }

  /** The intervals of a state, as `value number from – to, event`. */
  intervals(state: string, entity: string): readonly string[] {
    const changes = this.changes(state, entity);
    let before: number | null = null;
    return changes.flatMap(({ at, value, number, event }, index) => {
      if (value === null) return [];
      const delta = number === null || before === null ? null : number - before;
      before = number;
      const until = changes[index + 1]?.at;
      return [`${value} (${number}, ${delta}) ${at} – ${until ?? "now"}, ${event}`];
    });
  }

  /** When it became what, from the first value on; a null is an end. */
  private changes(state: string, entity: string): readonly Change[] {
    const key = `${state} ${entity}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const told = this.told[state];
    if (told === undefined) throw new Error(`No state ${state}.`);
    const { definition } = told;
    const looks =
      definition.from !== undefined
        ? this.combined(definition, told, entity)
        : definition.over !== undefined
          ? this.overMembers(definition, entity)
          : this.fromEvents(definition, entity);
    const changes: Change[] = [];
    for (const look of [...looks].sort((a, b) => a.at - b.at)) {
      const before = changes.at(-1) ?? none;
      if (before.value !== look.value || before.number !== look.number) changes.push(look);
    }
    this.known.set(key, changes);
    return changes;
  }

  private held(state: string, entity: string, at: Instant): Change | undefined {
    return this.changes(state, entity).findLast((change) => change.at <= at);
  }

  private changed(state: string, entity: string, at: Instant): Change | undefined {
    return this.changes(state, entity).find((change) => change.at === at);
  }

  private fromEvents(state: EventStateDefinition, person: string): readonly Change[] {
    const entries: readonly StateEntry[] = [
      ...Object.entries(state.events ?? {}).map(([event, value]) => ({ event, value })),
      ...(state.entries ?? []),
    ];
    const mine = this.happenings.filter(({ at }) => at <= this.horizon);
    const takesPart = (happening: Happening, event: string, role: string | undefined): boolean =>
      happening.name === event &&
      ((role !== "other" && happening.doer === person) || (role !== "doer" && happening.other === person));
    const said = mine.flatMap((happening) =>
      entries.flatMap((entry, position) => {
        if (!takesPart(happening, entry.event, entry.role)) return [];
        const says = spoken(entry, happening);
        return says === undefined ? [] : [{ ...says, happening, position }];
      }),
    );
    said.sort((a, b) => a.happening.at - b.happening.at || a.position - b.position || order(a.happening, b.happening));
    const timeouts = [...(state.timeouts ?? [])].sort((a, b) => length(a) - length(b));
    const starts = timeouts.map(({ without = [] }) =>
      mine
        .filter((happening) =>
          without.some((one) =>
            typeof one === "string" ? takesPart(happening, one, undefined) : takesPart(happening, one.event, one.role),
          ),
        )
        .sort((a, b) => a.at - b.at || order(a, b)),
    );
    const instants = new Set([
      ...said.map(({ happening }) => happening.at),
      ...starts.flat().map(({ at }) => at),
      ...timeouts.flatMap((timeout, index) =>
        [...said.map(({ happening }) => happening), ...(starts[index] ?? [])].map(({ at }) => at + length(timeout)),
      ),
    ]);
    return [...instants]
      .filter((at) => at <= this.horizon)
      .flatMap((at): Change[] => {
        const last = said.findLast(({ happening }) => happening.at <= at);
        if (last === undefined) return [];
        const entry = said.find(({ happening }) => happening.at === last.happening.at) ?? last;
        let held: Held = entry;
        // What has changed at an instant at which nothing ran out, something that happened then has changed.
        let event =
          said.find(({ happening }) => happening.at === at)?.happening.id ??
          firstOf(starts, state, at) ??
          entry.happening.id;
        timeouts.forEach((timeout, index) => {
          const started = starts[index]?.findLast((happening) => happening.at <= at);
          const since = Math.max(entry.happening.at, started?.at ?? Number.NEGATIVE_INFINITY);
          const ranOut = since + length(timeout) <= at;
          if (!ranOut || held.value === null || timeout.from?.includes(held.value) === false) return;
          const number = timeout.number ?? null;
          const value = timeout.value === undefined ? String(number) : timeout.value;
          held = { value, number: value === null ? null : number };
          event =
            since === entry.happening.at
              ? entry.happening.id
              : (starts[index]?.find((happening) => happening.at === since)?.id ?? "?");
        });
        return [{ at, event, value: held.value, number: held.number }];
      });
  }

  private combined(state: DerivedStateDefinition, told: StateTold, entity: string): readonly Change[] {
    const instants = new Set(state.from.flatMap((one) => this.changes(one, entity).map(({ at }) => at)));
    return [...instants].map((at) => {
      const held = Object.fromEntries(state.from.map((one) => [one, this.held(one, entity, at) ?? none]));
      const cause = state.from.find((one) => this.changed(one, entity, at) !== undefined);
      const event = cause === undefined ? "?" : (this.changed(cause, entity, at)?.event ?? "?");
      if (told.decides !== undefined) return { at, event, ...told.decides(held) };
      const found = state.cases?.find(({ when }) =>
        Object.entries(when).every(([name, values]) =>
          (Array.isArray(values) ? values : [values]).includes(held[name]?.value ?? null),
        ),
      );
      return { at, event, value: found === undefined ? (state.otherwise ?? null) : found.value, number: null };
    });
  }

  private overMembers(state: MembersStateDefinition, entity: string): readonly Change[] {
    const { over } = state;
    const asked = "state" in over ? over.state : "members" in over ? over.members : over.groups;
    const own = "members" in over ? "team" : "person";
    const their = "members" in over ? "person" : "team";
    const spans = this.spans(over.role).filter((span) => span[own] === entity);
    const others = [...new Set(spans.map((span) => span[their]))];
    const isIn = (other: string, at: Instant): boolean =>
      spans.some((span) => span[their] === other && span.since <= at && at < span.until);
    const wasIn = (other: string, at: Instant): boolean =>
      spans.some((span) => span[their] === other && span.since < at && at <= span.until);
    const instants = new Set([
      ...spans.flatMap(({ since, until }) => [since, until]),
      ...others.flatMap((other) => this.changes(asked, other).map(({ at }) => at)),
    ]);
    let hasBegun = false;
    return [...instants]
      .filter((at) => at <= this.horizon)
      .sort((a, b) => a - b)
      .flatMap((at): Change[] => {
        const there = others
          .filter((other) => isIn(other, at))
          .map((other) => this.held(asked, other, at) ?? none)
          .filter(({ value }) => value !== null);
        const causes = others.flatMap((other) => {
          const change = this.changed(asked, other, at);
          const before = this.held(asked, other, at - 1);
          const now = this.held(asked, other, at);
          const begins =
            isIn(other, at) && now !== undefined && now.value !== null && (change !== undefined || !wasIn(other, at));
          const ends =
            wasIn(other, at) &&
            before !== undefined &&
            before.value !== null &&
            (change !== undefined || !isIn(other, at));
          return [...(begins ? [now.event] : []), ...(ends ? [change?.event ?? before.event] : [])];
        });
        const [event] = causes.sort();
        if (event === undefined) return [];
        hasBegun ||= there.length > 0;
        return hasBegun ? [{ at, event, ...among(state, there) }] : [];
      });
  }

  /** Memberships as they are published, but for what lies after the horizon. */
  private spans(role: string | undefined) {
    const pairs = new Map<string, Membership[]>();
    for (const one of this.memberships) {
      if (role !== undefined && one.role !== role) continue;
      const key = JSON.stringify([one.person, one.team, one.role]);
      pairs.set(key, [...(pairs.get(key) ?? []), one]);
    }
    return [...pairs.values()].flatMap((all) => {
      const [first] = all;
      if (first === undefined) return [];
      const { person, team } = first;
      const spans: { person: string; team: string; since: Instant; until: Instant }[] = [];
      let since: Instant | undefined;
      // At one instant what begins has the last word: it is declared before what ends.
      const inTime = [...all].sort((a, b) => a.at - b.at || Number(b.ends) - Number(a.ends));
      for (const { at, ends } of inTime) {
        if (at > this.horizon) break;
        if (!ends) {
          // What ended at this very moment goes on.
          const last = spans.at(-1);
          if (since === undefined && last?.until === at) since = spans.pop()?.since;
          since ??= at;
        } else if (since !== undefined) {
          spans.push({ person, team, since, until: at });
          since = undefined;
        }
      }
      if (since !== undefined) spans.push({ person, team, since, until: Number.POSITIVE_INFINITY });
      return spans.filter((span) => span.since < span.until);
    });
  }
}

function among(state: MembersStateDefinition, there: readonly Held[]): Held {
  const many = (of: string | readonly string[]) => (typeof of === "string" ? [of] : of);
  const having = (of: string | readonly string[]) => there.filter(({ value }) => many(of).includes(value ?? "")).length;
  const plain = (number: number): Held => ({ value: String(number), number });
  if (state.sum !== undefined) return plain(there.reduce((sum, { number }) => sum + (number ?? 0), 0));
  if (state.count !== undefined) return plain(state.count === true ? there.length : having(state.count));
  const best = state.best?.find((value) => having(value) > 0);
  if (best !== undefined) return { value: best, number: null };
  const found = state.cases?.find((one) =>
    "any" in one ? having(one.any) > 0 : there.length > 0 && having(one.all) === there.length,
  );
  return { value: found === undefined ? (state.otherwise ?? null) : found.value, number: null };
}

/** Undefined where an entry says nothing. */
function spoken(entry: StateEntry, happening: Happening): Held | undefined {
  const { value, number } = entry;
  if (number !== undefined) {
    const text = typeof number === "number" ? String(number) : happening.amount;
    const read = text === null || text.trim() === "" ? null : Number(text);
    if (Number.isNaN(read)) return undefined;
    if (value === undefined) return read === null ? none : { value: String(read), number: read };
    return value === null ? none : { value: String(value), number: read };
  }
  if (typeof value === "string") return { value, number: null };
  return { value: value === null ? null : happening.label, number: null };
}

/** What happened at an instant, of what starts some clock: those of the clock named first, then the least id. */
function firstOf(
  starts: readonly (readonly Happening[])[],
  state: EventStateDefinition,
  at: Instant,
): string | undefined {
  const declared = [...(state.timeouts ?? [])].sort((a, b) => length(a) - length(b));
  for (const [index] of declared.entries()) {
    const found = starts[index]?.find((happening) => happening.at === at);
    if (found !== undefined) return found.id;
  }
  return undefined;
}

function length({ after: { days = 0, hours = 0, minutes = 0 } }: StateTimeout): number {
  return ((days * 24 + hours) * 60 + minutes) * 60 * second;
}

function order(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
