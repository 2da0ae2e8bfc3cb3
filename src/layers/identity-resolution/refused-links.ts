import type { Entity } from "../../config/project.ts";
import { column } from "../../model/column.ts";
import { readWhole, type Table } from "../../model/table.ts";
import { as, noRows, type Relation, select, unionAll } from "../../sql/relation.ts";
import { sql, value } from "../../sql/sql.ts";
import { identifierValue, identityRefs } from "../tables/identity-tables.ts";
import { hasEntityLimits } from "./constrained.ts";

/** `refused_links`: what was seen together and is not one, because a limit would not hold. */
export function refusedLinksView(entities: readonly Entity[]): Table<Relation> {
  const columns = [
    column("entity_type", "text", "type of the entities"),
    column("identifier_type", "text", "type of the weaker identifier"),
    column("identifier_value", "text", "its value, as it is compared", true),
    column("entity_id", "text", "the entity that it is of"),
    column("stronger_type", "text", "type of the stronger identifier that it was seen with"),
    column("stronger_value", "text", "its value, as it is compared", true),
    column("stronger_entity_id", "text", "the entity that that one is of"),
    column("rule", "text", "the limit that would not have held"),
  ];
  const limited = entities.filter(hasEntityLimits);
  return {
    ref: { layer: "identity", name: "refused_links" },
    sentence:
      "One row an identifier and a part that a limit kept it from, by the strongest identifier that it was seen with.",
    columns,
    key: ["entity_type", "identifier_type", "identifier_value", "stronger_type", "stronger_value"],
    scope: { unit: "whole" },
    reads: limited.flatMap((entity) => {
      const of = identityRefs(entity);
      return [of.refusals, of.numbers, of.normalized, of.assignment, of.entities].map(readWhole);
    }),
    lifetime: "derived",
    stored: "view",
    published: true,
    define: (inputs) => {
      if (limited.length === 0) return noRows(columns);
      return unionAll(
        limited.map((entity) => {
          const of = identityRefs(entity);
          const r = as(inputs(of.refusals), "r");
          const side = (suffix: string) => ({
            n: as(inputs(of.numbers), `n_${suffix}`),
            d: as(inputs(of.normalized), `d_${suffix}`),
            a: as(inputs(of.assignment), `a_${suffix}`),
            e: as(inputs(of.entities), `e_${suffix}`),
          });
          const [weak, strong] = [side("weaker"), side("stronger")];
          return [
            { sides: weak, number: r.col("_value") },
            { sides: strong, number: r.col("_other") },
          ].reduce(
            (query, { sides: { n, d, a, e }, number }) =>
              query
                .join(n, sql`${n.col("_value")} = ${number}`)
                .leftJoin(d, sql`${d.col("_value")} = ${number}`)
                .leftJoin(a, sql`${a.col("_value")} = ${number}`)
                .leftJoin(e, sql`${e.col("_entity")} = ${a.col("_entity")}`),
            select({
              entity_type: value(entity.name),
              identifier_type: weak.n.col("identifier_type"),
              identifier_value: identifierValue(weak.n, weak.d),
              entity_id: weak.e.col("id"),
              stronger_type: strong.n.col("identifier_type"),
              stronger_value: identifierValue(strong.n, strong.d),
              stronger_entity_id: strong.e.col("id"),
              rule: r.col("rule"),
            })
              .from(r)
              .where(sql`substr(${weak.n.col("identifier_type")}, 1, 1) <> '_'`),
          );
        }),
      );
    },
  };
}
