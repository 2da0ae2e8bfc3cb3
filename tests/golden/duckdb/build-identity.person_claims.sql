-- build identity.person_claims
-- One row a person id given before this run that still has identifiers: the component that claims it.
-- reads identity.person_nodes, identity.person_same
-- writes identity.person_claims

-- write create
create table if not exists "nexus_identity"."person_claims__next" ("_origin" bigint, "_component" bigint, "born_order" hugeint using compression uncompressed);

-- write build
insert into "nexus_identity"."person_claims__next" ("_origin", "_component", "born_order")
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
  "k"."_origin" as "_origin",
  "n"."_component" as "_component",
  "e"."born_order" as "born_order",
  count(*) as "held",
  max(case when "b"."_component" = "n"."_component" then 1 else 0 end) as "birth",
  min("n"."first_order") as "earliest"
from "nexus_identity"."person_nodes__next" as "n"
join (select distinct
  coalesce("o"."_node", "a"."_value") as "_value",
  "a"."_origin" as "_origin",
  "a"."_entity" as "_entity"
from "nexus_identity"."person_assignment" as "a"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "a"."_value") as "k" on "k"."_value" = "n"."_value"
join "nexus_identity"."person_entities" as "e" on "e"."_entity" = "k"."_origin"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "e"."birth_value"
left join "nexus_identity"."person_nodes__next" as "b" on "b"."_value" = coalesce("o"."_node", "e"."birth_value")
group by "k"."_origin", "n"."_component", "e"."born_order") as "c") as "r"
where "r"."rank" = 1;
