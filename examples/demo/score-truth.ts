import { join } from "node:path";
import { normalized, readTable } from "./read-evidence.ts";

export type EntityType = "person" | "group";

/** A difficulty that the generator laid out on purpose. */
export interface HardCase {
  readonly truth: string;
  readonly name: string;
  /** The identifier that makes it hard. */
  readonly detail: string;
}

/** Who is who, as the generator knows it. Identifiers are written `type value`, the value in its compared form. */
export interface Truth {
  /** Identifier → the one person or group whose it is. */
  readonly owners: ReadonlyMap<string, string>;
  /** Identifier → why it is nobody's. */
  readonly shared: ReadonlyMap<string, string>;
  readonly hardCases: readonly HardCase[];
}

/** The compared form of an identifier, found without any help from the program that is scored. */
export function identifierOf(entityType: EntityType, type: string, value: string): string {
  const plain = `${type} ${value.trim()}`;
  return entityType === "group" ? plain.toLowerCase() : (normalized(type, value) ?? plain);
}

/** Reads `truth/` of the demo's raw folder. */
export async function readTruth(rawFolder: string, entityType: EntityType): Promise<Truth> {
  const read = (name: string) => readTable(join(rawFolder, "truth", `${name}.csv`));
  const keyed = (row: Readonly<Record<string, string>>): string =>
    identifierOf(entityType, row["identifier_type"] ?? "", row["identifier_value"] ?? "");
  const owned = await read(entityType === "person" ? "persons" : "groups");
  const owners = new Map(owned.map((row) => [keyed(row), row["entity"] ?? ""]));
  if (entityType === "group") return { owners, shared: new Map(), hardCases: [] };
  const shared = new Map((await read("shared")).map((row) => [keyed(row), row["reason"] ?? ""]));
  const hardCases = (await read("hard_cases")).map((row) => ({
    truth: row["entity"] ?? "",
    name: row["hard_case"] ?? "",
    detail: row["detail"] ?? "",
  }));
  return { owners, shared, hardCases };
}
