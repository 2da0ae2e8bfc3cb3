import type { Happened } from "./happened.ts";
import type { Mention, Seen } from "./mentions.ts";
import { written6 } from "./time.ts";

/** The order of sightings: time, then the event's id, then the place in the event. */
export class Ties {
  private readonly eventId: (key: string) => string;

  constructor(eventId: (key: string) => string) {
    this.eventId = eventId;
  }

  events(a: Happened, b: Happened): number {
    return a.at - b.at || byText(this.eventId(a.key), this.eventId(b.key));
  }

  mentions(a: Mention, b: Mention): number {
    return this.events(a.happened, b.happened) || a.slot - b.slot || a.element - b.element;
  }
}

/** Texts by their bytes, as no language would sort them. */
function byText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Items by their key; those without one are left out. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

export function earliest(all: readonly Happened[]): string | null {
  return all.length === 0 ? null : written6(Math.min(...all.map(({ at: time }) => time)));
}

/** The last time that is due. */
export function latest(all: readonly Happened[]): string | null {
  const due = all.filter(({ isDue }) => isDue);
  return due.length === 0 ? null : written6(Math.max(...due.map(({ at: time }) => time)));
}

/** Of all spellings the one seen last; where only the future has seen any, the one that shows up last. */
export function recentValue(
  seen: readonly (Seen & { readonly mention: Mention })[],
  ties: Ties,
  isAddress: boolean,
): string | null {
  const spellings = [...grouped(seen, ({ raw }) => raw)].map(([raw, all]) => {
    const mentions = all.map(({ mention }) => mention).sort((a, b) => ties.mentions(a, b));
    const due = mentions.filter(({ happened }) => happened.isDue);
    const when = due.at(-1) ?? (mentions[0] as Mention);
    const trimmed = raw.replace(/^ +| +$/g, "");
    // An address can be written to without what stands around it.
    const said = isAddress ? trimmed.replace(/^<|>$/g, "") : trimmed;
    return { said, isDue: due.length > 0, when };
  });
  spellings.sort((a, b) => Number(a.isDue) - Number(b.isDue) || ties.mentions(a.when, b.when));
  return spellings.at(-1)?.said ?? null;
}

interface TraitValue {
  readonly trait: string;
  readonly value: string;
  readonly last: Mention;
  readonly isCurrent: boolean;
  readonly text: string;
}

/** Every value that a trait ever had, and which of them was said last. */
export function* traitHistory(due: readonly Mention[], ties: Ties): Generator<TraitValue> {
  const said = due.flatMap((mention) => [...mention.traits].map(([trait, value]) => ({ trait, value, mention })));
  for (const [trait, all] of grouped(said, (one) => one.trait)) {
    const values = [...grouped(all, (one) => one.value)].map(([value, times]) => {
      const inOrder = times.map(({ mention }) => mention).sort((a, b) => ties.mentions(a, b));
      return { value, first: inOrder[0] as Mention, last: inOrder.at(-1) as Mention };
    });
    values.sort((a, b) => ties.mentions(a.last, b.last) || byText(a.value, b.value));
    for (const [index, { value, first, last }] of values.entries()) {
      const isCurrent = index === values.length - 1;
      const span = `${written6(first.happened.at)} – ${written6(last.happened.at)}`;
      const from = `${last.happened.source.name} ${last.happened.key}`;
      yield {
        trait,
        value,
        last,
        isCurrent,
        text: `${trait} = ${value}: ${span}, ${from}${isCurrent ? ", current" : ""}`,
      };
    }
  }
}

export function currentTrait(history: readonly TraitValue[], trait: string): string | null {
  return history.find((one) => one.trait === trait && one.isCurrent)?.value ?? null;
}
