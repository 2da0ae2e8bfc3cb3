import type { StateDescription } from "./description.ts";
import { type Happened, textAt } from "./happened.ts";
import type { Mention } from "./mentions.ts";
import { type Instant, written6 } from "./time.ts";
import type { Ties } from "./values.ts";

interface Moment {
  readonly happened: Happened;
  readonly position: number;
  readonly value: string | null;
  readonly number: number | null;
}

/** Half-open intervals without overlap, no two neighbours alike. */
export function intervals(state: StateDescription, due: readonly Mention[], ties: Ties): readonly string[] {
  const moments = due.flatMap((mention) =>
    state.entries.flatMap(({ event, role, becomes }, position): Moment[] => {
      const { happened } = mention;
      if (!happened.isPast || happened.name !== event || (role !== undefined && mention.role !== role)) return [];
      if (becomes === null || typeof becomes === "string")
        return [{ happened, position, value: becomes, number: null }];
      const column = happened.event[becomes.take];
      const text = column === undefined ? null : textAt(happened.row, column);
      const number = becomes.take === "value" && text !== null && text.trim() !== "" ? Number(text) : null;
      if (number === null && (text ?? "").trim() === "") return [{ happened, position, value: null, number }];
      return [{ happened, position, value: number === null ? text : String(number), number }];
    }),
  );
  moments.sort(
    (a, b) => a.happened.at - b.happened.at || a.position - b.position || ties.events(a.happened, b.happened),
  );
  const steps: Moment[] = [];
  let instantBefore: Instant | undefined;
  for (const moment of moments) {
    const isFirstOfInstant = moment.happened.at !== instantBefore;
    instantBefore = moment.happened.at;
    const before = steps.at(-1);
    if (isFirstOfInstant && (before === undefined || before.value !== moment.value || before.number !== moment.number))
      steps.push(moment);
  }
  let before: number | null = null;
  return steps.flatMap(({ happened, value, number }, index) => {
    if (value === null) return [];
    const until = steps[index + 1]?.happened.at;
    const span = `${written6(happened.at)} – ${until === undefined ? "now" : written6(until)}`;
    const delta = number === null || before === null ? "" : `, by ${number - before}`;
    before = number;
    return [`${state.name} = ${value}: ${span}${delta}, ${happened.key}`];
  });
}
