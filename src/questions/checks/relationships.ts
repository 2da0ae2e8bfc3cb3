import type { Project } from "../../config/project.ts";
import { ancestorsRef, membershipsRef, relationshipsRef } from "../../layers/tables/final-refs.ts";
import type { TableRef } from "../../model/table.ts";
import { join, name, type Sql, sql, table } from "../../sql/sql.ts";
import { type CheckQuestion, holds, spelt } from "./check-question.ts";

/**
 * What always holds of memberships and relationships: none of the same two in the same role overlaps the next, and where one
 * side is single, none of the same other side. Nothing stands above itself: that is a warning, since the sources say so.
 */
export function relationshipChecks({ relationships }: Pick<Project, "relationships">): readonly CheckQuestion[] {
  const own = relationships.filter((one) => !one.isMembership);
  return [
    ...(own.length < relationships.length ? [apart(membershipsRef, ["person_id", "group_id", "role"])] : []),
    ...(own.length > 0 ? [apart(relationshipsRef, ["kind", "from_id", "to_id", "role"])] : []),
    ...own.flatMap(({ name: kind, single, above }) => {
      const side = single ?? above;
      if (side === undefined) return [];
      const whose = side === "to" ? "from_id" : "to_id";
      // In a hierarchy there is one in whatever role.
      const [columns, inRole] = above === undefined ? [[whose, "role"], ", in one role"] : [[whose], ""];
      const described = `no ${whose} has two ${side}_id of ${kind} at a time${inRole}`;
      return [apart(relationshipsRef, columns, { kind, name: `${spelt(relationshipsRef)}:${kind}`, described })];
    }),
    ...own.filter(({ above }) => above !== undefined).map(({ name: kind }) => notAboveItself(kind)),
  ];
}

/** Columns: `id`, whose it is, `since`, `until`, and `next_since` that lies before its end. */
function apart(
  ref: TableRef,
  whose: readonly string[],
  only?: { readonly kind: string; readonly name: string; readonly described: string },
): CheckQuestion {
  const columns = join(whose.map((column) => name("r", column)));
  const where: Sql = only === undefined ? sql`` : sql` where r.kind = ${only.kind}`;
  const followed = sql`select r.id, ${columns}, r.since, r.until, lead(r.since) over (partition by ${columns} order by r.since, r.id) as next_since from ${table(ref)} as r${where}`;
  return holds(
    "intervals",
    only?.name ?? `${spelt(ref)}:overlap`,
    only?.described ?? `no two intervals of the same two in one role overlap in ${spelt(ref)}`,
    sql`select * from (${followed}) as i where i.until < i.since or (i.next_since is not null and (i.until is null or i.next_since < i.until))`,
  );
}

/** Columns: `entity_id` and `ancestor_id`, of which each stands above the other. */
function notAboveItself(kind: string): CheckQuestion {
  const rows = sql`select a.entity_id, a.ancestor_id from ${table(ancestorsRef)} as a join ${table(ancestorsRef)} as b on b.kind = a.kind and b.entity_id = a.ancestor_id and b.ancestor_id = a.entity_id where a.kind = ${kind}`;
  return { ...holds("hierarchy", kind, `nothing stands above itself in ${kind}`, rows), severity: "warn" };
}
