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

/** What can be wrong about ids. */
type Aspect = "ids" | "log" | "heirs" | "parts";

/** One world's mapping by the model, held against the pipeline's ids: each id of one side stands for one of the other. */
class Follower {
  readonly world: ChangingWorld;
  private mapping: Mapping = nobody;
  private readonly real = new Map<string, string>();
  private readonly model = new Map<string, string>();
  /** Entities that took identifiers from an id without being its heir. */
  private readonly partedFrom = new Map<string, Set<string>>();
  readonly wrong: Readonly<Record<Aspect, string[]>> = { ids: [], log: [], heirs: [], parts: [] };
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

  private fail(about: Aspect, run: number, what: string): void {
    this.wrong[about].push(`world ${this.world.number}, run ${run}: ${what}`);
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
        this.fail("ids", run, `${node} has no id`);
        continue;
      }
      if (!this.means(id, found.id))
        this.fail("ids", run, `${node} has the id ${found.id}, should be ${this.real.get(id)} (${id})`);
      const origin = after.origin.get(node) ?? "";
      if (!this.means(origin, found.origin))
        this.fail("ids", run, `${node} has the origin ${found.origin}, should be ${this.real.get(origin)} (${origin})`);
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
    // Those whose old id was absorbed in the same run that split them off: another promise is about them.
    const absorbed = new Set<string>();
    for (const [node, id] of after.entity) {
      const old = before.entity.get(node);
      if (old === id) continue;
      const isBirth = !before.born.has(id) && after.born.get(id)?.identifier === node;
      // Who follows the heir of their old id was merged; who goes elsewhere was split off.
      const moved = id === after.heir.get(old ?? "") ? "merge" : "split";
      const kind = old === undefined ? (isBirth ? "birth" : "accretion") : moved;
      if (kind === "split" && old !== undefined && !isLiving(old)) absorbed.add(node);
      if (kind === "merge") this.met.merges += 1;
      if (kind === "split") this.met.splits += 1;
      if (kind === "split" && before.born.has(id)) this.met.returns += 1;
      expected.add(
        [absorbed.has(node) ? "moved" : kind, node, name(id), name(old), String(seen.get(node)?.[1])].join(" · "),
      );
    }
    for (const [node, old] of before.entity) {
      if (after.entity.has(node)) continue;
      if (!isLiving(old)) this.met.ends += 1;
      expected.add([isLiving(old) ? "detach" : "end", node, null, name(old), "-"].join(" · "));
    }
    const mine = now.log.filter((entry) => entry.run === run && this.isMine(entry.node));
    const found = new Set(
      mine.map(({ kind, node, id, previous, event }) => {
        if (absorbed.has(node) && kind !== "split")
          this.fail("parts", run, `${node} was split off, the log says ${kind}`);
        const cause = kind === "detach" || kind === "end" ? "-" : event?.slice(4);
        return [absorbed.has(node) ? "moved" : kind, node, id, previous, cause].join(" · ");
      }),
    );
    if (found.size !== mine.length) this.fail("log", run, "the log says something twice");
    for (const entry of expected)
      if (!found.has(entry)) this.fail("log", run, `the log lacks ${entry}; it has ${[...found].join(" | ")}`);
    for (const entry of found) if (!expected.has(entry)) this.fail("log", run, `the log should not have ${entry}`);
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
        this.fail("heirs", run, `${real} should lead to ${to} (${kind}), leads to ${JSON.stringify(leads)}`);
      }
      const parts = [...(this.partedFrom.get(id) ?? [])].map((part) => after.heir.get(part) ?? null);
      const others = new Set(
        parts.filter((part) => part !== null && part !== heir).map((part) => this.real.get(part ?? "")),
      );
      const found = leads.filter((lead) => !lead.isPrimary);
      if (found.some((lead) => lead.kind !== "split"))
        this.fail("heirs", run, `${real} has other answers than parts: ${JSON.stringify(leads)}`);
      const [should, is] = [
        [...others].sort().join(),
        found
          .map((lead) => lead.to)
          .sort()
          .join(),
      ];
      if (should !== is)
        this.fail(
          "parts",
          run,
          `${real} should also lead to its parts ${should || "(none)"}, leads to ${is || "(none)"}`,
        );
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

/** What came of three hundred changing worlds, run after run. */
interface History {
  readonly followers: readonly Follower[];
  /** From each run to the mapping that it published. */
  readonly snapshots: ReadonlyMap<number, ReadonlyMap<string, string>>;
  readonly last: Published;
}

/** Runs the worlds once for all promises about them. */
const histories = new Map<string, Promise<History>>();

function historyOn(world: World): Promise<History> {
  const known = histories.get(world.engine.name) ?? lived(world);
  histories.set(world.engine.name, known);
  return known;
}

async function lived(world: World): Promise<History> {
  const random = new Random(seed);
  const followers = Array.from({ length: 300 }, (_, number) => new Follower(new ChangingWorld(random, number)));
  const snapshots = new Map<number, ReadonlyMap<string, string>>();
  let last: Published | undefined;
  for (let step = 0; step < 10; step++) {
    for (const follower of followers) follower.world.change(step);
    const raw = random.shuffled(followers.flatMap((follower) => follower.world.raw));
    const { run } = await world.run(await story(world, raw));
    last = await published(world);
    for (const follower of followers) follower.follow(last, run);
    snapshots.set(run, new Map([...last.ids].map(([node, { id }]) => [node, id])));
    // Nobody is there whom the model does not know.
    const known = new Set(followers.flatMap((follower) => [...follower.nodes]));
    expect([...last.ids.keys()].filter((node) => !known.has(node))).toEqual([]);
  }
  if (last === undefined) throw new Error("No run was made.");
  return { followers, snapshots, last };
}

/** Nothing of one kind went wrong; else the first of it, with the rows of its worlds. */
function expectRight({ followers }: History, about: Aspect): void {
  const wrong = followers.flatMap((follower) => follower.wrong[about]);
  const worlds = [...new Set(wrong.slice(0, 3).map((text) => Number(/^world (\d+)/.exec(text)?.[1])))];
  const rows = worlds.flatMap((number) => followers[number]?.world.known.map((row) => JSON.stringify(row)) ?? []);
  expect(wrong.slice(0, 5), [`seed ${seed}: ${wrong.length} wrong`, ...rows].join("\n")).toEqual([]);
}

describe("ids", () => {
  conforms("follow their rules through additions, changes and removals of evidence", async (world) => {
    const history = await historyOn(world);
    expectRight(history, "ids");
    // The worlds must be worth the trouble.
    const met = (what: keyof Follower["met"]) =>
      history.followers.reduce((sum, follower) => sum + follower.met[what], 0);
    expect([met("merges") > 200, met("splits") > 200, met("ends") > 100, met("returns") > 50]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  conforms("have a log that says every change once, and from which the mapping of every run follows", async (world) => {
    const history = await historyOn(world);
    expectRight(history, "log");
    const replayed = new Map<string, string>();
    for (const [run, snapshot] of history.snapshots) {
      for (const { node, id } of history.last.log.filter((entry) => entry.run === run)) {
        if (id === null) replayed.delete(node);
        else replayed.set(node, id);
      }
      expect([...replayed].sort()).toEqual([...snapshot].sort());
    }
  });

  conforms("lead to whoever answers for them, for ever", async (world) => {
    const history = await historyOn(world);
    expectRight(history, "heirs");
    const given = new Set([...history.snapshots.values()].flatMap((snapshot) => [...snapshot.values()]));
    expect([...given].filter((id) => history.last.aliases.get(id) === undefined)).toEqual([]);
  });

  conforms("that were split lead to each of their parts, also when they are absorbed at once", async (world) => {
    expectRight(await historyOn(world), "parts");
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
