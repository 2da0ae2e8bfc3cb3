import type { DescribedEntity, Description, Figures } from "../project/describe.ts";
import { anchor, bar, count, type Html, html, moment, share } from "./html.ts";

type Row = Figures["events"][number];

const numberOf = (row: Row | undefined, column: string): number => Number(row?.[column] ?? 0);
const textOf = (row: Row, column: string): string => (row[column] === null ? "" : String(row[column]));

/** What there is: events, identifiers, traits, relationships and states, with their numbers after a run. */
export function catalogueSection(description: Description): Html {
  const { figures } = description;
  return html`<section id="catalogue"><h2>Catalogue</h2>
${figures === undefined ? html`<p class="note">Nothing is published yet: the numbers come with the first run.</p>` : ""}
${events(description)}
${description.entities.map((entity) => entityBlock(entity, description))}
${relationships(description)}
${states(description)}
</section>`;
}

function events({ figures, sources }: Description): Html {
  if (figures === undefined) {
    return html`<h3>Events</h3><ul class="plain">${sources.map(({ name, events: of }) => html`<li><b>${name}</b> ${of.map(({ key }) => html`<code>${key}</code> `)}</li>`)}</ul>`;
  }
  const most = Math.max(1, ...figures.events.map((row) => numberOf(row, "events")));
  const names = [...new Set(figures.events.map((row) => textOf(row, "source")))];
  return html`<h3>Events</h3><div class="scroll"><table class="wide"><thead><tr><th>event</th><th>type</th><th class="num">events</th><th></th><th>first</th><th>last</th></tr></thead>
${names.map((source) => {
  const rows = figures.events.filter((row) => textOf(row, "source") === source);
  const all = rows.reduce((sum, row) => sum + numberOf(row, "events"), 0);
  return html`<tbody id="${anchor("source", source)}" data-find="${source}" data-kind="source" data-about="${count(all)} events"><tr class="group"><th>${source}</th><td></td><td class="num">${count(all)}</td><td></td><td></td><td></td></tr>
${rows.map(
  (row) =>
    html`<tr id="${anchor("event", source, textOf(row, "name"), textOf(row, "type"))}" data-find="${textOf(row, "name")}" data-kind="event" data-about="${source}"><td>${textOf(row, "name")}</td><td class="type">${textOf(row, "type")}</td><td class="num">${count(row["events"])}</td><td>${bar(numberOf(row, "events"), most)}</td><td class="time">${moment(row["first_at"])}</td><td class="time">${moment(row["last_at"])}</td></tr>`,
)}</tbody>`;
})}</table></div>`;
}

function entityBlock(entity: DescribedEntity, { figures }: Description): Html {
  const found = figures?.identifiers.get(entity.name) ?? [];
  const traits = figures?.traits.get(entity.name) ?? [];
  const roles = figures?.roles.get(entity.name) ?? [];
  const has = figures !== undefined;
  return html`<h3 id="${anchor("entity", entity.name)}" data-find="${entity.plural}" data-kind="entity" data-about="entity type">${title(entity.plural)}</h3>
<div class="pair"><div class="scroll"><table><thead><tr><th>identifier</th><th>kind</th>${has ? html`<th class="num">distinct</th><th class="num">mentions</th><th class="num">blocked</th>` : ""}</tr></thead><tbody>
${entity.identifiers.map(({ name, kind, strong, pii }) => {
  const row = found.find((one) => one["identifier_type"] === name);
  return html`<tr data-find="${name}" data-kind="identifier" data-about="of ${entity.plural}" id="${anchor("identifier", entity.name, name)}"><td><code>${name}</code>${pii ? html` <b class="tag pii">pii</b>` : ""}${strong ? "" : html` <b class="tag">weak</b>`}</td><td class="type">${kind}</td>${has ? html`<td class="num">${count(numberOf(row, "identifiers"))}</td><td class="num">${count(numberOf(row, "mentions"))}</td><td class="num">${blocked(row)}</td>` : ""}</tr>`;
})}</tbody></table></div>
${
  entity.traits.length === 0
    ? ""
    : html`<div class="scroll"><table><thead><tr><th>trait</th><th>type</th>${has ? html`<th class="num">filled</th><th></th><th class="num">values</th>` : ""}</tr></thead><tbody>
${entity.traits.map(({ name, type, pii }) => {
  const row = traits.find((one) => one["trait"] === name);
  const [filled, all] = [numberOf(row, "filled"), numberOf(row, "entities")];
  return html`<tr data-find="${name}" data-kind="trait" data-about="of ${entity.plural}" id="${anchor("trait", entity.name, name)}"><td><code>${name}</code>${pii ? html` <b class="tag pii">pii</b>` : ""}</td><td class="type">${type}</td>${has ? html`<td class="num">${share(filled, all)}</td><td>${bar(filled, all)}</td><td class="num">${count(numberOf(row, "values_known"))}</td>` : ""}</tr>`;
})}</tbody></table></div>`
}</div>
${roles.length === 0 ? "" : html`<p class="roles">Takes part as ${roles.map((row) => html`<span class="chip">${textOf(row, "role")} <b>${count(row["participants"])}</b></span>`)}</p>`}`;
}

/** How many values of a type identify nobody, or link nobody, and in how many mentions. */
function blocked(row: Row | undefined): string {
  const values = numberOf(row, "blocked");
  return values === 0 ? "–" : `${count(values)} in ${count(numberOf(row, "blocked_mentions"))}`;
}

function relationships({ relationships: kinds, figures }: Description): Html | "" {
  if (kinds.length === 0) return "";
  const has = figures !== undefined;
  return html`<h3>Relationships</h3><div class="scroll"><table><thead><tr><th>kind</th><th>from</th><th>to</th><th>role</th>${has ? html`<th class="num">in all</th><th class="num">now</th>` : ""}</tr></thead><tbody>
${kinds.map(({ name, from, to, above, description }) => {
  const about = description ?? `from a ${from} to a ${to}`;
  const found = (figures?.relationships ?? []).filter((row) => row["kind"] === name);
  const rows: readonly (Row | undefined)[] = found.length === 0 ? [undefined] : found;
  return rows.map(
    (row, index) =>
      html`<tr${index > 0 ? "" : html` id="${anchor("relationship", name)}" data-find="${name}" data-kind="relationship" data-about="${about}"`}><td>${index > 0 ? "" : html`<code>${name}</code>${above === undefined ? "" : html` <b class="tag">hierarchy</b>`}`}</td><td class="type">${from}</td><td class="type">${to}</td><td>${row === undefined ? "" : textOf(row, "role")}</td>${has ? html`<td class="num">${count(numberOf(row, "relationships"))}</td><td class="num">${count(numberOf(row, "current_now"))}</td>` : ""}</tr>`,
  );
})}</tbody></table></div>`;
}

function states({ states: defined, figures }: Description): Html | "" {
  if (defined.length === 0) return "";
  return html`<h3>States</h3><div class="states">${defined.map(({ name, of, description }) => {
    const rows = (figures?.states ?? []).filter((row) => row["state_name"] === name);
    const most = Math.max(1, ...rows.map((row) => numberOf(row, "current_now")));
    const shown = rows.slice(0, 12);
    return html`<div class="card" id="${anchor("state", name)}" data-find="${name}" data-kind="state" data-about="${description}"><h4><code>${name}</code> <small>of a ${of}</small></h4><p>${description}</p>
${
  rows.length === 0
    ? ""
    : html`<table><thead><tr><th>value</th><th class="num">now</th><th></th><th class="num">ever</th></tr></thead><tbody>${shown.map(
        (row) =>
          html`<tr><td>${textOf(row, "state_value")}</td><td class="num">${count(row["current_now"])}</td><td>${bar(numberOf(row, "current_now"), most)}</td><td class="num">${count(row["entities"])}</td></tr>`,
      )}</tbody></table>${rows.length > shown.length ? html`<p class="note">and ${count(rows.length - shown.length)} more values</p>` : ""}`
}</div>`;
  })}</div>`;
}

function title(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
