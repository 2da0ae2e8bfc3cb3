-- build identity.group_nodes
-- One row an identifier of a group, whatever its spellings.
-- reads identity.group_components, identity.group_sightings, identity.group_same
-- writes identity.group_nodes

-- write build
create table "nexus_identity"."group_nodes__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."_component" as bigint) as "_component", cast("q"."_gross" as bigint) as "_gross", cast("q"."first_order" as text) collate "C" as "first_order" from (select
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
group by coalesce("o"."_node", "c"."_value"), "c"."_component", "c"."_gross") as q;

-- write gather statistics
analyze "nexus_identity"."group_nodes__next";
