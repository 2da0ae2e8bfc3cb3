import { base, de, en, es, Faker, fr, type LocaleDefinition, sv } from "@faker-js/faker";
import type { Random } from "./random.ts";

export type Country = "US" | "GB" | "DE" | "FR" | "SE";

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly zip: string;
  readonly province: string;
}

const locales: Readonly<Record<Country, readonly LocaleDefinition[]>> = {
  US: [en, en, en, es],
  GB: [en],
  DE: [de],
  FR: [fr],
  SE: [sv],
};

export const countryNames: Readonly<Record<Country, string>> = {
  US: "United States",
  GB: "United Kingdom",
  DE: "Germany",
  FR: "France",
  SE: "Sweden",
};

/** Invented people and places of a country, drawn from the given stream. */
export class NameGiver {
  readonly #fakers: Readonly<Record<Country, readonly Faker[]>>;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
    const randomizer = { next: () => random.next(), seed: () => {} };
    const fakersOf = (country: Country) =>
      locales[country].map((locale) => new Faker({ locale: [locale, en, base], randomizer }));
    this.#fakers = {
      US: fakersOf("US"),
      GB: fakersOf("GB"),
      DE: fakersOf("DE"),
      FR: fakersOf("FR"),
      SE: fakersOf("SE"),
    };
  }

  person(country: Country): { first: string; last: string } {
    const { person } = this.#random.pick(this.#fakers[country]);
    return { first: person.firstName(), last: person.lastName() };
  }

  address(country: Country): Address {
    const { location } = this.#random.pick(this.#fakers[country]);
    const province = country === "US" ? location.state({ abbreviated: true }) : "";
    return { street: location.streetAddress(), city: location.city(), zip: location.zipCode(), province };
  }
}

/** `Zoë` → `zoe`: what is left of a name in an e-mail address. */
export function plain(name: string): string {
  return name
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("æ", "ae")
    .normalize("NFD")
    .replace(/[^a-zA-Z0-9]/g, "")
    .toLowerCase();
}

const firstWords = [
  ...["Juniper", "Copper", "Willow", "Tallow", "Atlas", "Saffron", "Birch", "Marlow", "Pebble", "Orchard", "Lantern"],
  ...["Quill", "Foxglove", "Harvest", "Indigo", "Cobalt", "Maple", "Heron", "Sable", "Thistle", "Otter", "Clover"],
  ...["Ember", "Drift", "Hazel", "Onyx", "Poppy", "Rowan", "Slate", "Tern", "Umber", "Velvet", "Wren", "Yarrow"],
  ...["Aster", "Bramble", "Cinder", "Dapple", "Elder", "Fable", "Gingham", "Hollow", "Isle", "Jasper", "Kestrel"],
] as const;

const trades = [
  ...["Bikes", "Books", "Ceramics", "Coffee", "Outfitters", "Optics", "Paper", "Garden", "Kitchen", "Audio", "Toys"],
  ...["Leather", "Wine", "Tea", "Knits", "Soap", "Lighting", "Records", "Bakery", "Prints"],
] as const;

/** Different shop names, every first word used before any comes again. */
export function shopNames(random: Random, count: number): string[] {
  const names = new Set<string>();
  while (names.size < count) {
    for (const word of random.shuffled(firstWords)) names.add(`${word} ${random.pick(trades)}`);
  }
  return [...names].slice(0, count);
}

export const oddWords = [
  ...["oak", "teapot", "lark", "comet", "pixel", "mango", "cedar", "fern", "otter", "biscuit", "lemon", "tulip"],
  ...["kayak", "mosaic", "violin", "acorn", "pretzel", "lagoon", "marble", "saturn"],
] as const;
