import type { ScanStep, Step } from "../model/step.ts";
import type { Dialect } from "./dialect.ts";
import { md5, rowJson, text } from "./functions.ts";
import { workingSuffix } from "./locate.ts";
import { join, name, type Sql, sql, table } from "./sql.ts";

/**
 * One statement of a step. A `count` asks for one number, under its label; a statement with `when` runs only if that
 * number is above zero. Conditions are data, so that a plan can be printed, and walked by more than one reader.
 */
export interface Statement {
  readonly does: "write" | "count";
  readonly label: string;
  readonly sql: Sql;
  readonly when?: string;
}

/** The statements of a step in a dialect; steps that need rows from outside of SQL have only those around them. */
export function statementsOf(step: Step<Sql>, dialect: Dialect): readonly Statement[] {
  const { statements } = dialect;
  const write = (label: string, fragment: Sql, when?: string): Statement => ({
    does: "write",
    label,
    sql: fragment,
    ...(when === undefined ? {} : { when }),
  });
  switch (step.kind) {
    case "ensure":
      return [
        ...step.tables.map(({ table: ref, columns }) =>
          write(`create ${ref.name}`, statements.createEmptyTable(table(ref, "prior"), columns)),
        ),
        ...step.additions.map(({ table: ref, column }) =>
          write(`add ${ref.name}.${column.name}`, statements.addColumn(table(ref, "prior"), column)),
        ),
      ];
    case "build":
      return [write("build", statements.createTableAs(table(step.table), step.query))];
    case "scan":
      return scanStatements(step, dialect);
    case "load":
    case "parse":
    case "components":
      return [write("create", statements.createEmptyTable(table(step.table), step.columns))];
    case "check":
      return [{ does: "count", label: "rows", sql: sql`select count(*) from (${step.query}) as q` }];
    case "publish":
      return [];
  }
}

function scanStatements(step: Extract<Step<Sql>, { kind: "scan" }>, { statements }: Dialect): readonly Statement[] {
  const next = table(step.table);
  const prior = table(step.table, "prior");
  const aside = table(step.setAside.table);
  // Called like what a run has not published, so that what a killed run leaves is found and dropped.
  const scratch = (what: string): Sql =>
    table({ layer: step.table.layer, name: `${step.table.name}__${what}${workingSuffix}` }, "prior");
  const [winners, twice, keysTwice] = [scratch("winners"), scratch("twice"), scratch("keys_twice")];
  const key = name(step.key);
  const columns = step.columns.map((column) => column.name);
  const list = join(columns.map((column) => name(column)));
  const notOlder = (other: string): Sql =>
    sql`(${name(other, "_ingested_at")} >= p._ingested_at or ${name(other, "_ingested_at")} is null or p._ingested_at is null)`;
  const [newer, best, withdrawn] =
    step.keep === "newest"
      ? [notOlder("n"), sql`_ingested_at desc nulls last`, sql` and ${notOlder("w")}`]
      : [sql`n.occurred_at <= p.occurred_at`, sql`occurred_at, _ingested_at`, sql``];
  const stillMeant =
    step.withdrawn === undefined
      ? sql``
      : sql` and not exists (select 1 from (${step.withdrawn}) as w where w.${key} = p.${key}${withdrawn})`;
  return [
    { does: "write", label: "scan", sql: statements.createTableAs(next, step.query) },
    ...(step.rejected === undefined
      ? []
      : [
          {
            does: "write",
            label: "reject",
            sql: statements.insertInto(next, ["_unusable"], sql`select reason from (${step.rejected}) as e`),
          } as const,
        ]),
    { does: "count", label: "unusable", sql: sql`select count(*) from ${next} where _unusable is not null` },
    {
      does: "count",
      label: "unreadable",
      sql: sql`select count(*) from ${next} where _unreadable is not null and _unusable is null`,
    },
    { does: "write", label: "set aside table", sql: statements.createEmptyTable(aside, step.setAside.columns) },
    {
      does: "write",
      label: "set aside",
      when: "unusable",
      sql: statements.insertInto(
        aside,
        step.setAside.columns.map((column) => column.name),
        step.setAside.query,
      ),
    },
    {
      does: "write",
      label: "leave out",
      when: "unusable",
      sql: statements.deleteFrom(next, sql`_unusable is not null`),
    },
    ...(step.withdrawn === undefined || step.keep !== "newest"
      ? []
      : [
          {
            does: "write",
            label: "withdraw",
            // A newer version of the row does not meet the condition any more.
            sql: statements.deleteFrom(
              next,
              sql`exists (select 1 from (${step.withdrawn}) as w where w.${key} = ${next}.${key} and w._ingested_at > ${next}._ingested_at)`,
            ),
          } as const,
        ]),
    { does: "count", label: "known", sql: sql`select count(*) from ${prior}` },
    {
      does: "write",
      label: "remember",
      when: "known",
      sql: statements.insertInto(
        next,
        columns,
        sql`select ${list} from ${prior} as p where not exists (select 1 from ${next} as n where n.${key} = p.${key} and ${newer})${stillMeant}`,
      ),
    },
    {
      does: "write",
      label: "find keys twice",
      sql: statements.createTableAs(keysTwice, sql`select ${key} from ${next} group by ${key} having count(*) > 1`),
    },
    { does: "count", label: "duplicated", sql: sql`select count(*) from ${keysTwice}` },
    {
      does: "write",
      label: "gather",
      when: "duplicated",
      sql: statements.createTableAs(
        twice,
        sql`select *, ${md5(text(rowJson(name("t"))))} as _content from ${next} as t where ${key} in (select ${key} from ${keysTwice})`,
      ),
    },
    {
      does: "write",
      label: "choose",
      when: "duplicated",
      sql: statements.createTableAs(
        winners,
        sql`select ${list}, _content from (select *, row_number() over (partition by ${key} order by ${best}, _content) as _place from ${twice}) as r where _place = 1`,
      ),
    },
    {
      does: "count",
      label: "duplicates",
      when: "duplicated",
      sql: sql`select (select count(*) from ${twice}) - (select count(*) from ${winners})`,
    },
    {
      does: "count",
      label: "conflicts",
      when: "duplicated",
      sql: sql`select count(*) from ${twice} as t join ${winners} as w on t.${key} = w.${key} where t._ingested_at is not distinct from w._ingested_at and t._content <> w._content`,
    },
    {
      does: "write",
      label: "drop losers",
      when: "duplicated",
      sql: statements.deleteFrom(next, sql`${key} in (select ${key} from ${winners})`),
    },
    {
      does: "write",
      label: "keep winners",
      when: "duplicated",
      sql: statements.insertInto(next, columns, sql`select ${list} from ${winners}`),
    },
    { does: "write", label: "drop winners", when: "duplicated", sql: statements.dropTable(winners) },
    { does: "write", label: "drop gathered", when: "duplicated", sql: statements.dropTable(twice) },
    { does: "write", label: "drop keys twice", sql: statements.dropTable(keysTwice) },
    ...(step.deletions === undefined ? [] : deletionStatements(step.deletions, next, key, statements)),
    { does: "count", label: "kept", sql: sql`select count(*) from ${next}` },
  ];
}

/** What is deleted stays deleted: also when raw forgets the deletion and has an older version of the row again. */
function deletionStatements(
  { table: ref, marks }: NonNullable<ScanStep<Sql>["deletions"]>,
  next: Sql,
  key: Sql,
  statements: Dialect["statements"],
): readonly Statement[] {
  const [deletions, before] = [table(ref), table(ref, "prior")];
  const marked = join(
    marks.map((mark) => name(mark)),
    sql` or `,
  );
  const gone = sql`${marked} or exists (select 1 from ${deletions} as d where d.${key} = ${next}.${key} and d._ingested_at > ${next}._ingested_at)`;
  return [
    {
      does: "write",
      label: "deletions",
      sql: statements.createTableAs(
        deletions,
        sql`select ${key}, max(_ingested_at) as _ingested_at from (select ${key}, _ingested_at from ${before} union all select ${key}, _ingested_at from ${next} where ${marked}) as d group by ${key}`,
      ),
    },
    ...(marks.includes("_deleted")
      ? [{ does: "count", label: "deleted", sql: sql`select count(*) from ${next} where _deleted` } as const]
      : []),
    { does: "count", label: "gone", sql: sql`select count(*) from ${next} where ${gone}` },
    { does: "write", label: "delete", when: "gone", sql: statements.deleteFrom(next, gone) },
  ];
}
