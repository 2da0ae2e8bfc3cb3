import type { Entity, State } from "../../config/project.ts";
import { type Read, readWhole, type Table, type TableRef } from "../../model/table.ts";
import { noRows, type Relation, unionAll } from "../../sql/relation.ts";
import { identityRefs } from "../tables/identity-tables.ts";
import type { KeptTable } from "../tables/kept-table.ts";
import { mentionReads } from "../tables/mentioned.ts";
import { changeColumns, changes } from "./changes.ts";
import { entriesOf, firstOfInstant, keptLeading, moments } from "./moments.ts";
import { timedEntries, timedMoments, timedTogether } from "./timeouts.ts";

/** Where the changes of an entity type's states of events are, when other states are made from them. */
export function changesOfEventsRef(entity: Pick<Entity, "name">): TableRef {
  return { layer: "final", name: `state_changes__${entity.name}` };
}

/** Where the changes of a state are that is made from others. */
export function changesRef(state: Pick<State, "name">): TableRef {
  return { layer: "final", name: `changes_of__${state.name}` };
}

/** The kept tables whose events lead entities of a type into states, or start their clocks. */
export function keptFor(
  entity: Entity,
  states: readonly State[],
  keptTables: readonly KeptTable[],
): readonly KeptTable[] {
  return keptLeading(entity, timedEntries(states), keptTables);
}

/** The changes of states of events; undefined where no event can lead into one. */
export function changesFromEvents(
  entity: Entity,
  states: readonly State[],
  keptTables: readonly KeptTable[],
  inputs: (ref: TableRef) => Relation,
): Relation | undefined {
  const lasting = states.filter((state) => state.timeouts.length === 0);
  const said = moments(entity, entriesOf(lasting), keptTables, inputs);
  const each = [
    ...(said.length === 0 ? [] : [changes(firstOfInstant(unionAll(said)))]),
    ...timedTogether(states.filter((state) => state.timeouts.length > 0)).flatMap((timed) => {
      const timedSaid = moments(entity, timedEntries(timed), keptTables, inputs);
      return timedSaid.length === 0 ? [] : [changes(timedMoments(unionAll(timedSaid), timed))];
    }),
  ];
  return each.length === 0 ? undefined : unionAll(each);
}

/** `state_changes__person`: what events change of persons' states, for states that are made from them. */
export function changesOfEventsTable(
  entity: Entity,
  states: readonly State[],
  keptTables: readonly KeptTable[],
): Table<Relation> {
  const reads: Read[] = [
    ...mentionReads(entity, identityRefs(entity)),
    ...keptFor(entity, states, keptTables).map((kept) => readWhole(kept.ref)),
  ];
  return {
    ref: changesOfEventsRef(entity),
    sentence: `One row a change of a ${entity.name}'s state that an event, or a timeout, caused.`,
    columns: changeColumns,
    key: ["_entity", "state_name", "occurred_at"],
    scope: { unit: "entity", column: "_entity" },
    reads,
    lifetime: "work",
    stored: "table",
    published: false,
    define: (inputs) => changesFromEvents(entity, states, keptTables, inputs) ?? noRows(changeColumns),
  };
}
