-- build identity.order_unclaimed
-- One row a component that no order id claims.
-- reads identity.order_nodes, identity.order_claims
-- writes identity.order_unclaimed

-- write build
create table "nexus_identity"."order_unclaimed__next" as
select cast("q"."_component" as bigint) as "_component", cast("q"."born_order" as text) collate "C" as "born_order", cast("q"."birth_value" as bigint) as "birth_value" from (select
  "n"."_component" as "_component",
  min("n"."first_order") as "born_order",
  (array_agg("n"."_value" order by "n"."first_order", "n"."_value") filter (where "n"."_value" is not null))[1] as "birth_value"
from "nexus_identity"."order_nodes__next" as "n"
where not exists (select 1 from "nexus_identity"."order_claims__next" as "c" where c._component = "n"."_component")
group by "n"."_component") as q;

-- write gather statistics
analyze "nexus_identity"."order_unclaimed__next";
