import { Bug, problemText } from "../../base/problem.ts";
import { type DuckDbWarehouse, defineConfig, duckdb } from "../../config/config.ts";
import { defineModel } from "../../config/model.ts";
import { validateConfig } from "../../config/validate.ts";
import type { Engine } from "../../engines/engine.ts";
import { type Draft, draftOf } from "./draft.ts";
import { findEntries } from "./entries.ts";
import { exampleProposal } from "./example.ts";
import { isLeftOut, type LeftOut, type Look, lookAt } from "./look.ts";
import { meaningOf } from "./meanings.ts";
import type { Proposal, ProposedTable } from "./proposal.ts";
import { regionNamed } from "./region.ts";
import { proposedSources } from "./sources.ts";
import { vocabularyOf } from "./vocabulary.ts";

export interface ProposeOptions {
  /** The project's folder: paths in the config are relative to it. */
  readonly folder: string;
  /** A folder of data files, one such file, or a schema of the warehouse. By default whatever the folder holds. */
  readonly from?: string;
  /** The folder that `from` is relative to: where the user stands. By default the project's. */
  readonly standing?: string;
  /** Opened on the warehouse and the same folder; it only reads. */
  readonly engine: Engine;
  /** The tables to take, by label as `findEntries` gives them; by default all. */
  readonly entries?: readonly string[];
  /** What the config says of the warehouse; `warehouse.duckdb` by default. */
  readonly warehouse?: DuckDbWarehouse;
  /** The country (ISO 3166) of phone numbers without one; by default that of most rows, else the United States. */
  readonly region?: string;
}

/**
 * Looks at raw tables and proposes a project: sources, events, who is mentioned, the identifiers that tell them apart.
 * It reads at most 10,000 rows a table and writes nothing. A folder without data gets a small example.
 *
 * Throws `not-found` when `from` is neither a folder with data nor a schema, `usage` when `region` is no country.
 */
export async function proposeProject(options: ProposeOptions): Promise<Proposal> {
  const { engine } = options;
  const warehouse = options.warehouse ?? duckdb("warehouse.duckdb");
  const region = options.region === undefined ? undefined : regionNamed(options.region);
  const { origin, entries } = await findEntries(options);
  if (origin.kind === "example") return exampleProposal(warehouse);
  const wanted = entries.filter(({ label }) => options.entries === undefined || options.entries.includes(label));
  const seen: (Look | LeftOut)[] = [];
  for (const entry of wanted) seen.push(await lookAt(entry, engine));
  const hasAccounts = seen.some((look) => !isLeftOut(look) && isCompanies(look));
  const made: (Draft | LeftOut)[] = [];
  for (const look of seen) made.push(isLeftOut(look) ? look : await draftOf(fitted(look, hasAccounts), hasAccounts));
  const drafts = made.filter((one): one is Draft => !isLeftOut(one));
  const vocabulary = await vocabularyOf(drafts, region);
  const { sources, tables } = proposedSources(drafts, vocabulary);
  const proposal: Proposal = {
    origin,
    warehouse,
    model: vocabulary.model,
    sources,
    states: {},
    tables: made
      .map((one) => (isLeftOut(one) ? leftOutTable(one) : tables.get(one)))
      .filter((table) => table !== undefined),
    remarks: vocabulary.remarks,
    files: [],
  };
  return valid(proposal);
}

/** `accounts` may be those of people, of banks, or companies: companies have a name or a site, and no address. */
function isCompanies({ words, profiles }: Look): boolean {
  if (words.group !== "account") return false;
  const meanings = profiles.map((profile) => meaningOf(profile, words)?.meaning);
  return (
    !meanings.includes("email") &&
    (meanings.includes("name") || meanings.includes("domain") || meanings.includes("company"))
  );
}

function fitted(look: Look, hasAccounts: boolean): Look {
  return look.words.group === "account" && !hasAccounts
    ? { ...look, words: { ...look.words, group: undefined } }
    : look;
}

function leftOutTable({ entry, columns, rows, why }: LeftOut): ProposedTable {
  return {
    label: entry.label,
    files: entry.files,
    rows,
    isWhole: true,
    columns,
    choices: [],
    unused: columns,
    notes: [],
    leftOut: why,
  };
}

/** What we propose must be a config that we accept. */
function valid(proposal: Proposal): Proposal {
  const model = defineModel(proposal.model);
  const sources = proposal.sources.map(({ name, definition }) => ({ name, definition, model }));
  const problems = validateConfig(
    defineConfig({ model, warehouse: proposal.warehouse, sources, states: proposal.states }),
  );
  if (problems.length > 0)
    throw new Bug(`nexus init proposes a config that it would not accept:\n${problems.map(problemText).join("\n")}`);
  return proposal;
}
