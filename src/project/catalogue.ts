import { nearest } from "../base/nearest.ts";
import { NexusError, type Problem } from "../base/problem.ts";
import { rawTablesOf } from "../config/event-fields.ts";
import type { Catalogue, Project, RawRelation } from "../config/project.ts";
import type { Engine } from "../engines/engine.ts";
import { Sql } from "../sql/sql.ts";

/** Looks at every raw table of a project. Missing ones are problems, all at once, unless they are optional. */
export async function readCatalogue(project: Project, engine: Engine): Promise<Catalogue> {
  const found = new Map<string, RawRelation>();
  const problems: Problem[] = [];
  for (const source of project.sources) {
    const allowed = source.badValues === "set-aside" ? "allowed" : undefined;
    for (const [name, table] of source.tables) {
      const described = await engine.describe(table, allowed).catch((error: unknown) => {
        if (!(error instanceof NexusError)) throw error;
        problems.push(
          ...error.problems.map((problem) => ({
            ...problem,
            where: { source: source.name, table: name, ...problem.where },
          })),
        );
        return "failed" as const;
      });
      if (described === "failed") continue;
      if (described !== undefined) {
        found.set(`${source.name}.${name}`, described);
        continue;
      }
      const needed = source.events.filter((event) => !event.optional && rawTablesOf(event).includes(name));
      const optional = !(table instanceof Sql) && typeof table === "object" && table.optional === true;
      if (needed.length === 0 || optional) continue;
      const spelt =
        table instanceof Sql
          ? "a query"
          : typeof table === "string"
            ? table
            : "table" in table
              ? table.table
              : table.file;
      const near = nearest(spelt, await engine.namesNear(spelt));
      problems.push({
        code: "table-missing",
        message: `The raw table "${spelt}" is not there.`,
        where: { source: source.name, event: needed.map((event) => event.key).join(", "), table: name },
        found: `"${spelt}"`,
        ...(near === undefined
          ? { hint: "a table of the warehouse as schema.table, or a file relative to the config's folder" }
          : { hint: `did you mean "${near}"?` }),
      });
    }
  }
  if (problems.length > 0) throw new NexusError(problems);
  return found;
}
