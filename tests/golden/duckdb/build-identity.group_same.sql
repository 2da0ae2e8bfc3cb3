-- build identity.group_same
-- One row a raw value of a group that is another spelling of one with a lower number.
-- reads identity.group_dictionary
-- writes identity.group_same

-- write build
create table "nexus_identity"."group_same__next" as
select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from (select
  "v"."_value" as "_value",
  min("v"."_value") over (partition by "v"."identifier_type", "v"."identifier_value") as "_node"
from "nexus_identity"."group_dictionary__next" as "v"
where "v"."identifier_value" is not null and "v"."identifier_type" in ('domain')) as "s"
where "s"."_value" <> "s"."_node";
