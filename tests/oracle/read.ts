import type { Row, World } from "../worlds/world.ts";
import { entityName } from "./components.ts";
import { type Description, type EntityType, eventKey } from "./description.ts";
import { byStrength } from "./mentions.ts";
import { membershipKey } from "./oracle.ts";
import type { EntityPicture, Picture } from "./picture.ts";
import { instant, written6 } from "./time.ts";

/** What a run published, without its ids; and which id each event has, to break ties. */
export interface Reading {
  readonly picture: Picture;
  readonly eventIds: ReadonlyMap<string, string>;
  /** Laws that the published tables break on their own: keys that come twice, rows that refer to nothing. */
  readonly broken: readonly string[];
}

export async function readPicture(world: World, description: Description): Promise<Reading> {
  const types: readonly EntityType[] = description.group === undefined ? ["person"] : ["person", "group"];
  const asked = new Map<string, string>([
    ["events", "select id, occurred_at, name, source, is_future, value from nexus.events"],
    ["states", "select * from nexus.states"],
    ...description.sources.map(({ name }) => [`of ${name}`, `select * from nexus_source.${name}_events`] as const),
    ...types.flatMap((type) => [
      [`${type} identifiers`, `select * from nexus_identity.resolved_${type}_identifiers`] as const,
      [`${type} traits`, `select * from nexus_identity.resolved_${type}_traits`] as const,
      [`${type} rows`, `select * from nexus.${type}s`] as const,
      [`${type} parts`, `select * from nexus.${type}_participants`] as const,
    ]),
    ...(types.length === 1 ? [] : [["memberships", "select * from nexus.memberships"] as const]),
  ]);
  const answers = await world.answers([...asked.values()]);
  const rowsOf = (name: string): readonly Row[] => answers[[...asked.keys()].indexOf(name)] ?? [];

  const keys = new Map<string, string>();
  for (const source of description.sources) {
    for (const row of rowsOf(`of ${source.name}`)) {
      const account = text(row["account_key"]);
      const key = eventKey(
        source.key,
        account === "" ? null : account,
        String(row["event_type"]),
        String(row["natural_key"]),
      );
      keys.set(String(row["event_id"]), key);
    }
  }
  const broken: string[] = [];
  const eventOf = (id: unknown): string => {
    const key = keys.get(String(id));
    if (key === undefined) broken.push(`no source has the event ${String(id)}`);
    return key ?? "?";
  };
  const names = new Map<string, string>();
  for (const type of types) {
    const mine = new Map<string, string[]>();
    for (const row of rowsOf(`${type} identifiers`)) {
      // What is quarantined is nobody's.
      if (row["is_quarantined"] === true) continue;
      const id = String(row[`${type}_id`]);
      mine.set(id, [...(mine.get(id) ?? []), nodeOf(row)]);
    }
    for (const [id, nodes] of mine) names.set(id, entityName(nodes));
    broken.push(...twice(`${type}s.id`, rowsOf(`${type} rows`), ["id"]));
    broken.push(...twice(`${type}_participants`, rowsOf(`${type} parts`), [`${type}_id`, "event_id", "role"]));
  }
  broken.push(...twice("events.id", rowsOf("events"), ["id"]), ...twice("states.id", rowsOf("states"), ["id"]));
  broken.push(...twice("memberships.id", rowsOf("memberships"), ["id"]));
  const nameOf = (id: unknown): string => {
    const name = names.get(String(id));
    if (name === undefined) broken.push(`no identifier has the entity ${String(id)}`);
    return name ?? `? ${String(id)}`;
  };

  const entities = (type: EntityType): Map<string, EntityPicture> => {
    const of = type === "person" ? description.person : description.group;
    const by = (table: string, column: string, show: (row: Row) => string): Map<string, string[]> => {
      const groups = new Map<string, string[]>();
      for (const row of rowsOf(table)) {
        if (row["is_quarantined"] === true) continue;
        const id = String(row[column]);
        const group = groups.get(id);
        if (group === undefined) groups.set(id, [show(row)]);
        else group.push(show(row));
      }
      return groups;
    };
    const numbers = new Set(of?.traits.filter((trait) => trait.type === "number").map((trait) => trait.name));
    const traitValue = (row: Row): string =>
      numbers.has(String(row["trait_name"])) ? String(Number(row["trait_value"])) : String(row["trait_value"]);
    const ranked = byStrength(of?.identifiers ?? []);
    const identifiers = by(`${type} identifiers`, `${type}_id`, (row) => {
      const shared = row["is_shared"] === true ? " shared" : "";
      return `${nodeOf(row)}: ${time(row["first_seen_at"])} – ${time(row["last_seen_at"])}, ${String(row["mentions"])} times${shared}`;
    });
    const history = by(`${type} traits`, `${type}_id`, (row) => {
      const span = `${time(row["first_occurred_at"])} – ${time(row["occurred_at"])}`;
      const from = `${String(row["source"])} ${eventOf(row["event_id"])}`;
      return `${String(row["trait_name"])} = ${traitValue(row)}: ${span}, ${from}${row["is_current"] === true ? ", current" : ""}`;
    });
    const parts = by(`${type} parts`, `${type}_id`, (row) => `${eventOf(row["event_id"])} as ${String(row["role"])}`);
    const states = by("states", "entity_id", stateOf);
    const rows = new Map(rowsOf(`${type} rows`).map((row) => [String(row["id"]), row]));
    for (const id of rows.keys()) nameOf(id);
    return new Map(
      [...identifiers].map(([id, mine]) => {
        const row = rows.get(id) ?? {};
        return [
          nameOf(id),
          {
            identifiers: mine.sort(),
            firstSeen: time(row["first_seen_at"]),
            lastSeen: time(row["last_seen_at"]),
            eventCount: Number(row["event_count"] ?? 0),
            isIdentified: row["is_identified"] === true,
            values: Object.fromEntries(ranked.map(({ name }) => [name, text(row[name])])),
            traits: Object.fromEntries((of?.traits ?? []).map(({ name }) => [name, text(row[name])])),
            history: (history.get(id) ?? []).sort(),
            parts: (parts.get(id) ?? []).sort(),
            states: (states.get(id) ?? []).sort(),
          },
        ];
      }),
    );
  };
  const stateOf = (row: Row): string => {
    const number = row["state_number"];
    const value = number === null ? String(row["state_value"]) : String(Number(number));
    const span = `${time(row["state_entered_at"])} – ${row["state_exited_at"] === null ? "now" : time(row["state_exited_at"])}`;
    const delta = row["state_delta"] === null ? "" : `, by ${String(row["state_delta"])}`;
    return `${String(row["state_name"])} = ${value}: ${span}${delta}, ${eventOf(row["event_id"])}`;
  };

  const persons = entities("person");
  const groups = description.group === undefined ? new Map<string, EntityPicture>() : entities("group");
  return {
    broken,
    eventIds: new Map([...keys].map(([id, key]) => [key, id])),
    picture: {
      events: new Map(
        rowsOf("events").map((row) => [
          eventOf(row["id"]),
          {
            at: time(row["occurred_at"]) ?? "",
            name: String(row["name"]),
            source: String(row["source"]),
            isFuture: row["is_future"] === true,
            value: row["value"] === null ? null : Number(row["value"]),
          },
        ]),
      ),
      persons,
      groups,
      memberships: new Map(
        rowsOf("memberships").map((row) => [
          membershipKey(nameOf(row["person_id"]), nameOf(row["group_id"]), String(row["role"])),
          `${time(row["since"])} – ${time(row["last_seen_at"])}`,
        ]),
      ),
    },
  };
}

function nodeOf(row: Row): string {
  return `${String(row["identifier_type"])} ${String(row["identifier_value"])}`;
}

function text(cell: unknown): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}

function time(cell: unknown): string | null {
  const at = typeof cell === "string" ? instant(cell) : null;
  return at === null ? null : written6(at);
}

function twice(what: string, rows: readonly Row[], key: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const values = JSON.stringify(key.map((column) => row[column]));
    if (seen.has(values)) return [`${what} has ${values} twice`];
    seen.add(values);
    return [];
  });
}
