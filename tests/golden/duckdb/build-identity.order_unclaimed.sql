-- build identity.order_unclaimed
-- One row a component that no order id claims.
-- reads identity.order_nodes, identity.order_claims
-- writes identity.order_unclaimed

-- write create
create table if not exists "nexus_identity"."order_unclaimed__next" ("_component" bigint, "born_order" hugeint using compression uncompressed, "birth_value" bigint);

-- write build
insert into "nexus_identity"."order_unclaimed__next" ("_component", "born_order", "birth_value")
select
  "n"."_component" as "_component",
  min("n"."first_order") as "born_order",
  arg_min("n"."_value", row("n"."first_order", "n"."_value")) as "birth_value"
from "nexus_identity"."order_nodes__next" as "n"
where not exists (select 1 from "nexus_identity"."order_claims__next" as "c" where c._component = "n"."_component")
group by "n"."_component";
