import type { DescribedEntity, Description } from "../project/describe.ts";
import { anchor, count, type Html, html } from "./html.ts";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const line = 19;
const gap = 14;
const column = { sources: 8, events: 250, entities: 452, states: 770 } as const;
const width = { sources: 170, events: 120, entities: 226, states: 182 } as const;
const most = 14;

/**
 * The entities of a project and what ties them: sources tell events, entities take part in events, relationships tie entities to each other,
 * events lead into states. Four columns, each stacked from above; entities set the pace.
 */
export function diagram(description: Description): Html {
  const { entities, figures, sources, states } = description;
  const placed: {
    readonly entity: DescribedEntity;
    readonly box: Box;
    readonly states: readonly (readonly [string, Box])[];
  }[] = [];
  let y = 8;
  for (const entity of entities) {
    const own = states.filter((state) => state.of === entity.name);
    const ties = tiesOf(entity, description);
    const parts = [entity.identifiers.length, entity.traits.length, ties.length];
    const lines = parts.reduce((sum, all) => sum + Math.min(most, all), 0);
    const height = 56 + lines * line + 12 * parts.slice(1).filter((all) => all > 0).length;
    const boxes = own.map(
      ({ name }, index) => [name, { x: column.states, y: y + index * 40, width: width.states, height: 30 }] as const,
    );
    placed.push({ entity, box: { x: column.entities, y, width: width.entities, height }, states: boxes });
    y += Math.max(height, own.length * 40) + 58;
  }
  const pairs = new Map<string, number>();
  for (const row of figures?.events ?? []) {
    const source = String(row["source"]);
    pairs.set(source, (pairs.get(source) ?? 0) + Number(row["events"]));
  }
  const shown = sources.slice(0, most);
  const more = sources.length - shown.length;
  const rows = shown.length + (more > 0 ? 1 : 0);
  const height = Math.max(y - 44, rows * (30 + gap) + 8);
  const start = Math.max(8, (height - rows * (30 + gap)) / 2);
  const sourceBox = (index: number): Box => ({
    x: column.sources,
    y: start + index * (30 + gap),
    width: width.sources,
    height: 30,
  });
  const events: Box = { x: column.events, y: height / 2 - 30, width: width.events, height: 60 };
  const all = figures === undefined ? undefined : [...pairs.values()].reduce((sum, one) => sum + one, 0);
  const boxOf = (name: string): Box | undefined => placed.find(({ entity }) => entity.name === name)?.box;
  return html`<section id="entities"><h2>Entities</h2><figure class="scroll"><svg viewBox="0 0 960 ${Math.ceil(height + 8)}" role="img" aria-label="Entity types with their identifiers, traits, relationships, events and states">
${shown.map((_, index) => edge(sourceBox(index), events))}
${placed.map(({ box }) => edge(events, box))}
${placed.flatMap(({ box, states: boxes }) => boxes.map(([, state]) => edge(box, state)))}
${placed.flatMap(({ entity, box }) => tiesOf(entity, description).map((tie) => bow(box, boxOf(tie.to))))}
${shown.map(({ name }, index) => linked(anchor("source", name), small(sourceBox(index), name, figures === undefined ? undefined : count(pairs.get(name) ?? 0), "source")))}
${more > 0 ? small(sourceBox(shown.length), `and ${more} more`, undefined, "source") : ""}
${linked(anchor("table", `${description.prefix}.events`), html`<g class="hub">${frame(events)}<text x="${events.x + events.width / 2}" y="${events.y + 26}" text-anchor="middle" class="name">events</text><text x="${events.x + events.width / 2}" y="${events.y + 45}" text-anchor="middle" class="dim">${all === undefined ? "of all sources" : count(all)}</text></g>`)}
${placed.map(({ entity, box }) => participation(entity, events, box, description))}
${placed.map(({ entity, box }) => entityBox(entity, box, description))}
${placed.flatMap(({ states: boxes }) => boxes.map(([name, box]) => linked(anchor("state", name), small(box, name, undefined, "state"))))}
</svg></figure></section>`;
}

function frame({ x, y, width: w, height: h }: Box): Html {
  return html`<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="7"/>`;
}

function linked(to: string, inner: Html): Html {
  return html`<a href="#${to}">${inner}</a>`;
}

/** A quiet curve from the right side of a box to the left side of another, at the height of its name. */
function edge(from: Box, to: Box): Html {
  const [x1, y1, x2] = [from.x + from.width, from.y + from.height / 2, to.x];
  const y2 = to.height > 70 ? to.y + 20 : to.y + to.height / 2;
  // A tall box sends its curves out beside those who take them.
  const out = from.height > 70 ? Math.min(Math.max(y2, from.y + 20), from.y + from.height - 12) : y1;
  const middle = (x1 + x2) / 2;
  return html`<path class="edge" d="M${x1} ${out} C${middle} ${out} ${middle} ${y2} ${x2} ${y2}"/>`;
}

function small(box: Box, name: string, number: string | undefined, kind: string): Html {
  const y = box.y + box.height / 2 + 4.5;
  const room = Math.floor((box.width - 24 - (number === undefined ? 0 : number.length * 7 + 8)) / 7.1);
  return html`<g class="${kind}">${frame(box)}<text x="${box.x + 12}" y="${y}">${cut(name, room)}<title>${name}</title></text>${number === undefined ? "" : html`<text x="${box.x + box.width - 10}" y="${y}" text-anchor="end" class="dim">${number}</text>`}</g>`;
}

function participation(entity: DescribedEntity, events: Box, box: Box, { figures, prefix }: Description): Html | "" {
  const rows = figures?.rows.get(`${prefix}.${entity.name}_participants`);
  if (rows === undefined) return "";
  const x = box.x - 10;
  const above = box.y + 20 <= events.y + events.height / 2;
  return html`<text x="${x}" y="${box.y + (above ? 13 : 36)}" text-anchor="end" class="label">${count(rows)}</text>`;
}

/** The relationships that begin at an entity type. */
function tiesOf(entity: DescribedEntity, { relationships }: Description): Description["relationships"] {
  return relationships.filter(({ from }) => from === entity.name);
}

/** A bow from the foot of one box to the head of another, on their right; none from a box to itself. */
function bow(from: Box, to: Box | undefined): Html | "" {
  if (to === undefined || to === from) return "";
  const x = from.x + from.width;
  const [y1, y2] = [from.y + from.height - 14, to.y + 20];
  const out = x + Math.min(60, 26 + Math.abs(y2 - y1) / 12);
  return html`<path class="edge tie" d="M${x} ${y1} C${out} ${y1} ${out} ${y2} ${x} ${y2}"/>`;
}

function entityBox(entity: DescribedEntity, box: Box, description: Description): Html {
  const { entities, figures, prefix } = description;
  const rows = figures?.rows.get(`${prefix}.${entity.plural}`);
  let y = box.y + 52;
  const item = (name: string, about: string, kind: string): Html => {
    const text = html`<text x="${box.x + 14}" y="${y}" class="${kind}">${cut(name, 22)}<title>${name}</title></text><text x="${box.x + box.width - 12}" y="${y}" text-anchor="end" class="dim">${about}</text>`;
    y += line;
    return text;
  };
  const listed = <T extends { readonly name: string }>(all: readonly T[], about: (one: T) => string, kind: string) => {
    const shown = all.length > most ? all.slice(0, most - 1) : all;
    const texts = shown.map((one) => item(one.name, about(one), kind));
    return all.length > shown.length ? [...texts, item(`and ${all.length - shown.length} more`, "", "dim")] : texts;
  };
  const identifiers = listed(entity.identifiers, ({ kind, strong }) => (strong ? kind : `${kind}, weak`), "identifier");
  const rules: number[] = [];
  const apart = (hasMore: boolean): void => {
    if (!hasMore) return;
    rules.push(y - 9);
    y += 12;
  };
  apart(entity.traits.length > 0);
  const traits = listed(entity.traits, ({ type }) => type, "trait");
  const others = tiesOf(entity, description);
  apart(others.length > 0);
  const intervals = (kind: string): string => {
    if (figures === undefined) return "";
    const found = figures.relationships.filter((row) => row["kind"] === kind);
    return `, ${count(found.reduce((sum, row) => sum + Number(row["relationships"]), 0))}`;
  };
  const pluralOf = (type: string): string => entities.find((one) => one.name === type)?.plural ?? type;
  const ties = listed(others, ({ name, to }) => `to ${pluralOf(to)}${intervals(name)}`, "relationship");
  return html`<g class="entity">${frame(box)}${linked(
    anchor("entity", entity.name),
    html`<text x="${box.x + 14}" y="${box.y + 25}" class="name">${entity.plural}</text>`,
  )}${rows === undefined ? "" : html`<text x="${box.x + box.width - 12}" y="${box.y + 25}" text-anchor="end" class="dim">${count(rows)}</text>`}${identifiers}${rules.map((rule) => html`<path class="rule" d="M${box.x + 14} ${rule} H${box.x + box.width - 12}"/>`)}${traits}${ties}</g>`;
}

function cut(text: string, signs: number): string {
  const all = Array.from(text);
  return all.length <= signs ? text : `${all.slice(0, signs - 1).join("")}…`;
}
