-- build identity.person_same
-- One row a raw value of a person that is another spelling of one with a lower number.
-- reads identity.person_dictionary
-- writes identity.person_same

-- write build
create table "nexus_identity"."person_same__next" as
select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from (select
  "v"."_value" as "_value",
  min("v"."_value") over (partition by "v"."identifier_type", "v"."identifier_value") as "_node"
from "nexus_identity"."person_dictionary__next" as "v"
where "v"."identifier_value" is not null and "v"."identifier_type" in ('email', 'phone', 'card')) as "s"
where "s"."_value" <> "s"."_node";
