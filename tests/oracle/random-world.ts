import type { RawRow } from "../conformance/engines.ts";
import type { RawTables } from "./description.ts";
import type { Random } from "./random.ts";

/** The time that random worlds take for now. */
export const horizon = "2025-12-31T00:00:00Z";

type PersonType = "cookie" | "email" | "phone" | "user_id" | "crm_id";
type Sighting = Partial<Record<PersonType, string>>;

/** Which identifiers of a person each way to be mentioned can carry. */
const carriers: Readonly<Record<"hits" | "contacts" | "orders" | "letters", readonly PersonType[]>> = {
  hits: ["cookie", "email", "phone", "user_id", "crm_id"],
  contacts: ["email", "phone", "crm_id"],
  orders: ["email", "phone", "user_id"],
  letters: ["cookie", "email", "phone"],
};

const shapes = ["sparse", "chain", "ring", "star", "hub", "islands", "roles", "household", "dense", "junk"] as const;

/** A small world by chance: raw rows whose identifiers hold the world's number, so that worlds share a run. */
export class RandomWorld {
  readonly tables: Record<string, RawRow[]> = { contacts: [], hits: [], orders: [], letters: [] };
  readonly shape: (typeof shapes)[number];
  private readonly random: Random;
  private readonly number: number;
  private readonly part: number;
  private readonly times: string[] = [];
  private readonly counters = new Map<string, number>();

  /** Worlds of one number share their identifiers; their part keeps the ids of their rows apart. */
  constructor(random: Random, number: number, mentions: number, part = 0) {
    this.random = random;
    this.number = number;
    this.part = part;
    this.shape = random.pick(shapes);
    for (const letter of this.carried(this.sightings(mentions))) this.letter(letter);
  }

  // ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  private identifier(type: PersonType, index: number): string {
    const { random, number } = this;
    switch (type) {
      case "cookie":
        return `w${number}-c${index}`;
      case "user_id":
        // Now and then the text of a cookie, which is another identifier all the same.
        return index % 5 === 4 ? `w${number}-c${index}` : `w${number}-u${index}`;
      case "crm_id":
        return `w${number}-k${index}`;
      case "phone":
        return index % 7 === 6
          ? `+4420${String(70_000_000 + number * 100 + index)}`
          : `+1415${String(2_000_000 + number * 100 + index)}`;
      case "email":
        if (index % 4 === 3) return `w${number}x.p${index}@gmail.com`;
        if (index % 4 === 2) return `w${number}x.p${index}@mail.w${number}.co.uk`;
        return random.chance(0.05)
          ? `w${number}x.p${index}@shared.example`
          : `w${number}x.p${index}@w${number}.example`;
    }
  }

  private any(pool: number): readonly [PersonType, string] {
    const type = this.random.pick(carriers.hits);
    return [type, this.identifier(type, this.random.between(0, pool - 1))];
  }

  private sightings(count: number): Sighting[] {
    const made = Array.from({ length: count }, (_, index) => this.sighting(index, count));
    return this.random.shuffled(made).map((sighting) => this.withJunk(sighting));
  }

  /** One of `count` sightings of the world's shape. */
  private sighting(index: number, count: number): Sighting {
    const { random, number } = this;
    const pool = Math.max(1, Math.ceil(count / 3));
    switch (this.shape) {
      case "chain":
        return Object.fromEntries([this.link(index), this.link(index + 1)]);
      case "ring":
        // The last one goes back to the first.
        return Object.fromEntries([this.link(index), this.link(index === count - 1 ? 0 : index + 1)]);
      case "star":
        return Object.fromEntries([this.any(count), ["user_id", this.identifier("user_id", 0)]]);
      case "hub":
        return { phone: this.identifier("phone", 0), email: this.identifier("email", index) };
      case "islands":
        return Object.fromEntries([this.any(count * 2)]);
      case "roles":
        return {
          email: random.pick([`info@w${number}.example`, `support@w${number}.example`, "noreply@shared.example"]),
          ...(random.chance(0.7) ? { cookie: this.identifier("cookie", random.between(0, pool)) } : {}),
        };
      case "household":
        return random.chance(0.3)
          ? { cookie: this.identifier("cookie", index) }
          : { phone: this.identifier("phone", 0), email: this.identifier("email", random.between(0, 2)) };
      case "dense":
        return Object.fromEntries([this.any(pool), this.any(pool), this.any(pool), this.any(pool)]);
      case "junk":
      case "sparse":
        return Object.fromEntries([this.any(pool * 2), ...(random.chance(0.6) ? [this.any(pool * 2)] : [])]);
    }
  }

  /** The identifiers of a chain: type after type. */
  private link(place: number): readonly [PersonType, string] {
    const type = carriers.hits[place % carriers.hits.length] as PersonType;
    return [type, this.identifier(type, Math.floor(place / carriers.hits.length))];
  }

  /** Junk where nothing is, and sometimes in the place of something. */
  private withJunk(sighting: Sighting): Sighting {
    const { random } = this;
    const share = this.shape === "junk" ? 0.5 : 0.06;
    const junk: Readonly<Record<PersonType, readonly string[]>> = {
      cookie: ["null", "n/a", "undefined"],
      email: ["n/a", "test@w.example", "not an address", "none", "NULL"],
      phone: ["0000000000", "n/a", "12", "unknown"],
      user_id: ["null", "n/a", "Unknown"],
      crm_id: ["none", "N/A"],
    };
    const spoilt: Sighting = { ...sighting };
    for (const type of carriers.hits) if (random.chance(share)) spoilt[type] = random.pick(junk[type]);
    return spoilt;
  }

  /** An identifier as somebody might write it. */
  private spelt(type: PersonType, value: string): string {
    const { random } = this;
    if (type === "phone" && value.startsWith("+1")) {
      const [area, exchange, rest] = [value.slice(2, 5), value.slice(5, 8), value.slice(8)];
      return random.pick([
        value,
        `+1 ${area} ${exchange} ${rest}`,
        `(${area}) ${exchange}-${rest}`,
        `1-${area}-${exchange}-${rest}`,
        `${area}.${exchange}.${rest}`,
      ]);
    }
    if (type !== "email" || !value.includes("@") || random.chance(0.5)) return value;
    const [user = "", host = ""] = value.split("@");
    if (host === "gmail.com") {
      return random.pick([
        `${user.replaceAll(".", "")}@gmail.com`,
        `${user}+shop@gmail.com`,
        `${user}@googlemail.com`,
        `${user.toUpperCase()}@GMAIL.com`,
      ]);
    }
    return random.pick([value.toUpperCase(), `  ${value} `, `${user}@${host.toUpperCase()}`, `<${value}>`]);
  }

  // ── when ────────────────────────────────────────────────────────────────────────────────────────────────────────

  private time(): string {
    const { random, times } = this;
    if (times.length > 0 && random.chance(0.3)) return random.pick(times);
    const two = (most: number, least = 0): string => String(random.between(least, most)).padStart(2, "0");
    const day = `2025-${two(12, 1)}-${two(28, 1)}`;
    const made = random.pick([
      day,
      `${day} ${two(23)}:${two(59)}`,
      `${day}T${two(23)}:${two(59)}:${two(59)}Z`,
      `${day}T${two(23)}:${two(59)}:${two(59)}.${String(random.between(0, 999_999)).padStart(6, "0")}Z`,
      `${day} ${two(23)}:${two(59)}:${two(59)}+02:00`,
      `${day}T${two(23)}:${two(59)}:${two(59)}-05:30`,
      // At the end of what is due, just beyond it, and far beyond.
      random.pick(["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000001Z", "2026-06-01 12:00", day, day, day]),
    ]);
    times.push(made);
    return made;
  }

  /** Loaders come by once in a while; the newest of several versions has the latest of these. */
  private loaded(version: number): string {
    return `2025-0${Math.min(9, 1 + version)}-01T0${this.random.between(0, 9)}:00:00Z`;
  }

  // ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Tables and accounts count from 1 each: the same natural id in two of them is not the same event. */
  private nextId(counter: string): string {
    const next = (this.counters.get(counter) ?? 0) + 1;
    this.counters.set(counter, next);
    return `w${this.number}-${this.part * 1000 + next}`;
  }

  /** Lays sightings down in rows that can carry them; those meant for letters are given back. */
  private carried(sightings: readonly Sighting[]): Sighting[][] {
    const { random } = this;
    const forLetters: Sighting[][] = [];
    let letter: Sighting[] = [];
    for (const sighting of sightings) {
      const types = Object.keys(sighting);
      const able = (Object.keys(carriers) as (keyof typeof carriers)[]).filter((table) =>
        types.every((type) => carriers[table].some((known) => known === type)),
      );
      const table = random.pick(able.length === 0 ? (["hits"] as const) : able);
      if (table === "hits") this.hit(this.written(sighting));
      if (table === "contacts") this.contact(this.written(sighting));
      if (table === "orders") this.order(this.written(sighting));
      if (table !== "letters") continue;
      letter.push(sighting);
      if (random.chance(0.5)) {
        forLetters.push(letter);
        letter = [];
      }
    }
    if (letter.length > 0) forLetters.push(letter);
    return forLetters;
  }

  private written(sighting: Sighting): Record<string, string> {
    return Object.fromEntries(
      Object.entries(sighting).map(([type, value]) => [type, this.spelt(type as PersonType, value)]),
    );
  }

  private hit(who: Record<string, string>): void {
    const { random } = this;
    const [id, name] = [this.nextId("hits"), this.name()];
    this.versions("hits", (version) => ({
      id,
      at: this.time(),
      loaded: this.loaded(version),
      kind: random.pick(["viewed", "viewed", "signed up", "paid", "left", "contact saved"]),
      ...who,
      name,
      score: random.pick([null, "7", "42", "3.5"]),
      plan: random.pick(["free", "team", null]),
      amount: random.pick(["10", "10", "25", "99.5"]),
    }));
  }

  private contact(who: Record<string, string>): void {
    const { random } = this;
    const tenant = random.pick(["eu", "us", null]);
    const [id, name] = [this.nextId(`contacts of ${tenant}`), this.name()];
    this.versions("contacts", (version) => ({
      id,
      tenant,
      at: this.time(),
      loaded: this.loaded(version),
      deleted: version > 0 && random.chance(0.2) ? "2025-06-01" : random.pick([null, "false"]),
      ...who,
      name,
      title: random.pick([null, "CEO", "engineer", "CEO "]),
      company: random.pick([null, `Company ${this.number}`, `Company ${this.number} Ltd.`]),
      account_id: random.chance(0.5) ? `w${this.number}-a${random.between(0, 2)}` : null,
    }));
  }

  private order(who: Record<string, string>): void {
    const { random } = this;
    const any = (type: PersonType, most: number): string =>
      this.spelt(type, this.identifier(type, random.between(0, most)));
    const order = {
      id: this.nextId("orders"),
      at: this.time(),
      deleted: random.chance(0.05) ? "true" : null,
      ...who,
      payer: random.chance(0.4) ? any("email", 3) : null,
      relation: random.pick(["friend", "parent"]),
      relation_phone: random.chance(0.3) ? any("phone", 2) : null,
      name: this.name(),
      total: String(random.between(1, 500)),
    };
    // Loaded twice: the very same row is the very same event.
    this.tables["orders"]?.push(order, ...(random.chance(0.1) ? [{ ...order }] : []));
  }

  private letter(recipients: readonly Sighting[]): void {
    const { random } = this;
    const id = this.nextId("letters");
    const all = recipients.map((sighting) => ({
      ...this.written(sighting),
      ...(random.chance(0.5) ? { name: this.name() } : {}),
    }));
    const sender = random.chance(0.7)
      ? { email: this.spelt("email", this.identifier("email", random.between(0, 4))), name: this.name() }
      : null;
    this.versions("letters", (version) => ({
      id,
      at: this.time(),
      loaded: this.loaded(version),
      sender,
      recipients: all,
    }));
  }

  /** Mostly one version of a row; else an older or a newer one beside it, in any order, or the same once more. */
  private versions(table: string, version: (number: number) => RawRow): void {
    const { random } = this;
    const rows = random.chance(0.8)
      ? [version(0)]
      : Array.from({ length: random.between(2, 3) }, (_, index) => version(index));
    const last = rows.at(-1);
    if (random.chance(0.05) && last !== undefined) rows.push({ ...last });
    if (random.chance(0.02)) rows.push({ ...last, id: null }, { ...last, id: `w${this.number}-bad`, at: "soon" });
    this.tables[table]?.push(...random.shuffled(rows));
  }

  private name(): string | null {
    return this.random.pick([null, "Ana", "Ana Rivera", "A. Rivera", "Bo", " ", "Ána ☂"]);
  }
}

/** Newer versions of some rows that a loader has brought before: other values, loaded later. */
export function revised(random: Random, tables: RawTables): Record<string, RawRow[]> {
  const revise = (rows: readonly RawRow[] = [], column: string): RawRow[] => {
    const newest = new Map<string, RawRow>();
    for (const row of rows) newest.set(JSON.stringify([row["tenant"], row["id"]]), row);
    const usable = [...newest.values()].filter(({ id, at }) => id !== null && at !== "soon");
    return random.some(usable, 0.1).map((row) => ({
      ...row,
      deleted: null,
      // Never at one time: which of two versions counts then hangs on what is in them.
      loaded: `2025-11-0${random.between(1, 9)}T00:${random.between(10, 59)}:${random.between(10, 59)}.${random.between(100_000, 999_999)}Z`,
      [column]: random.pick(usable)[column] ?? null,
    }));
  };
  return { contacts: revise(tables["contacts"], "email"), hits: revise(tables["hits"], "user_id") };
}

/** Several worlds laid over each other. */
export function united(worlds: readonly { readonly tables: RawTables }[]): RawTables {
  const tables = new Map<string, RawRow[]>();
  for (const world of worlds) {
    for (const [table, rows] of Object.entries(world.tables)) {
      const all = tables.get(table) ?? [];
      for (const row of rows) all.push(row);
      tables.set(table, all);
    }
  }
  return Object.fromEntries(tables);
}
