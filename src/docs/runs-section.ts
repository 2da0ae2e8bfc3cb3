import type { Description, Figures } from "../project/describe.ts";
import { anchor, bar, count, type Html, html, moment, took } from "./html.ts";
import { layerName } from "./tables-section.ts";

type Row = Figures["runs"][number];

/** The last runs, where the time of the newest went, and what came of checks when they were last asked. */
export function runsSection({ figures }: Description): Html | "" {
  if (figures === undefined) return "";
  const durations = figures.runs.map(duration);
  const longest = Math.max(0, ...durations.filter(Number.isFinite));
  return html`<section id="runs"><h2>Runs</h2>
<div class="scroll"><table class="wide"><thead><tr><th class="num">run</th><th>status</th><th>started</th><th>horizon</th><th class="num">took</th><th></th><th class="num">rows written</th><th>version</th></tr></thead><tbody>
${figures.runs.map(
  (row, index) =>
    html`<tr><td class="num">${count(row["run"])}</td><td>${mark(String(row["status"]))}</td><td class="time">${moment(row["started_at"])}</td><td class="time">${moment(row["horizon"])}</td><td class="num">${took(durations[index] ?? Number.NaN)}</td><td>${bar(durations[index] ?? 0, longest)}</td><td class="num">${count(row["rows_written"])}</td><td class="type">${String(row["version"] ?? "")}</td></tr>`,
)}</tbody></table></div>
${steps(figures)}
</section>
${checks(figures)}`;
}

function duration(row: Row): number {
  return (Date.parse(String(row["finished_at"])) - Date.parse(String(row["started_at"]))) / 1000;
}

function mark(status: string): Html {
  const kind = { published: "good", passed: "good", failed: "bad", killed: "bad", unanswered: "bad", warned: "warn" };
  return html`<span class="mark ${Reflect.get(kind, status) ?? ""}">${status}</span>`;
}

function steps({ steps: all, run }: Figures): Html | "" {
  if (all.length === 0) return "";
  const seconds = (row: Row): number => Number(row["seconds"]);
  const longest = Math.max(...all.map(seconds));
  const layers = [...new Set(all.map((row) => String(row["layer"])))];
  const total = all.reduce((sum, row) => sum + seconds(row), 0);
  return html`<details class="table"><summary><span>Steps of run ${run}</span><span class="what">${layers
    .map((layer) => {
      const mine = all.filter((row) => row["layer"] === layer).reduce((sum, row) => sum + seconds(row), 0);
      return `${layerName(layer)} ${took(mine)}`;
    })
    .join(" · ")}</span><span class="n">${took(total)}</span></summary>
<div class="scroll"><table class="wide"><thead><tr><th class="num"></th><th>step</th><th>layer</th><th class="num">rows</th><th class="num">took</th><th></th></tr></thead><tbody>
${all.map(
  (row) =>
    html`<tr><td class="num">${count(row["position"])}</td><td>${String(row["step"])}</td><td class="type">${String(row["layer"])}</td><td class="num">${count(row["rows_written"])}</td><td class="num">${took(seconds(row))}</td><td>${bar(seconds(row), longest)}</td></tr>`,
)}</tbody></table></div></details>`;
}

/** Those that do not hold first; those that do are summed up by kind. What rows say stays in the warehouse. */
function checks({ checks: all }: Figures): Html {
  const bad = all.filter((row) => row["status"] !== "passed");
  const well = all.filter((row) => row["status"] === "passed");
  const kinds = [...new Set(well.map((row) => String(row["kind"])))];
  return html`<section id="checks"><h2>Checks <small>when they were last asked</small></h2>
${all.length === 0 ? html`<p class="note">None was asked yet: <code>nexus test</code> asks them all.</p>` : ""}
${bad.length === 0 ? "" : table(bad)}
${kinds.map(
  (kind) =>
    html`<details class="table"><summary><code>${kind}</code><span class="what">${mark("passed")}</span><span class="n">${count(well.filter((row) => row["kind"] === kind).length)}</span></summary>${table(well.filter((row) => row["kind"] === kind))}</details>`,
)}
</section>`;
}

function table(rows: readonly Row[]): Html {
  return html`<div class="scroll"><table class="wide"><thead><tr><th>check</th><th></th><th class="num">rows against it</th><th>severity</th><th class="num">run</th><th>asked</th></tr></thead><tbody>
${rows.map(
  (row) =>
    html`<tr id="${anchor("check", String(row["check_name"]))}" data-find="${String(row["check_name"])}" data-kind="check" data-about="${String(row["status"])}"><td><code>${String(row["check_name"])}</code></td><td>${mark(String(row["status"]))}</td><td class="num">${count(row["failing_rows"])}</td><td class="type">${String(row["severity"])}</td><td class="num">${count(row["run"])}</td><td class="time">${moment(row["tested_at"])}</td></tr>`,
)}</tbody></table></div>`;
}
