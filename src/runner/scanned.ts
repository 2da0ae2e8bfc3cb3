import type { Problem } from "../base/problem.ts";
import type { ScanStep } from "../model/step.ts";
import type { Sql } from "../sql/sql.ts";
import type { SourceRows } from "./report.ts";

/** What the statements of a scan counted, by their labels. */
type Counts = ReadonlyMap<string, number>;

/** What became of the raw rows of one event definition. */
export function sourceRows(step: ScanStep<Sql>, counts: Counts): SourceRows {
  const count = (label: string): number => counts.get(label) ?? 0;
  return {
    source: step.source,
    event: step.event,
    // A row that does not meet the condition is read only to be compared with its other versions.
    read: count("scan rows") + count("reject rows") - count("left out"),
    setAside: count("unusable"),
    kept: count("kept"),
    duplicates: count("duplicates"),
    conflicts: count("conflicts"),
    remembered: count("remember rows"),
    deleted: count("deleted"),
    unreadable: count("unreadable"),
  };
}

/** A definition that most of its rows do not fit: it is more likely wrong than the rows. */
export function misfit({ source, event, read, setAside }: SourceRows): readonly Problem[] {
  if (setAside === 0 || setAside * 2 < read) return [];
  return [
    {
      code: "config-invalid",
      severity: "warning",
      message: `${setAside} of ${read} raw rows of ${source}.${event} could not become events.`,
      where: { source, event },
      hint: `why: select reason, count(*) from nexus_source.${source}_set_aside group by 1`,
    },
  ];
}

/** What is remembered of mentions that the definition does not have: nobody is known by it now. */
export function unread(step: ScanStep<Sql>, counts: Counts): readonly Problem[] {
  const found = step.carried
    .map(({ name }) => ({ name, rows: counts.get(`carried ${name}`) ?? 0 }))
    .filter(({ name, rows }) => name.includes("__") && rows > 0)
    .map(({ name, rows }) => `${name.replace("__", ".")} (${rows} rows)`);
  if (found.length === 0) return [];
  return [
    {
      code: "config-invalid",
      severity: "warning",
      message: `${step.source}.${step.event} does not read what is remembered of rows that raw has no more.`,
      where: { source: step.source, event: step.event },
      found: found.join(", "),
      hint: "a mention whose role was renamed needs its old role as `key`; an identifier or trait that was left out may come back",
    },
  ];
}

/** Remembered values that cannot be read in the type that their column has now: why, and how many. */
export function retypedValues(step: ScanStep<Sql>, counts: Counts): readonly (readonly [string, number])[] {
  return step.retyped
    .map(
      ({ name }) =>
        [
          `${name.replaceAll("__", ".")}: what was kept of it has another type`,
          counts.get(`retyped ${name}`) ?? 0,
        ] as const,
    )
    .filter(([, rows]) => rows > 0);
}
