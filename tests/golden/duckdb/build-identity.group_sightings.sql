-- build identity.group_sightings
-- One row a raw value of a group: when it was seen.
-- reads identity.group_evidence
-- writes identity.group_sightings

-- write create
create table if not exists "nexus_identity"."group_sightings__next" ("_value" bigint, "first_order" hugeint using compression uncompressed, "last_order" hugeint using compression uncompressed, "mentions" bigint);

-- write build
insert into "nexus_identity"."group_sightings__next" ("_value", "first_order", "last_order", "mentions")
(select
  "e"."_v_domain" as "_value",
  min("e"."first_order") + 0 as "first_order",
  max("e"."last_order") + 0 as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."group_evidence__next" as "e"
where "e"."_v_domain" is not null
group by "e"."_v_domain")
union all
(select
  "e"."_v_team_id" as "_value",
  min("e"."first_order") + 1 as "first_order",
  max("e"."last_order") + 1 as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."group_evidence__next" as "e"
where "e"."_v_team_id" is not null
group by "e"."_v_team_id");
