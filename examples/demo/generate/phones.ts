import type { Country } from "./names.ts";
import type { Random } from "./random.ts";

const areaCodes = [
  ...["206", "212", "213", "216", "303", "305", "310", "312", "404", "412", "415", "503", "504", "512", "602"],
  ...["612", "615", "617", "646", "702", "704", "718", "720", "808", "919"],
] as const;

/**
 * Numbers that regulators set aside for films and books (555-01xx, Ofcom's 020 7946 0xxx, the Bundesnetzagentur's 030 23125 xxx …):
 * valid in form, nobody's in life.
 */
const fictional: Readonly<Record<Country, (random: Random) => string>> = {
  US: (random) => `+1${random.pick(areaCodes)}55501${random.digits(2)}`,
  GB: (random) => `+44${random.pick(["207946", "161496", "113496"])}0${random.digits(3)}`,
  DE: (random) => `+49${random.pick(["3023125", "8999998", "6990009"])}${random.digits(3)}`,
  FR: (random) => `+33${random.pick(["19900", "26191", "35301"])}${random.digits(4)}`,
  SE: (random) => `+46${random.pick(["8465004", "3139006", "4062804"])}${random.digits(2)}`,
};

/** Gives every number once. */
export class PhoneBook {
  readonly #given = new Set<string>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Keeps a number for somebody who must have just that one. */
  reserve(number: string): string {
    if (this.#given.has(number)) throw new RangeError(`${number} is taken`);
    this.#given.add(number);
    return number;
  }

  next(country: Country): string {
    for (;;) {
      const number = fictional[country](this.#random);
      if (!this.#given.has(number)) return this.reserve(number);
    }
  }
}
