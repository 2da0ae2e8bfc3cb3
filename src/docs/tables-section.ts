import type { DescribedColumn, DescribedTable, Description } from "../project/describe.ts";
import { anchor, count, type Html, html } from "./html.ts";

const layerWords: Readonly<Record<string, readonly [name: string, about: string]>> = {
  final: ["Final tables", "what people query"],
  identity: ["Identity resolution", "who is who, and why"],
  core: ["Core event log", "all sources united"],
  source: ["Source event log", "each source as it tells"],
  meta: ["Records of runs", "what the program did"],
};

export function layerName(layer: string): string {
  return layerWords[layer]?.[0] ?? layer;
}

/** The data dictionary: every published table by layer, its columns with type, sentence, mark, key and origin. */
export function tablesSection({ tables }: Description): Html {
  const layers = [...new Set(tables.map((table) => table.layer))];
  return html`<section id="tables"><h2>Tables</h2>
${layers.map(
  (
    layer,
  ) => html`<h3 class="layer" id="layer-${layer}">${layerName(layer)} <small>${layerWords[layer]?.[1]}</small></h3>
${tables.filter((table) => table.layer === layer).map((table) => tableBlock(table, layer === "final"))}`,
)}
</section>`;
}

function tableBlock(table: DescribedTable, isOpen: boolean): Html {
  return html`<details class="table" id="${anchor("table", table.name)}" data-find="${table.name}" data-kind="table" data-about="${table.sentence}"${isOpen ? html` open` : ""}>
<summary><code>${table.name}</code><span class="what">${table.sentence}</span><span class="n">${table.rows === undefined ? "" : html`${count(table.rows)} <small>rows</small>`}</span></summary>
<div class="scroll"><table class="dict"><thead><tr><th>column</th><th>type</th><th>what it holds</th><th>made from</th></tr></thead><tbody>
${table.columns.map((column) => columnRow(table, column))}
</tbody></table></div>
<p class="note">${table.isView ? "A view" : "A table"}. ${keyOf(table)}</p>
</details>`;
}

function keyOf({ columns }: DescribedTable): Html {
  const key = columns.filter((column) => column.isKey);
  return key.length === 0
    ? html`It has no key.`
    : html`Key: ${key.map((column, index) => html`${index === 0 ? "" : ", "}<code>${column.name}</code>`)}.`;
}

function columnRow(table: DescribedTable, column: DescribedColumn): Html {
  const isOurs = column.name.startsWith("_");
  return html`<tr id="${anchor("column", table.name, column.name)}" data-find="${table.name}.${column.name}" data-kind="column" data-about="${column.description}"${isOurs ? html` class="ours"` : ""}>
<td><code>${column.name}</code>${column.isKey ? html` <b class="tag key">key</b>` : ""}${column.pii ? html` <b class="tag pii">pii</b>` : ""}</td>
<td class="type">${column.type}</td>
<td>${column.description}${column.refersTo.map((to) => html` <a class="ref" href="#${anchor("column", ...columnPlace(to))}">→ ${to}</a>`)}</td>
<td class="from">${origins(column)}</td></tr>`;
}

/** `nexus.persons.id` → `nexus.persons`, `id`. */
function columnPlace(text: string): readonly [string, string] {
  const at = text.lastIndexOf(".");
  return [text.slice(0, at), text.slice(at + 1)];
}

/** The raw columns of a column; where they are many, behind a line that counts them. */
function origins({ from }: DescribedColumn): Html | string {
  if (from.length === 0) return "";
  const tables = [...new Set(from.map((one) => one.table))].sort();
  const list = html`<ul>${tables.map((table) => {
    const columns = from.filter((one) => one.table === table).map((one) => one.column);
    return html`<li><span class="raw">${shortName(table)}</span> ${[...new Set(columns)].sort().map((column) => html`<a href="#${anchor("raw", table, column)}">${column}</a> `)}</li>`;
  })}</ul>`;
  if (from.length <= 3) return list;
  const of = tables.length === 1 ? "" : ` of ${count(tables.length)} tables`;
  return html`<details><summary>${count(from.length)} raw columns${of}</summary>${list}</details>`;
}

/** A raw table without the folders before it. */
export function shortName(table: string): string {
  return table.length <= 40 ? table : `…${table.slice(-38)}`;
}

type Made = readonly [table: string, column: string, layer: string];

/** Lineage from the other side: of each raw column, the columns of final tables that are made from it. */
export function lineageSection({ tables, lineageProblem }: Description): Html {
  if (lineageProblem !== undefined) {
    return html`<section id="lineage"><h2>Lineage</h2><p class="note">The raw tables could not be looked at when this page was made, so that it is not known which raw columns columns come from.</p></section>`;
  }
  const uses = new Map<string, Map<string, Made[]>>();
  for (const table of tables) {
    for (const column of table.columns) {
      for (const from of column.from) {
        const columns = uses.get(from.table) ?? new Map<string, Made[]>();
        columns.set(from.column, [...(columns.get(from.column) ?? []), [table.name, column.name, table.layer]]);
        uses.set(from.table, columns);
      }
    }
  }
  const raw = [...uses].sort(([a], [b]) => a.localeCompare(b));
  return html`<section id="lineage"><h2>Lineage <small>from raw columns to final tables; the other way stands at each column</small></h2>
${raw.map(
  ([
    table,
    columns,
  ]) => html`<details class="table" id="${anchor("rawtable", table)}" data-find="${table}" data-kind="raw table">
<summary><code>${table}</code><span class="what"></span><span class="n">${count(columns.size)} <small>columns used</small></span></summary>
<div class="scroll"><table><thead><tr><th>raw column</th><th>makes</th></tr></thead><tbody>${[...columns]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([column, made]) =>
        html`<tr id="${anchor("raw", table, column)}" data-find="${table}.${column}" data-kind="raw column"><td><code>${column}</code></td><td>${grouped(made)}</td></tr>`,
    )}</tbody></table></div></details>`,
)}
</section>`;
}

/** Tables come in the order of what people query: where a final table has it, no other needs to be told. */
function grouped(all: readonly Made[]): readonly Html[] {
  const final = all.filter(([, , layer]) => layer === "final");
  const made = final.length > 0 ? final : all;
  const tables = [...new Set(made.map(([table]) => table))];
  return tables.map(
    (table) =>
      html`<div class="made"><span class="raw">${table}</span> ${made
        .filter(([of]) => of === table)
        .map(([, column]) => html`<a href="#${anchor("column", table, column)}">${column}</a> `)}</div>`,
  );
}
