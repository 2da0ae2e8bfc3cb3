import { createHash } from "node:crypto";
import type { Description } from "../project/describe.ts";
import { catalogueSection } from "./catalogue-section.ts";
import { diagram } from "./diagram.ts";
import { anchor, count, Html, html, moment } from "./html.ts";
import { runsSection } from "./runs-section.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { layerName, lineageSection, tablesSection } from "./tables-section.ts";

/**
 * A project as one page that needs nothing else: no network, no other file. Names and values are escaped, and nothing but
 * the page's own script may run in it. `madeAt` is an ISO time.
 */
export function page(description: Description, madeAt: string): string {
  const { figures, prefix, target } = description;
  const allowed = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${allowed}'; base-uri 'none'; form-action 'none'`;
  const name = target === undefined ? prefix : `${prefix} · ${target}`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><title>${name}: tables, lineage, catalogue</title><style>${new Html(style)}</style></head>
<body><header><h1>${name} <small>${figures === undefined ? "not run yet" : `run ${figures.run}`}, made ${moment(madeAt)} UTC</small></h1>
<div class="search"><input type="search" role="combobox" aria-expanded="false" aria-controls="found" aria-autocomplete="list" aria-label="Search tables, columns, events, identifiers, states and checks" placeholder="Search everything  /" autocomplete="off" spellcheck="false"><ul id="found" role="listbox" aria-label="Found" hidden></ul></div></header>
<div class="body">${contents(description)}<main>
${facts(description)}
${diagram(description)}
${catalogueSection(description)}
${tablesSection(description)}
${lineageSection(description)}
${runsSection(description)}
</main></div><script>${new Html(script)}</script></body></html>
`.text;
}

function contents({ tables, figures }: Description): Html {
  const layers = [...new Set(tables.map((table) => table.layer))];
  return html`<nav aria-label="Contents"><a href="#entities">Entities</a><a href="#catalogue">Catalogue</a><a href="#tables">Tables</a><a href="#lineage">Lineage</a>${
    figures === undefined ? "" : html`<a href="#runs">Runs</a><a href="#checks">Checks</a>`
  }<div class="tables">${layers.map(
    (layer) =>
      html`<b>${layerName(layer)}</b>${tables
        .filter((table) => table.layer === layer)
        .map(
          ({ name }) =>
            html`<a class="t" href="#${anchor("table", name)}" title="${name}">${name.slice(name.indexOf(".") + 1)}</a>`,
        )}`,
  )}</div></nav>`;
}

/** The few numbers that come first. */
function facts({ figures, prefix, entities, sources, tables }: Description): Html {
  const rows = (table: string): number | undefined => figures?.rows.get(`${prefix}.${table}`);
  const told: readonly (readonly [string, number | undefined])[] = [
    ["events", rows("events")],
    ...entities.map(({ plural }) => [plural, rows(plural)] as const),
    ["memberships", rows("memberships")],
    ["intervals of states", rows("states")],
    ["sources", sources.length],
    ["published tables", tables.length],
  ];
  return html`<dl class="facts">${told
    .filter(([, number]) => number !== undefined)
    .map(([name, number]) => html`<div><dt>${name}</dt><dd>${count(number)}</dd></div>`)}</dl>`;
}
