import { describe, expect } from "vitest";
import { defineModel, defineSource, type EventDefinition, equals, id } from "../../src/index.ts";
import { conforms } from "../conformance/conforms.ts";
import type { World } from "../worlds/world.ts";
import { Random, seedOf } from "./random.ts";
import { instant, written6 } from "./time.ts";

/**
 * Relationships of chance against a plain program that goes through the claims one by one. Times lie on a coarse grid, so
 * that much begins and ends at once, and some of it after the horizon. They come in two batches, of which the second makes
 * one of two persons here and there.
 */
const seed = seedOf("random claims");
const begin = instant("2025-01-01") ?? 0;
const hour = 3_600_000_000;
const horizon = "2025-01-12T00:00:00Z";
const due = (instant(horizon) ?? 0) + 24 * hour;

const model = defineModel({
  entities: { person: { identifiers: { user_id: id(), badge: id() } }, thing: { key: "thing_id" } },
  relationships: {
    likes: { from: "person", to: "thing" },
    keeper: { from: "thing", to: "person", single: "to" },
    seat: { from: "person", to: "thing", single: "from" },
    within: { from: "thing", to: "thing", above: "to" },
  },
});

const kinds = {
  likes: { from: "person", to: "thing", single: undefined },
  keeper: { from: "thing", to: "person", single: "to" },
  seat: { from: "person", to: "thing", single: "from" },
  within: { from: "thing", to: "thing", single: "to" },
} as const;
type Kind = keyof typeof kinds;
const says = ["begins", "begins as x", "ends", "ends as x", "ends from", "ends to"] as const;

interface Claim {
  readonly key: string;
  readonly at: number;
  readonly kind: Kind;
  readonly says: (typeof says)[number];
  readonly from: string;
  readonly to: string;
}

function claimsBy(random: Random): readonly Claim[] {
  const few = random.chance(0.5) ? 3 : 9;
  const one = (type: "person" | "thing"): string => `${type} ${random.between(1, few)}`;
  return Array.from({ length: random.between(60, 400) }, (_, index) => {
    const kind = random.pick(Object.keys(kinds) as Kind[]);
    return {
      key: `c${random.seed}-${index}`,
      at: begin + random.between(0, 30) * 12 * hour,
      kind,
      says: random.chance(0.6) ? random.pick(["begins", "begins as x"] as const) : random.pick(says),
      from: one(kinds[kind].from),
      to: one(kinds[kind].to),
    };
  });
}

/** An event for each kind of claim and each thing that it may say. */
function events(): Record<string, EventDefinition> {
  const side = (kind: Kind, name: "from" | "to", type: "person" | "thing") => ({
    type,
    mention: { role: `${kind} ${name}`, identifiers: { [type === "person" ? "user_id" : "thing_id"]: name } },
  });
  const all = (Object.keys(kinds) as Kind[]).flatMap((kind) =>
    says.map((what): readonly [string, EventDefinition] => {
      const sides = (["from", "to"] as const)
        .filter((name) => what !== `ends ${name === "from" ? "to" : "from"}`)
        .map((name) => ({ name, ...side(kind, name, kinds[kind][name]) }));
      const of = (type: string) => sides.filter((one) => one.type === type).map(({ mention }) => mention);
      return [
        `${kind}_${what.replaceAll(" ", "_")}`,
        {
          from: "claims",
          where: equals("what", `${kind} ${what}`),
          id: "key",
          occurredAt: "at",
          columns: { said_in: "key" },
          persons: of("person"),
          mentions: { thing: of("thing") },
          relationships: [
            {
              kind,
              ...Object.fromEntries(sides.map(({ name, mention }) => [name, mention.role])),
              ...(what.endsWith(" as x") ? { role: "x" } : {}),
              ...(what.startsWith("ends") ? { ends: true } : {}),
            },
          ],
        },
      ];
    }),
  );
  return Object.fromEntries(all);
}

interface Interval {
  readonly from: string;
  readonly to: string;
  readonly role: string | null;
  readonly since: number;
  until: number | null;
  lastSeen: number | null;
}

/** The intervals of one kind, claim by claim. */
function intervalsOf(kind: Kind, claims: readonly (Claim & { readonly event: string })[]): readonly Interval[] {
  const { single } = kinds[kind];
  const said = claims
    .filter((claim) => claim.kind === kind)
    .map((claim) => ({ ...claim, ends: claim.says.startsWith("ends") }))
    .filter(({ at, ends }) => at <= due || (single === undefined && !ends))
    .sort((a, b) => a.at - b.at || says.indexOf(b.says) - says.indexOf(a.says) || (a.event < b.event ? 1 : -1));
  const made: Interval[] = [];
  const open = new Set<Interval>();
  const close = (interval: Interval, at: number): void => {
    interval.until = at;
    open.delete(interval);
  };
  for (const { at, from, to, says: what, ends } of said) {
    const role = what.endsWith(" as x") ? "x" : null;
    if (ends) {
      for (const one of [...open]) {
        const isMeant =
          (what === "ends to" || one.from === from) &&
          (what === "ends from" || one.to === to) &&
          (role === null || one.role === role);
        if (isMeant) close(one, at);
      }
      continue;
    }
    const isRival = (one: Interval): boolean => {
      if (kind !== "within" && one.role !== role) return false;
      if (single === undefined) return one.from === from && one.to === to;
      return single === "to" ? one.from === from : one.to === to;
    };
    const isSame = (one: Interval): boolean => one.from === from && one.to === to && one.role === role;
    // What ended at this very moment goes on.
    const last = made.filter(isRival).at(-1);
    if (last !== undefined && isSame(last) && last.until === at) {
      last.until = null;
      open.add(last);
    }
    const rivals = [...open].filter(isRival);
    const same = rivals.find(isSame);
    for (const rival of rivals) if (rival !== same) close(rival, at);
    const lastSeen = at <= due ? at : null;
    if (same !== undefined) same.lastSeen = lastSeen ?? same.lastSeen;
    else {
      const interval = { from, to, role, since: at, until: null, lastSeen };
      made.push(interval);
      open.add(interval);
    }
  }
  return made.filter((one) => one.from !== one.to && (one.until === null || one.until > one.since));
}

/** All that stand above each thing at the horizon, with the shortest way. */
function ancestorsOf(intervals: readonly Interval[]): readonly string[] {
  const now = due - 24 * hour;
  const links = intervals.filter((one) => one.since <= now && (one.until === null || one.until > now));
  const above = (below: string): readonly string[] => links.filter((one) => one.from === below).map((one) => one.to);
  return [...new Set(links.map((one) => one.from))].flatMap((start) => {
    const depth = new Map<string, number>();
    let step = [start];
    for (let steps = 1; step.length > 0; steps++) {
      step = [...new Set(step.flatMap(above))].filter((one) => one !== start && !depth.has(one));
      for (const one of step) depth.set(one, steps);
    }
    return [...depth].map(([one, steps]) => `${start} < ${one} ${steps}${above(one).length === 0 ? " top" : ""}`);
  });
}

const moment = (at: number | null): string => (at === null ? "–" : written6(at));

describe("relationships of chance", () => {
  for (const index of [1, 2, 3, 4]) {
    conforms(`world ${index} is what a plain program says`, (world) => compared(world, new Random(seed + index)));
  }
});

async function compared(world: World, random: Random): Promise<void> {
  const claims = claimsBy(random);
  const rows = claims.map(({ key, at, kind, says: what, from, to }) => ({
    key,
    at: written6(at),
    what: `${kind} ${what}`,
    from,
    to,
  }));
  // Somebody who had two names turns out to be one.
  const merged = new Map([["person 2", "person 1"]]);
  const aliases = [...merged].map(([alias, name], index) => ({ key: `a${index}`, at: written6(begin), alias, name }));
  const nobody = [{ key: "n", at: written6(begin), alias: "nobody", name: "nobody" }];
  const told = async (some: readonly (typeof rows)[number][], known: typeof aliases): Promise<void> => {
    const source = defineSource(model, "notes", {
      timezone: "UTC",
      tables: {
        claims: await world.texts("claims", random.shuffled(some)),
        aliases: await world.texts("aliases", known),
      },
      events: {
        ...events(),
        named: {
          from: "aliases",
          id: "key",
          occurredAt: "at",
          persons: [{ role: "known", identifiers: { user_id: "alias", badge: "name" } }],
        },
        badged: {
          from: "aliases",
          id: "key",
          occurredAt: "at",
          persons: [{ role: "known", identifiers: { user_id: "name", badge: "name" } }],
        },
      } as never,
    });
    await world.run({ model, sources: [source] }, { horizon });
  };
  await told(rows.slice(0, Math.floor(rows.length / 2)), nobody);
  await told(rows, aliases);
  const one = (name: string): string => merged.get(name) ?? name;
  const ids = await world.rows("select event_id, said_in from nexus_source.notes_events");
  const eventOf = new Map(ids.map((row) => [String(row["said_in"]), String(row["event_id"])]));
  const happened = claims.map((claim) => ({
    ...claim,
    from: one(claim.from),
    to: one(claim.to),
    event: eventOf.get(claim.key) ?? "",
  }));

  const found = await world.rows(
    "select r.id, r.kind, coalesce(fp.badge, fp.user_id, ft.thing_id) as a, coalesce(tp.badge, tp.user_id, tt.thing_id) as b, r.role, r.since, r.until, r.last_seen_at from nexus.relationships as r left join nexus.persons as fp on fp.id = r.from_id left join nexus.things as ft on ft.id = r.from_id left join nexus.persons as tp on tp.id = r.to_id left join nexus.things as tt on tt.id = r.to_id",
  );
  const at = (cell: unknown): string => (cell === null ? "–" : moment(instant(String(cell)) ?? Number.NaN));
  const rowsFound = found.map(
    (row) =>
      `${row["kind"]}: ${row["a"]} → ${row["b"]} as ${row["role"]} ${at(row["since"])} to ${at(row["until"])}, ${at(row["last_seen_at"])}`,
  );
  const expected = (Object.keys(kinds) as Kind[]).flatMap((kind) =>
    intervalsOf(kind, happened).map(
      (one) =>
        `${kind}: ${one.from} → ${one.to} as ${one.role} ${moment(one.since)} to ${moment(one.until)}, ${moment(one.lastSeen)}`,
    ),
  );
  expect(rowsFound.sort()).toEqual(expected.sort());
  expect(new Set(found.map((row) => row["id"])).size).toBe(found.length);

  const above = await world.rows(
    "select e.thing_id as below, a.thing_id as above, n.depth, n.is_top from nexus.ancestors as n join nexus.things as e on e.id = n.entity_id join nexus.things as a on a.id = n.ancestor_id",
  );
  expect(
    above.map((row) => `${row["below"]} < ${row["above"]} ${row["depth"]}${row["is_top"] ? " top" : ""}`).sort(),
  ).toEqual([...ancestorsOf(intervalsOf("within", happened))].sort());
}
