import { describe, expect } from "vitest";
import { conforms } from "../conformance/conforms.ts";
import type { RawRow } from "../conformance/engines.ts";
import type { World } from "../worlds/world.ts";
import { storyOf } from "./config.ts";
import { assigned, byPlace, type Mapping, nobody, type Place, partsOf } from "./id-model.ts";
import { ChangingWorld, sightings } from "./id-worlds.ts";
import { normalized } from "./normalize.ts";
import { Random, seedOf } from "./random.ts";
import { instant } from "./time.ts";

const seed = seedOf("ids");

const story = async (world: World, rows: readonly RawRow[]) =>
  storyOf(sightings, { rows: await world.texts("rows", rows) });

/** What the pipeline says about identifiers, ids and their past. */
interface Published {
  /** From `type value` to the id, and to the id that it was first given. */
  readonly ids: ReadonlyMap<string, { readonly id: string; readonly origin: string }>;
  /** From every id ever given to what it leads to. */
  readonly aliases: ReadonlyMap<string, readonly { kind: string; to: string | null; isPrimary: boolean }[]>;
  readonly log: readonly LogEntry[];
  /** From the row's own id to the event's. */
  readonly events: ReadonlyMap<string, string>;
}

interface LogEntry {
  readonly run: number;
  readonly kind: string;
  readonly node: string;
  readonly id: string | null;
  readonly previous: string | null;
  readonly event: string | null;
}

async function published(world: World): Promise<Published> {
  const [identifiers = [], aliases = [], log = [], events = []] = await world.answers([
    "select identifier_type || ' ' || identifier_value as node, person_id, origin_id from nexus_identity.resolved_person_identifiers",
    "select alias_id, entity_id, kind, is_primary from nexus_identity.entity_aliases where entity_type = 'person'",
    "select run, kind, identifier_type || ' ' || identifier_value as node, entity_id, previous_entity_id, event_id from nexus_identity.identity_log where entity_type = 'person' order by run",
    "select natural_key, event_id from nexus_source.site_events",
  ]);
  const text = (cell: unknown): string | null => (cell === null ? null : String(cell));
  const leads = new Map<string, { kind: string; to: string | null; isPrimary: boolean }[]>();
  for (const row of aliases) {
    const id = String(row["alias_id"]);
    const lead = { kind: String(row["kind"]), to: text(row["entity_id"]), isPrimary: row["is_primary"] === true };
    leads.set(id, [...(leads.get(id) ?? []), lead]);
  }
  return {
    ids: new Map(
      identifiers.map((row) => [
        String(row["node"]),
        { id: String(row["person_id"]), origin: String(row["origin_id"]) },
      ]),
    ),
    aliases: leads,
    log: log.map((row) => ({
      run: Number(row["run"]),
      kind: String(row["kind"]),
      node: String(row["node"]),
      id: text(row["entity_id"]),
      previous: text(row["previous_entity_id"]),
      event: text(row["event_id"]),
    })),
    events: new Map(events.map((row) => [String(row["natural_key"]), String(row["event_id"])])),
  };
}

const kinds = { email: "email", phone: "phone", user_id: "id", cookie: "id" } as const;

/** The evidence of some rows: what links as one line each, what is shared alone, and when everything was seen first. */
function evidenceOf(rows: readonly RawRow[], events: ReadonlyMap<string, string>) {
  const lines: string[][] = [];
  const seen = new Map<string, Place>();
  for (const row of rows) {
    if (row["deleted"] !== null) continue;
    const at = instant(String(row["at"])) ?? 0;
    const event = (events.get(String(row["id"])) ?? "").slice(4);
    const parts = [kinds, { friend: "email" } as const];
    for (const [slot, part] of parts.entries()) {
      const line: string[] = [];
      for (const [rank, [column, kind]] of Object.entries(part).entries()) {
        const raw = row[column];
        if (typeof raw !== "string") continue;
        const { value, worth } = normalized(kind, raw);
        if (worth === "junk") continue;
        const node = `${slot === 1 ? "email" : column} ${value}`;
        const place: Place = [at, event, slot, rank];
        const before = seen.get(node);
        if (before === undefined || byPlace(place, before) < 0) seen.set(node, place);
        if (worth === "shared") lines.push([node]);
        else line.push(node);
      }
      if (line.length > 0) lines.push(line);
    }
  }
  return { parts: partsOf(lines), seen };
}

/** One world's mapping by the model, held against the pipeline's ids: each id of one side stands for one of the other. */
class Follower {
  readonly world: ChangingWorld;
  private mapping: Mapping = nobody;
  private readonly real = new Map<string, string>();
  private readonly model = new Map<string, string>();
  /** Entities that took identifiers from an id without being its heir. */
  private readonly partedFrom = new Map<string, Set<string>>();
  readonly wrong: string[] = [];
  /** How often something worth testing happened. */
  readonly met = { merges: 0, splits: 0, ends: 0, returns: 0 };

  constructor(world: ChangingWorld) {
    this.world = world;
  }

  /** Every node that the model knows now. */
  get nodes(): Iterable<string> {
    return this.mapping.entity.keys();
  }

  follow(now: Published, run: number): void {
    const before = this.mapping;
    const { parts, seen } = evidenceOf(this.world.known, now.events);
    const after = assigned(parts, seen, before);
    this.mapping = after;
    this.compareIds(now, after, run);
    this.compareLog(now, before, after, seen, run);
    this.compareAliases(now, before, after, run);
  }

  private fail(run: number, what: string): void {
    this.wrong.push(`world ${this.world.number}, run ${run}: ${what}`);
  }

  /** Whether two names mean the same, now and in all runs before. */
  private means(model: string, real: string): boolean {
    const [known, back] = [this.real.get(model), this.model.get(real)];
    if (known === undefined && back === undefined) {
      this.real.set(model, real);
      this.model.set(real, model);
      return true;
    }
    return known === real && back === model;
  }

  private compareIds(now: Published, after: Mapping, run: number): void {
    for (const [node, id] of after.entity) {
      const found = now.ids.get(node);
      if (found === undefined) {
        this.fail(run, `${node} has no id`);
        continue;
      }
      if (!this.means(id, found.id))
        this.fail(run, `${node} has the id ${found.id}, should be ${this.real.get(id)} (${id})`);
      const origin = after.origin.get(node) ?? "";
      if (!this.means(origin, found.origin))
        this.fail(run, `${node} has the origin ${found.origin}, should be ${this.real.get(origin)} (${origin})`);
    }
  }

  private compareLog(
    now: Published,
    before: Mapping,
    after: Mapping,
    seen: ReadonlyMap<string, Place>,
    run: number,
  ): void {
    const name = (id: string | undefined): string | null => (id === undefined ? null : (this.real.get(id) ?? null));
    const isLiving = (id: string): boolean => after.heir.get(id) === id;
    const expected = new Set<string>();
    for (const [node, id] of after.entity) {
      const old = before.entity.get(node);
      if (old === id) continue;
      const isBirth = !before.born.has(id) && after.born.get(id)?.identifier === node;
      // Who follows the heir of their old id was merged; who goes elsewhere was split off.
      const moved = id === after.heir.get(old ?? "") ? "merge" : "split";
      const kind = old === undefined ? (isBirth ? "birth" : "accretion") : moved;
      if (kind === "merge") this.met.merges += 1;
      if (kind === "split") this.met.splits += 1;
      if (kind === "split" && before.born.has(id)) this.met.returns += 1;
      expected.add([kind, node, name(id), name(old), String(seen.get(node)?.[1])].join(" · "));
    }
    for (const [node, old] of before.entity) {
      if (after.entity.has(node)) continue;
      if (!isLiving(old)) this.met.ends += 1;
      expected.add([isLiving(old) ? "detach" : "end", node, null, name(old), "-"].join(" · "));
    }
    const mine = now.log.filter((entry) => entry.run === run && this.isMine(entry.node));
    const found = new Set(
      mine.map(({ kind, node, id, previous, event }) =>
        [kind, node, id, previous, kind === "detach" || kind === "end" ? "-" : event?.slice(4)].join(" · "),
      ),
    );
    if (found.size !== mine.length) this.fail(run, "the log says something twice");
    for (const entry of expected)
      if (!found.has(entry)) this.fail(run, `the log lacks ${entry}; it has ${[...found].join(" | ")}`);
    for (const entry of found) if (!expected.has(entry)) this.fail(run, `the log should not have ${entry}`);
  }

  private compareAliases(now: Published, before: Mapping, after: Mapping, run: number): void {
    for (const [node, old] of before.entity) {
      const id = after.entity.get(node);
      if (id === undefined || id === old || id === after.heir.get(old)) continue;
      this.partedFrom.set(old, (this.partedFrom.get(old) ?? new Set<string>()).add(id));
    }
    for (const [id, heir] of after.heir) {
      const real = this.real.get(id) ?? id;
      const to = heir === null ? null : (this.real.get(heir) ?? heir);
      const leads = now.aliases.get(real) ?? [];
      const primary = leads.filter((lead) => lead.isPrimary);
      const kind = heir === null ? "ended" : heir === id ? "living" : "merged";
      if (primary.length !== 1 || primary[0]?.to !== to || primary[0]?.kind !== kind) {
        this.fail(run, `${real} should lead to ${to} (${kind}), leads to ${JSON.stringify(leads)}`);
      }
      const parts = [...(this.partedFrom.get(id) ?? [])].map((part) => after.heir.get(part) ?? null);
      const others = new Set(
        parts.filter((part) => part !== null && part !== heir).map((part) => this.real.get(part ?? "")),
      );
      const found = leads.filter((lead) => !lead.isPrimary);
      if (found.some((lead) => lead.kind !== "split"))
        this.fail(run, `${real} has other answers than parts: ${JSON.stringify(leads)}`);
      const [should, is] = [
        [...others].sort().join(),
        found
          .map((lead) => lead.to)
          .sort()
          .join(),
      ];
      if (should !== is)
        this.fail(run, `${real} should also lead to its parts ${should || "(none)"}, leads to ${is || "(none)"}`);
    }
  }

  isMine(node: string): boolean {
    const { number } = this.world;
    const digits = String(2_000_000 + number * 10).slice(0, -1);
    return node.startsWith("phone ")
      ? node.slice("phone +1415".length, -1) === digits
      : new RegExp(`[ @]w${number}[-.]`).test(node);
  }
}

describe("ids", () => {
  conforms("follow their rules through additions, changes and removals of evidence", async (world) => {
    const random = new Random(seed);
    const followers = Array.from({ length: 300 }, (_, number) => new Follower(new ChangingWorld(random, number)));
    const snapshots = new Map<number, ReadonlyMap<string, string>>();
    let last: Published | undefined;
    for (let step = 0; step < 10; step++) {
      for (const follower of followers) follower.world.change(step);
      const raw = random.shuffled(followers.flatMap((follower) => follower.world.raw));
      const { run } = await world.run(await story(world, raw));
      const now = await published(world);
      for (const follower of followers) follower.follow(now, run);
      const wrong = followers.flatMap((follower) => follower.wrong);
      expect(
        wrong.slice(0, 5),
        `seed ${seed}, step ${step}: ${wrong.length} wrong\n${worldsOf(wrong, followers)}`,
      ).toEqual([]);
      // Nobody is there whom the model does not know.
      const known = new Set(followers.flatMap((follower) => [...follower.nodes]));
      expect([...now.ids.keys()].filter((node) => !known.has(node))).toEqual([]);
      snapshots.set(run, new Map([...now.ids].map(([node, { id }]) => [node, id])));
      last = now;
    }
    // The worlds must be worth the trouble.
    const met = (what: keyof Follower["met"]) => followers.reduce((sum, follower) => sum + follower.met[what], 0);
    expect([met("merges") > 200, met("splits") > 200, met("ends") > 100, met("returns") > 50]).toEqual([
      true,
      true,
      true,
      true,
    ]);

    // The log alone gives the mapping of every run.
    const replayed = new Map<string, string>();
    for (const [run, snapshot] of snapshots) {
      for (const { node, id } of last?.log.filter((entry) => entry.run === run) ?? []) {
        if (id === null) replayed.delete(node);
        else replayed.set(node, id);
      }
      expect([...replayed].sort()).toEqual([...snapshot].sort());
    }

    // What was published before leads somewhere for ever.
    const given = new Set([...snapshots.values()].flatMap((snapshot) => [...snapshot.values()]));
    expect([...given].filter((id) => last?.aliases.get(id) === undefined)).toEqual([]);
  });

  conforms("are the same however data that arrives in order of time is batched", async (world) => {
    const random = new Random(seed + 1);
    const worlds = Array.from({ length: 150 }, (_, number) => new ChangingWorld(random, number));
    const rows = worlds.flatMap((one) => Array.from({ length: random.between(4, 20) }, () => one.grow()));
    rows.sort((a, b) => (String(a["at"]) < String(b["at"]) ? -1 : 1));
    const times = [...new Set(rows.map((row) => String(row["at"])))];
    const ids = async (cuts: readonly number[]) => {
      await world.afresh();
      for (const cut of [...cuts, times.length]) {
        // A batch never divides equal times.
        const until = times[cut - 1] ?? "";
        const arrived = rows.filter((row) => String(row["at"]) <= until);
        await world.run(await story(world, random.shuffled(arrived)));
      }
      return [...(await published(world)).ids].map(([node, { id }]) => `${node} ${id}`).sort();
    };
    const atOnce = await ids([]);
    expect(await ids([2, 9]), `seed ${seed + 1}`).toEqual(atOnce);
    expect(await ids([1, 3, 4, 7, 12]), `seed ${seed + 1}`).toEqual(atOnce);
  });
});

function worldsOf(wrong: readonly string[], followers: readonly Follower[]): string {
  const numbers = [...new Set(wrong.slice(0, 3).map((text) => Number(/^world (\d+)/.exec(text)?.[1])))];
  return numbers.flatMap((number) => followers[number]?.world.known.map((row) => JSON.stringify(row)) ?? []).join("\n");
}
