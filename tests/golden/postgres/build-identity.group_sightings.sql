-- build identity.group_sightings
-- One row a raw value of a group: when it was seen.
-- reads identity.group_evidence
-- writes identity.group_sightings

-- write build
create table "nexus_identity"."group_sightings__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."first_order" as text) collate "C" as "first_order", cast("q"."last_order" as text) collate "C" as "last_order", cast("q"."mentions" as bigint) as "mentions" from ((select
  "e"."_v_domain" as "_value",
  substr(min("e"."first_order"), 1, 36) || '00' as "first_order",
  substr(max("e"."last_order"), 1, 36) || '00' as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."group_evidence__next" as "e"
where "e"."_v_domain" is not null
group by "e"."_v_domain")
union all
(select
  "e"."_v_team_id" as "_value",
  substr(min("e"."first_order"), 1, 36) || '01' as "first_order",
  substr(max("e"."last_order"), 1, 36) || '01' as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."group_evidence__next" as "e"
where "e"."_v_team_id" is not null
group by "e"."_v_team_id")) as q;

-- write gather statistics
analyze "nexus_identity"."group_sightings__next";
