-- build identity.person_assignment
-- One row a raw value that identifies a person: its entity and its origin.
-- reads identity.person_components, identity.person_settled, identity.person_claims, identity.person_births, identity.person_same
-- writes identity.person_assignment

-- write build
create table "nexus_identity"."person_assignment__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."_component" as bigint) as "_component", cast("q"."_entity" as bigint) as "_entity", cast("q"."_origin" as bigint) as "_origin" from (select
  "c"."_value" as "_value",
  "c"."_gross" as "_component",
  "n"."_entity" as "_entity",
  case when "l"."_component" = "c"."_component" then coalesce("p"."_origin", "w"."_origin") else "n"."_entity" end as "_origin"
from (select
  "c"."_value" as "_value",
  "c"."_component" as "_gross",
  coalesce("z"."_component", "c"."_component") as "_component"
from "nexus_identity"."person_components__next" as "c"
left join "nexus_identity"."person_settled__next" as "z" on "z"."_value" = "c"."_value"
offset 0) as "c"
join ((select
  "c"."_component" as "_component",
  (array_agg("c"."_origin" order by "c"."born_order", "c"."_origin") filter (where "c"."_origin" is not null))[1] as "_entity"
from "nexus_identity"."person_claims__next" as "c"
group by "c"."_component")
union all
(select
  "b"."_component" as "_component",
  "b"."_entity" as "_entity"
from "nexus_identity"."person_births__next" as "b")) as "n" on "n"."_component" = "c"."_component"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "c"."_value"
left join "nexus_identity"."person_assignment" as "p" on "p"."_value" = "c"."_value"
left join (select
  "k"."_value" as "_value",
  min("k"."_origin") as "_origin"
from (select distinct
  coalesce("o"."_node", "a"."_value") as "_value",
  "a"."_origin" as "_origin",
  "a"."_entity" as "_entity"
from "nexus_identity"."person_assignment" as "a"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "a"."_value"
offset 0) as "k"
group by "k"."_value"
offset 0) as "w" on "w"."_value" = coalesce("o"."_node", "c"."_value")
left join "nexus_identity"."person_claims__next" as "l" on "l"."_origin" = coalesce("p"."_origin", "w"."_origin")) as q;

-- write gather statistics
analyze "nexus_identity"."person_assignment__next";
