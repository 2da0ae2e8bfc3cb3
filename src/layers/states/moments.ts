import type { Entity, State } from "../../config/project.ts";
import type { StateEntry } from "../../config/state.ts";
import type { TableRef } from "../../model/table.ts";
import { finite, regexReplace, text, trim, tryCast } from "../../sql/functions.ts";
import { as, columnsOf, freeAlias, type Relation, select, unionAll } from "../../sql/relation.ts";
import { join, runValue, Sql, sql, typeName, value } from "../../sql/sql.ts";
import { eventColumns, eventRows } from "../tables/event-rows.ts";
import { identityRefs } from "../tables/identity-tables.ts";
import { isConstant, type KeptTable } from "../tables/kept-table.ts";
import { mentionSites, roleOf } from "../tables/mention-sites.ts";
import { mentionsWithEntity } from "../tables/mentioned.ts";

/** An entry of a state, with the state that it leads into. */
export interface Entry extends StateEntry {
  readonly state: string;
  /** Of several at one instant the least counts. */
  readonly position: number;
}

/** The entries of states, each with its state. */
export function entriesOf(states: readonly State[]): readonly Entry[] {
  return states.flatMap((state) => state.entries.map((entry) => ({ ...entry, state: state.name })));
}

/** Whether events of a definition may have a name: it is theirs, or they take it from the row. */
function mayHaveName({ context: { event } }: KeptTable, name: string): boolean {
  if (!isConstant(event.name)) return true;
  return (
    typeof event.name === "object" &&
    !(event.name instanceof Sql) &&
    event.name.kind === "constant" &&
    event.name.value === name
  );
}

/** The event definitions that lead entities of a type into one of the entries' states. */
export function keptLeading(
  entity: Entity,
  entries: readonly Entry[],
  keptTables: readonly KeptTable[],
): readonly KeptTable[] {
  return keptTables.filter(
    (kept) => mentionSites([kept], entity.name).length > 0 && leadingOf(kept, entries).length > 0,
  );
}

/** The entries that events of a definition may be meant by. */
function leadingOf(kept: KeptTable, entries: readonly Entry[]): readonly Entry[] {
  return entries.filter((entry) => mayHaveName(kept, entry.event) && hasColumns(kept, entry));
}

/** The moments at which events say something of states: one relation for each event definition that leads into one. */
export function moments(
  entity: Entity,
  entries: readonly Entry[],
  keptTables: readonly KeptTable[],
  inputs: (ref: TableRef) => Relation,
): readonly Relation[] {
  const refs = identityRefs(entity);
  return keptTables.flatMap((kept) => {
    const sites = mentionSites([kept], entity.name);
    const leading = leadingOf(kept, entries);
    if (sites.length === 0 || leading.length === 0) return [];
    const v = as(sayings(kept, leading, inputs), "v");
    const m = as(mentionsWithEntity(entity, refs, inputs), "m");
    const numbers = join(sites.map((site) => value(site.number)));
    // Blank says nothing, as null does: the state ends, and its number with it.
    const lasting = (said: Sql): Sql => sql`case when ${trim(v.col("state_value"))} <> '' then ${said} end`;
    const mayEndWithNumber = leading.some((entry) => entry.number !== undefined && entry.value !== undefined);
    return [
      select({
        _entity: m.col("_entity"),
        state_name: v.col("state_name"),
        occurred_at: m.col("occurred_at"),
        event_id: m.col("event_id"),
        source: value(kept.context.event.source),
        state_value: lasting(v.col("state_value")),
        state_number: mayEndWithNumber ? lasting(v.col("state_number")) : v.col("state_number"),
        _position: v.col("_position"),
      })
        .from(v)
        .join(m, sql`${m.col("event_id")} = ${v.col("event_id")}`)
        .where(
          sql`${m.col("_site")} in (${numbers})`,
          ...(leading.some((entry) => entry.role !== undefined)
            ? [sql`(${v.col("_role")} is null or ${v.col("_role")} = ${roleOf(sites, m.col)})`]
            : []),
        ),
    ];
  });
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
      const said = entry.value !== undefined ? cell(entry.value, e.col) : number && plainNumber(number);
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

/** A number as the text that a state's value is: a whole one without decimals. */
export function plainNumber(number: Sql): Sql {
  return regexReplace(text(number), value("[.]0$"), sql`''`);
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

/** One moment an instant: of several the one declared first counts, then the least event id. `more` looks at all of them. */
export function firstOfInstant(
  moment: Relation,
  more: (col: (column: string) => Sql, instant: Sql) => Readonly<Record<string, Sql>> = () => ({}),
): Relation {
  const m = as(moment, "m");
  const instant = sql`partition by ${m.col("_entity")}, ${m.col("state_name")}, ${m.col("occurred_at")}`;
  const place = sql`row_number() over (${instant} order by ${m.col("_position")}, ${m.col("event_id")})`;
  const further = more(m.col, instant);
  const placed = as(select({ ...columnsOf(m), ...further, place }).from(m), "p");
  return select(columnsOf(placed, [...m.relation.columns, ...Object.keys(further)]))
    .from(placed)
    .where(sql`${placed.col("place")} = 1`);
}
