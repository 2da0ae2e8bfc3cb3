import { nearestHint } from "../base/nearest.ts";
import { NexusError } from "../base/problem.ts";
import type { Entity, Project } from "../config/project.ts";
import type { Answer, Engine } from "../engines/engine.ts";
import { listTables, normalized } from "../layers/identity-resolution/normalize.ts";
import { shownIdentifiers } from "../layers/tables/identity-tables.ts";
import { type TableRef, tableName } from "../model/table.ts";
import type { CheckQuestion } from "../questions/checks/check-question.ts";
import { type AskedAs, endOf, findEntity, nearIdentifiers } from "../questions/find-entity.ts";
import { quarantinedAs, refusedLinksOf, touchedBy } from "../questions/kept-apart.ts";
import {
  ancestorsOf,
  entityRow,
  eventSources,
  identifiersOf,
  membershipsOf,
  relationshipsOf,
  sourcesOf,
  statesOf,
  timelineOf,
  traitsOf,
} from "../questions/profile.ts";
import {
  biggestEntities,
  blockedValues,
  changeCounts,
  checkAnswers,
  entityCounts,
  identifiedShare,
  lastPublished,
  unresolvedMentions,
} from "../questions/run-summary.ts";
import { stateCounts, stateCountsPerDay, statesKnown } from "../questions/states.ts";
import type { CheckStatus } from "../runner/report.ts";
import { published } from "../sql/locate.ts";
import { as, select, tableRelation } from "../sql/relation.ts";
import { render } from "../sql/render.ts";
import { type Sql, sql, value } from "../sql/sql.ts";
import type { CheckAnswer, PlainRow, Profile, RunSummary, Timeline } from "./answers.ts";

/** Questions over what is published, each answered with plain rows. */
export class Desk {
  private readonly engine: Engine;
  private readonly prefix: string;
  private readonly project: Pick<Project, "entities" | "relationships" | "sources" | "states">;

  constructor(engine: Engine, prefix: string, project: Desk["project"]) {
    this.engine = engine;
    this.prefix = prefix;
    this.project = project;
  }

  private get entities(): readonly Entity[] {
    return this.project.entities;
  }

  /** The profile of whom an identifier or id stands for; of its states those that it had at a time, where one is given. */
  async profile(text: string, asOf?: string): Promise<Profile> {
    if (asOf !== undefined) await this.mustHaveCome(asOf);
    const [found, ...alsoMeant] = await this.find(text);
    const { entity, id, number } = found;
    const others = this.project.relationships.filter((one) => one.isMembership);
    const memberships = others.flatMap(({ from, to }) => {
      const theirs = entity.name === from ? to : entity.name === to ? from : undefined;
      return this.entities.filter((one) => one.name === theirs).map((one) => membershipsOf(entity, one, id));
    });
    const [row = {}] = await this.rows(entityRow(entity, id));
    return {
      entityType: entity.name,
      id,
      label: labelIn(row, entity, id),
      row,
      identifiers: await this.rows(identifiersOf(entity, number)),
      traits: await this.rows(traitsOf(entity, number)),
      states: await this.rows(statesOf(entity, id, asOf)),
      memberships: await this.rowsOfAll(memberships),
      relationships: await this.rowsOfAll([relationshipsOf(entity, this.project, id)]),
      ancestors: await this.rowsOfAll([ancestorsOf(entity, this.project, id)]),
      sources: await this.rows(sourcesOf(entity, number)),
      refused: await this.rows(refusedLinksOf(entity, id)),
      others: alsoMeant.map(plainly),
    };
  }

  /** What happened to whom an identifier or id stands for, the latest first. */
  async timeline(
    text: string,
    options: { readonly limit?: number; readonly before?: Timeline["next"]; readonly source?: string } = {},
  ): Promise<Timeline> {
    if (options.source !== undefined) await this.mustKnowSource(options.source);
    if (options.before !== undefined) mustBeMoment(options.before.occurredAt);
    const [{ entity, id, number }, ...others] = await this.find(text);
    const limit = options.limit ?? 50;
    const rows = await this.rows(
      timelineOf(entity, number, { limit: limit + 1, before: options.before, source: options.source }),
    );
    const events = rows.slice(0, limit);
    const last = events.at(-1);
    const [row = {}] = await this.rows(entityRow(entity, id));
    return {
      entityType: entity.name,
      id,
      label: labelIn(row, entity, id),
      events,
      others: others.map(plainly),
      ...(rows.length > limit && last !== undefined
        ? { next: { occurredAt: String(last["occurred_at"]), id: String(last["id"]) } }
        : {}),
    };
  }

  /** How many entities are in each state: now, or at a time. */
  async states(options: { readonly state?: string; readonly asOf?: string }): Promise<readonly PlainRow[]> {
    const { state, asOf } = options;
    if (asOf !== undefined) await this.mustHaveCome(asOf);
    if (state !== undefined) await this.mustKnowState(state);
    const measured = this.project.states.filter((one) => one.isMeasured).map((one) => one.name);
    return this.rows(stateCounts({ state, asOf, measured }));
  }

  /** How many entities were in each state, day by day. */
  async statesPerDay(options: {
    readonly state?: string;
    readonly from?: string;
    readonly to?: string;
  }): Promise<readonly PlainRow[]> {
    const { state, from, to } = options;
    if (state !== undefined) await this.mustKnowState(state);
    return this.rows(stateCountsPerDay({ state, from, to }));
  }

  /** What came of a run. */
  async summary(run: number, checks: readonly CheckQuestion[] = []): Promise<RunSummary> {
    const [person] = this.entities;
    const entities = [];
    for (const entity of this.entities) {
      const [counts = {}] = await this.rows(entityCounts(entity));
      const [unresolved = {}] = await this.rows(unresolvedMentions(entity));
      entities.push({
        name: entity.name,
        plural: entity.plural,
        entities: Number(counts["entities"] ?? 0),
        identified: Number(counts["identified"] ?? 0),
        shared: Number(counts["shared"] ?? 0),
        unresolvedMentions: Number(unresolved["mentions"] ?? 0),
        changes: await this.rows(changeCounts(entity, run)),
      });
    }
    return {
      checks: await this.checked(run, checks),
      entities,
      identifiedShare: person === undefined ? [] : await this.rows(identifiedShare(person)),
      blocked: await this.rowsOfAll(this.entities.map((entity) => blockedValues(entity))),
      // What is known by one key is never big.
      biggest: await this.rowsOfAll(
        this.entities.filter((entity) => entity.identifiers.length > 1).map((entity) => biggestEntities(entity)),
      ),
    };
  }

  /** What lies behind the run's horizon is not known: timeouts may fall due until then. */
  private async mustHaveCome(asOf: string): Promise<void> {
    const { horizon } = await this.lastRun();
    if (Date.parse(asOf) <= Date.parse(horizon)) return;
    throw new NexusError({
      code: "usage",
      message: "The time asked for lies after the horizon of the run that is published.",
      found: asOf,
      accepted: `a time up to ${horizon}`,
    });
  }

  /** The run that is published, and the time that it took for now. */
  async lastRun(): Promise<{ readonly run: number; readonly horizon: string }> {
    const [last = {}] = await this.rows(lastPublished());
    return { run: Number(last["run"]), horizon: String(last["horizon"]) };
  }

  /** What came of checks when they were last asked of a run. */
  private async checked(run: number, checks: readonly CheckQuestion[]): Promise<readonly CheckAnswer[]> {
    if (checks.length === 0) return [];
    const found = await this.rows(checkAnswers(run));
    return checks.flatMap(({ name, kind, description, severity }) => {
      const row = found.find((one) => one["check_name"] === name);
      if (row === undefined) return [];
      const { status, failing_rows: failing, message } = row;
      return [
        {
          name,
          kind,
          description,
          severity,
          status: status as CheckStatus,
          failing: failing === null ? null : Number(failing),
          ...(message === null ? {} : { problem: String(message) }),
        },
      ];
    });
  }

  /** A source of the config, or one that is gone from it and has left events. */
  private async mustKnowSource(source: string): Promise<void> {
    const sources = this.project.sources.map(({ name }) => name);
    if (sources.includes(source)) return;
    const left = (await this.rows(eventSources())).map((row) => String(row["source"]));
    mustBeOneOf("source", source, [...sources, ...left]);
  }

  /** A state of the config, or of the one that made what is published. */
  private async mustKnowState(state: string): Promise<void> {
    const names = this.project.states.map(({ name }) => name);
    if (names.includes(state)) return;
    const left = (await this.rows(statesKnown())).map((row) => String(row["state_name"]));
    mustBeOneOf("state", state, [...names, ...left]);
  }

  private async find(text: string): Promise<[Found, ...Found[]]> {
    const asked = askedAs(this.entities, text);
    const rows = await this.rows(findEntity(this.entities, text, asked));
    const byId = new Map<string, Found>();
    for (const row of rows) {
      const entity = this.entities.find((one) => one.name === row["entity_type"]);
      if (entity !== undefined)
        byId.set(String(row["entity_id"]), { entity, id: String(row["entity_id"]), number: Number(row["_entity"]) });
    }
    const [first, ...others] = byId.values();
    if (first !== undefined) return [first, ...others];
    const [ended] = await this.rows(endOf(this.entities, text));
    if (ended !== undefined) {
      const when = ended["run"] === null ? "" : ` in run ${ended["run"]}, at ${ended["ended_at"]}`;
      throw new NexusError({
        code: "not-found",
        message: `The ${ended["entity_type"]} ${text.trim()} ended${when}: none of its identifiers is known any more.`,
        hint: `nexus_identity.identity_log has what it was known by, as previous_entity_id`.replace(
          "nexus",
          this.prefix,
        ),
      });
    }
    const [held] = await this.rows(quarantinedAs(this.entities, text, asked));
    if (held !== undefined) throw await this.quarantined(held);
    const near = await this.rows(nearIdentifiers(this.entities, text));
    throw new NexusError({
      code: "not-found",
      message: `Nobody is known by "${brief(text)}".`,
      accepted: "an identifier in any spelling (an e-mail, a phone, a user id…), or an id such as per_…",
      ...(near.length === 0 ? {} : { hint: `near to it: ${near.map((row) => String(row["near"])).join(", ")}` }),
    });
  }

  /** Why an identifier is nobody's, and whom it touches. */
  private async quarantined(held: PlainRow): Promise<NexusError> {
    const entity = this.entities.find((one) => one.name === held["entity_type"]);
    const [type, said] = [String(held["identifier_type"]), String(held["identifier_value"])];
    const touched = entity === undefined ? [] : await this.rows(touchedBy(entity, type, said));
    const whom = touched.map((row) => `${String(row["label"] ?? row["id"])} (${String(row["id"])})`);
    return new NexusError({
      code: "not-found",
      message: `The ${type} ${brief(said)} is quarantined: it is nobody's, and links nobody.`,
      found: `${String(held["mentions"])} mentions of it; the rule is: ${String(held["rule"])}`,
      ...(whom.length === 0 ? {} : { hint: `seen with ${whom.join(", ")}` }),
    });
  }

  private async rows(question: Sql): Promise<readonly PlainRow[]> {
    const text = render(question, this.engine.dialect, { locate: published(this.prefix), runValue: () => "null" });
    return rowsOf(await this.engine.ask(text));
  }

  /** The rows of several questions, one behind the other; of those that do not arise none. */
  private async rowsOfAll(questions: readonly (Sql | undefined)[]): Promise<readonly PlainRow[]> {
    const all: PlainRow[] = [];
    for (const question of questions) if (question !== undefined) all.push(...(await this.rows(question)));
    return all;
  }
}

/** How an entity is called, by its final row. */
function labelIn(row: PlainRow, entity: Entity, id: string): string {
  const said = ["name", ...shownIdentifiers(entity).map((type) => type.name)].map((column) => row[column]);
  return String(said.find((one) => one !== null && one !== undefined && one !== "") ?? id);
}

/** What a text is by the rules of each identifier type; an address is no way to ask for its company. */
function askedAs(entities: readonly Entity[], text: string): readonly AskedAs[] {
  const list = (ref: TableRef) =>
    tableRelation(ref, listTables.find((one) => tableName(one.ref) === tableName(ref))?.columns ?? []);
  return entities.flatMap((entity) =>
    shownIdentifiers(entity)
      .filter((type) => type.kind !== "domain" || !text.includes("@"))
      .map((type) => {
        const asked = select({
          _value: sql`-1`,
          identifier_type: value(type.name),
          raw_value: value(text.trim()),
        }).from(sql`(select 1 as one) as o`);
        const compared = as(normalized(asked, type, list), "c");
        return {
          entity: entity.name,
          type: type.name,
          query: select({ identifier_value: compared.col("identifier_value") }).from(compared).sql,
        };
      }),
  );
}

/** An identifier that says something. */
export function identifierAsked(text: string): string {
  if (text.trim() !== "") return text;
  throw new NexusError({
    code: "usage",
    message: "The identifier is empty.",
    found: JSON.stringify(text),
    accepted: "an identifier in any spelling (an e-mail, a phone, a user id…), or an id such as per_…",
  });
}

/** A page continues behind a time as the page before told it. */
function mustBeMoment(text: string): void {
  if (/^\d{4,6}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?( \(BC\))?Z?$/.test(text)) return;
  throw new NexusError({
    code: "usage",
    message: "The cursor cannot be read.",
    found: JSON.stringify(text),
    accepted: "the time and event id that the page before ended with",
  });
}

/** A name among known ones. */
function mustBeOneOf(what: string, name: string, names: readonly string[]): void {
  const known = new Set(names);
  if (known.has(name)) return;
  const hint = nearestHint(name, known);
  throw new NexusError({
    code: "name-unknown",
    message: `There is no ${what} "${brief(name)}".`,
    accepted: known.size === 0 ? "none is declared" : [...known].join(", "),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** A stranger's text as part of a sentence. */
function brief(text: string): string {
  const signs = Array.from(text.replace(/\p{Cc}+/gu, " "));
  return signs.length <= 80 ? signs.join("") : `${signs.slice(0, 79).join("")}…`;
}

const plainly = ({ entity, id }: Found): PlainRow => ({ entity_type: entity.name, id });

interface Found {
  readonly entity: Entity;
  readonly id: string;
  readonly number: number;
}

/** An answer's rows as objects by column. */
export function rowsOf(answer: Answer): readonly PlainRow[] {
  return answer.rows.map((row) => Object.fromEntries(answer.columns.map((column, index) => [column.name, row[index]])));
}
