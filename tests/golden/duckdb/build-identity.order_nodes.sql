-- build identity.order_nodes
-- One row an identifier of a order, whatever its spellings.
-- reads identity.order_components, identity.order_sightings, identity.order_same
-- writes identity.order_nodes

-- write create
create table if not exists "nexus_identity"."order_nodes__next" ("_value" bigint, "_component" bigint, "_gross" bigint, "first_order" hugeint using compression uncompressed);

-- write build
insert into "nexus_identity"."order_nodes__next" ("_value", "_component", "_gross", "first_order")
select
  coalesce("o"."_node", "c"."_value") as "_value",
  "c"."_component" as "_component",
  "c"."_gross" as "_gross",
  min("s"."first_order") as "first_order"
from (select
  "c"."_value" as "_value",
  "c"."_component" as "_gross",
  "c"."_component" as "_component"
from "nexus_identity"."order_components__next" as "c") as "c"
join "nexus_identity"."order_sightings__next" as "s" on "s"."_value" = "c"."_value"
left join "nexus_identity"."order_same__next" as "o" on "o"."_value" = "c"."_value"
group by coalesce("o"."_node", "c"."_value"), "c"."_component", "c"."_gross";
