-- build final.group_participants
-- One row a group's part in an event, per role.
-- reads core.group_mentions, identity.group_evidence_entities, identity.group_entities
-- writes final.group_participants

-- write build
create table "nexus"."group_participants__next" as
select cast("q"."group_id" as text) collate "C" as "group_id", cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."role" as text) collate "C" as "role", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."_entity" as bigint) as "_entity" from (select distinct
  "i"."id" as "group_id",
  "p"."event_id" as "event_id",
  case when "p"."_site" in (1202371671) then 'employer' when "p"."_site" in (1072988536) then 'team' when "p"."_site" in (1144113361) then 'guest company' when "p"."_site" in (1286283247) then 'subscriber' end as "role",
  "p"."occurred_at" as "occurred_at",
  "p"."_entity" as "_entity"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "p"
join "nexus_identity"."group_entities__next" as "i" on "i"."_entity" = "p"."_entity") as q;

-- write gather statistics
analyze "nexus"."group_participants__next";
