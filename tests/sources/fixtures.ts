import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Belonging, type Identifiers, inOrder, microseconds, type Told } from "./told.ts";

/** The folder of a fixture, from the folder of all of them. */
export function fixture(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

/** An event that a fixture must come to. */
export interface Expected {
  readonly event: string;
  readonly id: string;
  readonly name: string;
  readonly occurred_at: string;
  readonly value?: number;
  readonly unit?: string;
  readonly persons?: readonly { readonly role: string; readonly identifiers: Identifiers }[];
  readonly groups?: readonly { readonly role: string; readonly identifiers: Identifiers }[];
  readonly memberships?: readonly Belonging[];
}

export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(fixture(path), "utf8")) as T;
}

/** What a fixture expects, in the words of this comparison: as text per event, so that a difference is easy to see. */
export function expectedEvents(expected: readonly Expected[]): string[] {
  const lines = expected.map((one) =>
    describe({
      event: one.event,
      id: one.id,
      name: one.name,
      occurredAt: microseconds(one.occurred_at),
      value: one.value,
      unit: one.unit,
      persons: one.persons ?? [],
      groups: one.groups ?? [],
      memberships: one.memberships ?? [],
    }),
  );
  return lines.sort();
}

export function toldEvents(told: readonly Told[]): string[] {
  return told.map(describe).sort();
}

type Comparable = Pick<Told, "event" | "id" | "name" | "occurredAt" | "value" | "unit" | "memberships"> & {
  readonly persons: readonly { readonly role: string; readonly identifiers: Identifiers }[];
  readonly groups: readonly { readonly role: string; readonly identifiers: Identifiers }[];
};

function describe({ event, id, name, occurredAt, value, unit, persons, groups, memberships }: Comparable): string {
  const mention = ({ role, identifiers }: Comparable["persons"][number]): string =>
    `${role} ${Object.entries(identifiers)
      .map(([type, of]) => `${type}=${of}`)
      .sort()
      .join(" ")}`;
  return [
    `${event} ${id}: ${name} at ${occurredAt}`,
    ...(value === undefined ? [] : [`  worth ${value} ${unit ?? ""}`]),
    ...inOrder(persons.map(mention)).map((line) => `  person ${line}`),
    ...inOrder(groups.map(mention)).map((line) => `  group ${line}`),
    ...inOrder(memberships.map(({ person, group, role }) => `  ${person} is ${role} of ${group}`)),
  ].join("\n");
}
