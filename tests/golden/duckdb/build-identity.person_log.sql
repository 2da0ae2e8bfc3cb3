-- build identity.person_log
-- One row a change of a person's identifier, of all runs.
-- reads identity.person_assignment, identity.person_same, identity.person_nodes, identity.person_entities
-- writes identity.person_log

-- write build
create table "nexus_identity"."person_log__next" as
(select
  "l"."run" as "run",
  "l"."kind" as "kind",
  "l"."_value" as "_value",
  "l"."_entity" as "_entity",
  "l"."_previous" as "_previous",
  "l"."first_order" as "first_order"
from "nexus_identity"."person_log" as "l")
union all
(select
  "c"."run" as "run",
  "c"."kind" as "kind",
  "c"."_value" as "_value",
  "c"."_entity" as "_entity",
  "c"."_previous" as "_previous",
  "c"."first_order" as "first_order"
from ((select
  :run as "run",
  case when "p"."_value" is null and "e"."birth_value" = "n"."_value" and "e"."born_run" = :run then 'birth' when "p"."_value" is null then 'accretion' when "f"."_heir" = "f"."_entity" then 'split' else 'merge' end as "kind",
  "n"."_value" as "_value",
  "n"."_entity" as "_entity",
  "p"."_entity" as "_previous",
  "s"."first_order" as "first_order"
from "nexus_identity"."person_assignment__next" as "n"
join "nexus_identity"."person_entities__next" as "e" on "e"."_entity" = "n"."_entity"
join "nexus_identity"."person_nodes__next" as "s" on "s"."_value" = "n"."_value"
left join "nexus_identity"."person_assignment" as "p" on "p"."_value" = "n"."_value"
left join "nexus_identity"."person_entities__next" as "f" on "f"."_entity" = "p"."_entity"
where "p"."_entity" is distinct from "n"."_entity")
union all
(select
  :run as "run",
  case when "f"."_heir" = "f"."_entity" then 'detach' else 'end' end as "kind",
  "p"."_value" as "_value",
  cast(null as bigint) as "_entity",
  "p"."_entity" as "_previous",
  cast(null as hugeint) as "first_order"
from "nexus_identity"."person_assignment" as "p"
join "nexus_identity"."person_entities__next" as "f" on "f"."_entity" = "p"."_entity"
left join "nexus_identity"."person_assignment__next" as "n" on "n"."_value" = "p"."_value"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "p"."_value"
where "n"."_value" is null and "o"."_value" is null)) as "c");
