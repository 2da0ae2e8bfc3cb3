import { describe, expect } from "vitest";
import { column, defineModel, defineSource, equals, id, optional, sql } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import type { World } from "../worlds/world.ts";
import { Random, seedOf } from "./random.ts";
import { type Happening, type Held, type Membership, StateOracle, type StateTold } from "./state-oracle.ts";
import { instant, written6 } from "./time.ts";

/**
 * States of chance against an oracle that looks at one entity and one instant at a time. Times lie on a coarse grid, so that
 * much happens at once, and at the very moment at which a clock runs out.
 */
const seed = seedOf("random states");
const begin = instant("2025-01-01") ?? 0;
const hour = 3_600_000_000;
const horizon = "2025-02-01T06:00:00Z";

const model = defineModel({
  entities: { person: { identifiers: { user_id: id() } }, group: { identifiers: { team_id: id() } } },
});

const names = ["walked", "ran", "slept", "paid", "left"];
const people = Array.from({ length: 40 }, (_, index) => `person ${index}`);
const teams = Array.from({ length: 10 }, (_, index) => `team ${index}`);

interface Rows {
  readonly happenings: readonly (Omit<Happening, "id"> & { readonly key: string })[];
  readonly memberships: readonly Membership[];
}

function rowsBy(random: Random): Rows {
  const at = (): number => begin + random.between(0, 68) * 12 * hour;
  const happenings = Array.from({ length: random.between(100, 500) }, (_, index) => ({
    key: `h${random.seed}-${index}`,
    at: at(),
    name: random.pick(names),
    doer: random.pick(people),
    other: random.chance(0.3) ? random.pick(people) : null,
    label: random.pick(["red", "green", "blue", null]),
    amount: random.pick(["0", "10", "10.00", "25.5", "0.25", "n/a", null]),
  }));
  const memberships = Array.from({ length: random.between(20, 120) }, () => ({
    at: at(),
    person: random.pick(people),
    team: random.pick(teams),
    role: random.pick(["player", "coach"]),
    ends: random.chance(0.35),
  }));
  return { happenings, memberships };
}

/** States by chance: of events with timeouts, of those states others, over members and teams, and again of these. */
function statesBy(random: Random): Readonly<Record<string, StateTold>> {
  const span = () =>
    random.pick([{ hours: 12 }, { days: 1 }, { days: 2, hours: 12 }, { hours: 36 }, { days: 5 }, { minutes: 90 }]);
  const values = ["fit", "tired", "gone"];
  const role = () => (random.chance(0.3) ? { role: random.pick(["doer", "other"]) } : {});
  const timeouts = (of: readonly string[]) =>
    Array.from({ length: random.between(0, 3) }, () => ({
      after: span(),
      ...(random.chance(0.5)
        ? {
            without: random
              .shuffled(names)
              .slice(0, random.between(1, 2))
              .map((event) => (random.chance(0.7) ? event : { event, ...role() })),
          }
        : {}),
      ...(random.chance(0.4) ? { from: random.shuffled(of).slice(0, random.between(1, 2)) } : {}),
      value: random.chance(0.2) ? null : random.pick(of),
    }));
  const form = () => ({
    of: "person" as const,
    entries: [
      ...random
        .shuffled(names)
        .slice(0, random.between(1, 4))
        .map((event) => ({ event, ...role(), value: random.chance(0.2) ? null : random.pick(values) })),
      // So that any of the values may be asked for.
      ...values.map((value) => ({ event: `never ${value}`, value })),
    ],
    timeouts: timeouts(values),
  });
  const colour = {
    of: "person" as const,
    entries: [
      { event: random.pick(names), value: { column: "label" } },
      { event: "slept", value: "grey", number: { column: "amount" } },
    ],
    timeouts: timeouts(["grey", "red"]),
  };
  const funds = {
    of: "person" as const,
    entries: [
      { event: "paid", number: { column: "amount" } },
      { event: "left", value: null },
    ],
    timeouts: random.chance(0.5) ? [{ after: span(), number: 1 }] : [],
  };
  const decided = (left: string, right: string) => ({
    of: "person" as const,
    from: [left, right],
    cases: [
      { when: { [left]: random.pick(values) }, value: "left" },
      { when: { [left]: [random.pick(values), null], [right]: random.pick(values) }, value: "both" },
      { when: { [right]: null }, value: random.chance(0.5) ? null : "nothing" },
    ],
    ...(random.chance(0.5) ? { otherwise: "other" } : {}),
  });
  const over = (...states: readonly string[]) => ({
    members: random.pick(states),
    ...(random.chance(0.4) ? { role: random.pick(["player", "coach"]) } : {}),
  });
  const moods = random.pick([
    { of: "mood", values },
    { of: "balance", values: ["left", "both"] },
  ]);
  const size = random.pick([
    { of: "form", value: "fit" },
    { of: "tier", value: "rich" },
    { of: "colour", value: "red" },
  ]);
  return {
    form: { definition: form() },
    mood: { definition: form() },
    colour: { definition: colour },
    funds: { definition: funds },
    plain: { definition: { of: "person", events: { walked: "up", slept: "down", left: null } } },
    balance: { definition: decided("form", "mood") },
    tier: {
      definition: {
        of: "person",
        from: ["funds", "balance", "colour"],
        value: sql`case when funds >= 10 then 'rich' when colour_number > 0 then colour when balance is not null then '' end`,
        number: sql`funds * 2`,
      },
      decides: ({ funds: f, balance, colour: c }): Held => {
        const rich = f?.number != null && f.number >= 10;
        const coloured = c?.number != null && c.number > 0;
        const value = rich ? "rich" : coloured ? (c?.value ?? null) : balance === undefined ? null : null;
        return { value, number: value === null || f?.number == null ? null : f.number * 2 };
      },
    },
    twice: {
      definition: { of: "person", from: ["funds"], number: sql`funds * 2 + 1` },
      decides: ({ funds: f }): Held => {
        const number = f?.number == null ? null : f.number * 2 + 1;
        return { value: number === null ? null : String(number), number };
      },
    },
    team_form: {
      definition: {
        of: "group",
        over: over("form", "mood"),
        best: random.shuffled(values),
        ...(random.chance(0.5) ? { otherwise: "empty" } : {}),
      },
    },
    team_mood: {
      definition: {
        of: "group",
        over: over(moods.of),
        cases: [
          { all: random.shuffled(moods.values).slice(0, 2), value: "all" },
          { any: random.pick(moods.values), value: "some" },
        ],
        otherwise: "none",
      },
    },
    team_size: {
      definition: {
        of: "group",
        over: over(size.of),
        count: random.chance(0.5) ? true : [size.value],
      },
    },
    team_funds: { definition: { of: "group", over: over("funds", "tier", "colour"), sum: true } },
    team_standing: {
      definition: {
        of: "group",
        from: ["team_size", "team_form"],
        value: sql`case when team_size > 1 then coalesce(team_form, 'many') else 'few' end`,
      },
      decides: ({ team_size: size, team_form: shape }): Held => ({
        value: size?.number != null && size.number > 1 ? (shape?.value ?? "many") : "few",
        number: null,
      }),
    },
    company: { definition: { of: "person", over: { groups: "team_standing" }, best: ["many", "fit", "few"] } },
  };
}

const stateOf = (told: Readonly<Record<string, StateTold>>) =>
  Object.fromEntries(Object.entries(told).map(([name, { definition }]) => [name, definition]));

async function storyOf(world: World, rows: Rows, told: Readonly<Record<string, StateTold>>) {
  const happenings = await world.texts(
    "happenings",
    rows.happenings.map(({ at, ...rest }) => ({ ...rest, at: written6(at) })),
  );
  const memberships = await world.texts(
    "memberships",
    rows.memberships.map(({ at, ends, ...rest }, index) => ({
      ...rest,
      id: `m${index}`,
      at: written6(at),
      kind: `${ends ? "left" : "joined"} as ${rest.role}`,
    })),
  );
  const member = (role: string, ends: boolean) => ({
    from: "memberships",
    id: "id",
    occurredAt: "at",
    where: equals("kind", `${ends ? "left" : "joined"} as ${role}`),
    persons: [{ role: "member", identifiers: { user_id: "person" } }],
    groups: [{ role: "team", identifiers: { team_id: "team" } }],
    memberships: [{ person: "member", group: "team", role, ends }],
  });
  const source = defineSource(model, "sport", {
    timezone: "UTC",
    tables: { happenings, memberships },
    events: {
      happening: {
        from: "happenings",
        name: column("name"),
        id: "key",
        occurredAt: "at",
        columns: { label: optional("label"), amount: optional("amount"), happening_key: "key" },
        persons: [
          { role: "doer", identifiers: { user_id: "doer" } },
          { role: "other", identifiers: { user_id: optional("other") } },
        ],
      },
      player_joined: member("player", false),
      player_left: member("player", true),
      coach_joined: member("coach", false),
      coach_left: member("coach", true),
    },
  });
  return { model, sources: [source], states: stateOf(told) };
}

const text = (cell: unknown): string => (cell === null ? "null" : String(Number(cell)));
const at = (cell: unknown): string => (cell === null ? "now" : String(instant(String(cell))));

async function compared(world: World, rows: Rows, told: Readonly<Record<string, StateTold>>): Promise<number> {
  const [events = [], identifiers = [], states = [], perDay = []] = await world.answers([
    "select event_id, happening_key from nexus_source.sport_events",
    "select person_id as id, identifier_value as value from nexus_identity.resolved_person_identifiers union all select group_id, identifier_value from nexus_identity.resolved_group_identifiers",
    "select * from nexus.states order by state_name, entity_id, state_entered_at",
    "select * from nexus.state_counts_per_day",
  ]);
  const ids = new Map(events.map((row) => [String(row["happening_key"]), String(row["event_id"])]));
  const entities = new Map(identifiers.map((row) => [String(row["id"]), String(row["value"])]));
  const oracle = new StateOracle(
    told,
    rows.happenings.map((one) => ({ ...one, id: ids.get(one.key) ?? "?" })),
    rows.memberships,
    instant(horizon) ?? 0,
  );
  const found = new Map<string, string[]>();
  for (const row of states) {
    const key = `${String(row["state_name"])} of ${entities.get(String(row["entity_id"]))}`;
    const line = `${String(row["state_value"])} (${row["state_number"] === null ? "null" : text(row["state_number"])}, ${text(row["state_delta"])}) ${at(row["state_entered_at"])} – ${at(row["state_exited_at"])}, ${String(row["event_id"])}`;
    found.set(key, [...(found.get(key) ?? []), line]);
  }
  const expected = new Map<string, readonly string[]>();
  for (const [name, { definition }] of Object.entries(told)) {
    for (const entity of definition.of === "person" ? people : teams) {
      const intervals = oracle.intervals(name, entity);
      if (intervals.length > 0) expected.set(`${name} of ${entity}`, intervals);
    }
  }
  for (const [key, lines] of expected) {
    const name = key.split(" of ")[0] ?? "";
    expect(found.get(key) ?? [], `${key}: ${JSON.stringify(told[name]?.definition, null, 1)}`).toEqual(lines);
  }
  expect([...found.keys()].filter((key) => !expected.has(key))).toEqual([]);
  countedAgain(states, perDay);
  return states.length;
}

type Row = Readonly<Record<string, unknown>>;

/** Each day's counts, once more from the intervals: who is in a state at the day's end, or at the horizon. */
function countedAgain(states: readonly Row[], perDay: readonly Row[]): void {
  const measured = new Set(["funds", "twice", "team_size", "team_funds"]);
  const last = instant(horizon) ?? 0;
  const expected = new Map<string, readonly [number, number]>();
  const series = new Map<string, Row[]>();
  for (const row of states) {
    const key = JSON.stringify([
      row["state_name"],
      measured.has(String(row["state_name"])) ? null : row["state_value"],
    ]);
    series.set(key, [...(series.get(key) ?? []), row]);
  }
  const day = 24 * hour;
  for (const [key, rows] of series) {
    const spans = rows.map((row) => ({
      from: instant(String(row["state_entered_at"])) ?? 0,
      to: row["state_exited_at"] === null ? Number.POSITIVE_INFINITY : (instant(String(row["state_exited_at"])) ?? 0),
      number: Number(row["state_number"] ?? 0),
    }));
    const hadOne = (until: number) =>
      spans.some(
        ({ from, to }) =>
          from <= until && Math.floor(from / day) < Math.floor(Math.min(to, until + 1) / day) + (to > until ? 1 : 0),
      );
    for (let start = Math.floor(begin / day) * day; start <= last; start += day) {
      const moment = Math.min(start + day - 1, last);
      const there = spans.filter(({ from, to }) => from <= moment && to > moment);
      if (there.length === 0 && !hadOne(moment)) continue;
      expected.set(`${key} ${start}`, [there.length, there.reduce((sum, { number }) => sum + number, 0)]);
    }
  }
  const found = new Map(
    perDay.map((row) => [
      `${JSON.stringify([row["state_name"], row["state_value"]])} ${instant(String(row["day"]))}`,
      [Number(row["entities"]), Number(row["state_number_sum"] ?? 0)],
    ]),
  );
  const differing = [...new Set([...found.keys(), ...expected.keys()])].filter((key) => {
    const [of, value = [0, 0]] = [found.get(key), expected.get(key)];
    // Days before the first count, on which a state was entered and left again, need no row.
    return of === undefined ? value[0] > 0 : of[0] !== value[0] || of[1] !== value[1];
  });
  expect(differing.map((key) => [key, found.get(key), expected.get(key)]).slice(0, 5)).toEqual([]);
  expect(perDay.length).toBeGreaterThan(100);
}

describe("states of chance", () => {
  for (let number = 0; number < 8; number++) {
    conforms(`intervals are those that an oracle finds, late events included (${number})`, async (world) => {
      const random = new Random(seed + number);
      const told = statesBy(random);
      const rows = rowsBy(random);
      const late = rowsBy(new Random(seed + 1000 + number));
      const both = {
        happenings: [...rows.happenings, ...late.happenings],
        memberships: [...rows.memberships, ...late.memberships],
      };
      await world.run(await storyOf(world, rows, told), { horizon });
      expect(await compared(world, rows, told)).toBeGreaterThan(200);
      await world.run(await storyOf(world, both, told), { horizon });
      expect(await compared(world, both, told)).toBeGreaterThan(400);
    });
  }
});
