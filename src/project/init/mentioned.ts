import type { Evidence, Mentioned } from "./drafts.ts";
import { explicitGroup, groupsOf } from "./groups.ts";
import { personsOf } from "./persons.ts";

/** Finds who is mentioned in the rows of a table. */
export async function whoIsMentioned(evidence: Evidence): Promise<Mentioned> {
  const notes: string[] = [];
  const persons = await personsOf(evidence, notes);
  const group = await explicitGroup(evidence, persons.all, notes);
  return { persons: persons.all, ...groupsOf(persons, group, evidence.meants), notes };
}
