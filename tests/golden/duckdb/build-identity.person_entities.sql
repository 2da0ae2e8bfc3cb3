-- build identity.person_entities
-- One row a person id ever given, living or retired.
-- reads identity.person_births, identity.person_claims
-- writes identity.person_entities

-- write create
create table if not exists "nexus_identity"."person_entities__next" ("_entity" bigint, "id" varchar using compression uncompressed, "born_order" hugeint using compression uncompressed, "birth_value" bigint, "born_run" bigint, "_heir" bigint);

-- write build
insert into "nexus_identity"."person_entities__next" ("_entity", "id", "born_order", "birth_value", "born_run", "_heir")
(select
  "p"."_entity" as "_entity",
  "p"."id" as "id",
  "p"."born_order" as "born_order",
  "p"."birth_value" as "birth_value",
  "p"."born_run" as "born_run",
  "n"."_entity" as "_heir"
from "nexus_identity"."person_entities" as "p"
left join "nexus_identity"."person_claims__next" as "l" on "l"."_origin" = "p"."_entity"
left join ((select
  "c"."_component" as "_component",
  arg_min("c"."_origin", row("c"."born_order", "c"."_origin")) as "_entity"
from "nexus_identity"."person_claims__next" as "c"
group by "c"."_component")
union all
(select
  "b"."_component" as "_component",
  "b"."_entity" as "_entity"
from "nexus_identity"."person_births__next" as "b")) as "n" on "n"."_component" = "l"."_component")
union all
(select
  "b"."_entity" as "_entity",
  "b"."id" as "id",
  "b"."born_order" as "born_order",
  "b"."birth_value" as "birth_value",
  :run as "born_run",
  "b"."_entity" as "_heir"
from "nexus_identity"."person_births__next" as "b");
