import type { Problem } from "../base/problem.ts";
import type { Step } from "../model/step.ts";
import { type TableRef, tableName } from "../model/table.ts";
import type { Dialect } from "../sql/dialect.ts";
import { schemaOf } from "../sql/locate.ts";
import type { Sql } from "../sql/sql.ts";
import type { Compiled } from "./plan.ts";

/**
 * Names that the engine would not keep as they are. What lives from run to run is found again by its name, so that it
 * must be kept; names of working tables may be shortened.
 */
export function namesThatDoNotFit(
  { plan, columns, tables }: Compiled,
  { longestName }: Pick<Dialect, "longestName">,
  prefix: string,
): readonly Problem[] {
  if (longestName === undefined) return [];
  const found = new Map<string, Problem>();
  const check = (what: string, name: string, where: string, hint: string): void => {
    const bytes = new TextEncoder().encode(name).length;
    if (bytes <= longestName) return;
    found.set(`${what} ${name}`, {
      code: "name-invalid",
      message: `The name of a ${what} would be too long for this engine.`,
      where: { table: where },
      found: `"${name}", ${bytes} bytes`,
      accepted: `at most ${longestName} bytes`,
      hint,
    });
  };
  const publish = plan.steps.find((step): step is Extract<Step<Sql>, { kind: "publish" }> => step.kind === "publish");
  const lasting: readonly TableRef[] = [
    ...(publish?.tables.map(({ table }) => table) ?? []),
    ...(publish?.views.map(({ view }) => view) ?? []),
    ...[...tables.values()].filter((table) => table.lifetime === "state").map((table) => table.ref),
  ];
  for (const ref of lasting) {
    const place = tableName(ref);
    check("schema", schemaOf(prefix, ref.layer), place, "choose a shorter schemaPrefix");
    check(
      "table",
      ref.name,
      place,
      "give the source a shorter `key`, or the event, list or entity type a shorter name",
    );
    for (const { name } of columns.get(place) ?? [])
      check(
        "column",
        name,
        place,
        "give the mention a shorter `key`, or the identifier, trait or column a shorter name",
      );
  }
  return [...found.values()];
}
