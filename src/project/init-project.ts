import { mkdir } from "node:fs/promises";
import { NexusError } from "../base/problem.ts";
import { duckdb } from "../config/config.ts";
import { openDuckDb } from "../engines/duckdb/engine.ts";
import { configIn, type Proposal, proposeProject, type Written, writeProject } from "./init/index.ts";

/** What `nexus init` is told. */
export interface InitRequest {
  /** The project's folder; it is made where it is not there. */
  readonly folder: string;
  /** A folder of data files, one such file, or a schema of the warehouse. */
  readonly from?: string;
  /** The folder that `from` is relative to; by default the project's. */
  readonly standing?: string;
  readonly region?: string;
  readonly force?: boolean;
}

/**
 * Looks at raw data, proposes a project and writes it. Nothing is written where there is a config already (unless forced)
 * or where no table can be taken: both throw.
 */
export async function initProject(
  request: InitRequest,
): Promise<{ readonly proposal: Proposal; readonly written: Written }> {
  const { folder, from, standing, region } = request;
  const force = request.force === true;
  configIn(folder, { force });
  const warehouse = duckdb("warehouse.duckdb");
  const engine = await openDuckDb({ warehouse, folder, mode: "inspect" });
  try {
    const proposal = await proposeProject({
      folder,
      engine,
      warehouse,
      ...(from === undefined ? {} : { from }),
      ...(standing === undefined ? {} : { standing }),
      ...(region === undefined ? {} : { region }),
    });
    if (proposal.sources.length === 0) throw nothingTaken(proposal);
    await mkdir(folder, { recursive: true });
    return { proposal, written: await writeProject(folder, proposal, { force }) };
  } finally {
    await engine.close();
  }
}

/** Why each of the tables that were found makes no event. */
function nothingTaken({ origin, tables }: Proposal): NexusError {
  const count = tables.length === 1 ? "1 table" : `${tables.length} tables`;
  return new NexusError([
    {
      code: "not-found",
      message: "No table can be taken: nothing is written.",
      found: `${count} in ${origin.at === "." ? "this folder" : `"${origin.at}"`}`,
      accepted: "a table in which each row says when something happened",
      hint: "a config can be written by hand, too: see docs/config.md",
    },
    ...tables.map(({ label, leftOut, columns }) => ({
      code: "not-found" as const,
      message: `${label} is left out: ${leftOut}.`,
      ...(columns.length === 0 ? {} : { found: columns.join(", ") }),
    })),
  ]);
}
