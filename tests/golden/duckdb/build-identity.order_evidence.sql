-- build identity.order_evidence
-- One row a combination of raw values seen together on a order.
-- reads core.order_mentions
-- writes identity.order_evidence

-- write create
create table if not exists "nexus_identity"."order_evidence__next" ("_combination" hugeint using compression uncompressed, "_v_order_id" bigint, "first_order" hugeint using compression uncompressed, "last_order" hugeint using compression uncompressed, "mentions" bigint);

-- write build
insert into "nexus_identity"."order_evidence__next" ("_combination", "_v_order_id", "first_order", "last_order", "mentions")
select
  "m"."_combination" as "_combination",
  "m"."_v_order_id" as "_v_order_id",
  min("m"."_order") as "first_order",
  max(case when "m"."occurred_at" <= :horizon + interval '1' day then "m"."_order" end) as "last_order",
  count(*) as "mentions"
from "nexus_core"."order_mentions__next" as "m"
group by "m"."_combination", "m"."_v_order_id";
