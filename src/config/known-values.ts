import { entriesOf } from "./resolve-states.ts";
import type { StateDefinition } from "./state.ts";

/** The values that a state may have, where the config says them all. */
export function knownValues(state: StateDefinition): readonly string[] | undefined {
  const said: unknown[] = [];
  if (state.from !== undefined || (state.over !== undefined && state.best === undefined)) {
    if (state.cases === undefined) return undefined;
    said.push(...state.cases.map(({ value }) => value), state.otherwise);
  } else if (state.over !== undefined) said.push(...(state.best ?? []), state.otherwise);
  else {
    for (const { value, number } of [...entriesOf(state), ...(state.timeouts ?? [])]) {
      if (value === undefined && number !== undefined) return undefined;
      said.push(value);
    }
  }
  if (said.some((value) => typeof value === "object" && value !== null)) return undefined;
  return [...new Set(said.filter((value) => typeof value === "string"))];
}
