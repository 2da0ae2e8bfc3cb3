import pc from "picocolors";
import type { RunSummary } from "../project/answers.ts";
import type { RunResult, SourceRows } from "../project/project.ts";
import { seconds, table } from "./print.ts";

const layerWords: Readonly<Record<string, string>> = {
  source: "source event log",
  core: "core event log",
  identity: "identity resolution",
  final: "final tables",
  meta: "bookkeeping",
};

/** What a run's user wants to know: rows in and out, who was resolved, what was blocked, where the time went. */
export function runReport(result: RunResult, summary: RunSummary): string {
  const parts = [
    sourcesTable(result.sources, summary),
    entitiesTable(summary),
    blockedTable(summary),
    biggestTable(summary),
    checksTable(summary),
    timesTable(result),
  ];
  const head = `${pc.bold(`run ${result.run}`)} published in ${seconds(result.seconds)}`;
  return [head, ...parts.filter((part) => part !== ""), pc.dim(`readers open ${result.readableAt}`)].join("\n\n");
}

function sourcesTable(events: readonly SourceRows[], summary: RunSummary): string {
  const names = [...new Set(events.map((event) => event.source))];
  if (names.length === 0) return "";
  const sum = (source: string, of: (event: SourceRows) => number): number =>
    events.filter((event) => event.source === source).reduce((total, event) => total + of(event), 0);
  const rows = names.map((source) => {
    const share = summary.identifiedShare.find((row) => row["source"] === source);
    const identified =
      share === undefined || Number(share["events"]) === 0
        ? null
        : `${Math.round((100 * Number(share["with_identified_person"])) / Number(share["events"]))} %`;
    return [
      source,
      sum(source, (event) => event.read),
      sum(source, (event) => event.setAside),
      sum(source, (event) => event.duplicates),
      sum(source, (event) => event.conflicts),
      sum(source, (event) => event.deleted),
      sum(source, (event) => event.unreadable),
      sum(source, (event) => event.kept),
      identified,
    ];
  });
  return table(
    ["source", "rows in", "set aside", "repeated", "conflicts", "deleted", "unreadable", "events", "identified"],
    rows,
  );
}

function entitiesTable(summary: RunSummary): string {
  const changed = (changes: RunSummary["entities"][number]["changes"], kind: string): number =>
    Number(changes.find((row) => row["kind"] === kind)?.["entities"] ?? 0);
  const rows = summary.entities.map((entity) => [
    entity.plural,
    entity.entities,
    entity.identified,
    entity.entities - entity.identified - entity.shared,
    entity.shared,
    changed(entity.changes, "birth"),
    changed(entity.changes, "merge"),
    changed(entity.changes, "split"),
    changed(entity.changes, "end"),
    entity.unresolvedMentions,
  ]);
  return table(
    [
      "resolved",
      "in all",
      "identified",
      "anonymous",
      "shared",
      "born",
      "merged",
      "split",
      "ended",
      "unresolved mentions",
    ],
    rows,
  );
}

function blockedTable(summary: RunSummary): string {
  if (summary.blocked.length === 0) return "";
  const rows = summary.blocked.map((row) => [
    row["example"],
    row["identifier_type"],
    row["held"],
    row["rule"],
    row["mentions"],
  ]);
  return table(["top blocked values", "type", "as", "rule", "mentions"], rows);
}

function biggestTable(summary: RunSummary): string {
  if (summary.biggest.length === 0) return "";
  const rows = summary.biggest.map((row) => [
    row["label"],
    row["entity_type"],
    row["identifiers"],
    row["event_count"],
    row["id"],
  ]);
  return table(["biggest entities", "type", "identifiers", "events", "id"], rows);
}

function checksTable(summary: RunSummary): string {
  if (summary.checks.length === 0) return "";
  const rows = summary.checks.map((check) => [check.name, markOf(check), check.failing, check.description]);
  const unasked = summary.checks.flatMap(({ name, kind, status, problem }) => {
    if (problem === undefined) return [];
    if (status === "unanswered") return [`${name} cannot be asked: ${problem}`];
    return kind === "freshness" ? [`${name}: ${problem}`] : [];
  });
  return [table(["check", "", "rows against it", "what it asks"], rows), ...unasked].join("\n");
}

function markOf({ status, severity }: RunSummary["checks"][number]): string {
  if (status === "passed") return pc.green("holds");
  const said = status === "unanswered" ? "cannot be asked" : status === "warned" ? "warns" : "fails";
  return status === "warned" || severity === "warn" ? pc.yellow(said) : pc.red(said);
}

function timesTable(result: RunResult): string {
  const layers = [...new Set(result.steps.map((step) => step.layer))];
  const rows = layers.map((layer) => {
    const steps = result.steps.filter((step) => step.layer === layer);
    const slowest = steps.reduce((a, b) => (b.seconds > a.seconds ? b : a));
    return [
      layerWords[layer] ?? layer,
      steps.length,
      steps.reduce((sum, step) => sum + step.rows, 0),
      seconds(steps.reduce((sum, step) => sum + step.seconds, 0)),
      slowest.id,
    ];
  });
  return table(["layer", "steps", "rows written", "time", "slowest step"], rows);
}
