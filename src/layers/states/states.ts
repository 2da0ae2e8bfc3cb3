import type { Entity, State } from "../../config/project.ts";
import type { StateEntry } from "../../config/state.ts";
import { column, idColumn, sought } from "../../model/column.ts";
import type { Read, Table, TableRef } from "../../model/table.ts";
import { finite, publicId, regexReplace, text, trim, tryCast } from "../../sql/functions.ts";
import { as, columnsOf, freeAlias, noRows, type Relation, select, unionAll } from "../../sql/relation.ts";
import { join, runValue, Sql, sql, typeName, value } from "../../sql/sql.ts";
import { eventColumns, eventRows } from "../tables/event-rows.ts";
import { statesRef } from "../tables/final-refs.ts";
import { identityRefs, sameCombination } from "../tables/identity-tables.ts";
import { isConstant, type KeptTable } from "../tables/kept-table.ts";
import { mentionSites, roleOf } from "../tables/mention-sites.ts";

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

/** The event definitions whose events may have a name: those with that name, and those that take it from the row. */
export function eventsNamed(keptTables: readonly KeptTable[], name: string): readonly KeptTable[] {
  return keptTables.filter(({ context: { event } }) => {
    if (!isConstant(event.name)) return true;
    return (
      typeof event.name === "object" &&
      !(event.name instanceof Sql) &&
      event.name.kind === "constant" &&
      event.name.value === name
    );
  });
}

/** An entry of a state, with the state that it leads into. */
interface Entry extends StateEntry {
  readonly state: string;
  readonly position: number;
}

/** What the events of one definition say of states, before it is known of whom. */
function sayings(kept: KeptTable, entries: readonly Entry[], inputs: (ref: TableRef) => Relation): Relation {
  const { event } = kept.context;
  return unionAll(
    entries.map((entry) => {
      const e = as(
        eventRows(
          kept,
          inputs,
          event.columns.map(([name]) => name),
        ),
        freeAlias("happened", [...eventColumns.map((of) => of.name), ...event.columns.map(([name]) => name)]),
      );
      const given = entry.number === undefined ? undefined : cell(entry.number, e.col);
      const number = given === undefined ? undefined : finite(tryCast(given, "number"));
      // A text that is no number neither enters a state nor ends one.
      const said =
        entry.value !== undefined
          ? cell(entry.value, e.col)
          : number && regexReplace(text(number), value("[.]0$"), sql`''`);
      const readable =
        given === undefined
          ? []
          : [sql`(${number ?? sql`null`} is not null or nullif(${trim(text(given))}, '') is null)`];
      return select({
        event_id: e.col("event_id"),
        state_name: value(entry.state),
        state_value: said === undefined ? sql`cast(null as varchar)` : text(said),
        state_number: number ?? sql`cast(null as ${typeName("number")})`,
        _position: sql`${entry.position}`,
        _role: entry.role === undefined ? sql`cast(null as varchar)` : value(entry.role),
      })
        .from(e)
        .where(
          // Nothing is entered after the horizon.
          sql`${e.col("occurred_at")} <= ${runValue("horizon")}`,
          ...readable,
          ...(isConstant(event.name) ? [] : [sql`${e.col("event_name")} = ${entry.event}`]),
        );
    }),
  );
}

/** The moments at which entities enter states, one relation per event definition that leads into one. */
function moments(
  entity: Entity,
  entries: readonly Entry[],
  keptTables: readonly KeptTable[],
  inputs: (ref: TableRef) => Relation,
): readonly Relation[] {
  const refs = identityRefs(entity);
  return keptTables.flatMap((kept) => {
    const sites = mentionSites([kept], entity.name);
    const leading = entries.filter((entry) => eventsNamed([kept], entry.event).length > 0 && hasColumns(kept, entry));
    if (sites.length === 0 || leading.length === 0) return [];
    const v = as(sayings(kept, leading, inputs), "v");
    const m = as(inputs(refs.mentions), "m");
    const e = as(inputs(refs.evidenceEntities), "e");
    const numbers = join(sites.map((site) => value(site.number)));
    return [
      select({
        _entity: e.col("_entity"),
        state_name: v.col("state_name"),
        occurred_at: m.col("occurred_at"),
        event_id: m.col("event_id"),
        source: value(kept.context.event.source),
        // Blank says nothing, as null does: the state ends.
        state_value: sql`case when ${trim(v.col("state_value"))} <> '' then ${v.col("state_value")} end`,
        state_number: v.col("state_number"),
        _position: v.col("_position"),
      })
        .from(v)
        .join(m, sql`${m.col("event_id")} = ${v.col("event_id")}`)
        .join(e, sameCombination(m, e))
        .where(
          sql`${m.col("_site")} in (${numbers})`,
          ...(leading.some((entry) => entry.role !== undefined)
            ? [sql`(${v.col("_role")} is null or ${v.col("_role")} = ${roleOf(sites, m.col)})`]
            : []),
        ),
    ];
  });
}

/** Events that take their name from the row may be any event: only those with the entry's columns can be meant. */
function hasColumns(kept: KeptTable, entry: Entry): boolean {
  const known = new Set([...eventColumns.map((of) => of.name), ...kept.context.event.columns.map(([name]) => name)]);
  return [entry.value, entry.number].every(
    (said) => said === null || typeof said !== "object" || said instanceof Sql || known.has(said.column),
  );
}

/** What an entry says: a literal, a column of the event, or SQL over the event's columns. */
function cell(
  of: NonNullable<StateEntry["value"]> | NonNullable<StateEntry["number"]> | null,
  col: (name: string) => Sql,
): Sql {
  if (of instanceof Sql) return sql`(${of})`;
  if (typeof of === "object" && of !== null) return text(col(of.column));
  return of === null ? sql`cast(null as varchar)` : value(of);
}

/** The intervals of states: half-open, without overlap, no two neighbours alike. */
function intervals(entity: Entity, moment: Relation, entities: Relation): Relation {
  const m = as(moment, "m");
  const i = as(entities, "i");
  // Of several moments at one instant the one declared first counts, then the least event id.
  const place = sql`row_number() over (partition by ${m.col("_entity")}, ${m.col("state_name")}, ${m.col("occurred_at")} order by ${m.col("_position")}, ${m.col("event_id")})`;
  const placed = as(select({ ...columnsOf(m), place }).from(m), "p");
  const single = as(
    select(columnsOf(placed, m.relation.columns))
      .from(placed)
      .where(sql`${placed.col("place")} = 1`),
    "s",
  );
  const inTime = sql`partition by ${single.col("_entity")}, ${single.col("state_name")} order by ${single.col("occurred_at")}`;
  const compared = as(
    select({
      ...columnsOf(single),
      _first: sql`row_number() over (${inTime}) = 1`,
      _value_before: sql`lag(${single.col("state_value")}) over (${inTime})`,
      _number_before: sql`lag(${single.col("state_number")}) over (${inTime})`,
    }).from(single),
    "c",
  );
  const changed = as(
    select(columnsOf(compared, single.relation.columns))
      .from(compared)
      .where(
        sql`${compared.col("_first")} or ${compared.col("_value_before")} is distinct from ${compared.col("state_value")} or ${compared.col("_number_before")} is distinct from ${compared.col("state_number")}`,
      ),
    "d",
  );
  const after = sql`partition by ${changed.col("_entity")}, ${changed.col("state_name")} order by ${changed.col("occurred_at")}`;
  const bounded = as(
    select({
      ...columnsOf(changed),
      state_exited_at: sql`lead(${changed.col("occurred_at")}) over (${after})`,
    }).from(changed),
    "b",
  );
  const entered = bounded.col("occurred_at");
  // The difference to the interval before, whatever ended in between.
  const lasting = sql`partition by ${bounded.col("_entity")}, ${bounded.col("state_name")} order by ${entered}`;
  return select({
    id: publicId("sta", [i.col("id"), bounded.col("state_name"), text(entered)]),
    entity_type: value(entity.name),
    entity_id: i.col("id"),
    state_name: bounded.col("state_name"),
    state_value: bounded.col("state_value"),
    state_number: bounded.col("state_number"),
    state_entered_at: entered,
    state_exited_at: bounded.col("state_exited_at"),
    is_current: sql`${bounded.col("state_exited_at")} is null`,
    source: bounded.col("source"),
    event_id: bounded.col("event_id"),
    state_delta: sql`${bounded.col("state_number")} - lag(${bounded.col("state_number")}) over (${lasting})`,
    _entity: bounded.col("_entity"),
  })
    .from(bounded)
    .join(i, sql`${i.col("_entity")} = ${bounded.col("_entity")}`)
    .where(sql`${bounded.col("state_value")} is not null`);
}

/** `nexus.states`: what the state of an entity's X is, and was. */
export function statesTable(
  states: readonly State[],
  entities: readonly Entity[],
  keptTables: readonly KeptTable[],
): Table<Relation> {
  const used = entities.filter((entity) => states.some((state) => state.of === entity.name));
  const reads: Read[] = used.flatMap((entity) => {
    const refs = identityRefs(entity);
    return [refs.mentions, refs.evidenceEntities, refs.entities].map(
      (table) => ({ table, touch: { by: "all" } }) as const,
    );
  });
  const named = states.flatMap((state) => state.entries.flatMap((entry) => eventsNamed(keptTables, entry.event)));
  const kept = [...new Map(named.map((one) => [one.ref.name, one])).values()];
  return {
    ref: statesRef,
    sentence: "One row an interval in which an entity's state had a value.",
    columns,
    key: ["id"],
    scope: { unit: "entity", column: "entity_id" },
    reads: [...reads, ...kept.map((one) => ({ table: one.ref, touch: { by: "all" } }) as const)],
    lifetime: "derived",
    stored: "table",
    published: true,
    define: (inputs) => {
      const each = used.flatMap((entity) => {
        const entries = states
          .filter((state) => state.of === entity.name)
          .flatMap((state) => state.entries.map((entry) => ({ ...entry, state: state.name })));
        const found = moments(entity, entries, keptTables, inputs);
        return found.length === 0 ? [] : [intervals(entity, unionAll(found), inputs(identityRefs(entity).entities))];
      });
      return each.length === 0 ? noRows(columns) : unionAll(each);
    },
  };
}
