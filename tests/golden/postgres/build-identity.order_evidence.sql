-- build identity.order_evidence
-- One row a combination of raw values seen together on a order.
-- reads core.order_mentions
-- writes identity.order_evidence

-- write build
create table "nexus_identity"."order_evidence__next" as
select cast("q"."_combination" as uuid) as "_combination", cast("q"."_v_order_id" as bigint) as "_v_order_id", cast("q"."first_order" as text) collate "C" as "first_order", cast("q"."last_order" as text) collate "C" as "last_order", cast("q"."mentions" as bigint) as "mentions" from (select
  "m"."_combination" as "_combination",
  "m"."_v_order_id" as "_v_order_id",
  min("m"."_order") as "first_order",
  max(case when "m"."occurred_at" <= :horizon + 1 * interval '1 day' then "m"."_order" end) as "last_order",
  count(*) as "mentions"
from "nexus_core"."order_mentions__next" as "m"
group by "m"."_combination", "m"."_v_order_id") as q;

-- write gather statistics
analyze "nexus_identity"."order_evidence__next";
