-- build final.group_participants
-- One row a group's part in an event, per role.
-- reads core.group_mentions, identity.group_evidence_entities
-- writes final.group_participants

-- write build
create table "nexus"."group_participants__next" as
select distinct
  "e"."id" as "group_id",
  "m"."event_id" as "event_id",
  case when "m"."_site" in (1202371671) then 'employer' when "m"."_site" in (1072988536) then 'team' when "m"."_site" in (1144113361) then 'guest company' when "m"."_site" in (1286283247) then 'subscriber' end as "role",
  "m"."occurred_at" as "occurred_at",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination";
