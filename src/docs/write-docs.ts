import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { NexusError } from "../base/problem.ts";
import type { Project } from "../project/project.ts";
import { page } from "./page.ts";

/** What was written. */
export interface WrittenDocs {
  /** The page. */
  readonly file: string;
  readonly tables: number;
  readonly columns: number;
  /** Whether a run is published, so that the page has its numbers. */
  readonly hasFigures: boolean;
  /** Why the page does not say which raw columns columns are made from, where that is so. */
  readonly lineageProblem?: string;
}

/** Writes a project's page, `index.html`, into a folder, which is made. */
export async function writeDocs(project: Project, folder = "nexus-docs"): Promise<WrittenDocs> {
  const description = await project.describe();
  const file = join(folder, "index.html");
  const text = page(description, new Date().toISOString());
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    throw new NexusError(
      {
        code: "file-unwritable",
        message: "The page cannot be written.",
        where: { file },
        found: cause instanceof Error ? cause.message : String(cause),
        hint: "--out names another folder",
      },
      { cause },
    );
  }
  const { tables, figures, lineageProblem } = description;
  return {
    file,
    tables: tables.length,
    columns: tables.reduce((sum, table) => sum + table.columns.length, 0),
    hasFigures: figures !== undefined,
    ...(lineageProblem === undefined ? {} : { lineageProblem }),
  };
}
