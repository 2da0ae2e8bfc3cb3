import { mkdir } from "node:fs/promises";
import { duckdb } from "../config/config.ts";
import { openDuckDb } from "../engines/duckdb/engine.ts";
import { type Proposal, proposeProject, type Written, writeProject } from "./init/index.ts";

/** What `nexus init` is told. */
export interface InitRequest {
  readonly folder: string;
  readonly from?: string;
  readonly region?: string;
  readonly force?: boolean;
}

/** Looks at raw data, proposes a project and writes it. Throws when there is a config already, unless forced. */
export async function initProject(
  request: InitRequest,
): Promise<{ readonly proposal: Proposal; readonly written: Written }> {
  const { folder } = request;
  await mkdir(folder, { recursive: true });
  const warehouse = duckdb("warehouse.duckdb");
  const engine = await openDuckDb({ warehouse, folder, mode: "inspect" });
  try {
    const proposal = await proposeProject({
      folder,
      engine,
      warehouse,
      ...(request.from === undefined ? {} : { from: request.from }),
      ...(request.region === undefined ? {} : { region: request.region }),
    });
    return { proposal, written: await writeProject(folder, proposal, { force: request.force === true }) };
  } finally {
    await engine.close();
  }
}
