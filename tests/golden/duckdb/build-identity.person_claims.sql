-- build identity.person_claims
-- One row a person id given before this run that still has identifiers: the component that claims it.
-- reads identity.person_nodes
-- writes identity.person_claims

-- write build
create table "nexus_identity"."person_claims__next" as
select
  "r"."_origin" as "_origin",
  "r"."_component" as "_component",
  "r"."born_order" as "born_order"
from (select
  "c"."_origin" as "_origin",
  "c"."_component" as "_component",
  "c"."born_order" as "born_order",
  row_number() over (partition by "c"."_origin" order by "c"."held" desc, "c"."birth" desc, "c"."earliest", "c"."_component") as "rank"
from (select
  "a"."_origin" as "_origin",
  "n"."_component" as "_component",
  "e"."born_order" as "born_order",
  count(*) as "held",
  max(case when "e"."birth_value" = "a"."_value" then 1 else 0 end) as "birth",
  min("n"."first_order") as "earliest"
from "nexus_identity"."person_nodes__next" as "n"
join "nexus_identity"."person_assignment" as "a" on "a"."_value" = "n"."_value"
join "nexus_identity"."person_entities" as "e" on "e"."_entity" = "a"."_origin"
group by "a"."_origin", "n"."_component", "e"."born_order") as "c") as "r"
where "r"."rank" = 1;
