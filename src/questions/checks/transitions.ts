import type { State } from "../../config/project.ts";
import { hasTransitions, transitionViolations } from "../states.ts";
import { type CheckQuestion, holds } from "./check-question.ts";

/** Of each state that allows only some transitions: those that happened all the same. What happened is no error: it warns. */
export function transitionChecks(states: readonly State[]): readonly CheckQuestion[] {
  return states.filter(hasTransitions).map((state) => ({
    ...holds(
      "transitions",
      state.name,
      `${state.name} goes only from values to those that may follow them`,
      transitionViolations(state),
    ),
    severity: "warn",
  }));
}
