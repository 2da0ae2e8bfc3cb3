import { describe, expect, test } from "vitest";
import { type StateDefinition, sql } from "../../src/index.ts";
import { config, Folder, shop } from "./shop.ts";

const complaint = (states: Readonly<Record<string, StateDefinition>>): Promise<string> =>
  Folder.make().complaint(() => Folder.make().project(config({ sources: [shop()], states })));

/** States as somebody without types may write them. */
const untyped = (states: unknown): Promise<string> => complaint(states as Readonly<Record<string, StateDefinition>>);

const buying: StateDefinition = { of: "person", events: { "order placed": "buyer" } };
const spending: StateDefinition = { of: "person", entries: [{ event: "order placed", number: { column: "value" } }] };

describe("states with mistakes", () => {
  test("timeouts: their time, what they wait for, and whence they lead", async () => {
    expect(
      await complaint({
        buying: {
          ...buying,
          timeouts: [
            { after: {}, value: "quiet" },
            { after: { days: 0.5 }, value: "quiet" },
            { after: { days: -1 }, value: "quiet" },
            { after: { days: 30 }, without: ["order plaecd"], from: ["byer"] },
            { after: { days: 30 }, without: [], value: "gone" },
            { after: { days: 30 }, without: [{ event: "order placed", role: "byer" }], value: "gone" },
          ],
        } as StateDefinition,
      }),
    ).toMatchInlineSnapshot(`
      "The time of a timeout is none.
        at:       path states.buying.timeouts[0].after
        found:    {}
        accepted: whole days, hours or minutes, more than nothing: { days: 30 }, { hours: 36 }
      The time of a timeout is none.
        at:       path states.buying.timeouts[1].after
        found:    {"days":0.5}
        accepted: whole days, hours or minutes, more than nothing: { days: 30 }, { hours: 36 }
      The time of a timeout is none.
        at:       path states.buying.timeouts[2].after
        found:    {"days":-1}
        accepted: whole days, hours or minutes, more than nothing: { days: 30 }, { hours: 36 }
      A timeout needs a value or a number.
        at:       path states.buying.timeouts[3]
      Unknown value of the state "byer".
        at:       path states.buying.timeouts[3].from
        found:    "byer"
        accepted: "buyer", "quiet", "gone"
        hint:     did you mean "buyer"?
      Unknown event "order plaecd".
        at:       path states.buying.timeouts[3].without[0]
        found:    "order plaecd"
        accepted: "order placed"
        hint:     did you mean "order placed"?
      Nothing is named that could be missing.
        at:       path states.buying.timeouts[4].without
        accepted: events by name; without the setting, those of the state's entries
      Unknown role in the event "byer".
        at:       path states.buying.timeouts[5].without[0].role
        found:    "byer"
        accepted: "buyer"
        hint:     did you mean "buyer"?"
    `);
  });

  test("states from others: names, entity types, values, and rules that do not go together", async () => {
    expect(
      await complaint({
        buying,
        spending,
        first: { of: "person", from: ["buyin", "spending"], cases: [{ when: { buying: "buyer" }, value: "x" }] },
        second: {
          of: "person",
          from: ["buying", "spending", "buying"],
          cases: [
            { when: { buying: "byer", spending: "10" }, value: "x" },
            { when: {}, value: "y" },
          ],
        },
        third: { of: "person", from: [] },
        fourth: { of: "person", from: ["buying"], value: sql`buying`, cases: [], otherwise: "x" } as StateDefinition,
        fifth: { of: "person", from: ["buying"], value: sql`buying`, otherwise: "x" },
      }),
    ).toMatchInlineSnapshot(`
      "Unknown state "buyin".
        at:       path states.first.from[0]
        found:    "buyin"
        accepted: "buying", "spending", "first", "second", "third", "fourth", "fifth"
        hint:     did you mean "buying"?
      Unknown state in \`from\` "buying".
        at:       path states.first.cases[0].when.buying
        found:    "buying"
        accepted: "buyin", "spending"
        hint:     did you mean "buyin"?
      "buying" stands there twice.
        at:       path states.second.from[2]
        found:    "buying"
      Unknown value of the state "byer".
        at:       path states.second.cases[0].when.buying
        found:    "byer"
        accepted: "buyer"
        hint:     did you mean "buyer"?
      "spending" is a number, which a case compares with texts.
        at:       path states.second.cases[0].when.spending
        hint:     value: sql\`case when spending >= … then '…' end\`
      A case of a state made from others has a \`when\`, and no other condition.
        at:       path states.second.cases[1]
        accepted: when: { state: value }; for what holds without a condition, \`otherwise\`
      A state is made from no other one.
        at:       path states.third.from
        accepted: names of other states
      A state made from others needs one rule.
        at:       path states.third
        accepted: \`cases\` with \`otherwise\`; or \`value\`, \`number\` or both as sql\`…\`
      A state made from others needs one rule.
        at:       path states.fourth
        accepted: \`cases\` with \`otherwise\`; or \`value\`, \`number\` or both as sql\`…\`
      \`otherwise\` belongs to \`cases\`: say it in the SQL.
        at:       path states.fifth.otherwise"
    `);
  });

  test("states over memberships: sides, roles, values, and one rule", async () => {
    expect(
      await untyped({
        buying,
        spending,
        one: { of: "group", over: { groups: "buying" }, best: ["buyer"] },
        two: { of: "group", over: { members: "byuing", role: "staf" }, best: ["buyer"], count: true },
        three: { of: "group", over: { members: "buying" }, sum: true },
        four: { of: "group", over: { members: "buying" }, best: ["byer"] },
        five: { of: "group", over: { members: "buying" }, cases: [{ any: "byer", value: "x" }, { value: "y" }] },
        six: { of: "person", over: { groups: "buying" }, count: "buyer" },
        seven: { of: "group", over: { members: "spending" } },
      }),
    ).toMatchInlineSnapshot(`
      "A state of a group cannot go over this.
        at:       path states.one.over
        found:    groups
        accepted: over: { members: "name of a state of a person" }
      Unknown state "byuing".
        at:       path states.two.over.members
        found:    "byuing"
        accepted: "buying", "spending", "six"
        hint:     did you mean "buying"?
      Unknown role of a membership "staf".
        at:       path states.two.over.role
        found:    "staf"
        accepted: none is declared
      A state over memberships needs one rule.
        at:       path states.two
        accepted: one of \`best\`, \`cases\`, \`count\` and \`sum\`
      "buying" has no number that could be summed.
        at:       path states.three.sum
      Unknown value of the state "byer".
        at:       path states.four.best
        found:    "byer"
        accepted: "buyer"
        hint:     did you mean "buyer"?
      Unknown value of the state "byer".
        at:       path states.five.cases[0]
        found:    "byer"
        accepted: "buyer"
        hint:     did you mean "buyer"?
      A case over memberships has either \`any\` or \`all\`.
        at:       path states.five.cases[1]
        accepted: { any: "active", value: "…" }, { all: ["canceled"], value: "…" }
      "buying" is a state of a person, where one of a group is needed.
        at:       path states.six.over.groups
        found:    "buying"
        accepted: "one", "two", "three", "four", "five", "seven"
      A state over memberships needs one rule.
        at:       path states.seven
        accepted: one of \`best\`, \`cases\`, \`count\` and \`sum\`"
    `);
  });

  test("circles are named, each of them", async () => {
    expect(
      await complaint({
        a: { of: "person", from: ["b"], value: sql`b` },
        b: { of: "person", from: ["c", "buying"], value: sql`c` },
        c: { of: "person", from: ["a"], value: sql`a` },
        buying,
        own: { of: "person", from: ["own"], value: sql`own` },
      }),
    ).toMatchInlineSnapshot(`
      "States are made from each other in a circle: a → b → c → a.
        at:       path states.a
        found:    a → b → c → a
      States are made from each other in a circle: own → own.
        at:       path states.own
        found:    own → own"
    `);
  });

  test("transitions between values that the state never has", async () => {
    expect(
      await complaint({
        buying: { ...buying, transitions: { buyer: ["quit"], byer: ["buyer"] }, first: ["buyr"] },
      }),
    ).toMatchInlineSnapshot(`
      "Unknown value of the state "quit".
        at:       path states.buying.transitions.buyer
        found:    "quit"
        accepted: "buyer"
      Unknown value of the state "byer".
        at:       path states.buying.transitions.byer
        found:    "byer"
        accepted: "buyer"
        hint:     did you mean "buyer"?
      Unknown value of the state "buyr".
        at:       path states.buying.first
        found:    "buyr"
        accepted: "buyer"
        hint:     did you mean "buyer"?"
    `);
  });

  test("several ways at once, settings of another way, and unknown ones", async () => {
    expect(
      await untyped({
        both: { ...buying, from: ["buying"], value: sql`buying` },
        buying: { ...buying, best: ["x"], otherwise: "y" },
      }),
    ).toMatchInlineSnapshot(`
      "A state is made in one way only.
        at:       path states.both
        found:    from events and \`from\` other states
        accepted: \`events\`, \`entries\` and \`timeouts\`; or \`from\`; or \`over\`
      \`best\` belongs to a state that is made \`from\` others, or \`over\` memberships.
        at:       path states.buying.best
      \`otherwise\` belongs to a state that is made \`from\` others, or \`over\` memberships.
        at:       path states.buying.otherwise"
    `);
    expect(
      await untyped({
        buying: { ...buying, timeout: [], timeouts: [{ after: { day: 3 }, value: 4 }] },
      }),
    ).toMatchInlineSnapshot(`
      "Unknown setting "day".
        at:       path states.buying.timeouts[0].after.day
        found:    "day"
        accepted: days, hours, minutes
        hint:     did you mean "days"?
      A setting has another kind of value.
        at:       path states.buying.timeouts[0].value
        found:    4
        accepted: a text, or null for the end of the state
      Unknown setting "timeout".
        at:       path states.buying.timeout
        found:    "timeout"
        accepted: of, description, events, entries, timeouts, from, over, best, cases, otherwise, count, sum, value, number, transitions, first
        hint:     did you mean "timeouts"?"
    `);
  });

  test("SQL that the engine does not take is told with the step that it stands in", async () => {
    const folder = Folder.make();
    await folder.put("orders.csv", "order_id,created_at,email,total\n1,2025-01-01,ana@acme.example,5\n");
    const wrong = config({
      sources: [shop()],
      states: { spending, tier: { of: "person", from: ["spending"], value: sql`spendin > 3` } },
    });
    const said = await folder.complaint(() => folder.run(wrong));
    expect(said.split("\n").slice(0, 4).join("\n")).toMatchInlineSnapshot(`
      "Binder Error: Referenced column "spendin" not found in FROM clause!
        at:       step build final.changes_of__tier, table final.changes_of__tier
        hint:     did you mean "spending"?
          LINE 43:   cast((spendin > 3) as varchar) as "_said","
    `);
  });
});
