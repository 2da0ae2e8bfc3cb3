import { slug } from "../../base/names.ts";
import type { Evidence, Mentioned } from "./drafts.ts";
import { explicitGroup, groupsOf } from "./groups.ts";
import { personLists } from "./lists.ts";
import { personsOf } from "./persons.ts";
import { fresh } from "./words.ts";

/** Finds who is mentioned in the rows of a table. */
export async function whoIsMentioned(evidence: Evidence): Promise<Mentioned> {
  const notes: string[] = [];
  const persons = await personsOf(evidence, notes);
  const group = await explicitGroup(evidence, persons.all, notes);
  const said = groupsOf(persons, group, evidence.meants);
  const taken = new Set([...persons.all, ...said.groups].map(({ key, role }) => slug(key ?? role)));
  const lists = (await personLists(evidence)).map(({ mention, ...list }) => ({
    ...list,
    mention: { ...mention, role: fresh(mention.role, taken) },
  }));
  return {
    persons: [...persons.all, ...lists.map(({ mention }) => mention)],
    ...said,
    lists: Object.fromEntries(lists.map(({ key, list }) => [key, list])),
    notes,
  };
}
