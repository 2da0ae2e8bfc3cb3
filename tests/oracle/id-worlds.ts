import type { RawRow } from "../conformance/engines.ts";
import type { Description } from "./description.ts";
import type { Random } from "./random.ts";

/** One source of sightings: two who may be mentioned in a row, rows that change and that are deleted. */
export const sightings: Description = {
  person: {
    identifiers: [
      { name: "email", kind: "email" },
      { name: "phone", kind: "phone" },
      { name: "user_id", kind: "id" },
      { name: "cookie", kind: "id", weak: true },
    ],
    traits: [],
    // Whatever is seen together is one: ids are what is tried here.
    rules: { sightings: [], holdings: [], first: [], preceding: [] },
  },
  sources: [
    {
      name: "site",
      key: "site",
      events: [
        {
          key: "seen",
          name: "seen",
          table: "rows",
          id: "id",
          at: "at",
          loaded: "loaded",
          deleted: "deleted",
          parts: [
            {
              entity: "person",
              key: "visitor",
              role: "visitor",
              identifiers: {
                email: { column: "email" },
                phone: { column: "phone" },
                user_id: { column: "user_id" },
                cookie: { column: "cookie" },
              },
              traits: {},
            },
            {
              entity: "person",
              key: "friend",
              role: "friend",
              identifiers: { email: { column: "friend" } },
              traits: {},
            },
          ],
          claims: [],
        },
      ],
    },
  ],
  states: [],
};

const types = ["email", "phone", "user_id", "cookie"] as const;

/** A world whose rows come, change and go from step to step. */
export class ChangingWorld {
  readonly number: number;
  private readonly random: Random;
  /** The newest version of every row, by its id. */
  private readonly rows = new Map<string, RawRow>();
  /** Rows that raw no longer has, though nobody deleted them. */
  private readonly rotated = new Set<string>();
  private minutes = 0;

  constructor(random: Random, number: number) {
    this.random = random;
    this.number = number;
  }

  /** The raw rows as the next run finds them. */
  get raw(): readonly RawRow[] {
    return [...this.rows].filter(([id]) => !this.rotated.has(id)).map(([, row]) => row);
  }

  /** What stands in the newest versions, whether raw still has them or not. */
  get known(): readonly RawRow[] {
    return [...this.rows.values()];
  }

  /** Adds, changes, deletes, brings back and rotates some rows; often nothing at all. */
  change(step: number): void {
    const { random, rows } = this;
    const loaded = `2025-06-${String(step + 1).padStart(2, "0")}T00:00:00Z`;
    if (step > 0 && random.chance(0.25)) return;
    for (let added = random.between(step === 0 ? 1 : 0, 4); added > 0; added--) {
      const id = `w${this.number}-${rows.size + 1}`;
      rows.set(id, { id, at: this.time(), loaded, deleted: null, ...this.who() });
    }
    for (const [id, row] of rows) {
      // Only what a run has found can be remembered.
      if (this.rotated.has(id) || row["loaded"] === loaded) continue;
      if (random.chance(0.12)) rows.set(id, { ...row, loaded, deleted: row["deleted"] === null ? loaded : null });
      else if (random.chance(0.1)) rows.set(id, { ...row, loaded, ...this.who() });
      else if (random.chance(0.03)) this.rotated.add(id);
    }
  }

  /** Only adds rows, each later than all before. */
  grow(): RawRow {
    this.minutes += 1;
    const id = `w${this.number}-${this.rows.size + 1}`;
    const row = { id, at: this.written(this.minutes), loaded: null, deleted: null, ...this.who() };
    this.rows.set(id, row);
    return row;
  }

  /** Mostly later than all before; else at the same time as another row, or earlier. */
  private time(): string {
    this.minutes += 1;
    return this.written(this.random.chance(0.75) ? this.minutes : this.random.between(1, this.minutes));
  }

  private written(minutes: number): string {
    return `2025-03-01T${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}:00Z`;
  }

  private who(): RawRow {
    const { random } = this;
    const chosen = new Set(Array.from({ length: random.pick([1, 2, 2, 3]) }, () => random.pick(types)));
    const cells = types.map((type) => [type, chosen.has(type) ? this.identifier(type) : null]);
    return { ...Object.fromEntries(cells), friend: random.chance(0.2) ? this.identifier("email") : null };
  }

  private identifier(type: (typeof types)[number]): string {
    const { random, number } = this;
    const index = random.between(0, 3);
    if (random.chance(0.04)) return "n/a";
    if (type === "phone") {
      const digits = `415${String(2_000_000 + number * 10 + index)}`;
      return random.chance(0.5) ? `+1${digits}` : `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`;
    }
    if (type !== "email") return `w${number}-${type[0]}${index}`;
    if (random.chance(0.08)) return `info@w${number}.example`;
    return random.chance(0.5) ? `p${index}@w${number}.example` : `P${index}@W${number}.Example`;
  }
}
