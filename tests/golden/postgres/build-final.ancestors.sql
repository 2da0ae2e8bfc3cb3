-- build final.ancestors
-- One row an entity and one that stands above it now, directly or through others.
-- reads final.relationships
-- writes final.ancestors

-- write build
create table "nexus"."ancestors__next" as
select cast("q"."kind" as text) collate "C" as "kind", cast("q"."entity_type" as text) collate "C" as "entity_type", cast("q"."entity_id" as text) collate "C" as "entity_id", cast("q"."ancestor_id" as text) collate "C" as "ancestor_id", cast("q"."depth" as bigint) as "depth", cast("q"."is_top" as boolean) as "is_top" from (select
  'guest_of' as "kind",
  'group' as "entity_type",
  "w"."entity_id" as "entity_id",
  "w"."ancestor_id" as "ancestor_id",
  "w"."depth" as "depth",
  "w"."is_top" = 1 as "is_top"
from (with recursive links as (select
  "r"."from_id" as "lower",
  "r"."to_id" as "upper"
from "nexus"."relationships__next" as "r"
where "r"."kind" = 'guest_of' and "r"."since" <= :horizon and ("r"."until" is null or "r"."until" > :horizon)), reached as (select l.lower as entity_id, l.upper as ancestor_id from links as l union select r.entity_id, l.upper from reached as r join links as l on l.lower = r.ancestor_id), counted as (select r.entity_id, count(*) as all_above from reached as r group by r.entity_id), up as (select l.lower as entity_id, l.upper as ancestor_id, 1 as depth from links as l union select u.entity_id, l.upper, u.depth + 1 from up as u join counted as c on c.entity_id = u.entity_id join links as l on l.lower = u.ancestor_id where u.ancestor_id <> u.entity_id and u.depth < c.all_above) select u.entity_id, u.ancestor_id, min(u.depth) as depth, min(case when t.lower is null then 1 else 0 end) as is_top from up as u left join links as t on t.lower = u.ancestor_id where u.ancestor_id <> u.entity_id group by u.entity_id, u.ancestor_id) as "w") as q;

-- write gather statistics
analyze "nexus"."ancestors__next";
