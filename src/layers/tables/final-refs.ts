import type { Entity } from "../../config/project.ts";
import type { TableRef } from "../../model/table.ts";

/** The final tables, by name. */
export const eventsRef: TableRef = { layer: "final", name: "events" };
export const membershipsRef: TableRef = { layer: "final", name: "memberships" };
export const relationshipsRef: TableRef = { layer: "final", name: "relationships" };
export const ancestorsRef: TableRef = { layer: "final", name: "ancestors" };
export const statesRef: TableRef = { layer: "final", name: "states" };
export const stateCountsRef: TableRef = { layer: "final", name: "state_counts_per_day" };

export function participantsRef(entity: Pick<Entity, "name">): TableRef {
  return { layer: "final", name: `${entity.name}_participants` };
}

export function entityRef(entity: Pick<Entity, "plural">): TableRef {
  return { layer: "final", name: entity.plural };
}
