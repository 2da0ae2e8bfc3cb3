-- build identity.group_same
-- One row a raw value of a group that is another spelling of one with a lower number.
-- reads identity.group_dictionary, identity.group_normalized
-- writes identity.group_same

-- write build
create table "nexus_identity"."group_same__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."_node" as bigint) as "_node" from (select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from (select
  "c"."_value" as "_value",
  min("c"."_value") over (partition by "c"."identifier_type", "c"."identifier_value") as "_node"
from (select
  "n"."_value" as "_value",
  "n"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "n"."raw_value" else "d"."identifier_value" end as "identifier_value"
from "nexus_identity"."group_dictionary__next" as "n"
left join "nexus_identity"."group_normalized__next" as "d" on "d"."_value" = "n"."_value"
where "n"."identifier_type" in ('domain')
offset 0) as "c"
where "c"."identifier_value" is not null
offset 0) as "s"
where "s"."_value" <> "s"."_node") as q;

-- write gather statistics
analyze "nexus_identity"."group_same__next";
