import type { Column } from "../model/column.ts";
import type { ScanStep } from "../model/step.ts";
import { type TableRef, tableName } from "../model/table.ts";
import { contentOf, deletionsIn, isGone, isMarked, isWithdrawn, newestFirst } from "../sql/kept-rows.ts";
import { join, name, type Sql, sql, table } from "../sql/sql.ts";
import type { Model } from "./model.ts";
import { badRows, stoppedBy, unreadable } from "./stops.ts";
import type { Writing } from "./writing.ts";

/** The table of all that a scan reads, before anything is set aside or left out. */
export function readRef({ table: ref }: Pick<ScanStep<Sql>, "table">): TableRef {
  return { layer: ref.layer, name: `${ref.name}__read` };
}

/**
 * A scan as models: what was read, what is set aside of it, and of the rest the newest version of each row that is not
 * gone. It is what a first run does, step by step; nothing is remembered of rows that raw has no more.
 */
export function scanModels(
  step: ScanStep<Sql>,
  sentenceOf: (ref: TableRef, otherwise: string) => string,
  writing: Writing,
): readonly Model[] {
  const { columns, setAside, deletions } = step;
  const [kept, read] = [step.table, readRef(step)];
  // The step speaks of one table, whose rows become fewer: here each state of it is a table of its own.
  const model = (ref: TableRef, sentence: string, of: readonly Column[], query: Sql, before: TableRef): Model => ({
    ref,
    sentence,
    columns: of,
    isView: false,
    body: writing.text(writing.declared(of, query), new Map([[tableName(kept), writing.ref(before)]])),
  });
  // Whatever is made of the rows is made of those that are kept.
  const guarded = (of: Model): Model => {
    if (step.badValues !== "fail") return of;
    const stop = stoppedBy(badRows(step), unreadable(step), writing, new Map([[tableName(kept), writing.ref(read)]]));
    return { ...of, body: `${stop}\n${of.body}` };
  };
  const made = [
    model(read, `What was read for ${tableName(kept)}, with what cannot be used.`, columns, step.query, read),
    model(setAside.table, sentenceOf(setAside.table, step.reason), setAside.columns, setAside.query, read),
  ];
  const sentence = sentenceOf(kept, step.reason);
  if (deletions === undefined) return [...made, guarded(model(kept, sentence, columns, newest(step), read))];
  const between: TableRef = { layer: kept.layer, name: `${kept.name}__newest` };
  const key = name(step.key);
  const { marks } = deletions;
  const gone = sql`select ${key}, _ingested_at from ${table(kept)} where ${isMarked(marks)}`;
  const rest = sql`select n.* from ${table(kept)} as n where not coalesce((${isGone(sql`n`, key, marks, table(deletions.table))}), false)`;
  return [
    ...made,
    guarded(
      model(
        between,
        `The newest versions for ${tableName(kept)}, with those that are gone.`,
        columns,
        newest(step),
        read,
      ),
    ),
    model(
      deletions.table,
      `What ${step.source} says to be gone of ${step.event}.`,
      deletions.columns,
      deletionsIn([gone], key),
      between,
    ),
    model(kept, sentence, columns, rest, between),
  ];
}

/** The newest version of each row that can be used and is not withdrawn. */
function newest(step: ScanStep<Sql>): Sql {
  const key = name(step.key);
  const columns = step.columns.map((column) => column.name);
  const list = join(columns.map((column) => name(column)));
  const meant =
    step.withdrawn === undefined ? sql`` : sql` and not ${isWithdrawn(sql`n`, key, sql`(${step.withdrawn})`)}`;
  const usable = sql`select n.*, count(*) over (partition by n.${key}) as _copies from ${table(step.table)} as n where n._unusable is null${meant}`;
  // Only versions of one row are told apart by what they say.
  const told = sql`select u.*, case when u._copies > 1 then ${contentOf(columns)} end as _content from (${usable}) as u`;
  return sql`select ${list} from (select t.*, row_number() over (partition by ${key} order by ${newestFirst(step)}) as _place from (${told}) as t) as r where _place = 1`;
}
