import { NexusError, type Problem } from "../base/problem.ts";
import type { Catalogue, Project } from "../config/project.ts";
import { runsTable } from "../model/run-records.ts";
import type { CheckStep, ComponentsStep, ConstrainedStep } from "../model/step.ts";
import type { Table, TableRef } from "../model/table.ts";
import type { Relation } from "../sql/relation.ts";
import type { Sql } from "../sql/sql.ts";
import { mentionsTable } from "./core-event-log/mentions.ts";
import { coreClaimsView, coreEventsView, coreIdentifiersView, coreTraitsView } from "./core-event-log/views.ts";
import { ancestorsTable } from "./final-tables/ancestors.ts";
import { entityTable, eventsTable, participantsTable } from "./final-tables/final-tables.ts";
import { membershipsTable, relationshipsTable, resolvedClaimsView } from "./final-tables/relationships.ts";
import { componentsStep } from "./identity-resolution/components.ts";
import {
  constrainedStep,
  constrainedTable,
  hasEntityLimits,
  refusalsTable,
  settledTable,
} from "./identity-resolution/constrained.ts";
import { normalizedTable, numbersTable, sameTable } from "./identity-resolution/dictionary.ts";
import { evidenceTable, sightingsTable } from "./identity-resolution/evidence.ts";
import {
  assignmentTable,
  birthsTable,
  claimsTable,
  entitiesTable,
  nodesTable,
  unclaimedTable,
  uniqueIdsCheck,
} from "./identity-resolution/ids.ts";
import { logTable } from "./identity-resolution/log.ts";
import { precedingTable } from "./identity-resolution/preceding.ts";
import { overLimitTable, quarantinedTable } from "./identity-resolution/quarantined.ts";
import { refusedLinksView } from "./identity-resolution/refused-links.ts";
import {
  entityAliasesView,
  evidenceEntitiesTable,
  identityLogView,
  resolvedIdentifiersView,
  resolvedTraitsView,
  traitValuesTable,
} from "./identity-resolution/resolved.ts";
import { changesTable, chosenTable } from "./source-event-log/chosen.ts";
import { decodedTextColumns, plainTable, withDecodedWords } from "./source-event-log/decoded.ts";
import { keptTable } from "./source-event-log/kept.ts";
import { listTable, parsedAddressColumns } from "./source-event-log/lists.ts";
import { setAsideView, sourceViews } from "./source-event-log/views.ts";
import { stateCountsTable } from "./states/counts-per-day.ts";
import { statesTables } from "./states/states.ts";
import { type ClaimNames, type ClaimSite, claimKinds, claimSites, isOf } from "./tables/claims.ts";
import { heldTable } from "./tables/held-values.ts";
import { identityRefs } from "./tables/identity-tables.ts";
import { decodedColumns, isMadeFromRows, type KeptTable, severalTell } from "./tables/kept-table.ts";
import { mentionSites } from "./tables/mention-sites.ts";
import { hasPreceding } from "./tables/mentioned.ts";
import { decodedTexts, listColumn, parsedAddresses } from "./tables/source-tables.ts";

/** The five layers of a project: every table that it has, in the order of the layers. */
export interface Layers {
  /** What raw rows fill: the kept tables, and where several rows may tell of one event the rows behind them. */
  readonly scanned: readonly KeptTable[];
  /** One row an event. */
  readonly kept: readonly KeptTable[];
  /** Columns of kept tables that hold mail headers to be parsed. */
  readonly headers: readonly { readonly table: TableRef; readonly column: string }[];
  /** Columns of scanned tables whose texts may have encoded words. */
  readonly encoded: readonly { readonly table: TableRef; readonly column: string }[];
  /** Everything but the scanned tables. */
  readonly tables: readonly Table<Relation>[];
  readonly components: readonly ComponentsStep<Sql>[];
  readonly constrained: readonly ConstrainedStep<Sql>[];
  /** What must hold of what a run makes, before it is published. */
  readonly checks: readonly CheckStep<Sql>[];
}

/** A project over the raw tables that are there, as definitions of tables. */
export function layersOf(project: Project, catalogue: Catalogue): Layers {
  const problems: Problem[] = [];
  const scanned = project.sources.flatMap((source) => {
    const tables = new Map(
      [...source.tables.keys()].flatMap((name) => {
        const raw = catalogue.get(`${source.name}.${name}`);
        return raw === undefined ? [] : [[name, raw] as const];
      }),
    );
    return source.events.flatMap((event) => {
      const raw = tables.get(event.from);
      return raw === undefined ? [] : [keptTable({ event, raw, entities: project.entities, tables }, problems)];
    });
  });
  const kept = scanned.map((one) => {
    const { event } = one.context;
    if (!isMadeFromRows(event)) return one;
    const made = severalTell(event)
      ? chosenTable(one)
      : event.changesOf.length > 0
        ? changesTable(one)
        : plainTable(one);
    return withDecodedWords(made, one);
  });
  const lists = kept.flatMap((one) =>
    one.context.event.lists
      .filter(([name]) => one.context.event.mentions.some((mention) => mention.each === name))
      .map(([name, of]) => ({ kept: one, name, of })),
  );
  const listed = lists.map(({ kept: one, name, of }) => listTable(one, name, of, problems));
  // One column may be missed in many places of a definition.
  const distinct = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  if (distinct.size > 0) throw new NexusError([...distinct.values()]);
  const claims = claimSites(kept, project);
  return {
    scanned,
    kept,
    headers: lists
      .filter(({ of }) => of.kind === "addresses")
      .map(({ kept: one, name }) => ({ table: one.ref, column: listColumn(name) })),
    encoded: scanned.flatMap((one) => decodedColumns(one.context.event).map((column) => ({ table: one.ref, column }))),
    components: project.entities.map((entity) => componentsStep(entity, identityRefs(entity))),
    constrained: project.entities
      .filter(hasEntityLimits)
      .map((entity) => constrainedStep(entity, identityRefs(entity))),
    checks: project.entities.map((entity) => uniqueIdsCheck(entity, identityRefs(entity))),
    tables: [
      ...kept.filter((one) => !scanned.includes(one)),
      ...listed,
      ...project.sources.flatMap((source) => [...sourceViews(source, kept, project), ...setAsideView(source, kept)]),
      coreEventsView(kept),
      ...project.entities.flatMap((entity) => {
        const refs = identityRefs(entity);
        const sites = mentionSites(kept, entity.name);
        return [
          numbersTable(entity, refs, sites),
          normalizedTable(entity, refs),
          sameTable(entity, refs),
          mentionsTable(entity, refs, sites),
          coreIdentifiersView(entity, refs, sites),
          coreTraitsView(entity, refs, sites),
          evidenceTable(entity, refs),
          sightingsTable(entity, refs),
          ...(entity.sightingLimits.length === 0 ? [] : [overLimitTable(entity, refs), quarantinedTable(entity, refs)]),
          ...(hasEntityLimits(entity)
            ? [constrainedTable(entity, refs), settledTable(entity, refs), refusalsTable(entity, refs)]
            : []),
          heldTable(entity, refs),
          nodesTable(entity, refs),
          claimsTable(entity, refs),
          unclaimedTable(entity, refs),
          birthsTable(entity, refs),
          entitiesTable(entity, refs),
          assignmentTable(entity, refs),
          evidenceEntitiesTable(entity, refs),
          ...(hasPreceding(entity) ? [precedingTable(entity, refs)] : []),
          logTable(entity, refs),
          traitValuesTable(entity, refs, sites),
          resolvedIdentifiersView(entity, refs),
          resolvedTraitsView(entity, refs, sites),
        ];
      }),
      identityLogView(project.entities, runsTable.ref),
      entityAliasesView(project.entities),
      refusedLinksView(project.entities),
      eventsTable(kept),
      ...project.entities.flatMap((entity) => [
        participantsTable(entity, identityRefs(entity), kept),
        entityTable(entity, identityRefs(entity), kept),
      ]),
      ...claimKinds(project).flatMap((names) => {
        const own = claims.filter((claim) => isOf(names, claim.relationship));
        return [
          coreClaimsView(names, own),
          resolvedClaimsView(names, own, project),
          ...claimedTables(names, own, project),
        ];
      }),
      ...statesTables(project.states, project.entities, kept),
      stateCountsTable(project.states),
    ],
  };
}

/** What claims make: the memberships, or the other relationships with their hierarchies. */
function claimedTables(names: ClaimNames, claims: readonly ClaimSite[], project: Project): readonly Table<Relation>[] {
  const [person, group] = project.entities;
  if (names.kind === "membership")
    return person === undefined || group === undefined ? [] : [membershipsTable(claims, person, group)];
  const hasHierarchy = project.relationships.some(({ above }) => above !== undefined);
  return [relationshipsTable(claims, project), ...(hasHierarchy ? [ancestorsTable(project)] : [])];
}

export { decodedTextColumns, decodedTexts, parsedAddressColumns, parsedAddresses };
