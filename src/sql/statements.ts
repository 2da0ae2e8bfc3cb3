import type { Column } from "../model/column.ts";
import type { ScanStep, Step } from "../model/step.ts";
import type { Dialect } from "./dialect.ts";
import { text, trim, tryCast } from "./functions.ts";
import { contentOf, deletionsIn, isGone, isMarked, isWithdrawn, newestFirst } from "./kept-rows.ts";
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

function write(label: string, fragment: Sql, when?: string): Statement {
  return { does: "write", label, sql: fragment, ...(when === undefined ? {} : { when }) };
}

function count(label: string, fragment: Sql, when?: string): Statement {
  return { does: "count", label, sql: fragment, ...(when === undefined ? {} : { when }) };
}

/** The statements of a step in a dialect; steps that need rows from outside of SQL have only those around them. */
export function statementsOf(step: Step<Sql>, dialect: Dialect): readonly Statement[] {
  const { statements } = dialect;
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
      return [
        ...made(statements, "build", table(step.table), step.columns, step.query),
        ...known(statements, table(step.table)),
      ];
    case "scan":
      return scanStatements(step, dialect);
    case "load":
    case "parse":
    case "components":
      return [write("create", statements.createEmptyTable(table(step.table), step.columns))];
    case "constrained":
      return [step.parts, step.refused].map(({ table: ref, columns }) =>
        write(`create ${ref.name}`, statements.createEmptyTable(table(ref), columns)),
      );
    case "check":
      return [{ does: "count", label: "rows", sql: sql`select count(*) from (${step.query}) as q` }];
    case "publish":
      return [];
  }
}

/** What the planner of an engine must be told of a table that has just been filled. */
function known(statements: Dialect["statements"], filledTable: Sql): readonly Statement[] {
  const told = statements.gatherStatistics?.(filledTable);
  return told === undefined ? [] : [write("gather statistics", told)];
}

/** Makes a table and fills it. */
function made(
  { createEmptyTable, createFilledTable, insertInto }: Dialect["statements"],
  label: string,
  next: Sql,
  columns: readonly Column[],
  query: Sql,
): readonly Statement[] {
  if (createFilledTable !== undefined) return [write(label, createFilledTable(next, columns, query))];
  const names = columns.map((column) => column.name);
  return [write("create", createEmptyTable(next, columns)), write(label, insertInto(next, names, query))];
}

function scanStatements(step: Extract<Step<Sql>, { kind: "scan" }>, { statements }: Dialect): readonly Statement[] {
  const next = table(step.table);
  const prior = table(step.table, "prior");
  const aside = table(step.setAside.table);
  // Called like what a run has not published, so that what a killed run leaves is found and dropped.
  const scratch = (what: string): Sql =>
    table({ layer: step.table.layer, name: `${step.table.name}__${what}${workingSuffix}` }, "prior");
  const [winners, twice, keysTwice] = [scratch("winners"), scratch("twice"), scratch("keys_twice")];
  const [remembered, withdrawn] = [scratch("remembered"), scratch("withdrawn")];
  const key = name(step.key);
  const all = [...step.columns, ...step.carried];
  const columns = all.map((column) => column.name);
  const list = join(columns.map((column) => name(column)));
  const notOlder = (other: string): Sql =>
    sql`(${name(other, "_ingested_at")} >= p._ingested_at or ${name(other, "_ingested_at")} is null or p._ingested_at is null)`;
  const stillMeant =
    step.withdrawn === undefined
      ? sql``
      : sql` and not exists (select 1 from ${withdrawn} as w where w.${key} = p.${key} and ${notOlder("w")})`;
  const query =
    step.carried.length === 0
      ? step.query
      : sql`select q.*, ${join(step.carried.map((column) => name("p", column.name)))} from (${step.query}) as q left join ${prior} as p on p.${key} = q.${key}`;
  const kept = join(
    columns.map((column) => {
      const retyped = step.retyped.find((one) => one.name === column);
      return retyped === undefined ? name("p", column) : tryCast(text(name("p", column)), retyped.type);
    }),
  );
  return [
    ...made(statements, "scan", next, all, query),
    ...known(statements, next),
    ...(step.rejected === undefined
      ? []
      : [write("reject", statements.insertInto(next, ["_unusable"], sql`select reason from (${step.rejected}) as e`))]),
    count("unusable", sql`select count(*) from ${next} where _unusable is not null`),
    ...(step.deletions?.marks.includes("_left_out") === true
      ? [count("left out", sql`select count(*) from ${next} where _left_out`)]
      : []),
    count("unreadable", sql`select count(*) from ${next} where _unreadable is not null and _unusable is null`),
    write("set aside table", statements.createEmptyTable(aside, step.setAside.columns)),
    write(
      "set aside",
      statements.insertInto(
        aside,
        step.setAside.columns.map((column) => column.name),
        step.setAside.query,
      ),
      "unusable",
    ),
    write("leave out", statements.deleteFrom(next, sql`_unusable is not null`), "unusable"),
    ...(step.withdrawn === undefined
      ? []
      : [
          write("find what is withdrawn", statements.createTableAs(withdrawn, step.withdrawn)),
          write("withdraw", statements.deleteFrom(next, isWithdrawn(next, key, withdrawn))),
        ]),
    write(
      "find keys twice",
      statements.createTableAs(keysTwice, sql`select ${key} from ${next} group by ${key} having count(*) > 1`),
    ),
    count("duplicated", sql`select count(*) from ${keysTwice}`),
    write(
      "gather",
      statements.createTableAs(
        twice,
        sql`select *, ${contentOf(columns)} as _content from ${next} where ${key} in (select ${key} from ${keysTwice})`,
      ),
      "duplicated",
    ),
    write(
      "choose",
      statements.createTableAs(
        winners,
        sql`select ${list}, _content from (select *, row_number() over (partition by ${key} order by ${newestFirst(step)}) as _place from ${twice}) as r where _place = 1`,
      ),
      "duplicated",
    ),
    count("duplicates", sql`select (select count(*) from ${twice}) - (select count(*) from ${winners})`, "duplicated"),
    count(
      "conflicts",
      sql`select count(*) from ${twice} as t join ${winners} as w on t.${key} = w.${key} where t._ingested_at is not distinct from w._ingested_at and t._content <> w._content`,
      "duplicated",
    ),
    write("drop losers", statements.deleteFrom(next, sql`${key} in (select ${key} from ${winners})`), "duplicated"),
    write("keep winners", statements.insertInto(next, columns, sql`select ${list} from ${winners}`), "duplicated"),
    write("drop winners", statements.dropTable(winners), "duplicated"),
    write("drop gathered", statements.dropTable(twice), "duplicated"),
    write("drop keys twice", statements.dropTable(keysTwice)),
    count("known", sql`select count(*) from ${prior}`),
    write(
      "find what is remembered",
      statements.createTableAs(
        remembered,
        sql`select ${key} from ${prior} as p where not exists (select 1 from ${next} as n where n.${key} = p.${key} and ${notOlder("n")})${stillMeant}`,
      ),
      "known",
    ),
    count("remembered", sql`select count(*) from ${remembered}`, "known"),
    ...step.retyped.map((column) =>
      count(
        `retyped ${column.name}`,
        sql`select count(*) from ${prior} as p where ${key} in (select ${key} from ${remembered}) and nullif(${trim(text(name("p", column.name)))}, '') is not null and ${tryCast(text(name("p", column.name)), column.type)} is null`,
        "remembered",
      ),
    ),
    ...step.carried.map((column) =>
      count(
        `carried ${column.name}`,
        sql`select count(${name(column.name)}) from ${prior} where ${key} in (select ${key} from ${remembered})`,
        "remembered",
      ),
    ),
    write("give way", statements.deleteFrom(next, sql`${key} in (select ${key} from ${remembered})`), "remembered"),
    write(
      "remember",
      statements.insertInto(
        next,
        columns,
        sql`select ${kept} from ${prior} as p where ${key} in (select ${key} from ${remembered})`,
      ),
      "remembered",
    ),
    write("drop what is remembered", statements.dropTable(remembered), "known"),
    ...(step.withdrawn === undefined ? [] : [write("drop what is withdrawn", statements.dropTable(withdrawn))]),
    ...(step.deletions === undefined ? [] : deletionStatements(step.deletions, next, key, statements)),
    count("kept", sql`select count(*) from ${next}`),
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
  const gone = isGone(next, key, marks, deletions);
  return [
    {
      does: "write",
      label: "deletions",
      sql: statements.createTableAs(
        deletions,
        deletionsIn(
          [
            sql`select ${key}, _ingested_at from ${before}`,
            sql`select ${key}, _ingested_at from ${next} where ${isMarked(marks)}`,
          ],
          key,
        ),
      ),
    },
    ...(marks.includes("_deleted")
      ? [{ does: "count", label: "deleted", sql: sql`select count(*) from ${next} where _deleted` } as const]
      : []),
    { does: "count", label: "gone", sql: sql`select count(*) from ${next} where ${gone}` },
    { does: "write", label: "delete", when: "gone", sql: statements.deleteFrom(next, gone) },
  ];
}
