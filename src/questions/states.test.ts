import { expect, test } from "vitest";
import { resolvedStates } from "../config/resolve-states.ts";
import type { StateDefinition } from "../config/state.ts";
import { duckdb } from "../sql/dialects/duckdb.ts";
import { published } from "../sql/locate.ts";
import { render } from "../sql/render.ts";
import { hasTransitions, transitionViolations } from "./states.ts";

function asked(definition: StateDefinition): string {
  const [state] = resolvedStates({ billing: definition }, []);
  if (state === undefined) throw new Error("No state.");
  expect(hasTransitions(state)).toBe(definition.transitions !== undefined || definition.first !== undefined);
  return render(transitionViolations(state), duckdb, { locate: published("nexus"), runValue: () => "null" });
}

const events = { started: "active", ended: "canceled" };

test("violations are asked of the intervals, in one query", () => {
  expect(
    asked({ of: "person", events, transitions: { active: ["canceled", "it's"], canceled: [] }, first: ["active"] }),
  ).toMatchInlineSnapshot(`
    "select t.entity_type, t.entity_id, t.state_name, t.from_value, t.to_value, t.event_id, t.entered_at
    from (select n.entity_type, n.entity_id, n.state_name, case when n.exited_before = n.entered_at then n.value_before end as from_value, n.to_value, n.event_id, n.entered_at
    from (select s.entity_type, s.entity_id, s.state_name, s.state_value as to_value, s.event_id, s.state_entered_at as entered_at, lag(s.state_value) over (partition by s.entity_id order by s.state_entered_at) as value_before, lag(s.state_exited_at) over (partition by s.entity_id order by s.state_entered_at) as exited_before
    from "nexus"."states" as s where s.state_name = 'billing') as n) as t
    where (t.from_value is null or t.from_value <> t.to_value) and ((t.from_value is null and not (t.to_value in ('active'))) or (t.from_value = 'active' and not (t.to_value in ('canceled', 'it''s'))) or (t.from_value = 'canceled' and not (false)))"
  `);
});

test("a state that allows everything has none", () => {
  expect(asked({ of: "person", events }).split("\n").at(-1)).toMatchInlineSnapshot(
    `"where (t.from_value is null or t.from_value <> t.to_value) and (false)"`,
  );
  expect(asked({ of: "person", events, first: [] }).split("\n").at(-1)).toMatchInlineSnapshot(
    `"where (t.from_value is null or t.from_value <> t.to_value) and ((t.from_value is null and not (false)))"`,
  );
});
