-- build identity.person_nodes
-- One row an identifier of a person, whatever its spellings.
-- reads identity.person_components, identity.person_settled, identity.person_sightings, identity.person_same
-- writes identity.person_nodes

-- write build
create table "nexus_identity"."person_nodes__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."_component" as bigint) as "_component", cast("q"."_gross" as bigint) as "_gross", cast("q"."first_order" as text) collate "C" as "first_order" from (select
  coalesce("o"."_node", "c"."_value") as "_value",
  "c"."_component" as "_component",
  "c"."_gross" as "_gross",
  min("s"."first_order") as "first_order"
from (select
  "c"."_value" as "_value",
  "c"."_component" as "_gross",
  coalesce("z"."_component", "c"."_component") as "_component"
from "nexus_identity"."person_components__next" as "c"
left join "nexus_identity"."person_settled__next" as "z" on "z"."_value" = "c"."_value"
offset 0) as "c"
join "nexus_identity"."person_sightings__next" as "s" on "s"."_value" = "c"."_value"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "c"."_value"
group by coalesce("o"."_node", "c"."_value"), "c"."_component", "c"."_gross") as q;

-- write gather statistics
analyze "nexus_identity"."person_nodes__next";
