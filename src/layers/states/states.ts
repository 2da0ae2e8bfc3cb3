import type { Entity, State } from "../../config/project.ts";
import { column, idColumn, sought } from "../../model/column.ts";
import { type Read, readWhole, type Table } from "../../model/table.ts";
import { noRows, type Relation, unionAll } from "../../sql/relation.ts";
import { statesRef } from "../tables/final-refs.ts";
import { identityRefs } from "../tables/identity-tables.ts";
import type { KeptTable } from "../tables/kept-table.ts";
import { allMentionReads } from "../tables/mentioned.ts";
import { changesOf, combinedTable } from "./combined.ts";
import { intervals } from "./intervals.ts";
import { membersTable } from "./members.ts";
import { changesFromEvents, changesOfEventsRef, changesOfEventsTable, keptFor } from "./state-changes.ts";

const columns = [
  idColumn("id", "sta_ and 32 hex digits, from entity, state and the time of entering"),
  column("entity_type", "text", "type of the entity"),
  sought(idColumn("entity_id", "the entity")),
  column("state_name", "text", "which of its states"),
  column("state_value", "text", "the value"),
  column("state_number", "number", "the value of a measured state"),
  column("state_entered_at", "timestamp", "since when, UTC, included"),
  column("state_exited_at", "timestamp", "until when, UTC, not included; null: it lasts"),
  column("is_current", "boolean", "whether it lasts"),
  column("source", "text", "the source of the event that caused it"),
  idColumn("event_id", "the event that caused it"),
  column("state_delta", "number", "difference to the interval before, for measured states"),
  column("_entity", "integer", "number of the entity"),
];

/** The states of one entity type, by what they are made from. */
interface StatesOfType {
  readonly entity: Entity;
  readonly ofEvents: readonly State[];
  readonly derived: readonly State[];
  /** Whether other states are made from those of events, whose changes are kept for them then. */
  readonly isAsked: boolean;
}

function byType(states: readonly State[], entities: readonly Entity[]): readonly StatesOfType[] {
  const asked = new Set(
    states.flatMap(({ derived }) =>
      derived === undefined ? [] : derived.kind === "combined" ? derived.from : [derived.state],
    ),
  );
  return entities.flatMap((entity) => {
    const own = states.filter((state) => state.of === entity.name);
    if (own.length === 0) return [];
    const ofEvents = own.filter((state) => state.derived === undefined);
    return [
      {
        entity,
        ofEvents,
        derived: own.filter((state) => state.derived !== undefined),
        isAsked: ofEvents.some((state) => asked.has(state.name)),
      },
    ];
  });
}

/** `nexus.states`: what the state of an entity's X is, and was; before it, the changes that other states are made from. */
export function statesTables(
  states: readonly State[],
  entities: readonly Entity[],
  keptTables: readonly KeptTable[],
): readonly Table<Relation>[] {
  const types = byType(states, entities);
  return [
    ...types.flatMap(({ entity, ofEvents, derived, isAsked }) => [
      ...(isAsked ? [changesOfEventsTable(entity, ofEvents, keptTables)] : []),
      ...derived.flatMap((state) => {
        if (state.derived === undefined) return [];
        return state.derived.kind === "combined"
          ? [combinedTable(state, state.derived, states, entity)]
          : [membersTable(state, state.derived, states, entity)];
      }),
    ]),
    intervalsTable(types, keptTables),
  ];
}

function intervalsTable(types: readonly StatesOfType[], keptTables: readonly KeptTable[]): Table<Relation> {
  const reads: Read[] = types.flatMap(({ entity, ofEvents, derived, isAsked }) => {
    const refs = identityRefs(entity);
    const kept = [...(isAsked ? [changesOfEventsRef(entity)] : []), ...derived.map(changesOf)];
    return [
      ...(isAsked || ofEvents.length === 0 ? [] : allMentionReads(entity, refs)),
      { table: refs.entities, touch: { by: "carries", column: "id" } },
      ...kept.map(
        (table): Read => ({
          table,
          touch: { by: "through", column: "_entity", lookup: refs.entities, on: "_entity", carries: "id" },
        }),
      ),
    ];
  });
  const read = types.flatMap(({ entity, ofEvents, isAsked }) => (isAsked ? [] : keptFor(entity, ofEvents, keptTables)));
  const kept = [...new Map(read.map((one) => [one.ref.name, one])).values()];
  return {
    ref: statesRef,
    sentence: "One row an interval in which an entity's state had a value.",
    columns,
    key: ["id"],
    scope: { unit: "entity", column: "entity_id" },
    reads: [...reads, ...kept.map((one) => readWhole(one.ref))],
    lifetime: "derived",
    stored: "table",
    published: true,
    define: (inputs) => {
      const each = types.flatMap(({ entity, ofEvents, derived, isAsked }) => {
        const haveNumbers = [...ofEvents, ...derived].some((state) => state.hasNumber);
        const fromEvents = isAsked
          ? inputs(changesOfEventsRef(entity))
          : changesFromEvents(entity, ofEvents, keptTables, inputs);
        const all = [
          ...(fromEvents === undefined ? [] : [fromEvents]),
          ...derived.map((one) => inputs(changesOf(one))),
        ];
        return all.length === 0
          ? []
          : [intervals(entity, unionAll(all), inputs(identityRefs(entity).entities), haveNumbers)];
      });
      return each.length === 0 ? noRows(columns) : unionAll(each);
    },
  };
}
