-- build identity.group_nodes
-- One row an identifier of a group, whatever its spellings.
-- reads identity.group_components, identity.group_sightings, identity.group_same
-- writes identity.group_nodes

-- write create
create table if not exists "nexus_identity"."group_nodes__next" ("_value" bigint, "_component" bigint, "_gross" bigint, "first_order" hugeint using compression uncompressed);

-- write build
insert into "nexus_identity"."group_nodes__next" ("_value", "_component", "_gross", "first_order")
select
  coalesce("o"."_node", "c"."_value") as "_value",
  "c"."_component" as "_component",
  "c"."_gross" as "_gross",
  min("s"."first_order") as "first_order"
from (select
  "c"."_value" as "_value",
  "c"."_component" as "_gross",
  "c"."_component" as "_component"
from "nexus_identity"."group_components__next" as "c") as "c"
join "nexus_identity"."group_sightings__next" as "s" on "s"."_value" = "c"."_value"
left join "nexus_identity"."group_same__next" as "o" on "o"."_value" = "c"."_value"
group by coalesce("o"."_node", "c"."_value"), "c"."_component", "c"."_gross";
