-- build identity.person_nodes
-- One row an identifier of a person, whatever its spellings.
-- reads identity.person_components, identity.person_sightings, identity.person_same
-- writes identity.person_nodes

-- write create
create table if not exists "nexus_identity"."person_nodes__next" ("_value" bigint, "_component" bigint, "first_order" text collate "C");

-- write build
insert into "nexus_identity"."person_nodes__next" ("_value", "_component", "first_order")
select
  coalesce("o"."_node", "c"."_value") as "_value",
  "c"."_component" as "_component",
  min("s"."first_order") as "first_order"
from "nexus_identity"."person_components__next" as "c"
join "nexus_identity"."person_sightings__next" as "s" on "s"."_value" = "c"."_value"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "c"."_value"
group by coalesce("o"."_node", "c"."_value"), "c"."_component";

-- write gather statistics
analyze "nexus_identity"."person_nodes__next";
