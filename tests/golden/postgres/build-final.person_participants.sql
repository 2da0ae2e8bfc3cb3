-- build final.person_participants
-- One row a person's part in an event, per role.
-- reads core.person_mentions, identity.person_evidence_entities, identity.person_entities
-- writes final.person_participants

-- write create
create table if not exists "nexus"."person_participants__next" ("person_id" text collate "C", "event_id" text collate "C", "role" text collate "C", "occurred_at" timestamp, "_entity" bigint);

-- write build
insert into "nexus"."person_participants__next" ("person_id", "event_id", "role", "occurred_at", "_entity")
select distinct
  "i"."id" as "person_id",
  "m"."event_id" as "event_id",
  coalesce("m"."role", case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' when "m"."_site" in (86572456) then 'customer' when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' when "m"."_site" in (876722005) then 'payer' end) as "role",
  "m"."occurred_at" as "occurred_at",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
join "nexus_identity"."person_entities__next" as "i" on "i"."_entity" = "e"."_entity";

-- write gather statistics
analyze "nexus"."person_participants__next";
