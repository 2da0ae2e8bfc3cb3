-- build identity.person_nodes
-- One row an identifier of a person, whatever its spellings.
-- reads identity.person_components, identity.person_settled, identity.person_sightings, identity.person_same
-- writes identity.person_nodes

-- write create
create table if not exists "nexus_identity"."person_nodes__next" ("_value" bigint, "_component" bigint, "_gross" bigint, "first_order" hugeint using compression uncompressed);

-- write build
insert into "nexus_identity"."person_nodes__next" ("_value", "_component", "_gross", "first_order")
select
  coalesce("o"."_node", "c"."_value") as "_value",
  "c"."_component" as "_component",
  "c"."_gross" as "_gross",
  min("s"."first_order") as "first_order"
from (select
  "c"."_value" as "_value",
  "c"."_component" as "_gross",
  coalesce("z"."_component", "c"."_component") as "_component"
from "nexus_identity"."person_components__next" as "c"
left join "nexus_identity"."person_settled__next" as "z" on "z"."_value" = "c"."_value") as "c"
join "nexus_identity"."person_sightings__next" as "s" on "s"."_value" = "c"."_value"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "c"."_value"
group by coalesce("o"."_node", "c"."_value"), "c"."_component", "c"."_gross";
