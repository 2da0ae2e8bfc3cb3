import type { RawTableName } from "./project.ts";
import type { Cell, RawRow, RawRows } from "./warehouse.ts";

/** Numbers that look random, the same for a seed (mulberry32). */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0, below a bound. */
  below(bound: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  /** Whether something happens that does so in so many cases of a hundred. */
  percent(of: number): boolean {
    return this.below(100) < of;
  }

  one<T>(of: readonly T[]): T {
    const found = of[this.below(of.length)];
    if (found === undefined) throw new Error("Nothing to choose from.");
    return found;
  }

  /** One of them, or nothing in so many cases of a hundred. */
  maybe<T>(percent: number, of: readonly T[]): T | null {
    return this.percent(percent) ? this.one(of) : null;
  }
}

const names = ["Ana Rivera", "Bo Lind", "Cem Aydın", "Dora Poe", "Ege Kaya", "Fay Wu", "Gil Ortiz", "Hana Sato"];
const sites = [
  ...["acme", "beta", "gamma", "delta", "shop.delta", "eta", "iota"].map((label) => `${label}.example`),
  ...["gmail.com", "cafe.co.uk", "kettle.example"],
];
const products = ["sencha", "assam", "oolong", "rooibos"];

/** Somebody as raw rows may know them: few enough that they meet, spelt in several ways. */
class People {
  private readonly dice: Dice;

  constructor(dice: Dice) {
    this.dice = dice;
  }

  email(): string {
    const { dice } = this;
    const [first = "x"] = dice.one(names).toLowerCase().split(" ");
    const box = `${first}${dice.percent(30) ? "" : String(dice.below(9))}@${dice.one(sites)}`;
    const spelt = dice.percent(15)
      ? box.toUpperCase()
      : dice.percent(10)
        ? ` ${box} `
        : dice.percent(10)
          ? box.replace("@", "+tea@")
          : box;
    return dice.percent(5) ? dice.one(["n/a", "tea@kettle.example", "not an address", "info@acme.example"]) : spelt;
  }

  phone(): string {
    const digits = `6${String(10_000_000 + this.dice.below(90) * 123_457)}`;
    return this.dice.one([digits, `+34${digits}`, `0034 ${digits.slice(0, 3)} ${digits.slice(3)}`, `+34 ${digits}`]);
  }

  device(): string {
    return `device-${this.dice.below(160)}`;
  }

  card(): string {
    const number = `KL ${100 + this.dice.below(60)}`;
    return this.dice.percent(40) ? number.toLowerCase().replace(" ", "") : number;
  }
}

/** A day of the shop's first half year, with a time. */
function moment(dice: Dice): string {
  const part = (below: number, from = 0): string => String(from + dice.below(below)).padStart(2, "0");
  return `2025-${part(6, 1)}-${part(28, 1)} ${part(24)}:${part(60)}:00`;
}

/** The rows of a world that nobody has seen yet: everything that raw rows do wrong is among them. */
export function firstRows(seed: number): RawRows {
  const dice = new Dice(seed);
  const make = (count: number, row: (index: number) => RawRow): readonly RawRow[] =>
    Array.from({ length: count }, (_, index) => row(index));
  return {
    products: products.map((sku) => ({ sku, title: `a bag of ${sku}`, maker: dice.maybe(80, ["Mori", "Hill"]) })),
    orders: make(90, (index) => order(dice, index + 1)),
    customers: make(70, () => customer(dice)),
    brews: make(80, (index) => brew(dice, index + 1)),
    letters: make(40, (index) => letter(dice, index + 1)),
    plans: make(30, (index) => plan(dice, index + 1)),
  };
}

/** The same world later: rows are gone, changed, deleted at the source and new. */
export function laterRows(rows: RawRows, seed: number): RawRows {
  const dice = new Dice(seed);
  const later = (
    table: RawTableName,
    row: (index: number) => RawRow,
    loaded?: string,
    gone = 10,
  ): readonly RawRow[] => {
    const before = rows[table];
    const kept = before.filter(() => !dice.percent(gone));
    const changed = kept.map((old, index) => {
      if (!dice.percent(35)) return old;
      const identity = table === "brews" ? {} : { id: old["id"] ?? null };
      return { ...row(index), ...identity, ...(loaded === undefined ? {} : { [loaded]: "2027-01-01 00:00:00" }) };
    });
    return [...changed, ...Array.from({ length: 12 }, (_, index) => row(before.length + index + 1))];
  };
  return {
    products: rows.products.map((row) => ({ ...row, maker: dice.maybe(80, ["Mori", "Hill", "Valley"]) })),
    orders: later("orders", (index) => order(dice, index), "loaded_at"),
    // Its versions are overwritten: many of them are gone, and only what was kept knows of them.
    customers: later("customers", () => customer(dice), undefined, 40),
    brews: later("brews", (index) => brew(dice, index), "synced_at"),
    letters: later("letters", (index) => letter(dice, index), "synced_at"),
    plans: later("plans", (index) => plan(dice, index), "synced_at"),
  };
}

function order(dice: Dice, index: number): RawRow {
  const people = new People(dice);
  return {
    id: dice.percent(3) ? null : dice.percent(5) ? Math.max(1, index - 1) : index,
    placed_at: dice.percent(3) ? "yesterday" : dice.percent(20) ? `${moment(dice)}+02:00` : moment(dice),
    loaded_at: moment(dice).replace("2025", "2026"),
    removed_at: dice.percent(5) ? moment(dice) : null,
    channel: dice.one(["web", "web", "counter", "test"]),
    customer_id: dice.percent(70) ? 1 + dice.below(30) : null,
    email: dice.percent(70) ? people.email() : null,
    name: dice.maybe(60, names),
    phone: dice.percent(40) ? people.phone() : null,
    card: dice.percent(30) ? people.card() : null,
    device: dice.percent(50) ? people.device() : null,
    gift_for: dice.percent(15) ? `${dice.one(names)} <${people.email().trim()}>` : null,
    sku: dice.one(products),
    total: dice.below(9_000),
    currency: dice.one(["EUR", "EUR", "jpy", "KWD"]),
  };
}

/** A version of a customer; most versions differ in nothing that is watched. */
function customer(dice: Dice): RawRow {
  const people = new People(dice);
  const id = 1 + dice.below(25);
  const usual = `c${id}@${sites[id % sites.length]}`;
  return {
    id,
    updated_at: `${moment(dice)}+00`,
    email: dice.percent(80) ? usual : dice.percent(80) ? people.email() : null,
    name: dice.maybe(70, names),
    company: dice.maybe(50, ["Acme", "Beta", "Café"]),
    active: !dice.percent(15),
    birthday: dice.maybe(40, ["1980-02-29", "1991-07-01", "2001-12-31"]),
    newsletter: dice.one(["true", "false", "maybe", null]),
    spent: dice.percent(70) ? dice.below(1_000) / 4 : null,
    address: dice.percent(85) ? null : { city: dice.one(["Madrid", "Ávila"]), zip: String(28_000 + dice.below(5)) },
  };
}

function brew(dice: Dice, index: number): RawRow {
  const people = new People(dice);
  const guest = (): Cell => ({
    role: dice.one(["guest", "host", "taster"]),
    email: dice.percent(80) ? people.email().trim() : dice.percent(20) ? "bot@x.invalid" : null,
    phone: dice.percent(20) ? people.phone() : null,
    name: dice.maybe(70, names),
    news: dice.one(["yes", "no"]),
  });
  return {
    workspace: dice.one(["north", "south"]),
    synced_at: moment(dice),
    record: {
      id: `brew-${dice.percent(5) ? Math.max(1, index - 1) : index}`,
      started: dice.percent(4) ? "at tea time" : Date.parse(`${moment(dice).replace(" ", "T")}Z`),
      cups: dice.percent(5) ? "many" : 1 + dice.below(6),
      stars: 1 + dice.below(5),
      user: {
        id: dice.percent(70) ? `u${dice.below(60)}` : null,
        email: dice.percent(50) ? people.email() : null,
        name: dice.maybe(60, names),
      },
      device: dice.percent(50) ? people.device() : null,
      team: {
        id: `t${dice.below(24)}`,
        site: dice.maybe(25, [
          "https://www.acme.example/tea",
          "Beta.example",
          "http://shop.eta.example",
          "WWW.Theta.example/a",
          "n/a",
        ]),
        name: dice.maybe(50, ["Red", "Blue"]),
      },
      guests: Array.from({ length: dice.below(4) }, guest),
    },
  };
}

function letter(dice: Dice, index: number): RawRow {
  const people = new People(dice);
  const mailbox = (): string =>
    dice.percent(60) ? `"${dice.one(names)}" <${people.email().trim()}>` : people.email().trim();
  return {
    workspace: dice.one(["north", "south"]),
    synced_at: moment(dice),
    id: `letter-${index}`,
    sent_at: `${moment(dice).replace(" ", "T")}Z`,
    subject: dice.one([
      "Hello",
      "Goodbye",
      "Your tea",
      "Re: Your tea",
      "=?utf-8?Q?Dein_Tee_f=C3=BCr?= =?utf-8?B?IGhldXRl?=",
    ]),
    headers: [
      { name: "From", value: mailbox() },
      { name: "to", value: Array.from({ length: 1 + dice.below(3) }, mailbox).join(", ") },
    ],
  };
}

function plan(dice: Dice, index: number): RawRow {
  const people = new People(dice);
  return {
    workspace: dice.one(["north", "south"]),
    synced_at: moment(dice),
    id: `plan-${index}`,
    team_id: `t${dice.below(24)}`,
    since: Date.parse(`${moment(dice).replace(" ", "T")}Z`) / 1000,
    plan: dice.one(["free", "pro", "pro", "office", null]),
    seats: dice.percent(10) ? "some" : String(1 + dice.below(20)),
    payer: dice.percent(70) ? people.email().trim() : null,
  };
}
