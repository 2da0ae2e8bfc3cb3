-- build identity.order_unclaimed
-- One row a component that no order id claims.
-- reads identity.order_nodes, identity.order_claims
-- writes identity.order_unclaimed

-- write create
create table if not exists "nexus_identity"."order_unclaimed__next" ("_component" bigint, "born_order" text collate "C", "birth_value" bigint);

-- write build
insert into "nexus_identity"."order_unclaimed__next" ("_component", "born_order", "birth_value")
select
  "n"."_component" as "_component",
  min("n"."first_order") as "born_order",
  (array_agg("n"."_value" order by "n"."first_order", "n"."_value") filter (where "n"."_value" is not null))[1] as "birth_value"
from "nexus_identity"."order_nodes__next" as "n"
where not exists (select 1 from "nexus_identity"."order_claims__next" as "c" where c._component = "n"."_component")
group by "n"."_component";

-- write gather statistics
analyze "nexus_identity"."order_unclaimed__next";
