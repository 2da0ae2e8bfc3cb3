-- build identity.person_constrained
-- One row a raw value of a person in a component that holds more than a limit allows.
-- reads identity.person_components, identity.person_dictionary, identity.person_normalized, identity.person_same, identity.person_sightings
-- writes identity.person_constrained

-- write build
create table "nexus_identity"."person_constrained__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."_component" as bigint) as "_component", cast("q"."_rank" as bigint) as "_rank", cast("q"."_place" as bigint) as "_place" from (select
  "v"."_value" as "_value",
  "v"."_component" as "_component",
  "v"."_rank" as "_rank",
  dense_rank() over (order by "v"."_rank", "v"."first_order", "v"."compared" collate "C") - 1 as "_place"
from (select
  "c"."_value" as "_value",
  "c"."_component" as "_component",
  coalesce("o"."_node", "c"."_value") as "_node",
  case "n"."identifier_type" when 'email' then 0 when 'customer_id' then 1 when 'user_id' then 2 when 'card' then 3 when 'phone' then 4 when 'device' then 5 end as "_rank",
  case when "d"."_value" is null then "n"."raw_value" else "d"."identifier_value" end as "compared",
  min("s"."first_order") over (partition by coalesce("o"."_node", "c"."_value")) as "first_order"
from "nexus_identity"."person_components__next" as "c"
join (select
  "c"."_component" as "_component"
from "nexus_identity"."person_components__next" as "c"
join "nexus_identity"."person_dictionary__next" as "n" on "n"."_value" = "c"."_value"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "c"."_value"
where "n"."identifier_type" in ('email', 'customer_id', 'user_id', 'card') and "o"."_value" is null
group by "c"."_component"
having count(case when "n"."identifier_type" = 'email' then 1 end) > 1 or count(case when "n"."identifier_type" = 'customer_id' then 1 end) > 1 or count(case when "n"."identifier_type" = 'user_id' then 1 end) > 1 or count(case when "n"."identifier_type" = 'card' then 1 end) > 1) as "g" on "g"."_component" = "c"."_component"
join "nexus_identity"."person_dictionary__next" as "n" on "n"."_value" = "c"."_value"
left join "nexus_identity"."person_normalized__next" as "d" on "d"."_value" = "c"."_value"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "c"."_value"
left join "nexus_identity"."person_sightings__next" as "s" on "s"."_value" = "c"."_value"
offset 0) as "v") as q;

-- write gather statistics
analyze "nexus_identity"."person_constrained__next";
