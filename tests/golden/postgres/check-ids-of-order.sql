-- check ids of order
-- no id is ever given twice
-- reads identity.order_births

-- count rows
select count(*) from (select
  "g"."id" as "id"
from ((select
  "b"."id" as "id"
from "nexus_identity"."order_births__next" as "b")
union all
(select
  "e"."id" as "id"
from "nexus_identity"."order_entities" as "e"
where "e"."id" in (select b.id from "nexus_identity"."order_births__next" as b))) as "g"
group by "g"."id"
having count(*) > 1) as q;
