import type { Project } from "../../config/project.ts";
import { column, idColumn, sought } from "../../model/column.ts";
import { readWhole, type Table } from "../../model/table.ts";
import { as, noRows, type Relation, select, unionAll } from "../../sql/relation.ts";
import { runValue, type Sql, sql, value } from "../../sql/sql.ts";
import { ancestorsRef, relationshipsRef } from "../tables/final-refs.ts";

const columns = [
  column("kind", "text", "the kind of relationship, as the model declares it"),
  column("entity_type", "text", "type of both"),
  sought(idColumn("entity_id", "the entity")),
  idColumn("ancestor_id", "one that stands above it"),
  column("depth", "integer", "how many steps above it: 1 is its parent"),
  column("is_top", "boolean", "whether nothing stands above the ancestor"),
];

/** `nexus.ancestors`: all that stand above an entity now, in the hierarchies of the model. */
export function ancestorsTable({ relationships }: Pick<Project, "relationships">): Table<Relation> {
  const hierarchies = relationships.filter(({ above }) => above !== undefined);
  return {
    ref: ancestorsRef,
    sentence: "One row an entity and one that stands above it now, directly or through others.",
    columns,
    key: ["kind", "entity_id", "ancestor_id"],
    scope: { unit: "whole" },
    reads: [readWhole(relationshipsRef)],
    lifetime: "derived",
    stored: "table",
    published: true,
    define: (inputs) => {
      const each = hierarchies.map(({ name, above, from }) => {
        const r = as(inputs(relationshipsRef), "r");
        const now = runValue("horizon");
        const [lower, upper] = above === "to" ? ["from_id", "to_id"] : ["to_id", "from_id"];
        const links = select({ lower: r.col(lower), upper: r.col(upper) })
          .from(r)
          .where(
            sql`${r.col("kind")} = ${name}`,
            sql`${r.col("since")} <= ${now}`,
            sql`(${r.col("until")} is null or ${r.col("until")} > ${now})`,
          );
        // No way up is longer than the number of those who stand above: so one that goes in a circle comes to an end, too.
        const walk = as(
          walked(
            sql`with recursive links as (${links.sql}), reached as (select l.lower as entity_id, l.upper as ancestor_id from links as l union select r.entity_id, l.upper from reached as r join links as l on l.lower = r.ancestor_id), counted as (select r.entity_id, count(*) as all_above from reached as r group by r.entity_id), up as (select l.lower as entity_id, l.upper as ancestor_id, 1 as depth from links as l union select u.entity_id, l.upper, u.depth + 1 from up as u join counted as c on c.entity_id = u.entity_id join links as l on l.lower = u.ancestor_id where u.ancestor_id <> u.entity_id and u.depth < c.all_above) select u.entity_id, u.ancestor_id, min(u.depth) as depth, min(case when t.lower is null then 1 else 0 end) as is_top from up as u left join links as t on t.lower = u.ancestor_id where u.ancestor_id <> u.entity_id group by u.entity_id, u.ancestor_id`,
            (column) => r.relation.originsOf(column === "entity_id" ? lower : upper),
          ),
          "w",
        );
        return select({
          kind: value(name),
          entity_type: value(from),
          entity_id: walk.col("entity_id"),
          ancestor_id: walk.col("ancestor_id"),
          depth: walk.col("depth"),
          is_top: sql`${walk.col("is_top")} = 1`,
        }).from(walk);
      });
      return each.length === 0 ? noRows(columns) : unionAll(each);
    },
  };
}

function walked(query: Sql, originsOf: Relation["originsOf"]): Relation {
  return { columns: ["entity_id", "ancestor_id", "depth", "is_top"], sql: query, isQuery: true, originsOf };
}
