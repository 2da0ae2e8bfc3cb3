-- build identity.group_entities
-- One row a group id ever given, living or retired.
-- reads identity.group_births, identity.group_claims
-- writes identity.group_entities

-- write build
create table "nexus_identity"."group_entities__next" as
select cast("q"."_entity" as bigint) as "_entity", cast("q"."id" as text) collate "C" as "id", cast("q"."born_order" as text) collate "C" as "born_order", cast("q"."birth_value" as bigint) as "birth_value", cast("q"."born_run" as bigint) as "born_run", cast("q"."_heir" as bigint) as "_heir" from ((select
  "p"."_entity" as "_entity",
  "p"."id" as "id",
  "p"."born_order" as "born_order",
  "p"."birth_value" as "birth_value",
  "p"."born_run" as "born_run",
  "n"."_entity" as "_heir"
from "nexus_identity"."group_entities" as "p"
left join "nexus_identity"."group_claims__next" as "l" on "l"."_origin" = "p"."_entity"
left join ((select
  "c"."_component" as "_component",
  (array_agg("c"."_origin" order by "c"."born_order", "c"."_origin") filter (where "c"."_origin" is not null))[1] as "_entity"
from "nexus_identity"."group_claims__next" as "c"
group by "c"."_component")
union all
(select
  "b"."_component" as "_component",
  "b"."_entity" as "_entity"
from "nexus_identity"."group_births__next" as "b")) as "n" on "n"."_component" = "l"."_component")
union all
(select
  "b"."_entity" as "_entity",
  "b"."id" as "id",
  "b"."born_order" as "born_order",
  "b"."birth_value" as "birth_value",
  :run as "born_run",
  "b"."_entity" as "_heir"
from "nexus_identity"."group_births__next" as "b")) as q;

-- write gather statistics
analyze "nexus_identity"."group_entities__next";
