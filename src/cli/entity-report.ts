import pc from "picocolors";
import type { Profile, Timeline } from "../project/answers.ts";
import { facts, moment, number, table } from "./print.ts";

/** A profile as a page of text; as of a time, whose it is and its states then. */
export function profileReport(profile: Profile, asOf?: string): string {
  const { row } = profile;
  const head = `${pc.bold(profile.label)}  ${pc.dim(`${profile.entityType} ${profile.id}`)}`;
  if (asOf !== undefined)
    return [head, statesThen(profile, asOf), othersSection(profile.others)].filter(Boolean).join("\n\n");
  const hidden = new Set(["id", "_entity"]);
  const said = Object.entries(row).filter(([column, value]) => !hidden.has(column) && value !== null);
  const parts = [
    head,
    sharedBy(profile),
    facts(said),
    section("identifiers", ["type", "value", "mentions", "first seen", "last seen"], profile.identifiers, [
      "identifier_type",
      "identifier_value",
      "mentions",
      "first_seen_at",
      "last_seen_at",
    ]),
    section("traits", ["trait", "value", "current", "said last", "source"], profile.traits, [
      "trait_name",
      "trait_value",
      "is_current",
      "occurred_at",
      "source",
    ]),
    section("states", ["state", "value", "since", "until"], profile.states, [
      "state_name",
      "state_value",
      "state_entered_at",
      "state_exited_at",
    ]),
    section("memberships", ["with", "role", "since", "until", "last seen", "id"], profile.memberships, [
      "label",
      "role",
      "since",
      "until",
      "last_seen_at",
      "id",
    ]),
    section(
      "relationships",
      ["kind", "from", "to", "role", "since", "until", "id"],
      profile.relationships.map((row) => {
        const other = `${String(row["entity_type"])} ${String(row["label"] ?? row["id"])}`;
        return { ...row, ...(row["side"] === "to" ? { from: null, to: other } : { from: other, to: null }) };
      }),
      ["kind", "from", "to", "role", "since", "until", "id"],
    ),
    section("above it", ["kind", "steps", "who", "id"], profile.ancestors, ["kind", "depth", "label", "id"]),
    section("sources", ["source", "events", "first", "last"], profile.sources, [
      "source",
      "events",
      "first_at",
      "last_at",
    ]),
    section("kept apart from", ["of", "value", "seen with", "value", "rule", "id"], profile.refused, [
      "identifier_type",
      "identifier_value",
      "with_type",
      "with_value",
      "rule",
      "with_id",
    ]),
    othersSection(profile.others),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function statesThen(profile: Profile, asOf: string): string {
  if (profile.states.length === 0) return pc.dim(`no state at ${asOf}`);
  return section(`states at ${asOf}`, ["state", "value", "since", "until"], profile.states, [
    "state_name",
    "state_value",
    "state_entered_at",
    "state_exited_at",
  ]);
}

/** Of an entity that is a shared or contested value and nobody behind it: so, and by which rule. */
function sharedBy({ identifiers }: Profile): string {
  const shared = identifiers.filter((one) => one["is_shared"] === true);
  if (shared.length === 0 || shared.length < identifiers.length) return "";
  const rules = [...new Set(shared.map((one) => one["rule"]))].join(", ");
  return pc.yellow(`nobody's: used by several, so it links nobody (${rules})`);
}

function section(
  title: string,
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
  keys: readonly string[],
): string {
  if (rows.length === 0) return "";
  return `${pc.bold(pc.cyan(title))}\n${table(
    columns,
    rows.map((row) => keys.map((key) => row[key])),
    "whole",
  )}`;
}

/** Whom else the same text stands for: another type of entity, or the other parts of an id that was split. */
function othersSection(others: Profile["others"]): string {
  return section("also meant by this", ["type", "id"], others, ["entity_type", "id"]);
}

/** A timeline, the latest first, a line an event. */
export function timelineReport(timeline: Timeline): string {
  const head = `${pc.bold(timeline.label)}  ${pc.dim(`${timeline.entityType} ${timeline.id}`)}`;
  const rows = timeline.events.map((event) => [
    `${moment(String(event["occurred_at"]))}${event["is_future"] === true ? `  ${pc.yellow("to come")}` : ""}`,
    event["source"],
    event["name"],
    amount(event["value"], event["value_unit"]),
    event["roles"],
    event["description"],
  ]);
  const more =
    timeline.next === undefined
      ? []
      : [
          pc.dim(
            `more before ${moment(timeline.next.occurredAt)}: --before "${timeline.next.occurredAt} ${timeline.next.id}"`,
          ),
        ];
  const told =
    rows.length === 0
      ? [pc.dim("nothing happened yet")]
      : [table(["when", "source", "event", "value", "as", "description"], rows), ...more];
  return [head, ...told, othersSection(timeline.others)].filter((part) => part !== "").join("\n\n");
}

function amount(value: unknown, unit: unknown): string | null {
  if (typeof value !== "number") return null;
  return `${number(value)}${typeof unit === "string" ? ` ${unit}` : ""}`;
}
